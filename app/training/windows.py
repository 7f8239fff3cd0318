"""A question and its passage as windows of tokens, and answers read back from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.text.offsets import Span, checked

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    Floats = NDArray[np.floating]

STRIDE = 96  # tokens that two neighbouring windows share
LONGEST_ANSWER = 30  # tokens
LONGEST_QUESTION = 64  # tokens; in training, what is longer is cut to leave room for the passage


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
    asked  the same in the question
    """

    spans: list[Span]
    asked: list[Span] = field(default_factory=list)

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


def question_room(max_length: int) -> int:
    """How many tokens of a window may be the question's: half of them."""
    return max_length // 2


def windows_of(
    tokenizer: PreTrainedTokenizerBase,
    question: str,
    passage: str,
    *,
    max_length: int,
    longest_question: int = LONGEST_QUESTION,
) -> list[Window]:
    """The windows of a passage, each of at most `max_length` tokens, in reading order.

    A question of more than `longest_question` tokens, or than there is room for, loses its end.
    """
    asked = tokenizer(
        question, add_special_tokens=False, return_offsets_mapping=True, verbose=False
    )
    longest = min(longest_question, question_room(max_length))
    if len(asked["input_ids"]) > longest:
        question = question[: asked["offset_mapping"][longest - 1][1]]
    made = tokenizer(
        question,
        passage,
        truncation="only_second",
        max_length=max_length,
        stride=min(STRIDE, max(0, (max_length - LONGEST_QUESTION) // 2)),
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    types = made.get("token_type_ids", [[] for _ in made["input_ids"]])
    found = []
    for number, ids in enumerate(made["input_ids"]):
        offsets, parts = made["offset_mapping"][number], made.sequence_ids(number)
        spans = [[(-1, -1)] * len(ids) for _ in range(2)]
        for which, text in enumerate((question, passage)):
            places = [place for place, part in enumerate(parts) if part == which]
            # A later window begins inside the passage: what stands before it is no hole.
            start = offsets[places[0]][0] if which and number and places else 0
            mine = [(offsets[n][0] - start, offsets[n][1] - start) for n in places]
            held = checked(
                text[start:], mine, [ids[n] for n in places], lambda n: str(tokenizer.decode([n]))
            )
            for place, (first, end) in zip(places, held, strict=True):
                spans[which][place] = (first + start, end + start)
        found.append(Window(ids, types[number], spans[1], spans[0]))
    return found


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
