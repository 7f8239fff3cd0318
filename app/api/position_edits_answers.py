"""What the experiments on positions answer; see app/api/position_edits.py."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12


class MovableWord(TypedDict):
    """A word, and its first and last token."""

    text: str
    pieces: list[int]


class PositionExperiment(TypedDict):
    """A way of moving words, and why it cannot be had."""

    kind: str
    title: str
    says: str
    why: str
    allowed: bool


class MovableWords(TypedDict):
    """What /experiments/positions/words answers."""

    stack: str
    scheme: str
    causal: bool
    trained_length: int | None
    words: list[MovableWord]
    experiments: list[PositionExperiment]


class PlacedToken(TypedDict):
    """A token as the contract shows it."""

    id: int
    text: str
    start: int
    end: int
    part: list[int] | None
    special: bool


class MovedToken(PlacedToken):
    """Where a token stood and was told to stand, and how far that moved its last hidden state."""

    before: float
    after: float
    change: float


class LabelShare(TypedDict):
    """A label; None where it was no possibility."""

    label: str
    probability: float | None


class MovedOutput(TypedDict):
    """What a head of the model says, before and after."""

    kind: str
    before: list[LabelShare]
    after: list[LabelShare]


class MovedOption(TypedDict):
    """Something a model could have said, with its probability before and after."""

    id: int | None
    text: str
    before: float | None
    after: float | None


class MovedNext(TypedDict):
    """The next token at one position, before and after."""

    at: int
    token: str
    candidates: list[MovedOption]
    kl_nats: float


class MovedText(TypedDict):
    """What was written, before and after."""

    before: float
    after: float
    tokens: list[MovedOption]


class MovedPositions(TypedDict):
    """What /experiments/positions answers, of a move."""

    kind: Literal["swap", "shuffle", "reverse", "shift", "stretch", "same", "zero"]
    says: str
    note: str
    stack: str
    trace_id: str
    tokens: list[MovedToken]
    hidden: list[float]
    heads: list[list[float]]
    output: MovedOutput | None
    next: MovedNext | None
    written: MovedText | None


class PermutedToken(PlacedToken):
    """How far another order moved a token's last hidden state."""

    without: float | None
    with_positions: float


class PermutedPositions(TypedDict):
    """What /experiments/positions answers, of the permutation test."""

    kind: Literal["permutation"]
    says: str
    explains: str
    causal: bool
    stack: str
    order: list[int]
    without: float | None
    with_positions: float
    tokens: list[PermutedToken]


ANSWERS = (
    MovableWords,
    MovedPositions,
    PermutedPositions,
)
