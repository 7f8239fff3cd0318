"""Two runs head by head: over the same tokens cell by cell, over others by the words they share."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.analysis import attention_distance
from app.analysis.alignment import by_word
from app.analysis.word_pairing import by_words, distances, pairing
from app.api.arrays import Packed, unpacked
from app.api.compare import compare, weights_of
from app.errors import InputError
from app.trace import Attention, Measured, Positions, Token, Trace
from app.trace.attention import Weights

# The same sentence by two tokenizers, one of which adds marks and cuts finer.
WHOLE = ("The", " cat", " saw", " the", " unbelievable", " dog", ".")
PIECES = ("[CLS]", "The", " ca", "t", " saw", " the", " un", "believ", "able", " dog", ".")
# Another sentence, two words shorter and one longer.
OTHER = ("The", " big", " cat", " saw", " the", " dog", "!")
LAYERS, HEADS = 2, 3


def trace_of(pieces: tuple[str, ...], seed: int, layers: int = LAYERS) -> Trace:
    """A run of random weights, no two heads equal; marks in brackets stand for no characters."""
    tokens, text = [], ""
    for number, piece in enumerate(pieces):
        mark = piece.startswith("[")
        end = len(text) + (0 if mark else len(piece))
        tokens.append(Token(100 * seed + number, piece, len(text), end, special=mark))
        text += "" if mark else piece
    count = len(tokens)
    chance = np.random.default_rng(seed)
    weights = chance.gamma(0.5, 1.0, (layers, HEADS, count, count)) + 1e-6
    weights /= weights.sum(axis=-1, keepdims=True)
    stack = tuple(Weights(layer.astype(np.float32)) for layer in weights)
    attention = Attention("self", tuple(tokens), tuple(tokens), stack, causal=False)
    measured = Measured(0.0, "float32", "cpu", "eager")
    return Trace(
        "read", "m", text, tuple(tokens), count, (attention,), {}, None, Positions("none"), measured
    )


def both(one: Trace, other: Trace) -> tuple[Attention, Attention]:
    return one.attention[0], other.attention[0]


def words(one: Trace, other: Trace) -> Any:
    return pairing(one, other, both(one, other))


def texts(found: Any) -> list[str]:
    return [word.text for word in found]


def test_one_text_by_two_tokenizers_has_the_same_words() -> None:
    one, other = trace_of(WHOLE, 1), trace_of(PIECES, 2)
    pairs = words(one, other)
    for axis in (pairs.rows, pairs.columns):
        assert texts(axis.one) == ["The", "cat", "saw", "the", "unbelievable", "dog", "."]
        assert texts(axis.other) == texts(axis.one)
        assert [(word.start, word.end) for word in axis.one] == [
            (word.start, word.end) for word in axis.other
        ]
        assert not axis.only_one and not axis.only_other
    assert pairs.rows.other[4].places == (6, 7, 8)


def test_other_texts_are_paired_where_their_words_are_the_same() -> None:
    pairs = words(trace_of(PIECES, 2), trace_of(OTHER, 3)).rows
    assert texts(pairs.one) == texts(pairs.other) == ["The", "cat", "saw", "the", "dog"]
    assert texts(pairs.only_one) == ["unbelievable", "."]
    assert texts(pairs.only_other) == ["big", "!"]


def test_one_text_is_paired_by_its_characters() -> None:
    """A token over two words stands for the first of them, and not for its like further on."""
    pairs = words(trace_of(("so", " so", " on"), 1), trace_of(("so so", " on"), 2)).rows
    assert [(word.start, word.end) for word in pairs.one] == [(0, 2), (6, 8)]
    assert [word.start for word in pairs.other] == [0, 6]
    assert [word.start for word in pairs.only_one] == [3]


def test_case_does_not_tell_words_apart() -> None:
    pairs = words(trace_of(("THE", " Cat"), 1), trace_of(("so", " the", " cat"), 2)).rows
    assert (texts(pairs.one), texts(pairs.other)) == (["THE", "Cat"], ["the", "cat"])


def test_words_keep_the_sum_of_a_row_and_are_those_of_the_alignment() -> None:
    one, other = trace_of(PIECES, 2), trace_of(OTHER, 3)
    pairs = words(one, other)
    table = by_words(one.attention[0], 1, pairs.rows.one, pairs.columns.one)
    assert table.shape == (HEADS, 5, 6)
    assert table.sum(axis=-1) == pytest.approx(1, abs=1e-6)
    places = [word.places for word in pairs.columns.one]
    for head in range(HEADS):
        plain = by_word(one.attention[0].weights(1, head)[0], places, places)
        assert table[head, :, :-1] == pytest.approx(plain, abs=1e-6)
        alone = by_words(one.attention[0], 1, pairs.rows.one, pairs.columns.one, head)
        assert alone[0] == pytest.approx(table[head], abs=1e-7)


def test_a_run_differs_nowhere_from_itself() -> None:
    one = trace_of(PIECES, 2)
    assert np.max(attention_distance.distances(*both(one, one))) == 0
    assert np.max(distances(both(one, one), words(one, one))) == 0


@pytest.mark.parametrize("pieces", [PIECES, OTHER])
def test_a_against_b_is_b_against_a(pieces: tuple[str, ...]) -> None:
    one, other = trace_of(WHOLE, 1), trace_of(pieces, 2)
    there = distances(both(one, other), words(one, other))
    back = distances(both(other, one), words(other, one))
    assert np.array_equal(there, back)
    assert there.min() > 0 and there.max() <= 1


def test_words_are_paired_alike_from_either_side() -> None:
    """What difflib alone does not promise."""
    chance = np.random.default_rng(0)
    vocabulary = ("a", " b", " c", " d")
    for _ in range(200):
        first, second = (
            tuple(vocabulary[n] for n in chance.integers(1, 4, chance.integers(2, 7)))
            for _ in range(2)
        )
        one, other = trace_of(first, 1), trace_of(second, 2)
        try:
            there = words(one, other).rows
        except InputError:
            continue
        back = words(other, one).rows
        assert (there.one, there.other) == (back.other, back.one), (first, second)


def test_by_whole_words_the_distance_is_that_of_the_tokens() -> None:
    """Where every token is a word of its own nothing is left for the rest."""
    one = trace_of(WHOLE, 1)
    other = trace_of(WHOLE, 4)
    by_token = attention_distance.distances(*both(one, other))
    assert distances(both(one, other), words(one, other)) == pytest.approx(by_token, abs=1e-6)


def test_the_head_that_was_changed_is_found() -> None:
    one = trace_of(PIECES, 2)
    count = len(PIECES)
    layers = [layer.weights().copy() for layer in one.attention[0].layers]
    layers[1][2] = np.eye(count)[:, ::-1]
    renamed = tuple(replace(token, id=token.id + 1) for token in one.tokens)
    stacks = tuple(Weights(layer) for layer in layers)
    changed = Attention("self", renamed, renamed, stacks, causal=False)
    stack = (one.attention[0], changed)
    table = distances(stack, pairing(one, one, stack))
    assert int(table.argmax()) == 1 * HEADS + 2
    table[1, 2] = 0
    assert table.max() == pytest.approx(0, abs=1e-7)


def test_what_cannot_be_paired_is_refused_in_one_sentence() -> None:
    one = trace_of(WHOLE, 1)
    with pytest.raises(InputError, match="share no word"):
        words(one, trace_of((" nothing", " alike"), 2))
    deeper = trace_of(PIECES, 2, layers=3)
    with pytest.raises(InputError, match="2 layers of 3 heads and the other 3 of 3"):
        distances(both(one, deeper), words(one, deeper))
    with pytest.raises(InputError, match="Heads cannot be paired"):
        attention_distance.distances(*both(one, deeper))


# ---------------------------------------------------------------- over HTTP
TEXT = "the cat sat on a mat and it saw the dog"


def made(engine: Any, model: str, text: str) -> str:
    return str(engine.finish(engine.run("read", model, {"text": text})).trace_id)


def array(response: Any) -> Any:
    assert response.status_code == 200, response.text
    shape = tuple(map(int, response.headers["x-shape"].split(",")))
    facts = response.headers["x-dtype"], response.headers["x-order"]
    return unpacked(Packed(gzip.compress(response.content), shape, *facts))


def test_a_head_of_two_sentences_over_http(client: Any, engine: Any, llama: str) -> None:
    one, other = (made(engine, llama, text) for text in (TEXT, "a big cat sat on a mat"))
    told = client.get(f"/compare/{one}/{other}").json()
    assert told == compare(engine, one, other, "self")
    assert (told["unit"], told["same_tokens"]) == ("word", False)
    assert told["rows"] == told["columns"] == ["cat", "sat", "on", "a", "mat"]
    words = told["words"]["rows"]
    assert [pair["other"]["text"] for pair in words["matched"]] == told["rows"]
    assert [word["text"] for word in words["only_other"]] == ["a", "big"]
    first = words["matched"][0]["one"]
    assert TEXT[first["start"] : first["end"]] == "cat"
    tables = [
        array(client.get(f"/compare/{one}/{other}/1/2?side={side}")) for side in ("one", "other")
    ]
    assert tables[0].shape == (5, 6)
    for table, side in zip(tables, ("one", "other"), strict=True):
        assert table.sum(axis=1) == pytest.approx(1, abs=1e-6)
        assert np.array_equal(table, weights_of(engine, one, other, 1, 2, "self", side))
    moved = 0.5 * np.abs(tables[0] - tables[1]).sum(axis=1).mean()
    assert told["distances"][1][2] == pytest.approx(moved, abs=1e-6)
    assert told["most"][0]["distance"] == np.max(told["distances"])


def test_the_same_tokens_stay_tokens(client: Any, engine: Any, llama: str) -> None:
    one = made(engine, llama, TEXT)
    told = client.get(f"/compare/{one}/{one}").json()
    assert (told["unit"], told["same_tokens"], told["words"]) == ("token", True, None)
    assert told["columns"] == [token.text for token in engine.trace(one).tokens]
    table = array(client.get(f"/compare/{one}/{one}/1/2"))
    assert np.array_equal(table, engine.trace(one).attention[0].weights(1, 2)[0])


def test_runs_that_cannot_be_compared_are_refused(client: Any, engine: Any, llama: str) -> None:
    one = made(engine, llama, TEXT)
    nothing = made(engine, llama, "now here far away")
    for address, said in (
        (f"/compare/{one}/{nothing}", "share no word"),
        (f"/compare/{one}/{one}?stack=cross", "stack must be"),
        (f"/compare/{one}/{one}/9/0", "layer must be"),
        (f"/compare/{one}/{one}/0/0?side=both", "side must be"),
    ):
        refused = client.get(address)
        assert (refused.status_code, said in refused.json()["error"]) == (422, True), address
