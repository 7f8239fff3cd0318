"""What an experiment on positions found, as plain values; see `app.experiments.position_edits`."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.experiments.comparison_result import Next, Option, Text
from app.trace import Token, Trace


@dataclass(frozen=True)
class PositionEditProgress:
    """How far it is: `done` of `of` passes."""

    done: int
    of: int


@dataclass(frozen=True)
class Moved:
    """One token: where it stood and was told to stand, and what that did to it.

    change  the norm of the difference of its last hidden states over the norm before
    """

    token: Token
    before: float
    after: float
    change: float


@dataclass(frozen=True, eq=False)
class PositionEditResult:
    """What a move of positions showed.

    says      what was done, in one sentence; `note` what to know about it, or ""
    stack     whose tokens were moved: "self" or "encoder"
    trace     the run with the moved positions
    tokens    one per token of that stack
    hidden    per layer, embeddings first: the mean over tokens of the relative change
    heads     (layer, head): mean over queries of half the summed absolute change of the weights
    output    what a head of the model says, the most likely before or after; else empty
    next      None where the model predicts no words
    text      None where nothing was written
    """

    kind: str
    says: str
    note: str
    stack: str
    trace: Trace
    tokens: tuple[Moved, ...]
    hidden: tuple[float, ...]
    heads: tuple[tuple[float, ...], ...]
    output: tuple[Option, ...] = ()
    next: Next | None = None
    text: Text | None = None


@dataclass(frozen=True)
class PermutationResult:
    """What the permutation test showed of whether a word's vector depends on the order.

    order    the numbers of the tokens in the order they were read
    without  the largest change of a token's last hidden state over its norm, positions taken
             away; None where they cannot be
    kept     the same with the model's positions, the control
    tokens   per token of the text (change without, change with positions)
    """

    says: str
    explains: str
    stack: str
    causal: bool
    order: tuple[int, ...]
    without: float | None
    kept: float
    tokens: tuple[tuple[Token, float | None, float], ...] = field(default=())
    kind: str = "permutation"
