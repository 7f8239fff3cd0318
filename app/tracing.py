"""Runs a model and keeps what its attention computed: the only reader of transformers' internals.

One attention function is registered with transformers. It runs scaled-dot-product attention as
transformers itself would, at full speed, and hands what it received to the recorder of the
running thread: queries and keys after rotary positions, values, scale, mask and bias. Softmax of
those is the attention, whenever somebody looks. Architectures that do not ask transformers for
their attention function are run in eager mode with `output_attentions`; the trace says which.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from transformers import AttentionInterface, DynamicCache, EncoderDecoderCache
from transformers.integrations.sdpa_attention import repeat_kv, sdpa_attention_forward
from transformers.masking_utils import AttentionMaskInterface, sdpa_mask
from transformers.modeling_outputs import BaseModelOutput

from app.errors import InputError
from app.models.positions import positions
from app.trace import Attention, Floats, Measured, Scores, Token, Trace, Weights

if TYPE_CHECKING:
    from app.models.loading import Loaded

TRACED = "traced"
RECORDED = "queries and keys recorded while scaled-dot-product attention ran"
EAGER = "eager attention with output_attentions: this architecture has no attention interface"
NONE = "this architecture has no attention that can be read"

_running = threading.local()
# Models that accepted the attention function but turned out not to be recordable with it.
_eager_only: weakref.WeakSet[Any] = weakref.WeakSet()
_switching = threading.Lock()


class UnrecordableError(Exception):
    """The attention of this layer has a term the record cannot hold."""


@dataclass(eq=False)
class _Call:
    """What the attention function received once; tensors have a batch axis of 1."""

    module: torch.nn.Module
    query: torch.Tensor
    key: torch.Tensor | None
    value: torch.Tensor | None
    keys: int
    mask: torch.Tensor | None
    bias: torch.Tensor | None
    scale: float
    softcap: float | None
    causal: bool


@dataclass(eq=False)
class _Recorder:
    """The calls of one run, in order: per part of the model, per pass."""

    passes: dict[str, list[list[_Call]]] = field(default_factory=dict)
    current: list[_Call] = field(default_factory=list)


def traced_attention(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    softcap: float | None = None,
    position_bias: torch.Tensor | None = None,
    is_causal: bool | None = None,
    **rest: Any,
) -> tuple[torch.Tensor, None]:
    """Scaled-dot-product attention that leaves its inputs with the running recorder.

    query (1, head, query, width), key and value (1, group, key, width); the mask is boolean
    (True: may be read) or additive, or None. Returns (1, query, head, width) like every
    function of transformers' AttentionInterface.
    """
    recorder: _Recorder | None = getattr(_running, "recorder", None)
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    if recorder is not None:
        if rest.get("s_aux") is not None:
            raise UnrecordableError("attention with a learned sink term")
        causal = getattr(module, "is_causal", True) if is_causal is None else is_causal
        hides_later = bool(causal and attention_mask is None)
        recorder.current.append(
            _Call(
                module=module,
                query=query,
                key=key,
                value=value,
                keys=key.shape[2],
                mask=attention_mask,
                bias=position_bias,
                scale=float(scale),
                softcap=softcap,
                causal=hides_later,
            )
        )
    if softcap is not None:
        return _softcapped(module, query, key, value, attention_mask, scale, softcap), None
    output, _ = sdpa_attention_forward(
        module,
        query,
        key,
        value,
        attention_mask,
        dropout=dropout,
        scaling=scaling,
        is_causal=is_causal,
        position_bias=position_bias,
        **rest,
    )
    return output, None


def _softcapped(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    mask: torch.Tensor | None,
    scale: float,
    softcap: float,
) -> torch.Tensor:
    # torch's fused attention has no soft cap, so it is written out.
    groups = query.shape[1] // key.shape[1]
    scores = query @ repeat_kv(key, groups).transpose(2, 3) * scale
    scores = torch.tanh(scores / softcap) * softcap
    queries, keys = scores.shape[-2:]
    if mask is None and getattr(module, "is_causal", True):
        mask = torch.ones(queries, keys, dtype=torch.bool, device=query.device)
        mask = mask.tril(keys - queries)
    if mask is not None and mask.dtype == torch.bool:
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    elif mask is not None:
        scores = scores + mask
    weights = torch.softmax(scores, dim=-1, dtype=torch.float32).to(query.dtype)
    return (weights @ repeat_kv(value, groups)).transpose(1, 2).contiguous()


AttentionInterface.register(TRACED, traced_attention)
AttentionMaskInterface.register(TRACED, sdpa_mask)


def prepare(model: Any) -> str:
    """Switches a model to the traced attention if it can be; returns the method used."""
    with _switching:
        if model in _eager_only:
            return EAGER
        if model.config._attn_implementation == TRACED:
            return RECORDED
        if any(name.endswith("sinks") for name, _ in model.named_parameters()):
            # Known beforehand, so that no other thread's run is switched in its middle.
            _make_eager(model)
            return EAGER
        if model._can_set_attn_implementation():
            model.set_attn_implementation(TRACED)
            return RECORDED
        return EAGER


def _make_eager(model: Any) -> None:
    model.set_attn_implementation("eager")
    _eager_only.add(model)


class Run:
    """One recorded run of a loaded model; use one per request and thread.

    `read` runs a whole text at once; `start` and `step` write token by token with a key/value
    cache. Afterwards `trace` gives the record.
    """

    def __init__(self, loaded: Loaded, *, hidden: bool = True) -> None:
        """Prepares a run; `hidden` keeps the residual stream as well."""
        self.loaded = loaded
        self.model: Any = loaded.model
        self.method = prepare(self.model)
        self.seconds = 0.0
        self._hidden = hidden
        self._restart()

    def _restart(self) -> None:
        self._recorder = _Recorder()
        self._cache: Any = None
        self._encoded: Any = None
        self._eager: dict[str, list[tuple[torch.Tensor, ...]]] = {}
        self._states: dict[str, list[tuple[torch.Tensor, ...]]] = {}
        self._logits: list[torch.Tensor] = []

    def read(self, ids: Sequence[int], target: Sequence[int] = ()) -> None:
        """Runs the model once over `ids` (and, for an encoder-decoder, over `target`)."""
        self._begin(lambda: self._first_pass(ids, target, cached=False))

    def start(self, ids: Sequence[int], target: Sequence[int] = ()) -> torch.Tensor:
        """Reads the prompt with a cache; returns logits (token, entry) for all its positions."""
        self._begin(lambda: self._first_pass(ids, target, cached=True))
        return self._logits[-1]

    def _begin(self, first_pass: Callable[[], None]) -> None:
        try:
            with self._guarded():
                first_pass()
        except UnrecordableError:
            # Start over: the pass that failed may have filled a part of the cache.
            with _switching:
                _make_eager(self.model)
            self.method = EAGER
            self._restart()
            with self._guarded():
                first_pass()

    def _first_pass(self, ids: Sequence[int], target: Sequence[int], *, cached: bool) -> None:
        if self.model.config.is_encoder_decoder:
            if cached:
                self._cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
            self._encode(ids)
            self._decode(target, cached=cached)
        elif cached:
            # Without a config every layer keeps all keys: a sliding window would drop those
            # the record needs, and the mask hides them from the model all the same.
            self._cache = DynamicCache()
            self._step(ids)
        else:
            self._forward("self", {"input_ids": self._row(ids)})

    def step(self, ids: Sequence[int]) -> torch.Tensor:
        """Reads further tokens after what the cache holds; returns their logits."""
        with self._guarded():
            if self.model.config.is_encoder_decoder:
                return self._decode(ids, cached=True)
            return self._step(ids)

    def _step(self, ids: Sequence[int]) -> torch.Tensor:
        inputs = {"input_ids": self._row(ids), "past_key_values": self._cache, "use_cache": True}
        outputs = self._forward("self", inputs)
        self._cache = getattr(outputs, "past_key_values", None)
        if self._cache is None or not self._logits:
            raise InputError(
                f"{self.loaded.row.title} cannot write token by token here, since it keeps no keys "
                "and values: choose the task “Read” or another model."
            )
        return self._logits[-1]

    def _encode(self, ids: Sequence[int]) -> None:
        encoder = self.model.get_encoder()
        outputs = self._forward("encoder", {"input_ids": self._row(ids)}, module=encoder)
        self._encoded = BaseModelOutput(last_hidden_state=outputs.last_hidden_state)

    def _decode(self, ids: Sequence[int], *, cached: bool) -> torch.Tensor:
        inputs: dict[str, Any] = {
            "encoder_outputs": self._encoded,
            "decoder_input_ids": self._row(ids),
            "use_cache": cached,
        }
        if cached:
            inputs["past_key_values"] = self._cache
        outputs = self._forward("decoder", inputs)
        if cached:
            self._cache = outputs.past_key_values
        return self._logits[-1]

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Times the pass and makes this thread's attention record into this run."""
        started = time.perf_counter()
        _running.recorder = self._recorder
        try:
            with torch.inference_mode():
                yield
        finally:
            _running.recorder = None
            self.seconds += time.perf_counter() - started

    def _forward(self, part: str, inputs: dict[str, Any], module: Any = None) -> Any:
        eager = self.method == EAGER
        call: Callable[..., Any] = self.model if module is None else module
        self._recorder.current = []
        options: dict[str, Any] = {"output_hidden_states": self._hidden, "return_dict": True}
        if eager:
            options["output_attentions"] = True
        outputs = call(**inputs, **options)
        if eager:
            self._keep_eager(part, outputs)
        elif self._recorder.current:
            self._keep_calls(part)
        else:
            raise UnrecordableError("the attention function was accepted and never called")
        prefix = "decoder_" if part == "decoder" else ""
        if self._hidden and (states := getattr(outputs, f"{prefix}hidden_states", None)):
            self._states.setdefault(part, []).append(states)
        if part != "encoder" and self.model.get_output_embeddings() is not None:
            self._logits.append(outputs.logits[0])
        return outputs

    def _keep_calls(self, part: str) -> None:
        passes = self._recorder.passes.setdefault(part, [])
        if passes:
            # The cache hands out all keys at every step; only the last, longest ones are kept.
            for call in passes[-1]:
                call.key = call.value = None
        passes.append(self._recorder.current)

    def _keep_eager(self, part: str, outputs: Any) -> None:
        kept = {part: getattr(outputs, "attentions", None)}
        if part == "decoder":
            kept = {"decoder": outputs.decoder_attentions, "cross": outputs.cross_attentions}
        for name, attentions in kept.items():
            if attentions:
                self._eager.setdefault(name, []).append(attentions)

    def _row(self, ids: Sequence[int]) -> torch.Tensor:
        return torch.tensor([list(ids)], device=self.loaded.device)

    def trace(
        self,
        *,
        task: str,
        text: str,
        tokens: tuple[Token, ...],
        prompt: int,
        vocabulary: tuple[str, ...] = (),
        target_text: str = "",
        target: tuple[Token, ...] = (),
    ) -> Trace:
        """The record of everything run so far, as numpy arrays.

        Raises ValueError when the tokens do not match what was run.
        """
        sides = {
            "self": (tokens, tokens),
            "encoder": (tokens, tokens),
            "decoder": (target, target),
            "cross": (target, tokens),
        }
        attention = tuple(
            Attention(name, *sides[name], layers, causal=name in ("self", "decoder") and causal)
            for name, layers, causal in self._stacks()
        )
        return Trace(
            task=task,
            model=self.loaded.id,
            text=text,
            tokens=tokens,
            prompt=prompt,
            attention=attention,
            hidden={part: _joined(steps) for part, steps in self._states.items()},
            logits=_array(_end_to_end(self._logits, 0)) if self._logits else None,
            positions=positions(self.model, max(len(tokens), len(target), 64)),
            measured=Measured(
                seconds=self.seconds,
                dtype=str(self.loaded.dtype).removeprefix("torch."),
                device=str(self.loaded.device),
                method=self.method if attention else NONE,
            ),
            vocabulary=self._named(vocabulary),
            predicts="own" if self.loaded.family == "encoder" else "next",
            target_text=target_text,
            target=target,
        )

    def _named(self, vocabulary: tuple[str, ...]) -> tuple[str, ...]:
        """A name for every entry of the logits: many models have more than their tokenizer."""
        if not self._logits or not vocabulary:
            return ()
        entries = self._logits[0].shape[-1]
        return (*vocabulary, *["⟨unused⟩"] * (entries - len(vocabulary)))[:entries]

    def _stacks(self) -> Iterator[tuple[str, tuple[Scores | Weights, ...], bool]]:
        if self.method == EAGER:
            for name, steps in self._eager.items():
                layers = tuple(Weights(_grown(parts)) for parts in zip(*steps, strict=True))
                first = layers[0].probabilities
                yield name, layers, bool(np.triu(first, 1).max(initial=0.0) == 0)
            return
        for part, passes in self._recorder.passes.items():
            shared: dict[tuple[int, ...], Floats] = {}
            stacks: dict[str, list[Scores]] = {}
            for calls in zip(*passes, strict=True):
                name = part
                if part == "decoder" and not getattr(calls[0].module, "is_causal", True):
                    name = "cross"
                stacks.setdefault(name, []).append(_scores(calls, shared))
            for name, layers_ in stacks.items():
                yield name, tuple(layers_), _hides_later(layers_[0])


def _array(tensor: torch.Tensor) -> Floats:
    return tensor.detach().float().cpu().numpy()


def _end_to_end(parts: list[torch.Tensor], axis: int) -> torch.Tensor:
    # One part is the usual case, and joining it would copy it.
    return parts[0] if len(parts) == 1 else torch.cat(parts, dim=axis)


def _joined(steps: list[tuple[torch.Tensor, ...]]) -> Floats:
    """Hidden states of successive steps -> (layer, token, width)."""
    first = steps[0]
    tokens = sum(len(step[0][0]) for step in steps)
    joined = np.empty((len(first), tokens, first[0].shape[-1]), dtype=np.float32)
    start = 0
    for step in steps:
        end = start + len(step[0][0])
        for layer, state in enumerate(step):
            joined[layer, start:end] = _array(state[0])
        start = end
    return joined


def _grown(parts: tuple[torch.Tensor, ...]) -> Floats:
    """Eager attention of successive steps (1, head, query, key) -> one (head, query, key)."""
    keys = parts[-1].shape[-1]
    rows = [torch.nn.functional.pad(part[0], (0, keys - part.shape[-1])) for part in parts]
    return _array(torch.cat(rows, dim=1))


def _scores(calls: tuple[_Call, ...], shared: dict[tuple[int, ...], Floats]) -> Scores:
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
        query=_array(_end_to_end([call.query[0] for call in calls], 1)),
        key=_array(last.key[0]),
        value=_array(last.value[0]),
        scale=last.scale,
        bias=bias,
        causal=causal,
        softcap=last.softcap,
    )


def _bias(calls: tuple[_Call, ...], keys: int) -> Floats:
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
    return _array(torch.cat([block.expand(heads, -1, -1) for block in blocks], dim=1))


def _hides_later(layer: Scores) -> bool:
    if layer.causal or layer.bias is None:
        return layer.causal
    queries, keys = layer.bias.shape[1:]
    return queries == keys and bool(np.isneginf(layer.bias[0][np.triu_indices(queries, 1)]).all())
