"""bfloat16 where it is faster, else float32."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any

# Processors without these run bfloat16 too, but by conversion: three times slower than float32.
_INSTRUCTIONS = ("avx512_bf16", "amx_bf16", "bf16")


@lru_cache(maxsize=1)
def has_bfloat16() -> bool:
    """Whether this processor multiplies matrices in bfloat16 by itself."""
    import torch

    there: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(there.get(name, False) for name in _INSTRUCTIONS)


def autocast() -> AbstractContextManager[Any]:
    """A context whose matrix products are in bfloat16 where that is faster."""
    import torch

    if has_bfloat16():
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()
