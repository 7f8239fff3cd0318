"""Experiments on the positions of a kept run; see docs/api.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.analysis.position_edits import KINDS, PositionEdit, looks_back, stack_moved, words_of
from app.api.checks import token_fields
from app.api.registry import capability
from app.engine.disconnection import Left, never
from app.engine.engine import Engine
from app.engine.experiments import Edited, edit_positions
from app.experiments.comparison_result import Option
from app.experiments.position_edits_result import PermutationResult, PositionEditResult


@capability(route="/experiments/positions/{trace_id}/words")
def movable(engine: Engine, trace_id: str) -> dict[str, Any]:
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


@capability(endpoint="move_positions", route="/experiments/positions/{trace_id}")
def move_positions(
    engine: Engine,
    trace_id: str,
    kind: str = "shuffle",
    first: int = 0,
    second: int = 1,
    by: float = 1,
    seed: int = 0,
    *,
    stop: Left = never,
) -> Iterator[dict[str, Any]]:
    """Reads a run's tokens again, told that they stand at other positions."""
    move = PositionEdit(kind, first, second, by, seed)
    for step in edit_positions(engine, trace_id, move, stop=stop):
        if isinstance(step, Edited):
            yield placed_fields(step.result, step.trace_id, step.kind)
        elif isinstance(step, PermutationResult):
            yield permuted_fields(step)
        else:
            yield {"done": step.done, "of": step.of}


def placed_fields(result: PositionEditResult, trace_id: str, kind: str | None) -> dict[str, Any]:
    """What `/move_positions` says of a move."""
    following = result.next
    return {
        "kind": result.kind,
        "says": result.says,
        "note": result.note,
        "stack": result.stack,
        "trace_id": trace_id,
        "tokens": [
            {
                **token_fields(each.token),
                "before": each.before,
                "after": each.after,
                "change": each.change,
            }
            for each in result.tokens
        ],
        "hidden": list(result.hidden),
        "heads": [list(row) for row in result.heads],
        "output": kind
        and {
            "kind": kind,
            "before": [_labelled(each, each.before) for each in result.output],
            "after": [_labelled(each, each.after) for each in result.output],
        },
        "next": following
        and {
            "at": following.at,
            "token": following.token,
            "candidates": [_option(each) for each in following.candidates],
            "kl_nats": following.kl,
        },
        "written": result.text
        and {
            "before": result.text.before,
            "after": result.text.after,
            "tokens": [_option(each) for each in result.text.tokens],
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


def permuted_fields(result: PermutationResult) -> dict[str, Any]:
    """What `/move_positions` says of the permutation test."""
    return {
        "kind": result.kind,
        "says": result.says,
        "explains": result.explains,
        "causal": result.causal,
        "stack": result.stack,
        "order": list(result.order),
        "without": result.without,
        "with_positions": result.kept,
        "tokens": [
            {**token_fields(token), "without": without, "with_positions": kept}
            for token, without, kept in result.tokens
        ],
    }
