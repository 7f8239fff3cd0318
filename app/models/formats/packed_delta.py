"""Trained weights as their compact difference from the base's.

A large matrix is stored row by row: difference ≈ whole number × the row's own step, the numbers
from -(2^(bits-1) - 1) to 2^(bits-1) - 1 in `bits` bits each, one after the other. Where the base
has no such matrix (a new head), the difference is from 0. Everything else (biases, norms, small
heads) is stored as it is, in float16. LoRA's two thin matrices are stored in float16.

    NAME           float16, the weight itself
    NAME:packed    uint8, (row, bytes), and NAME:step float32, (row,)
    NAME:down, :up float16; the difference is up @ down

The largest error of a weight is half its row's step: max |difference of the row| / (2^bits - 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

    Weights = Mapping[str, torch.Tensor]

_SMALL = 65_536  # numbers; below this a matrix costs little, and is often a head's
_HALF_LARGEST = 65_504.0  # of float16
_PACKED, _STEP, _DOWN, _UP = ":packed", ":step", ":down", ":up"


def encode(trained: Weights, start: Weights, *, bits: int) -> dict[str, torch.Tensor]:
    """The tensors to store. start: the base's weights, by the same names where it has them.

    Raises ValueError for a weight that is not finite, or too large for float16.
    """
    import torch

    stored: dict[str, torch.Tensor] = {}
    for name, weight in trained.items():
        if not bool(torch.isfinite(weight).all()) or float(weight.abs().max()) > _HALF_LARGEST:
            raise ValueError(f"the weight {name} grew beyond all bounds")
        if weight.ndim == 2 and weight.numel() >= _SMALL:
            difference = weight - start[name] if name in start else weight
            numbers, step = _rounded(difference.detach().float().numpy(), bits)
            stored[name + _PACKED] = torch.from_numpy(_pack(numbers, bits))
            stored[name + _STEP] = torch.from_numpy(step)
        else:
            stored[name] = weight.detach().to(torch.float16).contiguous()
    return stored


def encode_low_rank(name: str, down: torch.Tensor, up: torch.Tensor) -> dict[str, torch.Tensor]:
    """The tensors to store for a difference up @ down of the weight `name`."""
    import torch

    return {
        name + _DOWN: down.detach().to(torch.float16).contiguous(),
        name + _UP: up.detach().to(torch.float16).contiguous(),
    }


def names(stored: Weights) -> set[str]:
    """The weights that the stored tensors tell about."""
    return {key.partition(":")[0] for key in stored}


def decode(name: str, stored: Weights, start: torch.Tensor, *, bits: int) -> torch.Tensor:
    """The weight `name` in float32; start: the base's, or zeros for a new head.

    Raises ValueError where the stored tensors do not fit the shape of `start`.
    """
    import torch

    if name in stored:
        found = stored[name].float()
    elif name + _PACKED in stored and name + _STEP in stored and start.ndim == 2:
        packed, step = stored[name + _PACKED].numpy(), stored[name + _STEP].float()
        bytes_of_row = -(-start.shape[1] * bits // 8)
        if packed.shape != (start.shape[0], bytes_of_row) or step.shape != (start.shape[0],):
            raise ValueError(f"{name} has another shape than the base")
        numbers = torch.from_numpy(_unpack(packed, bits, start.shape[1]))
        found = start + numbers.float() * step[:, None]
    elif name + _DOWN in stored and name + _UP in stored and start.ndim == 2:
        down, up = stored[name + _DOWN].float(), stored[name + _UP].float()
        if (up.shape[0], down.shape[1]) != start.shape or up.shape[1] != down.shape[0]:
            raise ValueError(f"{name} has another shape than the base")
        found = start + up @ down
    else:
        raise ValueError(f"{name} is stored in an unknown way")
    if found.shape != start.shape:
        raise ValueError(f"{name} has another shape than the base")
    if not bool(torch.isfinite(found).all()):
        raise ValueError(f"{name} holds numbers that are not finite")
    return found


def _rounded(
    difference: NDArray[np.float32], bits: int
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """(whole numbers, step per row)."""
    largest = 2 ** (bits - 1) - 1
    step = (np.abs(difference).max(axis=1) / largest).astype(np.float32)
    divisor = np.where(step > 0, step, 1)[:, None]
    return np.clip(np.rint(difference / divisor), -largest, largest).astype(np.int8), step


def _pack(numbers: NDArray[np.int8], bits: int) -> NDArray[np.uint8]:
    """The lowest `bits` bits of each number, row by row; (row, bytes)."""
    shifted = (numbers.astype(np.int16) + 2 ** (bits - 1)).astype(np.uint8)
    spread = np.unpackbits(shifted[:, :, None], axis=-1)[:, :, 8 - bits :]
    return np.packbits(spread.reshape(len(numbers), -1), axis=-1)


def _unpack(packed: NDArray[np.uint8], bits: int, columns: int) -> NDArray[np.int16]:
    spread = np.unpackbits(packed, axis=-1, count=columns * bits)
    whole = np.zeros((len(packed), columns, 8), np.uint8)
    whole[:, :, 8 - bits :] = spread.reshape(len(packed), columns, bits)
    return np.packbits(whole, axis=-1)[:, :, 0].astype(np.int16) - 2 ** (bits - 1)
