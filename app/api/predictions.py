"""The JSON of the endpoints for encoders with a head; see docs/api.md."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from app.api.checks import token_fields
from app.api.registry import Range, capability
from app.engine.engine import Engine
from app.engine.events import Finished
from app.errors import whole_number
from app.trace.predictions import Entities, Filled, Labels, Score, Spans

MOST_GUESSES = 10


def _finished(engine: Engine, task: str, model: str, fields: dict[str, str], cut: bool) -> Finished:
    return engine.finish(engine.run(task, model, fields, truncate=cut))


def _common(finished: Finished) -> dict[str, Any]:
    return {
        "trace_id": finished.trace_id,
        "seconds": finished.answer.seconds,
        "cut": finished.answer.cut,
    }


@capability(endpoint="sentiment")
def sentiment(
    engine: Engine,
    text: str,
    model: str = "minilm-sst2",
    labels: str = "",
    truncate: bool = False,
) -> dict[str, Any]:
    """Judges a text with the model's labels, or with yours through a model of entailment."""
    finished = _finished(engine, "sentiment", model, {"text": text, "labels": labels}, truncate)
    found = finished.answer.result
    if not isinstance(found, Labels):
        raise AssertionError("the task gives labels")
    return {
        **_common(finished),
        "label": "" if found.regression else found.scores[0].label,
        "unclear": found.unclear,
        "plain": found.plain,
        "scores": _shares(found.scores),
        "values": {each.label: each.logit for each in found.scores} if found.regression else {},
        "logits": {each.label: each.logit for each in found.scores},
        "exclusive": found.exclusive,
        "sentences": [
            {
                "start": part.start,
                "end": part.end,
                "label": "" if found.regression else part.scores[0].label,
                "plain": part.plain,
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


@capability(endpoint="answer")
def answer(
    engine: Engine, question: str, context: str, model: str = "minilm-squad"
) -> dict[str, Any]:
    """The words of the context that answer the question, whether that is sure, and alternatives."""
    fields = {"text": context, "question": question}
    finished = _finished(engine, "answer", model, fields, False)
    found = finished.answer.result
    if not isinstance(found, Spans):
        raise AssertionError("the task gives spans")
    best = found.spans[0] if found.spans else None
    given = None if found.state == "absent" else best
    return {
        **_common(finished),
        "answer": given.text if given else "",
        "start": given.start if given else -1,
        "end": given.end if given else -1,
        "score": best.score if best else 0.0,
        "probability": best.probability if best else 0.0,
        "state": found.state,
        "answered": found.state == "answered",
        "unsure_above": found.unsure_above,
        "answered_above": found.answered_above,
        "right": found.right,
        "alternatives": [asdict(each) for each in found.spans],
        "windows": [asdict(each) for each in found.windows],
    }


@capability(endpoint="entities")
def entities(
    engine: Engine, text: str, model: str = "minilm-ner", truncate: bool = False
) -> dict[str, Any]:
    """The names in a text, and the probability of every label for every token."""
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


@capability(endpoint="fill_mask")
def fill_mask(
    engine: Engine,
    text: str,
    model: str = "minilm-mlm",
    limit: Annotated[int, Range(1, MOST_GUESSES)] = 5,
    truncate: bool = False,
) -> dict[str, Any]:
    """The words expected where the text has [MASK]; `/next_token` gives the whole distribution."""
    whole_number(limit, "limit", 1, MOST_GUESSES)
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
