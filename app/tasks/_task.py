"""The shape of a task, of what is asked, and of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.sampling import Sampling
from app.trace import Token, Trace

if TYPE_CHECKING:
    from app.models.loading import Loaded


@dataclass(frozen=True)
class Field:
    """One text a task asks for: its name, its label, and the hint in the empty box."""

    name: str
    label: str
    hint: str
    lines: int = 4


@dataclass(frozen=True)
class Prompt:
    """What goes into a model: a text as it is, or messages for its chat template."""

    text: str = ""
    messages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Request:
    """One run asked for.

    fields    the texts the task asks for
    prompt    (text, tokens) to start from as they are, instead of composing them from `fields`
    forced    ids written first, before the model chooses
    truncate  cut a prompt that is too long instead of refusing it
    room      how many tokens there may be in all
    """

    fields: Mapping[str, str]
    sampling: Sampling
    room: int
    prompt: tuple[str, tuple[Token, ...]] | None = None
    forced: tuple[int, ...] = ()
    truncate: bool = False


@dataclass(frozen=True)
class Written:
    """A token the model wrote, with what `decoding.Step` says of it."""

    token: Token
    probability: float
    sampled: float
    rank: int
    runner_up: tuple[int, str, float]


@dataclass(frozen=True)
class Partial:
    """How far a run has come: the prompt as the model reads it, and what is written so far."""

    text: str
    prompt: tuple[Token, ...]
    written: tuple[Written, ...]
    seconds: float


@dataclass(frozen=True, eq=False)
class Answer:
    """What a run gave, and the trace it left.

    text        the new text only, without marks
    seconds     wall clock from reading the prompt to the last token, loading not included
    stopped_by  "end of text", "length", "stop", or "" for a task that writes nothing
    cut         how many tokens of the prompt were left out because they did not fit
    """

    text: str
    prompt: tuple[Token, ...]
    written: tuple[Written, ...]
    seconds: float
    stopped_by: str
    trace: Trace
    cut: int = 0

    @property
    def tokens_per_second(self) -> float:
        """New tokens per second; 0 when nothing was written."""
        return len(self.written) / self.seconds if self.seconds > 0 else 0.0


Runner = Callable[["Loaded", Request, Callable[[], bool]], Iterator[Partial | Answer]]


@dataclass(frozen=True)
class Task:
    """One task.

    fields    the texts it asks for, the first one is the main one
    families  of models it works with
    writes    whether it generates text (and so has sampling settings)
    example   a value for each field
    run       runs a loaded model on a request: partial results, the answer last
    """

    id: str
    title: str
    explains: str
    order: int
    fields: Sequence[Field]
    families: Sequence[str]
    writes: bool
    run: Runner
    example: Mapping[str, str] = field(default_factory=dict)
