"""How gguf files store numbers: blocks of them that share scales, turned into float32.

Block formats are those of ggml (`ggml-common.h`, `ggml-quants.c`); the order of the operations is
that of its Python package, so that the results are the same bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


def _float32(blocks: Bytes, out: Floats) -> None:
    out[...] = blocks.view("<f4")


def _float16(blocks: Bytes, out: Floats) -> None:
    out[...] = blocks.view("<f2")


def _bfloat16(blocks: Bytes, out: Floats) -> None:
    bits = out.view(np.uint32)
    bits[...] = blocks.view("<u2")
    bits <<= 16


def _q4_0(blocks: Bytes, out: Floats) -> None:
    _halves(blocks[:, 2:], out)
    out -= 8
    out *= _scale(blocks[:, :2])


def _q4_1(blocks: Bytes, out: Floats) -> None:
    _halves(blocks[:, 4:], out)
    out *= _scale(blocks[:, :2])
    out += _scale(blocks[:, 2:4])


def _q5_0(blocks: Bytes, out: Floats) -> None:
    _halves(blocks[:, 6:], out)
    out += _fifth_bits(blocks[:, 2:6])
    out -= 16
    out *= _scale(blocks[:, :2])


def _q5_1(blocks: Bytes, out: Floats) -> None:
    _halves(blocks[:, 8:], out)
    out += _fifth_bits(blocks[:, 4:8])
    out *= _scale(blocks[:, :2])
    out += _scale(blocks[:, 2:4])


def _q8_0(blocks: Bytes, out: Floats) -> None:
    np.multiply(blocks[:, 2:].view(np.int8), _scale(blocks[:, :2]), out=out)


def _q2_k(blocks: Bytes, out: Floats) -> None:
    groups = out.reshape(-1, 16, 16)
    groups[...] = _fields(blocks[:, 16:80], 2, 32).reshape(groups.shape)
    groups *= (_scale(blocks[:, 80:82]) * (blocks[:, :16] & 15))[..., None]
    groups -= (_scale(blocks[:, 82:84]) * (blocks[:, :16] >> 4))[..., None]


def _q3_k(blocks: Bytes, out: Floats) -> None:
    groups = out.reshape(-1, 16, 16)
    groups[...] = _fields(blocks[:, 32:96], 2, 32).reshape(groups.shape)
    # The third bit is kept upside down: where it is 0, four is taken off.
    groups -= (4 - 4 * _fields(blocks[:, :32], 1, 32)).reshape(groups.shape)
    low, high = _fields(blocks[:, 96:104], 4, 8), _fields(blocks[:, 104:108], 2, 4)
    scales = low.reshape(-1, 16) + 16.0 * high.reshape(-1, 16).astype(np.float32) - 32
    groups *= (_scale(blocks[:, 108:110]) * scales)[..., None]


def _q4_k(blocks: Bytes, out: Floats) -> None:
    groups = out.reshape(-1, 8, 32)
    groups[...] = _fields(blocks[:, 16:], 4, 32).reshape(groups.shape)
    _scale_eight(groups, blocks)


def _q5_k(blocks: Bytes, out: Floats) -> None:
    groups = out.reshape(-1, 8, 32)
    groups[...] = _fields(blocks[:, 48:], 4, 32).reshape(groups.shape)
    groups += (_fields(blocks[:, 16:48], 1, 32) << 4).reshape(groups.shape)
    _scale_eight(groups, blocks)


def _q6_k(blocks: Bytes, out: Floats) -> None:
    groups = out.reshape(-1, 16, 16)
    groups[...] = _fields(blocks[:, :128], 4, 64).reshape(groups.shape)
    groups += (_fields(blocks[:, 128:192], 2, 32) << 4).reshape(groups.shape)
    groups -= 32
    groups *= (_scale(blocks[:, 208:]) * blocks[:, 192:208].view(np.int8))[..., None]


def _halves(packed: Bytes, out: Floats) -> None:
    """Of each row of 16 bytes the low 4 bits, then the high 4 bits."""
    packed = np.ascontiguousarray(packed)
    out[:, :16] = packed & 15
    out[:, 16:] = packed >> 4


def _fifth_bits(packed: Bytes) -> Bytes:
    """Of each row of 4 bytes its 32 bits, each worth 16."""
    return np.unpackbits(np.ascontiguousarray(packed), axis=1, bitorder="little") * np.uint8(16)


def _fields(packed: Bytes, bits: int, width: int) -> Bytes:
    """Numbers of `bits` bits: of each `width` bytes the lowest ones, then the next ones."""
    shifts = np.arange(0, 8, bits, dtype=np.uint8)[:, None]
    apart = packed.reshape(len(packed), -1, 1, width) >> shifts
    apart &= (1 << bits) - 1
    return apart


def _scale_eight(groups: Floats, blocks: Bytes) -> None:
    """Q4_K and Q5_K: eight groups of 32, each with a scale and a least value of 6 bits."""
    first, second, third = (blocks[:, at : at + 4] for at in (4, 8, 12))
    scales = np.concatenate([first & 63, (third & 15) | ((first >> 2) & 48)], axis=1)
    least = np.concatenate([second & 63, (third >> 4) | ((second >> 2) & 48)], axis=1)
    groups *= (_scale(blocks[:, :2]) * scales)[..., None]
    groups -= (_scale(blocks[:, 2:4]) * least)[..., None]


def _scale(stored: Bytes) -> Floats:
    return np.ascontiguousarray(stored).view("<f2").astype(np.float32)


@dataclass(frozen=True)
class Storage:
    """How a tensor is stored: `block` values in `size` bytes.

    name               as ggml calls it
    read(blocks, out)  fills out (blocks × values of a block) from blocks (blocks × size)
    """

    name: str
    block: int
    size: int
    read: Callable[[Bytes, Floats], None]


STORAGES = {
    0: Storage("F32", 1, 4, _float32),
    1: Storage("F16", 1, 2, _float16),
    2: Storage("Q4_0", 32, 18, _q4_0),
    3: Storage("Q4_1", 32, 20, _q4_1),
    6: Storage("Q5_0", 32, 22, _q5_0),
    7: Storage("Q5_1", 32, 24, _q5_1),
    8: Storage("Q8_0", 32, 34, _q8_0),
    10: Storage("Q2_K", 256, 84, _q2_k),
    11: Storage("Q3_K", 256, 110, _q3_k),
    12: Storage("Q4_K", 256, 144, _q4_k),
    13: Storage("Q5_K", 256, 176, _q5_k),
    14: Storage("Q6_K", 256, 210, _q6_k),
    30: Storage("BF16", 1, 2, _bfloat16),
}
"""The ways of storing numbers that are read, by ggml's number for them."""

NOT_READ = {
    9: "Q8_1",
    15: "Q8_K",
    16: "IQ2_XXS",
    17: "IQ2_XS",
    18: "IQ3_XXS",
    19: "IQ1_S",
    20: "IQ4_NL",
    21: "IQ3_S",
    22: "IQ2_S",
    23: "IQ4_XS",
    24: "I8",
    25: "I16",
    26: "I32",
    27: "I64",
    28: "F64",
    29: "IQ1_M",
    34: "TQ1_0",
    35: "TQ2_0",
    39: "MXFP4",
    40: "NVFP4",
}
"""What ggml calls the others, for the sentence that refuses them."""
_AT_ONCE = 128 * 1024  # values whose float32 form still fits into a core's cache
_APART = 4  # so many shares of a tensor are filled side by side, by as many threads as there are


def as_float32(raw: Bytes, storage: Storage, threads: Executor | None = None) -> Floats:
    """The values of whole blocks that lie one after the other, as one row."""
    blocks = raw.reshape(-1, storage.size)
    values = _memory(len(blocks), storage.block)
    rows = _AT_ONCE // storage.block

    def fill(first: int, end: int) -> None:
        # Scales of a damaged file may be anything; numpy's warnings of them tell nobody anything.
        with np.errstate(all="ignore"):
            for start in range(first, end, rows):
                stop = min(start + rows, end)
                storage.read(blocks[start:stop], values[start:stop])

    if threads is None or values.size <= _AT_ONCE:
        fill(0, len(blocks))
    else:
        share = -(-len(blocks) // _APART)
        firsts = range(0, len(blocks), share)
        ends = (min(first + share, len(blocks)) for first in firsts)
        for _ in threads.map(fill, firsts, ends):
            pass  # what went wrong in a thread is raised here
    return values.reshape(-1)


def _memory(rows: int, columns: int) -> Floats:
    """Memory that is not written yet.

    From torch: numpy asks for pages of 2 MB, and on a virtual machine whose host has to find them
    first a large model was seen to take twice as long.
    """
    import torch

    values: Floats = torch.empty((rows, columns), dtype=torch.float32).numpy()
    return values
