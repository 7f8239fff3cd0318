"""Interventions as others write them: read from JSON, and held to the run they are for."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from app.errors import InputError
from app.trace import Trace
from app.trace.interventions import PARTS, WAYS, Intervention

MOST = 64
MOST_FACTOR = 100.0
# Between the attention a model's blocks are changed, of the stacks that have some.
BLOCKS = {"self": "self", "encoder": "encoder", "decoder": "decoder"}
_NAMES = {each.name: each for each in fields(Intervention)}
_LISTS = ("layers", "heads", "positions", "keys", "neurons")
_NO_STATES = "This run kept no states of the stack {}: press Run to record it anew."


def read_interventions(text: object, trace: Trace) -> tuple[Intervention, ...]:
    """The interventions of a JSON list, each held to the run `trace`.

    Raises InputError in one sentence that says which of them is wrong and how.
    """
    if not isinstance(text, str):
        raise InputError("changes must be a text: a JSON list of interventions.")
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("changes must be JSON: a list of interventions.") from error
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST:
        raise InputError(f"changes must be a list of 1 to {MOST} interventions.")
    return tuple(checked(_from(each), trace) for each in listed)


def written_interventions(changes: Sequence[Intervention]) -> list[dict[str, Any]]:
    """JSON values that `read_interventions` takes, without what is as usual."""
    usual = asdict(Intervention("", ""))
    return [
        {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(each).items()
            if name in ("part", "how") or value != usual[name]
        }
        for each in changes
    ]


def _from(given: object) -> Intervention:
    if not isinstance(given, Mapping):
        raise InputError('An intervention is such as {"part": "head", "how": "zero"}.')
    unknown = sorted(map(str, set(given) - set(_NAMES)))
    if unknown:
        raise InputError(f"An intervention has no {unknown[0]!r}: it may have {', '.join(_NAMES)}.")
    values: dict[str, Any] = {}
    for name, value in given.items():
        values[name] = _value(name, value)
    if "part" not in values or "how" not in values:
        raise InputError("An intervention names its part and how it is changed.")
    return Intervention(**values)


def _value(name: str, value: object) -> Any:
    if name in _LISTS:
        good = isinstance(value, list) and len(value) <= 4096
        if not good or any(isinstance(n, bool) or not isinstance(n, int) for n in value):  # type: ignore[attr-defined]
            raise InputError(f"{name} must be a list of whole numbers.")
        return tuple(sorted(set(value)))  # type: ignore[call-overload]
    if name == "factor":
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not abs(value) <= MOST_FACTOR:  # type: ignore[arg-type]
            raise InputError(f"factor must be a number from {-MOST_FACTOR:g} to {MOST_FACTOR:g}.")
        return float(value)  # type: ignore[arg-type]
    if name == "renormalised":
        if not isinstance(value, bool):
            raise InputError("renormalised must be true or false.")
        return value
    if name == "seed":
        whole = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (whole and 0 <= value < 2**32):  # type: ignore[operator]
            raise InputError("seed must be a whole number from 0 to 4294967295, or null.")
        return value
    if not isinstance(value, str) or len(value) > 64:
        raise InputError(f"{name} must be a short text.")
    return value


def checked(change: Intervention, trace: Trace) -> Intervention:
    """The intervention, once the run has what it names. Raises InputError."""
    if change.part not in PARTS:
        raise InputError(f"part must be one of {', '.join(PARTS)}, not {change.part!r}.")
    if change.how not in WAYS[change.part]:
        raise InputError(
            f"How a {change.part} is changed must be one of {', '.join(WAYS[change.part])}, not "
            f"{change.how!r}."
        )
    if change.part in ("link", "head"):
        stack = trace.stack(change.stack)
        if change.stack == "memory":
            raise InputError("What a gated cell remembers is no attention: it cannot be cut.")
        layers, heads = len(stack.layers), stack.heads
        queries, keys = len(stack.query_tokens), len(stack.key_tokens)
    else:
        if change.stack not in BLOCKS or change.stack not in trace.hidden:
            known = [name for name in BLOCKS if name in trace.hidden]
            if not known:
                raise InputError(_NO_STATES.format(change.stack))
            raise InputError(f"stack must be one of {', '.join(known)}, not {change.stack!r}.")
        layers, queries = (len(trace.hidden[change.stack]) - 1), trace.hidden[change.stack].shape[1]
        heads = keys = 0
    _within("layer", change.layers, layers)
    _within("position", change.positions, queries)
    if change.part == "link":
        if not (change.keys or change.positions):
            raise InputError("A link is cut at the token that reads (positions) or is read (keys).")
        _within("key", change.keys, keys)
    elif change.keys:
        raise InputError("Only links have keys.")
    if change.heads and not heads:
        raise InputError("Only attention has heads.")
    _within("head", change.heads, heads)
    if change.neurons and change.part != "neuron":
        raise InputError("Only a change of neurons names neurons.")
    if change.part == "neuron" and (not change.neurons or len(change.layers) != 1):
        raise InputError("Neurons are named by their numbers in one layer.")
    if change.part == "state" and len(change.layers) != 1:
        raise InputError("A state is changed before one block: name one layer.")
    if change.how == "patch" and not change.source:
        raise InputError("A patch needs the run it is taken from: name it as source.")
    if change.how == "add" and change.seed is None and not (change.source and change.minus):
        raise InputError("A direction leads from one run (minus) to another (source): name both.")
    if not math.isfinite(change.factor):
        raise InputError("factor must be a number.")
    return change


def _within(name: str, numbers: Sequence[int], count: int) -> None:
    for number in numbers:
        if not 0 <= number < count:
            raise InputError(f"{name} must be from 0 to {count - 1}, not {number}.")


def siblings(change: Intervention, trace: Trace) -> list[Intervention]:
    """Changes of the same kind at other places: what an effect is to be compared with.

    Other heads of the layer for heads; other keys of the same query, those of nearest weight first,
    for links; other tokens for tokens that nobody reads; other blocks for feed-forward parts.
    Empty where there is no other place, and for what has several places at once.
    """
    if change.part == "head" and len(change.heads) == 1 and len(change.layers) == 1:
        heads = trace.stack(change.stack).heads
        return [replace(change, heads=(n,)) for n in range(heads) if n not in change.heads]
    if change.part == "head" and not change.heads and len(change.layers) == 1:
        layers = len(trace.stack(change.stack).layers)
        return [replace(change, layers=(n,)) for n in range(layers) if n not in change.layers]
    if change.part == "mlp" and len(change.layers) == 1:
        layers = len(trace.hidden[change.stack]) - 1
        return [replace(change, layers=(n,)) for n in range(layers) if n not in change.layers]
    if change.part == "link":
        return _other_links(change, trace)
    return []


def _other_links(change: Intervention, trace: Trace) -> list[Intervention]:
    stack = trace.stack(change.stack)
    if not change.positions and len(change.keys) == 1:
        tokens = [n for n, token in enumerate(stack.key_tokens) if not token.special]
        return [replace(change, keys=(n,)) for n in tokens if n not in change.keys]
    one = len(change.layers) == len(change.heads) == len(change.positions) == len(change.keys) == 1
    if not one:
        return []
    weights = stack.weights(change.layers[0], change.heads[0])[0]
    query, key = change.positions[0], change.keys[0]
    last = query if stack.causal else len(stack.key_tokens) - 1
    mine = weights[query, key]
    others = sorted((abs(float(weights[query, n] - mine)), n) for n in range(last + 1) if n != key)
    return [replace(change, keys=(n,)) for _, n in others]
