"""A run on a CUDA device equals the same run on the processor, panel by panel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from app.decoding.sampling import Sampling
from app.trace import Trace
from tests.instrumentation.test_run import IDS, TARGET, tokens
from tests.tiny import ENCODER_DECODERS, FAMILIES, tiny_loaded, tiny_model

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")

DEVICES = ("cpu", "cuda")
TEXT = "the cat sat on a mat and it saw"
CLOSE = 1e-4


def loaded_on(device: str, family: str) -> Any:
    loaded = tiny_loaded(family)
    loaded.model.to(device)
    if loaded.model.can_generate():
        loaded.model.generation_config.eos_token_id = None
    return replace(loaded, device=torch.device(device))


def read(device: str, family: str) -> Trace:
    from app.instrumentation.run import Run

    run = Run(loaded_on(device, family))
    target = TARGET if family in ENCODER_DECODERS else []
    run.read(IDS, target)
    return run.trace(
        task="read", text="", tokens=tokens(IDS), prompt=len(IDS), target=tokens(target)
    )


def assert_same(one: Trace, other: Trace) -> None:
    assert (one.logits is None) == (other.logits is None)
    if one.logits is not None and other.logits is not None:
        assert np.abs(one.logits - other.logits).max() < CLOSE
    assert one.hidden.keys() == other.hidden.keys()
    for part, states in one.hidden.items():
        assert np.abs(states - other.hidden[part]).max() < CLOSE
    assert [each.name for each in one.attention] == [each.name for each in other.attention]
    for stack, same in zip(one.attention, other.attention, strict=True):
        assert stack.causal == same.causal
        for layer in range(len(stack.layers)):
            assert np.abs(stack.weights(layer) - same.weights(layer)).max() < CLOSE


@pytest.mark.parametrize("family", FAMILIES)
def test_a_traced_pass_equals_the_processor_s(family: str) -> None:
    there = read("cuda", family)
    assert_same(read("cpu", family), there)
    assert there.measured.device == "cuda"


@pytest.mark.parametrize("family", ["llama", "gemma2", "bert", "mistral"])
def test_attention_from_queries_and_keys_equals_eager_on_the_device(family: str) -> None:
    model = tiny_model(family, attention="eager").to("cuda")
    with torch.inference_mode():
        out = model(torch.tensor([IDS], device="cuda"), output_attentions=True)
    stack = read("cuda", family).stack("self")
    for layer, weights in enumerate(out.attentions):
        assert np.abs(stack.weights(layer) - weights[0].cpu().numpy()).max() < CLOSE


def written(device: str, family: str, **options: Any) -> tuple[list[int], Trace]:
    from app.decoding.loop import write
    from app.instrumentation.run import Run

    run = Run(loaded_on(device, family))
    steps = [step.id for step in write(run, IDS, Sampling(max_new_tokens=6), **options)]
    ids = [*IDS, *steps]
    return steps, run.trace(task="", text="", tokens=tokens(ids), prompt=len(IDS))


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma2", "mistral", "gpt-neo", "bloom"])
def test_greedy_writing_gives_the_same_tokens(family: str) -> None:
    here, trace = written("cpu", family)
    there, same = written("cuda", family)
    assert here == there
    assert_same(trace, same)


def test_a_branch_goes_on_from_a_kept_run() -> None:
    steps, trunk = written("cuda", "mistral")
    forced = (steps[0], (steps[1] + 1) % 60)
    again, branch = written("cuda", "mistral", forced=forced, resume=trunk)
    fresh, plain = written("cuda", "mistral", forced=forced)
    assert again == fresh
    assert_same(branch, plain)


def test_drawing_follows_the_seed_on_the_device() -> None:
    from app.decoding.loop import write
    from app.instrumentation.run import Run

    def drawn(seed: int) -> list[int]:
        sampling = Sampling(max_new_tokens=8, temperature=1.0, seed=seed)
        run = Run(loaded_on("cuda", "llama"))
        return [step.id for step in write(run, IDS, sampling)]

    assert drawn(1) == drawn(1)
    assert len({tuple(drawn(seed)) for seed in range(4)}) > 1


@pytest.fixture(scope="module")
def engines(tiny_settings: Any) -> dict[str, Any]:
    from app.engine.engine import Engine

    return {
        device: Engine(tiny_settings.model_copy(update={"device": device})) for device in DEVICES
    }


def alike(one: Any, other: Any) -> None:
    """Nested plain values, numbers nearly equal."""
    assert type(one) is type(other)
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            if key not in ("trace_id", "seconds"):
                alike(one[key], other[key])
    elif isinstance(one, list):
        assert len(one) == len(other)
        for mine, its in zip(one, other, strict=True):
            alike(mine, its)
    elif isinstance(one, float):
        assert one == pytest.approx(other, abs=1e-3)
    else:
        assert one == other


@pytest.mark.parametrize("family", ["llama", "gpt2", "bert", "t5", "bloom"])
@pytest.mark.parametrize("kind", ["shift", "reverse", "zero", "permutation"])
def test_moved_places_do_the_same(
    engines: dict[str, Any], tiny_folders: Path, family: str, kind: str
) -> None:
    from app.api.position_edits import move_positions

    found = []
    for engine in engines.values():
        made = engine.finish(engine.run("read", f"path:{tiny_folders / family}", {"text": TEXT}))
        *_, result = move_positions(engine, made.trace_id, kind, by=2)
        found.append(result)
    alike(*found)


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma2", "bert", "t5"])
def test_the_lens_reads_the_same(family: str) -> None:
    from app.experiments.logit_lens import logits, neurons

    told, named = [], []
    for device in DEVICES:
        loaded, trace = loaded_on(device, family), read(device, family)
        told.append(logits(loaded, trace, [(0, 2), (1, 3)], "block").float().cpu().numpy())
        named.append(neurons(loaded, trace, 1, 3, limit=3))
    assert np.abs(told[0] - told[1]).max() < CLOSE
    assert [each.number for each in named[0]] == [each.number for each in named[1]]


def test_beams_find_the_same() -> None:
    from tests.decoding.test_beam_search import searched

    found = [searched(loaded_on(device, "marian"), 3, 1.0, 6) for device in DEVICES]
    alike(*[[list(each.tokens) for each in search.hypotheses] for search in found])


def test_hiding_words_does_the_same() -> None:
    from tests.experiments.test_source_ablation import found, translated

    results = []
    for device in DEVICES:
        loaded = loaded_on(device, "marian")
        results.append(found(loaded, translated(loaded), 2, 3))
    one, other = results
    for way in one.most:
        assert [word.change[way] for word in one.words] == pytest.approx(
            [word.change[way] for word in other.words], abs=1e-3
        )


def test_what_a_recurrent_cell_remembers_is_told() -> None:
    from app.instrumentation.assembly import remembered

    gates = torch.rand(5, 4, generator=torch.Generator().manual_seed(2))
    assert np.abs(remembered(gates) - remembered(gates.cuda())).max() < 1e-6
