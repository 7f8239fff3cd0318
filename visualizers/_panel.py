"""The shape of a panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.trace import Trace


@dataclass(frozen=True)
class Selection:
    """What the visitor is looking at; the same for every panel. Positions count from 0."""

    stack: str = ""
    layer: int = 0
    head: int = 0
    position: int = -1


# The visitor's questions that a panel may answer: what did it look at, what else could it have
# said, where was it decided, what if something were different; the laboratory is for all else.
Question = Literal["looked", "said", "decided", "what-if", "lab"]


@dataclass(frozen=True)
class Panel:
    """One tab of the inspector.

    id        also the name of its route
    explains  one sentence for a first-time reader
    view      which script draws it; "figures" draws plotly figures and needs no new script
    needs     why the panel does not apply to a trace, in one sentence, or None when it does
    draw      what the script is given, as JSON values
    question  under which question of the page it stands
    example   a run that it can be seen with, as the page's address describes one; empty: any run
    """

    id: str
    title: str
    explains: str
    order: int
    view: str
    needs: Callable[[Trace], str | None]
    draw: Callable[[Trace, Selection], dict[str, Any]]
    question: Question = "lab"
    example: Mapping[str, str] = field(default_factory=dict)
