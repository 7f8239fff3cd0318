"""Whether files still have the content they were kept with, each read once per change of it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_CHUNK = 1024 * 1024
FILE = "verified.json"

# size, time of the last change of content and of the entry, and number of the file
Stamp = tuple[int, int, int, int]


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def altered(folder: Path, hashes: Mapping[str, str], notes: Path) -> str | None:
    """The name of the first file whose content is not that of its sha256, or None.

    A file that was read is noted in the folder `notes`, and is read again only once it was touched.
    """
    known = _read(notes / FILE)
    found = dict(known)
    for name, stated in hashes.items():
        try:
            stamp = _stamp(folder / name)
            if known.get(name) == (stated, stamp):
                continue
            if sha256_of(folder / name) != stated:
                return name
        except OSError:
            return name
        found[name] = (stated, stamp)
    if found != known:
        # A cache that may only be read is verified at every start.
        with suppress(OSError):
            _write(notes / FILE, found)
    return None


def _stamp(path: Path) -> Stamp:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino


def _read(path: Path) -> dict[str, tuple[str, Stamp]]:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name): (str(stated), (int(a), int(b), int(c), int(d)))
            for name, (stated, (a, b, c, d)) in fields.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(path: Path, noted: Mapping[str, tuple[str, Stamp]]) -> None:
    # Several processes may note the same at once: each puts a whole file in its place.
    handle, partial = tempfile.mkstemp(prefix=".verified-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(noted, file)
        os.replace(partial, path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
