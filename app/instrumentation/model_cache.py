"""What a model carries from one token to the next: its own cache, and what may be done with it.

The cache is always one that the model made for itself. Keys and values of plain attention may be
cut, put into another order and made again from a record. A recurrent state, a compressed cache or a
convolution's memory may not: a run that needs that reads its tokens anew instead, which is slower
and never wrong.
"""

from __future__ import annotations

import copy
import inspect
import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from transformers import DynamicCache, EncoderDecoderCache
from transformers.cache_utils import DynamicLayer, DynamicSlidingWindowLayer

from app.instrumentation.attention_function import Recorder, recording

# The names under which a model hands out, and takes back, what it carries.
NAMES = ("past_key_values", "cache_params", "state")
_CLOSE = 1e-3

_takes: weakref.WeakKeyDictionary[Any, tuple[str, ...]] = weakref.WeakKeyDictionary()
_trusted: weakref.WeakKeyDictionary[Any, bool] = weakref.WeakKeyDictionary()
_further: weakref.WeakKeyDictionary[Any, bool] = weakref.WeakKeyDictionary()
_whole: weakref.WeakKeyDictionary[Any, bool] = weakref.WeakKeyDictionary()
_apart: weakref.WeakKeyDictionary[Any, bool] = weakref.WeakKeyDictionary()
_wants: weakref.WeakKeyDictionary[Any, bool] = weakref.WeakKeyDictionary()
_empty: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
_probing = threading.RLock()


@dataclass(frozen=True, eq=False)
class ModelCache:
    """What a pass left for the next one, and the argument that takes it.

    `together`: the next pass may read several tokens at once; else one.
    """

    argument: str
    value: Any
    together: bool = True

    @property
    def inputs(self) -> dict[str, Any]:
        """The argument of the next pass."""
        return {self.argument: self.value}


def cache_of(model: Any, outputs: Any, count: int) -> ModelCache | None:
    """What a pass left after `count` tokens, where going on from it is known to be exact.

    None: read anew. The plain keys and values of a decoder's tokens are exact; anything else is
    tried once per model, by comparing tokens that are read one by one with the same read at once.
    """
    found = _found(model, outputs)
    if found is None or _own(model):
        return found
    if not model.config.is_encoder_decoder and is_plain(found.value):
        lengths = {layer.get_seq_length() for layer in found.value.layers if layer.is_initialized}
        if lengths == {count}:
            return found
    if not _is_exact(model):
        return None
    return found if _reads_on(model) else replace(found, together=False)


def _found(model: Any, outputs: Any) -> ModelCache | None:
    if model not in _takes:
        known = inspect.signature(model.forward).parameters
        _takes[model] = tuple(name for name in NAMES if name in known)
    for name in _takes[model]:
        value = getattr(outputs, name, None)
        if value is not None:
            return ModelCache(name, value)
    return None


def _own(model: Any) -> bool:
    """Whether a ported model says that what it carries is exact and can be put in order."""
    return bool(getattr(model, "carries_exactly", False))


def is_plain(cache: Any) -> bool:
    """Whether it holds keys and values of attention and nothing else."""
    if isinstance(cache, EncoderDecoderCache):
        return is_plain(cache.self_attention_cache) and is_plain(cache.cross_attention_cache)
    # A cache derived from it may hold anything beside.
    return type(cache) is DynamicCache and all(
        type(layer) in (DynamicLayer, DynamicSlidingWindowLayer) for layer in cache.layers
    )


def is_cuttable(cache: Any) -> bool:
    """Whether the end of what was read can be taken away from it, which leaves no trace.

    A window that has moved on has forgotten its beginning itself.
    """
    return (
        is_plain(cache)
        and isinstance(cache, DynamicCache)
        and all(
            layer.get_seq_length() < layer.sliding_window
            for layer in cache.layers
            if isinstance(layer, DynamicSlidingWindowLayer)
        )
    )


def reordered(model: Any, cache: Any, rows: torch.Tensor) -> Any | None:
    """The cache with its hypotheses in another order; None where that is not known to be exact."""
    if not is_plain(cache) and not _own(model):
        return None
    cache.reorder_cache(rows)
    return cache


def rebuilt(
    model: Any, blocks: Sequence[int], pairs: Sequence[tuple[torch.Tensor, torch.Tensor]]
) -> Any | None:
    """The cache as it was after the tokens of these keys and values (1, group, token, width).

    One pair per recorded layer, in the block named. None where the model keeps anything else than
    what its attention is given, which is tried once per model.
    """
    with _probing:
        if model not in _empty:
            tried = _emptied(model)
            if tried is not None:
                _empty[model] = tried
        empty = _empty.get(model)
    if not empty:
        return None
    cache = copy.deepcopy(empty)
    if sorted(blocks) != list(range(len(cache.layers))):
        return None
    for block, (key, value) in zip(blocks, pairs, strict=True):
        cache.update(key, value, block)
    return cache


def _emptied(model: Any) -> Any:
    """An empty cache of the model's own make, if it holds what the attention is given.

    False if it does not, and None where the attention of this model is not recorded yet.
    """
    recorder = Recorder()
    rows = model.get_input_embeddings().weight.shape[0]
    ids = torch.tensor([[3, 5, 4]], device=model.device) % rows
    try:
        with recording(recorder), torch.inference_mode():
            cache = model(input_ids=ids, use_cache=True, return_dict=True).past_key_values
    except Exception:  # then its tokens are read anew
        return False
    calls = recorder.current
    if not calls:
        return None
    if not is_plain(cache) or len(calls) != len(cache.layers):
        return False
    for call in calls:
        if call.block is None or not 0 <= call.block < len(cache.layers):
            return False
        layer = cache.layers[call.block]
        for held, given in ((layer.keys, call.key), (layer.values, call.value)):
            # A window keeps one key less than it sees.
            if held is None or given is None or not torch.equal(held, _last(given, held)):
                return False
    cache.reset()
    return cache


def _last(given: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
    return given[:, :, given.shape[2] - held.shape[2] :] if held.ndim == given.ndim else given


def reads_at_once(model: Any) -> bool:
    """Whether a decoder beside an encoder may read several tokens in one pass that caches.

    Some mask later tokens only where nothing is cached.
    """
    if _own(model):
        return True
    with _probing:
        if model not in _whole:
            _whole[model] = _tried(model, lambda: _compared(model, (3,)))
        return _whole[model]


def reads_side_by_side(model: Any) -> bool:
    """Whether several texts in one batch are each read as alone.

    Experts that take a limited number of tokens of a batch are shared by its rows.
    """
    if _own(model):
        return True
    with _probing:
        if model not in _apart:
            _apart[model] = _tried(model, lambda: _batched(model))
        return _apart[model]


def _batched(model: Any) -> bool:
    count = model.get_input_embeddings().weight.shape[0]
    ids = torch.arange(3, 27, device=model.device).reshape(6, 4) % count
    name, more = "input_ids", {}
    if model.config.is_encoder_decoder:
        name = "decoder_input_ids"
        more = {"encoder_outputs": model.get_encoder()(input_ids=ids[:1], return_dict=True)}
    alone = model(**{name: ids[:1]}, **more, use_cache=False, return_dict=True).logits[0]
    if more:
        more = {"encoder_outputs": repeated(more["encoder_outputs"], len(ids))}
    beside = model(**{name: ids}, **more, use_cache=False, return_dict=True).logits[0]
    return bool((alone - beside).abs().max() <= _CLOSE * alone.abs().max())


def repeated(encoded: Any, rows: int) -> Any:
    """An encoder's output for several rows: the source is the same for all hypotheses."""
    states = encoded.last_hidden_state[:1].expand(rows, -1, -1)
    return type(encoded)(**{**encoded, "last_hidden_state": states})


def source(model: Any, ids: torch.Tensor) -> dict[str, torch.Tensor]:
    """The source's ids as an argument beside its encoder's output, for a decoder that wants them.

    Some hide later tokens from each other only where they are given the source itself.
    """
    if _own(model):
        return {}
    with _probing:
        if model not in _wants:
            _wants[model] = not _tried(model, lambda: _looks_back(model))
        return {"input_ids": ids} if _wants[model] else {}


def _looks_back(model: Any) -> bool:
    """Whether a decoder given its encoder's output alone does not see later tokens."""
    count = model.get_input_embeddings().weight.shape[0]
    ids = torch.tensor([[3, 5, 4, 9], [3, 5, 8, 6]], device=model.device) % count
    encoded = model.get_encoder()(input_ids=ids[:1], return_dict=True)
    one, other = (
        model(
            encoder_outputs=encoded, decoder_input_ids=row[None], use_cache=False, return_dict=True
        ).logits[0, :2]
        for row in ids
    )
    return bool((one - other).abs().max() <= _CLOSE * one.abs().max())


def _is_exact(model: Any) -> bool:
    with _probing:
        if model not in _trusted:
            _trusted[model] = _tried(model, lambda: _compared(model, (3, 1, 1)))
        return _trusted[model]


def _reads_on(model: Any) -> bool:
    """Whether several tokens at once are read after others as one by one."""
    with _probing:
        if model not in _further:
            _further[model] = _tried(model, lambda: _compared(model, (3, 3)))
        return _further[model]


def _tried(model: Any, compared: Callable[[], bool]) -> bool:
    try:
        # A run may be under way: these passes are none of it.
        with recording(None), torch.inference_mode():
            return compared()
    except Exception:  # whatever its cache cannot do, the tokens can be read anew
        return False


def _compared(model: Any, parts: tuple[int, ...]) -> bool:
    """Whether tokens read in these parts, each from what the one before left, are as at once."""
    rows = model.get_input_embeddings().weight.shape[0]
    ids = torch.tensor([[3, 5, 4, 9, 8, 6, 7]], device=model.device)[:, : sum(parts)] % rows
    name = "decoder_input_ids" if model.config.is_encoder_decoder else "input_ids"
    more: dict[str, Any] = {}
    if model.config.is_encoder_decoder:
        more["encoder_outputs"] = model.get_encoder()(input_ids=ids, return_dict=True)
        more |= source(model, ids)
    at_once = model(**{name: ids}, **more, use_cache=False, return_dict=True).logits[0]
    left: ModelCache | None = None
    start = 0
    for part in parts:
        inputs = {name: ids[:, start : start + part], **more, **(left.inputs if left else {})}
        outputs = model(**inputs, use_cache=True, return_dict=True)
        expected = at_once[start : start + part]
        if outputs.logits.shape[1] != part:
            return False
        if (outputs.logits[0] - expected).abs().max() > _CLOSE * expected.abs().max():
            return False
        left = _found(model, outputs)
        start += part
        if left is None and start < sum(parts):
            return False
    return True
