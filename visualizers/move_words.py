"""Move words: the same words at other positions, and what becomes of the answer."""

from __future__ import annotations

from typing import Any

from app.trace import Trace
from visualizers._panel import Panel, Selection


def needs(trace: Trace) -> str | None:
    """It applies to every run: where nothing can be moved, the panel says which experiment runs."""
    return None


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """How many tokens there are to move; the experiments are asked for one by one."""
    return {"tokens": len(trace.tokens)}


PANEL = Panel(
    id="move_words",
    title="Move words",
    explains="The words stay as they are, but the model is given other positions for them. If its "
    "answer changes, it needed their order.",
    order=18,
    question="what-if",
    view="move_words",
    needs=needs,
    draw=draw,
)
