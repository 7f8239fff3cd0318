"""How a figure is measured: two ways in turn, one thread, the median of several."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ROUNDS = 7


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    ours, peer  in `unit`
    limit       the most (or, for at_least, the least) the ratio may be; None: only reported
    ratio       ours / peer
    note        what the peer is
    """

    name: str
    ours: float
    peer: float
    unit: str
    limit: float | None
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.peer if self.peer else float("nan")

    @property
    def within(self) -> bool | None:
        return None if self.limit is None else self.ratio <= self.limit


@dataclass(frozen=True)
class Benchmark:
    """A name for --only, and the function that measures its figures."""

    name: str
    run: Callable[[], list[Figure]]


def in_turn(
    ours: Callable[[], Any],
    peer: Callable[[], Any],
    *,
    rounds: int = ROUNDS,
    before_ours: Callable[[], Any] = lambda: None,
    before_peer: Callable[[], Any] = lambda: None,
) -> tuple[float, float]:
    """(seconds of ours, seconds of the peer): medians of `rounds`, taken in turn after a warm-up.

    In turn, so that a machine that slows down slows both.
    """
    seconds: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for place, (prepare, work) in enumerate(((before_ours, ours), (before_peer, peer))):
            prepare()
            started = time.perf_counter()
            work()
            if number:
                seconds[place].append(time.perf_counter() - started)
    return statistics.median(seconds[0]), statistics.median(seconds[1])
