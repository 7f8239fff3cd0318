"""How much of each head's attention follows from distance alone, in one text.

What a head gives to a pair before the softmax, its log-weight up to a constant of the query, is
regressed on one free number per signed distance (key - query) and one per query:

    score(query, key) = c(query) + f(key - query) + rest

The share is what f explains of the variation of the scores within their queries: the adjusted
partial R², where every free number of f costs a degree of freedom, so that a short text does not
score high by chance. It says what went with distance in this text, not what the head is for: a
trend of content along the text goes with distance, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.trace import Attention, Floats, Token
from app.trace.attention import Scores, Weights

FEWEST = 4
MOST = 256
# Below this a bias stands for a hidden pair, whatever number type its -inf was written in.
HIDDEN = -1e4
# Largest part of a score that can be rounding: float32 has 24 bits.
ROUNDING = 1e-6

DEFINITION = (
    "A head's scores before the softmax, bias included, are regressed on one free number per "
    "signed distance (key - query) and one per query: score = c(query) + f(distance) + rest. The "
    "share is the adjusted partial R² of f, 1 - (rest² / (N - Q - D)) / (within² / (N - Q)): N "
    "pairs, Q queries, D free distances; within² is the variation of the scores around the mean "
    "of their query. 1: the score is known once the distance is; 0: distance tells no more than "
    "chance."
)

Doubles = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PositionalShare:
    """What distance alone explains, per head of one stack.

    adjusted  (layer, head): the adjusted partial R², at most 1; below 0 less than chance explains
    pairs     query-key pairs behind each number; the most of them where layers hide differently
    left_out  one sentence: which tokens were not counted, and why
    """

    adjusted: Floats
    pairs: int
    left_out: str

    @property
    def share(self) -> Floats:
        """(layer, head): `adjusted` cut to 0…1."""
        return np.clip(self.adjusted, 0, 1)


def unavailable(attention: Attention) -> str | None:
    """Why distance explains nothing in this stack, in one sentence, or None where it may."""
    if attention.name == "memory":
        return "A recurrent memory has no scores: nothing is read, so nothing depends on distance."
    if attention.name == "cross" or attention.query_tokens != attention.key_tokens:
        return (
            "Cross-attention reads another text than it writes, so there is no distance between "
            "the two: choose the encoder's or the decoder's own attention."
        )
    if len(counted(attention)) < FEWEST:
        return (
            f"Too short to tell: this needs at least {FEWEST} tokens, marks "
            f"{'and the first token ' if attention.causal else ''}not counted."
        )
    return None


def counted(attention: Attention) -> tuple[int, ...]:
    """The positions that are regressed: no marks, in a causal stack not the first token."""
    first = 1 if attention.causal else 0
    tokens = attention.key_tokens
    return tuple(n for n in range(first, len(tokens)) if not tokens[n].special)[:MOST]


def positional_share(attention: Attention) -> PositionalShare:
    """The share of distance in every head of a stack.

    Raises ValueError with the sentence of `refusal` where it does not apply.
    """
    reason = unavailable(attention)
    if reason:
        raise ValueError(reason)
    places = np.array(counted(attention))
    known: dict[bytes, _Regression] = {}
    rows = []
    for layer in attention.layers:
        allowed = np.zeros(layer.shape[1:], dtype=bool)
        inside = np.ix_(places, places)
        allowed[inside] = _allowed(layer, attention.causal)[inside]
        # Layers of one model may hide differently (sliding windows); most share one regression.
        pattern = allowed.tobytes()
        if pattern not in known:
            known[pattern] = _Regression(allowed)
        one = known[pattern]
        rows.append([one.adjusted(_scores(layer, head)) for head in range(attention.heads)])
    return PositionalShare(
        adjusted=np.array(rows, dtype=np.float32),
        pairs=max(each.pairs for each in known.values()),
        left_out=_left_out(attention.key_tokens, len(places), causal=attention.causal),
    )


class _Regression:
    """Least squares of scores on distances, within queries, for one pattern of allowed pairs.

    The constants of the queries are taken out of both sides first (Frisch and Waugh 1933; Lovell
    1963), which leaves normal equations in the distances alone. Their matrix knows the pattern
    only, so it is inverted once for all heads.
    """

    def __init__(self, allowed: Mask) -> None:
        self._query, self._key = np.nonzero(allowed)
        self.pairs = len(self._query)
        self._sizes = np.maximum(allowed.sum(axis=1), 1).astype(np.float64)  # pairs of each query
        distances, self._distance = np.unique(self._key - self._query, return_inverse=True)
        self._distances = len(distances)
        has = np.zeros((len(allowed), self._distances))  # (query, distance): is there such a pair
        has[self._query, self._distance] = 1.0
        normal = np.diag(has.sum(axis=0)) - has.T @ (has / self._sizes[:, None])
        values, vectors = np.linalg.eigh(normal)
        kept = values > max(float(values[-1]), 1.0) * 1e-9
        self._inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
        # A constant over all distances is already a constant of the queries: never of full rank.
        self._free = int(kept.sum())
        self._within = self.pairs - int(allowed.any(axis=1).sum())

    def adjusted(self, scores: Doubles) -> float:
        """The adjusted partial R² of the distances; 0 where the scores do not vary."""
        values = scores[self._query, self._key]
        means = np.bincount(self._query, values, len(self._sizes)) / self._sizes
        centred = values - means[self._query]
        total = float(centred @ centred)
        rest_free = self._within - self._free
        if rest_free <= 0 or total <= self.pairs * (ROUNDING * float(np.abs(values).max())) ** 2:
            return 0.0
        sums = np.bincount(self._distance, centred, self._distances)
        rest = max(0.0, total - float(sums @ self._inverse @ sums))
        return 1.0 - (rest / rest_free) / (total / self._within)


def _scores(layer: Scores | Weights, head: int) -> Doubles:
    """(query, key): the log-weights of a head up to a constant of each query, before the mask."""
    if isinstance(layer, Weights):
        weights = layer.weights(head)[0].astype(np.float64)
        return np.log(np.maximum(weights, np.finfo(np.float32).tiny))
    scores = layer.scores(head)[0].astype(np.float64)
    if layer.bias is not None:
        scores = scores + layer.bias[0 if len(layer.bias) == 1 else head]
    return scores


def _allowed(layer: Scores | Weights, causal: bool) -> Mask:
    """(query, key): what no mask hides. Of finished weights: pairs to which some head gives any."""
    _, queries, keys = layer.shape
    allowed = np.ones((queries, keys), dtype=bool)
    if isinstance(layer, Weights):
        allowed &= (layer.probabilities > 0).any(axis=0)
    elif layer.bias is not None:
        allowed &= (layer.bias > HIDDEN).all(axis=0)
    if causal or (isinstance(layer, Scores) and layer.causal):
        allowed &= np.tri(queries, keys, dtype=bool)
    return allowed


def _left_out(tokens: Sequence[Token], used: int, *, causal: bool) -> str:
    """Which tokens are not counted, and why, in one sentence."""
    parts = []
    if causal:
        parts.append("the first token, where heads leave attention they have no use for (the sink)")
    marks = list(dict.fromkeys(token.text.strip() for token in tokens[causal:] if token.special))
    if marks:
        parts.append(f"marks that stand for no text ({', '.join(marks)})")
    if used == MOST and sum(not token.special for token in tokens[causal:]) > MOST:
        parts.append(f"what comes after the first {MOST} tokens")
    return f"Left out: {'; '.join(parts)}." if parts else "No token is left out."
