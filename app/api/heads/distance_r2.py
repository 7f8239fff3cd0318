"""The JSON of how much each head cares about distance; see docs/api.md."""

from __future__ import annotations

from typing import Any

import numpy as np
from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.distance_r2 import DEFINITION, PositionalShare, positional_share, unavailable
from app.api.registry import capability
from app.engine.engine import Engine
from app.errors import InputError
from app.trace import Attention, Trace
from app.trace.attached import Attached

# As long as the run itself is kept: about a second of work for a long text and a deep model.
_shares: Attached[Attention, PositionalShare] = Attached()


class HeadShare(TypedDict):
    """A head, and the share of its attention that distance explains."""

    layer: int
    head: int
    share: float


class DistanceShares(TypedDict):
    """What /heads/positional answers."""

    stack: str
    layers: int
    heads: int
    share: list[list[float]]
    most: HeadShare
    least: HeadShare
    pairs: int
    left_out: str
    definition: str


ANSWERS = (DistanceShares,)


@capability(route="/heads/positional/{trace_id}")
def positional(engine: Engine, trace_id: str, stack: str = "") -> dict[str, Any]:
    """Per layer and head the share of its attention that distance alone explains, 0 to 1.

    `stack` may be empty: the first one it can be said of. Raises InputError where none is.
    """
    seen = engine.trace(trace_id)
    if not seen.attention:
        raise InputError("This model left no attention weights, so there are no heads to compare.")
    attention = seen.stack(stack) if stack else _first(seen)
    reason = unavailable(attention)
    if reason:
        raise InputError(reason)
    shares = _shares.get(attention)
    if shares is None:
        shares = _shares[attention] = positional_share(attention)
    layers, heads = shares.share.shape
    return {
        "stack": attention.name,
        "layers": layers,
        "heads": heads,
        "share": shares.share.astype(float).tolist(),
        "most": _place(shares, int(shares.adjusted.argmax())),
        # Several may share a 0; the one that distance tells least about is the one below it most.
        "least": _place(shares, int(shares.adjusted.argmin())),
        "pairs": shares.pairs,
        "left_out": shares.left_out,
        "definition": DEFINITION,
    }


def _first(seen: Trace) -> Attention:
    return next((each for each in seen.attention if unavailable(each) is None), seen.attention[0])


def _place(shares: PositionalShare, index: int) -> dict[str, Any]:
    layer, head = np.unravel_index(index, shares.share.shape)
    return {"layer": int(layer), "head": int(head), "share": float(shares.share.flat[index])}
