"""What an explanation of a label or an answer found, as plain values; see `attribution`."""

from __future__ import annotations

from dataclasses import dataclass, field

WAYS = ("gradient", "integrated", "occlusion", "rollout")


@dataclass(frozen=True)
class AttributionProgress:
    """How far it is."""

    done: int
    of: int


@dataclass(frozen=True)
class Word:
    """One word and what it adds, by each way there is: in logits, for the rollout a share of 1."""

    text: str
    start: int
    end: int
    pieces: tuple[int, int]
    by: dict[str, float]


@dataclass(frozen=True)
class Attribution:
    """What each word adds to a score.

    target        the label or the answer that is explained
    score         its logit (for an answer: that of its first plus that of its last token)
    empty_score   the same with every word replaced by a mask
    gap           sum of the integrated gradients less (score - empty_score): 0 would be complete
    correlations  Spearman between the sizes two ways give, by "one other"; None without an order
    missing       a way that could not be asked -> why, in one sentence
    empty         what stands for a word that is taken away, in a few words
    """

    words: tuple[Word, ...]
    target: str
    score: float
    empty_score: float
    gap: float
    correlations: dict[str, float | None]
    missing: dict[str, str] = field(default_factory=dict)
    empty: str = ""
