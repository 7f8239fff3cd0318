"""Whether whoever asked is still there: what runs for somebody ends once nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Left = Callable[[], bool]


def never() -> bool:
    """For work that nobody can leave."""
    return False


_left: ContextVar[Left] = ContextVar("left", default=never)


def gone() -> bool:
    """Whether whoever asked for what this thread is doing has left."""
    return _left.get()()


def asker() -> Left:
    """The same question, to be asked later or in another thread."""
    return _left.get()


@contextmanager
def asked_by(left: Left) -> Iterator[None]:
    """What is done inside is done for somebody of whom `left` says whether they have left."""
    token = _left.set(left)
    try:
        yield
    finally:
        _left.reset(token)
