"""The shape of a task, of what is asked, and of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from app.analysis.alignment import Heads
from app.decoding.sampling import Sampling
from app.trace import Floats, Token, Trace
from app.trace.beams import Search
from app.trace.interventions import Intervention
from app.trace.predictions import Result

if TYPE_CHECKING:
    from app.models.loading import Loaded


@dataclass(frozen=True)
class Field:
    """One text a task asks for: its name, its label, and the hint in the empty box.

    `optional`: it may be left empty, and is only asked for where a model wants it.
    """

    name: str
    label: str
    hint: str
    optional: bool = False


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
    search    the beam search `forced` was chosen from; it is then only read, not gone on with
    resume    a kept trace that begins with the same tokens, which then are not read again
    within    the run this one becomes a part of; it only sets this run apart from others
    interventions  what is changed inside the run while it writes
    sources   the runs that interventions take vectors from, by the id they name
    """

    fields: Mapping[str, str]
    sampling: Sampling
    room: int
    prompt: tuple[str, tuple[Token, ...]] | None = None
    forced: tuple[int, ...] = ()
    truncate: bool = False
    search: Search | None = None
    within: str = ""
    resume: Trace | None = None
    interventions: tuple[Intervention, ...] = ()
    sources: Mapping[str, Trace] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A token the model wrote, with what `decoding.Step` says of it.

    While a beam search goes on, `rank` is 0 and `runner_up` None: they are known at its end.
    """

    token: Token
    probability: float
    sampled: float
    rank: int
    runner_up: tuple[int, str, float] | None


@dataclass(frozen=True)
class Partial:
    """How far a run has come: the prompt as the model reads it, and what is written so far.

    translates     whether what is written is a text of its own, beside the prompt
    alignment      one row (source token,) per written token, where there is cross-attention
    heads          which heads the alignment is read from
    before, after  the finished sentences on either side of this one
    gap, start     as in Answer
    """

    text: str
    prompt: tuple[Token, ...]
    written: tuple[Written, ...]
    seconds: float
    translates: bool = False
    alignment: tuple[Floats, ...] = ()
    heads: Heads | None = None
    before: tuple[Answer, ...] = ()
    after: tuple[Answer, ...] = ()
    gap: str = ""
    start: int = 0


@dataclass(frozen=True, eq=False)
class Answer:
    """What a run gave, and the trace it left.

    text        the new text only, without marks
    seconds     wall clock from reading the prompt to the last token, loading not included
    stopped_by  "end of text", "length", "stop", or "" for a task that writes nothing
    cut         how many tokens of the prompt were left out because they did not fit
    sentences   the parts of a text that was taken sentence by sentence, each with its own trace;
                `trace`, `prompt` and `written` are then those of the one at `shown`
    gap         for a part: what stands between it and the part before it in the new text
    start       for a part: where it begins in the text that was given, in characters
    hint        something the visitor may want to know, one sentence or ""
    result      what a model with a head found: its labels, answers, entities or words
    """

    text: str
    prompt: tuple[Token, ...]
    written: tuple[Written, ...]
    seconds: float
    stopped_by: str
    trace: Trace
    cut: int = 0
    sentences: tuple[Answer, ...] = ()
    shown: int = 0
    gap: str = ""
    start: int = 0
    hint: str = ""
    result: Result | None = None

    @property
    def new_tokens(self) -> int:
        """Tokens written, in all sentences."""
        return sum(len(each.written) for each in self.sentences) or len(self.written)

    @property
    def tokens_per_second(self) -> float:
        """New tokens per second; 0 when nothing was written."""
        return self.new_tokens / self.seconds if self.seconds > 0 else 0.0

    @property
    def nbytes(self) -> int:
        """Bytes of the traces' arrays."""
        return sum(each.trace.nbytes for each in self.sentences) or self.trace.nbytes


# What a visitor wants of a model, in one word; several tasks may be ways to do the same.
Verb = Literal["continue", "chat", "translate", "judge", "find"]

Runner = Callable[["Loaded", Request, Callable[[], bool]], Iterator[Partial | Answer]]
# What the model's head says of one more pass over a trace's tokens: names with probabilities.
Said = Callable[["Loaded", Trace, Any], dict[str, float]]


@dataclass(frozen=True)
class Task:
    """One task.

    fields    the texts it asks for, the first one is the main one
    families  of models it works with
    writes    whether it generates text (and so has sampling settings)
    limits    whether the visitor says how long the text may be; else the task knows
    heads     the kinds of head one of which the model must have (see app.models.task_heads); empty
              where any will do
    example   a value for each field
    verb      under which verb of the page the task stands
    way       its name among the ways of that verb
    opens     the panel that a first run of this task is best looked at in; its id
    run       runs a loaded model on a request: partial results, the answer last
    said      what the head says of a pass (its trace and its outputs); None for tasks without one
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
    limits: bool = True
    heads: Sequence[str] = ()
    said: Said | None = None
    verb: Verb = "continue"
    way: str = ""
    opens: str = "attention"
