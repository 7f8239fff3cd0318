"""What a kept run rests on: its input is changed, and what follows is set beside the run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial

from app.analysis.position_edits import PositionEdit
from app.engine.engine import Engine
from app.engine.events import Finished
from app.errors import InputError, whole_number
from app.experiments.attribution_result import Attribution, AttributionProgress
from app.experiments.position_edits_result import (
    PermutationResult,
    PositionEditProgress,
    PositionEditResult,
)
from app.experiments.source_ablation_result import SourceAblation, SourceAblationProgress
from app.tasks import Answer
from app.trace.predictions import Filled


def ablate_source(
    engine: Engine,
    trace_id: str,
    first: int,
    last: int,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[SourceAblationProgress | SourceAblation]:
    """Hides each source word in turn and says what it did to a written word.

    See `app.experiments.source_ablation.hide`. Raises InputError for an expired trace, one without
    cross-attention, or a range outside of what was written.
    """
    trace = engine.original(trace_id).answer.trace
    if not trace.target or "cross" not in [each.name for each in trace.attention]:
        raise InputError("Only a run with cross-attention has source words that can be hidden.")
    written = len(trace.target) - 1
    for name, value in (("first", first), ("last", last)):
        whole_number(value, name, 0, written - 1)
    with engine.use(trace.model, stop) as loaded:
        from app.experiments import source_ablation

        with engine.turn(stop) as mine:
            if mine:
                yield from source_ablation.ablate_source(loaded, trace, first, last, stop=stop)


def attribute(
    engine: Engine, trace_id: str, label: str = "", *, stop: Callable[[], bool] = lambda: False
) -> Iterator[AttributionProgress | Attribution]:
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
                yield from attribution.attribute(
                    loaded, answer.trace, answer.result, label, stop=stop
                )


@dataclass(frozen=True)
class Edited:
    """A run at other positions: what that showed, the id it is kept under, and what is predicted.

    kind  of the run's result, where the change moved its probabilities; None otherwise
    """

    result: PositionEditResult
    trace_id: str
    kind: str | None


def edit_positions(
    engine: Engine, trace_id: str, move: PositionEdit, *, stop: Callable[[], bool] = lambda: False
) -> Iterator[PositionEditProgress | Edited | PermutationResult]:
    """Reads a run's tokens again at other positions: how far it is, then what it showed.

    The changed run is kept like any other, under the `trace_id` of the result. Raises InputError
    for an expired run, and for a move the model does not allow.
    """
    finished = engine.original(trace_id)
    trace, result = finished.answer.trace, finished.answer.result
    said = engine.task(trace.task).said if result is not None else None
    blank = result.blanks[0].position if isinstance(result, Filled) and result.blanks else None
    with engine.use(trace.model, stop) as loaded:
        # torch is only imported once a model is there.
        from app.experiments.position_edits import read_at_positions as placing
        from app.instrumentation.positional_scheme import positions

        if not trace.positions.experiments:
            # A run recorded with the page tells the scheme, and not what its model allows.
            known = positions(loaded.model, len(trace.tokens))
            trace = replace(
                trace, positions=replace(trace.positions, experiments=known.experiments)
            )
        with engine.turn(stop) as mine:
            if not mine:
                return
            told = partial(said, loaded) if said else None
            for step in placing(loaded, trace, move, told, at=blank, stop=stop):
                if isinstance(step, PositionEditResult):
                    kept = _keep(engine, finished, trace_id, move, step)
                    kind = result.kind if result is not None and step.output else None
                    yield Edited(step, kept, kind)
                else:
                    yield step


def _keep(
    engine: Engine, finished: Finished, trace_id: str, move: PositionEdit, found: PositionEditResult
) -> str:
    """Keeps the changed run; returns its id, the same for the same move."""
    named = json.dumps([trace_id, asdict(move)], sort_keys=True)
    key = hashlib.sha256(named.encode()).hexdigest()[:32]
    trace = found.trace
    answer = Answer("", trace.tokens, (), trace.measured.seconds, "", trace)
    engine.put(replace(finished, trace_id=key, answer=answer, cached=False))
    return key
