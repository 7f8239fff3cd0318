"""The pictures of positions: formulas hold, figures are read back, every scheme is drawn."""

from __future__ import annotations

import base64
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.analysis.positional_formulas import buckets, log_buckets, mean_cosine, rates, slopes, waves
from app.analysis.positional_resolution import (
    all_alike_from,
    horizons,
    margins,
    most_alike,
    own_until,
)
from app.trace import Floats, Positions
from tests.tiny import tiny_model
from tests.visualizers.test_panels import toy
from visualizers import Selection
from visualizers import positions as positions_view

DRAWN = (
    "llama", "gemma3", "phi", "gpt2", "bert", "marian", "t5", "bloom",
    "mpt", "deberta", "deberta-v2",
)  # fmt: skip


def values(found: Any) -> Any:
    """Numbers of a figure, however plotly packs them; two-dimensional ones in their shape."""
    if not isinstance(found, dict):
        return np.array(found)
    flat = np.frombuffer(base64.b64decode(found["bdata"]), dtype=found["dtype"])
    return flat.reshape([int(n) for n in found["shape"].split(",")]) if "shape" in found else flat


def drawn(scheme: Positions, *, layer: int = 0, head: int = 0) -> dict[str, Any]:
    trace = replace(toy(), positions=scheme)
    return positions_view.PANEL.draw(trace, Selection("self", layer, head))


def picture(found: dict[str, Any], title: str) -> dict[str, Any]:
    section = next(each for each in found["sections"] if each["title"].startswith(title))
    return dict(section)


# ---------------------------------------------------------------- formulas
def test_sinusoidal_rows_are_those_a_model_is_recognised_by() -> None:
    from app.instrumentation.positional_scheme import sinusoidal

    own = waves(40, rates(12, 10000.0, 12))
    theirs = sinusoidal(40, 24, interleaved=False, divisor=12)
    assert np.abs(own - theirs).max() < 1e-6


def test_the_cosine_of_two_sinusoidal_rows_is_the_mean_cosine_of_their_distance() -> None:
    rate = rates(16, 500.0, 16)
    rows = waves(30, rate)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    curve = mean_cosine(np.arange(30), rate)
    assert np.abs(unit[5:] @ unit[5] - curve[:25]).max() < 1e-12


@pytest.mark.parametrize(("count", "reach"), [(32, 128), (8, 16), (64, 300), (4, 7)])
@pytest.mark.parametrize("bidirectional", [True, False])
def test_buckets_are_those_of_t5(count: int, reach: int, bidirectional: bool) -> None:
    import torch
    from transformers.models.t5.modeling_t5 import T5Attention

    relative = np.arange(-700, 701)
    theirs = T5Attention._relative_position_bucket(
        torch.from_numpy(relative),
        bidirectional=bidirectional,
        num_buckets=count,
        max_distance=reach,
    ).numpy()
    own = buckets(relative, count=count, reach=reach, bidirectional=bidirectional)
    assert np.array_equal(own, theirs)


@pytest.mark.parametrize(("count", "reach"), [(256, 512), (8, 30), (32, 128)])
def test_buckets_of_disentangled_positions_are_those_of_deberta(count: int, reach: int) -> None:
    import torch
    from transformers.models.deberta_v2.modeling_deberta_v2 import make_log_bucket_position

    distances = np.arange(reach)
    theirs = make_log_bucket_position(torch.from_numpy(distances), count, reach).numpy()
    own = log_buckets(distances, count=count, reach=reach)
    assert np.array_equal(own, theirs)
    assert log_buckets(np.array([5 * reach]), count=count, reach=reach)[0] == count - 1


def test_frequencies_of_a_plain_rotary_model_follow_the_formula() -> None:
    from app.instrumentation.positional_scheme import positions

    found = positions(tiny_model("llama"), 8)
    own = next(iter(found.frequencies.values()))
    assert np.abs(own - rates(len(own), found.parameters["base"], len(own))).max() < 1e-6


# ---------------------------------------------------------------- telling apart
def test_a_margin_is_one_less_the_cosine_to_the_most_similar_other_row() -> None:
    rows = np.array([[1, 0], [1, 1], [0, 3], [2, 0]], dtype=np.float32)
    assert margins(rows) == pytest.approx([0, 1 - math.sqrt(0.5), 1 - math.sqrt(0.5), 0], abs=1e-6)


def test_the_most_alike_distance_is_that_of_one_full_turn() -> None:
    found = most_alike(np.array([2 * np.pi / 9], dtype=np.float32), 12)
    assert (found.distance, found.reach) == (9, 12)
    assert found.cosine == pytest.approx(1, abs=1e-6)
    assert most_alike(np.array([2 * np.pi / 9], dtype=np.float32), 7).distance == 1


def test_the_distances_of_t5_that_are_told_apart() -> None:
    found = buckets(-np.arange(256), count=32, reach=128, bidirectional=True)
    # Eight single distances; the last bucket begins at 8 · 16^(7/8) = 90.5.
    assert (own_until(found), all_alike_from(found)) == (8, 91)


def test_a_horizon_is_where_the_bias_leaves_a_thousandth() -> None:
    far = horizons([0.5, 0.125])
    assert np.exp(-np.array([0.5, 0.125]) * far) == pytest.approx([1e-3, 1e-3])


# ---------------------------------------------------------------- pictures
@pytest.mark.parametrize("family", DRAWN)
def test_every_scheme_is_drawn_in_numbers_and_words(family: str) -> None:
    from app.instrumentation.positional_scheme import positions

    found = drawn(positions(tiny_model(family), 64))
    text = json.dumps(found, allow_nan=False)
    assert len(text) < 400_000
    assert found["title"] and found["formula"]
    assert len(found["explains"]) > 200
    assert all(each["url"].endswith(each["arxiv"]) for each in found["papers"]) and found["papers"]
    assert len(found["sections"]) >= 4
    for section in found["sections"]:
        assert section["explains"].endswith(".")
        for trace in section["figure"]["data"]:
            for axis in "xyz":
                if axis in trace:
                    assert np.isfinite(values(trace[axis]).astype(float)).all()


def test_drawing_the_same_twice_gives_the_same_numbers() -> None:
    from app.instrumentation.positional_scheme import positions

    scheme = positions(tiny_model("t5"), 64)
    assert drawn(scheme) == drawn(scheme)


def test_a_wide_table_is_thinned_and_says_so() -> None:
    table = np.random.default_rng(3).normal(size=(70, 300)).astype(np.float32)
    parameters = {"positions": 512, "width": 300, "offset": 0}
    found = picture(drawn(Positions("learned", parameters, table=table)), "The learned table")
    heat = found["figure"]["data"][0]
    assert "every 3rd of its 300" in found["explains"]
    assert np.array_equal(values(heat["y"]), np.arange(0, 300, 3))
    assert np.abs(values(heat["z"]) - table[:64, ::3].T).max() < 1e-4
    assert "the table ends at 511" in found["explains"]


def test_where_a_table_ends_is_marked() -> None:
    table = np.random.default_rng(3).normal(size=(20, 6)).astype(np.float32)
    found = drawn(Positions("learned", {"positions": 20, "width": 6}, table=table))
    shapes = picture(found, "How alike")["figure"]["layout"]["shapes"]
    assert {each["x0"] for each in shapes} == {19.5}
    assert "ends at position 19" in picture(found, "How alike")["explains"]


ROTARY: dict[str, Any] = {
    "rotated_dimensions": 6, "head_width": 6, "base": 100.0, "trained_length": 40,
}  # fmt: skip
TURNING: dict[str, Floats] = {"all layers": np.array([1.0, 0.2, 0.04], dtype=np.float32)}


def test_the_dial_is_given_the_models_own_frequencies() -> None:
    dial = drawn(Positions("rotary", ROTARY, frequencies=TURNING))["dial"]
    (kind,) = dial["kinds"]
    assert np.abs(np.array(kind["frequencies"]) - TURNING["all layers"]).max() < 1e-6
    assert (dial["trained_length"], dial["reach"], kind["unscaled"]) == (40, 80, None)


def test_far_rotary_pictures_mark_the_trained_length() -> None:
    found = picture(drawn(Positions("rotary", ROTARY, frequencies=TURNING)), "How well")
    rectangle, edge = found["figure"]["layout"]["shapes"]
    assert (rectangle["x0"], rectangle["x1"], edge["x0"]) == (40, 80, 40)
    curve = found["figure"]["data"][0]
    across = values(curve["x"])
    assert across[-1] == 80
    assert np.abs(values(curve["y"]) - mean_cosine(across, TURNING["all layers"])).max() < 1e-4


SCALED = {
    "linear": "θᵢ / 4",
    "dynamic": "once a text of L > 10",
    "yarn": "θᵢ/4",
    "llama3": "10/8",
    "longrope": "up to 10 tokens",
    "something": "factor 4",
}


@pytest.mark.parametrize(("kind", "needle"), SCALED.items())
def test_a_scaled_model_shows_both_hands_and_its_parameters(kind: str, needle: str) -> None:
    given = {"factor": 4.0, "original_max_position_embeddings": 10, "high_freq_factor": 8.0}
    parameters = {
        **ROTARY,
        "scaling": kind,
        "scaling_parameters": given,
        "attention_factor": 1.25,
        "unscaled_frequencies": {"all layers": [1.0, 0.2, 0.16]},
    }
    found = drawn(Positions("rotary", parameters, frequencies=TURNING))
    assert needle in found["formula"]
    assert "multiplied by 1.25" in found["formula"] or kind == "something"
    assert found["dial"]["kinds"][0]["unscaled"] == [1.0, pytest.approx(0.2), pytest.approx(0.16)]
    names = [each["name"] for each in picture(found, "How long")["figure"]["data"]]
    assert names == ["all layers, unscaled", "all layers"]
    assert len(found["papers"]) == (1 if kind == "something" else 2)
    assert "first trained to 10" in found["beyond"]


def test_two_bases_are_told_per_kind_of_layer() -> None:
    parameters = {**ROTARY, "bases": {"near_ones": 10.0, "far_ones": 1e6}, "kind_of_layer": []}
    turning = TURNING["all layers"]
    frequencies = {"near_ones": turning, "far_ones": turning * np.float32(0.5)}
    found = drawn(Positions("rotary", parameters, frequencies=frequencies))
    assert "θᵢ = 10^(−2i/6), i = 0 … 2  (near_ones)" in found["formula"]
    assert "θᵢ = 1000000^(−2i/6), i = 0 … 2  (far_ones)" in found["formula"]
    assert "base 10 in near ones layers and base 1000000 in far ones layers" in found["caption"]


def test_partial_rotary_says_what_does_not_turn() -> None:
    found = drawn(Positions("rotary", {**ROTARY, "head_width": 20}, frequencies=TURNING))
    assert "6 of 20 dimensions turn; the other 14" in found["explains"]


def test_the_bias_of_the_chosen_head_is_drawn_and_the_mean_of_all() -> None:
    bias = np.random.default_rng(4).normal(size=(4, 7, 7)).astype(np.float32)
    parameters = {"buckets": 8, "heads": 4, "max_distance": 16}
    found = drawn(Positions("relative-bias", parameters, bias=bias), head=2)
    own = picture(found, "The bias between two positions, head 2")
    assert np.abs(values(own["figure"]["data"][0]["z"]) - bias[2]).max() < 1e-4
    mean = picture(found, "The bias between two positions, all heads")
    assert np.abs(values(mean["figure"]["data"][0]["z"]) - bias.mean(axis=0)).max() < 1e-4
    _, added = picture(found, "Score by distance")["figure"]["data"]
    assert added["name"] == "bias"
    assert np.abs(values(added["y"]) - bias[2, -1, ::-1]).max() < 1e-4


def test_the_number_of_each_bucket_is_the_models_own() -> None:
    from app.instrumentation.positional_scheme import positions

    model = tiny_model("t5")
    found = picture(drawn(positions(model, 64)), "The learned number of each bucket")
    heat = found["figure"]["data"][0]
    table = model.encoder.block[0].layer[0].SelfAttention.relative_attention_bias.weight.numpy()
    columns = values(heat["x"])
    assert list(columns) == [0, 1, 2, 3, 5, 6, 7]  # 4 would be 0 tokens after
    assert np.abs(values(heat["z"]) - table[columns].T).max() < 1e-4


def test_alibi_curves_are_straight_lines_of_their_slope() -> None:
    from app.instrumentation.positional_scheme import positions

    found = drawn(positions(tiny_model("bloom"), 64), head=1)
    curve = picture(found, "What distance adds")["figure"]["data"][-1]
    assert curve["name"] == "head 1"
    assert values(curve["y"]) == pytest.approx(-slopes(4)[1] * np.arange(64), abs=1e-4)
    bars = picture(found, "The slope")["figure"]["data"][0]
    assert values(bars["y"]) == pytest.approx(slopes(4))


def test_distance_vectors_stand_at_their_distance() -> None:
    from app.instrumentation.positional_scheme import positions

    model = tiny_model("deberta-v2")
    found = picture(drawn(positions(model, 64)), "The vectors of distances")
    heat = found["figure"]["data"][0]
    rows = model.deberta.encoder.rel_embeddings.weight.numpy()
    zero = int(np.flatnonzero(values(heat["x"]) == 0)[0])
    assert np.abs(values(heat["z"])[:, zero] - rows[len(rows) // 2]).max() < 1e-4


def test_a_layer_that_turns_nothing_has_no_rotary_curve() -> None:
    scheme = Positions("rotary", {**ROTARY, "layers_without": [1]}, frequencies=TURNING)
    for layer, count in ((0, 2), (1, 1)):
        found = picture(drawn(scheme, layer=layer), "Score by distance")
        assert len(found["figure"]["data"]) == count
    assert "None in layer 1: content" in drawn(scheme)["explains"]


@pytest.mark.parametrize(
    ("turning", "still", "says", "caption"),
    [
        ([0, 1, 2], [3], "Rotary in layers 0, 1, 2; none in layer 3:", "In layers 0, 1, 2 queries"),
        ([5], [1, 3], "Rotary in layer 5; none in layers 1, 3:", "In layer 5 queries"),
        (
            [0, *range(4, 31)],
            [1, 2, 3],
            "Rotary in layers 0, 4 to 30; none in layers 1, 2, 3:",
            "In layers 0, 4 to 30 queries",
        ),
    ],
)
def test_layers_with_and_without_rotary_are_named_in_one_sentence(
    turning: list[int], still: list[int], says: str, caption: str
) -> None:
    known = {**ROTARY, "layers_with": turning, "layers_without": still}
    found = drawn(Positions("rotary", known, frequencies=TURNING))
    assert says in found["explains"]
    assert caption in found["caption"]
    assert "every layer" not in found["caption"]
    plain = drawn(Positions("rotary", ROTARY, frequencies=TURNING))
    assert "none in" not in plain["explains"]
    assert plain["caption"].startswith("In every layer")


def test_a_scheme_outside_the_list_points_to_the_experiments() -> None:
    scheme = Positions("none", {"outside": True, "note": "It has a recurrent cell"})
    found = drawn(scheme)
    assert found["outside"] is True
    assert found["caption"] == "It has a recurrent cell."
    assert "Experiments" in found["explains"]
    assert [each["title"] for each in found["sections"]] == ["Score by distance"]


def test_the_score_says_on_how_many_pairs_it_stands() -> None:
    found = picture(drawn(Positions("rotary", ROTARY, frequencies=TURNING)), "Score by distance")
    assert list(values(found["figure"]["data"][0]["customdata"])) == [7, 6, 5, 4, 3, 2, 1]
