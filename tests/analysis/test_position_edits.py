"""Which place each token is given by a move: permutations of whole words, and plain arithmetic."""

from __future__ import annotations

import re

import pytest

from app.analysis.position_edits import KINDS, PositionEdit, order, position_ids, words_of
from app.errors import InputError
from app.trace import Token


def read(text: str, pieces: int = 3) -> tuple[Token, ...]:
    """Tokens of at most `pieces` characters, between two marks."""
    spans = [
        (at, min(at + pieces, match.end()))
        for match in re.finditer(r"\w+|[^\w\s]", text)
        for at in range(match.start(), match.end(), pieces)
    ]
    inner = [Token(n, text[a:b], a, b) for n, (a, b) in enumerate(spans, start=9)]
    end = len(text)
    return (
        Token(0, "<s>", 0, 0, special=True),
        *inner,
        Token(1, "</s>", end, end, special=True),
    )


TEXT = "a lopsided sentence of words"
TOKENS = read(TEXT)  # <s> a lop sid ed sen ten ce of wor ds </s>


def spelled(turns: tuple[int, ...]) -> str:
    return " ".join(TOKENS[turn].text for turn in turns)


def test_words_move_as_wholes_and_marks_keep_their_turn() -> None:
    assert spelled(order(PositionEdit("reverse"), TEXT, TOKENS)) == (
        "<s> wor ds of sen ten ce lop sid ed a </s>"
    )
    assert spelled(order(PositionEdit("swap", 0, 2), TEXT, TOKENS)) == (
        "<s> sen ten ce lop sid ed a of wor ds </s>"
    )


def test_the_places_are_those_of_the_order() -> None:
    turns = order(PositionEdit("reverse"), TEXT, TOKENS)
    at = position_ids(PositionEdit("reverse"), TEXT, TOKENS).at
    assert [at[turn] for turn in turns] == list(map(float, range(len(TOKENS))))
    assert (at[0], at[-1]) == (0.0, len(TOKENS) - 1.0)


@pytest.mark.parametrize("seed", range(20))
def test_a_shuffle_is_a_permutation_that_changes_something(seed: int) -> None:
    turns = order(PositionEdit("shuffle", seed=seed), TEXT, TOKENS)
    assert sorted(turns) == list(range(len(TOKENS)))
    assert turns != tuple(range(len(TOKENS)))
    assert turns == order(PositionEdit("shuffle", seed=seed), TEXT, TOKENS)
    words = [turns[turns.index(g[0]) : turns.index(g[0]) + len(g)] for g in words_of(TEXT, TOKENS)]
    assert tuple(words) == words_of(TEXT, TOKENS)


def test_other_seeds_give_other_orders() -> None:
    assert len({order(PositionEdit("shuffle", seed=seed), TEXT, TOKENS) for seed in range(20)}) > 5


def test_a_question_and_its_text_keep_their_own_words() -> None:
    segments = [0] * 5 + [1] * (len(TOKENS) - 5)
    for seed in range(10):
        turns = order(PositionEdit("shuffle", seed=seed), TEXT, TOKENS, segments)
        assert {segments[turn] for turn in turns[:5]} == {0}


def test_arithmetic_of_shift_stretch_same_and_zero() -> None:
    count = len(TOKENS)
    assert position_ids(PositionEdit("shift", by=-4), TEXT, TOKENS).at == tuple(
        n - 4.0 for n in range(count)
    )
    assert position_ids(PositionEdit("stretch", by=0.5), TEXT, TOKENS).at == tuple(
        n / 2 for n in range(count)
    )
    for kind in ("same", "zero"):
        made = position_ids(PositionEdit(kind), TEXT, TOKENS)
        assert made.at == (0.0,) * count
        assert made.zero == (kind == "zero")


@pytest.mark.parametrize(
    ("move", "says"),
    [
        (PositionEdit("swap", 0, 0), "two different words"),
        (PositionEdit("swap", 0, 9), "second must be from 0 to 4"),
        (PositionEdit("swap", -1, 1), "first must be from 0 to 4"),
        (PositionEdit("swap", True, 1), "whole number"),
        (PositionEdit("shift", by=0.5), "whole number"),
        (PositionEdit("shift", by=10**9), "at most 1,000,000"),
        (PositionEdit("shift", by=float("nan")), "must be a number"),
        (PositionEdit("stretch", by=float("inf")), "must be a number"),
        (PositionEdit("stretch", by=0), "more than 0"),
        (PositionEdit("stretch", by=65), "at most 64"),
        (PositionEdit("mirror"), "kind must be one of swap"),
    ],
)
def test_a_bad_move_is_refused(move: PositionEdit, says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        position_ids(move, TEXT, TOKENS)


@pytest.mark.parametrize("kind", ["swap", "shuffle", "reverse"])
def test_one_word_has_no_order(kind: str) -> None:
    with pytest.raises(InputError, match="one word only"):
        position_ids(PositionEdit(kind), "sentence", read("sentence"))


def test_every_kind_has_a_title_and_a_sentence() -> None:
    assert len({kind.id for kind in KINDS}) == len(KINDS) == 8
    assert all(kind.title and kind.says.endswith((".", "?")) for kind in KINDS)
