"""Attention: every head as a thumbnail, and who reads from whom in the chosen one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.trace import Attention, Floats, Trace
from visualizers._panel import Panel, Selection

Bytes = NDArray[np.uint8]

STACK_TITLES = {
    "self": "Self-attention",
    "encoder": "Encoder self-attention",
    "decoder": "Decoder self-attention",
    "cross": "Cross-attention",
    "memory": "Recurrent memory (no attention: what the decoder's cell still holds)",
}


# What the two texts of a pair are, by task: those of segment 0 and of segment 1.
PAIRS = {"answer": ("question", "context"), "sentiment": ("text", "label")}

# Its shares say what a recurrent cell still holds: they sum to at most 1, and nothing is read.
MEMORY = "memory"


def needs(trace: Trace) -> str | None:
    """A reason when the trace holds no attention."""
    if not trace.attention:
        return "This model left no attention weights: its architecture has none that can be read."
    return None


def stack_of(trace: Trace, name: str) -> Attention:
    """The stack of that name; the first one for an empty name. Raises KeyError."""
    return trace.stack(name) if name else trace.attention[0]


def quantised(weights: Floats) -> Bytes:
    """Weights from 0 to 1 as round(255·w), same shape. The largest error is 1/510 < 0.002."""
    return np.rint(weights * np.float32(255.0)).astype(np.uint8)


def thumbnails(attention: Attention, side: int = 32) -> Bytes:
    """(layer, head, query, key), quantised, at most `side` a side.

    Down-sampled by maximum, so that a single strong link stays visible.
    """
    return np.stack(
        [
            quantised(_largest(attention.weights(layer), side))
            for layer in range(len(attention.layers))
        ]
    )


def _largest(weights: Floats, side: int) -> Floats:
    for axis in (1, 2):
        length = weights.shape[axis]
        if length > side:
            edges = np.arange(side) * length // side
            weights = np.maximum.reduceat(weights, edges, axis=axis)
    return weights


def sink(attention: Attention) -> tuple[int, float]:
    """(key position, share): the key that takes most attention, and how much of all of it.

    The share is the mean weight on that key over all layers, heads and queries, from 0 to 1.
    Source: Xiao et al. 2024, "Efficient streaming language models with attention sinks".
    """
    total = np.zeros(len(attention.key_tokens))
    for layer in range(len(attention.layers)):
        total += attention.weights(layer).mean(axis=(0, 1))
    shares = total / len(attention.layers)
    index = int(shares.argmax())
    return index, float(shares[index])


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


def opening(attention: Attention, sink_index: int | None) -> dict[str, Any]:
    """The head the view opens on: the one that reads most sharply over a distance in this text."""
    measure = sharpness(attention, sink_index)
    layer, head = (int(place) for place in np.unravel_index(measure.argmax(), measure.shape))
    weights = np.array(attention.weights(layer, head)[0])
    if sink_index is not None:
        weights[:, sink_index] = 0
    if attention.name != "cross":
        rows = np.arange(len(weights))
        weights[rows, rows] = 0
        weights[rows[1:], rows[1:] - 1] = 0
    query = int(weights.max(axis=1).argmax())
    if attention.name == MEMORY:
        why = (
            "Opened here because this layer holds on longest in this text: its largest share "
            f"beyond the token itself and the one before it is {measure[layer, head]:.2f} on "
            "average."
        )
        return {"layer": layer, "head": head, "query": query, "why": why}
    return {
        "layer": layer,
        "head": head,
        "query": query,
        "why": (
            "Opened here because this head reads most sharply over a distance in this text: its "
            "largest weight beyond the sink, the token itself and the one before it is "
            f"{measure[layer, head]:.2f} on average."
        ),
    }


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """The stacks with their tokens, sink and opening head; the weights travel as arrays.

    `sink` is None for a memory; `absent` says that a decoder has no self-attention, else None.
    `segments` holds 0 or 1 per token where two texts were read, and `pair` what they are.
    """
    stacks = []
    for attention in trace.attention:
        index, share = (None, 0.0) if attention.name == MEMORY else sink(attention)
        stacks.append(
            {
                "name": attention.name,
                "title": STACK_TITLES.get(attention.name, attention.name),
                "layers": len(attention.layers),
                "heads": attention.heads,
                "query_tokens": [token.text for token in attention.query_tokens],
                "key_tokens": [token.text for token in attention.key_tokens],
                "causal": attention.causal,
                "sink": None if index is None else {"index": index, "share": share},
                "opening": opening(attention, index),
            }
        )
    names = [attention.name for attention in trace.attention]
    return {
        "stacks": stacks,
        "opening_stack": "cross" if "cross" in names else names[0],
        "absent": absent(names),
        "method": trace.measured.method,
        "segments": segments(trace),
        "pair": list(PAIRS.get(trace.task, ("first text", "second text"))),
    }


def segments(trace: Trace) -> list[int]:
    """Per token which of two texts it belongs to, 0 or 1; empty where there is one text."""
    return list(trace.segments) if set(trace.segments) == {0, 1} else []


def absent(names: list[str]) -> dict[str, str] | None:
    """What a decoder that reads a source lacks, and the stack that shows what it has instead."""
    if "cross" not in names or "decoder" in names:
        return None
    if MEMORY in names:
        return {
            "says": "This decoder has no self-attention: it carries a recurrent memory instead.",
            "stack": MEMORY,
        }
    return {"says": "This decoder has no self-attention that could be recorded.", "stack": ""}


PANEL = Panel(
    id="attention",
    title="Attention",
    explains="Every head of every layer, and whom each token reads from. Attention rows sum to 1.",
    order=10,
    view="attention",
    needs=needs,
    draw=draw,
)
