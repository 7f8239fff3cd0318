"""A block between its attention and its feed-forward part, and the neurons of that part.

Where they are is found in a pass over three tokens, from what the modules of a block were given and
gave, never from their names.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from app.models.output_head import blocks_of, tiny_pass

_found: weakref.WeakKeyDictionary[Any, Halves | None] = weakref.WeakKeyDictionary()
_CLOSE = 1e-4


@dataclass(frozen=True)
class Halves:
    """Names of modules, the same in every block.

    middle  what is given the state after attention
    down    the last projection of the feed-forward part: what it is given are the neurons
    """

    middle: str
    down: str


@dataclass(eq=False)
class Inside:
    """What a pass left: per block the state after attention and the activations (token, …)."""

    middle: list[torch.Tensor]
    neurons: list[torch.Tensor]


def halves(model: Any) -> Halves | None:
    """Where a block's halves meet; None where attention and feed-forward run side by side."""
    if model not in _found:
        _found[model] = _halves(model)
    return _found[model]


@contextmanager
def looking_inside(model: Any, known: Halves) -> Iterator[Inside]:
    """Keeps what the blocks do in the passes made meanwhile, in this model's order."""
    seen = Inside([], [])
    mine = threading.get_ident()

    def keep(into: list[torch.Tensor]) -> Any:
        def kept(module: Any, arguments: Any) -> None:
            # Another thread may run the same model meanwhile.
            if threading.get_ident() != mine:
                return
            into.append(_rows(arguments[0]).detach())

        return kept

    hooks = []
    for block in blocks_of(model):
        hooks.append(block.get_submodule(known.middle).register_forward_pre_hook(keep(seen.middle)))
        hooks.append(block.get_submodule(known.down).register_forward_pre_hook(keep(seen.neurons)))
    try:
        yield seen
    finally:
        for hook in hooks:
            hook.remove()


def down_weights(model: Any, known: Halves, layer: int) -> torch.Tensor:
    """(neuron, width): what each neuron of a block writes when it is 1."""
    module = blocks_of(model)[layer].get_submodule(known.down)
    weight: torch.Tensor = module.weight
    # GPT-2 keeps its projections the other way round.
    return weight if weight.shape[1] == _width(model) and hasattr(module, "nf") else weight.T


def _width(model: Any) -> int:
    return int(model.get_input_embeddings().weight.shape[1])


def _halves(model: Any) -> Halves | None:
    block = blocks_of(model)[0]
    ran: list[tuple[str, Any, torch.Tensor, torch.Tensor]] = []
    ends: list[tuple[torch.Tensor, torch.Tensor]] = []
    mine = threading.get_ident()

    def keep(name: str) -> Any:
        def seen(module: Any, arguments: Any, output: Any) -> None:
            if threading.get_ident() != mine:
                return
            given = arguments[0] if arguments else None
            output = output[0] if isinstance(output, tuple) else output
            if isinstance(given, torch.Tensor) and isinstance(output, torch.Tensor):
                ran.append((name, module, _rows(given), _rows(output)))

        return seen

    def whole(module: Any, arguments: Any, output: Any) -> None:
        if threading.get_ident() != mine:
            return
        output = output[0] if isinstance(output, tuple) else output
        ends.append((_rows(arguments[0]), _rows(output)))

    hooks = [each.register_forward_hook(keep(name)) for name, each in block.named_modules() if name]
    hooks.append(block.register_forward_hook(whole))
    try:
        tiny_pass(model)
    finally:
        for hook in hooks:
            hook.remove()
    # A block may be a mere holder whose parts the model calls one by one.
    if not ends and ran:
        ends.append((ran[0][2], ran[-1][3]))
    if not ends:
        return None
    return _meeting(ran, *ends[0])


def _meeting(
    ran: list[tuple[str, Any, torch.Tensor, torch.Tensor]],
    start: torch.Tensor,
    end: torch.Tensor,
) -> Halves | None:
    """The first module given a state that, with what the feed-forward part adds, is the end.

    `end` is that sum, or the norm of it in models that norm after adding.
    """
    wide = [each for each in ran if each[2].shape == end.shape]
    norms = [each for each in wide if not list(each[1].children())]
    sums = [end, *(given for _, _, given, output in norms if _same(output, end))]
    for place, (name, _, middle, _) in enumerate(wide):
        if _same(middle, start) or middle.shape != end.shape:
            continue
        for _, _, _, added in ran:
            if added.shape != end.shape or _same(added, end):
                continue
            if any(_same(middle + added, total) for total in sums):
                down = _down(ran, wide[place:], added)
                return Halves(name, down) if down else None
    return None


def _down(ran: Any, later: Any, added: torch.Tensor) -> str | None:
    """The name of the last projection whose output is, or becomes, what is added."""
    names = {name for name, *_ in later}
    first = next(place for place, each in enumerate(ran) if each[0] in names)
    projections = [
        name
        for name, module, given, output in ran[first:]
        if getattr(module, "weight", None) is not None
        and module.weight.ndim == 2
        and output.shape == added.shape
    ]
    return projections[-1] if projections else None


def _rows(states: torch.Tensor) -> torch.Tensor:
    # Some models lay all tokens of a batch in one row of vectors.
    return states.reshape(-1, states.shape[-1])


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    if one.shape != other.shape:
        return False
    return bool((one - other).abs().max() <= _CLOSE * other.abs().max())
