"""All heads of a stack at once, from one pass over the weights: what the explorer opens with."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import ReferenceType, WeakKeyDictionary, ref

import numpy as np
from numpy.typing import NDArray

from app.analysis.far_links import far_links
from app.analysis.head_roles import Measuring, Roles, unavailable
from app.trace import Attention, Floats
from app.trace.attached import Attached

Bytes = NDArray[np.uint8]

SIDE = 32
MOST_AHEAD = 16


@dataclass(frozen=True, eq=False)
class Overview:
    """What all heads of a stack do, small enough to be sent whole.

    thumbnails  (layer, head, query, key), round(255·w), at most SIDE a side, down-sampled by
                maximum, so that a single strong link stays visible
    read        (layer, head, key): the mean weight on a key over the queries; sums to 1
    far         (layer, head, query): the largest weight on another word over a distance (far_links)
    roles       the measures, or None where no role can be told (see head_roles.refusal)
    """

    thumbnails: Bytes
    read: Floats
    far: Floats
    roles: Roles | None


_found: Attached[Attention, Overview] = Attached()
_locks: WeakKeyDictionary[Attention, threading.Lock] = WeakKeyDictionary()
_guard = threading.Lock()


def overview(attention: Attention) -> Overview:
    """The overview of a stack, made once and kept for as long as the stack itself."""
    with _guard:
        lock = _locks.setdefault(attention, threading.Lock())
    with lock:
        if attention not in _found:
            _found[attention] = _overview(attention)
        return _found[attention]


class Ahead:
    """Makes overviews before anybody asks: one at a time for all visitors, the newest run first.

    A run that has gone from memory meanwhile is passed over, and so are all but the last few: who
    asks for one that was is answered a moment later.
    """

    def __init__(self) -> None:
        self._wanted: deque[ReferenceType[Attention]] = deque(maxlen=MOST_AHEAD)
        self._changed = threading.Condition()
        self._worker: threading.Thread | None = None

    def begin(self, stacks: Sequence[Attention]) -> None:
        """Puts these in front of those that wait."""
        with self._changed:
            self._wanted.extend(ref(each) for each in reversed(stacks))
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="overviews", daemon=True)
                self._worker.start()
            self._changed.notify()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted)
                attention = self._wanted.pop()()
            if attention is not None:
                overview(attention)
            del attention  # or it would be held until the next one comes


AHEAD = Ahead()


def quantised(weights: Floats) -> Bytes:
    """Weights from 0 to 1 as round(255·w), same shape. The largest error is 1/510 < 0.002."""
    scaled = weights * np.float32(255.0)
    return np.rint(scaled, out=scaled).astype(np.uint8)


def _overview(attention: Attention) -> Overview:
    heads, queries, keys = attention.layers[0].shape
    layers = len(attention.layers)
    measuring = Measuring(attention) if unavailable(attention) is None else None
    read = np.zeros((layers, heads, keys), dtype=np.float32)
    thumbnails = np.zeros((layers, heads, min(SIDE, queries), min(SIDE, keys)), dtype=np.uint8)
    far = np.zeros((layers, heads, queries), dtype=np.float32)
    links = far_links(attention)

    def look(layer: int) -> None:
        wide = np.zeros((heads, thumbnails.shape[2], keys), dtype=np.float32)
        for first, weights in attention.layers[layer].blocks():
            seen = weights.shape[2]
            read[layer, :, :seen] += np.ones(weights.shape[1], np.float32) @ weights
            rows = weights.shape[1]
            far[layer, :, first : first + rows] = _largest(
                weights, links[first : first + rows, :seen]
            )
            _lay(weights, wide, first, queries)
            if measuring is not None:
                measuring.add(layer, first, weights)
        thumbnails[layer] = quantised(_narrowed(wide))

    for layer in range(layers):  # in two threads the layers push each other out of the cache
        look(layer)
    read /= np.float32(max(queries, 1))
    return Overview(thumbnails, read, far, measuring.found() if measuring else None)


def _largest(weights: Floats, links: Floats) -> Floats:
    """(head, query): the largest weight on one of the links; 0 where there are none."""
    largest: Floats = (weights * links).max(axis=2, initial=0.0)
    return largest


def _lay(weights: Floats, into: Floats, first: int, queries: int) -> None:
    """Put the largest weights of a block's queries into the rows of a picture they belong to."""
    rows, seen = weights.shape[1:]
    if queries <= SIDE:
        into[:, first : first + rows, :seen] = weights
        return
    edges = _edges(queries)
    start, end = np.searchsorted(edges, (first, first + rows - 1), side="right") - 1
    parts = np.clip(_parts(queries)[start : end + 1], first, first + rows - 1) - first
    lines = into[:, start : end + 1, :seen]
    # A row of the picture may get queries from two blocks.
    np.maximum(lines, weights[:, parts].max(axis=2), out=lines)


def _narrowed(wide: Floats) -> Floats:
    """(head, row, key) -> (head, row, at most SIDE), by maximum."""
    heads, rows, keys = wide.shape
    if keys <= SIDE:
        return wide
    # The maximum of whole lines of memory is much faster than that of short pieces of them.
    lines = np.ascontiguousarray(wide.reshape(-1, keys).T)
    found: Floats = lines[_parts(keys)].max(axis=1).T.reshape(heads, rows, SIDE)
    return found


def _edges(length: int) -> NDArray[np.int64]:
    """Where each of SIDE parts of an axis begins."""
    return np.arange(SIDE) * length // SIDE


def _parts(length: int) -> NDArray[np.int64]:
    """(part, place): the positions of every part, the last one again where a part is shorter."""
    edges = _edges(length)
    last = np.append(edges[1:], length) - 1
    return np.minimum(edges[:, None] + np.arange(length // SIDE + 1), last[:, None])
