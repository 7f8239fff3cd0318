"""How much each word adds to a label or an answer; see docs/api.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.api.registry import capability
from app.engine import experiments
from app.engine.disconnection import Left, never
from app.engine.engine import Engine
from app.experiments.attribution_result import Attribution


class AttributedWord(TypedDict):
    """A word and what it adds, by each way of asking."""

    text: str
    start: int
    end: int
    pieces: tuple[int, int]
    by: dict[str, float]


class Attributed(TypedDict):
    """What /experiments/decides answers."""

    words: list[AttributedWord]
    target: str
    score: float
    empty_score: float
    gap: float
    correlations: dict[str, float | None]
    missing: dict[str, str]
    empty: str


ANSWERS = (Attributed,)


@capability(endpoint="decides", route="/experiments/decides/{trace_id}")
def decides(
    engine: Engine, trace_id: str, label: str = "", *, stop: Left = never
) -> Iterator[dict[str, Any]]:
    """How much each word adds to a label or an answer, by four ways of asking."""
    for step in experiments.attribute(engine, trace_id, label, stop=stop):
        yield asdict(step) if isinstance(step, Attribution) else {"done": step.done, "of": step.of}
