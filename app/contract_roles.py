"""The JSON of what each head does; see docs/api.md."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.contract import stack_of
from app.engine import Engine
from app.errors import InputError
from app.overview import overview
from app.roles import BY_ID, ROLES, refusal


def head_roles(engine: Engine, trace_id: str, stack: str) -> dict[str, Any]:
    """Per layer and head its measures and its role, if one is clear; and the head to open on.

    `stack` may be empty: the first one that has roles. Of a stack without roles it is said `why`,
    which is no refusal: every stack may be asked about. Raises InputError for an unknown stack.
    """
    seen = engine.trace(trace_id)
    if not seen.attention:
        raise InputError("This model left no attention weights, so there are no heads to tell of.")
    fitting = (each for each in seen.attention if refusal(each) is None)
    attention = stack_of(seen, stack) if stack else next(fitting, seen.attention[0])
    reason = refusal(attention)
    if reason:
        return {"stack": attention.name, "why": reason}
    found = overview(attention).roles
    if found is None:
        raise AssertionError("a stack without a reason has roles")
    layers, heads = found.reach.shape
    opening = found.opening()
    return {
        "stack": attention.name,
        "why": "",
        "layers": layers,
        "heads": heads,
        "measures": {
            **{name: table.astype(float).tolist() for name, table in found.measures.items()},
            "reach": found.reach.astype(float).tolist(),
            "entropy": found.entropy.astype(float).tolist(),
        },
        "chance": found.chance,
        "roles": [
            [role_fields(found.clear(layer, head)) for head in range(heads)]
            for layer in range(layers)
        ],
        "opening": opening
        and {
            "layer": opening[0],
            "head": opening[1],
            "role": opening[2],
            "says": BY_ID[opening[2]].says,
        },
        "definitions": [asdict(role) for role in ROLES if role.id in found.measures],
    }


def role_fields(clear: tuple[str, float] | None) -> dict[str, Any] | None:
    """A role that `Roles.clear` gave, with its title."""
    return clear and {"role": clear[0], "title": BY_ID[clear[0]].title, "measure": clear[1]}
