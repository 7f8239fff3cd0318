"""A run that is saved and read back is the same run."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.decoding.sampling import Sampling
from app.engine import first_look
from app.engine.events import Recorded


@pytest.fixture(scope="module")
def kept(engine: Any, llama: str) -> Recorded:
    fields = {"text": "the cat sat on"}
    sampling = Sampling(max_new_tokens=5, temperature=0.8, seed=4)
    finished = engine.finish(engine.run("generate", llama, fields, sampling))
    return Recorded(finished, "generate", fields, sampling)


def test_nothing_a_panel_reads_is_lost(kept: Recorded, tmp_path: Path) -> None:
    first_look.save(tmp_path / "run.npz", kept)
    back = first_look.read(tmp_path / "run.npz")
    was, now = kept.finished.answer, back.finished.answer
    assert back.finished.trace_id == kept.finished.trace_id
    assert back.sampling == kept.sampling
    assert now.written == was.written
    assert now.prompt == was.prompt
    assert now.trace.tokens == was.trace.tokens
    assert now.trace.vocabulary == was.trace.vocabulary
    assert was.trace.logits is not None
    assert now.trace.logits is not None
    assert np.array_equal(now.trace.logits, was.trace.logits)
    assert {*now.trace.hidden} == {*was.trace.hidden} != set()
    for name, states in was.trace.hidden.items():
        assert np.array_equal(now.trace.hidden[name], states)
    for layer in range(3):
        weights = now.trace.attention[0].weights(layer), was.trace.attention[0].weights(layer)
        assert np.array_equal(*weights)


def test_a_damaged_recording_is_an_error_not_a_run(kept: Recorded, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    first_look.save(path, kept)
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises((OSError, ValueError, zipfile.BadZipFile)):
        first_look.read(path)
