"""What hangs on a kept run counts with it: memory stays within the budget however one looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.analysis.head_overview import overview
from app.api.heads.distance_r2 import positional
from app.api.heads.roles import head_roles
from app.api.logit_lens import lens, lens_cell, neurons
from app.decoding.sampling import Sampling
from app.engine.engine import Engine
from app.trace.attached import Attached, attached_bytes

TEXT = "the cat sat on a mat and it saw a big dog"


class Owner:
    """Something values hang on."""


def made(engine: Any, model: str, text: str = TEXT) -> str:
    task = "translate" if model.endswith("t5") else "generate"
    events = engine.run(task, model, {"text": text}, Sampling(max_new_tokens=4))
    return str(engine.finish(events).trace_id)


def test_arrays_anywhere_in_a_value_count_once() -> None:
    table: Attached[Owner, Any] = Attached()
    one, other = Owner(), Owner()
    shared = np.zeros(100, dtype=np.float32)
    table[one] = {"a": [shared, (shared, np.zeros(3, dtype=np.int64))]}
    table[other] = "no array"
    assert attached_bytes([one]) == 400 + 24
    assert attached_bytes([one, one, other]) == 424
    del table[one]
    assert attached_bytes([one]) == 0


def looked_at(engine: Any, trace_id: str) -> None:
    """Everything a visitor may open on a run."""
    trace = engine.trace(trace_id)
    for part in ("block", "attention"):
        lens(engine, trace_id, part)
    lens_cell(engine, trace_id, 1, 0, "attention", 3)
    neurons(engine, trace_id, 0, 0, 3)
    positional(engine, trace_id, "")
    head_roles(engine, trace_id, "")
    for attention in trace.attention:
        overview(attention)


def test_what_is_looked_at_counts_from_then_on(tiny_settings: Any, llama: str) -> None:
    from app.api.arrays import Arrays

    engine = Engine(tiny_settings)
    trace_id = made(engine, llama)
    trace = engine.trace(trace_id)
    plain = engine.kept_bytes
    assert plain == trace.nbytes
    looked_at(engine, trace_id)
    Arrays(engine, 10**6).value_output_norms(trace_id, "self")
    from app.experiments import head_output
    from app.experiments import logit_lens as room

    inside, grids = room._inside[trace], room._grids[trace]
    assert set(grids) == {"block", "attention"}
    hanging = inside.middle.nbytes + sum(each.nbytes for _, each in inside.neurons.values())
    hanging += head_output._lengths[trace.attention[0]].nbytes
    assert engine.kept_bytes >= plain + hanging + 2 * grids["block"].entropy.nbytes
    assert engine.kept_bytes == plain + attached_bytes([trace, *trace.attention])
    again = engine.kept_bytes
    looked_at(engine, trace_id)
    assert engine.kept_bytes == again


@pytest.mark.parametrize("family", ["llama", "t5"])
def test_memory_is_flat_under_a_loop_of_looks(
    tiny_settings: Any, tiny_folders: Path, family: str
) -> None:
    model = f"path:{tiny_folders / family}"
    probe = Engine(tiny_settings)
    one = made(probe, model)
    if family == "llama":
        looked_at(probe, one)
    else:
        head_roles(probe, one, "")
    whole = probe.kept_bytes
    budget = 3 * whole
    engine = Engine(tiny_settings.model_copy(update={"trace_memory": budget}))
    words = TEXT.split()
    for number in range(12):
        trace_id = made(engine, model, " ".join([*words[:-1], words[number % len(words)]]))
        if family == "llama":
            looked_at(engine, trace_id)
        else:
            head_roles(engine, trace_id, "")
        assert engine.kept_bytes <= budget, number
    # And they are really gone, what hung on them with them.
    import gc

    from app.experiments import logit_lens as room

    gc.collect()
    assert len(room._inside) <= 12


def test_a_run_that_is_dropped_counts_no_more(tiny_settings: Any, llama: str) -> None:
    engine = Engine(tiny_settings.model_copy(update={"trace_memory": 1}))
    first = made(engine, llama)
    trace = engine.trace(first)
    second = made(engine, llama, "the dog ran")
    before = engine.kept_bytes
    assert before == engine.trace(second).nbytes
    # Somebody still holds the old one and works something out from it.
    overview(trace.attention[0])
    assert engine.kept_bytes == before
