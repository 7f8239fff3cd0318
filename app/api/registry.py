"""What can be asked: every capability once, as a route, as an endpoint of Gradio, and as a fact.

A capability is a function of an engine with the arguments that others may give, in a file of this
room. Its name, defaults, ranges and first line are stated there and nowhere else: the routes, the
endpoints, `GET /capabilities` and the tables of docs/api.md follow from it or are held to it.
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import app.api
from app.decoding.sampling import ORDER, SETTINGS, Sampling
from app.engine.disconnection import Left, never
from app.engine.engine import Engine
from app.errors import InputError, whole_number

# What a setting is called whose value is a text: words and rules, not a number.
TEXTS = ("bias", "banned", "order")
MOST_NUMBER = 1e18
Asked = TypeVar("Asked", bound=Callable[..., Any])
_TYPES: dict[object, str] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list[str]: "a list of texts",
}


@dataclass(frozen=True)
class Range:
    """What a number may be, both ends included."""

    least: float
    most: float


@dataclass(frozen=True)
class Argument:
    """One argument as others give it.

    kind     str, bool, int, float or list[str]; where the default is None, None may be given too
    default  its value where nobody gives one; `Argument.REQUIRED` where somebody must
    range    of a number, or None where it depends on the run
    """

    REQUIRED = inspect.Parameter.empty

    name: str
    kind: Any
    default: Any
    range: Range | None = None

    def checked(self, value: object) -> Any:
        """`value` as it is, once it is of this kind and in range. Raises InputError."""
        if value is None and self.default is None:
            return None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if self.kind in (int, float) and number:
            # A number of JSON may be of any size, and is no number at times.
            if not -MOST_NUMBER <= value <= MOST_NUMBER:  # type: ignore[operator]
                raise InputError(
                    f"{self.name} must be a number from {-MOST_NUMBER:g} to {MOST_NUMBER:g}."
                )
            if self.kind is int and not isinstance(value, int):
                raise InputError(f"{self.name} must be a whole number.")
        elif self.kind == list[str]:
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                raise InputError(f"{self.name} must be {_TYPES[self.kind]}.")
        elif self.kind in (int, float) or not isinstance(value, self.kind):
            raise InputError(f"{self.name} must be {_TYPES[self.kind]}.")
        if self.range is not None:
            whole_number(value, self.name, int(self.range.least), int(self.range.most))
        return value


@dataclass(frozen=True)
class Capability:
    """One thing that can be asked.

    endpoint   its name as an endpoint of Gradio, or "" for a route only
    route      its path as a route, or "" for an endpoint only
    method     of the route; what a visitor types goes by POST, so that it is in no log
    streams    it gives values one after the other, of which the last is its result
    """

    function: Callable[..., Any]
    arguments: tuple[Argument, ...]
    endpoint: str = ""
    route: str = ""
    method: str = "GET"
    settings: tuple[str, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """What it is called where a sentence names it."""
        return self.endpoint or self.function.__name__

    @property
    def explains(self) -> str:
        """What it gives, in one sentence."""
        return (inspect.getdoc(self.function) or "").split("\n\n")[0].replace("\n", " ")

    @property
    def streams(self) -> bool:
        """Whether its values come one after the other."""
        return inspect.isgeneratorfunction(self.function)

    def arguments_of(self, engine: Engine) -> tuple[Argument, ...]:
        """The arguments, with the default model of this engine where none is stated."""
        default = engine.settings.default_model
        return tuple(
            Argument(each.name, each.kind, default, each.range)
            if each.name == "model" and each.default == ""
            else each
            for each in self.arguments
        )

    def begin(self, engine: Engine, given: Mapping[str, Any], stop: Left = never) -> Any:
        """What the function returns for these arguments, all of them given. Raises InputError."""
        values = {each.name: each.checked(given[each.name]) for each in self.arguments}
        if self.settings:
            texts = {name: values.pop(name) for name in TEXTS if name in values}
            numbers = {name: values.pop(name) for name in self.settings if name not in TEXTS}
            order = texts.pop("order", "")
            rules = tuple(order.split(",")) if order else ORDER
            values |= {"sampling": Sampling(**numbers, order=rules), **texts}
        if self.streams:
            values["stop"] = stop
        return self.function(engine, **values)

    def result(self, engine: Engine, given: Mapping[str, Any], stop: Left = never) -> Any:
        """Its result alone. Raises InputError, also where it was stopped before it had one."""
        if not self.streams:
            return self.begin(engine, given, stop)
        last = deque(self.begin(engine, given, stop), maxlen=1)
        if not last or set(last[0]) == {"done", "of"}:
            raise InputError("This was stopped before it had a result: ask again.")
        return last[0]


def capability(
    *,
    endpoint: str = "",
    route: str = "",
    method: str = "GET",
    settings: Sequence[str] = (),
    defaults: Mapping[str, Any] | None = None,
    first: Sequence[str] = (),
) -> Callable[[Asked], Asked]:
    """Makes a function of an engine one that others can ask.

    settings  names of `SETTINGS` that others may give, which the function gets as `sampling`, and
              as texts `bias` and `banned`
    defaults  of those that are not the defaults of `Sampling`
    first     the arguments by name that come first, since others give them by their place; further
              ones follow in the order in which they are written
    """

    def wrap(function: Asked) -> Asked:
        arguments = list(_own(function, bool(settings)))
        for name in settings:
            setting = SETTINGS[name]
            default = (defaults or {}).get(name, setting.default)
            # A whole number may be sent as 20.0; `Sampling` says where it is none.
            arguments.append(Argument(name, str if name in TEXTS else float, default))
        known = {each.name: each for each in arguments}
        ordered = [*first, *(name for name in known if name not in first)]
        function.capability = Capability(  # type: ignore[attr-defined]
            function, tuple(known[name] for name in ordered), endpoint, route, method,
            tuple(settings),
        )  # fmt: skip
        return function

    return wrap


def _own(function: Callable[..., Any], has_settings: bool) -> Iterator[Argument]:
    """The arguments a function states itself."""
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())[1:]  # without the engine
    hidden = {"stop", "sampling", *(("bias", "banned") if has_settings else ())}
    for parameter in parameters:
        if parameter.name in hidden:
            continue
        hint, bounds = hints[parameter.name], None
        if get_origin(hint) is Annotated:
            hint, *marks = get_args(hint)
            bounds = next((mark for mark in marks if isinstance(mark, Range)), None)
        if parameter.default is None:
            hint = next(each for each in get_args(hint) if each is not type(None))
        yield Argument(parameter.name, hint, parameter.default, bounds)


@cache
def capabilities() -> tuple[Capability, ...]:
    """Every capability of every file of this room, endpoints and routes as they are named."""
    found: dict[int, Capability] = {}
    for module in pkgutil.walk_packages(app.api.__path__, f"{app.api.__name__}."):
        if module.name.rpartition(".")[2] == "document":
            continue  # bertviz brings torch with it: it is imported when somebody looks
        for value in vars(importlib.import_module(module.name)).values():
            own = getattr(value, "capability", None)
            if isinstance(own, Capability):
                found[id(own)] = own
    return tuple(sorted(found.values(), key=lambda each: (each.endpoint, each.route)))


def facts(engine: Engine) -> list[dict[str, Any]]:
    """Every capability as JSON: where it is, and its arguments with defaults and ranges."""
    return [
        {
            "endpoint": each.endpoint and f"/{each.endpoint}",
            "route": each.route,
            "method": each.method if each.route else "",
            "explains": each.explains,
            "streams": each.streams,
            "arguments": [_fact(argument) for argument in each.arguments_of(engine)],
        }
        for each in capabilities()
    ]


def _fact(argument: Argument) -> dict[str, Any]:
    setting = SETTINGS.get(argument.name) if argument.range is None else None
    bounds = argument.range or (
        Range(setting.least, setting.most)
        if setting and setting.least is not None and setting.most is not None
        else None
    )
    kind = "whole" if argument.kind is int or (setting and setting.is_whole) else None
    return {
        "name": argument.name,
        "kind": kind or {str: "text", bool: "flag", float: "number"}.get(argument.kind, "texts"),
        "required": argument.default is Argument.REQUIRED,
        "default": None if argument.default is Argument.REQUIRED else argument.default,
        "least": bounds and _finite(bounds.least),
        "most": bounds and _finite(bounds.most),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
