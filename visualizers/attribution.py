"""What decides: how much each word adds to a label or an answer, asked in four ways."""

from __future__ import annotations

from typing import Any

from app.trace import Trace
from visualizers._panel import Panel, Selection

EXPLAINED = ("sentiment", "answer")


def needs(trace: Trace) -> str | None:
    """A reason when the run ended in no label and no answer of the model's own."""
    if trace.task not in EXPLAINED:
        return (
            "Only a label or an answer can be explained: choose the task “Sentiment” or “Answer” "
            "and press Run."
        )
    # The text and one label per pass: the score compares several passes, and none has it alone.
    if trace.task == "sentiment" and len(set(trace.segments)) > 1:
        return (
            "These labels are your own, each judged in a pass of its own: leave “Labels” empty to "
            "explain a label the model was trained on."
        )
    return None


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """Nothing yet: what it shows is computed when the visitor asks for it."""
    return {}


PANEL = Panel(
    id="deciding",
    title="What decides",
    explains="Which words tipped the decision? Four ways to ask.",
    order=12,
    question="decided",
    view="deciding",
    needs=needs,
    draw=draw,
    example={"task": "sentiment", "text": "The plot is thin, but the actors are a joy to watch."},
)
