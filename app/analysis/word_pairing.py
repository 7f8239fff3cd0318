"""Two runs over other tokens: their words are paired, and heads compared by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from app.analysis.attention_distance import check_heads, distance
from app.errors import InputError
from app.text.grouping import text_of
from app.text.words import members, spans, words
from app.trace import Attention, Floats, Token, Trace


@dataclass(frozen=True)
class Word:
    """A word of a text, its characters there, and the places of its tokens."""

    text: str
    start: int
    end: int
    places: tuple[int, ...]


@dataclass(frozen=True)
class Axis:
    """The words of two texts along one side of a matrix.

    one, other             the words that are paired, in order
    only_one, only_other   those without a partner
    """

    one: tuple[Word, ...]
    other: tuple[Word, ...]
    only_one: tuple[Word, ...]
    only_other: tuple[Word, ...]


@dataclass(frozen=True)
class Pairing:
    """What stands for what in two stacks: the words that read and those that are read."""

    rows: Axis
    columns: Axis


def pairing(one: Trace, other: Trace, stack: tuple[Attention, Attention]) -> Pairing:
    """The words of both runs that are the same, ignoring case, in the longest runs difflib finds.

    Where both read one text, words are paired by their characters instead, so that two tokenizers
    agree on all of them. Raises InputError when no word reads or none is read in both.
    """
    first, second = stack
    rows = _axis(
        (text_of(one, first.query_tokens), first.query_tokens),
        (text_of(other, second.query_tokens), second.query_tokens),
    )
    columns = _axis(
        (text_of(one, first.key_tokens), first.key_tokens),
        (text_of(other, second.key_tokens), second.key_tokens),
    )
    if not rows.one or not columns.one:
        raise InputError(
            "The two lanes share no word, so nothing can be aligned: give them texts with words in "
            "common."
        )
    return Pairing(rows, columns)


def by_words(
    attention: Attention,
    layer: int,
    rows: Sequence[Word],
    columns: Sequence[Word],
    head: int | None = None,
) -> Floats:
    """(head, word, word + 1): the weights among these words, of all heads or one; rows sum to 1.

    The sum over a read word's tokens, the mean over a reading word's; the last column is the rest:
    words without a partner, marks and blanks. Source: Clark et al. 2019, "What does BERT look
    at?", section 4.1.
    """
    reading = np.zeros((len(rows), len(attention.query_tokens)), dtype=np.float32)
    for place, word in enumerate(rows):
        reading[place, list(word.places)] = 1 / len(word.places)
    read = np.zeros((len(attention.key_tokens), len(columns) + 1), dtype=np.float32)
    for place, word in enumerate(columns):
        read[list(word.places), place] = 1
    # Every key belongs to one column, so nothing of a row is lost.
    read[:, -1] = 1 - read[:, :-1].sum(axis=1)
    return np.asarray(reading @ attention.weights(layer, head) @ read, dtype=np.float32)


def distances(stack: tuple[Attention, Attention], pairs: Pairing) -> Floats:
    """(layer, head): as `attention_distance.distances`, among paired words and the rest.

    Raises InputError when the two are not of the same shape.
    """
    one, other = stack
    check_heads(one, other)
    return np.stack(
        [
            distance(
                by_words(one, layer, pairs.rows.one, pairs.columns.one),
                by_words(other, layer, pairs.rows.other, pairs.columns.other),
            )
            for layer in range(len(one.layers))
        ]
    )


Side = tuple[str, tuple[Token, ...]]


def _words(side: Side) -> tuple[Word, ...]:
    text, tokens = side
    return tuple(
        Word(text[start:end], start, end, places)
        for (start, end), places in zip(
            spans(text, tokens), members(words(text, tokens)), strict=True
        )
    )


def _axis(one: Side, other: Side) -> Axis:
    first, second = _words(one), _words(other)
    pairs = _by_characters(first, second) if one[0] == other[0] else _by_words(first, second)
    mine, theirs = {a for a, _ in pairs}, {b for _, b in pairs}
    return Axis(
        tuple(first[a] for a, _ in pairs),
        tuple(second[b] for _, b in pairs),
        tuple(word for place, word in enumerate(first) if place not in mine),
        tuple(word for place, word in enumerate(second) if place not in theirs),
    )


def _by_characters(first: Sequence[Word], second: Sequence[Word]) -> list[tuple[int, int]]:
    there = {word.start: place for place, word in enumerate(second)}
    return [(place, there[word.start]) for place, word in enumerate(first) if word.start in there]


def _by_words(first: Sequence[Word], second: Sequence[Word]) -> list[tuple[int, int]]:
    lists = [[word.text.casefold() for word in each] for each in (first, second)]
    # difflib may pair others the other way round, and A against B must be B against A.
    turned = lists[1] < lists[0]
    if turned:
        lists.reverse()
    blocks = SequenceMatcher(None, lists[0], lists[1], autojunk=False).get_matching_blocks()
    pairs = [(block.a + n, block.b + n) for block in blocks for n in range(block.size)]
    return [(b, a) for a, b in pairs] if turned else pairs
