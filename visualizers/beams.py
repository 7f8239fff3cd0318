"""Beams: every hypothesis a beam search went on with, and the branches it dropped."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.trace import Trace
from visualizers._panel import Panel, Selection


class BeamNode(TypedDict):
    """One token that was considered after a hypothesis."""

    id: int
    parent: int | None
    step: int
    token: int
    token_id: int
    text: str
    probability: float
    log_probability: float
    score: float
    state: Literal["kept", "pruned", "ended"]


class FinishedHypothesis(TypedDict):
    """A finished text of a search."""

    text: str
    score: float
    log_probability: float
    length: int
    node: int


class BeamsPanel(TypedDict):
    """What /panels/beams answers."""

    beams: int
    length_penalty: float
    nodes: list[BeamNode]
    hypotheses: list[FinishedHypothesis]
    chosen: int | None


ANSWERS = (BeamsPanel,)


def needs(trace: Trace) -> str | None:
    """A reason when no beam search was made."""
    if trace.search is None:
        return (
            "This run followed a single text: set “Beams” to 2 or more in the settings to see "
            "others beside it."
        )
    return None


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """The tree with its scores; the finished hypotheses, best first."""
    search = trace.search
    if search is None:
        raise ValueError("needs() says when there is no search")
    return {
        "beams": search.beams,
        "length_penalty": search.length_penalty,
        "nodes": [{**asdict(node), "token_id": node.token} for node in search.nodes],
        "hypotheses": [
            {
                "text": each.text.strip(),
                "score": each.score,
                "log_probability": each.log_probability,
                "length": len(each.tokens),
                "node": each.node,
            }
            for each in search.hypotheses
        ],
        "chosen": search.chosen,
    }


PANEL = Panel(
    id="beams",
    title="Beams",
    explains="Every hypothesis the search kept side by side, and the branches it gave up.",
    order=25,
    question="said",
    view="beams",
    needs=needs,
    draw=draw,
    example={
        "task": "generate",
        "text": "The capital of France is",
        "num_beams-a": "3",
        "max_new_tokens-a": "6",
    },
)
