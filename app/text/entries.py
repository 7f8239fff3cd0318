"""Entries of a vocabulary as others are told of them."""

from __future__ import annotations

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12


class Entry(TypedDict):
    """An entry of a vocabulary."""

    id: int
    text: str


class LikelyEntry(Entry):
    """A token and its probability."""

    probability: float


class PushedEntry(TypedDict):
    """An entry, and the change of its logit."""

    id: int
    text: str
    change: float
