"""Progress of a download, told from the bytes that have arrived in a folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

Progress = Callable[[str, int, int], None]
"""Called with a model's id, the bytes that are there and the bytes in all, 0 where unknown."""

_SECONDS_BETWEEN = 0.2


def silent(model_id: str, done: int, total: int) -> None:
    """A Progress for callers that show none."""


@contextmanager
def watching(folder: Path, model_id: str, total: int, progress: Progress) -> Iterator[None]:
    """Report the bytes below `folder` to `progress` from a thread, until the block ends."""
    ended = threading.Event()

    def report() -> None:
        while not ended.wait(_SECONDS_BETWEEN):
            done = bytes_below(folder)
            progress(model_id, min(done, total) if total else done, total)

    reporter = threading.Thread(target=report, name=f"progress of {model_id}", daemon=True)
    progress(model_id, 0, total)
    reporter.start()
    try:
        yield
    finally:
        ended.set()
        reporter.join()
    progress(model_id, total or bytes_below(folder), total)


def bytes_below(folder: Path) -> int:
    """The size of all files below a folder that may be changing, links not counted."""
    total = 0
    for path in _files_below(folder):
        with suppress(OSError):  # it was moved between being listed and being measured
            if not path.is_symlink():
                total += path.stat().st_size
    return total


def _files_below(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.rglob("*") if path.is_file()]
    return []
