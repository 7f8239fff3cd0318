"""Arrays of a trace as bytes for the page: small, cached, and exact where numbers are printed."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.attention_rollout import rollout, rollout_rows
from app.analysis.attention_rollout import unavailable as no_rollout
from app.analysis.attention_steps import unavailable as no_steps
from app.analysis.head_overview import overview, quantised
from app.analysis.next_token import unavailable
from app.api.checks import whole
from app.engine.engine import Engine
from app.errors import InputError
from app.trace import Attention

ALL_LAYERS_MOST = 64_000_000
SMALL = 100_000


@dataclass(frozen=True)
class Packed:
    """An array as gzip bytes, little endian, with its shape, number type and order.

    order  "rows": C order. "columns": the last two axes (query, key) are sent key by key, which
           compresses better, since a key is read alike by successive queries. "lower-columns":
           the same, without the entries where the key comes after the query, which are 0.
           "lower": C order without those entries.
    """

    body: bytes
    shape: tuple[int, ...]
    dtype: str
    order: str = "rows"


def packed(array: NDArray[Any], *, causal: bool = False) -> Packed:
    """The array as it travels, exact; `causal`: (…, query, key) with zeros after the query."""
    lower = causal and array.shape[-1] == array.shape[-2]
    plain = np.ascontiguousarray(array[..., _lower(array.shape[-1])] if lower else array)
    # The bits of a fraction look random: 6 % are not worth waiting for.
    level = 0 if plain.dtype.kind == "f" and plain.nbytes > SMALL else None
    body = _compressed(plain.tobytes(), level)
    return Packed(body, array.shape, str(plain.dtype), "lower" if lower else "rows")


def _lower(length: int) -> NDArray[np.bool_]:
    return np.tri(length, dtype=np.bool_)


def packed_weights(weights: NDArray[np.uint8], *, causal: bool) -> Packed:
    """Quantised weights (…, query, key) as they travel."""
    turned = np.swapaxes(weights, -1, -2)
    keys, queries = turned.shape[-2:]
    if causal and queries == keys:
        turned = turned[..., *np.triu_indices(queries)]
    body = _compressed(np.ascontiguousarray(turned).tobytes())
    order = "lower-columns" if causal and queries == keys else "columns"
    return Packed(body, weights.shape, str(weights.dtype), order)


def unpacked(array: Packed) -> NDArray[Any]:
    """The array again; what the page's script does, for other programs."""
    flat = np.frombuffer(gzip.decompress(array.body), dtype=array.dtype)
    if array.order == "rows":
        return flat.reshape(array.shape)
    *outer, queries, keys = array.shape
    if array.order == "lower":
        whole = np.zeros(array.shape, dtype=array.dtype)
        whole[..., _lower(keys)] = flat.reshape(*outer, -1)
        return whole
    if array.order == "columns":
        return np.swapaxes(flat.reshape(*outer, keys, queries), -1, -2)
    turned = np.zeros((*outer, keys, queries), dtype=array.dtype)
    turned[..., *np.triu_indices(queries)] = flat.reshape(*outer, -1)
    return np.swapaxes(turned, -1, -2)


def _compressed(data: bytes, level: int | None = None) -> bytes:
    # The strategy for data of many small values; wbits 31 writes a gzip header. The last tenth
    # of the size is only worth its time where there is little to do.
    if level is None:
        level = 9 if len(data) < SMALL else 4
    packer = zlib.compressobj(level, zlib.DEFLATED, 31, 9, zlib.Z_FILTERED)
    return packer.compress(data) + packer.flush()


class Arrays:
    """Packed arrays of the engine's traces, the most recently asked for kept within a budget."""

    def __init__(self, engine: Engine, budget: int) -> None:
        """`budget` is in bytes."""
        self._engine = engine
        self._budget = budget
        self._kept: OrderedDict[tuple[Any, ...], Packed] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def thumbnails(self, trace_id: str, stack: str) -> Packed:
        """(layer, head, query, key) uint8, at most 32 a side, down-sampled by maximum."""
        attention = self._engine.trace(trace_id).stack(stack)
        return self._once(
            (trace_id, stack, "thumbnails"), lambda: packed(overview(attention).thumbnails)
        )

    def stack(self, trace_id: str, stack: str) -> Packed:
        """(layer, head, query, key) uint8, weight = value / 255. Raises InputError when large."""
        attention = self._engine.trace(trace_id).stack(stack)
        heads, queries, keys = attention.layers[0].shape
        if len(attention.layers) * heads * queries * keys > ALL_LAYERS_MOST:
            raise InputError("All layers at once are too large for this text: ask for one layer.")
        return self._once(
            (trace_id, stack),
            lambda: packed_weights(
                np.stack([quantised(attention.weights(n)) for n in range(len(attention.layers))]),
                causal=attention.causal,
            ),
        )

    def layer(self, trace_id: str, stack: str, layer: int) -> Packed:
        """(head, query, key) uint8, weight = value / 255."""
        attention = self._engine.trace(trace_id).stack(stack)
        number = whole(layer, "layer", len(attention.layers))
        return self._once(
            (trace_id, stack, number),
            lambda: packed_weights(quantised(attention.weights(number)), causal=attention.causal),
        )

    def head(self, trace_id: str, stack: str, layer: int, head: int) -> Packed:
        """(query, key) float32, exact."""
        attention = self._engine.trace(trace_id).stack(stack)
        number = whole(layer, "layer", len(attention.layers))
        which = whole(head, "head", attention.heads)
        return self._once(
            (trace_id, stack, number, which),
            lambda: packed(attention.weights(number, which)[0], causal=attention.causal),
        )

    def value_output_norms(self, trace_id: str, stack: str) -> Packed:
        """(layer, head, key) float32, see `head_output.lengths`. Raises InputError as it does."""
        trace = self._engine.trace(trace_id)
        attention = trace.stack(stack)
        reason = no_steps(trace, attention)
        if reason:
            raise InputError(reason)

        def make() -> Packed:
            with self._engine.use(trace.model) as loaded, self._engine.turn():
                from app.experiments.head_output import value_output_norms

                return packed(value_output_norms(loaded, trace, attention))

        return self._once((trace_id, stack, "lengths"), make)

    def rows(self, trace_id: str, stack: str, query: int) -> Packed:
        """(layer, head, key) float32, exact: what one query reads, in every head."""
        attention = self._engine.trace(trace_id).stack(stack)
        place = whole(query, "query", len(attention.query_tokens))
        return self._once((trace_id, stack, "rows", place), lambda: packed(attention.rows(place)))

    def rollout(self, trace_id: str, stack: str, layer: int) -> Packed:
        """(query, key) float32: attention followed from the input up to a layer."""
        attention = _followed(self._engine.trace(trace_id).stack(stack))
        number = whole(layer, "layer", len(attention.layers))
        return self._once(
            (trace_id, stack, "rollout", number),
            lambda: packed(rollout(attention, number), causal=attention.causal),
        )

    def rollout_rows(self, trace_id: str, stack: str, query: int) -> Packed:
        """(layer, 1, key) float32: one query's row of the rollout up to each layer."""
        attention = _followed(self._engine.trace(trace_id).stack(stack))
        place = whole(query, "query", len(attention.query_tokens))
        return self._once(
            (trace_id, stack, "rollout rows", place),
            lambda: packed(rollout_rows(attention, place)[:, None]),
        )

    def logits(self, trace_id: str, position: int) -> Packed:
        """(entry,) float32, the logits of one position sorted from the largest down."""
        trace = self._engine.trace(trace_id)
        logits = trace.logits
        if logits is None:
            raise InputError(unavailable(trace) or "This model predicts no words.")
        place = whole(position, "position", len(logits))
        return self._once((trace_id, "logits", place), lambda: packed(np.sort(logits[place])[::-1]))

    def entries(self, trace_id: str, position: int) -> Packed:
        """(entry,) int32: the number of the entry at each place of `logits`."""
        trace = self._engine.trace(trace_id)
        logits = trace.logits
        if logits is None:
            raise InputError(unavailable(trace) or "This model predicts no words.")
        place = whole(position, "position", len(logits))
        return self._once(
            (trace_id, "entries", place),
            lambda: packed(np.argsort(-logits[place], kind="stable").astype(np.int32)),
        )

    def _once(self, key: tuple[Any, ...], make: Callable[[], Packed]) -> Packed:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._bytes += len(made.body)
            while self._bytes > self._budget and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped.body)
        return made


def _followed(attention: Attention) -> Attention:
    reason = no_rollout(attention)
    if reason:
        raise InputError(reason)
    return attention
