"""The request behind GET /schemes: two schemes and the sizes they are computed for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from app.engine.engine import Engine
from app.errors import InputError
from app.models.catalog import row
from app.trace import Floats
from visualizers.positions.comparison import SCHEMES, Sizes, comparison, formula, learned

# name -> smallest, largest, and what it must be a multiple of
WHOLE = {
    "length": (1, 2048, 1),
    "width": (4, 1024, 2),
    "heads": (1, 64, 1),
    "buckets": (4, 256, 2),
    "max_distance": (2, 2048, 1),
}
MOST_BASE = 1e9
ONLY_TRAINED = "A learned table only exists in a trained model: run one that has it in lane A or B."


def add(app: FastAPI, engine: Engine) -> None:
    """Adds the route to the application."""

    @app.get("/schemes")
    def compared_schemes(request: Request) -> Response:
        return JSONResponse(schemes(engine, request.query_params))


def schemes(engine: Engine, given: Mapping[str, str]) -> dict[str, Any]:
    """Two schemes compared; see docs/api.md. Raises InputError for what cannot be computed.

    A learned scheme is the table of the run `trace_id`, the second one that of `other_trace_id`
    where it is given.
    """
    sizes = _sizes(given)
    names = given.get("first", "sinusoidal"), given.get("second", "rotary")
    traces = given.get("trace_id", ""), given.get("other_trace_id") or given.get("trace_id", "")
    for name in names:
        if name not in SCHEMES:
            raise InputError(f"There is no scheme {name!r}: choose one of {', '.join(SCHEMES)}.")
    tables = [
        _table(engine, trace) if name == "learned" else None
        for name, trace in zip(names, traces, strict=True)
    ]
    # Both over the same distances, or a share of the whole would not be of the same whole.
    length = min([sizes.length, *(len(table[0]) for table in tables if table)])
    shared = replace(sizes, length=length)
    first, second = (
        learned(table[0][:length], table[1], asked=sizes.length) if table else formula(name, shared)
        for name, table in zip(names, tables, strict=True)
    )
    return comparison(first, second)


def _table(engine: Engine, trace_id: str) -> tuple[Floats, str]:
    """The learned table a run was made with, and the title of its model."""
    if not trace_id:
        raise InputError(ONLY_TRAINED)
    trace = engine.trace(trace_id)
    if trace.positions.scheme != "learned" or trace.positions.table is None:
        raise InputError(
            f"The model of that run has no learned table but {trace.positions.scheme} positions: "
            "choose another model, such as minilm-l6."
        )
    try:
        return trace.positions.table, row(trace.model).title
    except InputError:
        return trace.positions.table, trace.model.rsplit("/", 1)[-1]


def _sizes(given: Mapping[str, str]) -> Sizes:
    whole = {name: _whole(name, given[name]) for name in WHOLE if given.get(name)}
    base = _base(given["base"]) if given.get("base") else Sizes.base
    sizes = Sizes(base=base, **whole)
    if sizes.max_distance <= sizes.buckets // 4:
        raise InputError(
            f"max_distance must be more than {sizes.buckets // 4}: so many distances have a bucket "
            "of their own."
        )
    return sizes


def _whole(name: str, text: str) -> int:
    least, most, step = WHOLE[name]
    kind = "an even number" if step == 2 else "a whole number"
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most or value % step:
        raise InputError(f"{name} must be {kind} from {least} to {most}.")
    return value


def _base(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 1 < value <= MOST_BASE:
        raise InputError(f"base must be a number above 1, up to {MOST_BASE:,.0f}.")
    return value
