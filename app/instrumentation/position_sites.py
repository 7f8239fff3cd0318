"""Where positions enter a model, and how other ones are put in their place for one pass.

Every site is found from the modules, never from the model's name. What is put there holds for
the thread that asked only: another thread's pass through the same model is left as it is.
"""

from __future__ import annotations

import inspect
import math
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import torch

from app.analysis.position_edits import PositionIds
from app.instrumentation.attention_function import recording
from app.instrumentation.text_part import text_part

_TABLE_NAMES = ("position", "wpe")

# One at a time, so that no experiment takes down what another has put up.
_placing = threading.Lock()


class Site(Protocol):
    """One place where positions enter.

    rows        how many positions it has, None where there is no end
    fractional  whether it takes positions between whole numbers; else they are rounded
    """

    @property
    def rows(self) -> int | None:
        """How many positions there are."""

    @property
    def fractional(self) -> bool:
        """Whether there is something between two of them."""

    def put(self, places: PositionIds, stack: ExitStack) -> None:
        """Puts the places there until the stack is closed."""


@contextmanager
def override_positions(model: Any, places: PositionIds | None) -> Iterator[None]:
    """For this thread, and as long as it lasts, the model's tokens stand at `places`.

    Of an encoder-decoder the encoder's; the decoder shares tables with it, so only the encoder may
    run meanwhile. None leaves everything as it is.
    """
    if places is None:
        yield
        return
    with _placing, ExitStack() as stack:
        for site in sites(model):
            site.put(places, stack)
        yield


def sites(model: Any) -> tuple[Site, ...]:
    """All places where positions enter the model (of an encoder-decoder: its encoder)."""
    whole = model.get_encoder() if model.config.is_encoder_decoder else text_part(model)
    found: list[Site] = [*_rotary(whole), *_biases(whole), *_disentangled(whole), *_alibi(whole)]
    tables = list(tables_of(whole))
    if not found and not tables and _has_rotary_width(model):
        found.extend(_given(model))
    return (*found, *tables)


def tables_of(model: Any) -> Iterator[Table]:
    """The modules that may hold a vector per position."""
    for name, module in text_part(model).named_modules():
        if not any(word in name.rsplit(".", 1)[-1] for word in _TABLE_NAMES):
            continue
        weight = getattr(module, "weight", None)
        if weight is None:
            weight = getattr(module, "weights", None)
        if not isinstance(weight, torch.Tensor) or weight.ndim != 2:
            continue
        if not _counts(model, module):
            continue
        padding = getattr(module, "padding_idx", None)
        offset = getattr(module, "offset", None)
        # RoBERTa starts counting after its padding row; OPT and BART keep two rows free.
        if offset is None:
            offset = 0 if padding is None else padding + 1
        yield Table(module, weight, int(offset))


_counting: weakref.WeakKeyDictionary[Any, bool] = weakref.WeakKeyDictionary()


def _counts(model: Any, table: Any) -> bool:
    """Whether a table is asked for one row after another, as positions are.

    Tables of boxes on a page have such names too. One that is no plain embedding computes its rows
    itself, and one that a short pass does not reach is given the benefit of the doubt.
    """
    if type(table) is not torch.nn.Embedding:
        return True
    if table not in _counting:
        given: list[torch.Tensor] = []
        mine = _mine()

        def asked(module: Any, arguments: Any) -> None:
            # Another thread may run the same model meanwhile.
            if mine() and arguments:
                given.append(arguments[0].detach())

        hook = table.register_forward_pre_hook(asked)
        try:
            with recording(None), torch.inference_mode():
                part = model.get_encoder() if model.config.is_encoder_decoder else model
                count = model.get_input_embeddings().weight.shape[0]
                part(input_ids=torch.tensor([[3, 5, 4]], device=model.device) % count)
        except Exception:  # a model that cannot read so short a text
            given.clear()
        finally:
            hook.remove()
        rows = [each.reshape(-1)[:3].tolist() for each in given]
        _counting[table] = not rows or any(row == list(range(row[0], row[0] + 3)) for row in rows)
    return _counting[table]


def _mine() -> Callable[[], bool]:
    """Tells whether the asking thread is the one that called this.

    While a hook comes or goes, torch calls it in another thread without the named arguments.
    """
    thread = threading.get_ident()
    return lambda: threading.get_ident() == thread


def _whole(places: PositionIds) -> list[int]:
    return [math.floor(place + 0.5) for place in places.at]


@dataclass(frozen=True, eq=False)
class Table:
    """A vector per position, learned or computed; `offset` is the row of position 0."""

    module: Any
    weight: torch.Tensor
    offset: int
    fractional = False

    @property
    def rows(self) -> int:
        """From position 0 on."""
        return len(self.weight) - self.offset

    def put(self, places: PositionIds, stack: ExitStack) -> None:
        """The rows of these places instead of those of 0, 1, 2 and so on."""
        mine = _mine()
        rows = [self.offset + place for place in _whole(places)]

        def replaced(module: Any, arguments: Any, output: Any) -> Any:
            if not mine():
                return None
            if places.zero:
                return torch.zeros_like(output)
            # A table that grows with the text is read anew.
            table = getattr(module, "weight", None)
            table = self.weight if table is None else table
            return table[rows].to(output.dtype).expand_as(output)

        stack.callback(self.module.register_forward_hook(replaced).remove)


@dataclass(frozen=True, eq=False)
class Rotary:
    """A module that turns positions into the cosines and sines of the rotation."""

    module: Any
    fractional = True
    rows = None

    def put(self, places: PositionIds, stack: ExitStack) -> None:
        """Turns by these places; with no encoding, not at all."""
        mine = _mine()

        def moved(module: Any, arguments: Any, named: Any = None) -> Any:
            if not mine():
                return None
            given = named.get("position_ids", arguments[1] if len(arguments) > 1 else None)
            # Turned by nothing is no rotation, which is what zero means here.
            at = torch.zeros(len(places.at)) if places.zero else torch.tensor(places.at)
            at = at.to(given.device)[None].expand(given.shape)
            if "position_ids" in named:
                return arguments, {**named, "position_ids": at}
            return (arguments[0], at, *arguments[2:]), named

        stack.callback(self.module.register_forward_pre_hook(moved, with_kwargs=True).remove)


@dataclass(frozen=True, eq=False)
class Bias:
    """A learned number per bucket of distance (T5); the buckets are the model's own function."""

    owner: Any
    fractional = False
    rows = None

    def put(self, places: PositionIds, stack: ExitStack) -> None:
        """The buckets of the distances between these places."""
        mine = _mine()
        embedding = self.owner.relative_attention_bias
        at = torch.tensor(_whole(places), device=embedding.weight.device)
        buckets = self.owner._relative_position_bucket(
            at[None, :] - at[:, None],
            bidirectional=not self.owner.is_decoder,
            num_buckets=self.owner.relative_attention_num_buckets,
            max_distance=self.owner.relative_attention_max_distance,
        )

        def moved(module: Any, arguments: Any) -> Any:
            return (buckets,) if mine() else None

        def removed(module: Any, arguments: Any, output: Any) -> Any:
            return torch.zeros_like(output) if mine() else None

        hook: Any
        if places.zero:
            hook = embedding.register_forward_hook(removed)
        else:
            hook = embedding.register_forward_pre_hook(moved)
        stack.callback(hook.remove)


@dataclass(frozen=True, eq=False)
class Disentangled:
    """Vectors of distances that queries and keys are compared with (DeBERTa)."""

    encoder: Any
    fractional = False
    rows = None

    def put(self, places: PositionIds, stack: ExitStack) -> None:
        """The distances between these places, in the model's own buckets."""
        encoder = self.encoder
        at = torch.tensor(_whole(places), device=encoder.rel_embeddings.weight.device)
        distances = at[:, None] - at[None, :]
        buckets = getattr(encoder, "position_buckets", -1)
        if buckets > 0 and encoder.max_relative_positions > 0:
            # The buckets are the model's own function, next to its encoder.
            own: Any = sys.modules[type(encoder).__module__]
            distances = own.make_log_bucket_position(
                distances, buckets, encoder.max_relative_positions
            )
        distances = distances.to(torch.long)[None]
        if places.zero:
            _replace(
                encoder,
                "get_rel_embedding",
                lambda own, *given, **named: torch.zeros_like(own(*given, **named)),
                stack,
            )
        _replace(encoder, "get_rel_pos", lambda own, *given, **named: distances, stack)


@dataclass(frozen=True, eq=False)
class Alibi:
    """A builder of what distance adds to the scores, a slope per head (ALiBi)."""

    model: Any
    builder: str
    fractional = True
    rows = None

    def put(self, places: PositionIds, stack: ExitStack) -> None:
        """The bias of these places, by the model's own slopes."""

        def moved(own: Callable[..., torch.Tensor], *given: Any, **named: Any) -> torch.Tensor:
            bias = own(*given, **named)
            if places.zero:
                return torch.zeros_like(bias)
            count = len(places.at)
            if bias.shape[-1] < 2:
                return bias
            # A constant per query changes no softmax, so models add slope · key alone.
            slope = (bias[..., 1:2] - bias[..., :1]).float()
            at = torch.tensor(places.at, device=bias.device)
            new = bias[..., -1:].float() + slope * (at - (count - 1))
            return torch.cat([bias[..., :-count], new.to(bias.dtype)], dim=-1)

        asked = inspect.signature(getattr(self.model, self.builder)).parameters
        _replace(self.model, self.builder, moved, stack)
        if "attention_mask" in asked:
            # Without a mask, a model may skip its builder.
            stack.callback(_with_mask(self.model))


@dataclass(frozen=True, eq=False)
class Given:
    """A model that takes the positions as an argument of its pass."""

    model: Any
    rows: int | None
    fractional = False

    def put(self, places: PositionIds, stack: ExitStack) -> None:
        """These places as the argument of the pass."""
        mine = _mine()
        at = torch.tensor([[0] * len(places.at) if places.zero else _whole(places)])

        def moved(module: Any, arguments: Any, named: Any = None) -> Any:
            if not mine():
                return None
            ids = named["input_ids"]
            return arguments, {**named, "position_ids": at.to(ids.device).expand(ids.shape)}

        # Without a mask, positions that jump would be taken for several texts in one row.
        stack.callback(_with_mask(self.model))
        stack.callback(self.model.register_forward_pre_hook(moved, with_kwargs=True).remove)


def _with_mask(model: Any) -> Callable[[], None]:
    """Gives the model a mask that hides nothing, in this thread; returns what ends it."""
    mine = _mine()

    def masked(module: Any, arguments: Any, named: Any = None) -> Any:
        if not mine() or named.get("attention_mask") is not None:
            return None
        ids = named["input_ids"] if "input_ids" in named else arguments[0]
        return arguments, {**named, "attention_mask": torch.ones_like(ids)}

    hook = model.register_forward_pre_hook(masked, with_kwargs=True)
    end: Callable[[], None] = hook.remove
    return end


def _replace(owner: Any, name: str, instead: Callable[..., torch.Tensor], stack: ExitStack) -> None:
    """Calls `instead` with the method and its arguments, in this thread only."""
    mine, own = _mine(), getattr(owner, name)

    def called(*given: Any, **named: Any) -> Any:
        return instead(own, *given, **named) if mine() else own(*given, **named)

    setattr(owner, name, called)
    # The method of the class shows again.
    stack.callback(lambda: owner.__dict__.pop(name, None))


def _rotary(model: Any) -> Iterator[Site]:
    for module in model.modules():
        names = [name for name, _ in module.named_buffers(recurse=False)]
        turns = any(name.endswith("inv_freq") for name in names)
        if turns and "position_ids" in inspect.signature(module.forward).parameters:
            yield Rotary(module)


def _biases(model: Any) -> Iterator[Site]:
    for module in model.modules():
        if hasattr(getattr(module, "relative_attention_bias", None), "weight") and hasattr(
            module, "_relative_position_bucket"
        ):
            yield Bias(module)


def _disentangled(model: Any) -> Iterator[Site]:
    for module in model.modules():
        if hasattr(module, "rel_embeddings") and hasattr(module, "get_rel_pos"):
            yield Disentangled(module)


def alibi_builder(model: Any) -> str | None:
    """The name of the method that builds the bias of ALiBi, None where there is none."""
    names = (name for name in dir(model) if name.startswith("build_") and "alibi" in name)
    return next(names, None)


def _alibi(model: Any) -> Iterator[Site]:
    base = getattr(model, "base_model", model)
    if builder := alibi_builder(base):
        yield Alibi(base, builder)


def _has_rotary_width(model: Any) -> bool:
    return bool(getattr(model.config.get_text_config(), "rotary_dim", None))


def _given(model: Any) -> Iterator[Site]:
    if "position_ids" in inspect.signature(model.forward).parameters:
        yield Given(model, getattr(model.config.get_text_config(), "max_position_embeddings", None))
