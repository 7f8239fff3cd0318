"""A kept trace as the state a run goes on from: the cache, and the record of what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from app.instrumentation.attention_function import Call
from app.instrumentation.model_cache import rebuilt
from app.trace import Floats, Trace
from app.trace.attention import Scores


@dataclass(eq=False)
class Resumed:
    """The first tokens of a run: keys and values, what was recorded, states and logits."""

    cache: Any
    calls: list[Call]
    states: tuple[torch.Tensor, ...]
    logits: torch.Tensor


def resumed(
    trace: Trace, count: int, model: Any, device: torch.device, dtype: torch.dtype
) -> Resumed | None:
    """The first `count` tokens of a decoder's trace.

    None where it does not hold them all, or where the model keeps more than keys and values.

    float32 holds every number of a shorter type exactly, so nothing is lost on the way.
    """
    if trace.moved or [each.name for each in trace.attention] != ["self"]:
        return None
    stack, states = trace.stack("self"), trace.hidden.get("self")
    if trace.logits is None or states is None or not 0 < count <= len(trace.tokens):
        return None
    layers = [layer for layer in stack.layers if isinstance(layer, Scores)]
    if len(layers) != len(stack.layers):
        return None

    def tensor(values: Floats) -> torch.Tensor:
        return torch.from_numpy(values).to(device, dtype)[None]

    pairs = [(tensor(each.key[:, :count]), tensor(each.value[:, :count])) for each in layers]
    blocks = [stack.block(number) for number in range(len(layers))]
    cache = rebuilt(model, blocks, pairs)
    if cache is None:
        return None
    calls, shared = [], dict[int, torch.Tensor]()
    for layer, (key, value) in zip(layers, pairs, strict=True):
        bias = None
        if layer.bias is not None:
            # Layers of a kind share one mask, and go on sharing it.
            if id(layer.bias) not in shared:
                shared[id(layer.bias)] = torch.from_numpy(layer.bias[:, :count, :count])[None]
            bias = shared[id(layer.bias)]
        calls.append(
            Call(
                module=torch.nn.Identity(),
                query=tensor(layer.query[:, :count]),
                key=key,
                value=value,
                keys=count,
                mask=None,
                bias=bias,
                scale=layer.scale,
                softcap=layer.softcap,
                causal=layer.causal,
            )
        )
    return Resumed(
        cache,
        calls,
        tuple(tensor(state[:count]) for state in states),
        torch.from_numpy(trace.logits[:count]).to(device),
    )
