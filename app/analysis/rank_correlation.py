"""Rank correlation, for numbers of which only the order is to be compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FEWEST = 3


def ranks(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """The place of each value from 1 for the smallest; equal ones share the mean of theirs."""
    order = np.argsort(values, kind="stable")
    places = np.empty(len(values))
    places[order] = np.arange(1, len(values) + 1)
    _, group = np.unique(values, return_inverse=True)
    sums = np.bincount(group, weights=places)
    return sums[group] / np.bincount(group)[group]


def spearman(one: NDArray[np.floating], other: NDArray[np.floating]) -> float | None:
    """Spearman's rank correlation, from -1 to 1.

    None with fewer than three values, or when all of one side are equal: there is no order then.
    """
    if len(one) < FEWEST:
        return None
    a, b = ranks(one), ranks(other)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else None
