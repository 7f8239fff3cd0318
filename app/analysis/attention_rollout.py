"""Attention rollout: how much of each token's state could have come from each input token."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from app.trace import Attention, Floats

# Bytes: up to here the flows of all layers are kept, so that a step from layer to layer is quick.
_KEPT = 64_000_000
_STACKS = 2  # of the ones looked at last
_flows: OrderedDict[int, tuple[ref[Attention], Floats]] = OrderedDict()
_lock = threading.Lock()


def rollout(attention: Attention, layer: int = -1) -> Floats:
    """(query, key): the share of a token's state after `layer` that attention leads to each input.

    The product over the layers of half the mean attention and half the token; rows sum to 1. The
    half for the token itself stands for the residual connection. Source: Abnar
    and Zuidema 2020, "Quantifying attention flow in transformers", section 3. It follows where
    attention leads, not what it carries. Raises ValueError where queries and keys are not the same
    tokens, and IndexError where there is no such layer.
    """
    last = range(len(attention.layers))[layer]
    if _size(attention) <= _KEPT:
        return _all(attention)[last]
    for number, flow in enumerate(_steps(attention)):
        if number == last:
            return flow
    raise AssertionError("the last layer is one of them")


def rollout_rows(attention: Attention, query: int) -> Floats:
    """(layer, key): one query's row of the rollout up to each layer."""
    if _size(attention) <= _KEPT:
        return _all(attention)[:, query]
    return np.stack([np.array(flow[query]) for flow in _steps(attention)])


def unavailable(attention: Attention) -> str | None:
    """Why attention cannot be followed through the layers of a stack, or None where it can."""
    if attention.name == "memory":
        return "A recurrent memory already says what is left of each token: there is no rollout."
    if attention.query_tokens != attention.key_tokens:
        return (
            "Rollout follows attention from layer to layer within one text; cross-attention reads "
            "another text than it writes: choose another stack."
        )
    return None


def _size(attention: Attention) -> int:
    return 4 * len(attention.layers) * len(attention.key_tokens) ** 2


def _all(attention: Attention) -> Floats:
    """(layer, query, key), kept for the stacks looked at last, and gone with their trace."""
    key = id(attention)
    with _lock:
        held = _flows.get(key)
        if held is not None and held[0]() is attention:
            _flows.move_to_end(key)
            return held[1]
    made = np.stack(list(_steps(attention)))
    with _lock:
        _flows[key] = (ref(attention, lambda _: _flows.pop(key, None)), made)
        while len(_flows) > _STACKS:
            _flows.popitem(last=False)
    return made


def _steps(attention: Attention) -> Iterator[Floats]:
    if attention.query_tokens != attention.key_tokens:
        raise ValueError(f"{attention.name} reads other tokens than its own")
    tokens = len(attention.key_tokens)
    itself: NDArray[np.float32] = np.eye(tokens, dtype=np.float32)
    flow: Floats = itself
    for layer in range(len(attention.layers)):
        mean = attention.weights(layer).mean(axis=0)
        mean *= np.float32(0.5)
        mean += np.float32(0.5) * itself
        flow = mean @ flow
        yield flow
