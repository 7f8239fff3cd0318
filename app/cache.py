"""Finished runs within a number of bytes, the least recently looked at leaving first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.events import Finished


class TraceCache:
    """Runs by the id of their trace; safe to use from several threads."""

    def __init__(self, budget: int) -> None:
        """`budget` is in bytes of arrays; pinned runs do not count."""
        self._budget = budget
        self._kept: OrderedDict[str, tuple[Finished, int]] = OrderedDict()
        self._pinned: dict[str, Finished] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, trace_id: str) -> Finished | None:
        """The run, which becomes the most recent one, or None."""
        with self._lock:
            if trace_id in self._pinned:
                return self._pinned[trace_id]
            if trace_id not in self._kept:
                return None
            self._kept.move_to_end(trace_id)
            return self._kept[trace_id][0]

    def put(self, trace_id: str, finished: Finished) -> None:
        """Keeps a run; the newest one stays even where it alone is over the budget."""
        size = finished.answer.nbytes
        with self._lock:
            if trace_id in self._kept:
                self._bytes -= self._kept.pop(trace_id)[1]
            self._kept[trace_id] = (finished, size)
            self._bytes += size
            while self._bytes > self._budget and len(self._kept) > 1:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._bytes -= dropped

    def pin(self, trace_id: str, finished: Finished) -> None:
        """Keeps a run for good."""
        with self._lock:
            self._pinned[trace_id] = finished
