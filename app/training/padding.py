"""From lists of different lengths to one tensor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def padded(rows: Sequence[Sequence[int]], filler: int) -> torch.Tensor:
    """The rows, (row, longest) int64, each filled up at its end."""
    import torch

    longest = max(len(row) for row in rows)
    return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])


def attention_mask(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """1 where a row has a token, 0 where it was filled up; (row, longest) int64."""
    return padded([[1] * len(row) for row in rows], 0)
