"""Who may run a model now: a few at a time, first come first served."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import InputError


class Place:
    """One place in the line; its turn, once it has come, lasts until the place is left."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    def wait(self, seconds: float) -> bool:
        """Whether the turn has come, after waiting for it for at most that long."""
        return self._turns._wait(self, seconds)

    @property
    def before(self) -> int:
        """How many wait whose turn comes earlier."""
        return self._turns._before(self)


class Turns:
    """At most `most` run at once, and at most `waiting` others wait for it."""

    def __init__(self, most: int, waiting: int) -> None:
        self._most = most
        self._most_waiting = waiting
        self._line: list[Place] = []  # those that run first, in the order in which they came
        self._changed = threading.Condition()

    @property
    def free(self) -> int:
        """How many could begin at once."""
        with self._changed:
            return max(0, self._most - len(self._line))

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._changed:
            return max(0, len(self._line) - self._most)

    @contextmanager
    def place(self) -> Iterator[Place]:
        """A place at the end of the line, given up with the block whether its turn came or not.

        Raises InputError when too many wait already.
        """
        mine = Place(self)
        with self._changed:
            waiting = len(self._line) - self._most
            if waiting >= self._most_waiting:
                runs = "1 run is" if waiting == 1 else f"{waiting} runs are"
                raise InputError(f"{runs} waiting already: try again in a moment.")
            self._line.append(mine)
        try:
            yield mine
        finally:
            with self._changed:
                self._line.remove(mine)
                self._changed.notify_all()

    def _wait(self, place: Place, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(
                lambda: self._line.index(place) < self._most, timeout=seconds
            )

    def _before(self, place: Place) -> int:
        with self._changed:
            return max(0, self._line.index(place) - self._most)
