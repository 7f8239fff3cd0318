"""Every step of one head at one query token, from q·k to what it takes from the values.

Vaswani et al. 2017, section 3.2.1: Attention(Q, K, V) = softmax(Q Kᵀ / √d) V, and section 3.2.2:
each head's result is multiplied by its rows of W_O. The steps are worked out in double precision
from the recorded q, k and v; the weights are those of the trace.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.distance_r2 import HIDDEN
from app.trace import Attention, Floats, Trace
from app.trace.attention import Scores

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class AttentionSteps:
    """One head at one query; arrays over the keys unless said otherwise.

    query     (width,) q, after rotary positions
    keys      (key, width) and values (key, width of a value): those of the head's group
    raw       q·k;  scaled: times the scale;  capped: c·tanh(scaled / c), or None
    added     the bias (T5, ALiBi), 0 where hidden; None where nothing is added
    hidden    which keys the mask hides
    logits    what the softmax gets, -inf where hidden
    weights   float32, of the trace; they sum to 1
    log_sum   ln Σ exp(logit), in nats
    output    (width of a value,) Σ weight · v
    lengths   ‖v W_O‖ per key, and written (width,) = output · W_O; None where W_O is not known
    """

    query: Floats
    keys: Floats
    values: Floats
    raw: Doubles
    scaled: Doubles
    capped: Doubles | None
    added: Doubles | None
    hidden: NDArray[np.bool_]
    logits: Doubles
    weights: Floats
    log_sum: float
    output: Doubles
    lengths: Doubles | None
    written: Doubles | None


def unavailable(trace: Trace, attention: Attention) -> str | None:
    """Why the heads of a stack cannot be taken apart, in one sentence; None where they can."""
    if attention.name == "memory":
        return (
            "A recurrent memory has no queries, keys and values: its picture shows what the cell "
            "still holds of each token."
        )
    if not isinstance(attention.layers[0], Scores):
        return (
            "Of this model only the finished weights could be recorded, not what they were made "
            f"of ({trace.measured.method})."
        )
    return None


def group_of(layer: Scores, head: int) -> tuple[int, tuple[int, ...]]:
    """The key/value group a head reads, and all heads that share it, in order."""
    shared = layer.query.shape[0] // layer.key.shape[0]
    group = head // shared
    return group, tuple(range(group * shared, (group + 1) * shared))


def attention_steps(
    layer: Scores, head: int, query: int, output: Floats | None = None
) -> AttentionSteps:
    """The steps of a head at a query; `output` is its part of W_O (width of a value, width)."""
    group, _ = group_of(layer, head)
    q, keys, values = layer.query[head, query], layer.key[group], layer.value[group]
    raw = keys.astype(np.float64) @ q.astype(np.float64)
    scaled = raw * layer.scale
    capped = None if layer.softcap is None else layer.softcap * np.tanh(scaled / layer.softcap)
    added, hidden = _added(layer, head, query)
    logits = scaled if capped is None else capped
    logits = np.where(hidden, -np.inf, logits if added is None else logits + added)
    weights = layer.weights(head)[0, query]
    taken = weights.astype(np.float64) @ values.astype(np.float64)
    lengths = written = None
    if output is not None:
        matrix = output.astype(np.float64)
        lengths = np.linalg.norm(values.astype(np.float64) @ matrix, axis=1)
        written = taken @ matrix
    largest = logits.max()
    return AttentionSteps(
        query=q,
        keys=keys,
        values=values,
        raw=raw,
        scaled=scaled,
        capped=capped,
        added=added,
        hidden=hidden,
        logits=logits,
        weights=weights,
        log_sum=float(largest + np.log(np.exp(logits - largest).sum())),
        output=taken,
        lengths=lengths,
        written=written,
    )


def is_inverse_root(layer: Scores) -> bool:
    """Whether the scale is 1/√d, d the width of q, as Vaswani et al. 2017 have it."""
    return math.isclose(layer.scale, layer.query.shape[2] ** -0.5, rel_tol=1e-6)


def _added(layer: Scores, head: int, query: int) -> tuple[Doubles | None, NDArray[np.bool_]]:
    """What is added to each score (None where the head's bias is only a mask), and what is hid."""
    count = layer.key.shape[1]
    hidden = np.arange(count) > query if layer.causal else np.zeros(count, dtype=bool)
    if layer.bias is None:
        return None, hidden
    bias = layer.bias[head if len(layer.bias) > 1 else 0]
    hidden = hidden | (bias[query] <= HIDDEN)
    row = np.where(hidden, 0.0, bias[query].astype(np.float64))
    # A mask is a bias of nothing but 0 and -inf.
    return (row if (bias[bias > HIDDEN] != 0).any() else None), hidden
