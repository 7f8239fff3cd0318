"""Lanes run at once, and the last state of each is never lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from app.ui.interleave import merged


def test_one_lane_does_not_wait_for_the_other() -> None:
    done = threading.Event()

    def slow() -> Iterator[int]:
        yield 1
        assert done.wait(10), "the other lane never ran"
        yield 2

    def quick() -> Iterator[int]:
        yield 10
        done.set()

    seen = list(merged({"a": slow(), "b": quick()}))
    assert [state["a"] for state in seen if "a" in state][-1] == 2
    assert [state["b"] for state in seen if "b" in state][-1] == 10


def test_the_order_within_a_lane_is_kept() -> None:
    values = [each["a"] for each in merged({"a": iter(range(200))})]
    assert values == sorted(values)
    assert values[-1] == 199


def test_no_lanes_are_no_states() -> None:
    assert list(merged({})) == []
