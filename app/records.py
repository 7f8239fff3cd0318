"""What was received during a run, joined over its steps into plain arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from app.recorder import Call
from app.scores import Scores
from app.trace import Floats


def array(tensor: torch.Tensor) -> Floats:
    """A tensor of any device and number type as float32; not copied where it is that already."""
    return tensor.detach().float().cpu().numpy()


def end_to_end(parts: list[torch.Tensor], axis: int) -> torch.Tensor:
    """The parts joined along `axis`."""
    # One part is the usual case, and joining it would copy it.
    return parts[0] if len(parts) == 1 else torch.cat(parts, dim=axis)


def joined(steps: list[tuple[torch.Tensor, ...]]) -> Floats:
    """Hidden states of successive steps -> (layer, token, width)."""
    first = steps[0]
    tokens = sum(len(step[0][0]) for step in steps)
    joined = np.empty((len(first), tokens, first[0].shape[-1]), dtype=np.float32)
    start = 0
    for step in steps:
        end = start + len(step[0][0])
        for layer, state in enumerate(step):
            joined[layer, start:end] = array(state[0])
        start = end
    return joined


def grown(parts: tuple[torch.Tensor, ...]) -> Floats:
    """Eager attention of successive steps (1, head, query, key) -> one (head, query, key)."""
    keys = parts[-1].shape[-1]
    rows = [torch.nn.functional.pad(part[0], (0, keys - part.shape[-1])) for part in parts]
    return array(torch.cat(rows, dim=1))


def scores(calls: tuple[Call, ...], shared: dict[tuple[int, ...], Floats]) -> Scores:
    """The successive calls of one layer -> one record over all queries."""
    last = calls[-1]
    causal = all(call.causal or call.query.shape[2] == 1 for call in calls) and (
        getattr(last.module, "is_causal", True) and all(call.mask is None for call in calls)
    )
    plain = all(call.mask is None and call.bias is None for call in calls)
    bias: Floats | None = None
    if last.key is None or last.value is None:
        raise AssertionError("the last call of a layer keeps its keys and values")
    if not plain:
        # All layers of a kind are given the same mask, so it is kept once.
        identity = tuple(id(term) for call in calls for term in (call.mask, call.bias))
        if identity not in shared:
            shared[identity] = _bias(calls, last.keys)
        bias = shared[identity]
    return Scores(
        query=array(end_to_end([call.query[0] for call in calls], 1)),
        key=array(last.key[0]),
        value=array(last.value[0]),
        scale=last.scale,
        bias=bias,
        causal=causal,
        softcap=last.softcap,
    )


def newest(call: Call, heads: Sequence[int]) -> Floats:
    """(head, query, key): the weights of some heads in one call, for the step that is under way."""
    if call.key is None or call.mask is not None or call.bias is not None or call.softcap:
        layer = scores((call,), {})
        return np.stack([layer.weights(head)[0] for head in heads])
    # The usual case, and it runs at every step.
    chosen, shared = list(heads), call.query.shape[1] // call.key.shape[1]
    keys = call.key[0, [head // shared for head in chosen]]
    found = call.query[0, chosen] @ keys.transpose(1, 2) * call.scale
    return array(found.softmax(dim=-1))


def _bias(calls: tuple[Call, ...], keys: int) -> Floats:
    """Masks and biases of successive calls -> (1 or head, query, key), -inf where hidden."""
    blocks = []
    for call in calls:
        seen = call.keys
        term = torch.zeros(1, call.query.shape[2], seen)
        if call.bias is not None:
            term = term + call.bias[0, :, :, :seen].float().cpu()
        if call.mask is not None:
            mask = call.mask[0, :, :, :seen].cpu()
            if mask.dtype == torch.bool:
                term = term.masked_fill(~mask, -torch.inf)
            else:
                least = torch.finfo(mask.dtype).min
                term = term + mask.float().masked_fill(mask <= least, -torch.inf)
        elif call.causal:
            later = torch.ones(term.shape[1:], dtype=torch.bool).triu(1 + seen - term.shape[1])
            term = term.masked_fill(later, -torch.inf)
        blocks.append(torch.nn.functional.pad(term, (0, keys - seen), value=-torch.inf))
    heads = max(len(block) for block in blocks)
    return array(torch.cat([block.expand(heads, -1, -1) for block in blocks], dim=1))


def hides_later(layer: Scores) -> bool:
    """Whether no query of this layer sees a key after it."""
    if layer.causal or layer.bias is None:
        return layer.causal
    queries, keys = layer.bias.shape[1:]
    return queries == keys and bool(np.isneginf(layer.bias[0][np.triu_indices(queries, 1)]).all())


def remembered(gates: torch.Tensor) -> Floats:
    """What a gated recurrent cell still holds of each earlier step: (1, query, key).

    `gates` f (token, width) in c_t = f_t·c_(t-1) + (1 - f_t)·x_t. The share of step j in cell t is
    (1 - f_j)·f_(j+1)·…·f_t, here its mean over the width. Rows sum to at most 1: what is left is
    the share of the empty cell at the start. This is no attention: nothing compares two tokens.
    """
    kept = gates.float().cpu()
    steps = len(kept)
    shares = torch.zeros(steps, steps)
    held = torch.zeros(0, kept.shape[1])
    for step in range(steps):
        held = torch.cat([held * kept[step], 1 - kept[step : step + 1]])
        shares[step, : step + 1] = held.mean(dim=1)
    return array(shares)[None]
