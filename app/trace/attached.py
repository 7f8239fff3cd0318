"""What is worked out from a run and kept for as long as the run itself, counted in bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import numpy as np

Owner = TypeVar("Owner")
Value = TypeVar("Value")


class Listener(Protocol):
    """Is told of everything that grew."""

    def grown(self, owner: object) -> None:
        """Something was attached to this trace or stack."""


class Attached(WeakKeyDictionary[Owner, Value]):
    """One kind of value by the trace or stack it belongs to.

    The arrays of a value count for the run it is worked out from: whoever puts more into a value
    that is there already stores it once more.
    """

    def __init__(self) -> None:
        super().__init__()
        _tables.append(self)

    def __setitem__(self, owner: Owner, value: Value) -> None:
        super().__setitem__(owner, value)
        for listener in tuple(_listeners):
            listener.grown(owner)


_tables: list[Attached[Any, Any]] = []
_listeners: WeakSet[Listener] = WeakSet()


def listen(listener: Listener) -> None:
    """Tells `listener` of what is attached from now on, for as long as it lives."""
    _listeners.add(listener)


def attached_bytes(owners: Iterable[object]) -> int:
    """Bytes of the arrays attached to these, a shared one counted once."""
    held: dict[int, int] = {}
    for owner in owners:
        for table in _tables:
            for array in _arrays(table.get(owner)):
                held[id(array)] = array.nbytes
    return sum(held.values())


def _arrays(value: object) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, Mapping):
        for each in tuple(value.values()):
            yield from _arrays(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _arrays(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _arrays(getattr(value, field.name))
