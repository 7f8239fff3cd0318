"""Alignment: which source words each written word was read from, while it was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.alignment import heads_of
from app.text.words import words
from app.trace import Token, Trace
from visualizers._panel import Panel, Selection


class AlignedToken(TypedDict):
    """A token of one of the two texts, and the number of its word; None for a mark."""

    text: str
    word: int | None
    special: bool


class OpeningHeads(TypedDict):
    """The heads an alignment opens with, and why."""

    layer: int
    heads: list[int]
    title: str
    why: str


class AlignmentPanel(TypedDict):
    """What /panels/alignment answers."""

    source: list[AlignedToken]
    target: list[AlignedToken]
    layers: int
    heads: int
    opening: OpeningHeads


ANSWERS = (AlignmentPanel,)


def needs(trace: Trace) -> str | None:
    """A reason when no target was written from a source."""
    if "cross" not in [attention.name for attention in trace.attention]:
        return (
            "This model has no cross-attention: it reads and writes one and the same text. Choose "
            "the task “Translate” to see one text aligned with another."
        )
    if len(trace.target) < 2:
        return "Nothing was written yet: choose the task “Translate” and press Run."
    return None


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """Source and target tokens with the words they belong to, and the heads it opens on.

    The weights are those of the stack "cross": row k of a head belongs to the k-th written token.
    """
    cross, opening = trace.stack("cross"), heads_of(trace)
    return {
        "source": _tokens(trace.text, trace.tokens),
        "target": _tokens(trace.target_text, trace.target[1:]),
        "layers": len(cross.layers),
        "heads": cross.heads,
        "opening": {
            "layer": opening.layer,
            "heads": list(opening.heads),
            "title": opening.title,
            "why": opening.why,
        },
    }


def _tokens(text: str, tokens: Sequence[Token]) -> list[dict[str, Any]]:
    return [
        {"text": token.text, "word": word, "special": token.special}
        for token, word in zip(tokens, words(text, tokens), strict=True)
    ]


PANEL = Panel(
    id="alignment",
    title="Alignment",
    explains="Which source words the decoder looked at when it chose each word. Rows sum to 1.",
    order=15,
    question="looked",
    view="alignment",
    needs=needs,
    draw=draw,
    example={"task": "translate", "text": "The black cat sleeps on the red chair."},
)
