"""The weights of a gguf file under the names and in the form that transformers has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from app.errors import InputError
from app.models.formats.ggml_blocks import Floats
from app.models.formats.gguf import Gguf
from app.models.formats.gguf_config import family_of
from app.models.formats.gguf_families import Family
from app.models.formats.gguf_positions import POSITIONS

_THREADS = 2
_NUMBER = re.compile(r"(?<=\.)\d+(?=\.)")


def read_weights(gguf: Gguf, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Floats]:
    """Every weight as float32 under the model's own name for it.

    shapes  those of the model's parameters by name, without those that are tied to another

    Raises ValueError when the file lacks a tensor, or has one of another shape, and InputError
    when it has one that the model has not.
    """
    family = family_of(gguf)
    names = {theirs: _name(family, theirs) for theirs in shapes}
    if missing := sorted(set(names.values()) - set(gguf.entries)):
        raise ValueError(f"{gguf.name} lacks the tensor {missing[0]}")
    if unknown := sorted(set(gguf.entries) - set(names.values()) - POSITIONS):
        raise InputError(
            f"{gguf.name} has a tensor {unknown[0][:100]!r} that {family.model} does not: convert "
            "the model to safetensors."
        )
    for theirs, ours in names.items():
        stored = gguf.entries[ours].shape
        turned = family.turns.get(ours.split(".")[-2]) == "transposed"
        if stored != (shapes[theirs][::-1] if turned else shapes[theirs]):
            raise ValueError(f"{gguf.name} states an impossible shape for {ours}: {stored}")

    # Most of the time goes into memory that is new to the process: two threads halve that.
    with ThreadPoolExecutor(_THREADS) as threads:
        return {
            theirs: _turned(gguf, family, ours, gguf.tensor(ours, threads))
            for theirs, ours in names.items()
        }


def _name(family: Family, theirs: str) -> str:
    """The file's name for a parameter of the model."""
    module, _, kind = theirs.rpartition(".")
    layers = _NUMBER.findall(theirs)
    pattern = family.modules.get(_NUMBER.sub("{}", module, count=1), module)
    return f"{pattern.format(*layers)}.{kind}"


def _turned(gguf: Gguf, family: Family, name: str, stored: Floats) -> Floats:
    part, kind = name.split(".")[-2:]
    turn = family.turns.get(part)
    if turn is None:
        return stored
    if turn == "less one":
        return stored - np.float32(1) if kind == "weight" else stored
    if turn == "transposed":
        return np.ascontiguousarray(stored.T)
    heads = int(gguf.fact("attention.head_count", 1))
    groups = int(gguf.fact("attention.head_count_kv", heads))
    if turn == "by group":
        return _by_group(stored, heads, groups)
    return _halves_apart(stored, groups if part == "attn_k" else heads)


def _halves_apart(stored: Floats, heads: int) -> Floats:
    """Query or key rows in transformers' order.

    gguf keeps the two rows that rotate together side by side; transformers keeps all first ones
    of a head in its first half and all second ones in its second half.
    """
    rows = len(stored)
    pairs = stored.reshape(heads, rows // heads // 2, 2, -1)
    return np.ascontiguousarray(pairs.swapaxes(1, 2)).reshape(stored.shape)


def _by_group(stored: Floats, heads: int, groups: int) -> Floats:
    """Rows of queries, keys and values with those of one group together.

    gguf keeps the queries of all heads, then all keys, then all values.
    """
    width = len(stored) // (heads + 2 * groups)
    ends = (heads * width, (heads + groups) * width)
    parts: Iterable[Floats] = np.split(stored, ends)
    together = [part.reshape(groups, -1, *stored.shape[1:]) for part in parts]
    return np.concatenate(together, axis=1).reshape(stored.shape)
