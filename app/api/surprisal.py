"""The JSON of how surprising a text was to the model; see docs/api.md."""

from __future__ import annotations

from typing import Any

from app.analysis.surprisal import surprisal as surprisal_of
from app.api.registry import capability
from app.engine.engine import Engine


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
    found = surprisal_of(trace)
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
            for token, each in zip(trace.written, found.tokens, strict=True)
        ],
        "words": [
            {
                "text": text[word.start : word.end],
                "start": word.start,
                "end": word.end,
                "surprise_nats": word.surprise,
            }
            for word in found.words
        ],
        "sum_nats": found.total,
        "mean_nats": found.mean,
        "perplexity": found.perplexity,
        "bits_per_character": found.bits_per_character,
        "counted_tokens": found.counted,
        "characters": found.characters,
    }
