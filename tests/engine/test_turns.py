"""Turns are given first come first served, and a place is given up whatever happens."""

from __future__ import annotations

import threading

import pytest

from app.engine.turns import Turns
from app.errors import InputError


def test_turns_come_in_the_order_of_the_line() -> None:
    turns = Turns(1, 10)
    order: list[int] = []
    gates = [threading.Event() for _ in range(5)]

    def visit(number: int) -> None:
        with turns.place() as mine:
            gates[number].set()
            while not mine.wait(0.01):
                pass
            order.append(number)

    with turns.place() as first:
        assert first.wait(0)
        visitors = [threading.Thread(target=visit, args=(number,)) for number in range(5)]
        for visitor, gate in zip(visitors, gates, strict=True):
            visitor.start()
            assert gate.wait(10)
        assert turns.waiting == 5
        assert not order
    for visitor in visitors:
        visitor.join(10)
    assert order == [0, 1, 2, 3, 4]
    assert (turns.free, turns.waiting) == (1, 0)


def test_a_place_knows_how_many_come_before_it() -> None:
    turns = Turns(2, 10)
    with turns.place() as a, turns.place() as b, turns.place() as c, turns.place() as d:
        assert [each.before for each in (a, b, c, d)] == [0, 0, 0, 1]
        assert [each.wait(0) for each in (a, b, c, d)] == [True, True, False, False]
    assert turns.free == 2


def test_who_gives_up_lets_the_next_one_move_up() -> None:
    turns = Turns(1, 10)
    with turns.place() as first:
        with turns.place(), turns.place() as last:
            assert last.before == 1
        with turns.place() as next_one:
            assert next_one.before == 0
            assert not next_one.wait(0)
        assert first.wait(0)


def test_a_failure_gives_the_turn_back() -> None:
    turns = Turns(1, 1)
    with pytest.raises(ZeroDivisionError), turns.place():
        raise ZeroDivisionError
    assert turns.free == 1
    with (
        turns.place(),
        turns.place(),
        pytest.raises(InputError, match="1 run is waiting already"),
        turns.place(),
    ):
        pass
    assert turns.free == 1
