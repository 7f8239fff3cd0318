"""Finished runs within a number of bytes, the least recently looked at leaving first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.trace.attached import attached_bytes, listen

if TYPE_CHECKING:
    from app.engine.events import Finished


class TraceCache:
    """Runs by the id of their trace; safe to use from several threads.

    What is worked out from a run later and kept with it counts as soon as it is there.
    """

    def __init__(self, budget: int) -> None:
        """`budget` is in bytes of arrays; pinned runs do not count."""
        self._budget = budget
        self._kept: OrderedDict[str, tuple[Finished, int]] = OrderedDict()
        self._pinned: dict[str, Finished] = {}
        self._ids: dict[int, str] = {}  # of the trace and the stacks of every run, by id()
        self._bytes = 0
        self._lock = threading.RLock()
        listen(self)

    @property
    def nbytes(self) -> int:
        """Bytes of all runs that are kept, with what hangs on them."""
        with self._lock:
            return self._bytes

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
        with self._lock:
            if trace_id in self._kept:
                self._drop(trace_id)
            size = _bytes(finished)
            self._kept[trace_id] = (finished, size)
            self._bytes += size
            for owner in _owners(finished):
                self._ids[id(owner)] = trace_id
            self._trim()

    def pin(self, trace_id: str, finished: Finished) -> None:
        """Keeps a run for good."""
        with self._lock:
            self._pinned[trace_id] = finished

    def grown(self, owner: object) -> None:
        """Weighs the run of this trace or stack anew, if it is one of these."""
        with self._lock:
            trace_id = self._ids.get(id(owner))
            if trace_id is None:
                return
            finished, before = self._kept[trace_id]
            size = _bytes(finished)
            self._kept[trace_id] = (finished, size)
            self._bytes += size - before
            self._trim()

    def _trim(self) -> None:
        while self._bytes > self._budget and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))

    def _drop(self, trace_id: str) -> None:
        finished, size = self._kept.pop(trace_id)
        self._bytes -= size
        for owner in _owners(finished):
            # Runs that go on from one another may share a sentence: it counts for the last one.
            if self._ids.get(id(owner)) == trace_id:
                del self._ids[id(owner)]


def _owners(finished: Finished) -> Iterator[object]:
    """The traces of a run and their stacks: what other values may be attached to."""
    answer = finished.answer
    for each in (answer, *answer.sentences):
        yield each.trace
        yield from each.trace.attention


def _bytes(finished: Finished) -> int:
    return finished.answer.nbytes + attached_bytes(_owners(finished))
