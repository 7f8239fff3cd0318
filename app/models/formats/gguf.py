"""The gguf container: metadata and tensors of one file, read with struct and mmap.

The tensors are returned as float32, whatever they are stored as. Layout and block formats are
those of the ggml project's gguf specification, versions 2 and 3, little endian.
"""

from __future__ import annotations

import mmap
import struct
from concurrent.futures import Executor
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from app.errors import InputError
from app.models.formats.ggml_blocks import NOT_READ, STORAGES, Floats, as_float32

_SCALARS = {
    0: struct.Struct("<B"),
    1: struct.Struct("<b"),
    2: struct.Struct("<H"),
    3: struct.Struct("<h"),
    4: struct.Struct("<I"),
    5: struct.Struct("<i"),
    6: struct.Struct("<f"),
    7: struct.Struct("<?"),
    10: struct.Struct("<Q"),
    11: struct.Struct("<q"),
    12: struct.Struct("<d"),
}
_STRING, _ARRAY = 8, 9
_LENGTH = _SCALARS[10]


@dataclass(frozen=True)
class Entry:
    """Where one tensor lies: numpy's shape, rows first, and the offset from the file's start."""

    shape: tuple[int, ...]
    kind: int
    offset: int


class Gguf:
    """An open gguf file: `metadata` by key and `entries` by tensor name.

    Raises ValueError where the file is not gguf, or ends before what it announces.
    Raises InputError for a way of storing numbers that is not read here.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            try:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise ValueError(f"{path.name} is empty") from error
        self.name = path.name
        self._at = 0
        if self._bytes[:4] != b"GGUF":
            raise ValueError(f"{path.name} is not a gguf file")
        try:
            self._read_head()
        except (struct.error, UnicodeDecodeError) as error:
            raise ValueError(f"{path.name} is cut off or damaged") from error

    @property
    def architecture(self) -> str:
        """What the file says it holds, such as "llama"; empty where it says nothing."""
        return str(self.metadata.get("general.architecture", ""))

    def fact(self, key: str, otherwise: Any) -> Any:
        """What the file states of its own architecture under `key`; else `otherwise`."""
        return self.metadata.get(f"{self.architecture}.{key}", otherwise)

    def tensor(self, name: str, threads: Executor | None = None) -> Floats:
        """One tensor as float32, in the shape (rows, columns) that the file states.

        Where there are `threads`, they share the work.
        Raises KeyError when the file has no such tensor.
        """
        entry = self.entries[name]
        storage = STORAGES[entry.kind]
        count = prod(entry.shape) // storage.block * storage.size
        raw = np.frombuffer(self._bytes, np.uint8, count=count, offset=entry.offset)
        return as_float32(raw, storage, threads).reshape(entry.shape)

    def _read_head(self) -> None:
        self._at = 4
        version = self._number(4)
        if version not in (2, 3):
            raise ValueError(f"{self.name} is gguf version {version}; versions 2 and 3 are read")
        tensors, pairs = self._number(10), self._number(10)
        self.metadata: dict[str, Any] = {}
        for _ in range(pairs):
            key = self._string()
            self.metadata[key] = self._value(self._number(4))
        headers = [self._header() for _ in range(tensors)]
        alignment = self.metadata.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment < 1:
            raise ValueError(f"{self.name} is cut off or damaged")
        start = -(-self._at // alignment) * alignment
        self.entries = {
            name: Entry(shape, kind, start + offset) for name, shape, kind, offset in headers
        }
        for name, entry in self.entries.items():
            self._check(name, entry)

    def _check(self, name: str, entry: Entry) -> None:
        storage = STORAGES.get(entry.kind)
        if storage is None:
            kind = NOT_READ.get(entry.kind, f"number {entry.kind}")
            read = ", ".join(each.name for each in STORAGES.values())
            raise InputError(
                f"{self.name} stores {name[:100]} as ggml type {kind}, which is not read here: use "
                f"a file of {read}, or convert the model to safetensors."
            )
        if not entry.shape or entry.shape[-1] % storage.block:
            raise ValueError(f"{self.name} states an impossible shape for {name}")
        end = entry.offset + prod(entry.shape) // storage.block * storage.size
        if end > len(self._bytes):
            raise ValueError(f"{self.name} is cut off: {name} lies beyond its end")

    def _header(self) -> tuple[str, tuple[int, ...], int, int]:
        name = self._string()
        dimensions = self._number(4)
        if dimensions > 4:
            raise ValueError(f"{self.name} is cut off or damaged")
        shape = tuple(self._number(10) for _ in range(dimensions))
        return name, shape[::-1], self._number(4), self._number(10)

    def _number(self, kind: int) -> int:
        scalar = _SCALARS[kind]
        (value,) = scalar.unpack_from(self._bytes, self._at)
        self._at += scalar.size
        return int(value)

    def _string(self) -> str:
        (length,) = _LENGTH.unpack_from(self._bytes, self._at)
        start = self._at + 8
        self._at = self._within(start + length)
        return self._bytes[start : self._at].decode("utf-8")

    def _value(self, kind: int) -> Any:
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY:
            return self._array(self._number(4), self._number(10))
        if kind not in _SCALARS:
            raise ValueError(f"{self.name} is cut off or damaged")
        scalar = _SCALARS[kind]
        (value,) = scalar.unpack_from(self._bytes, self._at)
        self._at += scalar.size
        return value

    def _array(self, kind: int, count: int) -> Any:
        if kind in _SCALARS:
            start = self._at
            self._at = self._within(start + count * _SCALARS[kind].size)
            # Not as numbers of Python, which would be eight times as much memory.
            return np.frombuffer(self._bytes, _SCALARS[kind].format, count=count, offset=start)
        # Every element takes 4 bytes at least, so a damaged count is refused before it is obeyed.
        self._within(self._at + 4 * count)
        if kind == _STRING:
            return self._strings(count)
        return [self._value(kind) for _ in range(count)]

    def _strings(self, count: int) -> list[str]:
        """A hundred thousand of them in a usual file, so this loop is kept short."""
        unpack, held, at = _LENGTH.unpack_from, self._bytes, self._at
        strings = []
        for _ in range(count):
            start = at + 8
            at = start + unpack(held, at)[0]
            strings.append(held[start:at].decode("utf-8"))
        # A slice beyond the end is merely short, so the end is looked at once, here.
        self._at = self._within(at)
        return strings

    def _within(self, end: int) -> int:
        if end > len(self._bytes):
            raise ValueError(f"{self.name} is cut off: it ends before its own contents do")
        return end
