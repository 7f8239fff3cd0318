"""The head the attention view opens on, and why."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.analysis.far_links import far_links
from app.analysis.head_overview import overview
from app.trace import Attention, Floats

# Its shares say what a recurrent cell still holds: they sum to at most 1, and nothing is read.
MEMORY = "memory"
# Where no head gives other words more than this on average, none looks at them.
_WORTH = 0.05


def opening(attention: Attention, sink: int | None) -> dict[str, Any]:
    """{layer, head, query, why}: the head that looks most clearly at other words over a distance.

    The clearest is the one with the largest mean, over the rows that may have such a link, of the
    largest weight on one (see far_links). Its row is the one with the strongest and longest link:
    weight times the logarithm of the distance. Where a text is too short to have such links, and
    for a memory, it is the head that reads most sharply.
    """
    if attention.name == MEMORY:
        return _by_sharpness(attention, sink)
    links = far_links(attention)
    counted = links.any(axis=1)
    if not counted.any():
        return _by_sharpness(attention, sink)
    measure = overview(attention).far[:, :, counted].mean(axis=2)
    if measure.max() < _WORTH:
        return _by_sharpness(attention, sink)
    layer, head = _largest(measure)
    weights = np.asarray(attention.weights(layer, head)[0]) * links
    query, _ = _largest(weights * _reach(attention))
    why = (
        "of all heads this one looks most clearly at words further off: "
        f"{measure[layer, head]:.2f} on average, the next best {_second(measure):.2f}."
    )
    if attention.name == "cross":
        why = (
            "of all heads this one looks most clearly at single words of the source: "
            f"{measure[layer, head]:.2f} on average."
        )
    return {"layer": layer, "head": head, "query": query, "why": why}


def _largest(values: Floats) -> tuple[int, int]:
    row, column = np.unravel_index(values.argmax(), values.shape)
    return int(row), int(column)


def _second(measure: Floats) -> float:
    flat = np.sort(measure, axis=None)
    return float(flat[-2]) if flat.size > 1 else 0.0


def _reach(attention: Attention) -> Floats:
    """(query, key): how much a link's length counts; 1 everywhere between two texts."""
    shape = len(attention.query_tokens), len(attention.key_tokens)
    if attention.name == "cross":
        return np.ones(shape, dtype=np.float32)
    distance = np.abs(np.arange(shape[0])[:, None] - np.arange(shape[1])[None, :])
    reach: Floats = np.log2(np.maximum(distance, 1)).astype(np.float32)
    return reach


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
    layer, head = _largest(measure)
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
            "this head reads most sharply in this text: its largest weight beyond the sink, the "
            f"token itself and the one before it is {measure[layer, head]:.2f} on average."
        )
    return {"layer": layer, "head": head, "query": query, "why": why}
