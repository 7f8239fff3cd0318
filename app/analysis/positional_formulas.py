"""The schemes that are formulas, as published: no model is needed for them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.trace import Floats

Doubles = NDArray[np.float64]
Counts = NDArray[np.int64]


def rates(pairs: int, base: float, divisor: float) -> Doubles:
    """(pair,): base^(−i / divisor) in radians per position, i = 0 … pairs − 1.

    Vaswani et al. 2017, section 3.5, and Su et al. 2021, equation 15, with divisor = width / 2.
    """
    return np.exp(-np.arange(pairs) * (math.log(base) / divisor))


def waves(length: int, rate: Doubles) -> Doubles:
    """(position, 2 · pair): all sines of position · rate, then all cosines."""
    angles = np.arange(length)[:, None] * rate[None, :]
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)


def mean_cosine(distances: Counts, rate: Doubles | Floats) -> Doubles:
    """Same shape as `distances`: the mean over pairs of cos(distance · rate), −1 to 1."""
    rate = np.asarray(rate, dtype=np.float64)
    # In pieces, so that a hundred thousand distances do not take a hundred megabytes.
    pieces = np.array_split(distances, max(1, len(distances) // 4096))
    return np.concatenate([np.cos(np.outer(piece, rate)).mean(axis=1) for piece in pieces])


def slopes(heads: int) -> Doubles:
    """(head,): the slope of ALiBi, in attention logits per token.

    Press, Smith and Lewis 2022, section 3: a geometric sequence from 2^(−8/heads) for a power of
    two; other counts take every second term of the next longer sequence for the heads left over.
    """
    whole = 2 ** math.floor(math.log2(heads))
    first = 2.0 ** (-8.0 * np.arange(1, whole + 1) / whole)
    between = 2.0 ** (-4.0 * (2 * np.arange(heads - whole) + 1) / whole)
    return np.concatenate([first, between])


def log_buckets(distance: Counts, *, count: int, reach: int) -> Counts:
    """Same shape as `distance` (0 or more): the bucket of DeBERTa on one side, 0 … count − 1.

    Half of them hold one distance each, the others grow until `reach`; farther ones share the last.
    He et al. 2021, section 3.1, with the buckets of version 3. float32 like the model's own.
    """
    middle = count // 2
    with np.errstate(divide="ignore"):
        grown = np.log(distance.astype(np.float32) / np.float32(middle)) / np.float32(
            math.log((reach - 1) / middle)
        )
    far = np.ceil(np.where(distance > middle, grown, 0) * np.float32(middle - 1)) + middle
    found = np.where(distance <= middle, distance, far)
    return np.minimum(found, count - 1).astype(np.int64)


def buckets(relative: Counts, *, count: int, reach: int, bidirectional: bool) -> Counts:
    """Same shape as `relative` (key − query): the bucket of T5, 0 … count − 1.

    Both directions share the buckets half and half where the stack is bidirectional; otherwise a
    later key counts as distance 0. Half of a direction's buckets hold one distance each, the others
    grow by a constant factor until `reach`, from which the last one holds everything.
    Raffel et al. 2020, section 2.1. float32 like the model's own, so that edges fall alike.
    """
    side = count // 2 if bidirectional else count
    distance = np.abs(relative) if bidirectional else np.maximum(-relative, 0)
    single = side // 2
    with np.errstate(divide="ignore"):
        grown = np.log(distance.astype(np.float32) / np.float32(single)) / np.float32(
            math.log(reach / single)
        )
    large = single + (np.where(distance < single, 0, grown) * np.float32(side - single)).astype(int)
    found = np.where(distance < single, distance, np.minimum(large, side - 1))
    return np.asarray(found + (side * (relative > 0) if bidirectional else 0), dtype=np.int64)
