"""A lesson: what is learned from which data, and how it is scored."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from app.models.task_heads import HeadKind
from app.training.events import Scores

if TYPE_CHECKING:
    import numpy as np
    import torch
    from transformers import PreTrainedModel

Batch = dict[str, "torch.Tensor"]


class Lesson:
    """One kind of training data, tokenized, with its scores.

    kind       its name on the command line
    head_kind  the head that is trained
    deciding   the score that decides which weights are kept; higher is better
    labels     of the classes, in the order of the head's outputs; empty without classes
    data       the names of the data sets, for the card (app.training.sources)
    """

    kind: str
    head_kind: ClassVar[HeadKind]
    deciding: ClassVar[str]
    labels: tuple[str, ...] = ()
    data: tuple[str, ...] = ()

    def lengths(self) -> Sequence[int]:
        """Tokens of every training example."""
        raise NotImplementedError

    def fingerprint(self) -> str:
        """Changes with the data; a resumed training must find the same."""
        lengths = ",".join(map(str, self.lengths()))
        return hashlib.sha256(lengths.encode()).hexdigest()

    def batch(self, numbers: Sequence[int], random: np.random.Generator) -> Batch:
        """Those examples as arguments of the model, (example, token), labels included."""
        raise NotImplementedError

    def loss(self, model: PreTrainedModel, batch: Batch) -> torch.Tensor:
        """The mean loss of a batch, in nats."""
        result: torch.Tensor = model(**batch).loss
        return result

    def quick_scores(self, model: PreTrainedModel) -> Scores:
        """Scores of held-back data while training goes on; cheap enough for twenty times."""
        raise NotImplementedError

    def settle(self, model: PreTrainedModel) -> dict[str, Any]:
        """Settings that are chosen after training, on held-back data that is not scored later."""
        return {}

    def scores(self, model: PreTrainedModel, settings: dict[str, Any]) -> Scores:
        """The scores of the finished model, for its card."""
        return self.quick_scores(model)
