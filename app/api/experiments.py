"""Experiments on the positions of a kept run: looked up, run in turn, and their traces kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from app.analysis.position_edits import KINDS, Move, looks_back, stack_moved, words_of
from app.api.checks import token_fields
from app.engine.engine import Engine
from app.engine.events import Finished
from app.errors import InputError
from app.experiments.position_edits_result import Option, Permuted, Placed, Placing
from app.tasks import Answer
from app.trace.predictions import Filled


def experiments(engine: Engine, trace_id: str) -> dict[str, Any]:
    """The words of a run that can be moved, and which experiments its model allows."""
    trace = engine.trace(trace_id)
    allowed = trace.positions.experiments
    parameters = trace.positions.parameters
    words = [
        {
            "text": trace.text[trace.tokens[group[0]].start : trace.tokens[group[-1]].end].strip(),
            "pieces": [group[0], group[-1]],
        }
        for group in words_of(trace.text, trace.tokens)
    ]
    return {
        "stack": stack_moved(trace),
        "scheme": trace.positions.scheme,
        "causal": looks_back(trace),
        "trained_length": parameters.get("trained_length") or parameters.get("positions"),
        "words": words,
        "experiments": [
            {
                "kind": kind.id,
                "title": kind.title,
                "says": kind.says,
                "why": allowed.get(kind.id, ""),
                "allowed": not allowed.get(kind.id, ""),
            }
            for kind in KINDS
        ],
    }


def place(
    engine: Engine, trace_id: str, move: Move, *, stop: Callable[[], bool] = lambda: False
) -> Iterator[Placing | dict[str, Any]]:
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
        from app.experiments.position_edits import place as placing
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
                if isinstance(step, Placed):
                    kept = _keep(engine, finished, trace_id, move, step)
                    kind = result.kind if result is not None and step.output else None
                    yield placed_fields(step, kept, kind)
                elif isinstance(step, Permuted):
                    yield permuted_fields(step)
                else:
                    yield step


def _keep(engine: Engine, finished: Finished, trace_id: str, move: Move, found: Placed) -> str:
    """Keeps the changed run; returns its id, the same for the same move."""
    named = json.dumps([trace_id, asdict(move)], sort_keys=True)
    key = hashlib.sha256(named.encode()).hexdigest()[:32]
    trace = found.trace
    answer = Answer("", trace.tokens, (), trace.measured.seconds, "", trace)
    engine.put(replace(finished, trace_id=key, answer=answer, cached=False))
    return key


def run(engine: Engine, trace_id: str, move: Move) -> dict[str, Any]:
    """The result of an experiment, for callers that want nothing before it."""
    for step in place(engine, trace_id, move):
        if isinstance(step, dict):
            return step
    raise InputError("The experiment was stopped before it had a result: run it again.")


def placed_fields(found: Placed, trace_id: str, kind: str | None) -> dict[str, Any]:
    """What `/move_positions` says of a move."""
    following = found.next
    return {
        "kind": found.kind,
        "says": found.says,
        "note": found.note,
        "stack": found.stack,
        "trace_id": trace_id,
        "tokens": [
            {
                **token_fields(each.token),
                "before": each.before,
                "after": each.after,
                "change": each.change,
            }
            for each in found.tokens
        ],
        "hidden": list(found.hidden),
        "heads": [list(row) for row in found.heads],
        "output": kind
        and {
            "kind": kind,
            "before": [_labelled(each, each.before) for each in found.output],
            "after": [_labelled(each, each.after) for each in found.output],
        },
        "next": following
        and {
            "at": following.at,
            "token": following.token,
            "candidates": [_option(each) for each in following.candidates],
            "kl_nats": following.kl,
        },
        "written": found.text
        and {
            "before": found.text.before,
            "after": found.text.after,
            "tokens": [_option(each) for each in found.text.tokens],
        },
    }


def _labelled(option: Option, probability: float | None) -> dict[str, Any]:
    return {"label": option.name, "probability": probability}


def _option(option: Option) -> dict[str, Any]:
    return {
        "id": option.id,
        "text": option.name,
        "before": option.before,
        "after": option.after,
    }


def permuted_fields(found: Permuted) -> dict[str, Any]:
    """What `/move_positions` says of the permutation test."""
    return {
        "kind": found.kind,
        "says": found.says,
        "explains": found.explains,
        "causal": found.causal,
        "stack": found.stack,
        "order": list(found.order),
        "without": found.without,
        "with_positions": found.kept,
        "tokens": [
            {**token_fields(token), "without": without, "with_positions": kept}
            for token, without, kept in found.tokens
        ],
    }
