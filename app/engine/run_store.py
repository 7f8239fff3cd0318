"""The runs that are still kept, by the id of their trace: whole ones and their sentences."""

from __future__ import annotations

from dataclasses import replace

from app.engine.events import Finished, Recorded
from app.engine.trace_cache import TraceCache
from app.errors import InputError
from app.text.numerals import numeral
from app.trace import Trace


class RunStore:
    """Looks up what was run. A sentence of a text has the id of the run, a dash and its number."""

    def __init__(self, budget: int) -> None:
        """`budget` is in bytes of arrays."""
        self._traces = TraceCache(budget)

    @property
    def kept_bytes(self) -> int:
        """Bytes of the arrays of all kept runs, and of what was worked out from them."""
        return self._traces.nbytes

    def keep(self, recorded: Recorded) -> None:
        """Makes a recorded run available like any other; it never expires."""
        self._traces.pin(recorded.finished.trace_id, recorded.finished)

    def put(self, finished: Finished) -> None:
        """Keeps a run beside the others, as long as there is room."""
        self._traces.put(finished.trace_id, finished)

    def trace(self, trace_id: str) -> Trace:
        """The trace kept under an id. Raises InputError when it has expired."""
        return self.finished(trace_id).answer.trace

    def finished(self, trace_id: str) -> Finished:
        """The finished run kept under an id. Raises InputError when it has expired."""
        finished = self.whole(trace_id)
        if "-" not in trace_id:
            return finished
        number = part(trace_id)
        if not 0 <= number < len(finished.answer.sentences):
            raise InputError(f"This run has {len(finished.answer.sentences)} sentences, from 0 on.")
        return replace(finished, trace_id=trace_id, answer=finished.answer.sentences[number])

    def original(self, trace_id: str) -> Finished:
        """As `finished`, but refused for a run of an experiment, which cannot be gone on with."""
        finished = self.finished(trace_id)
        if finished.answer.trace.moved:
            raise InputError("This run's positions were moved: go back to the original run.")
        if finished.answer.trace.interventions:
            raise InputError("Something inside this run was changed: go back to the original run.")
        return finished

    def whole(self, trace_id: str) -> Finished:
        """The run a trace belongs to, with all its sentences. Raises InputError."""
        key = trace_id.partition("-")[0] if isinstance(trace_id, str) else ""
        finished = self._traces.get(key)
        if finished is None:
            raise InputError("This run is no longer kept: press Run again to record it anew.")
        return finished

    def same(self, key: str) -> Finished | None:
        """The run of the same request, if it is still kept."""
        return self._traces.get(key)


def part(trace_id: str) -> int:
    """The number of the sentence a trace id names; 0 when it names a whole run."""
    _, _, number = trace_id.partition("-")
    index = numeral(number) if number else 0
    return -1 if index is None else index
