"""What is said about a scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from visualizers._papers import Paper


@dataclass(frozen=True)
class Words:
    """A scheme told to a first-time student.

    caption   one sentence with the model's own numbers
    formula   with the model's own numbers in it, one per line
    explains  what it is and why it tells order
    beyond    what happens past the trained length, or empty
    outside   True where the scheme is one that this page does not know
    """

    title: str
    caption: str
    formula: str
    explains: str
    beyond: str
    papers: tuple[Paper, ...]
    outside: bool = False

    def fields(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "title": self.title,
            "caption": self.caption,
            "formula": self.formula,
            "explains": self.explains,
            "beyond": self.beyond,
            "papers": [each.fields() for each in self.papers],
            "outside": self.outside,
        }
