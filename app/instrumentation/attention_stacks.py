"""From what a run received to the stacks of attention a trace holds, and what is left out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from app.instrumentation.assembly import end_to_end, grown, hides_later, remembered, scores
from app.instrumentation.attention_function import Call
from app.trace import Attention, Floats, Token
from app.trace.attention import Scores, Weights

# Stacks in which a token may only read itself and earlier ones, where the record shows it.
LOOKS_BACK = ("self", "decoder", "memory")
# Rounding of a softmax in half precision stays below this.
SHARES = 1e-2
NO_SHARES = (
    "{what} hands out numbers that are no shares of attention (below 0, or rows that do not add up "
    "to 1), so they are not shown."
)
OTHER_SHAPE = (
    "{what} hands out no weight for every pair of tokens, as where a text is read in windows, "
    "blocks, hashes or summaries: there is nothing true to show of it."
)


@dataclass(frozen=True, eq=False)
class Stack:
    """One stack as it was received.

    layers  per layer its record, or the sentence that says why there is none
    blocks  the number of the block of each layer; None where it is not known
    """

    name: str
    layers: tuple[Scores | Weights | str, ...]
    blocks: tuple[int | None, ...]


def called(part: str, passes: list[list[Call]]) -> Iterator[Stack]:
    """The stacks of a part of the model whose attention was recorded: one record per module."""
    shared: dict[tuple[int, ...], Floats] = {}
    stacks: dict[str, list[tuple[Scores | str, int | None]]] = {}
    counts = {len(calls) for calls in passes}
    if len(counts) > 1:
        # Steps that do not ask their attention alike cannot be laid end to end.
        yield Stack(part, (OTHER_SHAPE.format(what="This stack"),), (None,))
        return
    for calls in _paired(list(zip(*passes, strict=True))):
        cross = part == "decoder" and calls[0].reads_source
        record: Scores | str
        try:
            record = scores(calls, shared, appending=not cross)
        except (ValueError, RuntimeError):
            record = OTHER_SHAPE
        stacks.setdefault("cross" if cross else part, []).append((record, calls[0].block))
    for name, records in stacks.items():
        yield Stack(name, tuple(each for each, _ in records), tuple(at for _, at in records))


def _paired(layers: list[tuple[Call, ...]]) -> Iterator[tuple[Call, ...]]:
    """The calls of each layer over the steps; those of one module that differ in values as one.

    A block may ask for the same attention twice, for two halves of its values (DiffLlama): the
    weights are the same, and the values stand side by side.
    """
    last: tuple[Call, ...] | None = None
    for calls in layers:
        if last is not None and all(map(_same_weights, last, calls)):
            last = tuple(map(_beside, last, calls))
            continue
        if last is not None:
            yield last
        last = calls
    if last is not None:
        yield last


def _same_weights(one: Call, other: Call) -> bool:
    return (
        one.module is other.module
        and one.query.shape == other.query.shape
        and one.keys == other.keys
        and bool(torch.equal(one.query, other.query))
        and one.key is not None
        and other.key is not None
        and bool(torch.equal(one.key, other.key))
    )


def _beside(one: Call, other: Call) -> Call:
    if one.value is None or other.value is None:
        return one
    return replace(one, value=torch.cat([one.value, other.value], dim=-1))


def handed_out(
    name: str, steps: Sequence[tuple[Any, ...]], layer_types: Sequence[str] | None, *, sinks: bool
) -> Stack:
    """A stack of finished weights, as a model in eager mode hands them out.

    `sinks`: whether a learned sink may take a share of a row, which then adds up to less than 1.
    """
    layers: list[Weights | str] = []
    blocks: list[int | None] = []
    attending = [
        number
        for number, kind in enumerate(layer_types or ())
        if "attention" in kind and "linear" not in kind
    ]
    for number, parts in enumerate(zip(*steps, strict=False)):
        if any(part is None for part in parts):
            continue  # a block without attention
        if not all(isinstance(part, torch.Tensor) and part.ndim == 4 for part in parts):
            layers.append(OTHER_SHAPE)
        else:
            layers.append(_checked(parts, appending=name != "cross", sinks=sinks))
        known = len(steps[0]) != len(attending) or not attending
        blocks.append(number if known else attending[number])
    return Stack(name, tuple(layers), tuple(blocks))


def _checked(parts: tuple[torch.Tensor, ...], *, appending: bool, sinks: bool) -> Weights | str:
    try:
        weights = grown(parts, appending=appending)
    except (ValueError, RuntimeError):
        return OTHER_SHAPE
    sums = weights.sum(-1)
    if weights.min(initial=0.0) < -SHARES or sums.max(initial=1.0) > 1 + SHARES:
        return NO_SHARES
    if not sinks and sums.min(initial=1.0) < 1 - SHARES:
        return NO_SHARES
    return Weights(weights)


def held(gates: Sequence[tuple[torch.Tensor, ...]]) -> Stack:
    """The stack "memory": what the cells of a recurrent decoder still hold of each token."""
    layers = tuple(
        Weights(remembered(end_to_end([gate[0] for gate in steps], 0)))
        for steps in zip(*gates, strict=True)
    )
    return Stack("memory", layers, tuple(range(len(layers))))


def shown(
    stacks: Iterable[Stack], sides: Mapping[str, tuple[tuple[Token, ...], tuple[Token, ...]]]
) -> tuple[tuple[Attention, ...], dict[str, str]]:
    """The stacks that have a weight per query and key; and per name, why others have none."""
    found: list[Attention] = []
    left_out: dict[str, str] = {}
    for stack in stacks:
        queries, keys = (len(side) for side in sides[stack.name])
        good: list[Scores | Weights] = []
        blocks: list[int] = []
        for number, layer in enumerate(stack.layers):
            at = stack.blocks[number] if number < len(stack.blocks) else None
            block = number if at is None else at
            if isinstance(layer, str) or layer.shape[1:] != (queries, keys):
                sentence = layer if isinstance(layer, str) else OTHER_SHAPE
                left_out.setdefault(stack.name, sentence.format(what=f"Layer {block}"))
            else:
                good.append(layer)
                blocks.append(block)
        heads = {layer.shape[0] for layer in good}
        if len(heads) > 1:
            # The views draw a grid of layers and heads: those of the usual number stay.
            usual = max(heads, key=lambda n: sum(layer.shape[0] == n for layer in good))
            left_out.setdefault(
                stack.name,
                f"Only the layers with {usual} heads are shown: others have another number.",
            )
            pairs = [(la, at) for la, at in zip(good, blocks, strict=True) if la.shape[0] == usual]
            good, blocks = [la for la, _ in pairs], [at for _, at in pairs]
        if not good:
            continue
        causal = stack.name in LOOKS_BACK and _looks_back(good[0])
        found.append(Attention(stack.name, *sides[stack.name], tuple(good), causal, tuple(blocks)))
    return tuple(found), left_out


def _looks_back(layer: Scores | Weights) -> bool:
    if isinstance(layer, Scores):
        return hides_later(layer)
    return bool(np.triu(layer.probabilities, 1).max(initial=0.0) == 0)
