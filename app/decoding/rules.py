"""The rules of decoding, one after the other, on the logits of one position.

Plain arithmetic on a row of logits, the same as transformers' logits processors; what is used when
a text is generated is `app.decoding.loop.processors`, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.decoding.sampling import CUTS, RULES, SETTINGS, Sampling
from app.trace.softmax import log_softmax, softmax

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stage:
    """One rule, and the logits (entry,) after it; -inf where an entry was cut.

    active  False for a rule that is off: it changes nothing
    cut     how many entries it cut
    mass    the probability they had together just before it
    """

    name: str
    active: bool
    scores: Doubles
    cut: int
    mass: float

    @property
    def shares(self) -> Doubles:
        """(entry,): the softmax of the scores; sums to 1."""
        return softmax(self.scores)


def stages(logits: NDArray[np.floating], seen: Sequence[int], sampling: Sampling) -> list[Stage]:
    """Every rule in the order of the settings, from the model's own logits (entry,).

    `seen` are the ids of the text before, the prompt included. At temperature 0 the rules that cut
    take no part, and the most likely entry is left alone at the end.
    """
    scores = np.asarray(logits, dtype=np.float64)
    left = [Stage("model", True, scores, 0, 0.0)]
    for name in sampling.order:
        rule = _RULES[name]
        active = is_active(name, sampling)
        before, scores = scores, rule(scores, seen, sampling) if active else scores
        gone = np.isneginf(scores) & ~np.isneginf(before)
        mass = float(softmax(before)[gone].sum()) if gone.any() else 0.0
        left.append(Stage(name, active, scores, int(gone.sum()), mass))
    return left


def is_active(name: str, sampling: Sampling) -> bool:
    """Whether a rule does anything under these settings."""
    value = getattr(sampling, RULES[name])
    if isinstance(value, tuple):
        return bool(value)
    off = SETTINGS[RULES[name]].off
    return bool(value != off and (name not in CUTS or sampling.temperature > 0))


def _bias(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    """A number added to the logit of a token."""
    changed = scores.copy()
    for token, value in sampling.bias:
        changed[token] += value
    return changed


def _repetition(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    """Logits of seen tokens divided, negative ones multiplied. Source: Keskar et al. 2019."""
    changed = scores.copy()
    places = sorted(set(seen))
    mine, penalty = changed[places], sampling.repetition_penalty
    changed[places] = np.where(mine < 0, mine * penalty, mine / penalty)
    return changed


def _presence(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    """The penalty off the logit of every token seen, however often."""
    changed = scores.copy()
    changed[sorted(set(seen))] -= sampling.presence_penalty
    return changed


def _frequency(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    """The penalty off the logit of a token for every time it was seen."""
    counts = np.bincount(np.asarray(seen, dtype=np.int64), minlength=len(scores))
    return np.asarray(scores - sampling.frequency_penalty * counts[: len(scores)])


def _banned(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    """No token that would complete a banned sequence."""
    changed = scores.copy()
    for sequence in sampling.banned:
        head, last = sequence[:-1], sequence[-1]
        if not head or tuple(seen[-len(head) :]) == head:
            changed[last] = -np.inf
    return changed


def _temperature(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    if sampling.temperature > 0:
        return np.asarray(scores / sampling.temperature)
    # The limit: everything on the most likely entry, the first one of equals.
    changed = np.full_like(scores, -np.inf)
    best = int(scores.argmax())
    changed[best] = scores[best]
    return changed


def _top_k(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    """Only the k largest; equals of the last one stay. Source: Fan et al. 2018."""
    k = min(sampling.top_k, len(scores))
    return np.where(scores < np.partition(scores, -k)[-k], -np.inf, scores)


def _top_p(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    """The fewest entries that reach the probability. Source: Holtzman et al. 2020."""
    ascending = np.argsort(scores, kind="stable")
    cut = ascending[np.cumsum(softmax(scores)[ascending]) <= 1.0 - sampling.top_p]
    changed = scores.copy()
    changed[cut[cut != ascending[-1]]] = -np.inf
    return changed


def _min_p(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    """Entries with this share of the largest probability. Source: Nguyen et al. 2024."""
    shares = softmax(scores)
    return np.where(shares < sampling.min_p * shares.max(), -np.inf, scores)


def _typical_p(scores: Doubles, seen: Sequence[int], sampling: Sampling) -> Doubles:
    """The entries whose surprise is nearest to the entropy. Source: Meister et al. 2023."""
    logs = log_softmax(scores)
    shares = np.exp(logs)
    held = shares > 0
    entropy = float(-(shares[held] * logs[held]).sum())
    far = np.abs(-logs - entropy)
    nearest = np.argsort(far, kind="stable")
    reached = int((np.cumsum(shares[nearest]) < sampling.typical_p).sum())
    last = far[nearest[min(reached, len(far) - 1)]]
    gone = far > last
    gone[nearest[0]] = False
    return np.where(gone, -np.inf, scores)


_RULES: dict[str, Callable[[Doubles, Sequence[int], Sampling], Doubles]] = {
    "bias": _bias,
    "repetition": _repetition,
    "presence": _presence,
    "frequency": _frequency,
    "banned": _banned,
    "temperature": _temperature,
    "top_k": _top_k,
    "top_p": _top_p,
    "min_p": _min_p,
    "typical_p": _typical_p,
}
