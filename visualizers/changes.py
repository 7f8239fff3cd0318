"""Before and after: how far each head reads differently in two models that read the same tokens."""

from __future__ import annotations

from typing import Any

from app.trace import Trace
from visualizers._panel import Panel, Selection


def needs(trace: Trace) -> str | None:
    """A reason when the trace holds no attention to compare."""
    if not trace.attention:
        return "This model left no attention weights, so there is nothing to compare."
    return None


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """Per stack what another trace must share to be compared: its tokens, layers and heads."""
    return {
        "stacks": [
            {
                "name": attention.name,
                "layers": len(attention.layers),
                "heads": attention.heads,
                "queries": [token.id for token in attention.query_tokens],
                "keys": [token.id for token in attention.key_tokens],
            }
            for attention in trace.attention
        ]
    }


PANEL = Panel(
    id="changes",
    title="Before and after",
    explains="Lane A against lane B on the same tokens: how far every head reads differently, as "
    "after fine-tuning.",
    order=17,
    view="changes",
    needs=needs,
    draw=draw,
)
