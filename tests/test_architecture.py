"""Who may import whom, and what is not imported before it is needed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {"torch", "transformers"}

# room -> packages its files may not import, at any level of a file
FORBIDDEN = {
    "visualizers": HEAVY | {"gradio", "fastapi"},
    "app/tasks": {"gradio", "fastapi", "torch", "transformers"},
    "app/ui": HEAVY,
    "app/models": {"gradio", "fastapi"},
    "app/training": {"gradio", "fastapi"},
}
# room -> the only parts of the project it may import
ALLOWED = {
    "visualizers": (
        "app.trace", "app.scores", "app.softmax", "app.alignment", "app.overview", "app.roles",
        "app.known_roles", "app.sentences", "app.words", "visualizers",
    ),
    "app/tasks": (
        "app.tasks", "app.trace", "app.softmax", "app.errors", "app.sampling", "app.pieces",
        "app.decoding",
        "app.tracing", "app.models.loading", "app.search", "app.beams", "app.alignment",
        "app.languages", "app.results", "app.sentences", "app.training.windows", "app.places",
        "app.labels", "app.words", "app.numerals",
    ),
    "app/models": (
        "app.models", "app.errors", "app.settings", "app.trace", "app.scores", "app.pieces",
        "app.places",
        "app.recorder", "app.records",
    ),
    "app/training": ("app.training", "app.models", "app.errors", "app.settings", "app.offsets"),
}  # fmt: skip


def files(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_has_one_kind_of_dependency(room: str) -> None:
    for path in files(room):
        taken = {name.split(".")[0] for name in imports(path)} & FORBIDDEN[room]
        assert not taken, f"{path.relative_to(ROOT)} imports {taken}"


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_knows_only_its_neighbours(room: str) -> None:
    for path in files(room):
        for name in imports(path):
            if name.split(".")[0] in ("app", "visualizers"):
                assert name.startswith(ALLOWED[room]), f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize(
    "name",
    [
        "trace",
        "scores",
        "softmax",
        "search",
        "alignment",
        "hidden",
        "correlation",
        "results",
        "positional_share",
        "roles",
        "known_roles",
        "overview",
        "sentence_set",
    ],
)
def test_values_see_numpy_and_each_other_only(name: str) -> None:
    """What a run left behind can be read where there is no torch and no model."""
    values = (
        "app.attached",
        "app.trace",
        "app.scores",
        "app.softmax",
        "app.search",
        "app.roles",
        "app.known_roles",
        "app.words",
    )
    found = {each for each in imports(ROOT / "app" / f"{name}.py") if each not in values}
    assert {each.split(".")[0] for each in found} - set(sys.stdlib_module_names) <= {"numpy"}


def test_only_tracing_reads_the_internals_of_transformers() -> None:
    for path in files("app"):
        inner = {name for name in imports(path) if name.startswith("transformers.")}
        inner -= {
            "transformers.utils",
            "transformers.models.auto",
            "transformers.generation.logits_process",
            "transformers.modeling_outputs",
            "transformers.cache_utils",
        }
        # A ported architecture is such an inside itself.
        ours = ("tracing.py", "recorder.py", "bergamot.py")
        assert not inner or path.name in ours, f"{path} imports {inner}"


def test_no_code_branches_on_the_name_of_a_model() -> None:
    from app.models.catalog import MODELS

    ids = {row.id for row in MODELS}
    for room in ("app", "visualizers"):
        for path in files(room):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Compare):
                    values = {
                        part.value
                        for part in ast.walk(node)
                        if isinstance(part, ast.Constant) and isinstance(part.value, str)
                    }
                    assert not values & ids, f"{path} compares with {values & ids}"


def test_the_page_is_built_before_torch_is_imported() -> None:
    code = (
        "import sys\n"
        "from app.settings import Settings\n"
        "from app.server import create\n"
        "create(Settings(), warm=False)\n"
        "print(sorted({'torch', 'transformers', 'bertviz'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_a_training_imports_torch_and_peft_when_it_starts() -> None:
    code = (
        "import sys, app.cli, app.training.console, app.training.training\n"
        "print(sorted({'torch', 'transformers', 'peft', 'gradio'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_file_of_ours_evaluates_text_or_inserts_markup() -> None:
    banned = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    )
    for path in sorted((ROOT / "assets").rglob("*.js")):
        # Foreign libraries run in a sandboxed frame only, see docs/decisions/0007.
        if path.parent == ROOT / "assets" / "vendor":
            continue
        text = path.read_text()
        assert not [word for word in banned if word in text], path.name
    for room in ("app", "visualizers"):
        for path in files(room):
            text = path.read_text()
            for word in ("pickle", "trust_remote_code=True", "torch.load(", "allow_pickle=True"):
                if word == "pickle" and path.parent.name == "models":
                    continue  # they say that pickle is refused
                assert word not in text.replace("without pickle", "").replace(
                    "allow_pickle=False", ""
                ), f"{path} has {word}"


def test_a_class_is_dressed_in_one_stylesheet() -> None:
    """All stylesheets are loaded on one page, so a name used twice would dress both."""
    dressed: dict[str, set[str]] = {}
    for path in sorted((ROOT / "assets" / "ui").rglob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        for selectors in re.findall(r"([^{}]+)\{", css):
            for selector in selectors.split(","):
                plain = re.fullmatch(r"\.gradio-container (?:\w+)?\.(pg-[\w-]+)", selector.strip())
                if plain:
                    dressed.setdefault(plain[1], set()).add(path.name)
    assert {name: files for name, files in dressed.items() if len(files) > 1} == {}
