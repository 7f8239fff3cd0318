"""What bertviz's own three views can show of a run, and which layers of it fit on a page.

bertviz draws one shape of the document per weight, so its views grow with layers × heads × queries
× keys and are slow long before the numbers are many. What would take more than about two seconds
is cut down to the layers around the chosen one, and refused where one layer alone is too large.
Source: Vig 2019, "A multiscale visualization of attention in the Transformer model".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.attention_steps import unavailable
from app.analysis.distance_r2 import HIDDEN
from app.api.checks import whole
from app.errors import InputError
from app.trace import Attention, Trace
from app.trace.attention import Scores, Weights

VIEWS = ("head", "model", "neuron")
THEMES = ("light", "dark")
# Shapes that are drawn at once in about two seconds; see docs/decisions/0007.
DRAWN = {"head": 80_000, "model": 100_000, "neuron": 80_000}
# Weights a document may carry beside those that are drawn: the other layers of the head view.
CARRIED = 200_000


class BertvizPlan(TypedDict):
    """What /classic/plan answers."""

    view: str
    stack: str
    layer: int
    layers: list[int]
    lines: int
    says: str
    why: str


ANSWERS = (BertvizPlan,)


@dataclass(frozen=True)
class Plan:
    """What a document of bertviz will hold.

    view, stack  which of `VIEWS`, of which stack
    layer        the one it opens with
    layers       the layers it holds, in order; none where there is nothing to draw
    lines        how many weights it holds: layers · heads · queries · keys
    says         what is left out or changed, in one or two sentences; "" where nothing is
    why          why bertviz cannot draw this, and what can; "" where it can
    """

    view: str
    stack: str
    layer: int
    layers: tuple[int, ...]
    lines: int
    says: str
    why: str


def plan(trace: Trace, view: str, stack: str, layer: int) -> Plan:
    """What can be drawn of a stack; an empty `stack` is the first one.

    What bertviz cannot draw is said in `why` and is no error: every run may be asked about. Raises
    InputError for a view, a stack or a layer that does not exist.
    """
    if view not in VIEWS:
        raise InputError(f"bertviz has no view {view!r}: choose one of {', '.join(VIEWS)}.")
    if not trace.attention:
        raise InputError("This model left no attention weights, so bertviz has nothing to draw.")
    attention = trace.stack(stack) if stack else trace.attention[0]
    number = whole(layer, "layer", len(attention.layers))
    record = attention.layers[number]
    why = refusal(trace, attention, view, number)
    if why:
        return Plan(view, attention.name, number, (), 0, "", why)
    heads, queries, keys = record.shape
    each = heads * queries * keys
    if view == "neuron":
        # Queries and keys are many more numbers than weights.
        assert isinstance(record, Scores)
        said = told(record, number, len(attention.layers))
        return Plan(view, attention.name, number, (number,), each, said, "")
    most = DRAWN[view] if view == "model" else max(CARRIED, each)
    layers = around(number, len(attention.layers), most // each)
    said = _left_out(layers, len(attention.layers), each)
    return Plan(view, attention.name, number, layers, len(layers) * each, said, "")


def refusal(trace: Trace, attention: Attention, view: str, layer: int) -> str:
    """Why bertviz cannot draw a layer, and what shows it instead; "" where it can."""
    if attention.name == "memory":
        return (
            "A recurrent memory is no attention, so bertviz has no picture of it: choose another "
            "stack, or Matrix."
        )
    record = attention.layers[layer]
    if view == "neuron":
        reason = unavailable(trace, attention)
        if reason:
            return f"{reason} Head and Model show them."
        if reason := _not_alone(record):
            return reason
    count = shapes(record, view)
    if count > DRAWN[view]:
        one = "number, and one head" if view == "neuron" else "weight, and one layer"
        return (
            f"bertviz draws a line for every {one} of this text would be {count:,} of them; "
            f"up to {DRAWN[view]:,} are drawn here. Matrix shows texts of every length."
        )
    return ""


def shapes(record: Scores | Weights, view: str) -> int:
    """The shapes bertviz draws of one layer; in the neuron view, of one head."""
    heads, queries, keys = record.shape
    if view != "neuron" or not isinstance(record, Scores):
        return heads * queries * keys
    # Seven per weight; a square for every number of q, of k and of their product.
    return 7 * queries * keys + record.query.shape[2] * (queries + 2 * keys)


def _not_alone(record: Scores | Weights) -> str:
    """Why the weights do not follow from q·k alone, which is all that bertviz shows; "" if so."""
    if not isinstance(record, Scores):
        return "Of this layer only the finished weights were recorded."
    if record.softcap is not None:
        does = "holds its scores down by a soft cap"
    elif record.bias is not None and (record.bias[record.bias > HIDDEN] != 0).any():
        does = "adds a bias to its scores"
    else:
        return ""
    return (
        f"This layer {does}, so the q·k that bertviz shows would not lead to its weights: "
        "Anatomy shows every step."
    )


def told(record: Scores, layer: int, count: int) -> str:
    """What the neuron view shows in another way than the model has it."""
    said = [f"Layer {layer} of {count}, as chosen above."]
    if record.bias is not None and (record.bias <= HIDDEN).any():
        said.append("Keys that the mask hides are drawn with their q·k, but without a weight.")
    factor = query_factor(record)
    if factor != 1:
        said.append(f"q is shown times {factor:.4g}, so that q·k / √d is this model's own score.")
    return " ".join(said)


def around(layer: int, count: int, fitting: int) -> tuple[int, ...]:
    """At most `fitting` of `count` layers, as evenly as possible around one of them."""
    size = min(fitting, count)
    first = min(max(layer - size // 2, 0), count - size)
    return tuple(range(first, first + size))


def _left_out(layers: Sequence[int], count: int, each: int) -> str:
    if len(layers) == count:
        return ""
    which = f"Layers {layers[0]} to {layers[-1]}" if len(layers) > 1 else f"Layer {layers[0]}"
    return f"{which} of {count}: all of them would be {count * each:,} lines."


def query_factor(record: Scores) -> float:
    """What q is multiplied by: bertviz divides q·k by √d, whatever the scale of the model is."""
    factor = record.scale * record.query.shape[2] ** 0.5
    return 1.0 if abs(factor - 1) < 1e-6 else factor
