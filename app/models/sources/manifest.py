"""The list of a finished download, by which a later start knows that all of it is still there."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.errors import InputError
from app.models.sources.content import altered

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Manifest:
    """What was kept: its origin, and the size in bytes of every file.

    origin  changes whenever the files should be fetched again, such as for another checksum
    hashes  the sha256 of every file, in hex; empty where it was not written down
    """

    origin: str
    sizes: dict[str, int]
    hashes: dict[str, str] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write it; the caller does so last, when every file is in place."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    def is_whole(self, folder: Path, notes: Path) -> bool:
        """Whether every file is there with the content it was kept with; see `altered`."""
        if not self.holds(folder):
            return False
        name = altered(folder, self.hashes, notes)
        if name is not None:
            log.warning("the content of %s was changed since it was fetched", folder / name)
        return name is None

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
        sizes = {str(name): int(size) for name, size in fields["sizes"].items()}
        hashes = {str(name): str(each) for name, each in fields.get("hashes", {}).items()}
        return Manifest(str(fields["origin"]), sizes, hashes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def cannot_write(folder: Path, error: OSError) -> InputError:
    """The error of a cache folder that takes no files."""
    return InputError(
        f"The cache folder {folder} cannot be written ({error.strerror or error}): free space "
        "there, or set PLAYGROUND_CACHE_DIR to a folder that you may write."
    )
