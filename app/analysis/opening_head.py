"""The head the attention view opens on, and why."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.analysis.head_overview import overview
from app.analysis.head_role_definitions import BY_ID
from app.analysis.head_roles import targets
from app.trace import Attention, Floats

# Its shares say what a recurrent cell still holds: they sum to at most 1, and nothing is read.
MEMORY = "memory"
# A row is as good an example as another from here on; of those the one in mid-text is taken.
_GOOD = 0.8
_MIDDLE = 0.6


def opening(attention: Attention, sink: int | None) -> dict[str, Any]:
    """{layer, head, query, why}: the head with the clearest role that is not trivial.

    Where no head has one, it is the one that reads most sharply over a distance in this text.
    """
    return _by_role(attention) or _by_sharpness(attention, sink)


def _by_role(attention: Attention) -> dict[str, Any] | None:
    found = overview(attention).roles
    clearest = found.opening() if found else None
    if found is None or clearest is None:
        return None
    layer, head, name = clearest
    role = BY_ID[name]
    taken = np.where(targets(attention, name), attention.weights(layer, head)[0], 0).sum(axis=1)
    good = np.flatnonzero(taken >= _GOOD * taken.max())
    query = int(good[np.abs(good - _MIDDLE * len(taken)).argmin()])
    share = float(found.measures[name][layer, head])
    why = (
        f"no other head does something so clearly in this text. {role.says} "
        f"({role.title}: {share:.2f} on average, {found.chance[name]:.2f} by chance.)"
    )
    return {"layer": layer, "head": head, "query": query, "why": why}


def sharpness(attention: Attention, sink_index: int | None) -> Floats:
    """(layer, head): how sharply each head reads over a distance in this text.

    The mean over queries of the largest weight on a key other than the sink, the query's own
    position and the one before it; from 0 to 1. For cross-attention only the sink is left out.
    A memory has no sink (None): it does not choose what it holds, so it has nowhere to look away.
    """
    queries, keys = len(attention.query_tokens), len(attention.key_tokens)
    allowed = np.ones((queries, keys), dtype=bool)
    if sink_index is not None:
        allowed[:, sink_index] = False
    if attention.name != "cross":
        rows = np.arange(queries)
        allowed[rows, rows] = False
        allowed[rows[1:], rows[1:] - 1] = False
    # The first queries of a decoder have nothing left to choose from.
    counted = allowed.any(axis=1)
    if attention.causal:
        counted &= np.tril(allowed).any(axis=1)
    if not counted.any():
        return np.zeros((len(attention.layers), attention.heads), dtype=np.float32)
    return np.stack(
        [
            np.where(allowed, attention.weights(layer), 0.0)[:, counted].max(axis=2).mean(axis=1)
            for layer in range(len(attention.layers))
        ]
    ).astype(np.float32)


def _by_sharpness(attention: Attention, sink: int | None) -> dict[str, Any]:
    measure = sharpness(attention, sink)
    layer, head = (int(place) for place in np.unravel_index(measure.argmax(), measure.shape))
    weights = np.array(attention.weights(layer, head)[0])
    if sink is not None:
        weights[:, sink] = 0
    if attention.name != "cross":
        rows = np.arange(len(weights))
        weights[rows, rows] = 0
        weights[rows[1:], rows[1:] - 1] = 0
    query = int(weights.max(axis=1).argmax())
    if attention.name == MEMORY:
        why = (
            "this layer holds on longest in this text: its largest share beyond the token itself "
            f"and the one before it is {measure[layer, head]:.2f} on average."
        )
    else:
        why = (
            "this head reads most sharply over a distance in this text: its largest weight beyond "
            "the sink, the token itself and the one before it is "
            f"{measure[layer, head]:.2f} on average."
        )
    return {"layer": layer, "head": head, "query": query, "why": why}
