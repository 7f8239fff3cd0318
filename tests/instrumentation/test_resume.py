"""A run that goes on from a kept trace equals one that reads everything anew."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.decoding.sampling import Sampling
from app.engine import continuations
from app.trace import Trace
from tests.tiny import DECODERS, tiny_loaded

IDS = [5, 17, 8, 40, 21, 9, 33]
FORCED = (11, 30)


def written(
    loaded: Any, forced: tuple[int, ...], resume: Trace | None
) -> tuple[Any, Trace, list[int]]:
    """(steps, trace, lengths of the passes through the model)."""
    from app.decoding.loop import write
    from app.instrumentation.model_cache import rebuilt
    from app.instrumentation.run import Run, prepare
    from tests.instrumentation.test_run import tokens

    lengths: list[int] = []
    # Whether its cache holds what was recorded is tried once per model, before the first branch.
    prepare(loaded.model)
    rebuilt(loaded.model, (), ())

    def count(module: Any, arguments: Any, named: Any) -> None:
        lengths.append(named["input_ids"].shape[1])

    hook = loaded.model.register_forward_pre_hook(count, with_kwargs=True)
    run = Run(loaded)
    steps = list(write(run, IDS, Sampling(6), forced=forced, resume=resume))
    hook.remove()
    ids = [*IDS, *(step.id for step in steps)]
    return steps, run.trace(task="", text="", tokens=tokens(ids), prompt=len(IDS)), lengths


@pytest.mark.parametrize("family", [*DECODERS, "bloom", "gpt-j"])
def test_a_branch_equals_a_fresh_run_of_the_same_tokens(family: str) -> None:
    loaded = tiny_loaded(family)
    loaded.model.generation_config.eos_token_id = None
    before, trunk, _ = written(loaded, (), None)
    forced = (before[0].id, before[1].id, (before[2].id + 1) % 60)
    fresh_steps, fresh, all_read = written(loaded, forced, None)
    steps, branch, read = written(loaded, forced, trunk)
    assert [each.id for each in steps] == [each.id for each in fresh_steps]
    assert [each.probability for each in steps] == pytest.approx(
        [each.probability for each in fresh_steps], abs=1e-5
    )
    assert branch.logits is not None
    assert fresh.logits is not None
    assert np.abs(branch.logits - fresh.logits).max() < 1e-4
    assert np.abs(branch.hidden["self"] - fresh.hidden["self"]).max() < 1e-4
    one, other = branch.stack("self"), fresh.stack("self")
    assert one.causal == other.causal
    for layer in range(len(one.layers)):
        assert np.abs(one.weights(layer) - other.weights(layer)).max() < 1e-5
    if family in DECODERS:
        # Nine tokens are known; the branch's own one and what follows are read, one by one.
        assert read == [1] * (1 + 6)
        assert all_read == [len(IDS) + 3] + [1] * 6
    else:
        assert read == all_read  # eager attention keeps no keys to go on from


def test_a_trace_of_other_tokens_is_used_as_far_as_it_is_the_same() -> None:
    loaded = tiny_loaded("llama")
    loaded.model.generation_config.eos_token_id = None
    _, trunk, _ = written(loaded, FORCED, None)
    fresh, _, _ = written(loaded, (12, 30), None)
    steps, _, read = written(loaded, (12, 30), trunk)
    assert [each.id for each in steps] == [each.id for each in fresh]
    assert read == [2] + [1] * 6


def test_the_engine_branches_without_reading_the_prefix_again(engine: Any, llama: str) -> None:
    made = engine.finish(engine.run("generate", llama, {"text": "the cat sat"}, Sampling(8)))
    trace = made.answer.trace
    place = trace.prompt + 3
    # The first branch of a model tries once what its cache holds.
    engine.finish(continuations.branch(engine, made.trace_id, place, 9, Sampling(1)))
    with engine.store.use(llama) as loaded:
        lengths: list[int] = []
        hook = loaded.model.register_forward_pre_hook(
            lambda _, __, named: lengths.append(named["input_ids"].shape[1]), with_kwargs=True
        )
        branch = engine.finish(continuations.branch(engine, made.trace_id, place, 7, Sampling(4)))
        hook.remove()
    assert set(lengths) == {1}
    again = branch.answer.trace
    assert [each.id for each in again.tokens[: place + 2]] == [
        *(each.id for each in trace.tokens[: place + 1]),
        7,
    ]
