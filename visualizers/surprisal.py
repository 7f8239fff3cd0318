"""Reading: how surprising each token of a text was. The numbers come from the route /score."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.trace import Trace
from visualizers._panel import Panel, Selection


class ReadingPanel(TypedDict):
    """What /panels/reading answers."""

    text: str
    given: bool


ANSWERS = (ReadingPanel,)


def needs(trace: Trace) -> str | None:
    """A reason when the model predicts no next token, or nothing stands before any."""
    if trace.logits is None or trace.predicts != "next":
        return (
            "An encoder sees every word at once and never predicts the next one, so no word can "
            "surprise it: choose a decoder or a translator."
        )
    if len(trace.written) < 2:
        return "One token has nothing before it to be predicted from: type a longer text."
    return None


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """The text that was scored, by which two lanes are known to have read the same."""
    return {"text": trace.target_text if trace.target else trace.text, "given": bool(trace.target)}


PANEL = Panel(
    id="reading",
    title="Reading",
    explains="How surprising each token was to the model, given all that stands before it: minus "
    "the logarithm of its probability.",
    order=24,
    question="decided",
    view="reading",
    needs=needs,
    draw=draw,
    example={"task": "generate", "text": "The capital of France is"},
)
