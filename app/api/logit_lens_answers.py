"""What the routes of the lens and of the neurons answer; see app/api/logit_lens.py."""

from __future__ import annotations

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.text.entries import Entry, LikelyEntry, PushedEntry


class LensCell(Entry):
    """What one layer predicts at one position; `final`, `rank`: of the last layer's entry."""

    probability: float
    final: float
    rank: int
    entropy: float


class LensCells(TypedDict):
    """What /lens answers."""

    stack: str
    part: str
    predicts: str
    layers: list[int]
    positions: list[int]
    tokens: list[str]
    finals: list[Entry]
    cells: list[list[LensCell]]


class LensCandidate(LikelyEntry):
    """An entry of one cell."""

    logit: float


class LensCandidates(TypedDict):
    """What /lens/cell answers."""

    layer: int
    position: int
    part: str
    candidates: list[LensCandidate]


class WatchedEntry(Entry):
    """An entry through the layers."""

    probability: list[float]
    rank: list[int]


class LensWatch(TypedDict):
    """What /lens/watch answers."""

    layers: list[int]
    position: int
    part: str
    tokens: list[WatchedEntry]


class Neuron(TypedDict):
    """A neuron, and what it writes."""

    neuron: int
    activation: float
    write: float
    pushes: list[PushedEntry]
    against: list[PushedEntry]


class Neurons(TypedDict):
    """What /neurons answers."""

    layer: int
    position: int
    token: str
    neurons: list[Neuron]


ANSWERS = (
    LensCells,
    LensCandidates,
    LensWatch,
    Neurons,
)
