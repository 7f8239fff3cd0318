"""One pass over all heads, block by block, against the same worked out at once."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.analysis.far_links import far_links
from app.analysis.head_overview import SIDE, overview, quantised
from app.analysis.head_role_definitions import LOCAL
from app.analysis.opening_head import opening
from app.trace import Attention, Token
from app.trace.attention import BLOCK, Scores
from app.trace.softmax import softmax

# Neither a multiple of a block nor of a picture's side.
LONG = 2 * BLOCK + 45


def layer(count: int, *, causal: bool, seed: int, bias: bool, cap: float | None) -> Scores:
    """Three heads on one group and three on another, widths that differ from every count."""
    chance = np.random.default_rng(seed)

    def draw(*shape: int) -> NDArray[Any]:
        return chance.normal(0, 1.6, shape).astype(np.float32)

    added = draw(6, count, count) if bias else None
    return Scores(draw(6, count, 7), draw(2, count, 7), draw(2, count, 7), 0.41, added, causal, cap)


def stack(
    count: int, *, causal: bool = True, bias: bool = False, cap: float | None = None
) -> Attention:
    # Lopsided: a word that comes back, marks now and then.
    tokens = tuple(
        Token(n % 11, ("," if n % 17 == 3 else f" w{n % 11}"), n, n + 1) for n in range(count)
    )
    layers = tuple(layer(count, causal=causal, seed=n, bias=False, cap=None) for n in range(3))
    return Attention("self", tokens, tokens, layers, causal)


def at_once(record: Scores) -> NDArray[Any]:
    """The definition, nothing shared with the blocks."""
    heads, groups = len(record.query), len(record.key)
    keys = np.repeat(record.key, heads // groups, axis=0)
    scores = np.einsum("hqw,hkw->hqk", record.query, keys, dtype=np.float64) * record.scale
    if record.softcap is not None:
        scores = record.softcap * np.tanh(scores / record.softcap)
    if record.bias is not None:
        scores = scores + record.bias
    if record.causal:
        scores[:, np.tri(*scores.shape[1:]) == 0] = -np.inf
    return softmax(scores)


@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("cap", [None, 1.5])
@pytest.mark.parametrize("count", [9, BLOCK, BLOCK + 1, LONG])
def test_weights_in_blocks_are_the_softmax(
    causal: bool, bias: bool, cap: float | None, count: int
) -> None:
    record = layer(count, causal=causal, seed=4, bias=bias, cap=cap)
    expected = at_once(record)
    assert np.abs(record.weights() - expected).max() < 1e-5
    for head in (0, 2, 5):
        assert np.abs(record.weights(head)[0] - expected[head]).max() < 1e-5
    firsts = [first for first, _ in record.blocks()]
    assert firsts == list(range(0, count, BLOCK))


@pytest.mark.parametrize("count", [5, SIDE, SIDE + 1, 70, BLOCK + 1, LONG])
@pytest.mark.parametrize("causal", [True, False])
def test_pictures_and_shares_are_those_of_the_whole_weights(count: int, causal: bool) -> None:
    attention = stack(count, causal=causal)
    found = overview(attention)
    whole = np.stack([record.weights() for record in attention.layers])
    side = min(SIDE, count)
    edges = np.arange(side) * count // side
    largest = np.maximum.reduceat(np.maximum.reduceat(whole, edges, axis=2), edges, axis=3)
    assert (found.thumbnails == quantised(largest)).all()
    assert np.abs(found.read - whole.mean(axis=2)).max() < 1e-6
    assert found.read.sum(axis=-1) == pytest.approx(1, abs=1e-5)
    assert overview(attention) is found


@pytest.mark.parametrize("causal", [True, False])
def test_measures_of_a_long_text_are_the_means_they_say(causal: bool) -> None:
    attention = stack(LONG, causal=causal)
    found = overview(attention).roles
    assert found is not None
    whole = np.stack([record.weights() for record in attention.layers]).astype(float)
    place = np.arange(LONG)
    gap = place[None, :] - place[:, None]
    ids = np.array([token.id for token in attention.query_tokens])
    before = whole[..., place[1:], place[1:] - 1].mean(axis=-1)
    assert found.measures["previous"] == pytest.approx(before, abs=1e-5)
    sink = whole[:, :, 1:, 0].mean(axis=-1)
    assert found.measures["sink"] == pytest.approx(sink, abs=1e-5)
    near = (whole * (np.abs(gap) <= LOCAL)).sum(-1)[..., LOCAL + 1 :].mean(-1)
    assert found.measures["local"] == pytest.approx(near, abs=1e-5)
    alike = (ids[:, None] == ids[None, :]) & (gap != 0)
    if causal:
        alike &= gap < 0
    twice = (whole * alike).sum(-1)[..., alike.any(axis=1)].mean(-1)
    assert found.measures["duplicate"] == pytest.approx(twice, abs=1e-5)
    assert found.reach == pytest.approx((whole * np.abs(gap)).sum(-1).mean(-1), abs=1e-3)
    with np.errstate(divide="ignore", invalid="ignore"):
        nats = -np.nansum(whole * np.log(whole), axis=-1)
    assert found.entropy == pytest.approx(nats.mean(-1), abs=1e-4)


def test_the_view_opens_on_the_head_that_looks_furthest_and_not_at_the_token_before() -> None:
    """One head reads the token before, one the word seven before, all others the first token."""
    count = 24
    far = 60 * np.eye(count, dtype=np.float32)
    query = np.zeros((4, count, count), dtype=np.float32)
    query[..., 0] = 60
    before, seven = query.copy(), query.copy()
    before[2] = np.roll(far, -1, axis=1)  # the key that query q wants is q - 1
    seven[3] = np.roll(far, -7, axis=1)
    keys = np.stack([np.eye(count, dtype=np.float32)] * 4)
    tokens = tuple(Token(n, f" w{n}", 2 * n, 2 * n + 1) for n in range(count))
    layers = tuple(Scores(q, keys, keys, 1.0, None, True) for q in (query, before, seven))
    opened = opening(Attention("self", tokens, tokens, layers, causal=True), 0)
    assert (opened["layer"], opened["head"]) == (2, 3)
    assert opened["query"] - 7 >= 1
    # Nothing but the token before: the sharpest reader is taken.
    near = opening(Attention("self", tokens, tokens, layers[:2], causal=True), 0)
    assert (near["layer"], near["head"]) in {(0, 0), (1, 2)}


def test_the_opening_link_is_not_to_the_same_word_a_sign_or_the_first_token() -> None:
    words = ("The", " cat", ",", " the", " cat", " sat", ".", " A", " cat", " slept")
    tokens = tuple(Token(n, text, 2 * n, 2 * n + 1) for n, text in enumerate(words))
    allowed = far_links(Attention("self", tokens, tokens, (), causal=True))
    assert not allowed[:, 0].any() and not allowed[:, [2, 6]].any()
    assert allowed[8, 5] and not allowed[8, 4] and not allowed[8, 1]
    assert not np.triu(allowed, -1).any()
    both = far_links(Attention("self", tokens, tokens, (), causal=False))
    assert both[3, 8] and both[1, 5] and not both[1, 4]


def test_overviews_are_made_ahead_one_at_a_time_the_newest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from app.analysis import head_overview as room

    first, gone, second, last = (stack(24) for _ in range(4))
    begun, going_on, made = threading.Event(), threading.Event(), []

    def slow(attention: Attention) -> Any:
        made.append(attention)
        begun.set()
        assert going_on.wait(30)

    monkeypatch.setattr(room, "overview", slow)
    ahead = room.Ahead()
    ahead.begin([first])
    assert begun.wait(30)
    ahead.begin([gone])
    ahead.begin([second])
    ahead.begin([last])
    del gone
    going_on.set()
    until = time.monotonic() + 30
    while len(made) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    assert made == [first, last, second]
    assert sum(each.name == "overviews" for each in threading.enumerate()) <= 2


def test_what_was_worked_out_goes_with_the_trace() -> None:
    import gc

    from app.analysis import attention_rollout
    from app.analysis import head_overview as room

    attention = stack(40)
    overview(attention)
    attention_rollout.rollout(attention)
    held = len(room._found)
    key = id(attention)
    assert key in attention_rollout._flows
    del attention
    gc.collect()
    assert len(room._found) < held
    assert key not in attention_rollout._flows
