"""The settings of one training."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from app.errors import InputError

Method = Literal["full", "lora"]


@dataclass(frozen=True)
class Recipe:
    """How a training goes; the defaults suit a few thousand short texts.

    method         "full" trains everything but the embeddings, "lora" low-rank differences
                   (Hu et al. 2021, arXiv 2106.09685); both train the head
    epochs         passes over the data, and more where they make fewer than `fewest_steps`;
                   steps, where given, counts instead
    batch          examples of one step
    rate           the highest learning rate of AdamW, reached after `warmup` of all steps and
                   going down to 0 on a straight line
    max_length     tokens of one example; what is longer is cut, or read in several windows
    rank           of the LoRA differences
    seed           of the new head, the order, the dropout and the masks
    average        of the weights over the steps, which is scored and kept in their place: how much
                   of the former mean stays at each step (Polyak averaging); 0 for none
    score_every    steps between two scores, or None for twenty scores in all
    patience       scores without a better one after which the training ends, or None for never
    """

    method: Method = "full"
    epochs: float = 3
    steps: int | None = None
    fewest_steps: int = 1
    batch: int = 16
    rate: float = 1e-4
    max_length: int = 128
    rank: int = 16
    seed: int = 1
    warmup: float = 0.1
    weight_decay: float = 0.01
    average: float = 0.0
    score_every: int | None = None
    patience: int | None = None

    def __post_init__(self) -> None:
        """Raises InputError for a setting outside its range."""
        for name, low, high in (
            ("epochs", 0.01, 1000),
            ("steps", 1, 10_000_000),
            ("fewest_steps", 1, 10_000),
            ("batch", 1, 1024),
            ("rate", 1e-8, 1),
            ("max_length", 8, 8192),
            ("rank", 1, 512),
            ("seed", 0, 2**31 - 1),
            ("warmup", 0, 1),
            ("weight_decay", 0, 1),
            ("average", 0, 0.99999),
            ("score_every", 1, 10_000_000),
            ("patience", 1, 10_000),
        ):
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise InputError(f"{name} is {value}: choose a number from {low:g} to {high:g}.")
        if self.method not in ("full", "lora"):
            raise InputError(f"There is no method {self.method!r}: choose full or lora.")

    def total_steps(self, batches: int) -> int:
        """Steps of the whole training, where one epoch has that many batches."""
        return self.steps or max(self.fewest_steps, round(self.epochs * batches))

    def learning_rate(self, step: int, steps: int) -> float:
        """The rate of step 0, 1, …: up on a straight line, then down on one."""
        rising = max(1, round(self.warmup * steps))
        if step < rising:
            return self.rate * (step + 1) / rising
        return self.rate * (steps - step) / max(1, steps - rising)

    def as_json(self) -> dict[str, object]:
        """The settings by name."""
        return asdict(self)
