"""Cut and see: one thing inside the run is changed, and what depended on it is measured."""

from __future__ import annotations

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.trace import Trace
from app.trace.attention import Weights
from visualizers._panel import Panel, Selection


class ChangeableStack(TypedDict):
    """A stack of attention: its size, and the tokens that read and are read."""

    name: str
    layers: int
    heads: int
    queries: list[str]
    keys: list[str]
    words: list[int]


class InterventionsPanel(TypedDict):
    """What /panels/interventions answers."""

    stacks: list[ChangeableStack]
    why_no_attention: str
    blocks: int
    block_stack: str
    predicts: str


ANSWERS = (InterventionsPanel,)

_FINISHED = (
    "This model's attention hands out finished weights and computes with its own, so no head or "
    "link of it can be cut; its feed-forward parts can."
)
_NONE = "This model has no attention that can be cut; its feed-forward parts can."


def needs(trace: Trace) -> str | None:
    """A reason where nothing is predicted, or where the run is no plain one."""
    if trace.moved or trace.interventions:
        return "This run was changed inside already: go back to the original run."
    if trace.logits is None and trace.task == "read":
        return (
            "Nothing was predicted here, so no effect can be measured: choose a task that writes, "
            "judges or answers."
        )
    if not trace.attention and not trace.hidden:
        return "Neither attention nor states of this run were recorded, so nothing can be changed."
    return None


def draw(trace: Trace, selection: Selection) -> InterventionsPanel:
    """What there is to change: stacks with their tokens, and how many blocks."""
    stacks: list[ChangeableStack] = []
    why = "" if trace.attention else _NONE
    for each in trace.attention:
        if each.name == "memory":
            continue
        if any(isinstance(layer, Weights) for layer in each.layers):
            why = _FINISHED
            continue
        stacks.append(
            {
                "name": each.name,
                "layers": len(each.layers),
                "heads": each.heads,
                "queries": [token.text for token in each.query_tokens],
                "keys": [token.text for token in each.key_tokens],
                "words": [n for n, token in enumerate(each.key_tokens) if not token.special],
            }
        )
    stack = "decoder" if trace.target else "self"
    blocks = len(trace.hidden[stack]) - 1 if stack in trace.hidden else 0
    return {
        "stacks": stacks,
        "why_no_attention": "" if stacks else why,
        "blocks": blocks,
        "block_stack": stack,
        "predicts": "" if trace.logits is None else trace.predicts,
    }


PANEL = Panel(
    id="interventions",
    title="Cut and see",
    explains="One thing inside the model is taken away: a head, a link between two words, a whole "
    "layer. If the answer changes, it depended on it.",
    order=17,
    question="what-if",
    view="interventions",
    needs=needs,
    draw=draw,  # type: ignore[arg-type]
    example={"task": "generate", "text": "The capital of France is Paris. The capital of Italy is"},
)
