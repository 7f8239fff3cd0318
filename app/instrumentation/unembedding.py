"""From a hidden state to logits, the way the model itself does it at its end."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from app.errors import InputError

_norms: weakref.WeakKeyDictionary[Any, tuple[Any, ...]] = weakref.WeakKeyDictionary()
_bodies: weakref.WeakKeyDictionary[Any, _Body | None] = weakref.WeakKeyDictionary()
_replaying = threading.Lock()


ALONE = (
    "The output head of this model cannot be asked alone: it takes more than the last state of a "
    "token."
)


@dataclass(frozen=True, eq=False)
class _Body:
    """The part whose last states the head takes; what it, and the encoder beside it, put out."""

    module: Any
    output: Any
    encoded: Any = None


def logits_of(model: Any, states: torch.Tensor) -> torch.Tensor:
    """Last hidden states (cell, width), after the final norm -> logits (cell, entry).

    Everything the model does after its blocks is done: a head with layers of its own, a bias, a
    scale, a soft cap. Every row stands for itself. Raises InputError where the head takes more.
    """
    if hasattr(model, "logits_of"):
        return torch.as_tensor(model.logits_of(states))
    find_head(model)
    body = _bodies[model]
    if body is None:
        raise InputError(ALONE)
    return _replayed(model, body, states)


def find_head(model: Any) -> None:
    """Finds the part whose states the head takes, once per model, in a pass of its own."""
    if not hasattr(model, "logits_of") and model not in _bodies:
        _bodies[model] = _body(model)


@contextmanager
def only_at(model: Any, position: int) -> Iterator[None]:
    """The head of this thread's passes is given the states of one position (text, 1, width).

    Where the head takes more than the last states of a token, it is given them all.
    """
    body = _bodies.get(model)
    if body is None:
        yield
        return
    mine = threading.get_ident()

    def cut(module: Any, arguments: Any, output: Any) -> Any:
        if threading.get_ident() != mine:
            return None
        states = output.last_hidden_state[:, position : position + 1]
        return type(output)(**{**output, "last_hidden_state": states})

    hook = body.module.register_forward_hook(cut)
    try:
        yield
    finally:
        hook.remove()


def _replayed(model: Any, body: _Body, states: torch.Tensor) -> torch.Tensor:
    """The logits of a pass in which the body gives these states."""
    ids = torch.ones(1, len(states), dtype=torch.long, device=states.device)
    with _instead(body, states[None]):
        if model.config.is_encoder_decoder:
            outputs = model(encoder_outputs=body.encoded, decoder_input_ids=ids, use_cache=False)
        else:
            outputs = model(input_ids=ids)
    return torch.as_tensor(outputs.logits[0])


def _body(model: Any) -> _Body | None:
    """The part whose output the head takes: the one that gives the model's own logits."""
    seen: dict[int, Any] = {}
    mine = threading.get_ident()

    def keep(module: Any, arguments: Any, output: Any) -> None:
        if threading.get_ident() == mine:
            seen[id(module)] = output

    parts = _bodies_of(model)
    hooks = [each.register_forward_hook(keep) for each in parts]
    try:
        outputs = tiny_pass(model)
    finally:
        for hook in hooks:
            hook.remove()
    states = states_of(outputs)
    encoded = None
    if model.config.is_encoder_decoder:
        encoded = model.get_encoder()(input_ids=_tiny_ids(model), return_dict=True)
    for part in parts:
        output = seen.get(id(part))
        last = getattr(output, "last_hidden_state", None)
        if not states or last is None or last.shape != states[-1].shape:
            continue
        body = _Body(part, output, encoded)
        try:
            with torch.inference_mode():
                made = _replayed(model, body, states[-1][0])
                # A head may look at something else of what the body puts out.
                other = _replayed(model, body, states[-1][0].flip(0))
        except Exception:  # another part may do
            continue
        if _close(made, outputs.logits[0]) and _close(other, outputs.logits[0].flip(0)):
            return body
    return None


def _close(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.shape == other.shape and torch.allclose(one, other, atol=1e-4)


def _bodies_of(model: Any) -> list[Any]:
    """The parts that may be it: every model within the model, but for an encoder beside it."""
    encoder = model.get_encoder() if model.config.is_encoder_decoder else None
    inside = {id(each) for each in encoder.modules()} if encoder is not None else set()
    return [
        each
        for each in model.modules()
        if each is not model and hasattr(each, "get_input_embeddings") and id(each) not in inside
    ]


def states_of(outputs: Any) -> Any:
    """The hidden states of the stack that predicts words, embeddings first."""
    return getattr(outputs, "decoder_hidden_states", None) or outputs.hidden_states


def normed(model: Any, states: torch.Tensor) -> torch.Tensor:
    """Hidden states (cell, width) between two blocks -> as after the last one, normed.

    The same where the model norms within its blocks and has none at its end.
    """
    for norm in final_norms(model):
        states = norm(states)
    return states


def final_norms(model: Any) -> tuple[Any, ...]:
    """The modules between the last block and the output head, in order; often one norm.

    Found in a pass over three tokens: what stands outside of the blocks, runs after them, and
    keeps the width. Read once per model.
    """
    if model not in _norms:
        _norms[model] = _found(model)
    return _norms[model]


def blocks_of(model: Any, *, encoder: bool = False) -> Any:
    """The blocks of the stack that predicts words, or of the encoder beside it: a ModuleList."""
    from torch.nn import ModuleList

    beside = model.get_encoder() if model.config.is_encoder_decoder else None
    inside = {id(each) for each in beside.modules()} if beside is not None else set()
    lists = [
        each
        for each in (beside if encoder and beside is not None else model).modules()
        if isinstance(each, ModuleList) and (encoder or id(each) not in inside)
    ]
    return max(lists, key=lambda each: sum(p.numel() for p in each.parameters()))


def tiny_pass(model: Any) -> Any:
    """The outputs, with hidden states, of a pass over three tokens."""
    ids = _tiny_ids(model)
    inputs = {"input_ids": ids, "output_hidden_states": True, "return_dict": True}
    if model.config.is_encoder_decoder:
        inputs["decoder_input_ids"] = ids
    with torch.inference_mode():
        return model(**inputs)


def _tiny_ids(model: Any) -> torch.Tensor:
    rows = model.get_input_embeddings().weight.shape[0]
    return torch.tensor([[1, 2, 3]], device=model.device) % rows


def _found(model: Any) -> tuple[Any, ...]:
    blocks = blocks_of(model)
    inner = {id(module) for module in blocks.modules()}
    ran: list[tuple[Any, torch.Tensor, torch.Tensor]] = []
    over = False
    mine = threading.get_ident()

    def after_block(module: Any, arguments: Any, output: Any) -> None:
        nonlocal over
        over = over or threading.get_ident() == mine

    def seen(module: Any, arguments: Any, output: Any) -> None:
        first = arguments[0] if arguments else None
        if threading.get_ident() != mine:
            return
        if not over or not isinstance(first, torch.Tensor) or not isinstance(output, torch.Tensor):
            return
        if first.shape == output.shape:
            ran.append((module, first, output))

    outer = [each for each in _modules(model, blocks) if id(each) not in inner]
    hooks = [each.register_forward_hook(seen) for each in outer]
    hooks.append(blocks[-1].register_forward_hook(after_block))
    try:
        outputs = tiny_pass(model)
    finally:
        for hook in hooks:
            hook.remove()
    found, last = [], states_of(outputs)[-1]
    # Back from what the model calls its last hidden state to what the last block gave.
    for module, before, after in reversed(ran):
        if after is last or torch.equal(after, last):
            found.append(module)
            last = before
    return tuple(reversed(found))


def _modules(model: Any, blocks: Any) -> list[Any]:
    """Modules without parts of their own: norms and projections, not what holds them."""
    return [each for each in model.modules() if not list(each.children()) and each is not blocks]


@contextmanager
def _instead(body: _Body, states: torch.Tensor) -> Iterator[None]:
    """For this thread, the body gives these states (1, token, width) without running.

    All else is what the body itself put out: heads may look at more of it.
    """
    thread = threading.get_ident()
    output = type(body.output)(**{**body.output, "last_hidden_state": states})
    with _replaying:
        # Asked for in here: before, it may be what another thread has put in its place.
        own = body.module.forward

        def forward(*arguments: Any, **named: Any) -> Any:
            return output if threading.get_ident() == thread else own(*arguments, **named)

        body.module.forward = forward
        try:
            yield
        finally:
            del body.module.forward
