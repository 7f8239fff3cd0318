"""Which state an answer has by its score."""

from __future__ import annotations

from dataclasses import dataclass

from app.trace.predictions import AnswerState as AnswerState

STATES: tuple[AnswerState, ...] = ("answered", "unsure", "absent")


@dataclass(frozen=True)
class Thresholds:
    """Two thresholds of an answer's score, in its unit (logits); unsure_above is never the larger.

    The score of an answer is the logit of its first plus that of its last token, less the same of
    "not in the text".
    """

    unsure_above: float
    answered_above: float

    def state(self, score: float | None) -> AnswerState:
        """What is made of a best answer with that score; None where there is none at all."""
        if score is None or score <= self.unsure_above:
            return "absent"
        return "unsure" if score <= self.answered_above else "answered"


UNDECIDED = Thresholds(0.0, 0.0)
"""Where nothing was chosen: whatever beats "not in the text" is an answer."""
