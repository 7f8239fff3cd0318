"""Lesson: one label for a whole text."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from app.models.task_heads import HeadKind
from app.training.base import Base
from app.training.device import beside
from app.training.events import Scores
from app.training.labelled import Labelled, read_sst2
from app.training.lesson import Batch, Lesson
from app.training.padding import attention_mask, padded
from app.training.recipe import Recipe
from app.training.statements import Statements, learn, plain_scores, read_statements
from app.training.table import read_table, split

if TYPE_CHECKING:
    import numpy as np
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

SENTIMENTS = ("negative", "positive")
STATEMENTS_SEED = 1
STATEMENTS_DATA = ("sst2", "wikitext2", "squad", "qed", "qamr", "tatoeba")
_SCORED_AT_ONCE = 64


class Classify(Lesson):
    """Texts of `train` with their labels, scored by accuracy on `dev`."""

    kind = "sentiment"
    head_kind: ClassVar[HeadKind] = "sequence-classification"
    deciding: ClassVar[str] = "accuracy"

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        labels: Sequence[str],
        train: Sequence[Labelled],
        dev: Sequence[Labelled],
        *,
        max_length: int,
    ) -> None:
        self.labels = tuple(labels)
        self._tokenizer, self._max_length = tokenizer, max_length
        self._ids = tokenized(tokenizer, [row.text for row in train], max_length)
        self._answers = [row.label for row in train]
        self._train, self._dev = list(train), list(dev)
        self.statements: Statements | None = None  # told from opinions, where there are some

    def lengths(self) -> Sequence[int]:
        """Tokens of every text."""
        return [len(ids) for ids in self._ids]

    def fingerprint(self) -> str:
        """Changes with any text or label."""
        return hashlib.sha256(repr((self._ids, self._answers)).encode()).hexdigest()

    def batch(self, numbers: Sequence[int], random: np.random.Generator) -> Batch:
        """Texts with their labels, (text, token) and (text,)."""
        import torch

        batch = _inputs([self._ids[number] for number in numbers], self._tokenizer)
        return batch | {"labels": torch.tensor([self._answers[number] for number in numbers])}

    def quick_scores(self, model: PreTrainedModel) -> Scores:
        """The accuracy on `dev`."""
        return accuracy(model, self._tokenizer, self._dev, max_length=self._max_length)

    def settle(self, model: PreTrainedModel) -> dict[str, Any]:
        """What tells plain statements from opinions."""
        if self.statements is None:
            return {}
        found = learn(
            model,
            self._tokenizer,
            self.statements,
            self._train,
            max_length=self._max_length,
            seed=STATEMENTS_SEED,
        )
        return {"plain": found}

    def scores(self, model: PreTrainedModel, settings: dict[str, Any]) -> Scores:
        """The accuracy on `dev`, and how well plain statements are told."""
        scores = self.quick_scores(model)
        if self.statements is None:
            return scores
        return scores | plain_scores(
            model,
            self._tokenizer,
            settings["plain"],
            self.statements,
            self._dev,
            max_length=self._max_length,
        )


def sst2(base: Base, folder: Path, recipe: Recipe) -> Classify:
    """Positive or negative, from the Stanford Sentiment Treebank below `folder`/sst2.

    Plain statements, which are neither, come from `folder`/wikitext2, qa and tatoeba.
    """
    lesson = Classify(
        base.tokenizer,
        SENTIMENTS,
        read_sst2(folder / "sst2" / "train.tsv"),
        read_sst2(folder / "sst2" / "dev.tsv"),
        max_length=recipe.max_length,
    )
    lesson.data = STATEMENTS_DATA
    lesson.statements = read_statements(folder, seed=STATEMENTS_SEED)
    return lesson


def own_labels(base: Base, path: Path, recipe: Recipe) -> Classify:
    """The labels of a CSV file with the columns text and label, a fifth of it held back."""
    table = read_table(path)
    train, dev = split(table.rows, seed=recipe.seed)
    lesson = Classify(base.tokenizer, table.labels, train, dev, max_length=recipe.max_length)
    lesson.kind = "csv"
    return lesson


def tokenized(
    tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], max_length: int
) -> list[list[int]]:
    """Token ids of each text, special tokens included, cut at `max_length`."""
    ids: list[list[int]] = tokenizer(list(texts), truncation=True, max_length=max_length)[
        "input_ids"
    ]
    return ids


def accuracy(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[Labelled],
    *,
    max_length: int,
) -> Scores:
    """The share of rows whose most probable class is their label, 0 to 1.

    Beside it the share that a model would reach which always says the most frequent label.
    """
    ids = tokenized(tokenizer, [row.text for row in rows], max_length)
    order = sorted(range(len(rows)), key=lambda number: len(ids[number]))
    right = 0
    for start in range(0, len(order), _SCORED_AT_ONCE):
        numbers = order[start : start + _SCORED_AT_ONCE]
        batch = _inputs([ids[number] for number in numbers], tokenizer)
        logits = model(**beside(model, batch)).logits
        guesses = logits.argmax(-1).tolist()
        right += sum(guess == rows[number].label for guess, number in zip(guesses, numbers))
    most = max(Counter(row.label for row in rows).values())
    return {
        "accuracy": right / len(rows),
        "most frequent label": most / len(rows),
        "examples": len(rows),
    }


def _inputs(rows: Sequence[Sequence[int]], tokenizer: PreTrainedTokenizerBase) -> Batch:
    filler = tokenizer.pad_token_id or 0
    return {"input_ids": padded(rows, filler), "attention_mask": attention_mask(rows)}
