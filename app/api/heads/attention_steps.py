"""The JSON of one head taken apart at one query token; see docs/api.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.attention_steps import AttentionSteps, attention_steps, group_of, is_inverse_root
from app.analysis.attention_steps import unavailable as no_steps
from app.api.checks import whole
from app.api.heads.roles import NamedStack
from app.api.registry import capability
from app.engine.engine import Engine
from app.errors import InputError
from app.text.entries import PushedEntry
from app.trace import Attention, Trace
from app.trace.attention import Scores

if TYPE_CHECKING:
    from app.models.loading import Loaded


class HeadGroup(TypedDict):
    """The heads that share keys and values."""

    group: int
    groups: int
    heads: list[int]


class Constants(TypedDict):
    """The numbers between a dot product and a weight."""

    scale: float
    width: int
    inverse_root: bool
    softcap: float | None
    log_sum_exp: float


class KeySteps(TypedDict):
    """One list over the keys per step; None for steps the head does not take."""

    raw: list[float] | None
    scaled: list[float] | None
    capped: list[float] | None
    added: list[float] | None
    hidden: list[bool]
    logit: list[float | None]
    weight: list[float]
    length: list[float] | None
    written: list[float] | None


class WrittenVector(TypedDict):
    """What a head writes to the residual stream, and how long that is."""

    vector: list[float]
    length: float


class PushedEntries(TypedDict):
    """What a vector makes likelier, and what less likely."""

    toward: list[PushedEntry]
    against: list[PushedEntry]


class HeadSteps(NamedStack, total=False):
    """What /heads/anatomy answers; all but the stack is missing where it is said `why`."""

    layer: int
    head: int
    query: int
    key: int
    query_token: str
    key_token: str
    group: HeadGroup
    constants: Constants
    q: list[float]
    k: list[float]
    v: list[float]
    steps: KeySteps
    output: list[float] | None
    written: WrittenVector | None
    why_not_written: str
    words: PushedEntries | None
    why_no_words: str


ANSWERS = (HeadSteps,)


@capability(route="/heads/anatomy/{trace_id}")
def head_anatomy(
    engine: Engine,
    trace_id: str,
    stack: str = "",
    layer: int = 0,
    head: int = 0,
    query: int = 0,
    key: int | None = None,
) -> dict[str, Any]:
    """Every number between q, k, v and what a head writes, for one query; none is rounded.

    The vectors of one key come along: `key`, or where it is None the one with the largest weight.
    An empty `stack` is the first one. Where only finished weights were recorded it is said `why`,
    which is no refusal: every stack may be asked about. Raises InputError for an unknown stack or
    place.
    """
    trace = engine.trace(trace_id)
    if not trace.attention:
        raise InputError("This model left no attention weights, so there are no heads to open.")
    attention = trace.stack(stack) if stack else trace.attention[0]
    number = whole(layer, "layer", len(attention.layers))
    which = whole(head, "head", attention.heads)
    place = whole(query, "query", len(attention.query_tokens))
    if key is not None:
        whole(key, "key", len(attention.key_tokens))
    reason, record = no_steps(trace, attention), attention.layers[number]
    if reason or not isinstance(record, Scores):
        return {"stack": attention.name, "why": reason}
    with engine.use(trace.model) as loaded, engine.turn():
        matrix, why_not = _output(loaded, trace, attention, number, which)
        steps = attention_steps(record, which, place, matrix)
        words = _words(loaded, trace, attention.name, steps, why_not)
    chosen = int(steps.weights.argmax()) if key is None else key
    group, shared = group_of(record, which)
    return {
        "stack": attention.name,
        "why": "",
        "layer": number,
        "head": which,
        "query": place,
        "key": chosen,
        "query_token": attention.query_tokens[place].text,
        "key_token": attention.key_tokens[chosen].text,
        "group": {"group": group, "groups": len(record.key), "heads": list(shared)},
        "constants": {
            "scale": record.scale,
            "width": record.query.shape[2],
            "inverse_root": is_inverse_root(record),
            "softcap": record.softcap,
            "log_sum_exp": steps.log_sum,
        },
        "q": _list(steps.query),
        "k": _list(steps.keys[chosen]),
        "v": _list(steps.values[chosen]),
        "steps": _steps(steps),
        "output": _list(steps.output),
        "written": None
        if steps.written is None
        else {"vector": _list(steps.written), "length": float(np.linalg.norm(steps.written))},
        "why_not_written": why_not,
        **words,
    }


def _output(
    loaded: Loaded, trace: Trace, attention: Attention, layer: int, head: int
) -> tuple[NDArray[np.float32] | None, str]:
    """The head's rows of W_O, or why they are not known."""
    from app.experiments.head_output import output_matrix

    try:
        return output_matrix(loaded, trace, attention, layer)[head], ""
    except InputError as error:
        return None, str(error)


def _words(
    loaded: Loaded, trace: Trace, stack: str, steps: AttentionSteps, why_not: str
) -> dict[str, Any]:
    """The entries the written vector points to and away from, or why there are none."""
    if steps.written is None:
        return {"words": None, "why_no_words": why_not}
    from app.experiments.head_output import direct_logit_effect
    from app.experiments.head_output import unavailable as no_direction

    reason = no_direction(loaded, trace, stack, len(steps.written))
    if reason:
        return {"words": None, "why_no_words": reason}
    toward, against = direct_logit_effect(loaded, steps.written.astype(np.float32))

    def entries(pairs: Sequence[tuple[int, float]]) -> list[dict[str, Any]]:
        return [{"id": n, "text": trace.vocabulary[n], "change": value} for n, value in pairs]

    return {"words": {"toward": entries(toward), "against": entries(against)}, "why_no_words": ""}


def _steps(steps: AttentionSteps) -> dict[str, Any]:
    """One list over the keys per step; null for steps this head does not take."""
    weights = steps.weights.astype(float)
    return {
        "raw": _list(steps.raw),
        "scaled": _list(steps.scaled),
        "capped": _list(steps.capped),
        "added": _list(steps.added),
        "hidden": steps.hidden.tolist(),
        # JSON has no infinity.
        "logit": [None if hid else float(x) for hid, x in zip(steps.hidden, steps.logits)],
        "weight": weights.tolist(),
        "length": _list(steps.lengths),
        "written": None if steps.lengths is None else (weights * steps.lengths).tolist(),
    }


def _list(array: NDArray[np.floating] | None) -> list[float] | None:
    return None if array is None else array.astype(float).tolist()
