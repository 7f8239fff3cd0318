"""The attention function registered with transformers, which leaves its inputs with a recorder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from transformers import AttentionInterface
from transformers.integrations.sdpa_attention import repeat_kv, sdpa_attention_forward
from transformers.masking_utils import AttentionMaskInterface, sdpa_mask

TRACED = "traced"

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

    @property
    def reads_source(self) -> bool:
        """Whether a call of a decoder is cross-attention."""
        return not getattr(self.module, "is_causal", True)


@dataclass(eq=False)
class Recorder:
    """The calls of one run, in order: per part of the model, per pass."""

    passes: dict[str, list[list[Call]]] = field(default_factory=dict)
    current: list[Call] = field(default_factory=list)


def traced_attention(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    softcap: float | None = None,
    position_bias: torch.Tensor | None = None,
    is_causal: bool | None = None,
    **rest: Any,
) -> tuple[torch.Tensor, None]:
    """Scaled-dot-product attention that leaves its inputs with the running recorder.

    query (1, head, query, width), key and value (1, group, key, width); the mask is boolean
    (True: may be read) or additive, or None. Returns (1, query, head, width) like every
    function of transformers' AttentionInterface.
    """
    recorder: Recorder | None = getattr(_running, "recorder", None)
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    if recorder is not None:
        if rest.get("s_aux") is not None:
            raise UnrecordableError("attention with a learned sink term")
        causal = getattr(module, "is_causal", True) if is_causal is None else is_causal
        hides_later = bool(causal and attention_mask is None)
        recorder.current.append(
            Call(
                module=module,
                query=query,
                key=key,
                value=value,
                keys=key.shape[2],
                mask=attention_mask,
                bias=position_bias,
                scale=float(scale),
                softcap=softcap,
                causal=hides_later,
            )
        )
    if softcap is not None:
        return _softcapped(module, query, key, value, attention_mask, scale, softcap), None
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
    return output, None


def _softcapped(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    mask: torch.Tensor | None,
    scale: float,
    softcap: float,
) -> torch.Tensor:
    # torch's fused attention has no soft cap, so it is written out.
    groups = query.shape[1] // key.shape[1]
    scores = query @ repeat_kv(key, groups).transpose(2, 3) * scale
    scores = torch.tanh(scores / softcap) * softcap
    queries, keys = scores.shape[-2:]
    if mask is None and getattr(module, "is_causal", True):
        mask = torch.ones(queries, keys, dtype=torch.bool, device=query.device)
        mask = mask.tril(keys - queries)
    if mask is not None and mask.dtype == torch.bool:
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    elif mask is not None:
        scores = scores + mask
    weights = torch.softmax(scores, dim=-1, dtype=torch.float32).to(query.dtype)
    return (weights @ repeat_kv(value, groups)).transpose(1, 2).contiguous()


AttentionInterface.register(TRACED, traced_attention)
AttentionMaskInterface.register(TRACED, sdpa_mask)


@contextmanager
def recording(recorder: Recorder) -> Iterator[None]:
    """Makes the attention of this thread record into `recorder`."""
    _running.recorder = recorder
    try:
        yield
    finally:
        _running.recorder = None
