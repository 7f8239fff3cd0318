"""Tree: every way a text was continued in this visit, and the likeliest ways it could go on."""

from __future__ import annotations

from typing import Any

from app.analysis.next_token import unavailable
from app.trace import Trace
from visualizers._panel import Panel, Selection


def needs(trace: Trace) -> str | None:
    """A reason when the model predicts no next word, and so nothing can branch."""
    return unavailable(trace)


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """Where branches may start: how many tokens there are, and how many of them were given.

    The branches of a visit are the page's own memory; the server keeps none of them apart.
    """
    return {"positions": len(trace.written), "given": 1 if trace.target else trace.prompt}


PANEL = Panel(
    id="tree",
    title="Tree",
    explains="Every token could have been another: choose one, and the text goes on from there.",
    order=22,
    question="said",
    view="tree",
    needs=needs,
    draw=draw,
    example={"task": "generate", "text": "The capital of France is"},
)
