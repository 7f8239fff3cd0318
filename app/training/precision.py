"""bfloat16 where it is faster, else float32."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

# Processors without these run bfloat16 too, but by conversion: three times slower than float32.
_INSTRUCTIONS = ("avx512_bf16", "amx_bf16", "bf16")


@lru_cache(maxsize=4)
def has_bfloat16(device: torch.device) -> bool:
    """Whether this device multiplies matrices in bfloat16 by itself."""
    import torch

    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    if device.type != "cpu":
        return False
    there: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(there.get(name, False) for name in _INSTRUCTIONS)


def autocast(device: torch.device) -> AbstractContextManager[Any]:
    """A context whose matrix products are in bfloat16 where that is faster on this device."""
    import torch

    if has_bfloat16(device):
        return torch.autocast(device.type, dtype=torch.bfloat16)
    return nullcontext()
