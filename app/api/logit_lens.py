"""The JSON of what the layers in between would predict, and of the neurons; see docs/api.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from app.analysis.next_token import distribution
from app.api.checks import numbers_of
from app.api.registry import Range, capability
from app.engine.engine import Engine
from app.errors import InputError, whole_number
from app.trace import Trace

if TYPE_CHECKING:
    from app.experiments.logit_lens import Grid

MOST_CELLS = 4096
MOST_ENTRIES = 100  # of one cell
MOST_NEURONS = 50


@capability(endpoint="lens")
def lens(
    engine: Engine, trace_id: str, part: str = "block", positions: str = "", layers: str = ""
) -> dict[str, Any]:
    """What each layer would predict at each position, through the model's own head."""
    at = numbers_of(positions, "positions") if positions else None
    return cells(engine, trace_id, at, numbers_of(layers, "layers") if layers else None, part)


@capability(route="/lens/{trace_id}")
def lens_between(
    engine: Engine,
    trace_id: str,
    part: str = "block",
    first: int = 0,
    last: int = -1,
    layers: str = "",
) -> dict[str, Any]:
    """As `/lens`, for the positions from `first` to `last`; -1 is the last there is."""
    count = len(engine.trace(trace_id).written)
    end = count - 1 if last == -1 else last
    if not 0 <= first <= end < count:
        raise InputError(f"first and last must be from 0 to {count - 1}, first before last.")
    rows = numbers_of(layers, "layers") if layers else None
    return cells(engine, trace_id, range(first, end + 1), rows, part)


def cells(
    engine: Engine,
    trace_id: str,
    positions: Sequence[int] | None,
    layers: Sequence[int] | None,
    part: str,
) -> dict[str, Any]:
    """What each layer would predict at these positions; all of them where None."""
    trace = engine.trace(trace_id)
    from app.experiments.logit_lens import checked, grid, layers_of, stack_of

    stack = stack_of(trace)
    positions = list(range(len(trace.written))) if positions is None else list(positions)
    rows = list(range(layers_of(trace, part))) if layers is None else list(layers)
    checked(trace, positions, rows, part)
    if len(positions) * len(rows) > MOST_CELLS:
        raise InputError(
            f"That is {len(positions) * len(rows):,} cells and {MOST_CELLS:,} are shown at once: "
            "ask for fewer positions."
        )
    if trace.logits is None:
        raise AssertionError("checked before")
    with engine.use(trace.model) as loaded, engine.turn():
        found = grid(loaded, trace, positions, rows, part)
    finals = [int(trace.logits[at].argmax()) for at in positions]
    return {
        "stack": stack,
        "part": part,
        "predicts": trace.predicts,
        "layers": rows,
        "positions": positions,
        "tokens": [trace.written[at].text for at in positions],
        "finals": [{"id": n, "text": trace.vocabulary[n]} for n in finals],
        "cells": _cells(trace, found, rows, positions),
    }


def _cells(
    trace: Trace, predictions: Grid, rows: Sequence[int], positions: Sequence[int]
) -> list[list[dict[str, Any]]]:
    return [
        [
            {
                "id": int(predictions.top[layer, at]),
                "text": trace.vocabulary[predictions.top[layer, at]],
                "probability": float(predictions.probability[layer, at]),
                "final": float(predictions.final[layer, at]),
                "rank": int(predictions.rank[layer, at]),
                "entropy": float(predictions.entropy[layer, at]),
            }
            for at in positions
        ]
        for layer in rows
    ]


@capability(route="/lens/{trace_id}/cell")
def lens_cell(
    engine: Engine,
    trace_id: str,
    layer: int,
    position: int,
    part: str = "block",
    limit: Annotated[int, Range(1, MOST_ENTRIES)] = 10,
) -> dict[str, Any]:
    """The most likely entries of one cell."""
    trace = engine.trace(trace_id)
    from app.experiments.logit_lens import checked, logits

    checked(trace, [position], [layer], part)
    whole_number(limit, "limit", 1, MOST_ENTRIES)
    with engine.use(trace.model) as loaded, engine.turn():
        row = logits(loaded, trace, [(layer, position)], part)[0].cpu().numpy()
    shares = distribution(row)
    return {
        "layer": layer,
        "position": position,
        "part": part,
        "candidates": [
            {
                "id": int(entry),
                "text": trace.vocabulary[entry],
                "logit": float(row[entry]),
                "probability": float(shares[entry]),
            }
            for entry in np.argsort(-row, kind="stable")[:limit]
        ],
    }


@capability(route="/lens/{trace_id}/watch")
def watch(
    engine: Engine, trace_id: str, position: int, tokens: str, part: str = "block"
) -> dict[str, Any]:
    """Probability and rank of one to ten entries through the layers, at one position."""
    wanted = numbers_of(tokens, "tokens")
    trace = engine.trace(trace_id)
    from app.experiments.logit_lens import checked, layers_of, logits

    rows = list(range(layers_of(trace, part)))
    checked(trace, [position], rows, part)
    if trace.logits is None or not 1 <= len(wanted) <= 10:
        raise InputError("tokens must name one to ten entries.")
    entries = trace.logits.shape[-1]
    if not all(0 <= token < entries for token in wanted):
        raise InputError(f"tokens must be from 0 to {entries - 1}.")
    with engine.use(trace.model) as loaded, engine.turn():
        table = logits(loaded, trace, [(layer, position) for layer in rows], part).cpu().numpy()
    shares = distribution(table)
    return {
        "layers": rows,
        "position": position,
        "part": part,
        "tokens": [
            {
                "id": token,
                "text": trace.vocabulary[token],
                "probability": [float(share) for share in shares[:, token]],
                "rank": [int((row > row[token]).sum()) + 1 for row in table],
            }
            for token in wanted
        ],
    }


@capability(route="/neurons/{trace_id}")
def neurons(
    engine: Engine,
    trace_id: str,
    layer: int,
    position: int,
    limit: Annotated[int, Range(1, MOST_NEURONS)] = 10,
) -> dict[str, Any]:
    """The neurons of a block that write most at a token, and the words they push towards."""
    trace = engine.trace(trace_id)
    from app.experiments.logit_lens import neurons as found

    whole_number(limit, "limit", 1, MOST_NEURONS)
    with engine.use(trace.model) as loaded, engine.turn():
        strongest = found(loaded, trace, layer, position, limit=limit)

    def words(pairs: Sequence[tuple[int, float]]) -> list[dict[str, Any]]:
        return [{"id": n, "text": trace.vocabulary[n], "change": value} for n, value in pairs]

    return {
        "layer": layer,
        "position": position,
        "token": trace.written[position].text,
        "neurons": [
            {
                "neuron": each.number,
                "activation": each.activation,
                "write": each.write,
                "pushes": words(each.pushes),
                "against": words(each.against),
            }
            for each in strongest
        ],
    }
