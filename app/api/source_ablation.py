"""What leaving out a source word does to what was written; see docs/api.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.api.registry import capability
from app.engine import experiments
from app.engine.disconnection import Left, never
from app.engine.engine import Engine
from app.experiments.source_ablation_result import SourceAblation


class HiddenWord(TypedDict):
    """A source word, the weight it got, and what hiding it changes, by two ways of hiding."""

    text: str
    start: int
    end: int
    pieces: tuple[int, int]
    attention: float
    cross: float
    encoder: float


class AblationControl(TypedDict):
    """The same correlation for other words."""

    mean: float
    low: float
    high: float
    words: int


class Ablation(TypedDict):
    """What /experiments/hide answers."""

    words: list[HiddenWord]
    probability: float
    log_probability: float
    correlation: dict[str, float | None]
    control: dict[str, AblationControl | None]
    hidden_most: dict[str, float]
    random: dict[str, float | None]


ANSWERS = (Ablation,)


@capability(endpoint="hide", route="/experiments/hide/{trace_id}")
def hide(
    engine: Engine, trace_id: str, first: int = 0, last: int = -1, *, stop: Left = never
) -> Iterator[dict[str, Any]]:
    """Hides each source word in turn: the change of the log-probability of a written word."""
    for step in experiments.ablate_source(
        engine, trace_id, first, first if last == -1 else last, stop=stop
    ):
        yield (
            hidden_fields(step)
            if isinstance(step, SourceAblation)
            else {"done": step.done, "of": step.of}
        )


def hidden_fields(ablation: SourceAblation) -> dict[str, Any]:
    """What `/hide` says."""
    return {
        "words": [
            {
                "text": word.text,
                "start": word.start,
                "end": word.end,
                "pieces": list(word.pieces),
                "attention": word.attention,
                **word.change,
            }
            for word in ablation.words
        ],
        "probability": ablation.probability,
        "log_probability": ablation.log_probability,
        "correlation": ablation.correlation,
        "control": {
            way: control and {**vars(control)} for way, control in ablation.control.items()
        },
        "hidden_most": ablation.most,
        "random": ablation.random,
    }
