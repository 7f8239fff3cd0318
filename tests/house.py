"""The plan of the house: its rooms, who may enter which, and the picture of it in the docs.

`python -m tests.house` writes the picture into docs/architecture.md.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "architecture.md"
START, END = "<!-- rooms: written by python -m tests.house -->", "<!-- end of rooms -->"


@dataclass(frozen=True)
class Room:
    """What a room may import: other rooms, and packages that are not ours."""

    rooms: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


# From the ground up: a room sees only rooms above its own line.
_VALUES = ("errors", "trace")
_READING = (*_VALUES, "text", "analysis")
_ASKING = (*_READING, "instrumentation", "models", "decoding")
_ANSWERING = (*_ASKING, "training", "experiments", "tasks", "settings", "discovery")
HOUSE = {
    "errors": Room(),
    "discovery": Room(),
    "settings": Room(packages=("pydantic", "pydantic_settings", "platformdirs")),
    "trace": Room(("errors",), ("numpy",)),
    "text": Room(_VALUES, ("regex", "sentencex", "py3langid", "typing_extensions")),
    "analysis": Room((*_VALUES, "text"), ("numpy",)),
    "instrumentation": Room(_READING, ("numpy", "torch", "transformers")),
    "models": Room(
        (*_VALUES, "settings", "text", "instrumentation"),
        ("numpy", "torch", "transformers", "tokenizers", "safetensors", "huggingface_hub",
         "filelock", "pydantic", "yaml"),
    ),
    "training": Room(
        ("errors", "settings", "text", "models"),
        ("numpy", "torch", "transformers", "peft", "safetensors", "rich"),
    ),
    "decoding": Room((*_VALUES, "instrumentation"), ("numpy", "torch", "transformers")),
    "experiments": Room((*_READING, "instrumentation", "models"), ("numpy", "torch", "captum")),
    "tasks": Room((*_ASKING, "training"), ("numpy", "jinja2")),
    "engine": Room(_ANSWERING, ("numpy", "torch")),
    "visualizers": Room(_READING, ("numpy", "plotly", "typing_extensions")),
    "api": Room(
        (*_ASKING, "experiments", "tasks", "engine", "visualizers"),
        ("numpy", "pydantic", "starlette", "fastapi", "uvicorn", "gradio", "bertviz", "torch",
         "typing_extensions"),
    ),
    "ui": Room(
        (*_READING, "models", "decoding", "tasks", "engine", "visualizers", "api"),
        ("numpy", "starlette", "gradio", "typing_extensions"),
    ),
    "server": Room(
        (*_ANSWERING, "engine", "visualizers", "api", "ui"),
        ("anyio", "starlette", "fastapi", "gradio", "transformers", "typing_extensions"),
    ),
    "cli": Room(
        (*_ANSWERING, "engine", "api", "server"), ("pydantic", "pydantic_settings", "rich", "typer")
    ),
}  # fmt: skip


def files() -> list[Path]:
    """Every Python file of the product below app/ and visualizers/."""
    return sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "visualizers").rglob("*.py")])


def room_of(module: str) -> str:
    """The room of a module; "app" for app/__init__.py, which is the door plate of all."""
    parts = module.split(".")
    return parts[0] if parts[0] != "app" or len(parts) == 1 else parts[1]


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@functools.cache
def imports(path: Path) -> frozenset[str]:
    """What a file imports when it runs, at any level of it; what only types need is left out."""
    tree = ast.parse(path.read_text())
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    return frozenset(
        name for node in ast.walk(tree) if id(node) not in typing for name in _named(node)
    )


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            inner = ROOT.joinpath(*node.module.split("."), alias.name)
            is_module = inner.with_suffix(".py").is_file() or inner.is_dir()
            yield f"{node.module}.{alias.name}" if is_module else node.module


@functools.cache
def arrows() -> dict[str, set[str]]:
    """Room -> the rooms that its files import."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in files():
        own = room_of(module_of(path))
        for name in imports(path):
            if name.split(".")[0] in ("app", "visualizers") and room_of(name) not in (own, "app"):
                found[own].add(room_of(name))
    return found


def picture() -> str:
    """The rooms with their purposes, and a drawing of who imports whom as mermaid text.

    An arrow that follows from two others is left out.
    """
    through = {room: set(found) for room, found in arrows().items()}
    for room in HOUSE:  # the ground first, so that what is below is complete
        for below in tuple(through.get(room, ())):
            through[room] |= through.get(below, set())
    lines = ["```mermaid", "graph BT"]
    for room in HOUSE:
        direct = arrows().get(room, set())
        longer = {below for each in direct for below in through.get(each, ())}
        lines += [f"    {room} --> {below}" for below in sorted(direct - longer)]
    table = ["| Room | What it is for | Not ours |", "|---|---|---|"]
    for room, plan in HOUSE.items():
        table.append(f"| `{room}` | {_purpose(room)} | {', '.join(plan.packages) or '–'} |")
    return "\n".join([*lines, "```", "", *table])


def _purpose(room: str) -> str:
    base = ROOT if room == "visualizers" else ROOT / "app"
    file = base / room / "__init__.py"
    tree = ast.parse((file if file.is_file() else base / f"{room}.py").read_text())
    return (ast.get_docstring(tree) or "").split("\n\n")[0].replace("\n", " ")


def page() -> str:
    """docs/architecture.md as it should be."""
    text = DOCS.read_text()
    return f"{text[: text.index(START)]}{START}\n\n{picture()}\n\n{text[text.index(END) :]}"


if __name__ == "__main__":
    DOCS.write_text(page())
    sys.stdout.write(f"wrote {DOCS.relative_to(ROOT)}\n")
