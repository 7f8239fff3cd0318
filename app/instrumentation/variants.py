"""Many changed runs over one text at once: each is a row of a batch, and joins where it differs.

A run that is changed in a late block is the unchanged one until then. So a batch begins with that
one row, and grows before each block by the rows that are changed in it: of L blocks with as many
changes each, half of the work is left, and none of it is done one row at a time. Whether a model
allows that, or at least a batch from its beginning, is tried once on a short text.
"""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import torch

from app.errors import InputError
from app.instrumentation.attention_function import changing
from app.instrumentation.changes import Changes, Edit
from app.instrumentation.mlp_boundary import block_layout, given_tensor
from app.instrumentation.model_cache import repeated
from app.instrumentation.model_cache import source as wanted
from app.instrumentation.unembedding import blocks_of, find_head, only_at
from app.trace.interventions import Intervention

if TYPE_CHECKING:
    from app.models.loading import Loaded

log = logging.getLogger(__name__)

GROWING, TOGETHER, ALONE = "growing", "together", "alone"
_CLOSE = 1e-3
_ways: weakref.WeakKeyDictionary[Any, dict[str, str]] = weakref.WeakKeyDictionary()
_trying = threading.RLock()


@dataclass(frozen=True, eq=False)
class Text:
    """What is read: the ids of a text, of what was written beside it, and which text each is in."""

    ids: tuple[int, ...]
    target: tuple[int, ...] = ()
    segments: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Variant:
    """One changed run: its edits, and the first block that any of them is in."""

    edits: tuple[Edit, ...]
    block: int = 0


def variants_logits(
    loaded: Loaded,
    text: Text,
    variants: Sequence[Variant],
    position: int,
    *,
    room: int,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Sequence[int], torch.Tensor]]:
    """Numbers of variants with their logits (variant, entry) at one position, batch by batch.

    All edits of all variants are in the encoder, or none is. A batch holds at most `room` tokens,
    but one variant at least. Ends early when `stop` says so. Raises InputError for what cannot be
    changed.
    """
    encoder = any(each.change.stack == "encoder" for one in variants for each in one.edits)
    way = _way(loaded, "encoder" if encoder else "", variants)
    order = sorted(range(len(variants)), key=lambda number: variants[number].block)
    count = max(len(text.ids), len(text.target))
    most = 1 if way == ALONE else max(1, room // count)
    for start in range(0, len(order), most):
        if stop():
            return
        batch = order[start : start + most]
        chosen = [variants[number] for number in batch]
        yield batch, _logits(loaded, text, chosen, position, way, encoder)


def _way(loaded: Loaded, part: str, variants: Sequence[Variant]) -> str:
    """How this model is run on several variants; found by trying, once per model."""
    known = _ways.setdefault(loaded.model, {})
    with _trying:
        if part not in known:
            known[part] = _tried(loaded, bool(part))
        return known[part]


def _tried(loaded: Loaded, encoder: bool) -> str:
    model: Any = loaded.model
    rows = int(model.get_input_embeddings().weight.shape[0])
    ids = tuple(n % rows for n in (3, 5, 4, 9))
    both = model.config.is_encoder_decoder
    text = Text(ids, ids[:3] if both else ())
    stack = "encoder" if encoder else "decoder" if both else "self"
    last = len(blocks_of(model, encoder=encoder)) - 1
    trial = [
        Variant((Edit(Intervention("head", "zero", stack, (layer,), (0,))),), layer)
        for layer in sorted({0, last})
    ]
    if block_layout(model, encoder=encoder).blocks[last] is not None:
        part = Variant((Edit(Intervention("mlp", "zero", stack, (last,))),), last)
        with suppress(InputError):  # where there is none, none is asked for
            _logits(loaded, text, [part], 2, ALONE, encoder)
            trial.append(part)
    if both and not encoder:
        cut = Intervention("link", "cut", "cross", (last,), keys=(1,))
        trial.append(Variant((Edit(cut),), last))
    alone = [_logits(loaded, text, [each], 2, ALONE, encoder)[0] for each in trial]
    for way in (GROWING, TOGETHER):
        try:
            found = _logits(loaded, text, trial, 2, way, encoder)
        except Exception:  # another way may do
            log.info("%s: variants cannot be run %s", loaded.id, way, exc_info=True)
            continue
        size = max(float(each.abs().max()) for each in alone)
        if all((one - two).abs().max() <= _CLOSE * size for one, two in zip(found, alone)):
            return way
    return ALONE


def _logits(
    loaded: Loaded,
    text: Text,
    variants: Sequence[Variant],
    position: int,
    way: str,
    encoder: bool,
) -> torch.Tensor:
    """(variant, entry), float32: one batch."""
    model: Any = loaded.model
    both = model.config.is_encoder_decoder
    grown = way == GROWING
    # The first row stays as it is: what joins later is made from it.
    edits = [
        replace(edit, row=number + (1 if grown else 0))
        for number, each in enumerate(variants)
        for edit in each.edits
    ]
    rows = len(variants) + (1 if grown else 0)
    joins = [each.block for each in variants] if grown else []
    changes = Changes(model, edits)
    ids = torch.tensor([text.ids], device=loaded.device)
    start = 1 if grown else rows
    find_head(model)
    with torch.inference_mode(), changes.installed(), changing(changes):
        if not both:
            more = {}
            if types := loaded.token_types(text.segments) if text.segments else ():
                more["token_type_ids"] = torch.tensor([types], device=loaded.device).expand(
                    start, -1
                )
            changes.begin("self", 0, len(text.ids))
            with _growing(model, joins, encoder=False), only_at(model, position):
                outputs = model(
                    input_ids=ids.expand(start, -1), use_cache=False, return_dict=True, **more
                )
        else:
            inside = joins if encoder else []
            first = start if encoder else 1
            changes.begin("encoder", 0, len(text.ids))
            with _growing(model, inside, encoder=True):
                encoded = model.get_encoder()(input_ids=ids.expand(first, -1), return_dict=True)
            after = rows if encoder else start
            if len(encoded.last_hidden_state) != after:
                encoded = repeated(encoded, after)
            target = torch.tensor([text.target], device=loaded.device)
            changes.begin("decoder", 0, len(text.target))
            joining = [] if encoder else joins
            with _growing(model, joining, encoder=False), only_at(model, position):
                outputs = model(
                    encoder_outputs=encoded,
                    **wanted(model, ids.expand(after, -1)),
                    decoder_input_ids=target.expand(after, -1),
                    use_cache=False,
                    return_dict=True,
                )
    logits = outputs.logits
    at = 0 if logits.shape[1] == 1 else position
    chosen: torch.Tensor = logits[1 if grown else 0 :, at].float().cpu()
    return chosen


@contextmanager
def _growing(model: Any, joins: Sequence[int], *, encoder: bool) -> Iterator[None]:
    """Before each block, as many rows like the first as there are numbers of it in `joins`."""
    if not joins:
        yield
        return
    mine = threading.get_ident()

    def joining(number: int) -> Any:
        new = sum(each == number for each in joins)
        before = 1 + sum(each < number for each in joins)

        def hook(module: Any, arguments: Any, named: Any) -> Any:
            if threading.get_ident() != mine:
                return None
            state = given_tensor(arguments, named)

            def joined(value: Any) -> Any:
                """The states with new rows, and what is as wide beside them: those of a source."""
                if not isinstance(value, torch.Tensor) or not value.is_floating_point():
                    return value
                if state is None or value.ndim != 3 or value.shape[2] != state.shape[2]:
                    return value
                if value is not state and len(value) == 1:
                    return value.expand(before + new, -1, -1)
                return torch.cat([value, value[:1].expand(new, -1, -1)])

            return (
                tuple(map(joined, arguments)),
                {name: joined(each) for name, each in named.items()},
            )

        return hook

    hooks = [
        block.register_forward_pre_hook(joining(number), with_kwargs=True, prepend=True)
        for number, block in enumerate(blocks_of(model, encoder=encoder))
    ]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
