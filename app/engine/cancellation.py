"""Stop buttons: one flag per visitor and lane."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.engine.disconnection import Left, never


class CancelToken:
    """Whether a run should stop, and whether a newer one of its lane has taken its place.

    `left` says whether the visitor is gone: then it should stop as well.
    """

    def __init__(self, left: Left = never) -> None:
        self._stop = threading.Event()
        self._left = left
        self.replaced = False

    def __call__(self) -> bool:
        """Whether to stop."""
        return self._stop.is_set() or self._left()

    def set(self, *, replaced: bool = False) -> None:
        """Asks to stop."""
        self.replaced = self.replaced or replaced
        self._stop.set()


class ActiveRuns:
    """Which runs are under way, and which of them have been asked to stop."""

    def __init__(self) -> None:
        self._flags: dict[tuple[str, str], CancelToken] = {}
        self._lock = threading.Lock()

    @contextmanager
    def running(self, session: str, lane: str, left: Left = never) -> Iterator[CancelToken]:
        """A run of this lane; gives the question whether it should stop.

        A run of the same lane that is still going is asked to stop first.
        """
        flag = CancelToken(left)
        with self._lock:
            earlier = self._flags.get((session, lane))
            if earlier is not None:
                earlier.set(replaced=True)
            self._flags[session, lane] = flag
        try:
            yield flag
        finally:
            # A visitor who left need not wait for the rest.
            flag.set()
            with self._lock:
                if self._flags.get((session, lane)) is flag:
                    del self._flags[session, lane]

    def stop(self, session: str) -> None:
        """Asks every run of this visitor to stop after its current token."""
        with self._lock:
            for (owner, _), flag in self._flags.items():
                if owner == session:
                    flag.set()
