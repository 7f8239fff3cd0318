"""Adapters as models: their rows, what loads them, and what is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from app.errors import InputError
from app.models import catalog
from app.models.adapter import read_description
from app.models.catalog import row
from app.models.loading import load
from app.models.size import memory_needed
from app.models.sources.fetch import fetch
from app.models.task_heads import HEAD_KINDS, automatic_class
from app.settings import settings
from app.training.base import Base, new_student, open_base
from app.training.card import write_description, write_weights
from app.training.classify import Classify
from app.training.labelled import Labelled
from app.training.plan import Naming, Plan
from app.training.recipe import Recipe
from app.training.training import train
from tests.training.conftest import films


def make(base: Base, out: Path, **changes: Any) -> Path:
    """An adapter of a few steps in `out`."""
    rows = [Labelled(text, label) for text, label in films(24)]
    lesson = Classify(base.tokenizer, ("bad", "good"), rows, rows, max_length=24)
    recipe = Recipe(**{"batch": 8, "rate": 5e-3, "steps": 4, "score_every": 4} | changes)
    for _ in train(Plan(lesson, base, recipe, Naming("Films")), out):
        pass
    return out


@pytest.fixture(scope="module")
def shelf(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one adapter, named mine."""
    folder = tmp_path_factory.mktemp("shelf")
    make(base, folder / "mine")
    return folder


@pytest.fixture
def own(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A copy of that folder as the one of this process; the copy of mine."""
    shutil.copytree(shelf, tmp_path / "shelf")
    monkeypatch.setenv("PLAYGROUND_ADAPTER_DIR", str(tmp_path / "shelf"))
    settings.cache_clear()
    yield tmp_path / "shelf" / "mine"
    settings.cache_clear()


def fetched(model_id: str, allowed: Path) -> Path:
    return fetch(row(model_id), cache_dir=allowed, offline=True, allow_path=(allowed,))


def test_an_adapter_is_a_model_above_its_base(own: Path, base: Base) -> None:
    known = row("adapter:mine")
    assert (known.title, known.family, known.base) == ("Films", "encoder", base.row.id)
    assert known.head_kind == "sequence-classification"
    folder = fetched("adapter:mine", base.folder.parent)
    assert folder == base.folder, "what is fetched is the base"
    loaded = load(known, folder, device="cpu")
    assert type(loaded.model).__name__ == "BertForSequenceClassification"
    assert loaded.head_kind == loaded.row.head_kind == "sequence-classification"
    assert loaded.described == read_description(own)
    assert not loaded.model.training
    assert loaded.parameters == known.parameters
    assert memory_needed(known, folder) == 4 * loaded.parameters
    asked = loaded.tokenizer("it is very good", return_tensors="pt")
    with torch.inference_mode():
        assert loaded.model(**asked).logits.shape == (1, 2)
    assert loaded.model.config.id2label == {0: "bad", 1: "good"}


def test_two_adapters_of_one_base_have_fingerprints_of_their_own(own: Path, base: Base) -> None:
    make(base, own.parent / "other", seed=2)
    prints = {
        load(row(name), base.folder, device="cpu").fingerprint
        for name in ("adapter:mine", "adapter:other", base.row.id)
    }
    assert len(prints) == 3


def test_loading_needs_no_peft(own: Path, base: Base) -> None:
    make(base, own.parent / "thin", method="lora", rank=2)
    code = (
        "import sys; sys.modules['peft'] = None\n"
        "from pathlib import Path\n"
        "from app.models.catalog import row\n"
        "from app.models.loading import load\n"
        f"load(row('adapter:thin'), Path({str(base.folder)!r}), device='cpu')\n"
        "print('loaded')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "loaded"


@pytest.mark.parametrize("family", ["roberta", "distilbert"])
def test_an_adapter_fits_any_architecture(
    own: Path, save_base: Callable[..., Path], tmp_path: Path, family: str
) -> None:
    folder = save_base(tmp_path / family, family)
    other = open_base(f"path:{folder}", cache_dir=tmp_path, offline=True, allow_path=(tmp_path,))
    for method in ("full", "lora"):
        make(other, own.parent / method, method=method)
        loaded = load(row(f"adapter:{method}"), folder, device="cpu")
        assert loaded.head_kind == "sequence-classification"


@pytest.mark.parametrize(
    "name", ["", "..", "../mine", "/etc", "a/b", "mine\n", ".hidden", "a\\b", "C:mine", "ä"]
)
def test_a_name_that_leads_elsewhere_is_refused(own: Path, name: str) -> None:
    with pytest.raises(InputError, match="adapter:NAME"):
        row(f"adapter:{name}")


def test_a_link_to_another_place_is_refused(own: Path, shelf: Path) -> None:
    (own.parent / "linked").symlink_to(shelf / "mine")
    with pytest.raises(InputError, match="is a link"):
        row("adapter:linked")


def test_adapters_of_one_s_own_are_listed_without_the_damaged(own: Path) -> None:
    shutil.copytree(own, own.parent / "another")
    shutil.copytree(own, own.parent / "broken")
    (own.parent / "broken" / "adapter.json").write_text("{")
    assert [each.id for each in catalog.own_adapters()] == ["adapter:another", "adapter:mine"]


def test_the_folder_of_a_new_adapter_is_told_before_it_is_there(own: Path) -> None:
    assert catalog.adapter_folder("new") == own.parent.resolve() / "new"


def test_an_adapter_that_is_not_there_is_named(own: Path) -> None:
    with pytest.raises(InputError, match="no adapter in none"):
        row("adapter:none")


def change(folder: Path, **fields: Any) -> None:
    path = folder / "adapter.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


DAMAGED: dict[str, Callable[[Path], Any]] = {
    "no json": lambda f: (f / "adapter.json").write_text("{"),
    "another kind of json": lambda f: (f / "adapter.json").write_text("[1]"),
    "endless": lambda f: (f / "adapter.json").write_text(" " * 1_000_001),
    "a field is missing": lambda f: (f / "adapter.json").write_text('{"format": 1}'),
    "another format": lambda f: change(f, format=2),
    "another head": lambda f: change(f, head="telepathy"),
    "impossible bits": lambda f: change(f, bits=9),
    "a base that is none": lambda f: change(f, base="adapter:mine"),
    "a base without a name": lambda f: change(f, base="hub:../x"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_description_is_one_sentence(own: Path, what: str) -> None:
    DAMAGED[what](own)
    with pytest.raises(InputError) as caught:
        row("adapter:mine")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 600


def rewrite(folder: Path, edit: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Change the weights and sign them anew, as somebody who means it would."""
    from safetensors.torch import load_file

    stored = edit(load_file(folder / "adapter.safetensors"))
    sha256, size = write_weights(folder, stored)
    change(folder, sha256=sha256, size=size)


def without(stored: dict[str, Any], part: str) -> dict[str, Any]:
    return {name: tensor for name, tensor in stored.items() if part not in name}


UNFIT: dict[str, tuple[Callable[[Path], Any], str]] = {
    "weights are gone": (lambda f: (f / "adapter.safetensors").unlink(), "has no adapter.saf"),
    "a byte differs": (
        lambda f: (f / "adapter.safetensors").write_bytes(
            (f / "adapter.safetensors").read_bytes()[:-1] + b"!"
        ),
        "sha256 differs",
    ),
    "another base": (lambda f: change(f, base_sha256="0" * 64), "other weights"),
    "the head is missing": (
        lambda f: rewrite(f, lambda s: without(s, "classifier")),
        r"classifier\.\w+ is missing",
    ),
    "another head": (lambda f: change(f, labels=["a", "b", "c"]), "another shape"),
    "another kind of head": (lambda f: change(f, head="fill-mask"), "the base has no"),
    "half a matrix": (lambda f: rewrite(f, lambda s: without(s, ":step")), "unknown way"),
    "other bits": (lambda f: change(f, bits=3), "another shape"),
    "a stranger's weight": (
        lambda f: rewrite(f, lambda s: s | {"telepathy.weight": torch.ones(3)}),
        "the base has no telepathy.weight",
    ),
    "no numbers": (
        lambda f: rewrite(f, lambda s: s | {"classifier.bias": torch.full((2,), float("nan"))}),
        "not finite",
    ),
}


@pytest.mark.parametrize("what", UNFIT)
def test_weights_that_do_not_fit_are_one_sentence(own: Path, base: Base, what: str) -> None:
    damage, message = UNFIT[what]
    damage(own)
    with pytest.raises(InputError, match=message) as caught:
        load(row("adapter:mine"), base.folder, device="cpu")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_safetensors_is_refused(own: Path, base: Base) -> None:
    import hashlib

    (own / "adapter.safetensors").write_bytes(b"no weights")
    change(own, sha256=hashlib.sha256(b"no weights").hexdigest())
    with pytest.raises(InputError, match="is damaged"):
        load(row("adapter:mine"), base.folder, device="cpu")


def test_shipped_adapters_are_rows_and_damaged_ones_are_not(
    own: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(own, own.parent / "broken")
    (own.parent / "broken" / "adapter.json").write_text("{")
    (own.parent / "without").mkdir()
    monkeypatch.setattr(catalog, "SHIPPED", own.parent)
    assert [each.id for each in catalog._shipped()] == ["mine"]
    assert "broken" in caplog.text


@pytest.mark.parametrize("kind", HEAD_KINDS)
def test_a_folder_is_loaded_with_the_class_it_was_saved_from(
    base: Base, tmp_path: Path, kind: Any
) -> None:
    labels = ("x", "y", "z") if kind.endswith("classification") else ()
    student = new_student(base, kind, labels, seed=1, method="full", rank=1)
    folder = tmp_path / "saved"
    student.model.save_pretrained(folder)
    base.tokenizer.save_pretrained(folder)
    loaded = load(row(f"path:{folder}"), folder, device="cpu")
    assert type(loaded.model) is type(student.model)
    assert loaded.head_kind == loaded.row.head_kind == kind
    asked = loaded.tokenizer("it is very good", return_tensors="pt")
    with torch.inference_mode():
        ours, theirs = loaded.model(**asked)[0], student.model.eval()(**asked)[0]
    assert torch.equal(ours, theirs)
    if labels:
        assert loaded.model.config.id2label == dict(enumerate(labels))


def test_a_bare_encoder_and_a_decoder_predict_nothing_of_the_kind(
    base_folder: Path, save_base: Callable[..., Path], tmp_path: Path
) -> None:
    decoder = save_base(tmp_path / "gpt2", "gpt2")
    for folder in (base_folder, decoder):
        loaded = load(row(f"path:{folder}"), folder, device="cpu")
        assert loaded.head_kind is None and loaded.row.head_kind is None
        assert loaded.described is None


def test_a_decoder_or_an_adapter_is_no_base(
    own: Path, save_base: Callable[..., Path], tmp_path: Path
) -> None:
    decoder = save_base(tmp_path / "gpt2", "gpt2")
    options: dict[str, Any] = {"cache_dir": tmp_path, "offline": True, "allow_path": (tmp_path,)}
    with pytest.raises(InputError, match="no encoder"):
        open_base(f"path:{decoder}", **options)
    with pytest.raises(InputError, match="is an adapter"):
        open_base("adapter:mine", **options)


def test_the_tied_decoder_of_a_masked_model_is_the_embedding_itself(base: Base) -> None:
    student = new_student(base, "fill-mask", (), seed=1, method="full", rank=1)
    model = student.model
    assert model.get_output_embeddings().weight is model.get_input_embeddings().weight
    assert not model.get_input_embeddings().weight.requires_grad
    assert automatic_class("fill-mask").__name__ == "AutoModelForMaskedLM"


def test_the_description_is_read_as_it_was_written(own: Path) -> None:
    described = read_description(own)
    write_description(own, described)
    assert read_description(own) == described
