"""What was received during a run, joined over its steps into plain arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from app.instrumentation.attention_function import Call
from app.trace import Floats
from app.trace.attention import Scores


def array(tensor: torch.Tensor) -> Floats:
    """A tensor of any device and number type as float32; not copied where it is that already."""
    return tensor.detach().float().cpu().numpy()


def end_to_end(parts: list[torch.Tensor], axis: int) -> torch.Tensor:
    """The parts joined along `axis`."""
    # One part is the usual case, and joining it would copy it.
    return parts[0] if len(parts) == 1 else torch.cat(parts, dim=axis)


def joined(steps: list[tuple[torch.Tensor, ...]]) -> Floats | None:
    """Hidden states of successive steps -> (layer, token, width).

    None where a step's states are not one vector of one width per token in every layer.
    """
    first = steps[0]
    if not isinstance(first[0], torch.Tensor):
        return None
    width = first[0].shape[-1]
    for step in steps:
        if len(step) != len(first) or not all(isinstance(each, torch.Tensor) for each in step):
            return None
        shape = (1, step[0].shape[-2], width)
        if any(tuple(state.shape) != shape for state in step):
            return None
    tokens = sum(len(step[0][0]) for step in steps)
    joined = np.empty((len(first), tokens, width), dtype=np.float32)
    start = 0
    for step in steps:
        end = start + len(step[0][0])
        for layer, state in enumerate(step):
            joined[layer, start:end] = array(state[0])
        start = end
    return joined


def grown(parts: Sequence[torch.Tensor], *, appending: bool = True) -> Floats:
    """Eager attention of successive steps (1, head, query, key) -> one (head, query, key).

    `appending`: each step adds its queries to the keys. A step that was handed fewer keys than
    there are by then saw the last ones, those of a window. Raises ValueError for more keys than
    that: they are no tokens.
    """
    ends = np.cumsum([part.shape[2] for part in parts])
    if appending and any(part.shape[-1] > end for part, end in zip(parts, ends, strict=True)):
        raise ValueError("more keys than tokens")
    keys = int(ends[-1]) if appending and len(parts) > 1 else parts[-1].shape[-1]
    rows = []
    for part, end in zip(parts, ends, strict=True):
        before = max(0, int(end) - part.shape[-1]) if appending and len(parts) > 1 else 0
        after = keys - before - part.shape[-1]
        rows.append(torch.nn.functional.pad(part[0], (before, after)))
    return array(torch.cat(rows, dim=1))


def scores(
    calls: Sequence[Call], shared: dict[tuple[int, ...], Floats], *, appending: bool = False
) -> Scores:
    """The successive calls of one layer -> one record over all queries.

    `appending`: each call holds the keys of its own queries only, and they are put end to end; else
    the last call holds them all.
    """
    last = calls[-1]
    if appending:
        keys, values = (
            [part for call in calls if (part := getattr(call, name)) is not None]
            for name in ("key", "value")
        )
        if not keys or not values:
            raise AssertionError("every call keeps its keys and values")
        read = 0
        for call in calls:
            read += call.query.shape[2]
            if call.keys > read:
                raise ValueError(f"{call.keys} keys for {read} tokens")
        key, value = end_to_end(keys, 2), end_to_end(values, 2)
    elif last.key is not None and last.value is not None:
        key, value = last.key, last.value
    else:
        raise AssertionError("the last call of a layer keeps its keys and values")
    windowed = appending and any(first > 0 for first in _firsts(calls))
    causal = (
        all(call.causal or call.query.shape[2] == 1 for call in calls)
        and (appending or len(calls) == 1)
        and any(call.causal for call in calls)
        and all(call.mask is None for call in calls)
        and not windowed
    )
    plain = all(call.mask is None and call.bias is None for call in calls) and not windowed
    bias: Floats | None = None
    if not plain:
        # All layers of a kind are given the same mask, so it is kept once.
        identity = tuple(id(term) for call in calls for term in (call.mask, call.bias)) + tuple(
            call.keys for call in calls
        )
        if identity not in shared:
            shared[identity] = _bias(calls, key.shape[2], _firsts(calls) if appending else None)
        bias = shared[identity]
    return Scores(
        query=array(end_to_end([call.query[0] for call in calls], 1)),
        key=array(key[0]),
        value=array(value[0]),
        scale=last.scale,
        bias=bias,
        causal=causal,
        softcap=last.softcap,
        kept=_kept(calls, key.shape[2], _firsts(calls) if appending else None),
        renormalised=all(call.renormalised for call in calls),
    )


def _firsts(calls: Sequence[Call]) -> list[int]:
    """The place of the first key each call saw: later than 0 where a window has moved on."""
    ends = np.cumsum([call.query.shape[2] for call in calls])
    return [max(0, int(end) - call.keys) for call, end in zip(calls, ends, strict=True)]


def newest(call: Call, heads: Sequence[int]) -> Floats:
    """(head, query, key): the weights of some heads in one call, for the step that is under way."""
    plain = call.mask is None and call.bias is None and call.kept is None
    if call.key is None or not plain or call.softcap:
        layer = scores((call,), {})
        return np.stack([layer.weights(head)[0] for head in heads])
    # The usual case, and it runs at every step.
    chosen, shared = list(heads), call.query.shape[1] // call.key.shape[1]
    keys = call.key[0, [head // shared for head in chosen]]
    found = call.query[0, chosen] @ keys.transpose(1, 2) * call.scale
    return array(found.softmax(dim=-1))


def _kept(
    calls: Sequence[Call], keys: int, firsts: Sequence[int] | None
) -> NDArray[np.bool_] | None:
    """(head, query, key), False where a link was cut in its call; None where none was."""
    if all(call.kept is None for call in calls):
        return None
    blocks = []
    for number, call in enumerate(calls):
        before = firsts[number] if firsts else 0
        seen = call.keys
        kept = call.kept
        if kept is None:
            kept = torch.ones(1, *call.query.shape[1:3], seen, dtype=torch.bool)
        sides = (before, keys - before - seen)
        blocks.append(torch.nn.functional.pad(kept[0], sides, value=True))
    joined: NDArray[np.bool_] = torch.cat(blocks, dim=1).cpu().numpy()
    return joined


def _bias(calls: Sequence[Call], keys: int, firsts: Sequence[int] | None) -> Floats:
    """Masks and biases of successive calls -> (1 or head, query, key), -inf where hidden.

    `firsts` says at which key each call begins to see.
    """
    blocks = []
    for number, call in enumerate(calls):
        seen, before = call.keys, firsts[number] if firsts else 0
        term = torch.zeros(1, call.query.shape[2], seen)
        if call.bias is not None:
            term = term + call.bias[0, :, :, :seen].float().cpu()
        if call.mask is not None:
            mask = call.mask[0, :, :, :seen].cpu()
            if mask.dtype == torch.bool:
                term = term.masked_fill(~mask, -torch.inf)
            else:
                least = torch.finfo(mask.dtype).min
                added = mask.float().masked_fill(mask <= least, -torch.inf)
                # A query that may read nothing reads everything alike: no score outweighs `least`.
                nothing = added.isneginf().all(dim=-1, keepdim=True)
                term = term + added.masked_fill(nothing, torch.finfo(torch.float32).min)
        elif call.causal:
            later = torch.ones(term.shape[1:], dtype=torch.bool).triu(1 + seen - term.shape[1])
            term = term.masked_fill(later, -torch.inf)
        sides = (before, keys - before - seen)
        blocks.append(torch.nn.functional.pad(term, sides, value=-torch.inf))
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
