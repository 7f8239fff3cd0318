"""How fast each model was on this machine, kept in the cache folder from one start to the next."""

from __future__ import annotations

import json
import logging
import os
import platform
import tempfile
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

log = logging.getLogger(__name__)

FILE = "speeds.json"


class Speed(BaseModel):
    """Tokens per second of a model's first run of a useful length, loading not included.

    of       whether these are tokens that it wrote, or read in one pass
    machine  what it ran on, as `machine` says
    """

    model_config = ConfigDict(frozen=True)

    tokens_per_second: float = Field(gt=0)
    of: Literal["written", "read"]
    machine: str


@cache
def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except (OSError, UnicodeDecodeError):
        pass
    return platform.processor() or platform.machine()


def machine(device: str, threads: int) -> str:
    """What a model runs on: the device, or processor and threads. A speed holds for it alone."""
    return device if device != "cpu" else f"{_processor()}, {threads} of {os.cpu_count()} threads"


def speeds(cache_dir: Path) -> dict[str, Speed]:
    """The speeds by model; what cannot be read was not measured."""
    try:
        known = json.loads((cache_dir / FILE).read_text(encoding="utf-8"))
        return {name: Speed.model_validate(value) for name, value in dict(known).items()}
    except (OSError, ValueError, TypeError, ValidationError):
        return {}


def keep_speed(cache_dir: Path, model_id: str, found: Speed) -> None:
    """Keeps a model's speed, written in one step; a folder that takes no file keeps none."""
    everything = speeds(cache_dir) | {model_id: found}
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(prefix=".speeds-", dir=cache_dir)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({name: each.model_dump() for name, each in everything.items()}, file)
            os.replace(partial, cache_dir / FILE)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
    except OSError as error:
        log.warning("The speed of %s could not be kept in %s: %s", model_id, cache_dir, error)
