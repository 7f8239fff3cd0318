"""Next token: the exact distribution over the whole vocabulary, and what settings make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.trace import Floats, Trace
from visualizers._panel import Panel, Selection

Doubles = NDArray[np.float64]

SHOWN = 200


def needs(trace: Trace) -> str | None:
    """A reason when the model predicts no words."""
    if trace.logits is None:
        return (
            "This model has no output words: it gives each token a vector, not a distribution "
            "over a vocabulary."
        )
    if trace.predicts != "next":
        return (
            "This model was trained to fill in masked words, so its output is about each token "
            "itself and not about the one that comes next."
        )
    return None


def distribution(logits: Floats, temperature: float = 1.0) -> Doubles:
    """Softmax over the whole vocabulary (last axis) in float64; sums to 1.

    At temperature 0 all probability is on the largest logit (the first one of equals).
    """
    exact = logits.astype(np.float64)
    if temperature == 0:
        greedy = np.zeros_like(exact)
        np.put_along_axis(greedy, exact.argmax(axis=-1)[..., None], 1.0, axis=-1)
        return greedy
    scaled = exact / temperature
    shares = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)


def kept(
    logits: Floats, temperature: float, top_k: int, top_p: float, min_p: float
) -> NDArray[np.bool_]:
    """(entry,): which entries the settings leave, applied in transformers' order.

    temperature, then top-k (0 is off), then top-p over what is left, then min-p over what is
    left of that. At least one entry stays.
    """
    if temperature == 0:
        return distribution(logits, 0.0) > 0
    stays = np.ones(len(logits), dtype=bool)
    if 0 < top_k < len(logits):
        # Equals of the last one that fits all stay, as in transformers.
        stays &= logits >= np.partition(logits, -top_k)[-top_k]
    if top_p < 1.0:
        shares = _renormalised(logits, temperature, stays)
        ascending = np.argsort(shares, kind="stable")
        cut = ascending[np.cumsum(shares[ascending]) <= 1.0 - top_p]
        best = ascending[-1]
        stays[cut] = False
        stays[best] = True
    if min_p > 0:
        shares = _renormalised(logits, temperature, stays)
        stays &= shares >= min_p * shares.max()
    return stays


def _renormalised(logits: Floats, temperature: float, stays: NDArray[np.bool_]) -> Doubles:
    shares = np.where(stays, distribution(logits, temperature), 0.0)
    return shares / shares.sum()


def entropy(shares: Doubles) -> float:
    """-sum p·ln p over the last axis, in nats; 0·ln 0 counts as 0."""
    held = shares[shares > 0]
    return float(-(held * np.log(held)).sum())


@dataclass(frozen=True)
class Candidate:
    """One entry: its logit, its share in the model's own distribution and after the settings."""

    id: int
    logit: float
    raw_probability: float
    probability: float
    kept: bool


def candidates(
    logits: Floats,
    *,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    min_p: float = 0.0,
    limit: int = 50,
) -> tuple[tuple[Candidate, ...], float, float]:
    """(the `limit` most likely entries, entropy after the settings in nats, their summed share).

    `logits` (entry,). `raw_probability` is the softmax over the whole vocabulary at temperature 1;
    `probability` is renormalised over the entries the settings keep, and 0 for the others.
    """
    raw = distribution(logits)
    stays = kept(logits, temperature, top_k, top_p, min_p)
    after = _renormalised(logits, temperature, stays)
    order = np.argsort(-logits, kind="stable")[:limit]
    chosen = tuple(
        Candidate(
            id=int(entry),
            logit=float(logits[entry]),
            raw_probability=float(raw[entry]),
            probability=float(after[entry]),
            kept=bool(stays[entry]),
        )
        for entry in order
    )
    return chosen, entropy(after), float(sum(each.probability for each in chosen))


def row_of(trace: Trace, position: int) -> int:
    """A position counted from 0, or from the end when negative. Raises IndexError beyond it."""
    count = len(trace.written)
    if not -count <= position < count:
        raise IndexError(f"position {position} is not one of {count}")
    return position % count


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """The most likely entries after one position and the token that really follows.

    The logits themselves travel as an array, sorted, so that the page can apply any settings.
    """
    if trace.logits is None:
        raise ValueError("this trace has no logits")
    position = row_of(trace, selection.position)
    logits = trace.logits[position]
    order = np.argsort(-logits, kind="stable")[:SHOWN]
    following = trace.written[position + 1 :][:1]
    actual = None
    if following:
        number = following[0].id
        rank = int((logits > logits[number]).sum()) + 1
        actual = {"id": number, "text": following[0].text, "rank": rank}
    return {
        "position": position,
        "positions": len(trace.written),
        "text": trace.written[position].text,
        "vocabulary": len(logits),
        "candidates": [{"id": int(entry), "text": trace.vocabulary[entry]} for entry in order],
        "actual": actual,
    }


PANEL = Panel(
    id="next_token",
    title="Next token",
    explains="What the model expects after a token: the softmax over its whole vocabulary.",
    order=20,
    view="next_token",
    needs=needs,
    draw=draw,
)
