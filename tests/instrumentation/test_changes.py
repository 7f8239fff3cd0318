"""A change inside a run is held to transformers' own masks, and to plain hooks on its modules."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from app.errors import InputError
from app.trace.interventions import Intervention
from tests.instrumentation.test_run import IDS, TARGET, loaded, tokens
from tests.tiny import ENCODER_DECODERS, ENCODERS
from tests.tiny import tiny_model as made_anew

DECODERS = ("llama", "gpt2", "qwen2", "gemma2", "gemma3", "mistral", "gpt-neox", "opt", "phi")
HIDDEN = 4


@functools.cache
def tiny_model(family: str) -> Any:
    """One model per family: hooks of a test act in the runs of that test."""
    return made_anew(family)


def run_of(family: str, *changes: Intervention, target: list[int] = TARGET, **values: Any) -> Any:
    from app.instrumentation.changes import Edit
    from app.instrumentation.run import Run

    run = Run(loaded(tiny_model(family)), edits=[Edit(each, **values) for each in changes])
    run.read(IDS, target if family in ENCODER_DECODERS else ())
    return run


def trace_of(run: Any) -> Any:
    both = run.model.config.is_encoder_decoder
    return run.trace(
        task="read",
        text="",
        tokens=tokens(IDS),
        prompt=len(IDS),
        target=tokens(TARGET) if both else (),
    )


def state_of(run: Any) -> Any:
    """The last states of the stack that is asked last."""
    trace = trace_of(run)
    return trace.hidden[list(trace.hidden)[-1]][-1]


def hide(place: int, **more: Any) -> Intervention:
    return Intervention("link", "cut", keys=(place,), **more)


@pytest.mark.parametrize("family", [*DECODERS, *ENCODERS])
def test_a_change_by_nothing_is_the_run_bit_for_bit(family: str) -> None:
    same = Intervention("head", "scale", factor=1.0)
    before, after = run_of(family), run_of(family, same)
    assert np.array_equal(state_of(before), state_of(after))


@pytest.mark.parametrize("family", [*DECODERS, *ENCODERS])
def test_cutting_every_link_to_a_token_hides_it(family: str) -> None:
    """As transformers' own attention mask does, with the positions as they were."""
    import torch

    model = tiny_model(family)
    mask = torch.ones(1, len(IDS), dtype=torch.long)
    mask[0, HIDDEN] = 0
    # Some count what may be read to tell positions.
    more = {"position_ids": torch.arange(len(IDS))[None]} if family in DECODERS else {}
    with torch.inference_mode():
        expected = model(
            input_ids=torch.tensor([IDS]),
            attention_mask=mask,
            output_hidden_states=True,
            **more,
        ).hidden_states[-1][0]
    np.testing.assert_allclose(state_of(run_of(family, hide(HIDDEN))), expected, atol=2e-5)


@pytest.mark.parametrize("family", ["t5", "bart", "marian", "m2m-100"])
def test_cutting_every_link_to_a_source_token_hides_it(family: str) -> None:
    import torch

    model = tiny_model(family)
    mask = torch.ones(1, len(IDS), dtype=torch.long)
    mask[0, HIDDEN] = 0
    run = run_of(family, hide(HIDDEN, stack="encoder"), hide(HIDDEN, stack="cross"))
    with torch.inference_mode():
        out = model(
            input_ids=torch.tensor([IDS]),
            attention_mask=mask,
            decoder_input_ids=torch.tensor([TARGET]),
        )
    np.testing.assert_allclose(run.outputs.logits[0], out.logits[0], atol=2e-5)


def test_the_record_shows_what_was_cut() -> None:
    plain = trace_of(run_of("llama")).stack("self")
    cut = Intervention("link", "cut", layers=(1,), heads=(2,), positions=(7, 8), keys=(3,))
    new = trace_of(run_of("llama", cut)).stack("self")
    assert np.array_equal(new.weights(0), plain.weights(0))
    before, after = plain.weights(1), new.weights(1)
    others = [head for head in range(4) if head != 2]
    np.testing.assert_allclose(after[others], before[others], atol=1e-7)
    expected = before[2].copy()
    for query in (7, 8):
        expected[query, 3] = 0
        expected[query] /= expected[query].sum()
    np.testing.assert_allclose(after[2], expected, atol=1e-6)
    np.testing.assert_allclose(new.layers[1].row(7)[2], expected[7], atol=1e-6)
    np.testing.assert_allclose(new.weights(1, 2)[0], expected, atol=1e-6)
    # The rest as it was: the row then sums to less than 1.
    left = Intervention(
        "link", "cut", layers=(1,), heads=(2,), positions=(7,), keys=(3,), renormalised=False
    )
    kept = trace_of(run_of("llama", left)).stack("self").weights(1)[2]
    assert kept[7].sum() == pytest.approx(1 - before[2, 7, 3], abs=1e-6)
    assert kept[7, 2] == pytest.approx(before[2, 7, 2], abs=1e-7)


@pytest.mark.parametrize("renormalised", [True, False])
def test_what_a_head_hands_on_is_what_its_record_says(renormalised: bool) -> None:
    """The recorded weights times the values, at the input of the output projection."""
    cut = Intervention(
        "link", "cut", layers=(1,), heads=(2,), positions=(7,), keys=(3,), renormalised=renormalised
    )
    given: list[Any] = []
    with watched(lambda model: model.model.layers[1].self_attn.o_proj, given):
        run = run_of("llama", cut)
    heads = trace_of(run).stack("self").layers[1].outputs()
    np.testing.assert_allclose(
        given[-1][0].unflatten(-1, (4, -1)).transpose(0, 1), heads, atol=1e-5
    )


def test_a_query_that_is_left_nothing_reads_nothing() -> None:
    cut = Intervention("link", "cut", layers=(1,), heads=(2,), positions=(7,))
    given: list[Any] = []
    with watched(lambda model: model.model.layers[1].self_attn.o_proj, given):
        run = run_of("llama", cut)
    heads = given[-1][0].unflatten(-1, (4, -1))
    assert not heads[7, 2].any() and heads[7, 1].any() and heads[6, 2].any()
    weights = trace_of(run).stack("self").weights(1)
    assert not weights[2, 7].any()


@contextmanager
def watched(module: Callable[[Any], Any], into: list[Any]) -> Iterator[None]:
    """Keeps what a module of the tiny llama is given."""

    def hook(module: Any, arguments: Any) -> None:
        into.append(arguments[0].clone())

    handle = module(tiny_model("llama")).register_forward_pre_hook(hook)
    try:
        yield
    finally:
        handle.remove()


HEADS = {
    "llama": lambda model, layer: model.model.layers[layer].self_attn.o_proj,
    "gpt2": lambda model, layer: model.transformer.h[layer].attn.c_proj,
    "bert": lambda model, layer: model.bert.encoder.layer[layer].attention.output.dense,
    "gemma2": lambda model, layer: model.model.layers[layer].self_attn.o_proj,
}


@pytest.mark.parametrize("family", HEADS)
def test_a_head_that_is_set_to_zero_is_gone_from_the_output_projection(family: str) -> None:
    def without(module: Any, arguments: Any) -> Any:
        heads = arguments[0].clone().unflatten(-1, (4, -1))
        heads[:, :, 3] = 0
        return (heads.flatten(-2),)

    handle = HEADS[family](tiny_model(family), 1).register_forward_pre_hook(without)
    try:
        expected = state_of(run_of(family))
    finally:
        handle.remove()
    zero = Intervention("head", "zero", layers=(1,), heads=(3,))
    np.testing.assert_allclose(state_of(run_of(family, zero)), expected, atol=1e-6)
    assert np.abs(state_of(run_of(family)) - expected).max() > 1e-2


FEED_FORWARD = {
    "llama": (
        lambda model, layer: model.model.layers[layer].mlp,
        lambda model, layer: model.model.layers[layer].mlp.down_proj,
    ),
    "gpt2": (
        lambda model, layer: model.transformer.h[layer].mlp,
        lambda model, layer: model.transformer.h[layer].mlp.c_proj,
    ),
    "bert": (
        lambda model, layer: model.bert.encoder.layer[layer].output.dense,
        lambda model, layer: model.bert.encoder.layer[layer].output.dense,
    ),
    "opt": (
        lambda model, layer: model.model.decoder.layers[layer].fc2,
        lambda model, layer: model.model.decoder.layers[layer].fc2,
    ),
}


@pytest.mark.parametrize("family", FEED_FORWARD)
def test_a_feed_forward_part_that_is_set_to_zero_adds_nothing(family: str) -> None:
    handle = FEED_FORWARD[family][0](tiny_model(family), 1).register_forward_hook(
        lambda module, arguments, output: output * 0
    )
    try:
        expected = state_of(run_of(family))
    finally:
        handle.remove()
    zero = Intervention("mlp", "zero", layers=(1,))
    np.testing.assert_allclose(state_of(run_of(family, zero)), expected, atol=1e-6)


@pytest.mark.parametrize("family", FEED_FORWARD)
def test_a_neuron_is_turned_round(family: str) -> None:
    def turned(module: Any, arguments: Any) -> Any:
        given = arguments[0].clone()
        given[..., 6, 11] *= -1
        return (given,)

    handle = FEED_FORWARD[family][1](tiny_model(family), 2).register_forward_pre_hook(turned)
    try:
        expected = state_of(run_of(family))
    finally:
        handle.remove()
    one = Intervention("neuron", "scale", layers=(2,), neurons=(11,), positions=(6,), factor=-1.0)
    np.testing.assert_allclose(state_of(run_of(family, one)), expected, atol=1e-6)


@pytest.mark.parametrize("family", ["llama", "gpt2", "bert", "gemma3"])
def test_every_state_of_another_run_makes_it_that_run(family: str) -> None:
    import torch

    from app.instrumentation.changes import Edit
    from app.instrumentation.run import Run

    other = trace_of(run_of(family))
    patch = Intervention("state", "patch", layers=(1,))
    run = Run(
        loaded(tiny_model(family)),
        edits=[Edit(patch, {1: torch.from_numpy(other.hidden["self"][1])})],
    )
    run.read(IDS[::-1])
    np.testing.assert_allclose(state_of(run), other.hidden["self"][-1], atol=1e-6)


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma3", "mistral", "opt"])
def test_written_step_by_step_is_read_at_once(family: str) -> None:
    """What is cut stays cut behind a cache, in windows too."""
    from app.instrumentation.changes import Edit
    from app.instrumentation.run import Run

    changes = [
        hide(1),
        Intervention("head", "zero", layers=(1,), heads=(0, 2), positions=(3, 9)),
        Intervention("link", "cut", layers=(0, 2), positions=(8, 10), keys=(5, 7)),
        Intervention("neuron", "scale", layers=(0,), neurons=(3,), positions=(9,), factor=2.0),
    ]
    if family == "opt":  # one of its tiny blocks is enough
        changes = changes[:3]
    once = run_of(family, *changes)
    steps = Run(loaded(tiny_model(family)), edits=[Edit(each) for each in changes])
    steps.start(IDS[:7])
    for each in IDS[7:]:
        steps.step([each])
    np.testing.assert_allclose(state_of(steps), state_of(once), atol=2e-5)
    for layer in range(3):
        np.testing.assert_allclose(
            trace_of(steps).stack("self").weights(layer),
            trace_of(once).stack("self").weights(layer),
            atol=2e-5,
        )


@pytest.mark.parametrize("family", ["t5", "bart"])
def test_cross_attention_is_cut_step_by_step(family: str) -> None:
    from app.instrumentation.changes import Edit
    from app.instrumentation.run import Run

    cut = Intervention("link", "cut", stack="cross", positions=(2, 4), keys=(3, 6))
    once = run_of(family, cut)
    steps = Run(loaded(tiny_model(family)), edits=[Edit(cut)])
    steps.start(IDS, TARGET[:2])
    for each in TARGET[2:]:
        steps.step([each])
    np.testing.assert_allclose(trace_of(steps).logits, trace_of(once).logits, atol=2e-5, rtol=1e-4)
    weights = trace_of(steps).stack("cross").weights(1)
    assert not weights[:, 2, 3].any() and weights[:, 3, 3].all()


def test_one_text_of_a_batch_is_changed_and_the_others_are_not() -> None:
    import torch

    from app.instrumentation.attention_function import changing
    from app.instrumentation.changes import Changes, Edit
    from app.instrumentation.run import prepare

    model = tiny_model("llama")
    prepare(model)
    cut = Intervention("link", "cut", layers=(1,), heads=(2,), positions=(7,), keys=(3,))
    zero = Intervention("head", "zero", layers=(0,), heads=(1,))
    changes = Changes(model, [Edit(cut, row=1), Edit(zero, row=2)])
    changes.begin("self", 0, len(IDS))
    with torch.inference_mode(), changing(changes), changes.installed():
        logits = model(input_ids=torch.tensor([IDS] * 3)).logits
    for row, alone in enumerate((run_of("llama"), run_of("llama", cut), run_of("llama", zero))):
        np.testing.assert_allclose(logits[row], alone.outputs.logits[0], atol=1e-5)


@pytest.mark.parametrize("family", ["bloom", "deberta"])
def test_finished_weights_cannot_be_cut(family: str) -> None:
    with pytest.raises(InputError, match="finished weights"):
        run_of(family, hide(2))


def test_blocks_that_run_several_times_are_not_changed_one_by_one() -> None:
    with pytest.raises(InputError, match="several times"):
        run_of("albert", Intervention("state", "patch", layers=(1,)))


def test_blocks_behind_massive_activations_are_known() -> None:
    """What is added to a component a thousand times larger is only known as exactly as that."""
    import torch

    from app.instrumentation.mlp_boundary import block_layout

    model = made_anew("llama")
    with torch.no_grad():
        model.model.embed_tokens.weight[1, 3] = 20_000.0
    blocks = block_layout(model).blocks
    assert all(block is not None and block.down == "mlp.down_proj" for block in blocks)
