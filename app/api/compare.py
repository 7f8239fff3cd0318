"""The JSON and the arrays of two runs compared head by head; see docs/api.md."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis import attention_distance, word_pairing
from app.analysis.word_pairing import Axis, Pairing, Word, by_words, pairing
from app.api.checks import whole
from app.api.registry import capability
from app.engine.engine import Engine
from app.errors import InputError
from app.trace import Attention, Floats, Trace

MOST = 10
SIDES = ("one", "other")


class ChangedHead(TypedDict):
    """How far a head reads differently."""

    layer: int
    head: int
    distance: float


class Stretch(TypedDict):
    """A word and its characters."""

    text: str
    start: int
    end: int


class MatchedWords(TypedDict):
    """Two words that stand for each other."""

    one: Stretch
    other: Stretch


class MatchedAxis(TypedDict):
    """The words of two texts along one side of a matrix."""

    matched: list[MatchedWords]
    only_one: list[Stretch]
    only_other: list[Stretch]


class MatchedAxes(TypedDict):
    """Of those that read, and of those that are read."""

    rows: MatchedAxis
    columns: MatchedAxis


class Comparison(TypedDict):
    """What /compare answers."""

    layers: int
    heads: int
    distances: list[list[float]]
    most: list[ChangedHead]
    same_tokens: bool
    unit: Literal["word", "token"]
    rows: list[str]
    columns: list[str]
    words: MatchedAxes | None


ANSWERS = (Comparison,)


@capability(endpoint="compare", route="/compare/{trace_id}/{other}")
def compare(engine: Engine, trace_id: str, other: str, stack: str = "self") -> dict[str, Any]:
    """Which heads read differently in two runs, by token or, where those differ, by word.

    Over the same tokens cell by cell, else over the words that both texts have. Raises InputError
    when heads or words cannot be paired.
    """
    both, pairs = _paired(engine.trace(trace_id), engine.trace(other), stack)
    table = word_pairing.distances(both, pairs) if pairs else attention_distance.distances(*both)
    order = np.argsort(-table, axis=None, kind="stable")[:MOST]
    layers, heads = table.shape
    return {
        "layers": layers,
        "heads": heads,
        "distances": table.astype(float).tolist(),
        "most": [
            {
                "layer": int(place) // heads,
                "head": int(place) % heads,
                "distance": float(table.flat[place]),
            }
            for place in order
        ],
        "same_tokens": pairs is None,
        "unit": "word" if pairs else "token",
        "rows": _texts(both[0].query_tokens if pairs is None else pairs.rows.one),
        "columns": _texts(both[0].key_tokens if pairs is None else pairs.columns.one),
        "words": pairs and {"rows": _axis(pairs.rows), "columns": _axis(pairs.columns)},
    }


def weights_of(
    engine: Engine, one: str, other: str, layer: int, head: int, stack: str, side: str
) -> Floats:
    """One head of the run `side`, "one" or "other", over the rows and columns of `compare`.

    (query, key), or (word, word + 1) by word, the rest last. Raises InputError.
    """
    if side not in SIDES:
        raise InputError(f"side must be one of {', '.join(SIDES)}, not {side!r}.")
    both, pairs = _paired(engine.trace(one), engine.trace(other), stack)
    attention_distance.check_heads(*both)
    number = SIDES.index(side)
    mine = both[number]
    layer = whole(layer, "layer", len(mine.layers))
    head = whole(head, "head", mine.heads)
    if pairs is None:
        return mine.weights(layer, head)[0]
    rows = (pairs.rows.one, pairs.rows.other)[number]
    columns = (pairs.columns.one, pairs.columns.other)[number]
    return by_words(mine, layer, rows, columns, head)[0]


def _paired(
    one: Trace, other: Trace, stack: str
) -> tuple[tuple[Attention, Attention], Pairing | None]:
    both = one.stack(stack), other.stack(stack)
    return both, None if attention_distance.same_tokens(*both) else pairing(one, other, both)


def _texts(parts: Any) -> list[str]:
    return [part.text for part in parts]


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "matched": [
            {"one": _word(one), "other": _word(other)}
            for one, other in zip(axis.one, axis.other, strict=True)
        ],
        "only_one": [_word(word) for word in axis.only_one],
        "only_other": [_word(word) for word in axis.only_other],
    }


def _word(word: Word) -> dict[str, Any]:
    return {"text": word.text, "start": word.start, "end": word.end}
