"""The models in memory: loaded on demand, counted while used, dropped when memory runs short."""

from __future__ import annotations

import gc
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.errors import InputError
from app.models.catalog import ModelRow, row
from app.models.loading import Loaded
from app.models.size import memory_needed
from app.models.sources.progress import Progress
from app.settings import MIB

Fetch = Callable[[ModelRow, Progress], Path]
Load = Callable[[ModelRow, Path], Loaded]
Phase = Literal["absent", "fetching", "loading", "ready"]


@dataclass(frozen=True)
class State:
    """How far a model is. fraction is of the bytes to fetch, 0 to 1, and 0 where unknown."""

    phase: Phase
    fraction: float = 0.0


@dataclass(eq=False)
class _Slot:
    """One model on its way in, or in memory; waiting callers are users already."""

    result: Future[Loaded] = field(default_factory=Future)
    state: State = State("fetching")
    memory: int = 0
    users: int = 0
    last_used: int = 0


class Store:
    """Models by id, within `budget` bytes.

    A model that alone needs more than the budget is refused with InputError, before it is loaded
    where its files tell. Otherwise a model always loads: those that nobody uses leave first, the
    least recently used ones before others, and when all others are in use the store goes over
    its budget until one of their users leaves.
    """

    def __init__(
        self,
        budget: int,
        *,
        fetch: Fetch,
        load: Load,
        needed: Callable[[ModelRow, Path], int] = memory_needed,
    ) -> None:
        self._budget = budget
        self._fetch = fetch
        self._load = load
        self._needed = needed
        self._slots: dict[str, _Slot] = {}
        self._lock = threading.Lock()
        self._clock = itertools.count(1)

    @contextmanager
    def use(self, model_id: str) -> Iterator[Loaded]:
        """The model, which stays in memory until the block ends; loaded first if it is not there.

        Callers that ask for a model while it loads wait for that one load. Raises InputError when
        it cannot be had; nothing is left behind then, and the next call tries again.
        """
        slot, is_first = self._enter(model_id)
        try:
            if is_first:
                self._fill(model_id, slot)
            yield slot.result.result()
        finally:
            self._leave(slot)

    def loaded(self) -> tuple[str, ...]:
        """The ids of the models that are ready, sorted."""
        with self._lock:
            return tuple(sorted(i for i, slot in self._slots.items() if _is_ready(slot)))

    def forget(self, model_id: str) -> None:
        """Read the model's files anew at its next use, since they were changed.

        Whoever uses it goes on with what was read before.
        """
        with self._lock:
            slot = self._slots.get(model_id)
            if slot is not None and _is_ready(slot):
                del self._slots[model_id]

    def state(self, model_id: str) -> State:
        """How far a model is; any id may be asked for."""
        with self._lock:
            slot = self._slots.get(model_id)
            return slot.state if slot else State("absent")

    def memory(self) -> int:
        """Bytes of the models in memory and of those being loaded."""
        with self._lock:
            return self._memory()

    def _enter(self, model_id: str) -> tuple[_Slot, bool]:
        with self._lock:
            slot = self._slots.get(model_id)
            is_first = slot is None
            if slot is None:
                slot = self._slots[model_id] = _Slot()
            slot.users += 1
            slot.last_used = next(self._clock)
            return slot, is_first

    def _leave(self, slot: _Slot) -> None:
        with self._lock:
            slot.users -= 1
            slot.last_used = next(self._clock)
        self._make_room()

    def _fill(self, model_id: str, slot: _Slot) -> None:
        try:
            known = row(model_id)
            folder = self._fetch(known, self._progress(slot))
            slot.state = State("loading", 1.0)
            self._reserve(model_id, slot, self._needed(known, folder))
            loaded = self._load(known, folder)
            self._reserve(model_id, slot, loaded.memory)
        except BaseException as error:
            with self._lock:
                del self._slots[model_id]
            slot.result.set_exception(error)
        else:
            slot.state = State("ready", 1.0)
            slot.result.set_result(loaded)

    def _progress(self, slot: _Slot) -> Progress:
        def report(model_id: str, done: int, total: int) -> None:
            slot.state = State("fetching", min(done / total, 1.0) if total else 0.0)

        return report

    def _reserve(self, model_id: str, slot: _Slot, memory: int) -> None:
        if memory > self._budget:
            raise InputError(
                f"The model {model_id} needs {memory // MIB:,} MiB and models may use "
                f"{self._budget // MIB:,} MiB: choose a smaller one, or raise "
                "PLAYGROUND_MODEL_MEMORY (bytes)."
            )
        with self._lock:
            slot.memory = memory
        self._make_room()

    def _memory(self) -> int:
        return sum(slot.memory for slot in self._slots.values())

    def _make_room(self) -> None:
        """Drop unused models, the least recently used first, until the rest fits."""
        dropped = False
        with self._lock:
            while self._memory() > self._budget:
                idle = [
                    (slot.last_used, model_id)
                    for model_id, slot in self._slots.items()
                    if slot.users == 0 and _is_ready(slot)
                ]
                if not idle:
                    break
                del self._slots[min(idle)[1]]
                dropped = True
        if dropped:
            gc.collect()  # a model's modules refer to each other: only this gives its memory back


def _is_ready(slot: _Slot) -> bool:
    return slot.result.done()
