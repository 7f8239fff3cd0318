"""What a head does, told by how it reads one text: measures, and a role where one is clear.

Every measure is a mean over queries of attention that goes to certain keys, from 0 to 1. What a
head without a preference would give by chance depends on the text, so a role is given for what lies
above chance, and only above a threshold; see ROLES.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.analysis.head_role_definitions import LOCAL, ROLES, Role
from app.trace import Attention, Floats, Token

FEWEST = 4
# Queries that a measure must have been asked of before a head is named after it: one or two may
# agree with a role by chance.
ENOUGH = 3

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Roles:
    """The measures of one stack.

    measures  per role (layer, head), 0 to 1; a role that cannot be asked of this text is missing
    chance    per role: what attention spread evenly over the allowed keys would give (uniform: 0)
    reach     (layer, head): the mean distance |q − k| that is read over, in tokens; None where
              queries and keys are different texts
    entropy   (layer, head): the mean entropy of a row, in nats
    known     the roles that were asked about, most telling first
    asked     per role of how many queries it was asked; missing: of all
    """

    measures: dict[str, Floats]
    chance: dict[str, float]
    reach: Floats | None
    entropy: Floats
    known: tuple[Role, ...] = ROLES
    asked: Mapping[str, int] = field(default_factory=dict)

    def clear(self, layer: int, head: int) -> tuple[str, float] | None:
        """(role, measure) of the first role that is clear, or None: no clear role."""
        for role in self.known:
            if role.id not in self.measures or self.asked.get(role.id, ENOUGH) < ENOUGH:
                continue
            value = float(self.measures[role.id][layer, head])
            if self.above(role.id, value) >= role.threshold:
                return role.id, value
        return None

    def above(self, role: str, value: float) -> float:
        """How much of what is left above chance a measure reaches: 0 by chance, 1 at most."""
        chance = self.chance[role]
        return (value - chance) / (1 - chance) if chance < 1 else 0.0

    def opening(self) -> tuple[int, int, str] | None:
        """(layer, head, role) of the strongest role that is not trivial, or None."""
        best: tuple[float, int, int, str] | None = None
        layers, heads = self.entropy.shape
        trivial = {role.id: role.trivial for role in self.known}
        threshold = {role.id: role.threshold for role in self.known}
        for layer in range(layers):
            for head in range(heads):
                found = self.clear(layer, head)
                if found is None or trivial[found[0]]:
                    continue
                strength = self.above(*found) - threshold[found[0]]
                if best is None or strength > best[0]:
                    best = (strength, layer, head, found[0])
        return best[1:] if best else None


def unavailable(attention: Attention) -> str | None:
    """Why no role can be told, in one sentence, or None where it can."""
    if attention.name == "memory":
        return "A recurrent memory reads nothing, so it has no heads with roles."
    if attention.name == "cross":
        return "Cross-attention reads another text than it writes: its roles are others."
    if len(attention.query_tokens) < FEWEST:
        return f"Too short to tell what a head does: this needs at least {FEWEST} tokens."
    return None


class Measuring:
    """The measures of one stack whose queries and keys are the same tokens, block by block.

    The mean is over the queries a measure can be asked of: a first token has none before it, and
    only a token that occurred before can be gone back to. Every measure is thus one sum of weights
    times fixed numbers, and one product gives them all. Raises ValueError for other stacks.
    """

    def __init__(self, attention: Attention) -> None:
        if attention.query_tokens != attention.key_tokens:
            raise ValueError(f"{attention.name} reads other tokens than its own")
        tokens = attention.query_tokens
        count = len(tokens)
        allowed = _allowed(count, causal=attention.causal)
        reads = allowed.sum(axis=1)
        self._masks: dict[str, Mask] = {}
        self._shares: dict[str, Floats] = {}  # per query its share of the mean
        self._chance: dict[str, float] = {}
        self._asked: dict[str, int] = {}
        for name, mask in _targets(tokens, causal=attention.causal).items():
            mask &= allowed
            asked = _asked(mask, name)
            if not asked.any():
                continue
            share = asked / np.float32(asked.sum())
            self._masks[name], self._shares[name] = mask, share.astype(np.float32)
            self._chance[name] = float(mask.sum(axis=1) / reads @ share)
            self._asked[name] = int(asked.sum())
        place = np.arange(count, dtype=np.float32)
        self._distance = np.abs(place[:, None] - place) / np.float32(count)
        self._blocks: dict[tuple[int, int, int], tuple[NDArray[np.intp], Floats, Floats]] = {}
        # A row with one key to read is even whatever the head does.
        most = np.log(np.maximum(reads, 2))
        even = np.where(reads > 1, 1 / most, 0) / max((reads > 1).sum(), 1)
        self._rows = np.stack([np.full(count, 1 / count), even], axis=-1).astype(np.float32)
        shape = (len(attention.layers), attention.heads)
        self._sums = np.zeros((*shape, len(self._masks)))
        self._reach, self._nats = np.zeros(shape), np.zeros((*shape, 2))

    def add(self, layer: int, first: int, weights: Floats) -> None:
        """Take in some queries, from `first` on: (head, query, key), later keys may be left out."""
        heads, queries, keys = weights.shape
        at = (first, queries, keys)
        if at not in self._blocks:  # every layer comes in the same blocks
            self._blocks[at] = self._block(first, queries, keys)
        places, factors, distance = self._blocks[at]
        flat = weights.reshape(heads, -1)
        # Most measures are about a few keys of a query; picking them costs less than multiplying.
        self._sums[layer] += flat[:, places] @ factors
        self._reach[layer] += flat @ distance
        # Next to 1e-30 no weight changes, and 0 · log(1e-30) is 0.
        logs = weights + np.float32(1e-30)
        np.log(logs, out=logs)
        nats = np.einsum("hqk,hqk->hq", weights, logs)
        self._nats[layer] -= nats @ self._rows[first : first + queries]

    def _block(
        self, first: int, queries: int, keys: int
    ) -> tuple[NDArray[np.intp], Floats, Floats]:
        """(places, factors, distances) of some queries, the same for every layer and head.

        places     query · keys + key of all that count in any measure
        factors    (place, measure), how much each of them counts
        distances  flat, |query − key| over the number of tokens
        """
        inside = slice(first, first + queries)
        masks = [mask[inside, :keys].ravel() for mask in self._masks.values()]
        places = np.flatnonzero(np.logical_or.reduce(masks))
        query = places // keys
        shares = self._shares.values()
        parts = [
            mask[places] * share[inside][query] for mask, share in zip(masks, shares, strict=True)
        ]
        return places, np.stack(parts, axis=-1), self._distance[inside, :keys].ravel()

    def found(self) -> Roles:
        """The measures, once every block has been taken in."""
        sums = self._sums.astype(np.float32)
        measures = {name: sums[..., place] for place, name in enumerate(self._masks)}
        entropy, evenness = np.moveaxis(self._nats.astype(np.float32), -1, 0)
        measures["uniform"] = evenness
        chance = {**self._chance, "uniform": 0.0}
        return Roles(measures, chance, self._reach.astype(np.float32), entropy, asked=self._asked)


def roles(attention: Attention) -> Roles:
    """The measures of every head of such a stack. Raises ValueError for other stacks."""
    measuring = Measuring(attention)
    for layer, record in enumerate(attention.layers):
        for first, weights in record.blocks():
            measuring.add(layer, first, weights)
    return measuring.found()


def targets(attention: Attention, role: str) -> Mask:
    """(query, key): the keys that a role is about; all of them for "uniform"."""
    tokens = attention.query_tokens
    allowed = _allowed(len(tokens), causal=attention.causal)
    found = _targets(tokens, causal=attention.causal)
    return found[role] & allowed if role in found else allowed


def _allowed(count: int, *, causal: bool) -> Mask:
    everything = np.ones((count, count), dtype=bool)
    return np.tril(everything) if causal else everything


def _targets(tokens: Sequence[Token], *, causal: bool) -> dict[str, Mask]:
    """Per role the keys (query, key) that count."""
    count = len(tokens)
    place = np.arange(count)
    ids = np.array([token.id for token in tokens])
    words = np.array([not token.special for token in tokens])
    gap = place[None, :] - place[:, None]
    same = (ids[None, :] == ids[:, None]) & (gap != 0) & words[None, :] & words[:, None]
    after = np.zeros((count, count), dtype=bool)
    # The key after an earlier occurrence, which is not the token itself.
    after[:, 1:] = (same & (gap < 0))[:, :-1]
    # What lies beside the query may be read for its place alone.
    apart = np.abs(gap) > 1
    after &= apart
    same &= apart
    marks = np.array([_separates(token) for token in tokens])
    marks[0] = False
    first = np.zeros((count, count), dtype=bool)
    first[1:, 0] = True
    found = {
        "induction": after,
        "duplicate": same,
        "previous": gap == -1,
        "separator": np.broadcast_to(marks, (count, count)) & (gap != 0),
        "same": gap == 0,
        "sink": first,
        "local": np.abs(gap) <= LOCAL,
    }
    if not causal:
        found["next"] = gap == 1
    return found


def _asked(mask: Mask, name: str) -> NDArray[np.bool_]:
    """Which queries have something to be asked about."""
    if name in ("same", "local"):
        # The first queries of a decoder have little else to read.
        asked = np.ones(len(mask), dtype=bool)
        asked[: LOCAL + 1] = False
        return asked if asked.any() else np.ones(len(mask), dtype=bool)
    found: Mask = np.asarray(mask.any(axis=1))
    return found


def _separates(token: Token) -> bool:
    text = token.text.strip()
    return token.special or (
        bool(text) and all(unicodedata.category(sign).startswith("P") for sign in text)
    )
