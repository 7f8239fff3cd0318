"""Finds what each file of a package declares: a new panel or task is one new file."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

Declared = TypeVar("Declared")


def declared(package: ModuleType, name: str, kind: type[Declared]) -> tuple[Declared, ...]:
    """The constant `name` of every public module of `package`, ordered by its `order` field.

    Modules whose name starts with an underscore hold shared code and are left out.
    Raises TypeError naming the file that does not declare it.
    """
    found: list[Declared] = []
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        if module.name.startswith("_"):
            continue
        path = f"{package.__name__}.{module.name}"
        value = getattr(importlib.import_module(path), name, None)
        if not isinstance(value, kind):
            raise TypeError(f"{path} must define {name}: {kind.__name__}")
        found.append(value)
    return tuple(sorted(found, key=lambda each: getattr(each, "order", 0)))
