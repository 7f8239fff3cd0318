"""What a run tells of itself while it goes on, and at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.decoding.sampling import Sampling
from app.models.store import State
from app.tasks import Answer, Partial


@dataclass(frozen=True)
class Loading:
    """The model is not ready yet: how far it is."""

    state: State


@dataclass(frozen=True)
class Waiting:
    """Other runs come first: those under way, and `before` more that wait already."""

    before: int = 0


@dataclass(frozen=True, eq=False)
class Finished:
    """The answer and the id its trace is kept under; `cached` when nothing had to be run.

    fields  the texts that were asked about, as the task names them
    """

    trace_id: str
    answer: Answer
    memory: int
    parameters: int
    cached: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)

    def id_of(self, sentence: int) -> str:
        """The id of one sentence's trace."""
        return f"{self.trace_id}-{sentence}" if len(self.answer.sentences) > 1 else self.trace_id


@dataclass(frozen=True, eq=False)
class Recorded:
    """A run that was recorded earlier and shipped, with what the page says of it."""

    finished: Finished
    task: str
    fields: Mapping[str, str]
    sampling: Sampling


Event = Loading | Waiting | Partial | Finished
