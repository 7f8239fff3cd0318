"""What a change inside a run did to its predictions, as plain values; see `comparison`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One thing a model could have said, with its probability before and after the move.

    None where it was no possibility, such as an entity that was not found.
    """

    name: str
    before: float | None
    after: float | None
    id: int | None = None


@dataclass(frozen=True)
class Next:
    """The next token (or the hidden word) at one position: the best of both, and how far apart.

    kl  Kullback-Leibler divergence of the distribution after the move from that before, in nats
    """

    at: int
    token: str
    candidates: tuple[Option, ...]
    kl: float


@dataclass(frozen=True)
class Text:
    """What was written: its log-probability in nats, and every token's probability."""

    before: float
    after: float
    tokens: tuple[Option, ...]
