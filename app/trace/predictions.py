"""What a model with a head found in a text, as plain values with the numbers it rests on.

Characters count in the text that was given (for an answer: in the context).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Score:
    """A label with its probability: softmax over the labels, or sigmoid where several may hold.

    A regression has none: its `logit` is the value itself.
    """

    label: str
    probability: float | None
    logit: float


UNCLEAR_ABOVE = 0.5


@dataclass(frozen=True)
class Part:
    """One sentence of a text, judged by itself; `plain` as for `Labels`."""

    start: int
    end: int
    scores: tuple[Score, ...]
    plain: float | None = None


@dataclass(frozen=True)
class Labels:
    """The labels of a whole text, the most likely first; values in their own order.

    exclusive  whether the probabilities sum to 1 over the labels; else each stands for itself
    parts      its sentences, where there are several
    plain      the probability that the text is a plain statement, which judges nothing; None where
               the model cannot tell. Above a half the labels are unclear
    """

    scores: tuple[Score, ...]
    exclusive: bool = True
    parts: tuple[Part, ...] = ()
    plain: float | None = None
    kind: Literal["labels"] = "labels"

    @property
    def unclear(self) -> bool:
        """Whether the text is more likely a plain statement than not."""
        return self.plain is not None and self.plain > UNCLEAR_ABOVE

    @property
    def regression(self) -> bool:
        """Whether the outputs are values and no labels to choose from."""
        return self.scores[0].probability is None


@dataclass(frozen=True)
class Span:
    """A possible answer: characters of the context.

    score        logit of its start plus logit of its end, minus that of "not in the text"
    probability  among all allowed spans of its window and "not in the text"
    window       in which window it was found
    """

    text: str
    start: int
    end: int
    score: float
    probability: float
    window: int


@dataclass(frozen=True)
class Window:
    """One stretch of the context that was read with the question; `best` is its best score."""

    start: int
    end: int
    best: float


AnswerState = Literal["answered", "unsure", "absent"]


@dataclass(frozen=True)
class Spans:
    """Possible answers, the best first, and what is made of the best one.

    state           by the best one's score: "answered" above `answered_above`, "unsure" above
                    `unsure_above` (it is shown, as unsure), else "absent": not in the text
    unsure_above, answered_above  thresholds of the score; None for both where a model was trained
                    without: then the best one is always the answer
    right           of the answers that the adapter gave in this state when it was measured, the
                    share that was right; None where that is not known
    start_logits, end_logits  per token of the window that is shown
    """

    spans: tuple[Span, ...]
    state: AnswerState
    unsure_above: float | None
    answered_above: float | None
    right: float | None
    windows: tuple[Window, ...]
    shown: int
    start_logits: tuple[float, ...] = ()
    end_logits: tuple[float, ...] = ()
    kind: Literal["spans"] = "spans"


@dataclass(frozen=True)
class Entity:
    """A named entity; its score is the mean probability of its type over its words."""

    text: str
    label: str
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Entities:
    """Entities in reading order, and per token the probability of every label (token, label).

    kinds  of entity, one per label; empty for the label that stands for none
    """

    entities: tuple[Entity, ...]
    labels: tuple[str, ...]
    probabilities: tuple[tuple[float, ...], ...]
    kinds: tuple[str, ...] = ()
    kind: Literal["entities"] = "entities"


@dataclass(frozen=True)
class Guess:
    """A word for a hidden place: softmax over the whole vocabulary."""

    id: int
    text: str
    probability: float


@dataclass(frozen=True)
class Blank:
    """One hidden place: its token, the best guesses, and the word that stood there, if one did."""

    position: int
    start: int
    end: int
    guesses: tuple[Guess, ...]
    original: Guess | None = None
    original_rank: int | None = None


@dataclass(frozen=True)
class Filled:
    """The hidden places of a text, in reading order."""

    blanks: tuple[Blank, ...] = field(default=())
    kind: Literal["filled"] = "filled"


Result = Labels | Spans | Entities | Filled
