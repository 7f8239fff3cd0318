"""Types for the page's scripts from classes of Python: `python -m tests.payloads` writes them."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from typing_extensions import is_typeddict

import app.api
import app.server
import visualizers
from app.ui.lane_payload import Lane

UI = Path(__file__).parent.parent / "assets" / "ui"
FILE = UI / "payloads.d.ts"
HEAD = """/* What Python sends, by `python -m tests.payloads` from app/ui/lane_payload.py and the
 * ANSWERS of the files that answer. */
"""
# Names that a browser has taken.
RENAMED = {"Window": "ReadWindow"}
PLAIN = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    Any: "any",
}


def types_of(*roots: Any) -> str:
    """An interface for each class, and for those it is made of."""
    return HEAD + "".join(f"\n{_interface(each)}" for each in _classes(roots, []))


def _classes(roots: Iterator[Any] | tuple[Any, ...], known: list[Any]) -> list[Any]:
    for each in roots:
        if _is_class(each):
            if each not in known:
                known.append(each)
                _classes(tuple(get_type_hints(each).values()), known)
        else:
            _classes(get_args(each), known)
    return known


def _is_class(each: Any) -> bool:
    return is_typeddict(each) or (isinstance(each, type) and dataclasses.is_dataclass(each))


def _name(each: Any) -> str:
    return RENAMED.get(each.__name__, each.__name__)


def _interface(each: Any) -> str:
    optional: frozenset[str] = getattr(each, "__optional_keys__", frozenset())
    lines = "".join(
        f"  {name}{'?' if name in optional else ''}: {_type(hint)};\n"
        for name, hint in get_type_hints(each).items()
    )
    says = (each.__doc__ or "").split("\n")[0]
    return f"/** {says} */\ninterface {_name(each)} {{\n{lines}}}\n"


def _type(hint: Any) -> str:
    if hint in PLAIN:
        return PLAIN[hint]
    if _is_class(hint):
        return _name(hint)
    kind, given = get_origin(hint), get_args(hint)
    if kind is Literal:
        return " | ".join(f'"{value}"' for value in given)
    if kind in (Union, types.UnionType):
        return " | ".join(_type(each) for each in given)
    if kind is dict:
        return f"Record<{_type(given[0])}, {_type(given[1])}>"
    if kind is tuple and given[-1] is not Ellipsis:
        return f"[{', '.join(_type(each) for each in given)}]"
    if kind in (list, tuple):
        item = _type(given[0])
        return f"({item})[]" if get_origin(given[0]) in (Union, types.UnionType) else f"{item}[]"
    raise TypeError(f"no type of the scripts for {hint}")


def answers() -> Iterator[Any]:
    """The type of every answer, as the panels, the capabilities and the server declare them."""
    for package in (visualizers, app.api):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not each.name.endswith(".document"):  # bertviz brings torch with it
                yield from getattr(importlib.import_module(each.name), "ANSWERS", ())
    yield from app.server.ANSWERS


def text() -> str:
    """What the file must hold."""
    return types_of(Lane, *answers())


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
