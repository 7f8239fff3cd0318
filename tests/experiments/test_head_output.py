"""What the heads write adds up to what the attention block really put out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from app.errors import InputError
from app.trace import Trace
from app.trace.attention import Scores
from tests.experiments.test_logit_lens import IDS, TARGET, traced
from tests.sweep.building import Variant, build
from tests.tiny import DECODERS, ENCODER_DECODERS, ENCODERS, tiny_loaded

RECORDED = (*DECODERS, *ENCODERS, *ENCODER_DECODERS)


def really_put_out(loaded: Any, names: dict[str, list[str]]) -> dict[str, list[np.ndarray]]:
    """Per stack the outputs of the modules of that name, layer by layer, in a pass of its own."""
    found: dict[str, list[np.ndarray]] = {stack: [] for stack in names}
    hooks = []
    for stack, modules in names.items():
        for name in dict.fromkeys(modules):

            def keep(_: Any, __: Any, output: Any, stack: str = stack) -> None:
                found[stack].append(output.reshape(-1, output.shape[-1]).numpy())

            hooks.append(loaded.model.get_submodule(name).register_forward_hook(keep))
    inputs = {"input_ids": torch.tensor([IDS])}
    if loaded.family == "encoder-decoder":
        inputs["decoder_input_ids"] = torch.tensor([TARGET])
    with torch.inference_mode():
        loaded.model(**inputs)
    for hook in hooks:
        hook.remove()
    return found


def by_hand(layer: Scores, matrix: np.ndarray) -> np.ndarray:
    """(head, query, key, width): α · (v W_O), one vector after the other."""
    heads, queries, keys = layer.shape
    weights = layer.weights()
    made = np.zeros((heads, queries, keys, matrix.shape[2]))
    for head in range(heads):
        group = head * layer.value.shape[0] // heads
        for key in range(keys):
            vector = layer.value[group, key].astype(float) @ matrix[head].astype(float)
            made[head, :, key] = weights[head, :, key, None] * vector
    return made


@pytest.mark.parametrize("family", RECORDED)
def test_the_heads_add_up_to_what_the_projection_put_out(family: str) -> None:
    from app.experiments.head_output import output_matrix, value_output_norms
    from app.instrumentation.output_projection import projections

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    parts = {
        attention.name: [
            by_hand(layer, output_matrix(loaded, trace, attention, number))
            for number, layer in enumerate(attention.layers)
            if isinstance(layer, Scores)
        ]
        for attention in trace.attention
    }
    names = {
        stack: [each.module for each in layers if each is not None]
        for stack, layers in projections(loaded.model).items()
    }
    really = really_put_out(loaded, names)
    assert set(really) == set(parts)
    for attention in trace.attention:
        found = value_output_norms(loaded, trace, attention)
        assert found.shape == (
            len(attention.layers),
            attention.heads,
            len(attention.key_tokens),
        )
        assert found.dtype == np.float32
        for number, each in enumerate(parts[attention.name]):
            bias = getattr(loaded.model.get_submodule(names[attention.name][number]), "bias", None)
            whole = each.sum(axis=(0, 2)) + (0 if bias is None else bias.numpy())
            error = np.abs(whole - really[attention.name][number]).max()
            assert error < 1e-5, f"{attention.name} layer {number}"
            weights = attention.weights(number)
            weighted = weights * found[number][:, None]
            assert np.abs(weighted - np.linalg.norm(each, axis=-1)).max() < 1e-5


def test_the_heads_of_a_stack_are_not_alike() -> None:
    """Otherwise a swapped head would pass."""
    from app.experiments.head_output import value_output_norms

    loaded = tiny_loaded("llama")
    trace = traced(loaded)
    found = value_output_norms(loaded, trace, trace.stack("self"))
    assert len(np.unique(found.round(4))) == found.size
    assert value_output_norms(loaded, trace, trace.stack("self")) is found


@pytest.mark.parametrize("family", ["bloom", "deberta", "gpt-j"])
def test_finished_weights_alone_are_refused_in_one_sentence(family: str) -> None:
    from app.experiments.head_output import value_output_norms

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    with pytest.raises(InputError, match=r"only the finished weights .*eager") as refused:
        value_output_norms(loaded, trace, trace.attention[0])
    assert str(refused.value).count(". ") == 0


def direct(loaded: Any, trace: Trace, vector: np.ndarray) -> np.ndarray:
    return loaded.model.get_output_embeddings().weight.numpy().astype(float) @ vector


@pytest.mark.parametrize("family", ["llama", "gpt2", "marian", "t5"])
def test_words_are_the_rows_of_the_output_matrix_it_points_along(family: str) -> None:
    from app.experiments.head_output import direct_logit_effect, unavailable

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    vector = np.random.default_rng(3).normal(size=24).astype(np.float32)
    stack = trace.attention[-1].name
    assert unavailable(loaded, trace, stack, 24) is None
    best, worst = direct_logit_effect(loaded, vector)
    changes = direct(loaded, trace, vector)
    order = np.argsort(changes)
    assert [entry for entry, _ in best] == order[::-1][:5].tolist()
    assert [entry for entry, _ in worst] == order[:5].tolist()
    for entry, change in (*best, *worst):
        assert change == pytest.approx(changes[entry], abs=1e-5)


def test_where_there_are_no_words_it_is_said() -> None:
    from app.experiments.head_output import unavailable

    marian = tiny_loaded("marian")
    assert "encoder" in (unavailable(marian, traced(marian), "encoder", 24) or "")
    electra = tiny_loaded("electra")
    assert "another width" in (unavailable(electra, traced(electra), "self", 24) or "")


def test_lengths_over_http(client: Any, tiny_folders: Any, engine: Any) -> None:
    from app.experiments.head_output import value_output_norms
    from tests.api.test_runs import call

    t5 = f"path:{tiny_folders / 't5'}"
    trace = call(client, "trace", text="the cat sat on the mat", model=t5)["trace_id"]
    for stack in ("encoder", "cross"):
        answer = client.get(f"/arrays/{trace}/attention/{stack}/lengths")
        shape = tuple(map(int, answer.headers["x-shape"].split(",")))
        assert (answer.status_code, answer.headers["x-dtype"]) == (200, "float32")
        kept = engine.trace(trace)
        with engine.store.use(t5) as loaded:
            expected = value_output_norms(loaded, kept, kept.stack(stack))
        assert shape == expected.shape
        assert np.array_equal(np.frombuffer(answer.content, np.float32).reshape(shape), expected)
    assert client.get(f"/arrays/{trace}/attention/memory/lengths").status_code == 422
    bloom = call(client, "trace", text="the cat sat", model=f"path:{tiny_folders / 'bloom'}")[
        "trace_id"
    ]
    refused = client.get(f"/arrays/{bloom}/attention/self/lengths")
    assert refused.status_code == 422
    assert "only the finished weights" in refused.json()["error"]


@pytest.mark.parametrize("kind", ["bamba", "jamba"])
def test_in_a_hybrid_the_matrix_is_that_of_the_layers_own_block(kind: str) -> None:
    from app.experiments.head_output import output_matrix

    loaded = tiny_loaded("llama")
    loaded.model = build(Variant(kind, "AutoModelForCausalLM"))
    trace = traced(loaded)
    attention = trace.stack("self")
    assert [attention.block(layer) for layer in range(2)] == [1, 3]
    for layer in range(2):
        block = loaded.model.model.layers[attention.block(layer)]
        matrix = output_matrix(loaded, trace, attention, layer)
        assert np.allclose(matrix.reshape(-1, matrix.shape[-1]), block.self_attn.o_proj.weight.T)
