"""How a model tells where a token stands, read from its modules and weights, never its name."""

from __future__ import annotations

import inspect
import itertools
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from app.analysis.position_edits import KINDS
from app.analysis.positional_formulas import rates, slopes
from app.instrumentation.position_sites import alibi_builder, tables_of
from app.instrumentation.position_support import unavailable
from app.instrumentation.rotary_layers import rotary_layers
from app.instrumentation.text_part import text_part
from app.trace import Floats, Positions

_TOLERANCE = 1e-4
_NONE = "This model has no positional encoding: it tells order by its mask alone, if at all."
_OUTSIDE = (
    "This model does tell order, but by none of the schemes known here. The permutation test "
    "under “Experiments” measures how much the order matters to it."
)


def positions(model: Any, length: int) -> Positions:
    """The positional scheme of `model` for the first `length` positions.

    A table is cut to the positions the model has. Where a model combines schemes, the one
    that is added or applied in its attention or embedding first found in this order is given:
    rotary, relative bias, ALiBi, table.
    """
    stated = getattr(_config(model), "alibi", None)
    # A model that says so has the parts of another scheme too, and does not use them.
    first = (_alibi,) if stated else ()
    for detect in (*first, _rotary, _relative_bias, _alibi, _table, _made):
        found = detect(model, length)
        if found is not None:
            break
    else:
        outside = _tells_order(model)
        found = Positions("none", {"note": _OUTSIDE if outside else _NONE, "outside": outside})
    return replace(found, experiments=_experiments(model))


def _experiments(model: Any) -> dict[str, str]:
    """Every kind of experiment, with the reason where the model does not allow it."""
    told = dict.fromkeys((kind.id for kind in KINDS), unavailable(model))
    # Reading the words in another order takes no change of the positions.
    told["permutation"] = ""
    return told


def _tells_order(model: Any) -> bool:
    """Whether the first block gives a token another state when those before it are reordered.

    Of the last token in a row of four: a mask that looks back hides nothing from it.
    """
    encoder = model.get_encoder() if model.config.is_encoder_decoder else model
    count = model.get_input_embeddings().weight.shape[0]
    rows = torch.tensor([[1, 2, 3, 4], [3, 1, 2, 4]], device=model.device) % count
    with torch.inference_mode():
        states = getattr(encoder(input_ids=rows, output_hidden_states=True), "hidden_states", None)
    if not states or len(states) < 2:
        return True
    one, other = states[1][:, -1].float()
    return bool((one - other).norm() > _TOLERANCE * one.norm())


def _config(model: Any) -> Any:
    return model.config.get_text_config()


def _head_width(config: Any, widths: Mapping[int, int]) -> int:
    """Components of a query: as recorded (the widest, where layers differ), else as stated.

    0 where there is no attention that has any.
    """
    if widths:
        return max(widths.values())
    try:
        width = getattr(config, "head_dim", None)
    except AttributeError:  # a config may state one per layer instead
        width = None
    heads = getattr(config, "num_attention_heads", None)
    return int(width or (getattr(config, "hidden_size", 0) // heads if heads else 0))


def _rotary(model: Any, length: int) -> Positions | None:
    frequencies: dict[str, Floats] = {}
    factors: dict[str, float] = {}
    seen = rotary_layers(model)
    if seen.components and not any(seen.components.values()):
        return None  # there may be a module for it that this model does not use
    for module in text_part(model).modules():
        for name, buffer in module.named_buffers(recurse=False):
            if not name.endswith("inv_freq") or "original" in name or "long" in name:
                continue
            prefix = name.removesuffix("inv_freq")
            kind = prefix.strip("_") or "all layers"
            frequencies.setdefault(kind, buffer.detach().float().cpu().numpy())
            factors.setdefault(kind, float(getattr(module, f"{prefix}attention_scaling", 1.0)))
    config = _config(model)
    if not frequencies and getattr(config, "rotary_dim", None):
        frequencies["all layers"] = angles(config.rotary_dim, 10000.0)
    if not frequencies:
        frequencies = _tabled(model, _head_width(config, seen.width))
    if not frequencies:
        return None
    ropes = {kind: _parameters(config, kind) for kind in frequencies}
    main = next(iter(frequencies))
    width = 2 * sum(float(each) > 0 for each in frequencies[main])
    scalings = {kind: str(rope.get("rope_type", "default")) for kind, rope in ropes.items()}
    bases = {kind: _base(rope, frequencies[kind]) for kind, rope in ropes.items()}
    parameters: dict[str, Any] = {
        "rotated_dimensions": width,
        "head_width": _head_width(config, seen.width),
        "base": bases[main],
        "bases": bases,
        "scaling": next((each for each in scalings.values() if each != "default"), "default"),
        "trained_length": getattr(config, "max_position_embeddings", None),
    }
    scaled = [kind for kind, scaling in scalings.items() if scaling != "default"]
    if scaled:
        parameters["scaling_parameters"] = {
            name: value
            for name, value in ropes[scaled[0]].items()
            if isinstance(value, bool | int | float) and name != "rope_theta"
        }
        parameters["attention_factor"] = factors[scaled[0]]
        parameters["unscaled_frequencies"] = {
            kind: [float(each) for each in angles(2 * len(frequencies[kind]), bases[kind])]
            for kind in scaled
        }
    kinds = getattr(config, "layer_types", None)
    if len(frequencies) > 1 and kinds:
        parameters["kind_of_layer"] = list(kinds)
    if seen.still:
        parameters["layers_without"] = seen.still
        parameters["layers_with"] = sorted(set(seen.components) - set(seen.still))
    return Positions("rotary", parameters, frequencies=frequencies)


def _tabled(model: Any, width: int) -> dict[str, Floats]:
    """The frequencies of a table of sines and cosines that queries are turned by (RoFormer).

    Its rows are as wide as a query: what is added to a state is as wide as that.
    """
    if width in (0, getattr(_config(model), "hidden_size", None)):
        return {}
    for table in tables_of(model):
        rows = table.weight[table.offset : table.offset + 16].detach().float().cpu().numpy()
        if rows.shape[1] == width and _sinusoidal_layout(rows, (0, table.offset)) is not None:
            return {"all layers": angles(width, 10000.0)}
    return {}


def angles(width: int, base: float) -> Floats:
    """(pair,) base^(-2i / width) in radians per position. Source: Su et al. 2021, section 3.2.2."""
    return rates(-(-width // 2), base, width / 2).astype(np.float32)


def _parameters(config: Any, kind: str) -> dict[str, Any]:
    """The rotary settings of one kind of layer: a model with several keeps a set for each."""
    rope = getattr(config, "rope_parameters", None) or {}
    nested = rope.get(kind)
    if isinstance(nested, dict):
        return nested
    return next((value for value in rope.values() if isinstance(value, dict)), rope)


def _base(rope: dict[str, Any], frequencies: Floats) -> float:
    base = rope.get("rope_theta")
    if base is not None:
        return float(base)
    pairs = len(frequencies)
    return float(frequencies[-1] ** (-pairs / (pairs - 1))) if pairs > 1 else 1.0


def _relative_bias(model: Any, length: int) -> Positions | None:
    for name, module in model.named_modules():
        last = name.rsplit(".", 1)[-1]
        if last == "relative_attention_bias" and hasattr(module, "weight"):
            return _buckets(model, model.get_submodule(name.rsplit(".", 1)[0]), module, length)
        if last == "rel_embeddings" and hasattr(module, "weight"):
            return _disentangled(_config(model), module, length)
    return None


def _buckets(model: Any, owner: Any, module: Any, length: int) -> Positions:
    buckets, heads = module.weight.shape
    distance = getattr(_config(model), "relative_attention_max_distance", None)
    parameters: dict[str, Any] = {"buckets": buckets, "heads": heads, "max_distance": distance}
    bias = None
    if hasattr(owner, "_relative_position_bucket"):
        bidirectional = not getattr(owner, "is_decoder", False)
        reach = max(length, 2 * (distance or length))
        apart = torch.arange(length)[None, :] - torch.arange(length)[:, None]
        table = module.weight.detach().float().cpu()
        bias = table[_bucket(owner, apart)].permute(2, 0, 1).numpy()
        told = _bucket(owner, -torch.arange(reach))
        parameters["bidirectional"] = bidirectional
        parameters["bucket_of_distance"] = [int(each) for each in told]
    return Positions("relative-bias", parameters, bias=bias)


def _bucket(owner: Any, distances: torch.Tensor) -> torch.Tensor:
    """The bucket of each distance (key position less query position), by the model's own rule."""
    stated = {
        "bidirectional": not getattr(owner, "is_decoder", False),
        "num_buckets": getattr(owner, "relative_attention_num_buckets", None),
        "max_distance": getattr(owner, "relative_attention_max_distance", None),
    }
    asked = inspect.signature(owner._relative_position_bucket).parameters
    told: torch.Tensor = owner._relative_position_bucket(
        distances, **{name: value for name, value in stated.items() if name in asked}
    )
    return told


def _disentangled(config: Any, module: Any, length: int) -> Positions:
    rows, width = module.weight.shape
    half = min(length, rows) // 2
    parameters = {
        "disentangled": True,
        "first_distance": -half,
        "relative_positions": rows,
        "width": width,
        "max_relative_positions": getattr(config, "max_relative_positions", -1),
        "position_buckets": getattr(config, "position_buckets", -1),
        "terms": list(getattr(config, "pos_att_type", None) or []),
        "trained_length": getattr(config, "max_position_embeddings", None),
    }
    # The middle row is that of distance 0.
    table = module.weight[rows // 2 - half : rows // 2 + half].detach().float().cpu().numpy()
    return Positions("relative-bias", parameters, table=table)


def _alibi(model: Any, length: int) -> Positions | None:
    config = _config(model)
    nested = getattr(config, "attn_config", None)
    switched = getattr(config, "alibi", None) or getattr(nested, "alibi", None)
    builder = alibi_builder(model.base_model)
    if not switched and builder is None:
        return None
    heads = int(config.num_attention_heads)
    slope = _built_slopes(model.base_model, builder, heads)
    distance = np.arange(length)[None, :] - np.arange(length)[:, None]
    bias = slope[:, None, None] * np.minimum(distance, 0).astype(np.float32)
    lengths = (getattr(config, name, None) for name in ("max_seq_len", "seq_length"))
    parameters = {
        "heads": heads,
        "slopes": slope.tolist(),
        "trained_length": next((each for each in lengths if each), None),
    }
    return Positions("alibi", parameters, bias=bias)


def _built_slopes(base: Any, builder: str | None, heads: int) -> Floats:
    """(head,): the slopes of the model's own builder, where it has one that can be asked."""
    if builder is not None:
        build = getattr(base, builder)
        known = {
            "attention_mask": torch.ones(1, 2),
            "num_heads": heads,
            "sequence_length": 2,
            "dtype": torch.float32,
        }
        asked = inspect.signature(build).parameters
        wanted = [name for name, each in asked.items() if each.default is inspect.Parameter.empty]
        if all(name in known for name in wanted):
            with torch.inference_mode():
                built = build(**{name: known[name] for name in wanted}).float().cpu().numpy()
            return np.asarray(built[:, 0, 1] - built[:, 0, 0], dtype=np.float32)
    return slopes(heads).astype(np.float32)


def table_length(model: Any) -> int | None:
    """How many positions the model's table has a row for; None where it has no table."""
    return min((table.rows for table in tables_of(model)), default=None)


def _table(model: Any, length: int) -> Positions | None:
    for table in tables_of(model):
        rows = table.weight[table.offset : table.offset + length].detach().float().cpu().numpy()
        if len(rows) == 0:
            continue
        layout = _sinusoidal_layout(rows, (0, table.offset))
        parameters: dict[str, Any] = {
            "positions": table.rows,
            "width": rows.shape[1],
            "offset": table.offset,
        }
        if layout is None:
            return Positions("learned", parameters, table=rows)
        return Positions("sinusoidal", {**parameters, "base": 10000.0, **layout}, table=rows)
    return None


def _made(model: Any, length: int) -> Positions | None:
    """A table that is computed instead of kept as a module's weight (CTRL, Pegasus-X)."""
    rows = next(_loose(model, length), None)
    if rows is None:
        return None
    layout = _sinusoidal_layout(rows, (0,))
    if layout is None:
        return None
    parameters = {"positions": len(rows), "width": rows.shape[1], "offset": 0, "base": 10000.0}
    return Positions("sinusoidal", {**parameters, **layout}, table=rows[:length])


def _loose(model: Any, length: int) -> Iterator[Floats]:
    """Tensors (position, width) that a module keeps beside its weights, or gives when asked."""
    part = model.get_encoder() if model.config.is_encoder_decoder else text_part(model)
    for module in part.modules():
        for name, value in {**vars(module), **dict(module.named_buffers(recurse=False))}.items():
            if "pos" in name and isinstance(value, torch.Tensor) and value.ndim == 2:
                yield value.detach().float().cpu().numpy()
    given: list[torch.Tensor] = []
    mine = threading.get_ident()

    def keep(module: Any, arguments: Any, output: Any) -> None:
        # Another thread may run the same model meanwhile.
        if threading.get_ident() == mine:
            given.append(output)

    hooks = [
        module.register_forward_hook(keep)
        for name, module in part.named_modules()
        if "position" in name.rsplit(".", 1)[-1] and not list(module.parameters())
    ]
    if not hooks:
        return
    try:
        with torch.inference_mode():
            part(input_ids=torch.full((1, length), 3, device=model.device))
    finally:
        for hook in hooks:
            hook.remove()
    for output in given:
        if isinstance(output, torch.Tensor):
            yield output.reshape(-1, output.shape[-1]).float().cpu().numpy()


def sinusoidal(
    length: int, width: int, *, interleaved: bool, divisor: float, first: int = 0
) -> Floats:
    """Rows sin(p·r) and cos(p·r) with r = 10000^(-i / divisor), i = 0 … width/2 - 1.

    (length, width), p counted from `first`. Interleaved puts sine and cosine of a pair side by
    side, else all sines come first. Source: Vaswani et al. 2017, section 3.5 (divisor = width / 2).
    """
    pairs = width // 2
    angles = np.arange(first, first + length)[:, None] * rates(pairs, 10000.0, divisor)[None, :]
    rows = np.zeros((length, width), dtype=np.float32)
    if interleaved:
        rows[:, 0 : 2 * pairs : 2], rows[:, 1 : 2 * pairs : 2] = np.sin(angles), np.cos(angles)
    else:
        rows[:, :pairs], rows[:, pairs : 2 * pairs] = np.sin(angles), np.cos(angles)
    return rows


def _sinusoidal_layout(rows: Floats, firsts: tuple[int, ...]) -> dict[str, Any] | None:
    """The layout under which `rows` equal the formula, or None when they are learned.

    `firsts` are the numbers that may stand for position 0: some models count their spare rows.
    """
    length, width = rows.shape
    if width < 4 or width % 2 or length < 2:
        return None
    for interleaved, divisor, first in itertools.product(
        (False, True), (width / 2, width / 2 - 1), firsts
    ):
        formula = sinusoidal(length, width, interleaved=interleaved, divisor=divisor, first=first)
        if np.abs(rows - formula).max() < _TOLERANCE:
            layout = "sine and cosine interleaved" if interleaved else "sines, then cosines"
            return {"layout": layout, "divisor": divisor, "first": first}
    return None
