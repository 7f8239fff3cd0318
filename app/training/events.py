"""What a training says while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

Scores = dict[str, float]
"""Measured numbers by name, such as {"accuracy": 0.91}."""


@dataclass(frozen=True)
class Progress:
    """The state after a step.

    step, steps   done, and of the whole training
    loss          of this step, in nats; None right after a resume
    scores        of the held-back data, where they were measured after this very step
    best          the best deciding score so far, and best_step where it was reached
    seconds_left  an estimate from the steps of this process, or None before the first
    """

    step: int
    steps: int
    loss: float | None
    scores: Scores | None
    best: float | None
    best_step: int
    seconds_left: float | None


@dataclass(frozen=True)
class Trained:
    """The end of a training: the adapter that was written.

    scores   measured from the written, compressed file
    size     bytes of its weights
    stopped  why it ended: "steps", "patience" or "stop"
    """

    folder: Path
    scores: Scores
    size: int
    best_step: int
    stopped: str
