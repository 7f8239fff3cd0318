"""The shape of what the scripts get of a lane; app/ui/lane_state.py makes it, assets/ui reads it.

`python -m tests.payloads` writes these as types of the scripts (assets/ui/payloads.d.ts).
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.trace.predictions import Result


class RunnerUp(TypedDict):
    """The likeliest token that was not chosen."""

    text: str
    probability: float


class LaneToken(TypedDict):
    """One token. `gap`: the text before it that belongs to no token; start, end: characters."""

    id: int
    text: str
    gap: str
    start: int
    end: int
    part: tuple[int, int] | None
    special: bool
    new: bool
    probability: float | None
    rank: int | None
    runner_up: RunnerUp | None


class LaneAlignment(TypedDict):
    """Which source tokens each written one was read from: rows (target, source)."""

    title: str
    why: str
    rows: list[list[float]]


class Hypothesis(TypedDict):
    """One finished text of a beam search; `node` is its last one in the tree."""

    text: str
    score: float
    node: int


class _SentenceSoFar(TypedDict):
    start: int
    end: int
    text: str
    trace: str | None
    translation: str
    gap: str
    source: list[LaneToken]
    tokens: list[LaneToken]
    alignment: LaneAlignment | None


class LaneSentence(_SentenceSoFar, total=False):
    """One sentence of a translated text; its hypotheses are there when it is finished."""

    hypotheses: list[Hypothesis]


class LaneSettings(TypedDict):
    """The settings of the next token that a run was made with."""

    temperature: float
    top_k: int
    top_p: float
    min_p: float
    repetition_penalty: float
    typical_p: float
    presence_penalty: float
    frequency_penalty: float
    order: list[str]


class LaneFacts(TypedDict):
    """What a finished run took."""

    new_tokens: int | None
    read_tokens: int | None
    seconds: float
    tokens_per_second: float | None
    parameters: int
    memory_bytes: int
    stopped_by: str
    dtype: str
    device: str
    cached: bool


class LaneConsent(TypedDict):
    """The terms that a visitor has to accept before a model is fetched; `download` in bytes."""

    model: str
    licence: str
    title: str
    url: str
    download: int


class Lane(TypedDict):
    """One lane at one moment. `run` is another number for every request; `trace` its finished run.

    `task` is the one of the run, "" where that is not known before its end; `given` the text that
    was asked for, "" for a branch.

    `panels`: for each panel the sentence why it does not apply, or None.
    """

    lane: Literal["a", "b"]
    run: int
    trace: str | None
    task: str
    given: str
    model: str
    title: str
    family: str | None
    recorded: bool
    running: bool
    status: str
    progress: float | None
    error: str
    consent: LaneConsent | None
    tokens: list[LaneToken]
    settings: LaneSettings
    facts: LaneFacts | None
    panels: dict[str, str | None]
    opening_stack: str
    source: list[LaneToken]
    alignment: LaneAlignment | None
    sentences: list[LaneSentence]
    shown: int
    hypotheses: list[Hypothesis]
    hint: str
    result: Result | None
