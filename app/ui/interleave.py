"""Several lanes at once: each runs in a thread of its own, and their states come out in turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from queue import Empty, SimpleQueue
from typing import TypeVar

State = TypeVar("State")


def merged(lanes: Mapping[str, Iterator[State]]) -> Iterator[dict[str, State]]:
    """The newest state of every lane that has one, until all have ended.

    A state that was overtaken by a newer one of its lane before anybody asked is left out.
    """
    told: SimpleQueue[tuple[str, State | None]] = SimpleQueue()

    def run(name: str, states: Iterator[State]) -> None:
        try:
            for state in states:
                told.put((name, state))
        finally:
            told.put((name, None))

    for name, states in lanes.items():
        threading.Thread(target=run, args=(name, states), name=f"lane {name}", daemon=True).start()
    running = len(lanes)
    while running:
        newest: dict[str, State] = {}
        for name, state in _waiting(told):
            if state is None:
                running -= 1
            else:
                newest[name] = state
        if newest:
            yield newest


def _waiting(told: SimpleQueue[tuple[str, State | None]]) -> Iterator[tuple[str, State | None]]:
    """What has been told so far, at least one thing."""
    yield told.get()
    while True:
        try:
            yield told.get_nowait()
        except Empty:
            return
