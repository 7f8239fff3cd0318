"""The rotary positions of a gguf file, as transformers' `rope_parameters`."""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np

from app.errors import InputError
from app.models.formats.ggml_blocks import Floats
from app.models.formats.gguf import Gguf
from app.models.formats.gguf_families import Family

FREQUENCIES = "rope_freqs.weight"
_FACTORS = {"short_factor": "rope_factors_short.weight", "long_factor": "rope_factors_long.weight"}
POSITIONS = frozenset({FREQUENCIES, *_FACTORS.values()})
"""Tensors that say where positions are, and are no weights."""

# Llama 3.1 and later: waves that fit into the length it was first trained on at least once keep
# their speed in part, those that fit four times keep it whole.
_LLAMA3 = {
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 8192,
}
_USUAL_BASE = 10000.0


def rope_parameters(gguf: Gguf, family: Family, head: int) -> dict[str, Any]:
    """What `config.rope_parameters` is for the file; `head` is the width of one head.

    Raises InputError for positions that this family is not read with.
    """
    base = float(gguf.fact("rope.freq_base", _USUAL_BASE))
    turned = int(gguf.fact("rope.dimension_count", head))
    if not base > 0:
        raise ValueError(f"{gguf.name} states an impossible base of its positions: {base}")
    found: dict[str, Any] = {"rope_type": "default", "rope_theta": base}
    found |= _scaling(gguf, base, turned)
    if not family.scaled and found["rope_type"] != "default":
        raise _unread(gguf, "scaled rotary positions")
    if turned != head:
        if not family.partial or not 0 < turned < head:
            raise _unread(gguf, "rotary positions on part of each head")
        found["partial_rotary_factor"] = turned / head
    if family.local is None:
        return found
    local = float(gguf.fact("rope.freq_base_swa", family.local))
    return {
        "full_attention": found,
        "sliding_attention": {"rope_type": "default", "rope_theta": local},
    }


def _scaling(gguf: Gguf, base: float, turned: int) -> dict[str, Any]:
    kind = gguf.fact("rope.scaling.type", "none")
    factor = float(gguf.fact("rope.scaling.factor", gguf.fact("rope.scale_linear", 1.0)))
    before = gguf.fact("rope.scaling.original_context_length", None)
    if FREQUENCIES in gguf.entries:
        return _llama3(gguf, gguf.tensor(FREQUENCIES), base, turned)
    if any(name in gguf.entries for name in _FACTORS.values()):
        return _long(gguf, before)
    if kind == "linear" or (kind == "none" and factor != 1.0):
        return {"rope_type": "linear", "factor": factor}
    if kind == "yarn" and before is not None:
        stretched = {"rope_type": "yarn", "factor": factor}
        return stretched | {"original_max_position_embeddings": int(before)}
    if kind != "none":
        raise _unread(gguf, f"scaled rotary positions of the kind {str(kind)[:40]!r}")
    return {}


def _llama3(gguf: Gguf, slower: Floats, base: float, turned: int) -> dict[str, Any]:
    """The file has by how much each wave is slower; the rule behind it is told from that."""
    factor = float(slower.max(initial=1.0))
    waves = 2 * pi * base ** (np.arange(0, turned, 2) / turned)
    fits = _LLAMA3["original_max_position_embeddings"] / waves
    low, high = _LLAMA3["low_freq_factor"], _LLAMA3["high_freq_factor"]
    kept = np.clip((fits - low) / (high - low), 0, 1)
    expected = 1 / ((1 - kept) / factor + kept)
    if slower.shape != expected.shape or not np.allclose(slower, expected, rtol=1e-4):
        raise _unread(gguf, "scaled rotary positions")
    return {} if factor == 1 else {"rope_type": "llama3", "factor": factor} | _LLAMA3


def _long(gguf: Gguf, before: Any) -> dict[str, Any]:
    if before is None or not all(name in gguf.entries for name in _FACTORS.values()):
        raise _unread(gguf, "scaled rotary positions")
    factors = {field: gguf.tensor(name).tolist() for field, name in _FACTORS.items()}
    longer = {"rope_type": "longrope", "original_max_position_embeddings": int(before)}
    longer["factor"] = int(gguf.fact("context_length", before)) / int(before)
    return longer | factors


def _unread(gguf: Gguf, part: str) -> InputError:
    return InputError(
        f"{gguf.name} has {part}, which is not read from gguf: convert the model to safetensors."
    )
