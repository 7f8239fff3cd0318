"""The JSON of the heads over a set of sentences; see docs/api.md."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.head_role_definitions import BY_ID, ROLES
from app.analysis.head_statistics import Unlike
from app.api.heads.roles import ClearRole, Role, role_fields
from app.api.registry import capability
from app.engine.disconnection import Left, never
from app.engine.engine import Engine
from app.engine.sentence_sets import Progress, read_set
from app.errors import InputError

# A page that leaves off keeps the last result it was told.
EVERY_SENTENCES = 25
EVERY_SECONDS = 2.0


class SkippedLine(TypedDict):
    """A line that took no part."""

    line: int
    why: str


class SetMeasure(TypedDict):
    """One measure over many sentences: per layer and head."""

    asked: int
    mean: list[list[float]]
    spread: list[list[float]]


class UnlikeLine(TypedDict):
    """A line in which a head behaves unlike itself."""

    line: int
    distance: float
    measure: str
    value: float
    away: float


class SentenceSet(TypedDict):
    """What the heads did over the sentences so far."""

    stack: str
    layers: int
    heads: int
    sentences: int
    lines: list[int]
    skipped: list[SkippedLine]
    measures: dict[str, SetMeasure]
    chance: dict[str, float]
    roles: list[list[ClearRole | None]]
    unlike: list[list[list[UnlikeLine]]]
    definitions: list[Role]


class _SetProgress(TypedDict):
    done: int
    of: int
    seconds_left: float | None


class SetProgress(_SetProgress, total=False):
    """A line of /heads/sets."""

    result: SentenceSet


ANSWERS = (SetProgress,)


@capability(endpoint="heads_over_sentences")
def heads_over_sentences(
    engine: Engine, text: str, model: str = "", stack: str = ""
) -> dict[str, Any]:
    """What every head does on average over many sentences, one per line."""
    *_, last = read_set(engine, model, text.split("\n"), stack)
    return set_fields(last)


@capability(route="/heads/sets", method="POST")
def sets(
    engine: Engine, lines: list[str], model: str = "", stack: str = "", *, stop: Left = never
) -> Iterator[dict[str, Any]]:
    """How far it is after every line; now and then, and at the end, with the result so far.

    Raises InputError.
    """
    told = time.monotonic()
    for step in read_set(engine, model, lines, stack, stop=stop):
        event: dict[str, Any] = {
            "done": step.done,
            "of": step.of,
            "seconds_left": step.seconds_left,
        }
        count, now = len(step.sentences), time.monotonic()
        due = count % EVERY_SENTENCES == 0 or now - told >= EVERY_SECONDS
        if count and (due or step.done == step.of):
            told = now
            event["result"] = set_fields(step)
        yield event


def set_fields(step: Progress) -> dict[str, Any]:
    """What is known after a step with at least one sentence. Raises InputError before it."""
    if not step.lines:
        raise InputError("No sentence has been read yet.")
    found = step.sentences.found()
    average = found.average()
    layers, heads = average.entropy.shape
    return {
        "stack": step.stack,
        "layers": layers,
        "heads": heads,
        "sentences": found.sentences,
        "lines": list(step.lines),
        "skipped": [asdict(each) for each in step.skipped],
        "measures": {
            name: {
                "asked": found.asked[name],
                "mean": found.mean[name].tolist(),
                "spread": found.spread[name].tolist(),
            }
            for name in found.mean
        },
        "chance": found.chance,
        "roles": [
            [role_fields(BY_ID, average.clear(layer, head)) for head in range(heads)]
            for layer in range(layers)
        ],
        "unlike": [
            [[_unlike(each, step.lines) for each in head] for head in layer]
            for layer in found.unlike
        ],
        "definitions": [asdict(role) for role in ROLES if role.id in found.mean],
    }


def _unlike(each: Unlike, lines: Sequence[int]) -> dict[str, Any]:
    return {
        "line": lines[each.sentence],
        "distance": each.distance,
        "measure": each.measure,
        "value": each.value,
        "away": each.away,
    }
