"""Changes inside a kept run: the changed run is kept like any other, with what it showed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from app.analysis.interventions import read_interventions
from app.decoding.sampling import Sampling
from app.engine.engine import Engine
from app.engine.events import Event, Finished
from app.errors import InputError
from app.experiments.intervention_result import AblationMap, Controls, Effect, Progress
from app.tasks import Answer, Request
from app.trace import Trace
from app.trace.interventions import Intervention
from app.trace.predictions import Filled

Stop = Callable[[], bool]


@dataclass(frozen=True, eq=False)
class Intervened:
    """The effect of a change, the id of the changed run, and the kind of a head's answers."""

    effect: Effect
    trace_id: str
    kind: str | None
    writes: bool


def intervene(
    engine: Engine,
    trace_id: str,
    changes: str,
    position: int | None = None,
    token: int | None = None,
    rival: int | None = None,
    *,
    stop: Stop = lambda: False,
) -> Iterator[Progress | Intervened]:
    """Reads a run's tokens again with changes inside it; see `app.experiments.intervention`.

    The changed run is kept under the `trace_id` of the result. Raises InputError for an expired
    run, one that was changed already, and for changes that its model does not allow.
    """
    finished = engine.original(trace_id)
    trace = finished.answer.trace
    wanted = _read(changes, trace_id, trace)
    sources = _sources(engine, wanted)
    position = _asked_at(finished, position)
    with engine.use(trace.model, stop) as loaded:
        # torch is only imported once a model is there.
        from app.experiments import intervention

        with engine.turn(stop) as mine:
            if not mine:
                return
            said = _said(engine, finished, loaded)
            for step in intervention.intervene(
                loaded, trace, wanted, sources, said,
                position=position, token=token, rival=rival, stop=stop,
            ):  # fmt: skip
                if isinstance(step, Progress):
                    yield step
                    continue
                kept = _keep(engine, finished, trace_id, step)
                result = finished.answer.result
                kind = result.kind if result is not None and said is not None else None
                writes = engine.task(trace.task).writes and trace.logits is not None
                yield Intervened(step, kept, kind, writes)


def controls(
    engine: Engine,
    trace_id: str,
    changes: str,
    position: int | None = None,
    token: int | None = None,
    seed: int = 0,
    *,
    stop: Stop = lambda: False,
) -> Iterator[Progress | Controls]:
    """The effect of the same kind of change at other places. Raises InputError as `intervene`."""
    finished = engine.original(trace_id)
    trace = finished.answer.trace
    wanted = _read(changes, trace_id, trace)
    if len(wanted) != 1:
        raise InputError("One change has others of its kind to compare with, and not several.")
    sources = _sources(engine, wanted)
    position = _asked_at(finished, position)
    with engine.use(trace.model, stop) as loaded:
        from app.experiments import intervention

        with engine.turn(stop) as mine:
            if mine:
                yield from intervention.controls(
                    loaded, trace, wanted[0], sources, _said(engine, finished, loaded),
                    position=position, token=token, seed=seed,
                    room=engine.settings.batch_tokens, stop=stop,
                )  # fmt: skip


def ablation_map(
    engine: Engine,
    trace_id: str,
    how: str = "zero",
    position: int | None = None,
    token: int | None = None,
    *,
    stop: Stop = lambda: False,
) -> Iterator[Progress | AblationMap]:
    """Every head and feed-forward part of a run taken out alone. Raises InputError."""
    finished = engine.original(trace_id)
    trace = finished.answer.trace
    position = _asked_at(finished, position)
    with engine.use(trace.model, stop) as loaded:
        from app.experiments import intervention

        with engine.turn(stop) as mine:
            if mine:
                yield from intervention.ablation_map(
                    loaded, trace, how, _said(engine, finished, loaded),
                    position=position, token=token, room=engine.settings.batch_tokens, stop=stop,
                )  # fmt: skip


def write_on(engine: Engine, trace_id: str, *, stop: Stop = lambda: False) -> Iterator[Event]:
    """What a changed run writes after its prompt, greedily, as many tokens as before.

    Raises InputError for an expired run, and for one of a task that writes nothing.
    """
    finished = engine.finished(trace_id)
    trace = finished.answer.trace
    task = engine.task(trace.task)
    if not trace.interventions or not task.writes:
        raise InputError("Only a changed run of a task that writes can be written anew.")
    given = trace.tokens if trace.target else trace.tokens[: trace.prompt]
    text = trace.text if trace.target else trace.text[: max(each.end for each in given)]
    count = len(trace.written) - (1 if trace.target else trace.prompt)
    most = min(max(1, count), engine.settings.max_new_tokens)
    request = Request(
        {each.name: finished.fields.get(each.name, "") for each in task.fields},
        Sampling(max_new_tokens=most),
        engine.settings.max_tokens,
        prompt=(text, given),
        interventions=trace.interventions,
        sources={**_sources(engine, trace.interventions), "": trace},
    )
    yield from engine.perform(task, trace.model, request, stop)


def _read(changes: str, trace_id: str, trace: Trace) -> tuple[Intervention, ...]:
    """The interventions of a request; a mean that names no run is that of this one."""
    return tuple(
        replace(each, source=trace_id) if each.how == "mean" and not each.source else each
        for each in read_interventions(changes, trace)
    )


def _sources(engine: Engine, changes: Sequence[Intervention]) -> dict[str, Trace]:
    names = {name for each in changes for name in (each.source, each.minus) if name}
    return {name: engine.trace(name) for name in sorted(names)}


def _said(engine: Engine, finished: Finished, loaded: Any) -> Any:
    """What a head of the model says of a pass; None where words are predicted."""
    answer = finished.answer
    said = engine.task(answer.trace.task).said if answer.result is not None else None
    if said is None or isinstance(answer.result, Filled):
        return None
    return partial(said, loaded)


def _asked_at(finished: Finished, position: int | None) -> int | None:
    result = finished.answer.result
    if position is None and isinstance(result, Filled) and result.blanks:
        return result.blanks[0].position
    return position


def _keep(engine: Engine, finished: Finished, trace_id: str, effect: Effect) -> str:
    """Keeps the changed run; returns its id, the same for the same changes."""
    named = json.dumps([trace_id, [asdict(each) for each in effect.changes]], sort_keys=True)
    key = hashlib.sha256(named.encode()).hexdigest()[:32]
    trace = effect.trace
    answer = Answer("", trace.tokens, (), trace.measured.seconds, "", trace)
    engine.put(replace(finished, trace_id=key, answer=answer, cached=False))
    return key
