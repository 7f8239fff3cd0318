"""Scores into shares that sum to 1."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Number = TypeVar("Number", np.float32, np.float64)


def softmax(scores: NDArray[Number]) -> NDArray[Number]:
    """Softmax over the last axis, same shape and number type; each row sums to 1."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: NDArray[Number] = shifted / shifted.sum(axis=-1, keepdims=True)
    return shares


def softmax_in_place(scores: Floats) -> Floats:
    """The same in the array it is given: for long texts a copy costs more than the arithmetic."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    # A product with ones is the fastest sum there is.
    scores /= (scores @ np.ones(scores.shape[-1], dtype=np.float32))[..., None]
    return scores


def log_softmax(scores: NDArray[Number]) -> NDArray[Number]:
    """The logarithm of the softmax over the last axis, in nats; same shape and number type."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    logs: NDArray[Number] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs
