"""Which script of the page may import which, and where addresses of the server stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path, PurePosixPath

UI = Path(__file__).parent.parent / "assets" / "ui"
IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*?["'](\.[^"']+)["'];""", re.M)
LATER = re.compile(r"""\bimport\("(\.[^"]+)"\)""")  # what is fetched when it is first needed
ENTRY = "index.js"

# folder -> the folders its scripts may import, beside their own
ALLOWED = {
    "lib": set(),
    "messages": set(),
    "data": {"lib"},
    "kit": {"lib", "data"},
    "state": {"lib", "data", "kit"},
    "shell": {"lib", "messages", "data", "kit", "state"},
    "panels/shared": {"lib", "data", "kit", "state", "shell"},
}
PANEL = {*ALLOWED}


def scripts() -> list[str]:
    return sorted(path.relative_to(UI).as_posix() for path in UI.rglob("*.js"))


def room(name: str) -> str:
    """The folder a rule is about: "kit", "panels/tree"."""
    parts = PurePosixPath(name).parts
    return "/".join(parts[: 2 if parts[0] == "panels" else 1])


def imported(name: str) -> Iterator[str]:
    folder = (UI / name).parent
    text = (UI / name).read_text()
    for path in [*IMPORT.findall(text), *LATER.findall(text)]:
        yield (folder / path).resolve().relative_to(UI.resolve()).as_posix()


def test_every_script_is_in_a_folder_with_a_rule() -> None:
    for name in scripts():
        assert name == ENTRY or room(name) in ALLOWED or name.startswith("panels/"), name


def test_a_script_imports_its_own_folder_and_those_below() -> None:
    for name in scripts():
        if name == ENTRY:
            continue
        here = room(name)
        for other in imported(name):
            there = room(other)
            assert there == here or there in ALLOWED.get(here, PANEL), f"{name} imports {other}"


def test_scripts_form_no_circle_and_each_is_reached() -> None:
    graph = {name: set(imported(name)) for name in scripts()}
    assert set().union(*graph.values()) <= set(graph)
    order = [*TopologicalSorter(graph).static_order()]
    assert order[-1] == ENTRY
    reached = {ENTRY}
    for name in reversed(order):
        if name in reached:
            reached |= graph[name]
    assert reached == set(graph)


def test_addresses_of_the_server_stand_in_one_script() -> None:
    """A text that begins with a slash and a letter is one, outside of imports."""
    for name in scripts():
        if name == "data/endpoints.js":
            continue
        code = re.sub(
            r"/\*.*?\*/|^\s*//.*$|^import .*$", "", (UI / name).read_text(), flags=re.S | re.M
        )
        assert not re.findall(r"""["'`]/[a-z][\w-]*[/"'`?]""", code), name
        assert "fetch(" not in code or name.startswith("data/"), name


def test_one_name_of_ours_is_global_and_holds_at_most_twelve() -> None:
    named = {
        (name, found)
        for name in scripts()
        for found in re.findall(r"(?:window|globalThis)\.(\w+) = ", (UI / name).read_text())
    }
    assert named == {(ENTRY, "playground")}
    block = (UI / ENTRY).read_text().split("window.playground = {")[1].split("};")[0]
    names = re.findall(r"^\s*(\w+)(?:,|:)", block, flags=re.M)
    assert len(names) <= 12
