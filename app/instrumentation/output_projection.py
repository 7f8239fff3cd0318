"""Where a head writes: the output projection W_O of every layer of attention.

Found in a pass over three tokens, never by name: after a call of the attention, the first module
with a matrix that is given what the heads made in that very call, side by side, and whose matrix
explains what it gives.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from app.errors import InputError
from app.instrumentation.assembly import scores
from app.instrumentation.attention_function import Call, Recorder, recording
from app.instrumentation.unembedding import tiny_pass

_found: weakref.WeakKeyDictionary[Any, Mapping[str, tuple[Projection | None, ...]]]
_found = weakref.WeakKeyDictionary()
_finding = threading.Lock()
_CLOSE = 1e-4
NOT_FOUND = (
    "Where this layer writes cannot be told: no matrix of the model is given the outputs of its "
    "heads side by side."
)


@dataclass(frozen=True)
class Projection:
    """The output projection of one layer of attention.

    module   its name in the model
    turned   whether its matrix is (input, output), as GPT-2 keeps it, and not (output, input)
    heads    how many heads its input holds, one after the other
    """

    module: str
    turned: bool
    heads: int


def projections(model: Any) -> Mapping[str, tuple[Projection | None, ...]]:
    """Per stack ("self", or "encoder", "decoder" and "cross") the projection of each block.

    None for a block without attention, or whose projection could not be found; stacks whose
    attention is not recorded are absent. The model's attention has to be the recording one
    (app.instrumentation.run.prepare).
    """
    with _finding:
        if model not in _found:
            _found[model] = _watched(model)
        return _found[model]


def projection(model: Any, stack: str, block: int) -> Projection:
    """The output projection of the attention of a block, see `Attention.block`.

    Raises InputError where it could not be found.
    """
    blocks = projections(model).get(stack, ())
    found = blocks[block] if block < len(blocks) else None
    if found is None:
        raise InputError(NOT_FOUND)
    return found


def per_head(model: Any, found: Projection) -> torch.Tensor:
    """(head, width of a value, width): W_O cut into the rows of each head, float32."""
    weight = model.get_submodule(found.module).weight.detach()
    rows = weight if found.turned else weight.T
    return rows.unflatten(0, (found.heads, -1)).float().cpu()


def _watched(model: Any) -> Mapping[str, tuple[Projection | None, ...]]:
    recorder = Recorder()
    made: list[torch.Tensor] = []  # what the heads made, per call that was looked at
    known: dict[int, Projection] = {}
    mine = threading.get_ident()

    def seen(name: str) -> Any:
        def hook(module: Any, arguments: Any, output: Any) -> None:
            # Another thread may run the same model meanwhile.
            if threading.get_ident() != mine or not recorder.current:
                return
            last = len(recorder.current) - 1
            given = arguments[0] if arguments else None
            if last in known or given is None or not _floats(given) or not _floats(output):
                return
            while len(made) <= last:
                made.append(_side_by_side(recorder.current[len(made)]))
            if not _same(given, made[last]):
                return
            for turned in (False, True):
                if _explains(module, turned, given, output):
                    heads = recorder.current[last].query.shape[1]
                    known[last] = Projection(name, turned, heads)
                    return

        return hook

    hooks = [
        each.register_forward_hook(seen(name))
        for name, each in model.named_modules()
        if getattr(getattr(each, "weight", None), "ndim", 0) == 2
    ]
    try:
        with recording(recorder):
            tiny_pass(model)
    finally:
        for hook in hooks:
            hook.remove()
    stacks: dict[str, dict[int, Projection | None]] = {}
    inside = _encoder_modules(model)
    for number, call in enumerate(recorder.current):
        blocks = stacks.setdefault(_stack(model, call, inside), {})
        block = len(blocks) if call.block is None else call.block
        blocks[block] = blocks.get(block) or known.get(number)
    return {
        name: tuple(blocks.get(block) for block in range(max(blocks) + 1))
        for name, blocks in stacks.items()
    }


def _encoder_modules(model: Any) -> set[int]:
    if not model.config.is_encoder_decoder:
        return set()
    return {id(each) for each in model.get_encoder().modules()}


def _stack(model: Any, call: Call, encoder: set[int]) -> str:
    if not model.config.is_encoder_decoder:
        return "self"
    if id(call.module) in encoder:
        return "encoder"
    return "cross" if call.reads_source else "decoder"


def _side_by_side(call: Call) -> torch.Tensor:
    """(query, head · width): the outputs of the heads of a call, by its own record."""
    outputs = torch.from_numpy(scores((call,), {}).outputs())
    return outputs.transpose(0, 1).flatten(1)


def _explains(module: Any, turned: bool, given: torch.Tensor, output: torch.Tensor) -> bool:
    weight = module.weight if turned else module.weight.T
    if weight.shape[0] != given.shape[-1]:
        return False
    product = given.float() @ weight.float()
    bias = getattr(module, "bias", None)
    return _same(output, product if bias is None else product + bias.float())


def _floats(tensor: Any) -> bool:
    return isinstance(tensor, torch.Tensor) and tensor.is_floating_point()


def _same(tensor: torch.Tensor, expected: torch.Tensor) -> bool:
    # Some models lay all tokens of a batch in one row of vectors.
    rows = tensor.reshape(-1, tensor.shape[-1])
    other = expected.reshape(-1, expected.shape[-1]).to(rows.device)
    if rows.shape != other.shape:
        return False
    # Half-precision models round what they hand on.
    close = max(_CLOSE, 8 * torch.finfo(tensor.dtype).eps)
    return bool((rows.float() - other).abs().max() <= close * other.abs().max())
