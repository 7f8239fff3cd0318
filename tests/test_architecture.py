"""Who may import whom, what is not imported before it is needed, and that the map is true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from tests.house import DOCS, HOUSE, ROOT, arrows, files, imports, module_of, page, room_of

# What reaches inside a model elsewhere than in its room, and why it may.
REACHES_INSIDE = {
    "app.models.architectures.bergamot": "a ported architecture is such an inside itself",
    "app.experiments.input_embeddings": "swaps the embeddings of a pass that it takes gradients of",
    "app.training.mask": "computes logits of hidden tokens only, while it trains",
}
# Parts of transformers that are meant to be called, unlike its models' own modules.
PUBLIC = {
    "transformers.utils",
    "transformers.models.auto",
    "transformers.generation.logits_process",
    "transformers.modeling_outputs",
    "transformers.cache_utils",
}


def test_every_file_is_in_a_room() -> None:
    rooms = {room_of(module_of(path)) for path in files()}
    assert rooms == {*HOUSE, "app"}
    loose = {path.stem for path in (ROOT / "app").glob("*.py")}
    assert loose == {"__init__", "cli", "server", "settings", "errors", "discovery"}


@pytest.mark.parametrize("room", HOUSE)
def test_a_room_knows_its_neighbours_only(room: str) -> None:
    assert arrows().get(room, set()) <= set(HOUSE[room].rooms)


@pytest.mark.parametrize("room", HOUSE)
def test_a_room_sees_its_own_packages_only(room: str) -> None:
    ours = {"app", "visualizers", *sys.stdlib_module_names}
    for path in files():
        if room_of(module_of(path)) == room:
            foreign = {name.split(".")[0] for name in imports(path)} - ours
            assert foreign <= set(HOUSE[room].packages), path.relative_to(ROOT)


def test_rooms_form_no_circle() -> None:
    """The table is written from the ground up, and a room imports only what is above its line."""
    order = list(HOUSE)
    for room, plan in HOUSE.items():
        assert all(order.index(each) < order.index(room) for each in plan.rooms), room


def test_a_module_with_an_underscore_is_known_in_its_own_package_only() -> None:
    for path in [*files(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]:
        for name in imports(path):
            package, _, last = name.rpartition(".")
            if last.startswith("_") and not last.startswith("__") and package.startswith(ROOMS):
                own = module_of(path)
                mirrored = own.startswith("tests.")  # a test may look at what is inside
                assert mirrored or f"{own}.".startswith(f"{package}."), f"{own} imports {name}"


ROOMS = ("app", "visualizers")


def test_only_instrumentation_reaches_inside_a_model() -> None:
    for path in files():
        own = module_of(path)
        if room_of(own) == "instrumentation" or own in REACHES_INSIDE:
            continue
        inner = {name for name in imports(path) if name.startswith("transformers.")}
        inner = {name for name in inner if not any(name.startswith(each) for each in PUBLIC)}
        assert not inner, f"{own} imports {inner}"
        assert "register_forward" not in path.read_text(), f"{own} puts a hook on a model"


def test_the_map_in_the_docs_is_true() -> None:
    assert DOCS.read_text() == page(), "run python -m tests.house"


def test_tests_lie_in_the_rooms_they_are_about() -> None:
    known = {*HOUSE, "browser", "heads", "sweep"}
    folders = {path.name for path in (ROOT / "tests").iterdir() if (path / "__init__.py").exists()}
    assert folders <= known
    # Small rooms of one file are tested by what uses them.
    assert {room for room in HOUSE if (ROOT / "app" / room).is_dir()} - folders <= {"trace"}


def test_no_code_branches_on_the_name_of_a_model() -> None:
    from app.models.catalog import MODELS

    ids = {row.id for row in MODELS}
    for path in files():
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
    for path in files():
        text = path.read_text()
        for word in ("pickle", "trust_remote_code=True", "torch.load(", "allow_pickle=True"):
            if word == "pickle" and room_of(module_of(path)) == "models":
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
