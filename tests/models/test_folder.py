from pathlib import Path

import pytest

from app.errors import InputError
from app.models.catalog import row
from app.models.sources.fetch import fetch


@pytest.fixture
def allowed(tmp_path: Path) -> Path:
    folder = tmp_path / "allowed"
    folder.mkdir()
    return folder


def model_in(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or ("config.json", "model.safetensors"):
        (folder / name).write_bytes(b"{}")
    return folder


def find(folder: Path | str, allowed: Path) -> Path:
    return fetch(row(f"path:{folder}"), cache_dir=allowed, offline=True, allow_path=(allowed,))


@pytest.mark.parametrize(
    "names", [(), ("one.gguf",), ("config.json", "model-00001-of-00002.safetensors")]
)
def test_a_model_below_an_allowed_folder_is_found(allowed: Path, names: tuple[str, ...]) -> None:
    folder = model_in(allowed / "deep" / "bert", *names)
    assert find(folder, allowed) == folder.resolve()
    assert find(f"{allowed}/deep/../deep/bert/", allowed) == folder.resolve()


def test_the_allowed_folder_itself_may_be_the_model(allowed: Path) -> None:
    assert find(model_in(allowed), allowed) == allowed.resolve()


def test_nothing_outside_is_found_and_nothing_is_told_about_it(
    allowed: Path, tmp_path: Path
) -> None:
    there = model_in(tmp_path / "outside")
    twin = model_in(tmp_path / "allowed-not")
    (allowed / "link").symlink_to(there)
    (allowed / "loop").symlink_to(allowed / "loop")
    paths: list[Path | str] = [
        there,
        twin,
        tmp_path / "not-there",
        f"{allowed}/../outside",
        allowed / "link",
        "/",
        "..",
        "~nobody-of-that-name/x",
        "nul\0byte",
    ]
    messages = set()
    for path in paths:
        with pytest.raises(InputError) as caught:
            find(path, allowed)
        messages.add(str(caught.value))
    assert len(messages) == 1 and "--allow-path" in messages.pop()


def test_without_any_allowed_folder_no_path_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--allow-path"):
        fetch(
            row(f"path:{model_in(tmp_path / 'm')}"), cache_dir=tmp_path, offline=True, allow_path=()
        )


def test_a_file_that_links_out_is_refused(allowed: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    folder = model_in(allowed / "m")
    (folder / "vocab.txt").symlink_to(secret)
    with pytest.raises(InputError, match=r"vocab\.txt"):
        find(folder, allowed)


def test_a_file_that_links_within_is_fine(allowed: Path) -> None:
    folder = model_in(allowed / "snapshot", "config.json")
    blob = model_in(allowed / "blobs", "blob") / "blob"
    (folder / "model.safetensors").symlink_to(blob)
    assert find(folder, allowed) == folder.resolve()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("model.safetensors",), "no config.json"),
        (("config.json",), "no .safetensors"),
        (("config.json", "pytorch_model.bin"), "no .safetensors"),
        (("a.gguf", "b.gguf"), "several .gguf"),
        (("m-00001-of-00002.gguf", "m-00002-of-00002.gguf"), "in parts is not read"),
        (("m-00001-of-00002.gguf",), "in parts is not read"),
    ],
)
def test_what_is_missing_is_named(allowed: Path, names: tuple[str, ...], said: str) -> None:
    folder = model_in(allowed / "m", *names)
    with pytest.raises(InputError, match=said):
        find(folder, allowed)


def test_a_folder_that_is_not_there_is_named(allowed: Path) -> None:
    with pytest.raises(InputError, match=r"There is no folder .*gone"):
        find(allowed / "gone", allowed)


def test_a_gguf_file_is_found_by_its_own_name(allowed: Path, tmp_path: Path) -> None:
    folder = model_in(allowed / "m", "a.gguf", "b.gguf", "c.bin", "d-00001-of-00002.gguf")
    assert find(folder / "a.gguf", allowed) == (folder / "a.gguf").resolve()
    for name, said in (
        ("c.bin", "no gguf file of that name"),
        ("x.gguf", "no gguf file of that name"),
        ("d-00001-of-00002.gguf", "in parts is not read"),
    ):
        with pytest.raises(InputError, match=said):
            find(folder / name, allowed)
    outside = model_in(tmp_path / "outside", "a.gguf") / "a.gguf"
    (folder / "link.gguf").symlink_to(outside)
    for path in (outside, folder / "link.gguf"):
        with pytest.raises(InputError, match="--allow-path"):
            find(path, allowed)
