"""What a kept run rests on: its input is changed, and what follows is set beside the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.engine.engine import Engine
from app.errors import InputError
from app.experiments.attribution_result import Decided, Deciding
from app.experiments.source_ablation_result import Hidden, Hiding


def hide(
    engine: Engine,
    trace_id: str,
    first: int,
    last: int,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Hiding | Hidden]:
    """Hides each source word in turn and says what it did to a written word.

    See `app.experiments.source_ablation.hide`. Raises InputError for an expired trace, one without
    cross-attention, or a range outside of what was written.
    """
    trace = engine.original(trace_id).answer.trace
    if not trace.target or "cross" not in [each.name for each in trace.attention]:
        raise InputError("Only a run with cross-attention has source words that can be hidden.")
    written = len(trace.target) - 1
    for name, value in (("first", first), ("last", last)):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < written:
            raise InputError(f"{name} must be a whole number from 0 to {written - 1}.")
    with engine.use(trace.model, stop) as loaded:
        from app.experiments import source_ablation

        with engine.turn(stop) as mine:
            if mine:
                yield from source_ablation.hide(loaded, trace, first, last, stop=stop)


def decide(
    engine: Engine, trace_id: str, label: str = "", *, stop: Callable[[], bool] = lambda: False
) -> Iterator[Deciding | Decided]:
    """How much each word adds to a label or an answer; see `app.experiments.attribution.decide`.

    Raises InputError for an expired trace or one that has neither.
    """
    answer = engine.original(trace_id).answer
    if answer.result is None:
        raise InputError("Only a label or an answer can be explained: run Sentiment or Answer.")
    with engine.use(answer.trace.model, stop) as loaded:
        from app.experiments import attribution

        with engine.turn(stop) as mine:
            if mine:
                yield from attribution.decide(loaded, answer.trace, answer.result, label, stop=stop)
