"""Runs a model and keeps what its attention computed.

One attention function is registered with transformers. It runs scaled-dot-product attention as
transformers itself would, at full speed, and hands what it received to the recorder of the
running thread: queries and keys after rotary positions, values, scale, mask and bias. Softmax of
those is the attention, whenever somebody looks. Architectures that do not ask transformers for
their attention function, and terms that no record holds, are run in eager mode with
`output_attentions`; the trace says which. What cannot be shown is left out of the trace with one
sentence that says why: it never ends the run.
"""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from app.analysis.alignment import Heads, opening_heads
from app.analysis.position_edits import PositionIds
from app.errors import InputError
from app.instrumentation.assembly import array, end_to_end, joined, newest
from app.instrumentation.attention_function import (
    SDPA,
    TRACED,
    Call,
    Recorder,
    UnrecordableError,
    changing,
    recording,
)
from app.instrumentation.attention_stacks import Stack, called, handed_out, held, shown
from app.instrumentation.bidirectional import looks_ahead
from app.instrumentation.changes import Changes, Edit
from app.instrumentation.model_cache import ModelCache, cache_of, reads_at_once, source
from app.instrumentation.position_sites import override_positions
from app.instrumentation.positional_scheme import positions
from app.instrumentation.resume import resumed
from app.instrumentation.token_rows import check_rows
from app.trace import Floats, Measured, Positions, Token, Trace
from app.trace.beams import Search

if TYPE_CHECKING:
    from app.models.loading import Loaded

RECORDED = "queries and keys recorded while scaled-dot-product attention ran"
EAGER = "eager attention with output_attentions: this model's attention hands out finished weights"
NONE = "this architecture has no attention that can be read"
CHANGING = (
    "This model keeps several states per token, or changes their width or number from layer to "
    "layer: there is no single residual stream to read its layers from."
)

UNREAD = "How this model tells order could not be read from its modules, so nothing is shown of it."

FINISHED = (
    "This model's attention hands out finished weights and computes with its own, so nothing in it "
    "can be cut: change its feed-forward parts."
)

log = logging.getLogger(__name__)

# A table read from a model's weights stays true for as long as it is loaded.
_read_positions: weakref.WeakKeyDictionary[Any, tuple[int, Positions]] = weakref.WeakKeyDictionary()

# Models that accepted the attention function but turned out not to be recordable with it.
_eager_only: weakref.WeakSet[Any] = weakref.WeakSet()
_recorded: weakref.WeakSet[Any] = weakref.WeakSet()
_switching = threading.Lock()


def prepare(model: Any) -> str:
    """Switches a model to the traced attention if it can be; returns the method used."""
    with _switching:
        if model in _eager_only:
            return EAGER
        if model in _recorded:
            return RECORDED
        if any(name.endswith("sinks") for name, _ in model.named_parameters()):
            # Known beforehand, so that no other thread's run is switched in its middle.
            _make_eager(model)
            return EAGER
        if model._can_set_attn_implementation():
            # Made for fused attention or for eager attention only: each is given its own masks.
            model.set_attn_implementation(SDPA if model._supports_sdpa else TRACED)
            _recorded.add(model)
            return RECORDED
        return EAGER


def _has_sinks(model: Any) -> bool:
    """Whether some of its attention may go to a learned sink, which is no token."""
    return any("sink" in name for name, _ in model.named_parameters())


def _make_eager(model: Any) -> None:
    if model._can_set_attn_implementation():
        model.set_attn_implementation("eager")
    _recorded.discard(model)
    _eager_only.add(model)


class Run:
    """One recorded run of a loaded model; use one per request and thread.

    `read` runs a whole text at once; `start` and `step` write token by token, from what the model
    itself carries on, or by reading anew where it carries nothing that is exact. Afterwards `trace`
    gives the record.
    """

    def __init__(self, loaded: Loaded, *, hidden: bool = True, edits: Sequence[Edit] = ()) -> None:
        """Prepares a run; `hidden` keeps the residual stream as well, `edits` change what it does.

        `alignment` grows with every step of an encoder-decoder: per position of the target the
        weights (key,) of the heads that tell the alignment, see `app.analysis.alignment`.
        """
        self.loaded = loaded
        self.model: Any = loaded.model
        self.trained_to_align = _trained_to_align(self.model)
        self.method = prepare(self.model)
        self.seconds = 0.0
        self._hidden = hidden
        self._changes = Changes(self.model, edits) if edits else None
        if self._changes is not None and self._changes.in_attention and self.method == EAGER:
            raise InputError(FINISHED)
        self._segments: tuple[int, ...] = ()
        self._places: PositionIds | None = None
        self.outputs: Any = None
        self._restart()

    def _restart(self) -> None:
        self._recorder = Recorder()
        self._carried: ModelCache | None = None
        self._encoded: Any = None
        self._source: dict[str, torch.Tensor] = {}
        self._read: list[int] = []
        self._eager: dict[str, list[tuple[Any, ...]]] = {}
        self._states: dict[str, list[tuple[torch.Tensor, ...]]] = {}
        self._forget()

    def _forget(self) -> None:
        """Drops what was recorded of the stack that writes: its tokens are read anew."""
        for recorded in (self._recorder.passes, self._eager, self._states):
            for part in [name for name in recorded if name != "encoder"]:
                del recorded[part]
        self._logits: list[torch.Tensor] = []
        self._gates: list[tuple[torch.Tensor, ...]] = []
        self.alignment: list[Floats] = []
        self.alignment_heads: Heads | None = None

    def read(
        self,
        ids: Sequence[int],
        target: Sequence[int] = (),
        *,
        segments: Sequence[int] = (),
        places: PositionIds | None = None,
    ) -> None:
        """Runs the model once over `ids` (and, for an encoder-decoder, over `target`).

        `segments` says per token which text it belongs to (0 or 1), for models that take it.
        `places` are other positions for `ids` than 0, 1, 2 …; a decoder beside an encoder keeps
        its own. `outputs` are the model's own afterwards, such as the logits of its head.
        """
        self._places = places
        self._segments = self.loaded.token_types(segments) if segments else ()
        self._begin(lambda: self._first_pass(ids, target, cached=False))

    def encode(self, ids: Sequence[int]) -> None:
        """Runs the encoder of an encoder-decoder alone, once over `ids`."""
        self._begin(lambda: self._encode(ids))

    def start(self, ids: Sequence[int], target: Sequence[int] = ()) -> torch.Tensor:
        """Reads the prompt with a cache; returns logits (token, entry) for all its positions."""
        self._begin(lambda: self._first_pass(ids, target, cached=True))
        return self._logits[-1]

    def resume(self, trace: Trace, count: int) -> torch.Tensor | None:
        """Takes over the first `count` tokens of a kept trace instead of reading them again.

        The record holds keys and values as the cache does, so the run goes on from them by `step`.
        Returns their logits (token, entry), or None where this cannot be done: then nothing has
        changed, and `start` reads them.
        """
        if self.method == EAGER or self.model.config.is_encoder_decoder or self._changes:
            return None
        kept = resumed(trace, count, self.model, self.loaded.device, self.loaded.dtype)
        if kept is None:
            return None
        self._carried = ModelCache("past_key_values", kept.cache)
        self._read = [token.id for token in trace.tokens[:count]]
        self._recorder.passes["self"] = [kept.calls]
        if self._hidden:
            self._states["self"] = [kept.states]
        self._logits.append(kept.logits)
        return kept.logits

    def _begin(self, first_pass: Callable[[], None]) -> None:
        try:
            with self._guarded():
                first_pass()
        except UnrecordableError:
            # Start over: the pass that failed may have filled a part of the cache.
            with _switching:
                _make_eager(self.model)
            self.method = EAGER
            if self._changes is not None and self._changes.in_attention:
                raise InputError(FINISHED) from None
            self._restart()
            with self._guarded():
                first_pass()

    def _first_pass(self, ids: Sequence[int], target: Sequence[int], *, cached: bool) -> None:
        if self.model.config.is_encoder_decoder:
            self._encode(ids)
            if cached and len(target) > 1 and not reads_at_once(self.model):
                for each in target:
                    self._decode([each], cached=True)
                self._logits = [end_to_end(self._logits, 0)]
            else:
                self._decode(target, cached=cached)
        elif cached:
            self._step(ids)
        else:
            inputs = {"input_ids": self._row(ids)}
            if self._segments:
                inputs["token_type_ids"] = self._row(self._segments)
            with override_positions(self.model, self._places):
                self._forward("self", inputs)

    def step(self, ids: Sequence[int]) -> torch.Tensor:
        """Reads further tokens after what was read; returns their logits."""
        with self._guarded():
            if self.model.config.is_encoder_decoder:
                return self._decode(ids, cached=True)
            return self._step(ids)

    def _step(self, ids: Sequence[int]) -> torch.Tensor:
        self._after(ids, "self", "input_ids", {})
        if not self._logits:
            raise InputError(
                f"{self.loaded.row.title} predicts no words, so it cannot write: choose the task "
                "“Read” or another model."
            )
        return self._last(len(ids))

    def _last(self, count: int) -> torch.Tensor:
        """The logits of the last tokens read."""
        rows = self._logits[-1]
        return rows[-count:] if len(rows) >= count else torch.cat(self._logits)[-count:]

    def _encode(self, ids: Sequence[int]) -> None:
        encoder = self.model.get_encoder()
        with override_positions(self.model, self._places):
            # The model's own output as it is: some decoders take more of it than the states.
            self._encoded = self._forward("encoder", {"input_ids": self._row(ids)}, module=encoder)
        self._source = source(self.model, self._row(ids))

    def _decode(self, ids: Sequence[int], *, cached: bool) -> torch.Tensor:
        inputs: dict[str, Any] = {"encoder_outputs": self._encoded, **self._source}
        if cached:
            self._after(ids, "decoder", "decoder_input_ids", inputs)
        else:
            inputs |= {"decoder_input_ids": self._row(ids, decoder=True), "use_cache": False}
            self._forward("decoder", inputs)
        return self._last(len(ids))

    def _after(self, ids: Sequence[int], part: str, name: str, inputs: dict[str, Any]) -> None:
        """One pass over `ids`, after what the model carries; over all there is, if nothing."""
        if self._carried is not None and not self._carried.together and len(ids) > 1:
            for each in ids:
                self._after([each], part, name, inputs)
            return
        first, self._read = not self._read, [*self._read, *ids]
        if not first and self._carried is None:
            self._forget()
            whole = self._row(self._read, decoder=part == "decoder")
            self._forward(part, {**inputs, name: whole, "use_cache": False})
            return
        carried_on = self._carried.inputs if self._carried else {}
        row = self._row(ids, decoder=part == "decoder")
        new = {**inputs, name: row, **carried_on}
        outputs = self._forward(part, {**new, "use_cache": True})
        self._carried = cache_of(self.model, outputs, len(self._read))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Times the pass and makes this thread's attention record into this run."""
        started = time.perf_counter()
        try:
            with recording(self._recorder), torch.inference_mode(), self._changed():
                yield
        finally:
            self.seconds += time.perf_counter() - started

    @contextmanager
    def _changed(self) -> Iterator[None]:
        """What is to be changed is changed in the passes made meanwhile."""
        if self._changes is None:
            yield
            return
        with self._changes.installed(), changing(self._changes):
            yield

    def _forward(self, part: str, inputs: dict[str, Any], module: Any = None) -> Any:
        eager = self.method == EAGER
        if self._changes is not None:
            name = "decoder_input_ids" if part == "decoder" else "input_ids"
            # What is read anew begins at the first token.
            count = inputs[name].shape[1]
            first = 0 if part == "encoder" else max(0, len(self._read) - count)
            self._changes.begin(part, first, count)
        call: Callable[..., Any] = self.model if module is None else module
        self._recorder.current = []
        options: dict[str, Any] = {"output_hidden_states": self._hidden, "return_dict": True}
        if eager:
            options["output_attentions"] = True
        try:
            outputs = call(**inputs, **options)
        except (AssertionError, ValueError) as error:
            # What a model asks of its input it says itself, and nobody else knows it better; that
            # it was the model who said it is only seen in the log.
            log.info("a pass of %s was refused", type(self.model).__name__, exc_info=True)
            raise InputError(
                f"{self.loaded.row.title} does not read this text. It says: "
                f"{' '.join(str(error).split())[:300] or type(error).__name__}"
            ) from error
        if eager:
            self._keep_eager(part, outputs)
        elif self._recorder.current:
            self._keep_calls(part)
        else:
            raise UnrecordableError("the attention function was accepted and never called")
        self.outputs = outputs
        if gates := getattr(outputs, "memory_gates", None):
            self._gates.append(gates)
        if part == "decoder":
            self.alignment.extend(self._aligned())
        prefix = "decoder_" if part == "decoder" else ""
        if self._hidden and (states := getattr(outputs, f"{prefix}hidden_states", None)):
            self._states.setdefault(part, []).append(states)
        if part != "encoder" and self.model.get_output_embeddings() is not None:
            self._logits.append(outputs.logits[0])
        return outputs

    def _keep_calls(self, part: str) -> None:
        passes = self._recorder.passes.setdefault(part, [])
        for place, call in enumerate(self._recorder.current):
            if part == "decoder" and call.reads_source:
                # The source's keys are the same at every step; the last ones are kept.
                if passes and place < len(passes[-1]):
                    passes[-1][place].key = passes[-1][place].value = None
            elif call.key is not None and call.value is not None:
                new = call.query.shape[2]
                if passes and call.key.shape[2] > new:
                    # The cache hands out all keys at every step, or those of a window.
                    call.key = call.key[:, :, -new:].clone()
                    call.value = call.value[:, :, -new:].clone()
        passes.append(self._recorder.current)

    def _keep_eager(self, part: str, outputs: Any) -> None:
        kept = {part: getattr(outputs, "attentions", None)}
        if part == "decoder":
            kept = {
                name: getattr(outputs, f"{name}_attentions", None) for name in ("decoder", "cross")
            }
        for name, attentions in kept.items():
            if attentions is not None and any(each is not None for each in attentions):
                self._eager.setdefault(name, []).append(tuple(attentions))

    def _aligned(self) -> Floats:
        """(query, key) of the newest decoder pass, from the heads that tell the alignment."""
        calls: list[Call] = [call for call in self._recorder.current if call.reads_source]
        eager = self._eager.get("cross", [()])[-1]
        if any(each is None or each.ndim != 4 for each in eager):
            eager = ()
        count = len(eager or calls)
        if not count:
            return np.zeros((0, 0), dtype=np.float32)
        heads = eager[0].shape[1] if eager else calls[0].query.shape[1]
        chosen = opening_heads(count, heads, self.trained_to_align)
        self.alignment_heads = chosen
        if eager:
            rows: Floats = array(eager[chosen.layer][0, list(chosen.heads)])
        else:
            rows = newest(calls[chosen.layer], chosen.heads)
        return rows[0] if len(rows) == 1 else rows.mean(axis=0)

    def _row(self, ids: Sequence[int], *, decoder: bool = False) -> torch.Tensor:
        check_rows(self.loaded, ids, decoder=decoder)
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
        search: Search | None = None,
        segments: tuple[int, ...] = (),
    ) -> Trace:
        """The record of everything run so far, as numpy arrays.

        Raises ValueError when the tokens do not match what was run.
        """
        sides = {
            "self": (tokens, tokens),
            "encoder": (tokens, tokens),
            "decoder": (target, target),
            "cross": (target, tokens),
            "memory": (target, target),
        }
        attention, left_out = shown(self._stacks(), sides)
        hidden, unreadable = _residual(self._states)
        return Trace(
            task=task,
            model=self.loaded.id,
            text=text,
            tokens=tokens,
            prompt=prompt,
            attention=attention,
            hidden=hidden,
            logits=array(end_to_end(self._logits, 0)) if self._logits else None,
            positions=_positions(self.model, max(len(tokens), len(target), 64)),
            measured=Measured(
                seconds=self.seconds,
                dtype=str(self.loaded.dtype).removeprefix("torch."),
                device=str(self.loaded.device),
                method=self.method if attention else NONE,
            ),
            vocabulary=self._named(vocabulary),
            predicts=self._predicts(),
            target_text=target_text,
            target=target,
            trained_to_align=self.trained_to_align,
            search=search,
            segments=segments,
            left_out={**left_out, **unreadable},
        )

    def _predicts(self) -> str:
        family = self.loaded.family
        ahead = family == "encoder" or (family == "decoder" and looks_ahead(self.model))
        return "own" if ahead else "next"

    def _named(self, vocabulary: tuple[str, ...]) -> tuple[str, ...]:
        """A name for every entry of the logits: many models have more than their tokenizer."""
        if not self._logits or not vocabulary:
            return ()
        entries = self._logits[0].shape[-1]
        return (*vocabulary, *["⟨unused⟩"] * (entries - len(vocabulary)))[:entries]

    def _stacks(self) -> Iterator[Stack]:
        if self.method == EAGER:
            config = self.model.config.get_text_config(decoder=True)
            for name, steps in self._eager.items():
                kinds = getattr(config, "layer_types", None)
                yield handed_out(name, steps, kinds, sinks=_has_sinks(self.model))
            return
        for part, passes in self._recorder.passes.items():
            yield from called(part, passes)
        if self._gates:
            yield held(self._gates)


def _residual(
    states: dict[str, list[tuple[torch.Tensor, ...]]],
) -> tuple[dict[str, Floats], dict[str, str]]:
    """The states of each stack between its blocks, and why those of another are not there."""
    kept, left_out = {}, {}
    for part, steps in states.items():
        found = joined(steps)
        if found is None:
            left_out[f"states of {part}"] = CHANGING
        else:
            kept[part] = found
    return kept, left_out


def _positions(model: Any, length: int) -> Positions:
    """The model's positional scheme for `length` positions; the last one read is kept."""
    kept = _read_positions.get(model)
    if kept is not None and kept[0] == length:
        return kept[1]
    try:
        found = positions(model, length)
    except Exception:  # what a model says of its positions never ends a run
        log.exception("the positions of %s could not be read", type(model).__name__)
        return Positions("none", {"note": UNREAD, "outside": True})
    # Rotary frequencies may change with the longest text a model has read.
    if not found.frequencies:
        _read_positions[model] = (length, found)
    return found


def _trained_to_align(model: Any) -> tuple[tuple[int, int], ...]:
    """(layer, head) of the heads a model's config says were trained to align; often none."""
    for config in (getattr(model, "generation_config", None), model.config):
        if stated := getattr(config, "alignment_heads", None):
            return tuple((int(layer), int(head)) for layer, head in stated)
    return ()
