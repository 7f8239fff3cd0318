"""Two runs over the same tokens, set side by side: before a change inside the run, and after it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.experiments.comparison_result import Next, Option, Text
from app.trace import Attention, Floats, Trace
from app.trace.softmax import log_softmax

BEST = 5


def relative_change(old: Floats, new: Floats) -> Floats:
    """(layer, token): the norm of the difference over the norm before."""
    norms = np.linalg.norm(old, axis=-1)
    return np.asarray(
        np.linalg.norm(new - old, axis=-1) / np.where(norms > 0, norms, 1), dtype=np.float32
    )


def head_changes(old: Trace, new: Trace, stack: str) -> tuple[tuple[float, ...], ...]:
    """(layer, head): the mean over queries of half the summed absolute change of the weights."""
    names = [attention.name for attention in old.attention]
    if stack not in names:
        return ()
    one, other = old.stack(stack), new.stack(stack)
    return tuple(_distances(one, other, layer) for layer in range(len(one.layers)))


def _distances(one: Attention, other: Attention, layer: int) -> tuple[float, ...]:
    apart = np.abs(one.weights(layer) - other.weights(layer)).sum(axis=-1) / 2
    return tuple(map(float, apart.mean(axis=-1)))


def options(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[Option, ...]:
    """The most likely of either, in the order of before."""
    best = {
        name
        for told in (before, after)
        for name in sorted(told, key=lambda name: -told[name])[:BEST]
    }
    listed = sorted(best, key=lambda name: -before.get(name, 0.0))
    return tuple(Option(name, before.get(name), after.get(name)) for name in listed)


def next_token(old: Trace, new: Trace, at: int | None) -> Next | None:
    """What either run predicts at a position (of the first written word); None without words."""
    if old.logits is None or new.logits is None or not old.vocabulary:
        return None
    at = predicting(old) if at is None else at
    one = log_softmax(np.asarray(old.logits[at], dtype=np.float64))
    other = log_softmax(np.asarray(new.logits[at], dtype=np.float64))
    best = {int(n) for told in (one, other) for n in np.argsort(-told)[:BEST]}
    listed = sorted(best, key=lambda number: -one[number])
    candidates = tuple(
        Option(old.vocabulary[n], float(np.exp(one[n])), float(np.exp(other[n])), n) for n in listed
    )
    finite = np.isfinite(one)  # a forbidden token takes no part
    share = np.exp(one[finite])
    kl = float((share * (one[finite] - other[finite])).sum())
    return Next(at, old.written[at].text, candidates, max(0.0, kl))


def predicting(trace: Trace) -> int:
    """The position that predicted the first written word, or the last one where none was written.

    Where a word's own place is predicted, the first word's.
    """
    if trace.predicts != "own":
        return 0 if trace.target else trace.prompt - 1
    return next((n for n, token in enumerate(trace.tokens) if not token.special), 0)


def written_text(old: Trace, new: Trace) -> Text | None:
    """What was written, as likely as either run finds it; None where nothing was written."""
    if old.logits is None or new.logits is None or old.predicts != "next":
        return None
    first = 1 if old.target else max(1, old.prompt)
    tokens = old.written[first:]
    if not tokens:
        return None
    told = []
    both = (old.logits, new.logits)
    for place, token in enumerate(tokens, start=first):
        pair = (log_softmax(np.asarray(logits[place - 1], np.float64)) for logits in both)
        told.append([float(each[token.id]) for each in pair])
    before, after = np.sum(told, axis=0)
    options = tuple(
        Option(token.text, float(np.exp(a)), float(np.exp(b)), token.id)
        for token, (a, b) in zip(tokens, told, strict=True)
    )
    return Text(float(before), float(after), options)
