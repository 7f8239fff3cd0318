"""Lesson: the words of a passage that answer a question, or that none of them do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from app.models.task_heads import HeadKind
from app.models.thresholds import STATES, UNDECIDED, AnswerState, Thresholds
from app.training.base import Base
from app.training.device import beside
from app.training.events import Scores
from app.training.lesson import Batch, Lesson
from app.training.padding import attention_mask, padded
from app.training.passages import Question, hold_back, read_questions
from app.training.recipe import Recipe
from app.training.squad_scores import exact_match, f1
from app.training.windows import Encoded, Found, Window, best_answers, windows_of

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

# How often each data set is read in one epoch: what is closest to questions about a passage most
# often. QAMR's are asked about single sentences.
SHARES: dict[str, float] = {"squad": 1.4, "qed": 0.5, "qamr": 0.05, "squad2": 0.5}
_ARTICLES_HELD_BACK = 2
# Points of F1 over answerable questions that declining may cost: half a point less than the three
# that are promised, since other articles differ from those that are held back.
MOST_LOST = 0.025
# The share of unanswerable questions that are not to be given an answer as a sure one.
LEAST_DOUBTED = 0.5
_RIGHT = 0.5  # F1 from which an answer counts as right
_SCORED_QUICKLY = 120  # questions of either sort
_SCORED_AT_ONCE = 16  # windows


class Answer(Lesson):
    """Questions of `train`; `held` chooses the best weights and the thresholds, `dev` is scored."""

    kind = "answer"
    head_kind: ClassVar[HeadKind] = "question-answering"
    deciding: ClassVar[str] = "F1"

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        train: Sequence[Question],
        held: Sequence[Question],
        dev: Sequence[Question],
        *,
        max_length: int,
        seed: int,
        shares: Mapping[str, float] = SHARES,
    ) -> None:
        self._tokenizer, self._max_length = tokenizer, max_length
        self._held, self._dev = list(held), list(dev)
        self._windows: list[Encoded] = []
        self._places: list[tuple[int, int]] = []
        for row in _mixed(train, shares, seed):
            for window in windows_of(tokenizer, row.question, row.passage, max_length=max_length):
                self._windows.append(Encoded(window.ids, window.types))
                self._places.append(_place(window, row))

    def lengths(self) -> Sequence[int]:
        """Tokens of every window."""
        return [len(window.ids) for window in self._windows]

    def batch(self, numbers: Sequence[int], random: np.random.Generator) -> Batch:
        """Windows with the first and the last token of their answers."""
        import torch

        chosen = [self._windows[number] for number in numbers]
        starts, ends = zip(*(self._places[number] for number in numbers))
        return inputs_of(chosen, self._tokenizer) | {
            "start_positions": torch.tensor(starts),
            "end_positions": torch.tensor(ends),
        }

    def quick_scores(self, model: PreTrainedModel) -> Scores:
        """The scores of some of the questions that are held back."""
        answerable = [row for row in self._held if row.answers][:_SCORED_QUICKLY]
        rest = [row for row in self._held if not row.answers][:_SCORED_QUICKLY]
        return question_scores(
            model,
            self._tokenizer,
            answerable + rest,
            max_length=self._max_length,
            thresholds=UNDECIDED,
        )

    def settle(self, model: PreTrainedModel) -> dict[str, Any]:
        """The thresholds of the score."""
        found = answers_of(model, self._tokenizer, self._held, max_length=self._max_length)
        return asdict(best_thresholds(self._held, found))

    def scores(self, model: PreTrainedModel, settings: dict[str, Any]) -> Scores:
        """The scores of `dev`."""
        return question_scores(
            model,
            self._tokenizer,
            self._dev,
            max_length=self._max_length,
            thresholds=Thresholds(**settings),
        )


def squad(base: Base, folder: Path, recipe: Recipe) -> Answer:
    """Answers in the passages below `folder`/qa."""
    train, held = read_train(folder)
    lesson = Answer(
        base.tokenizer,
        train,
        held,
        read_dev(folder),
        max_length=recipe.max_length,
        seed=recipe.seed,
    )
    lesson.data = ("squad", "qed", "qamr")
    return lesson


def read_train(folder: Path) -> tuple[list[Question], list[Question]]:
    """(for training, held back): the second chooses the best weights and the thresholds."""
    return hold_back(
        read_questions(folder / "qa" / "train.jsonl")
        + read_questions(folder / "qa" / "unanswerable-train.jsonl"),
        _ARTICLES_HELD_BACK,
    )


def read_dev(folder: Path) -> list[Question]:
    """The questions that are scored at the end: articles that no training has seen."""
    return read_questions(folder / "qa" / "dev.jsonl") + read_questions(
        folder / "qa" / "unanswerable-dev.jsonl"
    )


def answers_of(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[Question],
    *,
    max_length: int,
) -> list[Found | None]:
    """The best answer to each question, whatever its score; None for an empty passage."""
    windows = [
        windows_of(tokenizer, row.question, row.passage, max_length=max_length) for row in rows
    ]
    flat = [window for of_row in windows for window in of_row]
    logits: list[tuple[Any, Any]] = [(None, None)] * len(flat)
    order = sorted(range(len(flat)), key=lambda number: len(flat[number].ids))
    for first in range(0, len(order), _SCORED_AT_ONCE):
        numbers = order[first : first + _SCORED_AT_ONCE]
        output = model(**beside(model, inputs_of([flat[number] for number in numbers], tokenizer)))
        starts = output.start_logits.float().cpu().numpy()
        ends = output.end_logits.float().cpu().numpy()
        for row, number in enumerate(numbers):
            length = len(flat[number].ids)
            logits[number] = (starts[row, :length], ends[row, :length])
    found: list[Found | None] = []
    place = 0
    for of_row in windows:
        best = best_answers(of_row, logits[place : place + len(of_row)])
        found.append(best[0] if best else None)
        place += len(of_row)
    return found


def question_scores(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[Question],
    *,
    max_length: int,
    thresholds: Thresholds,
) -> Scores:
    """`scores_of` the model's answers."""
    found = answers_of(model, tokenizer, rows, max_length=max_length)
    return scores_of(rows, found, thresholds)


def scores_of(
    rows: Sequence[Question], found: Sequence[Found | None], thresholds: Thresholds
) -> Scores:
    """Scores of answerable and unanswerable questions, 0 to 1.

    exact match, F1   of the answerable ones, where an answer must be given
    F1 as shown       of the same as a visitor gets them: nothing where it is not in the text
    answerable answered, unsure, absent     the share of them in each state
    unanswerable answered, unsure, absent   of the others
    answered and right, unsure and right    of all answers in that state the share with an F1 of a
                      half or more; what has no answer is never right
    ROC area          the chance that an answerable question scores above an unanswerable one
    """
    graded = [_graded(row, each, thresholds) for row, each in zip(rows, found)]
    own = [each for each in graded if each.f1 is not None]
    others = [each for each in graded if each.f1 is None]
    scores: Scores = {}
    if own:
        pairs = [(row, each) for row, each in zip(rows, found) if row.answers]
        scores["exact match"] = _mean([exact_match(_text(r, e), _right(r)) for r, e in pairs])
        scores["F1"] = _mean([each.f1 or 0.0 for each in own])
        scores["F1 as shown"] = _mean(
            [0.0 if each.state == "absent" else each.f1 or 0.0 for each in own]
        )
    for name, part in (("answerable", own), ("unanswerable", others)):
        if part:
            scores[name] = len(part)
            for state in STATES:
                scores[f"{name} {state}"] = _mean([float(each.state == state) for each in part])
    for state in STATES[:2]:
        if given := [each for each in graded if each.state == state]:
            scores[f"{state} and right"] = _mean([float((e.f1 or 0.0) >= _RIGHT) for e in given])
    if own and others:
        scores["ROC area"] = roc_area([each.score for each in own], [each.score for each in others])
    return scores


def best_thresholds(rows: Sequence[Question], found: Sequence[Found | None]) -> Thresholds:
    """The thresholds that serve these questions best.

    unsure_above    the largest at which F1 over the answerable ones falls by at most MOST_LOST
    answered_above  the smallest above it at which LEAST_DOUBTED of the others are not answered
    Both are 0 where one of the two sorts of questions is missing.
    """
    graded = [_graded(row, each, UNDECIDED) for row, each in zip(rows, found) if each is not None]
    own = sorted((each.score, each.f1) for each in graded if each.f1 is not None)
    others = sorted(each.score for each in graded if each.f1 is None)
    if not own or not others:
        return UNDECIDED
    lost, low = 0.0, own[0][0] - 1.0
    for score, value in own:
        lost += value
        if lost > MOST_LOST * len(own):
            break
        low = score
    high = others[math.ceil(LEAST_DOUBTED * len(others)) - 1]
    # Rounded up where it counts: a score is compared with what stands in the description.
    low, high = math.floor(low * 1000) / 1000, math.ceil(high * 1000) / 1000
    return Thresholds(low, max(low, high))


def roc_area(own: Sequence[float], others: Sequence[float]) -> float:
    """The share of pairs in which one of `own` is the larger; a tie counts half."""
    first, second = np.asarray(own)[:, None], np.asarray(others)[None, :]
    return float(np.mean((first > second) + 0.5 * (first == second)))


def inputs_of(windows: Sequence[Encoded], tokenizer: PreTrainedTokenizerBase) -> Batch:
    """The windows as arguments of the model, (window, token)."""
    ids = [window.ids for window in windows]
    batch = {
        "input_ids": padded(ids, tokenizer.pad_token_id or 0),
        "attention_mask": attention_mask(ids),
    }
    if windows[0].types:
        batch["token_type_ids"] = padded([window.types for window in windows], 0)
    return batch


def _mixed(rows: Sequence[Question], shares: Mapping[str, float], seed: int) -> list[Question]:
    """The rows of each source as often as its share says; a part of a share is drawn."""
    random = np.random.default_rng(seed)
    mixed: list[Question] = []
    for source in sorted({row.source for row in rows}):
        own = [row for row in rows if row.source == source]
        whole, part = divmod(shares.get(source, 1.0), 1)
        drawn = random.permutation(len(own))[: round(part * len(own))]
        mixed += own * int(whole) + [own[number] for number in sorted(drawn)]
    return mixed


def _place(window: Window, row: Question) -> tuple[int, int]:
    if not row.answers:
        return (0, 0)
    start, text = row.answers[0]
    return window.locate(start, start + len(text))


def _text(row: Question, found: Found | None) -> str:
    return row.passage[found.start : found.end] if found else ""


def _right(row: Question) -> list[str]:
    return [text for _, text in row.answers]


@dataclass(frozen=True)
class _Graded:
    """A question's best answer: its score, its state, and F1, or None where there is none."""

    score: float
    state: AnswerState
    f1: float | None


def _graded(row: Question, found: Found | None, thresholds: Thresholds) -> _Graded:
    score = found.score if found else None
    return _Graded(
        -math.inf if score is None else score,
        thresholds.state(score),
        f1(_text(row, found), _right(row)) if row.answers else None,
    )


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0
