"""The lens at a layer equals a model that was cut off there, and at the last one the model."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import torch

from app.errors import InputError
from app.trace import Trace
from tests.tiny import DECODERS, ENCODER_DECODERS, ENCODERS, FALLBACKS, FAMILIES, tiny_loaded

IDS = [5, 17, 8, 40, 21, 9]
TARGET = [3, 11, 7, 30]
PARALLEL = ("gpt-neox", "phi", "gpt-j")
PRE_NORM = ("llama", "gpt2", "qwen2", "mistral", "gpt-neo", "bloom", "mpt", "opt")


def traced(loaded: Any) -> Trace:
    from app.instrumentation.run import Run
    from tests.instrumentation.test_run import tokens

    pair = loaded.family == "encoder-decoder"
    target = TARGET if pair else []
    run = Run(loaded)
    run.read(IDS, target)
    return run.trace(
        task="read",
        text="",
        tokens=tokens(IDS),
        prompt=1 if pair else len(IDS),
        target=tokens(target),
        vocabulary=tuple(f"w{n}" for n in range(60)),
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_the_last_layer_is_the_models_own_prediction(family: str) -> None:
    from app.experiments.logit_lens import layers_of, logits

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    last = layers_of(trace, "block") - 1
    cells = [(last, at) for at in range(len(trace.written))]
    assert trace.logits is not None
    assert np.abs(logits(loaded, trace, cells, "block").numpy() - trace.logits).max() < 1e-4


@pytest.mark.parametrize("family", sorted({*DECODERS, *FALLBACKS, *ENCODERS} - {"albert"}))
def test_a_layer_equals_the_model_cut_off_there(family: str) -> None:
    from app.experiments.logit_lens import logits
    from app.instrumentation.unembedding import blocks_of

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    blocks = len(blocks_of(loaded.model))
    for keep in range(1, blocks):
        short = copy.deepcopy(loaded.model)
        del blocks_of(short)[keep:]
        for config in (short.config, short.config.get_text_config()):
            if getattr(config, "layer_types", None):
                config.layer_types = config.layer_types[:keep]
            config.num_hidden_layers = keep
        with torch.inference_mode():
            own = short(input_ids=torch.tensor([IDS]))
        cells = [(keep, at) for at in range(len(IDS))]
        assert np.abs(
            logits(loaded, trace, cells, "block").numpy() - own.logits[0].numpy()
        ).max() < (1e-4)


@pytest.mark.parametrize("family", PRE_NORM)
def test_after_attention_equals_a_model_without_the_last_feed_forward(family: str) -> None:
    from app.experiments.logit_lens import logits
    from app.instrumentation.mlp_boundary import block_layout
    from app.instrumentation.unembedding import blocks_of

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    last = len(blocks_of(loaded.model)) - 1
    known = block_layout(loaded.model).blocks[last]
    assert known is not None
    assert known.down is not None
    short = copy.deepcopy(loaded.model)
    down = blocks_of(short)[last].get_submodule(known.down)
    for parameter in down.parameters():
        parameter.zero_()
    with torch.inference_mode():
        own = short(input_ids=torch.tensor([IDS])).logits[0].numpy()
    cells = [(last, at) for at in range(len(IDS))]
    assert np.abs(logits(loaded, trace, cells, "attention").numpy() - own).max() < 1e-4


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - set(PARALLEL)))
def test_every_family_whose_halves_follow_each_other_is_opened(family: str) -> None:
    from app.experiments.logit_lens import grid, layers_of

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    rows = range(layers_of(trace, "attention"))
    found = grid(loaded, trace, range(len(trace.written)), rows, "attention")
    assert (found.top >= 0).all()


@pytest.mark.parametrize("family", PARALLEL)
def test_where_they_run_side_by_side_it_says_so(family: str) -> None:
    from app.experiments.logit_lens import grid

    loaded = tiny_loaded(family)
    with pytest.raises(InputError, match="side by side"):
        grid(loaded, traced(loaded), [0], [0], "attention")


@pytest.mark.parametrize("family", ["llama", "bert", "marian"])
def test_a_cell_is_what_its_logits_say(family: str) -> None:
    from app.experiments.logit_lens import grid, logits

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    found = grid(loaded, trace, [1, 3], [0, 2], "block")
    assert trace.logits is not None
    for layer in (0, 2):
        for at in (1, 3):
            row = logits(loaded, trace, [(layer, at)], "block")[0].double().numpy()
            shares = np.exp(row - row.max()) / np.exp(row - row.max()).sum()
            final = int(trace.logits[at].argmax())
            assert found.top[layer, at] == shares.argmax()
            assert found.probability[layer, at] == pytest.approx(shares.max(), abs=1e-5)
            assert found.final[layer, at] == pytest.approx(shares[final], abs=1e-5)
            assert found.rank[layer, at] == 1 + (shares > shares[final]).sum()
            entropy = -(shares * np.log(shares)).sum()
            assert found.entropy[layer, at] == pytest.approx(entropy, abs=1e-4)
    # Nothing beside what was asked for is computed.
    assert (found.top >= 0).sum() == 4
    assert grid(loaded, trace, [1, 3], [0, 2], "block") is found


@pytest.mark.parametrize("family", ["llama", "gpt2", "qwen2", "opt", "mpt"])
def test_the_neurons_add_up_to_what_the_feed_forward_part_adds(family: str) -> None:
    from app.experiments.logit_lens import inside
    from app.instrumentation.mlp_boundary import block_layout, down_weights
    from app.instrumentation.unembedding import blocks_of

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    found = inside(loaded, trace)
    for layer in range(len(found.middle) - 1):
        known = block_layout(loaded.model).blocks[layer]
        assert known is not None
        assert known.down is not None
        down = blocks_of(loaded.model)[layer].get_submodule(known.down)
        bias = getattr(down, "bias", None)
        added = found.neurons[layer][1] @ down_weights(loaded.model, known, layer).numpy()
        added = added + (0 if bias is None else bias.numpy())
        after = trace.hidden["self"][layer + 1]
        assert np.abs(found.middle[layer] + added - after).max() < 1e-4


def test_a_neuron_pushes_towards_what_the_output_matrix_says() -> None:
    from app.experiments.logit_lens import inside, neurons
    from app.instrumentation.mlp_boundary import block_layout, down_weights

    loaded = tiny_loaded("llama")
    trace = traced(loaded)
    found = neurons(loaded, trace, 1, 4, limit=40, words=3)
    assert [each.write for each in found] == sorted([each.write for each in found], reverse=True)
    known = block_layout(loaded.model).blocks[1]
    assert known is not None
    active = inside(loaded, trace).neurons[1][1][4]
    directions = down_weights(loaded.model, known, 1).numpy()
    matrix = loaded.model.lm_head.weight.numpy()
    for each in found[:5]:
        change = matrix @ (active[each.number] * directions[each.number])
        assert each.activation == pytest.approx(active[each.number], abs=1e-6)
        assert each.pushes[0][0] == change.argmax()
        assert each.pushes[0][1] == pytest.approx(change.max(), abs=1e-5)
        assert each.against[0][0] == change.argmin()


@pytest.mark.parametrize(
    ("positions", "layers", "part", "says"),
    [
        ([6], [0], "block", "position must be"),
        ([-1], [0], "block", "position must be"),
        ([0], [4], "block", "layer must be"),
        ([0], [3], "attention", "layer must be"),
        ([0], [0], "middle", "part must be"),
        ([True], [0], "block", "position must be"),
    ],
)
def test_what_is_out_of_range_is_refused(
    positions: list[int], layers: list[int], part: str, says: str
) -> None:
    from app.experiments.logit_lens import grid

    loaded = tiny_loaded("llama")
    with pytest.raises(InputError, match=says):
        grid(loaded, traced(loaded), positions, layers, part)


def test_nothing_stays_in_the_model() -> None:
    from app.experiments.logit_lens import grid

    for family in ("llama", *ENCODER_DECODERS):
        loaded = tiny_loaded(family)
        trace = traced(loaded)
        hooks = [len(m._forward_hooks) for m in loaded.model.modules()]
        grid(loaded, trace, [0], [0, 1], "attention")
        assert [len(m._forward_hooks) for m in loaded.model.modules()] == hooks
        assert not any("forward" in vars(m) for m in loaded.model.modules())


def test_another_threads_pass_is_not_looked_into() -> None:
    import threading

    from app.instrumentation.mlp_boundary import block_layout, capture_mlp
    from app.instrumentation.unembedding import tiny_pass

    model = tiny_loaded("llama").model
    known = block_layout(model)
    with capture_mlp(model, known) as seen:
        thread = threading.Thread(target=tiny_pass, args=(model,))
        thread.start()
        thread.join()
        assert not seen.middle
        tiny_pass(model)
    assert len(seen.middle) == len(seen.neurons) == 3


def test_a_hook_that_comes_or_goes_leaves_another_threads_pass_alone() -> None:
    """In that moment torch calls it without the named arguments."""
    from app.instrumentation.mlp_boundary import block_layout, capture_mlp
    from app.instrumentation.unembedding import blocks_of

    model = tiny_loaded("llama").model
    with capture_mlp(model, block_layout(model)) as seen:
        hooks = [
            hook for each in blocks_of(model).modules() for hook in each._forward_pre_hooks.values()
        ]
        assert hooks
        given = (torch.zeros(1, 3, 24),)
        with ThreadPoolExecutor(1) as other:
            for hook in hooks:
                assert other.submit(hook, None, given).result() is None
    assert not seen.middle


def test_states_that_are_read_as_words_are_those_of_one_thread_only() -> None:
    """Two threads read states at once: what the first put in is gone when the second begins."""
    import threading

    from app.instrumentation import unembedding

    model = tiny_loaded("llama").model
    ids = torch.tensor([[5, 17, 8]])
    with torch.inference_mode():
        own = model(input_ids=ids).logits
        unembedding.logits_of(model, torch.zeros(3, 24))
        body = unembedding._bodies[model]
        assert body is not None
        begins, inside, over = (threading.Event() for _ in range(3))

        def second() -> None:
            begins.set()
            with unembedding._instead(body, torch.ones(1, 3, 24)):
                inside.set()
                over.wait(5)

        other = threading.Thread(target=second)
        with unembedding._instead(body, torch.zeros(1, 3, 24)):
            other.start()
            begins.wait(5)
            other.join(0.1)
        assert inside.wait(5)
        try:
            assert torch.equal(model(input_ids=ids).logits, own)
        finally:
            over.set()
            other.join()
