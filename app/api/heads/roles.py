"""The JSON of what each head does; see docs/api.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.cross_attention_roles import cross_roles
from app.analysis.cross_attention_roles import unavailable as no_cross_roles
from app.analysis.head_overview import overview
from app.analysis.head_role_definitions import Role as Definition
from app.analysis.head_roles import Roles, unavailable
from app.api.registry import capability
from app.engine.engine import Engine
from app.errors import InputError
from app.trace import Attention, Trace
from app.trace.attached import Attached

if TYPE_CHECKING:
    from app.experiments.induction import Induction

# As long as the run itself, or the loaded model, is kept.
_cross: Attached[Attention, Roles] = Attached()
_induction: WeakKeyDictionary[Any, Induction] = WeakKeyDictionary()


class Role(TypedDict):
    """One thing a head may do; see app/analysis/head_role_definitions.py."""

    id: str
    title: str
    says: str
    formula: str
    threshold: float
    trivial: bool
    source: str


class ClearRole(TypedDict):
    """The role of a head, and how clear it is."""

    role: str
    title: str
    measure: float


class OpeningRole(TypedDict):
    """The head with the clearest role that is not trivial."""

    layer: int
    head: int
    role: str
    says: str


class NamedStack(TypedDict):
    """Which stack it is about, and why there is no more."""

    stack: str
    why: str


class HeadRoles(NamedStack, total=False):
    """What /heads/roles answers; all but the stack is missing where it is said `why`."""

    layers: int
    heads: int
    measures: dict[str, list[list[float]]]
    chance: dict[str, float]
    asked: dict[str, int]
    roles: list[list[ClearRole | None]]
    opening: OpeningRole | None
    definitions: list[Role]


class InductionScores(TypedDict):
    """What /heads/induction answers."""

    stack: str
    length: int
    sequences: int
    chance: float
    induction: list[list[float]]
    duplicate: list[list[float]]
    spread: list[list[float]]


ANSWERS = (
    HeadRoles,
    InductionScores,
)


@capability(route="/heads/roles/{trace_id}")
def head_roles(engine: Engine, trace_id: str, stack: str = "") -> dict[str, Any]:
    """Per layer and head its measures and its role, if one is clear; and the head to open on.

    `stack` may be empty: the first one that has roles. Of a stack without roles it is said `why`,
    which is no refusal: every stack may be asked about. Raises InputError for an unknown stack.
    """
    seen = engine.trace(trace_id)
    if not seen.attention:
        raise InputError("This model left no attention weights, so there are no heads to tell of.")
    attention = seen.stack(stack) if stack else _first(seen)
    reason = _refusal(seen, attention)
    if reason:
        return {"stack": attention.name, "why": reason}
    measured = _measured(seen, attention)
    layers, heads = measured.entropy.shape
    by_id = {role.id: role for role in measured.known}
    opening = measured.opening()
    tables = {**measured.measures, "entropy": measured.entropy}
    if measured.reach is not None:
        tables["reach"] = measured.reach
    return {
        "stack": attention.name,
        "why": "",
        "layers": layers,
        "heads": heads,
        "measures": {name: table.astype(float).tolist() for name, table in tables.items()},
        "chance": measured.chance,
        "asked": dict(measured.asked),
        "roles": [
            [role_fields(by_id, measured.clear(layer, head)) for head in range(heads)]
            for layer in range(layers)
        ],
        "opening": opening
        and {
            "layer": opening[0],
            "head": opening[1],
            "role": opening[2],
            "says": by_id[opening[2]].says,
        },
        "definitions": [asdict(role) for role in measured.known if role.id in measured.measures],
    }


@capability(route="/heads/induction/{trace_id}")
def head_induction(engine: Engine, trace_id: str) -> dict[str, Any]:
    """What the heads of a trace's model do with random tokens that are said twice.

    Runs the model a few times, the first time somebody asks; afterwards it is remembered for as
    long as the model is loaded. Raises InputError where the model cannot be asked.
    """
    seen = engine.trace(trace_id)
    if not seen.attention:
        raise InputError("This model left no attention weights, so there are no heads to tell of.")
    with engine.use(seen.model) as loaded:
        from app.experiments.induction import repeated, unavailable

        reason = unavailable(loaded, seen)
        if reason:
            raise InputError(reason)
        with engine.turn():
            if loaded not in _induction:
                scores = repeated(loaded, seen, lambda: False)
                if scores is None:
                    raise AssertionError("nothing stops it")
                _induction[loaded] = scores
        scores = _induction[loaded]
    return {
        "stack": scores.stack,
        "length": scores.length,
        "sequences": scores.sequences,
        "chance": scores.chance,
        "induction": scores.induction.astype(float).tolist(),
        "duplicate": scores.duplicate.astype(float).tolist(),
        "spread": scores.spread.astype(float).tolist(),
    }


def _first(seen: Trace) -> Attention:
    fitting = (each for each in seen.attention if _refusal(seen, each) is None)
    return next(fitting, seen.attention[0])


def _refusal(seen: Trace, attention: Attention) -> str | None:
    return no_cross_roles(seen) if attention.name == "cross" else unavailable(attention)


def _measured(seen: Trace, attention: Attention) -> Roles:
    if attention.name != "cross":
        found = overview(attention).roles
        if found is None:
            raise AssertionError("a stack without a reason has roles")
        return found
    if attention not in _cross:
        _cross[attention] = cross_roles(seen)
    return _cross[attention]


def role_fields(
    by_id: Mapping[str, Definition], clear: tuple[str, float] | None
) -> dict[str, Any] | None:
    """A role that `Roles.clear` gave, with its title."""
    return clear and {"role": clear[0], "title": by_id[clear[0]].title, "measure": clear[1]}
