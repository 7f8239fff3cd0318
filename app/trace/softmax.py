"""Scores into shares that sum to 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def softmax(scores: Floats) -> Floats:
    """Softmax over the last axis, same shape; each row sums to 1."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def softmax_in_place(scores: Floats) -> Floats:
    """The same in the array it is given: for long texts a copy costs more than the arithmetic."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    # A product with ones is the fastest sum there is.
    scores /= (scores @ np.ones(scores.shape[-1], dtype=np.float32))[..., None]
    return scores


def log_softmax(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """The logarithm of the softmax over the last axis, in nats; same shape and number type."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    total: NDArray[np.floating] = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted - total
