"""A question and its passage as windows of tokens, and answers read back from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    Floats = NDArray[np.floating]

STRIDE = 96  # tokens that two neighbouring windows share
LONGEST_ANSWER = 30  # tokens
_LONGEST_QUESTION = 64  # tokens; what is longer would leave no room for the passage


@dataclass(frozen=True, eq=False)
class Encoded:
    """One stretch of a passage with the question before it, as the model reads it.

    ids, types  token ids, and the token types where the model has them (else empty)
    """

    ids: list[int]
    types: list[int]


@dataclass(frozen=True, eq=False)
class Window(Encoded):
    """The same, with the place of each token.

    spans  (first character, end) in the passage per token; (-1, -1) outside of it
    """

    spans: list[tuple[int, int]]

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """(first, last) token of the passage's characters start to end.

        (0, 0), which is the first special token, where this window does not hold all of them.
        """
        inside = [n for n, (first, last) in enumerate(self.spans) if first < end and last > start]
        whole = inside and self.spans[inside[0]][0] <= start and self.spans[inside[-1]][1] >= end
        return (inside[0], inside[-1]) if whole else (0, 0)


@dataclass(frozen=True)
class Found:
    """An answer in a passage: characters start to end, and its score.

    score  sum of the two logits, minus that of "not in the text" (natural-log units)
    """

    start: int
    end: int
    score: float


def windows_of(
    tokenizer: PreTrainedTokenizerBase, question: str, passage: str, *, max_length: int
) -> list[Window]:
    """The windows of a passage, each of at most `max_length` tokens, in reading order."""
    asked = tokenizer(question, add_special_tokens=False, return_offsets_mapping=True)
    longest = min(_LONGEST_QUESTION, max_length // 2)
    if len(asked["input_ids"]) > longest:
        question = question[: asked["offset_mapping"][longest - 1][1]]
    made = tokenizer(
        question,
        passage,
        truncation="only_second",
        max_length=max_length,
        stride=min(STRIDE, max(0, (max_length - _LONGEST_QUESTION) // 2)),
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    types = made.get("token_type_ids", [[] for _ in made["input_ids"]])
    return [
        Window(
            ids,
            types[number],
            [
                tuple(span) if part == 1 else (-1, -1)
                for span, part in zip(made["offset_mapping"][number], made.sequence_ids(number))
            ],
        )
        for number, ids in enumerate(made["input_ids"])
    ]


def span_scores(window: Window, start: Floats, end: Floats) -> Floats:
    """(first, last token): the sum of the two logits of every allowed span, -inf for the others.

    Allowed is what lies in the passage and has at most LONGEST_ANSWER tokens.
    """
    length = len(window.spans)
    inside = np.array([first >= 0 for first, _ in window.spans])
    width = np.arange(length)[None, :] - np.arange(length)[:, None]
    allowed = (width >= 0) & (width < LONGEST_ANSWER) & inside[:, None] & inside[None, :]
    return np.where(allowed, start[:length, None] + end[None, :length], -np.inf)


def best_answers(
    windows: Sequence[Window],
    logits: Sequence[tuple[Floats, Floats]],
    *,
    most: int = 1,
) -> list[Found]:
    """The best answers of a passage, best first, without those that overlap a better one.

    logits  (start, end) per window, one number per token of it

    "Not in the text" is scored by the first token of each window; over several windows the
    smallest counts, since one that holds the answer is enough (SQuAD 2.0).
    """
    nothing = min(float(start[0] + end[0]) for start, end in logits)
    candidates: list[Found] = []
    for window, (start, end) in zip(windows, logits):
        scores = span_scores(window, start, end)
        length = len(window.spans)
        for place in np.argsort(scores, axis=None)[::-1][: 20 * most]:
            first, last = divmod(int(place), length)
            if np.isneginf(scores[first, last]):
                break
            score = float(scores[first, last]) - nothing
            candidates.append(Found(window.spans[first][0], window.spans[last][1], score))
    found: list[Found] = []
    for each in sorted(candidates, key=lambda candidate: -candidate.score):
        if all(each.end <= other.start or each.start >= other.end for other in found):
            found.append(each)
    return found[:most]
