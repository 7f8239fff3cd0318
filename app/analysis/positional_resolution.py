"""How far a scheme can tell positions apart, as one number or two that are defined in words."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from app.analysis.positional_formulas import Counts, Doubles, mean_cosine
from app.analysis.positional_similarity import cosines
from app.trace import Floats

MOST_DISTANCES = 131_072  # looked at one by one
FADED = 1000.0  # a weight is said to be gone when it is a thousandth


def margins(rows: Floats) -> Floats:
    """(row,): 1 − the cosine to the most similar other row; 0 where another row is the same."""
    if len(rows) < 2:
        return np.ones(len(rows), dtype=np.float32)
    square = cosines(rows).copy()
    np.fill_diagonal(square, -np.inf)
    return np.asarray(1 - square.max(axis=1), dtype=np.float32)


class Nearest(NamedTuple):
    """The distance that is most like distance 0, the mean cosine there, and how far was looked."""

    distance: int
    cosine: float
    reach: int


def most_alike(frequencies: Floats, trained: int) -> Nearest:
    """Among all distances from 1 to the trained length, or MOST_DISTANCES where that is longer."""
    return _most_alike(tuple(map(float, frequencies)), max(1, min(trained, MOST_DISTANCES)))


@lru_cache(maxsize=16)
def _most_alike(frequencies: tuple[float, ...], reach: int) -> Nearest:
    curve = mean_cosine(np.arange(1, reach + 1), np.array(frequencies))
    at = int(curve.argmax())
    return Nearest(at + 1, float(curve[at]), reach)


def own_until(buckets: Counts) -> int:
    """How many distances from 0 on have a bucket that no other distance shares."""
    values, counts = np.unique(buckets, return_counts=True)
    shared = set(values[counts > 1].tolist())
    return next((n for n, each in enumerate(buckets.tolist()) if each in shared), len(buckets))


def all_alike_from(buckets: Counts) -> int:
    """The distance from which all distances given fall into one bucket."""
    other = np.flatnonzero(buckets != buckets[-1])
    return int(other[-1]) + 1 if len(other) else 0


def horizons(slopes: Any) -> Doubles:
    """(head,): the distance in tokens at which the bias alone makes a weight a thousandth."""
    return math.log(FADED) / np.asarray(slopes, dtype=np.float64)
