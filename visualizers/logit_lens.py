"""Layers: what each of them would predict. The numbers are computed when somebody looks."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.trace import Trace
from visualizers._panel import Panel, Selection
from visualizers._papers import (
    KEY_VALUE_MEMORIES,
    LOGIT_LENS,
    PROMOTING_CONCEPTS,
    TUNED_LENS,
    Citation,
)

LENS = (
    "A block adds to one running sum per token, the residual stream. Read through the model's own "
    "final norm and output matrix, the sum after any block becomes a prediction. The last row is "
    "the model's own."
)
CAUTION = (
    "Nothing trained the early layers to be read this way. An odd word there is no thought of the "
    "model: it may well write in directions the output matrix does not know. A lens that is "
    "trained for each layer corrects for that."
)
FORMULA = "prediction(layer, token) = softmax(W_out · norm_final(h[layer, token]))"
NEURONS = (
    "A neuron of the feed-forward part adds its activation times one fixed vector to the residual "
    "stream. That vector times the output matrix is what it does to every word's logit, before the "
    "final norm rescales all of them alike."
)
NEURON_FORMULA = "change of the logits = W_out · (activation · w_down)"


class Told(TypedDict):
    """A way of looking, in words and as a formula."""

    says: str
    formula: str
    papers: list[Citation]


class About(Told):
    """What the lens is, and what to beware of."""

    caution: str


class LensPanel(TypedDict):
    """What /panels/lens answers."""

    stack: str
    predicts: str
    states: int
    positions: int
    vocabulary: int
    finals: list[int]
    about: About
    neurons: Told


ANSWERS = (LensPanel,)


def stack_of(trace: Trace) -> str:
    """The stack whose states become words: an encoder-decoder's is its decoder."""
    return "decoder" if trace.target else "self"


def needs(trace: Trace) -> str | None:
    """A reason when there are no words to predict, or no states to read them from."""
    if trace.logits is None:
        return (
            "This model has no output words: its layers hold vectors that nothing turns into a "
            "prediction. Choose a decoder, a translator, or an encoder that fills in words."
        )
    if stack_of(trace) not in trace.hidden:
        return trace.left_out.get(
            f"states of {stack_of(trace)}",
            "This is a short recording: press Run to see all layers.",
        )
    return None


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """The size of the grid and its definition; the cells come from the route /lens.

    `states` counts the rows after a block, the embeddings first. `finals` holds per position the
    entry that the last layer finds most likely.
    """
    if trace.logits is None:
        raise ValueError("this trace has no logits")
    return {
        "stack": stack_of(trace),
        "predicts": trace.predicts,
        "states": len(trace.hidden[stack_of(trace)]),
        "positions": len(trace.written),
        "vocabulary": int(trace.logits.shape[-1]),
        "finals": [int(row.argmax()) for row in trace.logits],
        "about": {
            "says": LENS,
            "caution": CAUTION,
            "formula": FORMULA,
            "papers": [LOGIT_LENS.fields(), TUNED_LENS.fields()],
        },
        "neurons": {
            "says": NEURONS,
            "formula": NEURON_FORMULA,
            "papers": [KEY_VALUE_MEMORIES.fields(), PROMOTING_CONCEPTS.fields()],
        },
    }


PANEL = Panel(
    id="lens",
    title="Layers",
    explains="What the model would say if it stopped after each layer.",
    order=23,
    question="decided",
    view="layers",
    needs=needs,
    draw=draw,
    example={"task": "generate", "text": "The capital of France is"},
)
