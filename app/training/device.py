"""Where a training runs: its batches, its random numbers, and the name for its card."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

    from app.training.lesson import Batch


def beside(model: PreTrainedModel, batch: Batch) -> Batch:
    """The batch on the model's device; the very tensors where they are there already."""
    return {name: tensor.to(model.device) for name, tensor in batch.items()}


@contextmanager
def seeded(seed: int, device: torch.device) -> Iterator[None]:
    """Inside, random numbers of the processor and of `device` follow from `seed`; then as before.

    Another device draws other numbers for the same seed.
    """
    import torch

    with torch.random.fork_rng(devices=[]):
        if device.type == "cpu":
            torch.manual_seed(seed)
            yield
            return
        accelerator = torch.get_device_module(device)
        former = accelerator.get_rng_state()
        torch.manual_seed(seed)
        try:
            yield
        finally:
            accelerator.set_rng_state(former)


def named(device: torch.device) -> str:
    """The product's name of a CUDA device, else "cpu" or "mps"."""
    import torch

    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return device.type
