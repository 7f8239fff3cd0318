"""Lesson: names of people, places, organisations and other things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from app.models.task_heads import HeadKind
from app.training.base import Base
from app.training.conll import Entity, Sentence, read_conll
from app.training.device import beside
from app.training.events import Scores
from app.training.lesson import Batch, Lesson
from app.training.padding import attention_mask, padded
from app.training.recipe import Recipe
from app.training.tagging import IGNORED, LABELS, entities_of, entity_f1, labels_of

if TYPE_CHECKING:
    import numpy as np
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_SCORED_AT_ONCE = 32
# The part of the Broad Twitter Corpus that chooses the best weights, and those that are learned.
_CHOOSING, _LEARNED = "e", "abfgh"


class Entities(Lesson):
    """Sentences of `train`; `held` chooses the best weights, each set of `dev` is scored."""

    kind = "entities"
    head_kind: ClassVar[HeadKind] = "token-classification"
    deciding: ClassVar[str] = "F1"
    labels = LABELS

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        train: Sequence[Sentence],
        held: Sequence[Sentence],
        dev: Mapping[str, Sequence[Sentence]],
        *,
        max_length: int,
    ) -> None:
        self._tokenizer, self._max_length = tokenizer, max_length
        self._held, self._dev = list(held), dict(dev)
        made = tokenizer(
            [each.text for each in train],
            truncation=True,
            max_length=max_length,
            return_offsets_mapping=True,
        )
        self._ids: list[list[int]] = made["input_ids"]
        self._labels = [
            labels_of(spans, each.entities) for spans, each in zip(made["offset_mapping"], train)
        ]

    def lengths(self) -> Sequence[int]:
        """Tokens of every sentence."""
        return [len(ids) for ids in self._ids]

    def batch(self, numbers: Sequence[int], random: np.random.Generator) -> Batch:
        """Sentences with one label per token."""
        ids = [self._ids[number] for number in numbers]
        return {
            "input_ids": padded(ids, self._tokenizer.pad_token_id or 0),
            "attention_mask": attention_mask(ids),
            "labels": padded([self._labels[number] for number in numbers], IGNORED),
        }

    def quick_scores(self, model: PreTrainedModel) -> Scores:
        """Entity F1 of the sentences that are held back."""
        return {"F1": self._f1(model, self._held), "sentences": len(self._held)}

    def scores(self, model: PreTrainedModel, settings: dict[str, Any]) -> Scores:
        """Entity F1 of each set of `dev`."""
        return entity_scores(model, self._tokenizer, self._dev, max_length=self._max_length)

    def _f1(self, model: PreTrainedModel, sentences: Sequence[Sentence]) -> float:
        given = entities_in(
            model, self._tokenizer, [s.text for s in sentences], max_length=self._max_length
        )
        return entity_f1([each.entities for each in sentences], given)


def four_types(base: Base, folder: Path, recipe: Recipe) -> Entities:
    """WikiGold, WNUT-17 and the Broad Twitter Corpus below `folder`/ner, in four types."""
    wikigold, held = _split(_wikigold(folder)[0], 0.9)
    twitter = folder / "ner" / "btc"
    train = wikigold + read_conll(folder / "ner" / "wnut17" / "train.conll")
    for part in _LEARNED:
        train += read_conll(twitter / f"{part}.conll")
    held += read_conll(twitter / f"{_CHOOSING}.conll")
    lesson = Entities(base.tokenizer, train, held, read_dev(folder), max_length=recipe.max_length)
    lesson.data = ("wikigold", "wnut17", "btc")
    return lesson


def read_dev(folder: Path) -> dict[str, list[Sentence]]:
    """What is scored at the end: the last fifth of WikiGold's file, and WNUT-17's dev part."""
    return {
        "WikiGold": _wikigold(folder)[1],
        "WNUT-17": read_conll(folder / "ner" / "wnut17" / "dev.conll"),
    }


def _wikigold(folder: Path) -> tuple[list[Sentence], list[Sentence]]:
    return _split(read_conll(folder / "ner" / "wikigold" / "train.conll"), 0.8)


def _split(rows: list[Sentence], share: float) -> tuple[list[Sentence], list[Sentence]]:
    place = round(share * len(rows))
    return rows[:place], rows[place:]


def entity_scores(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    dev: Mapping[str, Sequence[Sentence]],
    *,
    max_length: int,
) -> Scores:
    """Entity F1 of each set: exactly the right characters and type."""
    scores: Scores = {}
    for name, sentences in dev.items():
        given = entities_in(
            model, tokenizer, [each.text for each in sentences], max_length=max_length
        )
        scores[f"F1 {name}"] = entity_f1([each.entities for each in sentences], given)
        scores[f"sentences {name}"] = len(sentences)
    return scores


def entities_in(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    *,
    max_length: int,
) -> list[list[Entity]]:
    """The entities that the model finds in each text; past `max_length` tokens it reads none."""
    made = tokenizer(
        list(texts), truncation=True, max_length=max_length, return_offsets_mapping=True
    )
    ids: list[list[int]] = made["input_ids"]
    names: Any = model.config.id2label
    found: list[list[Entity]] = [[] for _ in texts]
    order = sorted(range(len(texts)), key=lambda number: len(ids[number]))
    for first in range(0, len(order), _SCORED_AT_ONCE):
        numbers = order[first : first + _SCORED_AT_ONCE]
        rows = [ids[number] for number in numbers]
        batch = {
            "input_ids": padded(rows, tokenizer.pad_token_id or 0),
            "attention_mask": attention_mask(rows),
        }
        logits = model(**beside(model, batch)).logits
        for number, guesses in zip(numbers, logits.argmax(-1).tolist()):
            labels = [names[guess] for guess in guesses[: len(ids[number])]]
            found[number] = entities_of(
                made["offset_mapping"][number], made.word_ids(number), labels
            )
    return found
