"""Which place each token is given: the moves of the positional experiments, in plain numbers."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import InputError
from app.text.words import members, words
from app.trace import Token, Trace

MOST_STRETCH = 64.0
MOST_SHIFT = 1_000_000


@dataclass(frozen=True)
class PositionIds:
    """The position of each token of one stack; with `zero` there is no encoding at all."""

    at: tuple[float, ...]
    zero: bool = False


@dataclass(frozen=True)
class Kind:
    """One experiment: what it is called and what it asks, in one sentence."""

    id: str
    title: str
    says: str


KINDS = (
    Kind("swap", "Swap two words", "Two words trade places; every token stays what it is."),
    Kind("shuffle", "Shuffle all words", "Every word is given another word's position, at random."),
    Kind("reverse", "Reverse", "The last word takes the first place, and so on."),
    Kind("shift", "Shift all", "Every token stands k places further on."),
    Kind("stretch", "Stretch", "All positions are multiplied, so that distances grow or shrink."),
    Kind("same", "Same place for all", "Every token is told that it stands at the first place."),
    Kind("zero", "No encoding", "The positional encoding is taken away altogether."),
    Kind(
        "permutation",
        "Permutation test",
        "The words are read in another order, with and without positions: does the order matter?",
    ),
)
BY_ID = {kind.id: kind for kind in KINDS}


@dataclass(frozen=True)
class PositionEdit:
    """An experiment with its settings.

    first, second  the numbers of the words to swap
    by             how far to shift, in tokens, or the factor to stretch by
    seed           of the random order
    """

    kind: str
    first: int = 0
    second: int = 1
    by: float = 1.0
    seed: int = 0


def stack_moved(trace: Trace) -> str:
    """The stack whose tokens are moved: the encoder's where there is one."""
    return "encoder" if trace.target else "self"


def looks_back(trace: Trace) -> bool:
    """Whether a moved token reads earlier ones only, so that the mask alone tells order."""
    stack = stack_moved(trace)
    return any(each.causal for each in trace.attention if each.name == stack)


def words_of(text: str, tokens: Sequence[Token]) -> tuple[tuple[int, ...], ...]:
    """The tokens of each word that can be moved, in reading order; marks are no words."""
    return members(words(text, tokens))


def order(
    move: PositionEdit, text: str, tokens: Sequence[Token], segments: Sequence[int] = ()
) -> tuple[int, ...]:
    """The tokens in the order in which they stand after a move: a permutation of their numbers.

    Words move as wholes, marks keep their turn. Of two texts that are read as a pair, each keeps
    its own words, except where two words are swapped. Raises InputError where there are too few.
    """
    groups = words_of(text, tokens)
    if len(groups) < 2:
        raise InputError("There is one word only: write a sentence of two or more.")
    turns = list(range(len(groups)))
    if move.kind == "swap":
        for name, number in (("first", move.first), ("second", move.second)):
            if isinstance(number, bool) or not isinstance(number, int):
                raise InputError(f"{name} must be a whole number.")
            if not 0 <= number < len(groups):
                raise InputError(f"{name} must be from 0 to {len(groups) - 1}, not {number}.")
        if move.first == move.second:
            raise InputError("Choose two different words to swap.")
        turns[move.first], turns[move.second] = move.second, move.first
    else:
        for part in sorted({_part(group, segments) for group in groups}):
            mine = [n for n, group in enumerate(groups) if _part(group, segments) == part]
            for slot, turn in zip(mine, _rearranged(mine, move), strict=True):
                turns[slot] = turn
    return _spelled(len(tokens), groups, turns)


def position_ids(
    move: PositionEdit, text: str, tokens: Sequence[Token], segments: Sequence[int] = ()
) -> PositionIds:
    """The position every token is told, for any kind but the permutation test.

    Raises InputError for an unknown kind and for settings out of range.
    """
    count = len(tokens)
    if move.kind in ("swap", "shuffle", "reverse"):
        at = [0.0] * count
        for place, token in enumerate(order(move, text, tokens, segments)):
            at[token] = float(place)
        return PositionIds(tuple(at))
    if isinstance(move.by, bool) or not isinstance(move.by, int | float):
        raise InputError("by must be a number.")
    if not math.isfinite(move.by):
        raise InputError("by must be a number.")
    if move.kind == "shift":
        if move.by != int(move.by) or abs(move.by) > MOST_SHIFT:
            raise InputError(f"by must be a whole number of places, at most {MOST_SHIFT:,}.")
        return PositionIds(tuple(place + move.by for place in range(count)))
    if move.kind == "stretch":
        if not 0 < move.by <= MOST_STRETCH:
            raise InputError(f"by must be more than 0 and at most {MOST_STRETCH:g}.")
        return PositionIds(tuple(place * move.by for place in range(count)))
    if move.kind in ("same", "zero"):
        return PositionIds((0.0,) * count, zero=move.kind == "zero")
    raise InputError(f"kind must be one of {', '.join(BY_ID)}, not {move.kind!r}.")


def _part(group: tuple[int, ...], segments: Sequence[int]) -> int:
    return segments[group[0]] if segments else 0


def _rearranged(numbers: list[int], move: PositionEdit) -> list[int]:
    if move.kind == "reverse":
        return numbers[::-1]
    if len(numbers) < 2:
        return numbers
    # The same for a seed on every machine; an order that changes nothing would show nothing.
    if isinstance(move.seed, bool) or not isinstance(move.seed, int):
        raise InputError("seed must be a whole number.")
    chance = random.Random(move.seed)
    mixed = list(numbers)
    while mixed == numbers:
        chance.shuffle(mixed)
    return mixed


def _spelled(
    count: int, groups: Sequence[tuple[int, ...]], turns: Sequence[int]
) -> tuple[int, ...]:
    """The tokens in the order of the words' turns; what is no word keeps its turn."""
    word = {group[0]: number for number, group in enumerate(groups)}
    inside = {token for group in groups for token in group}
    found: list[int] = []
    for token in range(count):
        if token in word:
            found.extend(groups[turns[word[token]]])
        elif token not in inside:
            found.append(token)
    return tuple(found)
