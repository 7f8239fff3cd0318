"""The JSON that other programs rely on: names and shapes are fixed, see docs/api.md."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.api.checks import token_fields, whole, with_words
from app.api.registry import capability
from app.decoding.sampling import SETTINGS, Sampling
from app.engine.engine import Engine
from app.engine.events import Finished
from app.models.speeds import speeds
from app.trace import Trace
from visualizers.positions import similarity

PLAIN = Sampling()


@capability(endpoint="models")
def models(engine: Engine) -> list[dict[str, Any]]:
    """Every model that can be named, and what is known of it."""
    ready = set(engine.store.loaded())
    measured = speeds(engine.settings.cache_dir)
    return [
        {
            "id": row.id,
            "title": row.title,
            "family": row.family,
            "tasks": list(row.tasks),
            "layers": row.layers,
            "heads": row.heads,
            "parameters": row.parameters,
            "position_scheme": row.position_scheme,
            "source": row.source,
            "licence": row.licence,
            "accept": engine.unaccepted(row),
            "languages": row.speaks,
            "download": row.wheel_size,
            "note": row.note,
            "for": [engine.task(task).title for task in row.tasks],
            "speed": measured[row.id].model_dump() if row.id in measured else None,
            "loaded": row.id in ready,
        }
        for row in engine.rows()
    ]


@capability(
    endpoint="generate",
    settings=tuple(SETTINGS),
    first=(
        *("prompt", "model", "max_new_tokens", "temperature", "top_k", "top_p", "min_p"),
        *("repetition_penalty", "seed", "num_beams", "length_penalty", "chat", "truncate"),
    ),
)
def generate(
    engine: Engine,
    prompt: str,
    model: str = "",
    sampling: Sampling = PLAIN,
    *,
    chat: bool = False,
    truncate: bool = False,
    bias: str = "",
    banned: str = "",
) -> dict[str, Any]:
    """Continues a prompt; every new token comes with its probability."""
    task = "chat" if chat else "generate"
    sampling = with_words(engine, model, sampling, bias, banned)
    events = engine.run(task, model, {"text": prompt}, sampling, truncate=truncate)
    finished = engine.finish(events)
    answer = finished.answer
    return {
        "trace_id": finished.trace_id,
        "text": answer.text,
        "prompt_tokens": [{"id": each.id, "text": each.text} for each in answer.prompt],
        "tokens": [
            {
                "id": each.token.id,
                "text": each.token.text,
                "probability": each.probability,
                "sampled_probability": each.sampled,
                "rank": each.rank,
            }
            for each in answer.written
        ],
        "seconds": answer.seconds,
        "tokens_per_second": answer.tokens_per_second,
        "stopped_by": answer.stopped_by,
        "cut": answer.cut,
    }


@capability(
    endpoint="translate",
    settings=("num_beams", "length_penalty"),
    first=("text", "model", "num_beams", "length_penalty", "source", "target"),
)
def translate(
    engine: Engine,
    text: str,
    model: str = "bergamot-en-pt",
    sampling: Sampling = PLAIN,
    *,
    source: str = "",
    target: str = "",
) -> dict[str, Any]:
    """Translates a text sentence by sentence; several beams keep every hypothesis."""
    fields = {"text": text, "source": source, "target": target}
    finished = engine.finish(engine.run("translate", model, fields, sampling))
    answer = finished.answer
    parts = [
        {
            "trace_id": finished.id_of(number),
            "text": part.trace.text,
            "start": part.start,
            "translation": part.text.strip(),
            "stopped_by": part.stopped_by,
        }
        for number, part in enumerate(answer.sentences)
    ]
    return {
        "trace_id": finished.trace_id,
        "translation": answer.text,
        "source_tokens": [
            {
                **token_fields(token),
                "start": token.start + part.start,
                "end": token.end + part.start,
            }
            for part in answer.sentences
            for token in part.prompt
        ],
        "target_tokens": [
            {
                "id": each.token.id,
                "text": each.token.text,
                "probability": each.probability,
                "rank": each.rank,
            }
            for part in answer.sentences
            for each in part.written
        ],
        # Hypotheses are kept per sentence; those of the one that is shown stand here.
        "hypotheses": hypotheses(answer.trace),
        "sentences": parts,
        "hint": answer.hint,
        "seconds": answer.seconds,
        "stopped_by": answer.stopped_by,
    }


def hypotheses(seen: Trace) -> list[dict[str, Any]]:
    """The finished hypotheses of a beam search, best first; of a greedy run the one there is."""
    if seen.search is not None:
        return [
            {"text": each.text.strip(), "score": each.score, "node": each.node}
            for each in seen.search.hypotheses
        ]
    return []


@capability(endpoint="trace")
def trace(
    engine: Engine, text: str = "", model: str = "", truncate: bool = False, trace_id: str = ""
) -> dict[str, Any]:
    """Reads a text once and keeps the trace: tokens with character spans, attention stacks.

    With `trace_id` it describes a run that is kept instead, such as that of a translation.
    """
    if trace_id:
        return trace_fields(engine.finished(trace_id))
    finished = engine.finish(engine.run("read", model, {"text": text}, truncate=truncate))
    return trace_fields(finished)


def trace_fields(finished: Finished) -> dict[str, Any]:
    """What `/trace` says of a run."""
    seen = finished.answer.trace
    return {
        "trace_id": finished.trace_id,
        "tokens": [token_fields(token) for token in seen.tokens],
        "target_tokens": [token_fields(token) for token in seen.target],
        "stacks": [
            {
                "name": stack.name,
                "layers": len(stack.layers),
                "blocks": [stack.block(layer) for layer in range(len(stack.layers))],
                "heads": stack.heads,
                "queries": len(stack.query_tokens),
                "keys": len(stack.key_tokens),
            }
            for stack in seen.attention
        ],
        "left_out": dict(seen.left_out),
        "method": seen.measured.method,
        "seconds": finished.answer.seconds,
        "cut": finished.answer.cut,
    }


@capability(endpoint="attention")
def attention(
    engine: Engine, trace_id: str, layer: int = 0, head: int = 0, stack: str = "self"
) -> dict[str, Any]:
    """The attention weights of one head in full precision, rows over queries."""
    seen = engine.trace(trace_id).stack(stack)
    layer = whole(layer, "layer", len(seen.layers))
    head = whole(head, "head", seen.heads)
    return {
        "queries": [token.text for token in seen.query_tokens],
        "keys": [token.text for token in seen.key_tokens],
        "weights": seen.weights(layer, head)[0].astype(float).tolist(),
    }


@capability(endpoint="positions")
def positions(engine: Engine, model: str = "", length: int = 64) -> dict[str, Any]:
    """How a model tells where a token stands: its scheme, and how alike two positions are."""
    scheme = engine.positions(model, length)
    rows = similarity(scheme, length)
    return {
        "scheme": scheme.scheme,
        "parameters": {
            **scheme.parameters,
            **{
                f"frequencies {kind}": list(map(float, f)) for kind, f in scheme.frequencies.items()
            },
        },
        "similarity": np.asarray(rows, dtype=float).tolist(),
        "experiments": {
            kind: {"allowed": not reason, "why": reason}
            for kind, reason in scheme.experiments.items()
        },
    }
