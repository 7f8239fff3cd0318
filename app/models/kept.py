"""The list of a finished download, by which a later start knows that all of it is still there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError


@dataclass(frozen=True)
class Manifest:
    """What was kept: its origin, and the size in bytes of every file.

    origin  changes whenever the files should be fetched again, such as for another checksum
    """

    origin: str
    sizes: dict[str, int]

    def write(self, path: Path) -> None:
        """Write it; the caller does so last, when every file is in place."""
        path.write_text(json.dumps({"origin": self.origin, "sizes": self.sizes}), encoding="utf-8")

    def holds(self, folder: Path) -> bool:
        """Whether every file is there in its full size."""
        try:
            return all((folder / name).stat().st_size == size for name, size in self.sizes.items())
        except OSError:
            return False


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at `path`, or None where there is none that can be read."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(str(fields["origin"]), {str(k): int(v) for k, v in fields["sizes"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def cannot_write(folder: Path, error: OSError) -> InputError:
    """The error of a cache folder that takes no files."""
    return InputError(
        f"The cache folder {folder} cannot be written ({error.strerror or error}): free space "
        "there, or set PLAYGROUND_CACHE_DIR to a folder that you may write."
    )
