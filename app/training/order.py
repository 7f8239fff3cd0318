"""The order in which examples are read: a function of seed and epoch, so nothing has to be kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# Batches are formed within a group of this many batches, by length: nearly no padding is left,
# and the order still changes from epoch to epoch.
_GROUP = 50


def batches_of_epoch(
    lengths: Sequence[int], batch: int, *, seed: int, epoch: int
) -> list[list[int]]:
    """The numbers of the examples, batch by batch; each number once.

    lengths  tokens of every example; a batch holds examples of like length
    """
    random = np.random.default_rng((seed, epoch))
    shuffled = random.permutation(len(lengths))
    found: list[list[int]] = []
    for start in range(0, len(shuffled), batch * _GROUP):
        group = shuffled[start : start + batch * _GROUP]
        by_length = sorted(group.tolist(), key=lambda number: lengths[number])
        found += [by_length[i : i + batch] for i in range(0, len(by_length), batch)]
    return [found[i] for i in random.permutation(len(found))]


def batch_count(examples: int, batch: int) -> int:
    """Batches of one epoch."""
    # Each group but the last is full, so the count is that of plain division.
    return -(-examples // batch)
