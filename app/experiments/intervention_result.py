"""What an intervention showed, as plain values; see `app.experiments.intervention`."""

from __future__ import annotations

from dataclasses import dataclass

from app.experiments.comparison_result import Next, Option, Text
from app.trace import Trace
from app.trace.interventions import Intervention


@dataclass(frozen=True)
class Progress:
    """How far it is: `done` of `of` passes."""

    done: int
    of: int


@dataclass(frozen=True)
class Chosen:
    """What the model could say, with its log-probability (nats) before and after the change."""

    name: str
    before: float
    after: float
    id: int | None = None


@dataclass(frozen=True)
class HeadChange:
    """A head whose weights changed: the mean over queries of half the summed absolute change."""

    stack: str
    layer: int
    head: int
    change: float


@dataclass(frozen=True, eq=False)
class Effect:
    """What a change inside a run did.

    trace    the changed run over the same tokens
    chosen   the word, label or answer that was asked about
    rival    what it is compared with, or None where there is no other
    next     the distribution at the asked position; None where the model predicts no words
    output   what a head of the model says, the most likely before or after; else empty
    text     what had been written, read again; None where nothing was
    heads    the heads whose weights changed most, the largest first
    """

    changes: tuple[Intervention, ...]
    trace: Trace
    position: int | None
    chosen: Chosen
    rival: Chosen | None
    next: Next | None
    output: tuple[Option, ...]
    text: Text | None
    heads: tuple[HeadChange, ...]

    @property
    def difference(self) -> tuple[float, float] | None:
        """log-odds of the chosen one against its rival (of words: their logits' difference)."""
        if self.rival is None:
            return None
        before = self.chosen.before - self.rival.before
        return before, self.chosen.after - self.rival.after


@dataclass(frozen=True)
class Control:
    """The same kind of change at another place, and what it did to the log-probability (nats)."""

    change: Intervention
    effect: float


@dataclass(frozen=True)
class Controls:
    """Effects at other places beside the one that was asked about.

    effect  the change of the chosen one's log-probability, in nats
    larger  how many of the others have a smaller effect (in size)
    """

    effect: float
    others: tuple[Control, ...]
    larger: int


@dataclass(frozen=True)
class AblationMap:
    """Each head, and each feed-forward part, taken out alone.

    how        "zero" or "mean"
    stacks     per stack of attention (layer, head): the change of the log-probability, in nats
    mlp        per block of the stack that predicts, or None with `no_mlp` saying why
    before     the log-probability without a change
    """

    how: str
    stacks: dict[str, tuple[tuple[float, ...], ...]]
    mlp: tuple[float, ...] | None
    no_mlp: str
    before: float
