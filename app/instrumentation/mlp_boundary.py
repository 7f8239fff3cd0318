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

from app.instrumentation.unembedding import blocks_of, states_of, tiny_pass

_found: weakref.WeakKeyDictionary[Any, dict[bool, Found]] = weakref.WeakKeyDictionary()
_CLOSE = 1e-4

_Ran = tuple[str, Any, torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class BlockLayout:
    """Where one block's halves meet; names of its modules.

    middle  what is given the state after attention
    down    the last projection of the feed-forward part, which is given the neurons; None where
            that part is no single layer of neurons (several experts, for one)
    scale   what is added is its output times this
    """

    middle: str
    down: str | None
    scale: float = 1.0


@dataclass(frozen=True)
class Found:
    """Per block its halves, or None; `side_by_side` where both halves are given the same state.

    `repeated`: a block runs several times for one text.
    """

    blocks: tuple[BlockLayout | None, ...]
    side_by_side: bool
    repeated: bool = False


@dataclass(eq=False)
class MlpCapture:
    """What a pass left, in the order in which blocks ran; each with the number of its block.

    middle   the state after attention (token, width)
    neurons  the activations (token, neuron)
    """

    middle: list[tuple[int, torch.Tensor]]
    neurons: list[tuple[int, torch.Tensor]]


def block_layout(model: Any, *, encoder: bool = False) -> Found:
    """Where the halves of the blocks meet, of the stack that predicts words or of the encoder.

    Found once per model.
    """
    known = _found.setdefault(model, {})
    if encoder not in known:
        known[encoder] = _tried(model, encoder)
    return known[encoder]


@contextmanager
def capture_mlp(model: Any, known: Found) -> Iterator[MlpCapture]:
    """Keeps what the blocks do in the pass made meanwhile."""
    seen = MlpCapture([], [])
    mine = threading.get_ident()

    def keep(into: list[tuple[int, torch.Tensor]], block: int) -> Any:
        def kept(module: Any, arguments: Any, named: Any = None) -> None:
            # Another thread may run the same model meanwhile; while a hook comes or goes, torch
            # calls it there without the named arguments.
            if threading.get_ident() != mine:
                return
            given = given_tensor(arguments, named)
            if given is not None:
                into.append((block, _rows(given).detach()))

        return kept

    hooks = []
    for number, (block, half) in enumerate(zip(blocks_of(model), known.blocks, strict=True)):
        for name, into in (
            ()
            if half is None
            else (
                (half.middle, seen.middle),
                (half.down, seen.neurons),
            )
        ):
            if name is not None:
                module = block.get_submodule(name)
                hook = keep(into, number)
                hooks.append(module.register_forward_pre_hook(hook, with_kwargs=True))
    try:
        yield seen
    finally:
        for hook in hooks:
            hook.remove()


def down_weights(model: Any, half: BlockLayout, layer: int) -> torch.Tensor:
    """(neuron, width): what each neuron of a block adds when it is 1."""
    if half.down is None:
        raise ValueError("this block has no single layer of neurons")
    module = blocks_of(model)[layer].get_submodule(half.down)
    weight: torch.Tensor = module.weight
    # GPT-2 keeps its projections the other way round.
    rows = weight if hasattr(module, "nf") else weight.T
    return rows * half.scale


def given_tensor(arguments: Any, named: Any) -> torch.Tensor | None:
    """The first tensor of numbers a module was called with."""
    for each in (*arguments, *named.values()):
        if isinstance(each, torch.Tensor) and each.is_floating_point():
            return each
    return None


def _tried(model: Any, encoder: bool) -> Found:
    """Watches every block through one pass over three tokens."""
    blocks = blocks_of(model, encoder=encoder)
    times = [0] * len(blocks)
    ran: list[list[_Ran]] = [[] for _ in blocks]
    ends: list[tuple[torch.Tensor, torch.Tensor] | None] = [None] * len(blocks)
    mine = threading.get_ident()

    def keep(number: int, name: str) -> Any:
        def seen(module: Any, arguments: Any, named: Any, output: Any = None) -> None:
            if threading.get_ident() != mine:
                return  # see `capture_mlp`
            output = output[0] if isinstance(output, tuple | list) and output else output
            given = given_tensor(arguments, named)
            if given is None or not isinstance(output, torch.Tensor):
                return
            if name:
                ran[number].append((name, module, _rows(given), _rows(output)))
            else:
                times[number] += 1
                ends[number] = (_rows(given), _rows(output))

        return seen

    hooks = [
        each.register_forward_hook(keep(number, name), with_kwargs=True)
        for number, block in enumerate(blocks)
        for name, each in block.named_modules()
    ]
    try:
        outputs = tiny_pass(model)
        states = outputs.encoder_hidden_states if encoder else states_of(outputs)
    finally:
        for hook in hooks:
            hook.remove()
    width = states[-1].shape[-1] if states else 0
    found: list[BlockLayout | None] = []
    parallel = False
    for number, parts in enumerate(ran):
        # A block may be a mere holder whose parts the model calls one by one.
        edge = ends[number] or ((parts[0][2], parts[-1][3]) if parts else None)
        if edge is not None and edge[1].shape[-1] != width:
            edge = None  # some keep tokens side by side instead of components
        half = _meeting(parts, *edge) if edge is not None else None
        found.append(half)
        if half is None and edge is not None:
            parallel = parallel or _parallel(parts, *edge)
    return Found(tuple(found), parallel, any(count > 1 for count in times))


def _parallel(ran: list[_Ran], start: torch.Tensor, end: torch.Tensor) -> bool:
    """Whether two parts of the block are added to its start at once.

    Neither is given what the other made of it, and their sum is no single part's own.
    """
    parts = [each for each in ran if each[3].shape == end.shape and not _same(each[3], end)]
    added = [output for *_, output in parts]
    for place, one in enumerate(added):
        for other in added[place + 1 :]:
            if not _same(start + one + other, end):
                continue
            between = (start + one, start + other)
            follows = any(_same(given, state) for _, _, given, _ in parts for state in between)
            whole = any(_same(output, one + other) for output in added)
            if not follows and not whole:
                return True
    return False


def _meeting(ran: list[_Ran], start: torch.Tensor, end: torch.Tensor) -> BlockLayout | None:
    """The first module given a state that, with what the feed-forward part adds, is the end.

    `end` is that sum, or the norm of it in models that norm after adding. What is added may be
    scaled by a number (Granite).
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
            for total in sums:
                scale = _scale(total, middle, added)
                if scale is not None:
                    return BlockLayout(name, _down(ran, wide[place:], added), scale)
    return None


def _scale(total: torch.Tensor, middle: torch.Tensor, added: torch.Tensor) -> float | None:
    """The number that `added` is taken times to come from `middle` to `total`, or None."""
    difference = total - middle
    size = float((added * added).sum())
    if size == 0 or not bool(difference.abs().max() > 0):
        return None
    scale = float((difference * added).sum()) / size
    # A token may have components a thousand times larger than what is added to them (Sun et al.
    # 2024, "Massive activations"): a difference from such is only as exact as they are.
    rounding = 8 * torch.finfo(total.dtype).eps * total.abs().amax(dim=-1)
    slack = _CLOSE * difference.abs().amax(dim=-1) + rounding
    near = (difference - scale * added).abs().amax(dim=-1) <= slack
    if not bool(near.all()) or not 0 < scale <= 16:
        return None
    return 1.0 if abs(scale - 1) < _CLOSE else scale


def _down(ran: list[_Ran], later: list[_Ran], added: torch.Tensor) -> str | None:
    """The name of the projection whose output is what is added, of a single layer of neurons."""
    names = {name for name, *_ in later}
    first = next(place for place, each in enumerate(ran) if each[0] in names)
    projections = [
        (name, output)
        for name, module, given, output in ran[first:]
        if getattr(module, "weight", None) is not None
        and module.weight.ndim == 2
        and output.shape == added.shape
    ]
    if not projections:
        return None
    # Experts write a part each; a norm may come after the one projection.
    name, output = projections[-1]
    alone = len([each for each, _ in projections if each.rpartition(".")[2] == _leaf(name)]) == 1
    return name if alone or _same(output, added) else None


def _leaf(name: str) -> str:
    return name.rpartition(".")[2]


def _rows(states: torch.Tensor) -> torch.Tensor:
    # Some models lay all tokens of a batch in one row of vectors.
    return states.reshape(-1, states.shape[-1])


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    if one.shape != other.shape:
        return False
    return bool((one - other).abs().max() <= _CLOSE * other.abs().max())
