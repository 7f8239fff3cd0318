"""How a model tells where a token stands, read from its modules and weights, never its name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from app.trace import Floats, Positions

_LEARNED_NAMES = ("position", "wpe")
_TOLERANCE = 1e-4


def positions(model: Any, length: int) -> Positions:
    """The positional scheme of `model` for the first `length` positions.

    A table is cut to the positions the model has. Where a model combines schemes, the one
    that is added or applied in its attention or embedding first found in this order is given:
    rotary, relative bias, ALiBi, table.
    """
    for detect in (_rotary, _relative_bias, _alibi, _table):
        found = detect(model, length)
        if found is not None:
            return found
    return Positions("none", {"note": "no positional encoding was found in this model"})


def _config(model: Any) -> Any:
    return model.config.get_text_config()


def _head_width(config: Any) -> int:
    width = getattr(config, "head_dim", None)
    return int(width or config.hidden_size // config.num_attention_heads)


def _rotary(model: Any, length: int) -> Positions | None:
    frequencies: dict[str, Floats] = {}
    for name, buffer in model.named_buffers():
        last = name.rsplit(".", 1)[-1]
        if last.endswith("inv_freq") and not last.startswith("original"):
            kind = last.removesuffix("inv_freq").strip("_") or "all layers"
            frequencies.setdefault(kind, buffer.detach().float().cpu().numpy())
    config = _config(model)
    if not frequencies and getattr(config, "rotary_dim", None):
        pairs = np.arange(0, config.rotary_dim, 2, dtype=np.float32) / config.rotary_dim
        frequencies["all layers"] = (1.0 / 10000.0**pairs).astype(np.float32)
    if not frequencies:
        return None
    main = next(iter(frequencies.values()))
    rope = getattr(config, "rope_parameters", None) or {}
    parameters: dict[str, Any] = {
        "rotated_dimensions": 2 * len(main),
        "head_width": _head_width(config),
        "base": _base(rope, main),
        "scaling": _kind(rope),
        "trained_length": getattr(config, "max_position_embeddings", None),
    }
    kinds = getattr(config, "layer_types", None)
    if len(frequencies) > 1 and kinds:
        parameters["kind_of_layer"] = list(kinds)
    return Positions("rotary", parameters, frequencies=frequencies)


def _flat(rope: dict[str, Any]) -> dict[str, Any]:
    # A model with several kinds of layers keeps one set of parameters per kind.
    nested = [value for value in rope.values() if isinstance(value, dict)]
    return nested[0] if nested else rope


def _base(rope: dict[str, Any], frequencies: Floats) -> float:
    base = _flat(rope).get("rope_theta")
    if base is not None:
        return float(base)
    pairs = len(frequencies)
    return float(frequencies[-1] ** (-pairs / (pairs - 1))) if pairs > 1 else 1.0


def _kind(rope: dict[str, Any]) -> str:
    return str(_flat(rope).get("rope_type", "default"))


def _relative_bias(model: Any, length: int) -> Positions | None:
    for name, module in model.named_modules():
        last = name.rsplit(".", 1)[-1]
        if last == "relative_attention_bias" and hasattr(module, "weight"):
            owner = model.get_submodule(name.rsplit(".", 1)[0])
            buckets, heads = module.weight.shape
            bias = None
            if hasattr(owner, "compute_bias"):
                with torch.inference_mode():
                    bias = owner.compute_bias(length, length)[0].float().cpu().numpy()
            distance = getattr(_config(model), "relative_attention_max_distance", None)
            parameters = {"buckets": buckets, "heads": heads, "max_distance": distance}
            return Positions("relative-bias", parameters, bias=bias)
        if last == "rel_embeddings" and hasattr(module, "weight"):
            rows, width = module.weight.shape
            return Positions(
                "relative-bias",
                {"relative_positions": rows, "width": width, "disentangled": True},
                table=module.weight[:length].detach().float().cpu().numpy(),
            )
    return None


def slopes(heads: int) -> Floats:
    """The slope of ALiBi per head, steepest first for a power of two.

    Source: Press, Smith and Lewis 2022, section 3 and the authors' rule for other head counts.
    """
    whole = 2 ** math.floor(math.log2(heads))
    first = [2.0 ** (-8.0 * (head + 1) / whole) for head in range(whole)]
    between = [2.0 ** (-4.0 * (2 * head + 1) / whole) for head in range(heads - whole)]
    return np.array(first + between, dtype=np.float32)


def _alibi(model: Any, length: int) -> Positions | None:
    config = _config(model)
    nested = getattr(config, "attn_config", None)
    switched = getattr(config, "alibi", None) or getattr(nested, "alibi", None)
    has_builder = any("build_alibi" in name for name in dir(model.base_model))
    if not switched and not has_builder:
        return None
    heads = int(config.num_attention_heads)
    slope = slopes(heads)
    distance = np.arange(length)[None, :] - np.arange(length)[:, None]
    bias = slope[:, None, None] * np.minimum(distance, 0).astype(np.float32)
    return Positions("alibi", {"heads": heads, "slopes": slope.tolist()}, bias=bias)


def _candidates(model: Any) -> Iterator[tuple[torch.Tensor, int]]:
    """Tables that may hold a vector per position, with the row of position 0."""
    for name, module in model.named_modules():
        if not any(word in name.rsplit(".", 1)[-1] for word in _LEARNED_NAMES):
            continue
        weight = getattr(module, "weight", None)
        if weight is None:
            weight = getattr(module, "weights", None)
        if not isinstance(weight, torch.Tensor) or weight.ndim != 2:
            continue
        padding = getattr(module, "padding_idx", None)
        offset = getattr(module, "offset", None)
        # RoBERTa starts counting after its padding row; OPT and BART keep two rows free.
        if offset is None:
            offset = 0 if padding is None else padding + 1
        yield weight, int(offset)


def table_length(model: Any) -> int | None:
    """How many positions the model's table has a row for; None where it has no table."""
    lengths = [len(weight) - offset for weight, offset in _candidates(model)]
    return min(lengths, default=None)


def _table(model: Any, length: int) -> Positions | None:
    for weight, offset in _candidates(model):
        rows = weight[offset : offset + length].detach().float().cpu().numpy()
        if len(rows) == 0:
            continue
        layout = _sinusoidal_layout(rows)
        parameters: dict[str, Any] = {
            "positions": len(weight) - offset,
            "width": rows.shape[1],
            "offset": offset,
        }
        if layout is None:
            return Positions("learned", parameters, table=rows)
        return Positions("sinusoidal", {**parameters, "base": 10000.0, **layout}, table=rows)
    return None


def sinusoidal(length: int, width: int, *, interleaved: bool, divisor: float) -> Floats:
    """Rows sin(p·r) and cos(p·r) with r = 10000^(-i / divisor), i = 0 … width/2 - 1.

    (length, width). Interleaved puts sine and cosine of a pair side by side, else all sines
    come first. Source: Vaswani et al. 2017, section 3.5 (divisor = width / 2).
    """
    pairs = width // 2
    rates = np.exp(-np.arange(pairs) * math.log(10000.0) / divisor)
    angles = np.arange(length)[:, None] * rates[None, :]
    rows = np.zeros((length, width), dtype=np.float32)
    if interleaved:
        rows[:, 0 : 2 * pairs : 2], rows[:, 1 : 2 * pairs : 2] = np.sin(angles), np.cos(angles)
    else:
        rows[:, :pairs], rows[:, pairs : 2 * pairs] = np.sin(angles), np.cos(angles)
    return rows


def _sinusoidal_layout(rows: Floats) -> dict[str, Any] | None:
    """The layout under which `rows` equal the formula, or None when they are learned."""
    length, width = rows.shape
    if width < 4 or width % 2 or length < 2:
        return None
    for interleaved in (False, True):
        for divisor in (width / 2, width / 2 - 1):
            formula = sinusoidal(length, width, interleaved=interleaved, divisor=divisor)
            if np.abs(rows - formula).max() < _TOLERANCE:
                layout = "sine and cosine interleaved" if interleaved else "sines, then cosines"
                return {"layout": layout, "divisor": divisor}
    return None
