"""The JSON of the endpoints for encoders with a head; see docs/api.md."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.api.checks import token_fields
from app.engine import experiments
from app.engine.engine import Engine
from app.engine.events import Finished
from app.errors import InputError
from app.experiments.attribution_result import Decided
from app.trace.predictions import Entities, Filled, Labels, Score, Spans


def _finished(engine: Engine, task: str, model: str, fields: dict[str, str], cut: bool) -> Finished:
    return engine.finish(engine.run(task, model, fields, truncate=cut))


def _common(finished: Finished) -> dict[str, Any]:
    return {
        "trace_id": finished.trace_id,
        "seconds": finished.answer.seconds,
        "cut": finished.answer.cut,
    }


def sentiment(
    engine: Engine, text: str, model: str, *, labels: str = "", truncate: bool = False
) -> dict[str, Any]:
    """The most likely label, the probability of each, and the same for every sentence."""
    finished = _finished(engine, "sentiment", model, {"text": text, "labels": labels}, truncate)
    found = finished.answer.result
    if not isinstance(found, Labels):
        raise AssertionError("the task gives labels")
    return {
        **_common(finished),
        "label": "" if found.regression else found.scores[0].label,
        "scores": _shares(found.scores),
        "values": {each.label: each.logit for each in found.scores} if found.regression else {},
        "logits": {each.label: each.logit for each in found.scores},
        "exclusive": found.exclusive,
        "sentences": [
            {
                "start": part.start,
                "end": part.end,
                "label": "" if found.regression else part.scores[0].label,
                "scores": _shares(part.scores),
                "values": {each.label: each.logit for each in part.scores}
                if found.regression
                else {},
            }
            for part in found.parts
        ],
    }


def _shares(scores: tuple[Score, ...]) -> dict[str, float]:
    """Probability by label; empty for values, which have none."""
    return {each.label: each.probability for each in scores if each.probability is not None}


def answer(engine: Engine, question: str, context: str, model: str) -> dict[str, Any]:
    """The words of the context that answer, or an empty answer where none do."""
    fields = {"text": context, "question": question}
    finished = _finished(engine, "answer", model, fields, False)
    found = finished.answer.result
    if not isinstance(found, Spans):
        raise AssertionError("the task gives spans")
    best = found.spans[0] if found.spans else None
    given = best if found.answered else None
    return {
        **_common(finished),
        "answer": given.text if given else "",
        "start": given.start if given else -1,
        "end": given.end if given else -1,
        "score": best.score if best else 0.0,
        "probability": best.probability if best else 0.0,
        "answered": found.answered,
        "threshold": found.threshold,
        "alternatives": [asdict(each) for each in found.spans],
        "windows": [asdict(each) for each in found.windows],
    }


def entities(engine: Engine, text: str, model: str, *, truncate: bool = False) -> dict[str, Any]:
    """The entities in reading order, and per token the probability of every label."""
    finished = _finished(engine, "entities", model, {"text": text}, truncate)
    found = finished.answer.result
    if not isinstance(found, Entities):
        raise AssertionError("the task gives entities")
    tokens = finished.answer.trace.tokens
    return {
        **_common(finished),
        "entities": [asdict(each) for each in found.entities],
        "labels": list(found.labels),
        "tokens": [
            {**token_fields(token), "probabilities": list(row)}
            for token, row in zip(tokens, found.probabilities, strict=True)
        ],
    }


def fill_mask(
    engine: Engine, text: str, model: str, limit: int, *, truncate: bool = False
) -> dict[str, Any]:
    """The words expected at each [MASK]; the whole distribution is what `/next_token` gives."""
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= 10:
        raise InputError("limit must be a whole number from 1 to 10.")
    finished = _finished(engine, "fill", model, {"text": text}, truncate)
    found = finished.answer.result
    if not isinstance(found, Filled):
        raise AssertionError("the task gives filled blanks")
    return {
        **_common(finished),
        "blanks": [
            {
                "position": blank.position,
                "start": blank.start,
                "end": blank.end,
                "candidates": [asdict(each) for each in blank.guesses[:limit]],
            }
            for blank in found.blanks
        ],
    }


def decided_fields(found: Decided) -> dict[str, Any]:
    """What `/decides` says."""
    return asdict(found)


def decides(engine: Engine, trace_id: str, label: str) -> dict[str, Any]:
    """How much each word adds to a label or an answer, by four ways of asking."""
    *_, found = experiments.decide(engine, trace_id, label)
    if not isinstance(found, Decided):
        raise AssertionError("nothing stopped it")
    return decided_fields(found)
