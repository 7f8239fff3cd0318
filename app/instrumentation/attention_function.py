"""The attention function registered with transformers, which leaves its inputs with a recorder.

It stands in twice. Under transformers' own name "sdpa", for models that support it: several choose
their mask by that name, so it must stay. And under a name of its own, with the masks and the rules
of eager attention, for models that only have that (soft caps, for one).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from transformers import AttentionInterface
from transformers.integrations.sdpa_attention import repeat_kv, sdpa_attention_forward
from transformers.masking_utils import AttentionMaskInterface, eager_mask

SDPA = "sdpa"
TRACED = "traced"
# What an attention function may be handed beside, and nothing of it changes the weights here.
_HARMLESS = frozenset(
    (
        "output_attentions", "output_hidden_states", "output_router_logits", "use_cache",
        "cache_position", "position_ids", "sliding_window", "target_dtype", "deterministic",
        "return_dict", "labels", "logits_to_keep", "num_items_in_batch", "is_decoder",
        "cache_params", "conv_mask", "seq_idx",
    )
)  # fmt: skip

_running = threading.local()


class UnrecordableError(Exception):
    """The attention of this layer has a term the record cannot hold."""


@dataclass(eq=False)
class Call:
    """What the attention function received once; tensors have a batch axis of 1."""

    module: torch.nn.Module
    query: torch.Tensor
    key: torch.Tensor | None
    value: torch.Tensor | None
    keys: int
    mask: torch.Tensor | None
    bias: torch.Tensor | None
    scale: float
    softcap: float | None
    causal: bool
    # (text or 1, head, query, key), False where an intervention cut the link; see app.trace.
    kept: torch.Tensor | None = None
    renormalised: bool = True

    @property
    def reads_source(self) -> bool:
        """Whether a call of a decoder is cross-attention."""
        return not getattr(self.module, "is_causal", True)

    @property
    def block(self) -> int | None:
        """The number of the block it belongs to, where its module says so."""
        number = getattr(self.module, "layer_idx", None)
        return number if isinstance(number, int) else None


@dataclass(eq=False)
class Recorder:
    """The calls of one run, in order: per part of the model, per pass."""

    passes: dict[str, list[list[Call]]] = field(default_factory=dict)
    current: list[Call] = field(default_factory=list)


class Changing(Protocol):
    """What changes the outputs of attention on their way; see `app.instrumentation.changes`."""

    def attended(self, call: Call, output: torch.Tensor) -> torch.Tensor:
        """(text, query, head, width) instead of `output`."""


def traced_attention(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    position_bias: torch.Tensor | None = None,
    is_causal: bool | None = None,
    **rest: Any,
) -> tuple[torch.Tensor, None]:
    """Scaled-dot-product attention that leaves its inputs with the running recorder.

    query (1, head, query, width), key and value (1, group, key, width); the mask is boolean
    (True: may be read) or additive, or None. Returns (1, query, head, width) like every
    function of transformers' AttentionInterface. Without a mask it looks back only, unless told
    otherwise, as transformers' own function does.
    """
    recorder: Recorder | None = getattr(_running, "recorder", None)
    changes: Changing | None = getattr(_running, "changes", None)
    call: Call | None = None
    if recorder is not None or changes is not None:
        causal = bool(getattr(module, "is_causal", True) if is_causal is None else is_causal)
        call = Call(
            module=module,
            query=query,
            key=key,
            value=value,
            keys=key.shape[2],
            mask=attention_mask,
            bias=position_bias,
            scale=_scale(query, scaling),
            softcap=None,
            causal=causal and attention_mask is None,
        )
        if recorder is not None:
            recorder.current.append(call)
        _check(rest)
    output, _ = sdpa_attention_forward(
        module,
        query,
        key,
        value,
        attention_mask,
        dropout=dropout,
        scaling=scaling,
        is_causal=is_causal,
        position_bias=position_bias,
        **rest,
    )
    if changes is not None and call is not None:
        output = changes.attended(call, output)
    return output, None


def traced_eager(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    softcap: float | None = None,
    position_bias: torch.Tensor | None = None,
    **rest: Any,
) -> tuple[torch.Tensor, None]:
    """As `traced_attention`, for models made for eager attention: what no mask hides is read."""
    recorder: Recorder | None = getattr(_running, "recorder", None)
    changes: Changing | None = getattr(_running, "changes", None)
    scale = _scale(query, scaling)
    call = Call(
        module=module,
        query=query,
        key=key,
        value=value,
        keys=key.shape[2],
        mask=attention_mask,
        bias=position_bias,
        scale=scale,
        softcap=softcap,
        causal=False,
    )
    if recorder is not None:
        recorder.current.append(call)
    _check(rest)
    groups = query.shape[1] // key.shape[1]
    scores = query @ repeat_kv(key, groups).transpose(2, 3) * scale
    if softcap is not None:
        scores = torch.tanh(scores / softcap) * softcap
    if position_bias is not None:
        scores = scores + position_bias
    if attention_mask is not None and attention_mask.dtype == torch.bool:
        scores = scores.masked_fill(~attention_mask, torch.finfo(scores.dtype).min)
    elif attention_mask is not None:
        scores = scores + attention_mask
    weights = torch.softmax(scores, dim=-1, dtype=torch.float32).to(query.dtype)
    output = (weights @ repeat_kv(value, groups)).transpose(1, 2).contiguous()
    return output if changes is None else changes.attended(call, output), None


def weighed(call: Call, texts: list[int]) -> torch.Tensor:
    """(text, query, head, width): what the heads of some texts hand on without what was cut.

    A query that is left nothing to read hands on 0.
    """
    if call.key is None or call.value is None:
        raise AssertionError("a call holds its keys and values while it runs")
    groups = call.query.shape[1] // call.key.shape[1]

    def own(tensor: torch.Tensor) -> torch.Tensor:
        return tensor[texts] if len(tensor) > 1 else tensor

    key, value = (repeat_kv(own(each), groups) for each in (call.key, call.value))
    scores = own(call.query) @ key.transpose(2, 3) * call.scale
    if call.softcap is not None:
        scores = torch.tanh(scores / call.softcap) * call.softcap
    scores = scores.float()
    for term in (call.bias, call.mask):
        if term is None:
            continue
        part = own(term)[..., : call.keys]
        if part.dtype == torch.bool:
            scores = scores.masked_fill(~part, -torch.inf)
        else:
            least = torch.finfo(part.dtype).min
            scores = (scores + part.float()).masked_fill(part <= least, -torch.inf)
    if call.causal:
        count, seen = call.query.shape[2], call.keys
        later = torch.ones(count, seen, dtype=torch.bool, device=scores.device)
        scores = scores.masked_fill(later.triu(1 + seen - count), -torch.inf)
    if call.kept is None:
        return (scores.softmax(dim=-1).to(value.dtype) @ value).transpose(1, 2)
    kept = own(call.kept).to(scores.device)
    if call.renormalised:
        left = (kept & scores.isfinite()).any(dim=-1, keepdim=True)
        scores = scores.masked_fill(left & ~kept, -torch.inf)
    weights = scores.softmax(dim=-1) * kept
    return (weights.to(value.dtype) @ value).transpose(1, 2)


def _scale(query: torch.Tensor, scaling: float | None) -> float:
    """The factor on q·k: the one stated, else 1 / √width."""
    return float(query.shape[-1] ** -0.5 if scaling is None else scaling)


def _check(rest: dict[str, Any]) -> None:
    """Raises UnrecordableError for a term that is known to no record, such as a learned sink."""
    for name, value in rest.items():
        if name not in _HARMLESS and isinstance(value, torch.Tensor):
            raise UnrecordableError(f"attention with {name}")


AttentionInterface.register(SDPA, traced_attention)
AttentionInterface.register(TRACED, traced_eager)
AttentionMaskInterface.register(TRACED, eager_mask)


@contextmanager
def changing(changes: Changing | None) -> Iterator[None]:
    """Lets `changes` act on the attention of this thread; then as before."""
    with _during("changes", changes):
        yield


@contextmanager
def recording(recorder: Recorder | None) -> Iterator[None]:
    """Makes the attention of this thread record into `recorder`, or nowhere; then as before."""
    with _during("recorder", recorder):
        yield


@contextmanager
def _during(name: str, value: Changing | Recorder | None) -> Iterator[None]:
    before = getattr(_running, name, None)
    setattr(_running, name, value)
    try:
        yield
    finally:
        setattr(_running, name, before)
