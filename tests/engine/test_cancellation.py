"""Stop ends the runs of one visitor and of nobody else."""

from __future__ import annotations

from app.engine.cancellation import ActiveRuns


def test_stop_reaches_both_lanes_of_one_visitor() -> None:
    stops = ActiveRuns()
    with (
        stops.running("me", "a") as first,
        stops.running("me", "b") as second,
        stops.running("you", "a") as other,
    ):
        stops.stop("me")
        assert first()
        assert second()
        assert not other()


def test_a_second_run_of_a_lane_ends_the_first() -> None:
    stops = ActiveRuns()
    with stops.running("me", "a") as first:
        with stops.running("me", "a") as second:
            assert first()
            assert not second()
        assert second(), "what ended need not go on"


def test_a_run_knows_whether_a_newer_one_took_its_place() -> None:
    stops = ActiveRuns()
    with stops.running("me", "a") as first:
        with stops.running("me", "a") as second:
            assert first.replaced
            assert not second.replaced
        stops.stop("me")
    with stops.running("me", "a") as third:
        stops.stop("me")
        assert third()
        assert not third.replaced
