"""How much memory a model will take, told from its files before it is loaded."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path

from app.models.catalog import ModelRow
from app.models.formats.gguf import Gguf

_FLOAT32 = 4
_LONGEST_HEADER = 100_000_000  # the limit of the safetensors format itself


def memory_needed(row: ModelRow, folder: Path) -> int:
    """Bytes of a model's weights as float32; 0 for files that cannot be read.

    What is wrong with such files is said when they are loaded.
    """
    if row.parameters is not None:
        return row.parameters * _FLOAT32
    files = list(folder.glob("*.safetensors"))
    try:
        if files:
            return sum(_numbers(file) for file in files) * _FLOAT32
        named = [folder] if folder.is_file() else folder.glob("*.gguf")
        entries = [entry for file in named for entry in Gguf(file).entries.values()]
    except Exception:  # any damage at all; loading names it
        return 0
    return sum(prod(entry.shape) for entry in entries) * _FLOAT32


def _numbers(path: Path) -> int:
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(min(length, _LONGEST_HEADER)))
    header.pop("__metadata__", None)
    return sum(prod(tensor["shape"]) for tensor in header.values())
