"""Saves a real run to one file and reads it back, for a first look before any model is loaded.

A zip of plain arrays (numpy's npz, read without pickle) with a JSON description in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from app.decoding.sampling import Sampling
from app.engine.events import Finished, Recorded
from app.tasks import Answer, Written
from app.trace import Attention, Measured, Positions, Token, Trace
from app.trace.attention import Scores

FOLDER = Path(__file__).parents[2] / "assets" / "recorded"
FIRST_LOOK = FOLDER / "first-look.npz"
HIDDEN = "hidden-"  # before the name of a stack: the states between its layers


def save(path: Path, recorded: Recorded) -> None:
    """Writes a run of a decoder. Raises ValueError for a trace that holds no queries and keys."""
    finished = recorded.finished
    trace = finished.answer.trace
    stack = trace.stack("self")
    layers = [layer for layer in stack.layers if isinstance(layer, Scores)]
    if len(layers) != len(stack.layers) or any(layer.bias is not None for layer in layers):
        raise ValueError("only plain causal attention with queries and keys can be saved")
    if trace.logits is None:
        raise ValueError("only a run with logits can be saved")
    description = {
        "trace_id": finished.trace_id,
        "memory": finished.memory,
        "parameters": finished.parameters,
        "task": recorded.task,
        "fields": dict(recorded.fields),
        "sampling": asdict(recorded.sampling),
        "model": trace.model,
        "text": trace.text,
        "tokens": [asdict(token) for token in trace.tokens],
        "prompt": trace.prompt,
        "written": [asdict(each) for each in finished.answer.written],
        "new_text": finished.answer.text,
        "seconds": finished.answer.seconds,
        "stopped_by": finished.answer.stopped_by,
        "measured": asdict(trace.measured),
        "scale": [layer.scale for layer in layers],
        "causal": stack.causal,
        "positions": {
            "scheme": trace.positions.scheme,
            "parameters": dict(trace.positions.parameters),
            "frequencies": {
                kind: list(map(float, values))
                for kind, values in trace.positions.frequencies.items()
            },
            "experiments": dict(trace.positions.experiments),
        },
        "vocabulary": trace.vocabulary,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {
        "description": np.frombuffer(json.dumps(description).encode(), dtype=np.uint8),
        "query": np.stack([layer.query for layer in layers]),
        "key": np.stack([layer.key for layer in layers]),
        "value": np.stack([layer.value for layer in layers]),
        "logits": trace.logits,
        **{f"{HIDDEN}{name}": states for name, states in trace.hidden.items()},
    }
    np.savez_compressed(path, **arrays)


def read(path: Path) -> Recorded:
    """The run kept in a file. Raises OSError, ValueError or BadZipFile when damaged."""
    with np.load(path, allow_pickle=False) as arrays:
        kept: dict[str, Any] = json.loads(arrays["description"].tobytes())
        query, key, value = arrays["query"], arrays["key"], arrays["value"]
        logits = arrays["logits"]
        hidden = {
            name.removeprefix(HIDDEN): arrays[name]
            for name in arrays.files
            if name.startswith(HIDDEN)
        }
    tokens = tuple(_token(each) for each in kept["tokens"])
    layers = tuple(
        Scores(query[n], key[n], value[n], scale=scale, causal=kept["causal"])
        for n, scale in enumerate(kept["scale"])
    )
    positions = kept["positions"]
    trace = Trace(
        task=kept["task"],
        model=kept["model"],
        text=kept["text"],
        tokens=tokens,
        prompt=kept["prompt"],
        attention=(Attention("self", tokens, tokens, layers, causal=kept["causal"]),),
        hidden=hidden,
        logits=logits,
        positions=Positions(
            positions["scheme"],
            positions["parameters"],
            frequencies={
                kind: np.array(values, dtype=np.float32)
                for kind, values in positions["frequencies"].items()
            },
            experiments=positions.get("experiments", {}),
        ),
        measured=Measured(**kept["measured"]),
        vocabulary=tuple(kept["vocabulary"]),
    )
    written = tuple(
        Written(
            _token(each["token"]),
            each["probability"],
            each["sampled"],
            each["rank"],
            (each["runner_up"][0], each["runner_up"][1], each["runner_up"][2]),
        )
        for each in kept["written"]
    )
    answer = Answer(
        kept["new_text"],
        tokens[: kept["prompt"]],
        written,
        kept["seconds"],
        kept["stopped_by"],
        trace,
    )
    finished = Finished(kept["trace_id"], answer, kept["memory"], kept["parameters"])
    return Recorded(finished, kept["task"], kept["fields"], _sampling(kept["sampling"]))


def _sampling(kept: dict[str, Any]) -> Sampling:
    """Settings from a file, where lists stand for tuples; what it does not name is off."""
    settings: dict[str, Any] = dict(kept)
    if "order" in settings:
        settings["order"] = tuple(settings["order"])
    for name in ("banned", "bias"):
        settings[name] = tuple(tuple(each) for each in settings.get(name, ()))
    return Sampling(**settings)


def _token(fields: Mapping[str, Any]) -> Token:
    part = tuple(fields["part"]) if fields["part"] else None
    return Token(**{**fields, "part": part})
