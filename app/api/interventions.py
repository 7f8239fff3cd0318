"""One thing inside a kept run is changed, and what depended on it; see docs/api.md."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from app.analysis.interventions import written_interventions
from app.api.interventions_answers import (
    AblatedHeads,
    ChangedOption,
    ChosenWord,
    InterventionControls,
    InterventionEffect,
)
from app.api.registry import capability
from app.engine import interventions
from app.engine.disconnection import Left, never
from app.engine.engine import Engine
from app.engine.events import Finished
from app.experiments.comparison_result import Option
from app.experiments.intervention_result import AblationMap, Chosen, Controls, Progress
from app.tasks import Partial


@capability(endpoint="intervene", route="/experiments/intervene/{trace_id}")
def intervene(
    engine: Engine,
    trace_id: str,
    changes: str,
    position: int | None = None,
    token: int | None = None,
    rival: int | None = None,
    *,
    stop: Left = never,
) -> Iterator[dict[str, Any]]:
    """Changes something inside a run and says what that does to a word, label or answer."""
    for step in interventions.intervene(
        engine, trace_id, changes, position, token, rival, stop=stop
    ):
        yield _progress(step) if isinstance(step, Progress) else {**effect_fields(step)}


@capability(endpoint="intervention_controls", route="/experiments/controls/{trace_id}")
def intervention_controls(
    engine: Engine,
    trace_id: str,
    changes: str,
    position: int | None = None,
    token: int | None = None,
    seed: int = 0,
    *,
    stop: Left = never,
) -> Iterator[dict[str, Any]]:
    """The effect of one change beside that of the same kind of change at up to 20 other places."""
    for step in interventions.controls(engine, trace_id, changes, position, token, seed, stop=stop):
        yield {**controls_fields(step)} if isinstance(step, Controls) else _progress(step)


@capability(endpoint="ablate", route="/experiments/ablate/{trace_id}")
def ablate(
    engine: Engine,
    trace_id: str,
    how: str = "zero",
    position: int | None = None,
    token: int | None = None,
    *,
    stop: Left = never,
) -> Iterator[dict[str, Any]]:
    """Takes out every head, and every feed-forward part, one at a time: the effect of each."""
    for step in interventions.ablation_map(engine, trace_id, how, position, token, stop=stop):
        yield {**map_fields(step)} if isinstance(step, AblationMap) else _progress(step)


@capability(endpoint="write_changed", route="/experiments/write/{trace_id}")
def write_changed(engine: Engine, trace_id: str, *, stop: Left = never) -> Iterator[dict[str, Any]]:
    """What a changed run writes after its prompt, greedily, beside what had been written."""
    trace = engine.trace(trace_id)
    first = 1 if trace.target else trace.prompt
    count = max(1, len(trace.written) - first)
    before = "".join(token.text for token in trace.written[first:] if not token.special)
    for event in interventions.write_on(engine, trace_id, stop=stop):
        if isinstance(event, Partial):
            yield {"done": min(len(event.written), count), "of": count}
        elif isinstance(event, Finished):
            yield {"trace": event.trace_id, "text": event.answer.text, "before": before}


def _progress(step: Progress) -> dict[str, Any]:
    return {"done": step.done, "of": step.of}


def effect_fields(found: interventions.Intervened) -> InterventionEffect:
    """What `/intervene` says."""
    effect = found.effect
    difference = effect.difference
    return {
        "trace": found.trace_id,
        "changes": written_interventions(effect.changes),
        "position": effect.position,
        "chosen": _chosen(effect.chosen),
        "rival": _chosen(effect.rival) if effect.rival else None,
        "difference": {"before": difference[0], "after": difference[1]} if difference else None,
        "next": {
            "at": effect.next.at,
            "token": effect.next.token,
            "candidates": [_option(each) for each in effect.next.candidates],
            "kl_nats": effect.next.kl,
        }
        if effect.next
        else None,
        "output": {"kind": found.kind, "options": [_option(each) for each in effect.output]}
        if found.kind is not None
        else None,
        "written": {
            "before": effect.text.before,
            "after": effect.text.after,
            "tokens": [_option(each) for each in effect.text.tokens],
        }
        if effect.text
        else None,
        "heads": [
            {"stack": each.stack, "layer": each.layer, "head": each.head, "change": each.change}
            for each in effect.heads
        ],
        "writes": found.writes,
    }


def _chosen(word: Chosen) -> ChosenWord:
    before, after = math.exp(word.before), math.exp(word.after)
    return {"id": word.id, "text": word.name, "before": before, "after": after}


def _option(option: Option) -> ChangedOption:
    return {
        "id": option.id,
        "text": option.name,
        "before": option.before,
        "after": option.after,
    }


def controls_fields(found: Controls) -> InterventionControls:
    """What `/intervention_controls` says."""
    return {
        "effect": found.effect,
        "others": [
            {"change": written_interventions([each.change])[0], "effect": each.effect}
            for each in found.others
        ],
        "larger": found.larger,
    }


def map_fields(found: AblationMap) -> AblatedHeads:
    """What `/ablate` says."""
    return {
        "how": found.how,
        "stacks": {name: [list(row) for row in rows] for name, rows in found.stacks.items()},
        "mlp": None if found.mlp is None else list(found.mlp),
        "no_mlp": found.no_mlp,
        "before": found.before,
    }
