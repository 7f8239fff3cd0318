"""What an experiment that hides source words found, as plain values; see `source_ablation`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """One source word: its text, its tokens (first, last), the weight it got and what it matters.

    start, end  its characters in the source
    attention   the mean over the target word's tokens of the weight on this word
    change      per way of hiding it: the change of the target word's log-probability in nats,
                negative where the word became less likely
    """

    text: str
    start: int
    end: int
    pieces: tuple[int, int]
    attention: float
    change: dict[str, float]


@dataclass(frozen=True)
class Control:
    """The same correlation for other words: this word's weights against their changes."""

    mean: float
    low: float
    high: float
    words: int


@dataclass(frozen=True)
class SourceAblation:
    """What hiding showed for one target word.

    probability  of the word: the product over its tokens, each after those before it
    correlation  per way: Spearman between the weights and how much less likely the word became,
                 what is below SMALL counted as equal
    control      per way: the same weights with the changes of every other target word
    most         per way: the change when the word with the largest weight is hidden
    random       per way: the mean change over the source words other than the one with the largest
                 weight, which is what hiding another word, drawn at random, does on average; None
                 where there is no other
    """

    words: tuple[Word, ...]
    probability: float
    log_probability: float
    correlation: dict[str, float | None]
    control: dict[str, Control | None]
    most: dict[str, float]
    random: dict[str, float | None]


@dataclass(frozen=True)
class SourceAblationProgress:
    """How far it is: `done` of `of` sentences with a word hidden."""

    done: int
    of: int
