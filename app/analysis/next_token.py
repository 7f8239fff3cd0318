"""What a model expects after a token: the softmax over its vocabulary, and how uncertain it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.trace import Floats, Trace

Doubles = NDArray[np.float64]


def unavailable(trace: Trace) -> str | None:
    """Why a run has no next token, in one sentence; None where it has one."""
    if trace.logits is None:
        return (
            "This model has no output words: it gives each token a vector, not a distribution "
            "over a vocabulary."
        )
    if trace.predicts != "next":
        return (
            "This model was trained to fill in masked words, so its output is about each token "
            "itself and not about the one that comes next."
        )
    return None


def distribution(logits: Floats, temperature: float = 1.0) -> Doubles:
    """Softmax over the whole vocabulary (last axis) in float64; sums to 1.

    At temperature 0 all probability is on the largest logit (the first one of equals).
    """
    exact = logits.astype(np.float64)
    if temperature == 0:
        greedy = np.zeros_like(exact)
        np.put_along_axis(greedy, exact.argmax(axis=-1)[..., None], 1.0, axis=-1)
        return greedy
    scaled = exact / temperature
    shares = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)


def entropy(shares: Doubles) -> float:
    """-sum p·ln p over the last axis, in nats; 0·ln 0 counts as 0."""
    held = shares[shares > 0]
    return float(-(held * np.log(held)).sum())
