"""Arrays of a trace as bytes for the page: small, cached, and exact where numbers are printed."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.contract import stack_of, whole
from app.engine import Engine
from app.errors import InputError
from visualizers.attention import quantised, thumbnails
from visualizers.next_token import needs

ALL_LAYERS_MOST = 64_000_000


@dataclass(frozen=True)
class Packed:
    """An array as gzip bytes, C order, little endian, with its shape and number type."""

    body: bytes
    shape: tuple[int, ...]
    dtype: str


def packed(array: NDArray[Any]) -> Packed:
    """The array as it travels. Linear uint8 weights shrink to a third or less."""
    plain = np.ascontiguousarray(array)
    body = gzip.compress(plain.tobytes(), compresslevel=6, mtime=0)
    return Packed(body, plain.shape, str(plain.dtype))


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
        attention = stack_of(self._engine.trace(trace_id), stack)
        return self._once((trace_id, stack, "thumbnails"), lambda: packed(thumbnails(attention)))

    def stack(self, trace_id: str, stack: str) -> Packed:
        """(layer, head, query, key) uint8, weight = value / 255. Raises InputError when large."""
        attention = stack_of(self._engine.trace(trace_id), stack)
        heads, queries, keys = attention.layers[0].shape
        if len(attention.layers) * heads * queries * keys > ALL_LAYERS_MOST:
            raise InputError("All layers at once are too large for this text: ask for one layer.")
        return self._once(
            (trace_id, stack),
            lambda: packed(
                np.stack([quantised(attention.weights(n)) for n in range(len(attention.layers))])
            ),
        )

    def layer(self, trace_id: str, stack: str, layer: int) -> Packed:
        """(head, query, key) uint8, weight = value / 255."""
        attention = stack_of(self._engine.trace(trace_id), stack)
        number = whole(layer, "layer", len(attention.layers))
        return self._once(
            (trace_id, stack, number), lambda: packed(quantised(attention.weights(number)))
        )

    def head(self, trace_id: str, stack: str, layer: int, head: int) -> Packed:
        """(query, key) float32, exact."""
        attention = stack_of(self._engine.trace(trace_id), stack)
        number = whole(layer, "layer", len(attention.layers))
        which = whole(head, "head", attention.heads)
        return self._once(
            (trace_id, stack, number, which),
            lambda: packed(attention.weights(number, which)[0]),
        )

    def logits(self, trace_id: str, position: int) -> Packed:
        """(entry,) float32, the logits of one position sorted from the largest down."""
        trace = self._engine.trace(trace_id)
        logits = trace.logits
        if logits is None:
            raise InputError(needs(trace) or "This model predicts no words.")
        place = whole(position, "position", len(logits))
        return self._once((trace_id, "logits", place), lambda: packed(np.sort(logits[place])[::-1]))

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
