"""Before and after: how far each head reads differently in two runs."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.trace import Trace
from visualizers._panel import Panel, Selection


class ComparedStack(TypedDict):
    """A stack of the heads that are compared."""

    name: str
    layers: int
    blocks: list[int]
    heads: int


class ChangesPanel(TypedDict):
    """What /panels/changes answers."""

    stacks: list[ComparedStack]


ANSWERS = (ChangesPanel,)


def needs(trace: Trace) -> str | None:
    """A reason when the trace holds no attention to compare."""
    if not trace.attention:
        return "This model left no attention weights, so there is nothing to compare."
    return None


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """Per stack what another trace must share to be compared: its name, layers and heads."""
    return {
        "stacks": [
            {
                "name": attention.name,
                "layers": len(attention.layers),
                "blocks": [attention.block(layer) for layer in range(len(attention.layers))],
                "heads": attention.heads,
            }
            for attention in trace.attention
        ]
    }


PANEL = Panel(
    id="changes",
    title="Before and after",
    explains="Lane A against lane B: how far every head reads differently, as after fine-tuning "
    "or in another sentence. Texts that differ are compared by the words they share.",
    order=17,
    question="what-if",
    view="changes",
    needs=needs,
    draw=draw,
    example={
        "task": "read",
        "a": "minilm-l6",
        "b": "minilm-sst2",
        "text": "The plot is thin, but the actors are a joy.",
    },
)
