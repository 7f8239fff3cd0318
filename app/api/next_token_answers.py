"""What the routes of the rules of decoding and of draws answer; see app/api/next_token.py."""

from __future__ import annotations

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.text.entries import Entry


class SeenEntry(Entry):
    """How often a token was seen."""

    count: int


class BiasedEntry(Entry):
    """What is added to a token."""

    value: float


class NamedEntries(TypedDict):
    """What /lab answers."""

    position: int
    seen: list[SeenEntry]
    bias: list[BiasedEntry]
    banned: list[Entry]
    sequences: list[list[str]]


class Texts(TypedDict):
    """What /lab/words answers."""

    words: list[str]


class DrawnEntry(Entry):
    """How often a token was drawn, and was to be expected."""

    count: int
    expected: float


class DrawFit(TypedDict):
    """The chi-square test of draws against what was expected."""

    statistic: float
    freedom: int
    p: float | None
    cells: int


class Draws(TypedDict):
    """What /draw answers."""

    position: int
    draws: int
    seed: int
    different: int
    counts: list[DrawnEntry]
    fit: DrawFit


ANSWERS = (
    NamedEntries,
    Texts,
    Draws,
)
