"""Heads with a planted share of distance, and a dense regression as the independent reference."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.analysis.distance_r2 import MOST, positional_share, unavailable
from app.trace import Attention, Token
from app.trace.attention import Scores, Weights

WIDTH = 8


def tokens(count: int, marks: tuple[int, ...] = ()) -> tuple[Token, ...]:
    return tuple(Token(n, f"t{n}", n, n + 1, special=n in marks) for n in range(count))


def stack(
    scores: Any, *, causal: bool = False, marks: tuple[int, ...] = (), hide: Any = None
) -> Attention:
    """A stack of one layer whose scores are `scores` (head, query, key), planted as a bias."""
    heads, count, _ = scores.shape
    nothing = np.zeros((heads, count, WIDTH), dtype=np.float32)
    bias = scores.astype(np.float32)
    if hide is not None:
        bias = np.where(hide, np.float32(-np.inf), bias)
    layer = Scores(nothing, nothing, nothing, 1.0, bias=bias, causal=causal)
    named = tokens(count, marks)
    return Attention("self", named, named, (layer,), causal)


def by_distance(count: int, of: Any) -> Any:
    places = np.arange(count)
    return of(places[None, :] - places[:, None])[None]


def share(attention: Attention) -> float:
    found = positional_share(attention).share
    assert found.shape == (len(attention.layers), attention.heads)
    return float(found[0, 0])


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(
    "of",
    [lambda d: -0.4 * np.abs(d), lambda d: 5.0 * (d == -1), lambda d: np.cos(d)],
    ids=["slope", "previous token", "wave"],
)
def test_a_head_of_distance_alone_has_share_one(of: Any, causal: bool) -> None:
    assert share(stack(by_distance(24, of), causal=causal)) > 0.999


@pytest.mark.parametrize(("causal", "count"), [(False, 6), (True, 7), (False, 20), (True, 20)])
def test_a_head_of_content_alone_has_share_zero_on_average(causal: bool, count: int) -> None:
    """Without the adjustment it would be about D / (N - Q): a third to a half in a short text."""
    random = np.random.default_rng(3)
    drawn = [share(stack(random.normal(size=(1, count, count)), causal=causal)) for _ in range(200)]
    # Cut at 0, so the mean of what chance leaves is a little above it.
    assert np.mean(drawn) < 0.1
    assert np.median(drawn) < 0.04


def test_a_head_that_matches_content_has_a_small_share() -> None:
    random = np.random.default_rng(8)
    drawn = []
    for _ in range(20):
        query, key = random.normal(size=(2, 1, 24, WIDTH)).astype(np.float32)
        named = tokens(24)
        layer = Scores(query, key, key, WIDTH**-0.5)
        drawn.append(share(Attention("self", named, named, (layer,), False)))
    assert np.mean(drawn) < 0.1


def test_half_and_half_is_in_between() -> None:
    random = np.random.default_rng(5)
    count = 40
    distance = by_distance(count, np.cos)
    noise = random.normal(size=(1, count, count)) * distance.std()
    assert share(stack(distance + noise)) == pytest.approx(0.5, abs=0.06)
    assert share(stack(3 * distance + noise)) == pytest.approx(0.9, abs=0.03)


def test_constants_of_the_queries_do_not_matter() -> None:
    random = np.random.default_rng(6)
    scores = by_distance(20, np.cos) + random.normal(size=(1, 20, 20))
    shifted = scores + 3 * random.normal(size=(1, 20, 1))
    assert share(stack(shifted)) == pytest.approx(share(stack(scores)), abs=1e-5)


def test_only_constants_leave_nothing_to_explain() -> None:
    rows = np.random.default_rng(1).normal(size=(1, 9, 1))
    assert share(stack(np.repeat(rows, 9, axis=2))) == 0


def dense(scores: Any, allowed: Any) -> float:
    """The same share by dummy variables and numpy's least squares."""
    query, key = np.nonzero(allowed)
    values = scores[query, key].astype(np.float32).astype(np.float64)
    queries = (query[:, None] == np.unique(query)[None, :]).astype(float)
    distances = (key - query)[:, None] == np.unique(key - query)[None, :]
    both = np.hstack([queries, distances.astype(float)])

    def rest(design: Any) -> tuple[float, int]:
        found, *_ = np.linalg.lstsq(design, values, rcond=None)
        left = values - design @ found
        return float(left @ left), len(values) - int(np.linalg.matrix_rank(design))

    (full, full_free), (within, within_free) = rest(both), rest(queries)
    return min(1.0, max(0.0, 1 - (full / full_free) / (within / within_free)))


@pytest.mark.parametrize("kind", ["full", "causal", "window"])
@pytest.mark.parametrize("count", [5, 8, 13])
def test_it_is_the_dense_regression(kind: str, count: int) -> None:
    random = np.random.default_rng(count)
    scores = 2 * by_distance(count, np.cos) + random.normal(size=(1, count, count))
    gaps = by_distance(count, lambda d: d)[0]
    allowed = {"full": gaps < count, "causal": gaps <= 0, "window": (gaps <= 0) & (gaps > -4)}[kind]
    causal = kind != "full"
    if causal:  # the first token is not counted
        inside = allowed.copy()
        inside[0] = inside[:, 0] = False
    else:
        inside = allowed
    attention = stack(scores, causal=causal, hide=~allowed[None])
    assert share(attention) == pytest.approx(dense(scores[0], inside), abs=1e-5)
    assert 0 < share(attention) < 1
    assert positional_share(attention).pairs == inside.sum()


def test_layers_that_hide_differently_have_a_regression_each() -> None:
    random = np.random.default_rng(9)
    count = 12
    scores = by_distance(count, np.cos) + random.normal(size=(1, count, count))
    gaps = by_distance(count, lambda d: d)[0]
    wide, narrow = gaps <= 0, (gaps <= 0) & (gaps > -5)
    layers = [stack(scores, causal=True, hide=~each[None]) for each in (wide, narrow)]
    named = tokens(count)
    both = Attention("self", named, named, (layers[0].layers[0], layers[1].layers[0]), True)
    found = positional_share(both)
    assert found.share[:, 0].tolist() == [share(each) for each in layers]
    assert found.share[0, 0] != found.share[1, 0]
    assert found.pairs == 66  # of the wide one: 11 tokens, 11·12/2


def test_marks_keep_their_place_but_are_not_counted() -> None:
    random = np.random.default_rng(2)
    scores = by_distance(14, np.cos)
    scores[:, :, 7] = scores[:, 7, :] = 40 * random.normal(size=14)
    assert share(stack(scores)) < 0.5
    assert share(stack(scores, marks=(7,))) > 0.999


def test_finished_weights_give_the_share_of_their_scores() -> None:
    random = np.random.default_rng(4)
    scores = by_distance(16, np.cos) + 0.5 * random.normal(size=(1, 16, 16))
    made = stack(scores, causal=True)
    known = Attention("self", made.query_tokens, made.key_tokens, (Weights(made.weights(0)),), True)
    assert share(known) == pytest.approx(share(made), abs=1e-4)


def test_a_long_text_is_cut_and_says_so() -> None:
    count = MOST + 20
    made = stack(by_distance(count, lambda d: -0.01 * np.abs(d)), causal=True)
    found = positional_share(made)
    assert found.pairs == MOST * (MOST + 1) // 2
    assert found.share[0, 0] > 0.999
    assert f"first {MOST} tokens" in found.left_out
    assert "first token" in found.left_out


def test_what_it_does_not_apply_to_is_said() -> None:
    assert "Too short" in (unavailable(stack(np.zeros((1, 3, 3)))) or "")
    assert unavailable(stack(np.zeros((1, 4, 4)))) is None
    assert "first token" in (unavailable(stack(np.zeros((1, 4, 4)), causal=True)) or "")
    weights = Weights(np.full((1, 5, 6), 1 / 6, dtype=np.float32))
    cross = Attention("cross", tokens(5), tokens(6), (weights,), False)
    with pytest.raises(ValueError, match="Cross-attention"):
        positional_share(cross)
    memory = Attention(
        "memory", tokens(5), tokens(5), (Weights(np.eye(5, dtype=np.float32)[None]),), True
    )
    assert "memory" in (unavailable(memory) or "")
