"""What the interventions answer; see app/api/interventions.py."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12


class ChosenWord(TypedDict):
    """A word, label or answer with its probability before and after; `id` None for a label."""

    id: int | None
    text: str
    before: float
    after: float


class ChangedOption(TypedDict):
    """An entry with its probability before and after; None where it was no possibility."""

    id: int | None
    text: str
    before: float | None
    after: float | None


class ChangedDistribution(TypedDict):
    """The next token at one position; the divergence in nats."""

    at: int
    token: str
    candidates: list[ChangedOption]
    kl_nats: float


class ChangedOutput(TypedDict):
    """What a head of the model says; `kind` as in a result."""

    kind: str
    options: list[ChangedOption]


class ChangedText(TypedDict):
    """What was written, read again: its log-probability in nats, and every token's probability."""

    before: float
    after: float
    tokens: list[ChangedOption]


class ChangedHead(TypedDict):
    """A head whose weights changed, by the mean over queries of half the absolute change."""

    stack: str
    layer: int
    head: int
    change: float


class Before(TypedDict):
    """A number before a change and after it."""

    before: float
    after: float


class InterventionEffect(TypedDict):
    """What /experiments/intervene answers."""

    trace: str
    changes: list[dict[str, Any]]
    position: int | None
    chosen: ChosenWord
    rival: ChosenWord | None
    difference: Before | None
    next: ChangedDistribution | None
    output: ChangedOutput | None
    written: ChangedText | None
    heads: list[ChangedHead]
    writes: bool


class OtherPlace(TypedDict):
    """The same kind of change elsewhere, and the change of the log-probability in nats."""

    change: dict[str, Any]
    effect: float


class InterventionControls(TypedDict):
    """What /experiments/controls answers; `larger`: how many of the others do less."""

    effect: float
    others: list[OtherPlace]
    larger: int


class AblatedHeads(TypedDict):
    """What /experiments/ablate answers: changes of the log-probability, in nats."""

    how: str
    stacks: dict[str, list[list[float]]]
    mlp: list[float] | None
    no_mlp: str
    before: float


class WrittenAnew(TypedDict):
    """What /experiments/write answers: the changed run's text, and the id it is kept under."""

    trace: str
    text: str
    before: str


ANSWERS = (InterventionEffect, InterventionControls, AblatedHeads, WrittenAnew)
