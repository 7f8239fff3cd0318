"""The JSON of how surprising a text was to the model; see docs/api.md."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.surprisal import surprisal as surprisal_of
from app.api.registry import capability
from app.engine.engine import Engine
from app.text.entries import LikelyEntry


class ReadToken(TypedDict):
    """One token: how the model found it, given all that stands before it."""

    id: int
    text: str
    start: int
    end: int
    surprise_nats: float | None
    probability: float | None
    rank: int | None
    entropy_nats: float | None
    best: LikelyEntry | None


class ReadWord(TypedDict):
    """A word, and the summed surprise of its tokens."""

    text: str
    start: int
    end: int
    surprise_nats: float


class ReadText(TypedDict):
    """What /score answers."""

    trace_id: str
    tokens: list[ReadToken]
    words: list[ReadWord]
    sum_nats: float
    mean_nats: float
    perplexity: float
    bits_per_character: float | None
    counted_tokens: int
    characters: int


ANSWERS = (ReadText,)


@capability(endpoint="score")
def score(engine: Engine, text: str = "", model: str = "", trace_id: str = "") -> dict[str, Any]:
    """How surprising a text is to a model: per token, and as bits per character."""
    if not trace_id:
        trace_id = engine.finish(engine.run("read", model, {"text": text})).trace_id
    return surprisal(engine, trace_id)


@capability(route="/score/{trace_id}")
def surprisal(engine: Engine, trace_id: str) -> dict[str, Any]:
    """How surprising a text was to the model, token by token and as a whole."""
    trace = engine.trace(trace_id)
    reading = surprisal_of(trace)
    text = trace.target_text if trace.target else trace.text
    return {
        "trace_id": trace_id,
        "tokens": [
            {
                "id": token.id,
                "text": token.text,
                "start": token.start,
                "end": token.end,
                "surprise_nats": each.surprise,
                "probability": each.probability,
                "rank": each.rank,
                "entropy_nats": each.entropy,
                "best": each.best
                and {
                    "id": each.best[0],
                    "text": trace.vocabulary[each.best[0]],
                    "probability": each.best[1],
                },
            }
            for token, each in zip(trace.written, reading.tokens, strict=True)
        ],
        "words": [
            {
                "text": text[word.start : word.end],
                "start": word.start,
                "end": word.end,
                "surprise_nats": word.surprise,
            }
            for word in reading.words
        ],
        "sum_nats": reading.total,
        "mean_nats": reading.mean,
        "perplexity": reading.perplexity,
        "bits_per_character": reading.bits_per_character,
        "counted_tokens": reading.counted,
        "characters": reading.characters,
    }
