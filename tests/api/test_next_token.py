"""The laboratory's endpoints: draws that fit, trees, lenses and readings over HTTP."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.decoding.draws import draw, fit
from app.errors import InputError
from app.text.token_lists import banned_of, bias_of
from tests.api.test_runs import call
from tests.tiny import tiny_loaded

TEXT = "the cat sat on a mat"


@pytest.fixture(scope="module")
def made(client: Any, llama: str) -> dict[str, Any]:
    found: dict[str, Any] = call(client, "generate", prompt=TEXT, model=llama, max_new_tokens=6)
    return found


def lopsided(entries: int = 300) -> np.ndarray:
    shares = np.random.default_rng(3).gamma(0.3, 1.0, entries)
    return np.asarray(shares / shares.sum())


# ---------------------------------------------------------------- draws
def test_true_draws_fit_at_the_right_rate() -> None:
    """Of a hundred seeds about five fit worse than five in a hundred should."""
    shares = lopsided()
    worse = sum((fit(draw(shares, 1000, seed), shares).p or 0) < 0.05 for seed in range(100))
    assert 0 <= worse <= 12
    middle = np.mean([fit(draw(shares, 1000, seed), shares).p or 0 for seed in range(100)])
    assert 0.4 < middle < 0.6


def test_draws_of_something_else_do_not_fit() -> None:
    shares = lopsided()
    other = np.roll(shares, 1)
    assert all((fit(draw(other, 1000, seed), shares).p or 0) < 1e-6 for seed in range(10))


def test_the_chi_square_by_hand() -> None:
    """Three cells with two degrees of freedom: p is exp(-statistic / 2)."""
    found = fit(np.array([60, 25, 15]), np.array([0.5, 0.3, 0.2]))
    assert found.statistic == pytest.approx(100 / 50 + 25 / 30 + 25 / 20)
    assert found.freedom == 2
    assert found.p == pytest.approx(math.exp(-found.statistic / 2))


def test_one_possible_entry_has_no_fit() -> None:
    found = fit(draw(np.array([0.0, 1.0]), 50, 1), np.array([0.0, 1.0]))
    assert (found.p, found.freedom) == (None, 0)


def test_the_same_seed_draws_the_same() -> None:
    shares = lopsided()
    assert np.array_equal(draw(shares, 500, 4), draw(shares, 500, 4))
    assert not np.array_equal(draw(shares, 500, 4), draw(shares, 500, 5))
    for count, seed in ((0, 0), (100_001, 0), (5, -1)):
        with pytest.raises(InputError, match="must be a whole number"):
            draw(shares, count, seed)


def test_draws_over_http(client: Any, made: dict[str, Any]) -> None:
    query = "position=3&top_k=5&temperature=1.5&draws=1000&seed=2"
    told = client.get(f"/draw/{made['trace_id']}?{query}").json()
    shown = call(
        client, "next_token", trace_id=made["trace_id"], position=3, top_k=5, temperature=1.5
    )
    after = {each["id"]: each["probability"] for each in shown["candidates"]}
    assert sum(each["count"] for each in told["counts"]) == 1000
    assert len(told["counts"]) == 5
    for each in told["counts"]:
        assert each["expected"] == pytest.approx(1000 * after[each["id"]], abs=1e-6)
    assert told["fit"]["p"] > 1e-4


# ---------------------------------------------------------------- words
def test_words_become_tokens() -> None:
    pieces = tiny_loaded("llama").pieces
    number = pieces.read("cat", special=False)[1][0].id
    assert dict(bias_of("cat: 2.5, #18:-7", pieces)) == {number: 2.5, 18: -7.0}
    assert (18,) in banned_of("#18, cat", pieces)
    assert (number,) in banned_of("#18, cat", pieces)
    assert any(len(each) == 2 for each in banned_of("cat dog", pieces))


@pytest.mark.parametrize(
    "text", ["cat", "cat: much", ": 3", "cat dog: 1", "#99: 1", "#x: 1", f"#{'9' * 5000}: 1"]
)
def test_a_bad_list_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        bias_of(text, tiny_loaded("llama").pieces)


# ---------------------------------------------------------------- next token
def test_stages_are_told_with_what_they_cut(client: Any, made: dict[str, Any]) -> None:
    told = call(
        client, "next_token", trace_id=made["trace_id"], position=4, limit=60, top_k=6,
        presence_penalty=1.0, bias="dog: 3", banned="cat", temperature=0.7,
    )  # fmt: skip
    names = [each["name"] for each in told["stages"] if each["active"]]
    assert names == ["model", "bias", "presence", "banned", "temperature", "top_k"]
    assert told["stages"][-1]["kept"] == 6
    assert sum(each["probability"] for each in told["candidates"]) == pytest.approx(1.0)
    cat = next(each for each in told["candidates"] if each["text"].strip() == "cat")
    assert not cat["kept"]
    order = ",".join(reversed([each["name"] for each in told["stages"][1:]]))
    turned = call(client, "next_token", trace_id=made["trace_id"], position=4, order=order, top_k=6)
    assert [each["name"] for each in turned["stages"]] == ["model", *order.split(",")]


def test_what_the_page_needs_to_do_it_itself(client: Any, made: dict[str, Any]) -> None:
    trace = made["trace_id"]
    told = client.get(f"/lab/{trace}?position=4&bias=dog:3&banned=cat").json()
    assert sum(each["count"] for each in told["seen"]) == 5
    assert [each["value"] for each in told["bias"]] == [3.0]
    assert [each["text"].strip() for each in told["banned"]] == ["cat"]
    logits = np.frombuffer(client.get(f"/arrays/{trace}/logits/4").content, dtype="<f4")
    entries = np.frombuffer(client.get(f"/arrays/{trace}/entries/4").content, dtype="<i4")
    shown = call(client, "next_token", trace_id=trace, position=4, limit=60)
    by_id = {each["id"]: each["logit"] for each in shown["candidates"]}
    assert logits.tolist() == pytest.approx([by_id[int(entry)] for entry in entries])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"typical_p": 0}, "typical_p"),
        ({"order": "top_k"}, "order must name each"),
        ({"bias": "much"}, "bias is a list"),
        ({"banned": "#9999"}, "is no token"),
        ({"presence_penalty": 99}, "presence_penalty"),
    ],
)
def test_bad_settings_get_one_sentence(
    client: Any, made: dict[str, Any], arguments: dict[str, Any], says: str
) -> None:
    with pytest.raises(RuntimeError, match=says):
        call(client, "next_token", trace_id=made["trace_id"], **arguments)


# ---------------------------------------------------------------- lens, neurons
def test_the_lens_ends_in_the_models_prediction(client: Any, made: dict[str, Any]) -> None:
    told = call(client, "lens", trace_id=made["trace_id"], positions="2,5")
    assert told["layers"] == [0, 1, 2, 3]
    for column, at in enumerate((2, 5)):
        best = call(client, "next_token", trace_id=made["trace_id"], position=at)["candidates"][0]
        last = told["cells"][-1][column]
        assert (last["id"], last["rank"]) == (best["id"], 1)
        assert last["probability"] == pytest.approx(best["raw_probability"], abs=1e-5)
        assert told["finals"][column]["id"] == best["id"]


def test_cells_and_watched_tokens(client: Any, made: dict[str, Any]) -> None:
    trace = made["trace_id"]
    grid = client.get(f"/lens/{trace}?first=2&last=3&layers=1,2&part=attention").json()
    cell = client.get(f"/lens/{trace}/cell?layer=1&position=3&part=attention").json()
    assert cell["candidates"][0]["id"] == grid["cells"][0][1]["id"]
    assert cell["candidates"][0]["probability"] == pytest.approx(
        grid["cells"][0][1]["probability"], abs=1e-5
    )
    best = grid["finals"][1]["id"]
    watched = client.get(f"/lens/{trace}/watch?position=3&tokens={best},9&part=attention").json()
    assert watched["tokens"][0]["probability"][1] == pytest.approx(
        grid["cells"][0][1]["final"], abs=1e-5
    )
    assert watched["tokens"][0]["rank"][1] == grid["cells"][0][1]["rank"]
    assert len(watched["tokens"][1]["rank"]) == 3


def test_neurons_over_http(client: Any, made: dict[str, Any]) -> None:
    told = client.get(f"/neurons/{made['trace_id']}?layer=1&position=3&limit=4").json()
    assert len(told["neurons"]) == 4
    assert all(len(each["pushes"]) == 5 for each in told["neurons"])


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("lens/{0}?part=middle", "part must be"),
        ("lens/{0}?first=3&last=2", "first before last"),
        ("lens/{0}?layers=9", "layer must be"),
        ("lens/{0}?layers=x", "layers must be whole numbers"),
        ("lens/{0}/cell?layer=1&position=99", "position must be"),
        ("lens/{0}/cell?layer=1&position=1&limit=0", "limit must be"),
        ("lens/{0}/watch?position=1&tokens=99999", "tokens must be"),
        ("neurons/{0}?layer=9&position=1", "layer must be"),
        ("draw/{0}?draws=0", "draws must be"),
        ("draw/{0}?temperature=nan", "temperature must be"),
        ("lab/{0}?position=99", "position must be"),
        ("experiments/tree/{0}?children=99", "children must be"),
        ("lens/gone", "no longer kept"),
        ("score/gone", "no longer kept"),
    ],
)
def test_bad_requests_get_one_sentence(
    client: Any, made: dict[str, Any], path: str, says: str
) -> None:
    answer = client.get("/" + path.format(made["trace_id"]))
    assert answer.status_code == 422
    assert says in answer.json()["error"]


def test_an_encoder_without_words_has_no_lens(client: Any, tiny_folders: Path) -> None:
    t5 = call(client, "trace", text=TEXT, model=f"path:{tiny_folders / 't5'}")["trace_id"]
    assert call(client, "lens", trace_id=t5)["stack"] == "decoder"
    bert = call(client, "trace", text=TEXT, model=f"path:{tiny_folders / 'bert'}")["trace_id"]
    assert call(client, "lens", trace_id=bert)["predicts"] == "own"


# ---------------------------------------------------------------- tree, score
def test_the_tree_over_http(client: Any, made: dict[str, Any]) -> None:
    trace = made["trace_id"]
    body = client.get(f"/experiments/tree/{trace}?position=3&children=2&depth=3").text
    levels = [json.loads(line) for line in body.splitlines()]
    assert [each["done"] for each in levels] == [1, 2, 3]
    told = call(client, "tree", trace_id=trace, position=3, children=2, depth=3)
    assert told["nodes"] == levels[-1]["nodes"]
    shown = call(client, "next_token", trace_id=trace, position=3)["candidates"][:2]
    assert [each["token"] for each in told["nodes"][:2]] == [each["id"] for each in shown]
    assert [each["probability"] for each in told["nodes"][:2]] == pytest.approx(
        [each["raw_probability"] for each in shown], abs=1e-5
    )


def test_the_score_of_a_text(client: Any, llama: str) -> None:
    told = call(client, "score", text=TEXT, model=llama)
    known = [each["surprise_nats"] for each in told["tokens"][1:]]
    assert told["sum_nats"] == pytest.approx(sum(known))
    assert told["mean_nats"] == pytest.approx(sum(known) / len(known))
    assert told["perplexity"] == pytest.approx(math.exp(told["mean_nats"]))
    assert [word["text"] for word in told["words"]] == TEXT.split()[1:]
    again = call(client, "score", trace_id=told["trace_id"])
    assert again == told
