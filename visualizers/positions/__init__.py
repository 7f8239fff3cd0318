"""Positions: how this model tells where a token stands, drawn from its own weights and this run."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.positional_similarity import (
    kind_of_layer,
    rotary_curve,
    score_by_distance,
    similarity,
)
from app.trace import Positions, Trace
from visualizers._figures import Section
from visualizers._panel import Panel, Selection
from visualizers._papers import Citation
from visualizers.attention import stack_of
from visualizers.positions.bias import bias_pictures
from visualizers.positions.rotary import dial, rotary_pictures
from visualizers.positions.scores import score_pictures
from visualizers.positions.table import table_pictures
from visualizers.positions.words import words

__all__ = ["PANEL", "kind_of_layer", "rotary_curve", "score_by_distance", "similarity"]


class ChosenHead(TypedDict):
    """The layers and heads there are to choose from, and the one that is drawn."""

    layers: int
    heads: int
    layer: int
    head: int
    stack: str


class DialKind(TypedDict):
    """Radians per position of each pair, in one kind of layer."""

    name: str
    frequencies: list[float]
    unscaled: list[float] | None


class Dial(TypedDict):
    """What a dial of rotary positions needs to turn."""

    kinds: list[DialKind]
    kind: str
    trained_length: int | None
    reach: int
    attention_factor: float


class PositionsPanel(TypedDict):
    """What /panels/positions answers."""

    scheme: str
    title: str
    caption: str
    formula: str
    explains: str
    beyond: str
    papers: list[Citation]
    outside: bool
    parameters: dict[str, Any]
    heads: ChosenHead | None
    dial: Dial | None
    sections: list[Section]


ANSWERS = (PositionsPanel,)


def needs(trace: Trace) -> str | None:
    """It always applies: a model without a scheme is told so."""
    return None


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """The scheme in words and numbers, its pictures as plotly figures, and what turns its dial.

    `heads` says which layers and heads there are to choose from, and which one is drawn.
    """
    scheme = trace.positions
    layer, head = selection.layer, selection.head
    heads: dict[str, Any] | None = None
    measured: list[dict[str, Any]] = []
    if trace.attention:
        attention = stack_of(trace, selection.stack)
        # Lanes of different depth share one selection, so it is cut to what this model has.
        layer = min(layer, len(attention.layers) - 1)
        head = min(head, attention.heads - 1)
        heads = {"layers": len(attention.layers), "heads": attention.heads}
        heads |= {"layer": layer, "head": head, "stack": attention.name}
        measured = score_pictures(scheme, attention, layer, head, moved=bool(trace.moved))
    return {
        "scheme": scheme.scheme,
        **words(scheme).fields(),
        "parameters": dict(scheme.parameters),
        "heads": heads,
        "dial": dial(scheme, layer),
        "sections": [*_pictures(scheme, layer, head), *measured],
    }


def _pictures(scheme: Positions, layer: int, head: int) -> list[dict[str, Any]]:
    if scheme.frequencies:
        return rotary_pictures(scheme, layer)
    if scheme.scheme in ("relative-bias", "alibi"):
        return bias_pictures(scheme, head)
    return table_pictures(scheme) if scheme.table is not None else []


PANEL = Panel(
    id="positions",
    title="Positions",
    explains="How this model tells where a token stands, from its own weights.",
    order=30,
    question="lab",
    view="positions",
    needs=needs,
    draw=draw,
)
