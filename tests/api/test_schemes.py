"""GET /schemes: two schemes from their formulas, and one sentence for what cannot be computed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.analysis.positional_formulas import slopes
from app.decoding.sampling import Sampling
from tests.visualizers.test_position_pictures import values
from visualizers.positions.comparison import covered


def asked(client: Any, **given: Any) -> dict[str, Any]:
    response = client.get("/schemes", params=given)
    assert response.status_code == 200, response.text
    assert "NaN" not in response.text
    found: dict[str, Any] = response.json()
    return found


def curves(found: dict[str, Any]) -> list[Any]:
    return [values(each["y"]) for each in found["sections"][0]["figure"]["data"]]


def traced(engine: Any, model: str) -> str:
    events = engine.run("read", model, {"text": "the cat sat on a mat"}, Sampling())
    return str(engine.finish(events).trace_id)


@pytest.fixture(scope="module")
def learned(engine: Any, tiny_folders: Any) -> str:
    return traced(engine, f"path:{tiny_folders / 'gpt2'}")


def test_the_curves_are_the_formulas(client: Any) -> None:
    found = asked(client, first="rotary", second="alibi", length=50, width=8, base=100, heads=4)
    rotary, alibi = curves(found)
    rates = 100.0 ** (-np.arange(4) / 4)
    assert rotary == pytest.approx(np.cos(np.outer(np.arange(50), rates)).mean(axis=1), abs=1e-4)
    assert alibi == pytest.approx(-slopes(4).mean() * np.arange(50), abs=1e-4)
    assert "θᵢ = 100^(−2i/8), i = 0 … 3" in found["schemes"][0]["formula"]


def test_unlike_units_have_an_axis_each_and_like_ones_share(client: Any) -> None:
    unlike = asked(client, first="rotary", second="t5")["sections"][0]["figure"]
    assert [each.get("yaxis") for each in unlike["data"]] == ["y", "y2"]
    assert unlike["layout"]["yaxis2"]["title"]["text"] == "2: number of the bucket"
    like = asked(client, first="rotary", second="sinusoidal")["sections"][0]["figure"]
    assert [each.get("yaxis") for each in like["data"]] == ["y", "y"]


def test_sinusoidal_and_rotary_of_one_width_are_one_curve(client: Any) -> None:
    first, second = curves(asked(client, first="sinusoidal", second="rotary"))
    assert np.array_equal(first, second)


def test_maps_are_thinned_to_cover_the_whole_length(client: Any) -> None:
    found = asked(client, first="t5", second="alibi", length=2048)
    heat = found["maps"][0]["figure"]["data"][0]
    assert list(values(heat["x"])[[0, 1, -1]]) == [0, 32, 2016]
    assert "every 32nd position" in found["maps"][0]["explains"]
    assert len(values(heat["z"])) == 64


def test_the_range_covered_grows_from_nothing_to_all() -> None:
    share = covered(np.array([1.0, 0.2, 0.6, -1.0]))
    assert share == pytest.approx([0, 0.4, 0.4, 1])
    assert covered(np.array([3.0])) == pytest.approx([0])


@pytest.mark.parametrize("name", ["sinusoidal", "rotary", "alibi", "t5"])
def test_one_position_is_enough(client: Any, name: str) -> None:
    drawn = curves(asked(client, first=name, second=name, length=1))
    assert [len(each) for each in drawn] == [1, 1]


def test_learned_is_the_table_of_a_run(client: Any, engine: Any, learned: str) -> None:
    found = asked(client, first="learned", second="t5", length=30, trace_id=learned)
    table = engine.trace(learned).positions.table[:30]
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    square = unit @ unit.T
    assert np.abs(values(found["maps"][0]["figure"]["data"][0]["z"]) - square).max() < 1e-4
    assert curves(found)[0][3] == pytest.approx(np.diagonal(square, 3).mean(), abs=1e-4)
    assert "24 wide" in found["schemes"][0]["formula"]


def test_a_table_that_ends_says_so(client: Any, learned: str) -> None:
    found = asked(client, first="learned", second="rotary", length=500, trace_id=learned)
    assert "read to position 47" in found["schemes"][0]["says"]
    assert [len(each) for each in curves(found)] == [48, 48]


def test_two_tables_are_those_of_two_runs(
    client: Any, engine: Any, learned: str, tiny_folders: Any
) -> None:
    other = traced(engine, f"path:{tiny_folders / 'bert'}")
    both = {"trace_id": learned, "other_trace_id": other}
    first, second = curves(asked(client, first="learned", second="learned", **both))
    assert not np.allclose(first[1:], second[1:])


@pytest.mark.parametrize(
    ("given", "needle"),
    [
        ({"length": 0}, "length must be a whole number from 1 to 2048."),
        ({"length": 2049}, "length"),
        ({"length": "many"}, "length"),
        ({"length": "1.5"}, "length"),
        ({"width": 7}, "width must be an even number from 4 to 1024."),
        ({"width": 2}, "width"),
        ({"width": 2048}, "width"),
        ({"base": 1}, "base must be a number above 1"),
        ({"base": "nan"}, "base"),
        ({"base": "inf"}, "base"),
        ({"heads": 65}, "heads"),
        ({"heads": -1}, "heads"),
        ({"buckets": 3}, "buckets"),
        ({"buckets": 64, "max_distance": 16}, "max_distance must be more than 16"),
        ({"first": "nothing"}, "There is no scheme 'nothing'"),
        ({"first": "learned"}, "only exists in a trained model"),
        ({"second": "learned", "trace_id": "ffff"}, "."),
    ],
)
def test_what_cannot_be_computed_is_one_sentence(
    client: Any, given: dict[str, Any], needle: str
) -> None:
    response = client.get("/schemes", params=given)
    assert response.status_code == 422
    error = response.json()["error"]
    assert needle in error
    assert error.endswith(".")


def test_a_model_without_a_table_is_refused(client: Any, engine: Any, llama: str) -> None:
    trace_id = traced(engine, llama)
    response = client.get("/schemes", params={"first": "learned", "trace_id": trace_id})
    assert response.status_code == 422
    assert "no learned table but rotary" in response.json()["error"]
