"""Lesson: the word behind a mask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from app.models.task_heads import HeadKind
from app.training.base import Base
from app.training.device import beside
from app.training.events import Scores
from app.training.lesson import Batch, Lesson
from app.training.masks import SHARE, SHARE_IN_TRAINING, hide
from app.training.padding import attention_mask, padded
from app.training.prose import blocks_of, read_prose, read_wikitext
from app.training.recipe import Recipe

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_SCORED_AT_ONCE = 16
_SCORING_SEED = 0  # the same words are hidden whenever a model is scored
_HELD_SHARE = 0.02  # of the training text chooses the best weights


class Mask(Lesson):
    """Blocks of running text; some are held back to choose the best weights, `test` is scored."""

    kind = "mask"
    head_kind: ClassVar[HeadKind] = "fill-mask"
    deciding: ClassVar[str] = "top-5"

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        train: Sequence[Sequence[int]],
        held: Sequence[Sequence[int]],
        test: Sequence[Sequence[int]],
    ) -> None:
        self._tokenizer = tokenizer
        self._train, self._held, self._test = list(train), list(held), list(test)

    def lengths(self) -> Sequence[int]:
        """Tokens of every block."""
        return [len(ids) for ids in self._train]

    def batch(self, numbers: Sequence[int], random: np.random.Generator) -> Batch:
        """Blocks with some tokens hidden, drawn anew each time."""
        rows = [self._train[number] for number in numbers]
        return hidden_batch(rows, self._tokenizer, random, share=SHARE_IN_TRAINING)

    def loss(self, model: PreTrainedModel, batch: Batch) -> torch.Tensor:
        """Mean cross-entropy of the hidden tokens, in nats."""
        import torch

        logits, right = guesses(model, batch)
        return torch.nn.functional.cross_entropy(logits.float(), right)

    def quick_scores(self, model: PreTrainedModel) -> Scores:
        """The scores of the blocks that are held back."""
        return mask_scores(model, self._tokenizer, self._held)

    def scores(self, model: PreTrainedModel, settings: dict[str, Any]) -> Scores:
        """The scores of `test`."""
        return mask_scores(model, self._tokenizer, self._test)


def words_of_prose(base: Base, folder: Path, recipe: Recipe) -> Mask:
    """All prose below `folder`, scored on WikiText-2's test part."""
    blocks = blocks_of(base.tokenizer, read_prose(folder), recipe.max_length)
    order = np.random.default_rng(recipe.seed).permutation(len(blocks))
    held = max(1, round(_HELD_SHARE * len(blocks)))
    lesson = Mask(
        base.tokenizer,
        [blocks[number] for number in order[held:]],
        [blocks[number] for number in order[:held]],
        read_test(base.tokenizer, folder, recipe.max_length),
    )
    lesson.data = ("wikitext2", "squad", "qed", "qamr", "wikigold")
    return lesson


def read_test(tokenizer: PreTrainedTokenizerBase, folder: Path, max_length: int) -> list[list[int]]:
    """The blocks that are scored at the end: WikiText-2's test part."""
    return blocks_of(tokenizer, read_wikitext(folder / "wikitext2" / "test.txt"), max_length)


def hidden_batch(
    rows: Sequence[Sequence[int]],
    tokenizer: PreTrainedTokenizerBase,
    random: np.random.Generator,
    *,
    share: float = SHARE,
) -> Batch:
    """The rows with some tokens hidden: the model's arguments, and right and guessed."""
    import torch

    ids = padded(rows, tokenizer.pad_token_id or 0)
    read, guessed = hide(
        ids.numpy(),
        special=tokenizer.all_special_ids,
        mask=tokenizer.mask_token_id,
        vocabulary=len(tokenizer),
        share=share,
        random=random,
    )
    return {
        "input_ids": torch.from_numpy(read),
        "attention_mask": attention_mask(rows),
        "right": ids,
        "guessed": torch.from_numpy(guessed),
    }


def guesses(model: PreTrainedModel, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """(logits, right ids) of the hidden tokens alone, (hidden, vocabulary) and (hidden,)."""
    where = batch["guessed"]
    with _only(model, where):
        logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    return logits, batch["right"][where]


@contextmanager
def _only(model: PreTrainedModel, where: torch.Tensor) -> Iterator[None]:
    """Inside, the model computes logits only `where` (row, token): they are half of its work."""
    last = model.get_output_embeddings()
    hook = last.register_forward_pre_hook(lambda _, arguments: (arguments[0][where],))
    try:
        yield
    finally:
        hook.remove()


def mask_scores(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, blocks: Sequence[Sequence[int]]
) -> Scores:
    """Scores of the hidden tokens: right at first guess, within the first five, perplexity.

    Perplexity is e to the mean loss in nats. 15 % are hidden, always the same ones.
    """
    import torch

    random = np.random.default_rng(_SCORING_SEED)
    first = five = 0
    nats, count = 0.0, 0
    for start in range(0, len(blocks), _SCORED_AT_ONCE):
        batch = hidden_batch(blocks[start : start + _SCORED_AT_ONCE], tokenizer, random)
        logits, right = guesses(model, beside(model, batch))
        logits = logits.float()
        best = logits.topk(min(5, logits.shape[-1]), dim=-1).indices == right[:, None]
        first += int(best[:, 0].sum())
        five += int(best.any(-1).sum())
        nats += float(torch.nn.functional.cross_entropy(logits, right, reduction="sum"))
        count += len(right)
    total = max(count, 1)
    return {
        "top-1": first / total,
        "top-5": five / total,
        "perplexity": float(np.exp(nats / total)),
        "hidden tokens": count,
    }
