"""Draws from a distribution, and how well they fit it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from app.decoding.limits import MOST_DRAWS
from app.errors import whole_number

LEAST_EXPECTED = 5.0


@dataclass(frozen=True)
class Fit:
    """The chi-square test of counts against what was expected.

    statistic  the sum of (counted − expected)² / expected
    freedom    degrees of freedom: cells − 1
    p          how often true draws would fit worse than these; None with a single cell
    cells      entries expected at least five times, and all others as one
    """

    statistic: float
    freedom: int
    p: float | None
    cells: int


def draw(shares: NDArray[np.float64], count: int, seed: int) -> NDArray[np.int64]:
    """(entry,): how often each entry came in `count` draws, as generating draws them.

    Raises InputError for a number of draws or a seed out of range.
    """
    for name, value, least, most in (("draws", count, 1, MOST_DRAWS), ("seed", seed, 0, 2**63 - 1)):
        whole_number(value, name, least, most)
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.multinomial(
        torch.from_numpy(shares.astype(np.float32)), count, replacement=True, generator=generator
    )
    return np.bincount(drawn.numpy(), minlength=len(shares)).astype(np.int64)


def fit(counts: NDArray[np.int64], shares: NDArray[np.float64]) -> Fit:
    """How well counts fit a distribution. Source: Pearson 1900; cells below five are joined."""
    total = int(counts.sum())
    expected = shares * total
    large = expected >= LEAST_EXPECTED
    cells = [(float(c), float(e)) for c, e in zip(counts[large], expected[large], strict=True)]
    rest = float(expected[~large].sum())
    if rest > 0:
        cells.append((float(counts[~large].sum()), rest))
    if len(cells) > 2 and cells[-1][1] < LEAST_EXPECTED and rest > 0:
        # Even together the others are too few for a cell of their own.
        (c, e), (more_c, more_e) = cells.pop(), cells.pop()
        cells.append((c + more_c, e + more_e))
    freedom = len(cells) - 1
    statistic = sum((c - e) ** 2 / e for c, e in cells)
    p = None
    if freedom > 0:
        half = torch.tensor([freedom / 2, statistic / 2], dtype=torch.float64)
        p = float(torch.special.gammaincc(half[0], half[1]))
    return Fit(statistic, freedom, p, len(cells))
