"""One layer of attention, kept as what its weights are computed from; axes as in app.trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.trace.softmax import Floats, softmax_in_place

# Queries whose weights are computed at once.
BLOCK = 64


@dataclass(frozen=True, eq=False)
class Scores:
    """One layer of attention, kept as what it was computed from.

    query   (head, query, width)  after rotary positions
    key     (group, key, width)   heads are split evenly over the groups, in order
    value   (group, key, width)
    scale   the factor on q·k
    bias    (1 or head, query, key), added to the scaled score; -inf where a key is hidden
    causal  True hides every key after its query (instead of, or on top of, `bias`)
    softcap c in c·tanh(score / c), applied before the bias (Gemma 2), or None
    kept    (head, query, key), False where an intervention cut what the query read of the key; None
            where nothing was cut
    renormalised  whether the weights that are kept share what was cut among them, as if the key had
            not been there; else they stay as they were, and a row sums to less than 1
    """

    query: Floats
    key: Floats
    value: Floats
    scale: float
    bias: Floats | None = None
    causal: bool = False
    softcap: float | None = None
    kept: NDArray[np.bool_] | None = None
    renormalised: bool = True

    def __post_init__(self) -> None:
        if self.query.shape[0] % self.key.shape[0] or self.query.shape[2] != self.key.shape[2]:
            raise ValueError(f"query {self.query.shape} does not go with key {self.key.shape}")
        if self.key.shape[:2] != self.value.shape[:2]:
            raise ValueError(f"key {self.key.shape} does not go with value {self.value.shape}")

    @property
    def shape(self) -> tuple[int, int, int]:
        """(heads, queries, keys)."""
        return self.query.shape[0], self.query.shape[1], self.key.shape[1]

    def arrays(self) -> Iterator[NDArray[Any]]:
        """The arrays it holds, for counting bytes."""
        yield from (self.query, self.key, self.value)
        if self.bias is not None:
            yield self.bias
        if self.kept is not None:
            yield self.kept

    def scores(self, head: int | None = None) -> Floats:
        """q·k·scale, soft-capped where the model does so, before mask or bias.

        (head, query, key), or (1, query, key) for one head. Unit: the logit of attention.
        """
        _, queries, keys = self.shape
        return self._scores(head, slice(0, queries), keys)

    def _scores(self, head: int | None, rows: slice, keys: int) -> Floats:
        heads, groups, width = self.query.shape[0], self.key.shape[0], self.query.shape[2]
        # There are fewer components than keys, so the factor goes to the queries.
        chosen = self.query[:, rows] if head is None else self.query[head : head + 1, rows]
        query: Floats = np.multiply(chosen, np.float32(self.scale))
        raw: Floats
        if head is not None:
            raw = query @ self.key[head * groups // heads, :keys][None].transpose(0, 2, 1)
        else:
            grouped = query.reshape(groups, -1, width)
            raw = (grouped @ self.key[:, :keys].transpose(0, 2, 1)).reshape(heads, -1, keys)
        if self.softcap is not None:
            cap = np.float32(self.softcap)
            raw /= cap
            np.tanh(raw, out=raw)
            raw *= cap
        return raw

    def blocks(self, head: int | None = None) -> Iterator[tuple[int, Floats]]:
        """(first query, weights (head, query, key)) of some queries after another.

        Where no query sees a later key, the keys after a block's last query are left out: their
        weights are 0. A block is small enough to stay in a processor's cache.
        """
        _, queries, keys = self.shape
        for first in range(0, queries, BLOCK):
            last = min(first + BLOCK, queries)
            seen = min(last, keys) if self.causal else keys
            scores = self._scores(head, slice(first, last), seen)
            if self.bias is not None:
                one = head is not None and len(self.bias) > 1
                bias = self.bias[head : head + 1] if one and head is not None else self.bias
                scores += bias[:, first:last, :seen]
            if self.causal:  # no key before the block comes after one of its queries
                later = np.arange(first, seen)[None, :] > np.arange(first, last)[:, None]
                np.copyto(scores[..., first:], np.float32(-np.inf), where=later)
            if self.kept is None:
                yield first, softmax_in_place(scores)
                continue
            heads = slice(None) if head is None else slice(head, head + 1)
            yield first, _cut(scores, self.kept[heads, first:last, :seen], self.renormalised)

    def row(self, query: int) -> Floats:
        """(head, key): the weights of one query."""
        _, queries, keys = self.shape
        place = range(queries)[query]
        scores = self._scores(None, slice(place, place + 1), keys)[:, 0]
        if self.bias is not None:
            scores += self.bias[:, place]
        if self.causal:
            scores[:, place + 1 :] = -np.inf
        if self.kept is not None:
            return _cut(scores, self.kept[:, place], self.renormalised)
        return softmax_in_place(scores)

    def weights(self, head: int | None = None) -> Floats:
        """Attention weights; each query row sums to 1 over the keys.

        (head, query, key), or (1, query, key) for one head.
        Source: Vaswani et al. 2017, section 3.2.1.
        """
        heads, queries, keys = self.shape
        if queries <= BLOCK:
            return next(self.blocks(head))[1] if queries else np.zeros((heads, 0, keys), np.float32)
        whole = np.zeros((heads if head is None else 1, queries, keys), dtype=np.float32)
        for first, block in self.blocks(head):
            whole[:, first : first + block.shape[1], : block.shape[2]] = block
        return whole

    def outputs(self) -> Floats:
        """What each head takes from the values, Σ weight · v: (head, query, width of a value)."""
        heads, groups = self.query.shape[0], self.key.shape[0]
        # Every head of a group reads the same values.
        grouped = self.weights().reshape(groups, heads // groups, *self.shape[1:])
        taken = grouped @ self.value[:, None]
        return taken.reshape(*self.query.shape[:2], self.value.shape[2])


def _cut(scores: Floats, kept: NDArray[np.bool_], renormalised: bool) -> Floats:
    """Softmax in place, without what is not kept; a row of which nothing is left is all 0."""
    if renormalised:
        left = (kept & np.isfinite(scores)).any(axis=-1, keepdims=True)
        np.copyto(scores, np.float32(-np.inf), where=left & ~kept)
    weights = softmax_in_place(scores)
    weights *= kept
    return weights


@dataclass(frozen=True, eq=False)
class Weights:
    """One layer of attention where only the finished weights are known (head, query, key)."""

    probabilities: Floats

    @property
    def shape(self) -> tuple[int, int, int]:
        """(heads, queries, keys)."""
        heads, queries, keys = self.probabilities.shape
        return heads, queries, keys

    def arrays(self) -> Iterator[NDArray[Any]]:
        """The arrays it holds, for counting bytes."""
        yield self.probabilities

    def weights(self, head: int | None = None) -> Floats:
        """As `Scores.weights`."""
        return self.probabilities if head is None else self.probabilities[head : head + 1]

    def row(self, query: int) -> Floats:
        """As `Scores.row`."""
        return self.probabilities[:, query]

    def blocks(self, head: int | None = None) -> Iterator[tuple[int, Floats]]:
        """As `Scores.blocks`."""
        weights = self.weights(head)
        for first in range(0, self.shape[1], BLOCK):
            yield first, weights[:, first : first + BLOCK]
