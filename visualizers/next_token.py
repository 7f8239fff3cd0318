"""Next token: the exact distribution over the whole vocabulary, and what settings make of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.next_token import distribution, unavailable
from app.text.entries import LikelyEntry
from app.trace import Trace
from visualizers._panel import Panel, Selection

SHOWN = 200


class Actual(TypedDict):
    """The token that came next."""

    id: int
    text: str
    probability: float
    rank: int


class NextTokenPanel(TypedDict):
    """What /panels/next_token answers."""

    position: int
    positions: int
    text: str
    vocabulary: int
    candidates: list[LikelyEntry]
    actual: Actual | None


ANSWERS = (NextTokenPanel,)


def row_of(trace: Trace, position: int) -> int:
    """A position counted from 0, or from the end when negative. Raises IndexError beyond it."""
    count = len(trace.written)
    if not -count <= position < count:
        raise IndexError(f"position {position} is not one of {count}")
    return position % count


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """The most likely entries after one position and the token that really follows.

    Each has the model's own probability: softmax over the whole vocabulary, before any setting.
    The logits themselves travel as an array, sorted, so that the page can apply any settings.
    """
    if trace.logits is None:
        raise ValueError("this trace has no logits")
    position = row_of(trace, selection.position)
    logits = trace.logits[position]
    order = np.argsort(-logits, kind="stable")[:SHOWN]
    shares = distribution(logits)
    following = trace.written[position + 1 :][:1]
    actual = None
    if following:
        number = following[0].id
        rank = int((logits > logits[number]).sum()) + 1
        actual = {
            "id": number,
            "text": following[0].text,
            "rank": rank,
            "probability": float(shares[number]),
        }
    return {
        "position": position,
        "positions": len(trace.written),
        "text": trace.written[position].text,
        "vocabulary": len(logits),
        "candidates": [
            {
                "id": int(entry),
                "text": trace.vocabulary[entry],
                "probability": float(shares[entry]),
            }
            for entry in order
        ],
        "actual": actual,
    }


PANEL = Panel(
    id="next_token",
    title="Next token",
    explains="How likely each token of the vocabulary is to come next. Click one to go that way.",
    order=20,
    question="said",
    view="next_token",
    needs=unavailable,
    draw=draw,
    example={"task": "generate", "text": "The capital of France is"},
)
