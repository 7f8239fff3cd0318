"""Effects of changes inside a run: many at once are the same one by one; controls and maps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.analysis.interventions import read_interventions, siblings, written_interventions
from app.errors import InputError
from app.experiments.intervention_result import AblationMap, Controls, Effect, Progress
from app.trace.interventions import Intervention
from tests.experiments.test_source_ablation import translated
from tests.tiny import tiny_loaded

TEXT = "the cat sat on a mat and it saw the dog"


def read(loaded: Any, text: str = TEXT) -> Any:
    from app.instrumentation.run import Run

    text, tokens = loaded.pieces.read(text)
    run = Run(loaded)
    run.read([token.id for token in tokens])
    return run.trace(
        task="read",
        text=text,
        tokens=tokens,
        prompt=len(tokens),
        vocabulary=loaded.pieces.vocabulary,
    )


def effect(loaded: Any, trace: Any, *changes: Intervention, **options: Any) -> Effect:
    from app.experiments.intervention import intervene

    sources = options.pop("sources", {})
    *_, found = intervene(loaded, trace, changes, sources, **options)
    assert isinstance(found, Effect)
    return found


def mapped(loaded: Any, trace: Any, how: str = "zero", **options: Any) -> AblationMap:
    from app.experiments.intervention import ablation_map

    *_, found = ablation_map(loaded, trace, how, **options)
    assert isinstance(found, AblationMap)
    return found


@pytest.mark.parametrize("how", ["zero", "mean"])
@pytest.mark.parametrize(
    "family", ["llama", "gpt2", "qwen2", "gemma2", "gemma3", "mistral", "gpt-neox", "opt", "phi"]
)
def test_the_map_is_every_head_taken_out_alone(family: str, how: str) -> None:
    from app.instrumentation.variants import GROWING, _ways

    loaded = tiny_loaded(family)
    trace = read(loaded)
    found = mapped(loaded, trace, how, position=6)
    assert _ways[loaded.model][""] == GROWING
    table = np.array(found.stacks["self"])
    assert table.shape == (3, 4)
    for layer, head in ((0, 0), (1, 3), (2, 2)):
        alone = effect(
            loaded, trace, Intervention("head", how, layers=(layer,), heads=(head,)), position=6
        )
        change = alone.chosen.after - alone.chosen.before
        assert table[layer, head] == pytest.approx(change, abs=1e-4)
        assert alone.chosen.before == pytest.approx(found.before, abs=1e-6)
    if found.mlp is None:
        assert found.no_mlp
    else:
        alone = effect(loaded, trace, Intervention("mlp", how, layers=(1,)), position=6)
        assert found.mlp[1] == pytest.approx(alone.chosen.after - alone.chosen.before, abs=1e-4)


@pytest.mark.parametrize("family", ["t5", "bart", "marian", "m2m-100"])
def test_the_map_of_a_translation_has_three_stacks(family: str) -> None:
    loaded = tiny_loaded(family)
    trace = translated(loaded)
    found = mapped(loaded, trace, position=2)
    assert list(found.stacks) == list(trace.stack_names)
    for stack, table in found.stacks.items():
        last = len(table) - 1
        for layer, head in ((0, 1), (last, 3)):
            change = Intervention("head", "zero", stack, (layer,), (head,))
            alone = effect(loaded, trace, change, position=2)
            difference = alone.chosen.after - alone.chosen.before
            assert table[layer][head] == pytest.approx(difference, abs=1e-4), (stack, layer, head)


def test_the_mean_is_that_of_the_texts_own_tokens() -> None:
    """By hand: the head's outputs of the record, averaged, put before the output projection."""
    import torch

    loaded = tiny_loaded("llama")
    trace = read(loaded)
    outputs = trace.stack("self").layers[1].outputs()

    def without(module: Any, arguments: Any) -> Any:
        heads = arguments[0].clone().unflatten(-1, (4, -1))
        heads[:, :, 2] = torch.from_numpy(outputs[2].mean(axis=0))
        return (heads.flatten(-2),)

    model: Any = loaded.model
    handle = model.model.layers[1].self_attn.o_proj.register_forward_pre_hook(without)
    try:
        with torch.inference_mode():
            expected = model(input_ids=torch.tensor([[each.id for each in trace.tokens]])).logits
    finally:
        handle.remove()
    found = effect(loaded, trace, Intervention("head", "mean", layers=(1,), heads=(2,)))
    np.testing.assert_allclose(np.asarray(found.trace.logits), expected[0], atol=1e-5)


def test_everything_of_another_run_makes_it_that_run() -> None:
    loaded = tiny_loaded("gpt2")
    clean, changed = read(loaded), read(loaded, "a dog sat on the cat and it saw a mat")
    assert len(clean.tokens) == len(changed.tokens)
    found = effect(
        loaded,
        changed,
        Intervention("state", "patch", layers=(0,), source="clean"),
        sources={"clean": clean},
        position=9,
    )
    np.testing.assert_allclose(np.asarray(found.trace.logits), clean.logits, atol=1e-5)


def test_parts_of_another_run_are_put_in_place() -> None:
    """All heads and all feed-forward parts, the embeddings left: the sum of what was written."""
    loaded = tiny_loaded("gpt2")
    clean, changed = read(loaded), read(loaded, "a dog sat on the cat and it saw a mat")
    found = effect(
        loaded,
        changed,
        Intervention("head", "patch", source="clean"),
        Intervention("mlp", "patch", source="clean"),
        sources={"clean": clean},
    )
    last = found.trace.hidden["self"][-2] - changed.hidden["self"][0]
    np.testing.assert_allclose(last, clean.hidden["self"][-2] - clean.hidden["self"][0], atol=1e-4)


def test_a_source_of_another_length_needs_positions() -> None:
    loaded = tiny_loaded("gpt2")
    short, trace = read(loaded, "the cat sat"), read(loaded)
    patch = Intervention("state", "patch", layers=(1,), source="short")
    with pytest.raises(InputError, match="3 tokens"):
        effect(loaded, trace, patch, sources={"short": short})
    here = Intervention("state", "patch", layers=(1,), positions=(2,), source="short")
    found = effect(loaded, trace, here, sources={"short": short})
    np.testing.assert_allclose(
        found.trace.hidden["self"][1][[0, 1, 3]], trace.hidden["self"][1][[0, 1, 3]], atol=1e-6
    )


def test_controls_are_seeded_and_of_the_same_kind() -> None:
    from app.experiments.intervention import controls

    loaded = tiny_loaded("llama")
    trace = read(loaded)
    head = Intervention("head", "zero", layers=(1,), heads=(2,))
    *steps, found = controls(loaded, trace, head, {}, position=6)
    assert isinstance(found, Controls) and all(isinstance(each, Progress) for each in steps)
    assert [each.change.heads for each in found.others] == [(0,), (1,), (3,)]
    assert found.larger == sum(abs(each.effect) < abs(found.effect) for each in found.others)
    alone = effect(loaded, trace, head, position=6)
    assert found.effect == pytest.approx(alone.chosen.after - alone.chosen.before, abs=1e-4)
    link = Intervention("link", "cut", layers=(1,), heads=(2,), positions=(6,), keys=(1,))
    weights = trace.stack("self").weights(1, 2)[0, 6]
    near = [abs(weights[each.keys[0]] - weights[1]) for each in siblings(link, trace)]
    assert near == sorted(near) and len(near) == 6
    word = Intervention("link", "cut", keys=(1,))
    *_, words = controls(loaded, trace, word, {}, position=6)
    assert isinstance(words, Controls) and len(words.others) == 10
    again = [each for each in controls(loaded, trace, word, {}, position=6, seed=0)][-1]
    assert again == words
    direction = Intervention("state", "add", layers=(1,), seed=3)
    *_, drawn = controls(loaded, trace, direction, {}, position=6, seed=5)
    assert isinstance(drawn, Controls) and len(drawn.others) == 20
    with pytest.raises(InputError, match="no other place"):
        list(controls(loaded, trace, Intervention("head", "zero", heads=(1,)), {}))


def test_a_change_of_nothing_has_no_effect() -> None:
    loaded = tiny_loaded("llama")
    trace = read(loaded)
    found = effect(loaded, trace, Intervention("head", "scale", factor=1.0))
    assert found.next is not None and found.next.kl < 1e-9
    assert found.chosen.before == pytest.approx(found.chosen.after, abs=1e-5)
    assert found.difference is not None
    assert found.difference[0] == pytest.approx(found.difference[1], abs=1e-5)


def test_stop_ends_without_a_result() -> None:
    from app.experiments.intervention import ablation_map, intervene

    loaded = tiny_loaded("llama")
    trace = read(loaded)
    for steps in (
        ablation_map(loaded, trace, stop=lambda: True),
        intervene(loaded, trace, (Intervention("head", "zero"),), {}, stop=lambda: True),
    ):
        assert all(isinstance(each, Progress) for each in steps)


def test_interventions_are_written_as_they_are_read() -> None:
    trace = read(tiny_loaded("llama"))
    changes = (
        Intervention("link", "cut", layers=(1,), heads=(0, 2), positions=(4,), keys=(1, 2)),
        Intervention("head", "scale", layers=(2,), factor=-1.5),
        Intervention("neuron", "zero", layers=(0,), neurons=(3, 8)),
        Intervention("state", "add", layers=(1,), seed=7),
    )
    import json

    assert read_interventions(json.dumps(written_interventions(changes)), trace) == changes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no", "must be JSON"),
        ("[" * 5000, "must be JSON"),
        ("{}", "a list of 1 to"),
        ("[]", "a list of 1 to"),
        ("[1]", "such as"),
        ('[{"part": "head"}]', "names its part and how"),
        ('[{"part": "soul", "how": "zero"}]', "part must be one of"),
        ('[{"part": "head", "how": "cut"}]', "one of zero, mean"),
        ('[{"part": "head", "how": "zero", "colour": 1}]', "no 'colour'"),
        ('[{"part": "head", "how": "zero", "layers": [3]}]', "layer must be from 0 to 2"),
        ('[{"part": "head", "how": "zero", "heads": [-1]}]', "head must be from 0 to 3"),
        ('[{"part": "head", "how": "zero", "heads": [true]}]', "whole numbers"),
        ('[{"part": "head", "how": "zero", "positions": [11]}]', "position must be from 0"),
        ('[{"part": "head", "how": "zero", "stack": "cross"}]', "stack must be one of self"),
        ('[{"part": "head", "how": "scale", "factor": 1e9}]', "factor must be"),
        ('[{"part": "head", "how": "scale", "factor": NaN}]', "factor must be"),
        ('[{"part": "link", "how": "cut"}]', "cut at the token"),
        ('[{"part": "neuron", "how": "zero"}]', "Neurons are named"),
        ('[{"part": "state", "how": "patch", "layers": [1]}]', "needs the run"),
        ('[{"part": "state", "how": "add", "layers": [1]}]', "name both"),
        ('[{"part": "state", "how": "add", "layers": [1], "seed": -1}]', "seed must be"),
    ],
)
def test_what_is_wrong_with_an_intervention_is_said(text: str, says: str) -> None:
    trace = read(tiny_loaded("llama"))
    with pytest.raises(InputError, match=says):
        read_interventions(text, trace)


def test_a_neuron_that_is_not_there_is_refused() -> None:
    loaded = tiny_loaded("llama")
    trace = read(loaded)
    change = Intervention("neuron", "zero", layers=(1,), neurons=(40,))
    with pytest.raises(InputError, match="neuron must be from 0 to 39"):
        effect(loaded, trace, change)
