"""Reads Marian's binary model format with int8 matrices, as Mozilla's translation models have it.

A header of four 64-bit numbers per item (name length, type, rank, data length), then all names,
all shapes, padding, and the data in the same order. Little endian.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

VERSION = 1
FLOAT32, INT8, TEXT = 0x404, 0x4101, 0x101
MOST_ITEMS = 10_000
# Kept in the file for Marian's own use: scales of activations, and cells of other architectures.
IGNORED_SUFFIXES = ("_QuantMultA",)
PLAIN_MATRIX = "Wemb"


def read(path: Path) -> tuple[dict[str, NDArray[np.float32]], str]:
    """(weights by Marian's name, the model's own description as YAML text).

    Every int8 matrix comes out as float32 of shape (out, in), the way `nn.Linear` keeps it; the
    embedding as (entry, width). Raises ValueError for a file that is not whole.
    """
    data = path.read_bytes()
    try:
        return _read(data)
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError) as error:
        raise ValueError(f"the Marian file ends too early or is damaged: {error}") from error


def _read(data: bytes) -> tuple[dict[str, NDArray[np.float32]], str]:
    version, count = struct.unpack_from("<QQ", data, 0)
    if version != VERSION or not 0 < count <= MOST_ITEMS:
        raise ValueError(f"not a Marian model of version {VERSION}")
    headers = [struct.unpack_from("<QQQQ", data, 16 + 32 * n) for n in range(count)]
    place = 16 + 32 * count
    names = []
    for length, *_ in headers:
        names.append(_piece(data, place, length).rstrip(b"\0").decode())
        place += length
    shapes = []
    for _, _, rank, _ in headers:
        if rank > 8:
            raise ValueError(f"a matrix of rank {rank} is not one of a translation model")
        shapes.append(struct.unpack_from(f"<{rank}i", data, place))
        place += 4 * rank
    (padding,) = struct.unpack_from("<Q", data, place)
    place += 8 + padding
    weights: dict[str, NDArray[np.float32]] = {}
    described = ""
    for name, shape, (_, kind, _, length) in zip(names, shapes, headers, strict=True):
        body = _piece(data, place, length)
        place += length
        if kind == TEXT:
            described = body.split(b"\0")[0].decode()
        elif not name.endswith(IGNORED_SUFFIXES):
            weights[name] = _matrix(name, kind, shape, body)
    return weights, described


def _piece(data: bytes, place: int, length: int) -> bytes:
    if place + length > len(data):
        raise ValueError("the Marian file ends too early")
    return data[place : place + length]


def _matrix(name: str, kind: int, shape: tuple[int, ...], body: bytes) -> NDArray[np.float32]:
    size = math.prod(shape)
    if size < 0 or any(length < 0 for length in shape):
        raise ValueError(f"{name} has the shape {shape}")
    if kind == FLOAT32:
        return np.frombuffer(body, "<f4", size).reshape(shape)
    if kind != INT8:
        raise ValueError(f"{name} is of the unknown type {kind:#x}")
    (scale,) = struct.unpack_from("<f", body, size)
    if not 0 < scale < math.inf:
        raise ValueError(f"{name} has the scale {scale}")
    numbers = np.frombuffer(body, "<i1", size).astype(np.float32) / np.float32(scale)
    if name == PLAIN_MATRIX:
        return numbers.reshape(shape)
    # Stored transposed for Marian's kernels, while the shape says (in, out).
    return numbers.reshape(shape[::-1])


def shortlist(path: Path) -> Any:
    """The lexical shortlist: (frequent, offsets, words); see `allowed`. For parity tests."""
    data = path.read_bytes()
    magic, _, frequent, _, offsets, words = struct.unpack_from("<6Q", data, 0)
    if magic != 0xF11A48D5013417F5:
        raise ValueError("not a Marian shortlist")
    first = np.frombuffer(data, "<u8", offsets, 48)
    return int(frequent), first, np.frombuffer(data, "<u4", words, 48 + 8 * offsets)


def allowed(lists: Any, source: list[int]) -> list[int]:
    """The target ids a source sentence admits: frequent ones and those its words translate to.

    Filled up with the lowest unused ids to a multiple of 8, as the int8 kernels want it.
    """
    frequent, offsets, words = lists
    chosen = set(range(frequent))
    for number in source:
        chosen.update(int(word) for word in words[offsets[number] : offsets[number + 1]])
    fill = frequent
    while len(chosen) % 8:
        if fill not in chosen:
            chosen.add(fill)
        fill += 1
    return sorted(chosen)
