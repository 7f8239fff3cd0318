"""The optimisation: step by step, scored now and then, the best weights kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.errors import InputError
from app.training import checkpoint as checkpoints
from app.training.base import Student, trained_weights
from app.training.checkpoint import Checkpoint
from app.training.device import beside, seeded
from app.training.events import Progress, Scores
from app.training.lesson import Lesson
from app.training.order import batch_count, batches_of_epoch
from app.training.precision import autocast
from app.training.recipe import Recipe

if TYPE_CHECKING:
    import torch

Stop = Callable[[], bool]

_SCORINGS = 20  # of one training, where the recipe does not say
_LONGEST_GRADIENT = 1.0
# AdamW's own names of its two moving means.
_FIRST, _SECOND = "exp_avg", "exp_avg_sq"


class Loop:
    """One training of one student, on the device that holds it; `run` may be called once.

    identity  names base, data and recipe: a checkpoint of another identity is refused
    ended     why it ended: "steps", "patience" or "stop"; empty before
    best_weights, in the processor's memory, those of the best score
    """

    def __init__(
        self,
        student: Student,
        lesson: Lesson,
        recipe: Recipe,
        *,
        identity: str,
        checkpoint: Path | None = None,
        seconds_between: float = 120,
    ) -> None:
        import torch

        self._student, self._lesson, self._recipe = student, lesson, recipe
        self._identity, self._path, self._between = identity, checkpoint, seconds_between
        self._device = student.model.device
        self._weights = trained_weights(student)
        # A norm's gain or a bias has one axis, and is not pulled towards 0.
        decayed = [w for w in self._weights.values() if w.ndim > 1]
        others = [w for w in self._weights.values() if w.ndim <= 1]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": decayed, "weight_decay": recipe.weight_decay},
                {"params": others, "weight_decay": 0.0},
            ],
            lr=recipe.rate,
            fused=True,
        )
        self._means = (
            {name: weight.detach().clone() for name, weight in self._weights.items()}
            if recipe.average
            else {}
        )
        self._lengths = lesson.lengths()
        self._per_epoch = batch_count(len(self._lengths), recipe.batch)
        self._epoch: tuple[int, list[list[int]]] = (-1, [])
        self.steps = recipe.total_steps(self._per_epoch)
        self.step = 0
        self.best: float | None = None
        self.best_step = 0
        self.best_weights: dict[str, torch.Tensor] = {}
        self.history: list[dict[str, float]] = []
        self.ended = ""
        self._without_better = 0
        self._seconds_before = 0.0  # of the runs that were killed
        self._started = time.monotonic()
        if checkpoint is not None:
            self._resume(checkpoint)

    @property
    def seconds(self) -> float:
        """Time spent so far, that of killed runs up to their last checkpoint included."""
        return self._seconds_before + time.monotonic() - self._started

    def run(self, stop: Stop = lambda: False) -> Iterator[Progress]:
        """Train; one event per step. Afterwards `best_weights` are there in any case."""
        first_step, self._started = self.step, time.monotonic()
        written = time.monotonic()
        every = self._recipe.score_every or max(1, self.steps // _SCORINGS)
        while self.step < self.steps and not self.ended:
            if stop():
                self.ended = "stop"
                break
            loss = self._learn()
            self.step += 1
            scores = None
            if self.step % every == 0 or self.step == self.steps:
                scores = self._score()
            if time.monotonic() - written > self._between:
                self.keep()
                written = time.monotonic()
            yield self._progress(loss, scores, first_step)
        self.ended = self.ended or "steps"
        if not self.best_weights:
            yield self._progress(None, self._score(), first_step)

    def _learn(self) -> float:
        """One step; all its randomness follows from seed and step."""
        import torch

        recipe = self._recipe
        random = np.random.default_rng((recipe.seed, self.step))
        with seeded(int(random.integers(2**62)), self._device):
            self._student.model.train()
            batch = beside(self._student.model, self._lesson.batch(self._numbers(), random))
            with autocast(self._device):
                loss = self._lesson.loss(self._student.model, batch)
            loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._weights.values(), _LONGEST_GRADIENT)
        for group in self._optimizer.param_groups:
            group["lr"] = recipe.learning_rate(self.step, self.steps)
        self._optimizer.step()
        self._optimizer.zero_grad()
        self._average()
        return float(loss.detach())

    def _average(self) -> None:
        """Move the means towards the weights, further in the first steps, when they know little."""
        import torch

        if self._means:
            kept = min(self._recipe.average, (1 + self.step) / (10 + self.step))
            with torch.no_grad():
                for name, mean in self._means.items():
                    mean.lerp_(self._weights[name], 1 - kept)

    def _numbers(self) -> list[int]:
        epoch, place = divmod(self.step, self._per_epoch)
        if self._epoch[0] != epoch:
            order = batches_of_epoch(
                self._lengths, self._recipe.batch, seed=self._recipe.seed, epoch=epoch
            )
            self._epoch = (epoch, order)
        return self._epoch[1][place]

    def _score(self) -> Scores:
        import torch

        self._student.model.eval()
        with self._averaged(), torch.no_grad(), autocast(self._device):
            scores = self._lesson.quick_scores(self._student.model)
        self.history.append({"step": self.step, **scores})
        value = scores[self._lesson.deciding]
        better = self.best is None or value > self.best
        if better or value == self.best:
            # Of equal ones the last: it has learned from more, and a small table is soon all right.
            self.best, self.best_step = value, self.step
            held = self._means or self._weights
            self.best_weights = {
                name: weight.detach().to("cpu", copy=True) for name, weight in held.items()
            }
        self._without_better = 0 if better else self._without_better + 1
        if self._recipe.patience and self._without_better >= self._recipe.patience:
            self.ended = "patience"
        return scores

    @contextmanager
    def _averaged(self) -> Iterator[None]:
        """Inside, the model has the mean weights, where there are any."""
        import torch

        own = {name: self._weights[name].detach().clone() for name in self._means}
        with torch.no_grad():
            for name, mean in self._means.items():
                self._weights[name].copy_(mean)
        try:
            yield
        finally:
            with torch.no_grad():
                for name, weight in own.items():
                    self._weights[name].copy_(weight)

    def _progress(self, loss: float | None, scores: Scores | None, first_step: int) -> Progress:
        done = self.step - first_step
        spent = time.monotonic() - self._started
        left = spent / done * (self.steps - self.step) if done else None
        return Progress(self.step, self.steps, loss, scores, self.best, self.best_step, left)

    def keep(self) -> None:
        """Write the checkpoint now, where there is a place for it."""
        if self._path is None or not self._optimizer.state:
            return
        state = self._optimizer.state
        facts: dict[str, Any] = {
            "identity": self._identity,
            "step": self.step,
            "best": self.best,
            "best_step": self.best_step,
            "without_better": self._without_better,
            "history": self.history,
            "seconds": self.seconds,
        }
        checkpoints.write(
            self._path,
            Checkpoint(
                facts,
                weights=self._weights,
                first={name: state[weight][_FIRST] for name, weight in self._weights.items()},
                second={name: state[weight][_SECOND] for name, weight in self._weights.items()},
                best=self.best_weights,
                means=self._means,
            ),
        )

    def _resume(self, path: Path) -> None:
        import torch

        kept = checkpoints.read(path)
        if kept is None:
            return
        facts = kept.facts
        if facts["identity"] != self._identity or set(kept.weights) != set(self._weights):
            raise InputError(
                f"The folder {path.parent} holds a half-finished training with other settings or "
                "data: name another --out, or delete its checkpoint.safetensors."
            )
        with torch.no_grad():
            for name, weight in self._weights.items():
                weight.copy_(kept.weights[name])
                self._optimizer.state[weight] = {
                    # The fused AdamW counts its steps where the weights are.
                    "step": torch.tensor(float(facts["step"]), device=self._device),
                    _FIRST: kept.first[name].to(self._device),
                    _SECOND: kept.second[name].to(self._device),
                }
        self.step, self.best, self.best_step = facts["step"], facts["best"], facts["best_step"]
        self._without_better = facts["without_better"]
        self.history, self._seconds_before = facts["history"], facts["seconds"]
        self.best_weights = kept.best
        self._means = {name: mean.to(self._device) for name, mean in kept.means.items()}
