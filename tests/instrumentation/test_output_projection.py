"""The output projection of every layer is found, whatever the architecture calls it."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

import pytest
import torch

from app.errors import InputError
from app.instrumentation.output_projection import per_head, projection, projections
from app.instrumentation.run import EAGER, prepare
from tests.tiny import DECODERS, ENCODER_DECODERS, ENCODERS, FALLBACKS, VOCABULARY, tiny_model

# What each architecture calls its projections, per stack; the code knows none of these names.
NAMES = {
    "llama": {"self": "self_attn.o_proj"},
    "gpt2": {"self": "attn.c_proj"},
    "qwen2": {"self": "self_attn.o_proj"},
    "gemma2": {"self": "self_attn.o_proj"},
    "gemma3": {"self": "self_attn.o_proj"},
    "mistral": {"self": "self_attn.o_proj"},
    "gpt-neox": {"self": "attention.dense"},
    "opt": {"self": "self_attn.out_proj"},
    "phi": {"self": "self_attn.dense"},
    "bert": {"self": "attention.output.dense"},
    "roberta": {"self": "attention.output.dense"},
    "distilbert": {"self": "attention.out_lin"},
    "electra": {"self": "attention.output.dense"},
    "albert": {"self": "attention.dense"},
    "t5": {
        "encoder": "SelfAttention.o",
        "decoder": "SelfAttention.o",
        "cross": "EncDecAttention.o",
    },
    **{
        family: {
            "encoder": "encoder.layers.0.self_attn.out_proj",
            "decoder": "decoder.layers.0.self_attn.out_proj",
            "cross": "decoder.layers.0.encoder_attn.out_proj",
        }
        for family in ("bart", "marian", "mbart", "m2m-100")
    },
}


def modernbert() -> Any:
    from transformers import ModernBertConfig, ModernBertForMaskedLM

    torch.manual_seed(7)
    config = ModernBertConfig(
        vocab_size=VOCABULARY,
        hidden_size=24,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=40,
        initializer_range=0.25,
        pad_token_id=2,
        local_attention=4,
    )
    model: Any = ModernBertForMaskedLM(config)
    return model.eval().requires_grad_(False)


def bergamot() -> Any:
    from app.models.architectures.bergamot import BergamotConfig, BergamotForConditionalGeneration

    torch.manual_seed(7)
    config = BergamotConfig(
        vocab_size=VOCABULARY, d_model=24, encoder_layers=3, heads=4, ffn_dim=40
    )
    model: Any = BergamotForConditionalGeneration(config)
    return model.eval().requires_grad_(False)


def test_every_family_is_named_here() -> None:
    assert set(NAMES) == {*DECODERS, *ENCODERS, *ENCODER_DECODERS}


@pytest.mark.parametrize("family", NAMES)
def test_the_projection_of_every_layer_is_found(family: str) -> None:
    model = tiny_model(family)
    prepare(model)
    found = projections(model)
    assert set(found) == set(NAMES[family])
    for stack, name in NAMES[family].items():
        layers = [each.module for each in found[stack] if each is not None]
        assert len(layers) == len(found[stack]) == (3 if stack in ("self", "encoder") else 2)
        assert layers[0].endswith(name)
        # ALBERT has one layer and runs it three times.
        assert len(set(layers)) == (1 if family == "albert" else len(layers))


def test_gpt2_keeps_its_matrix_the_other_way_round() -> None:
    model = tiny_model("gpt2")
    prepare(model)
    found = projection(model, "self", 1)
    assert found.turned
    own = model.transformer.h[1].attn.c_proj.weight
    assert torch.equal(per_head(model, found)[2], own[12:18])
    llama = tiny_model("llama")
    prepare(llama)
    other = projection(llama, "self", 1)
    assert not other.turned
    assert torch.equal(
        per_head(llama, other)[2], llama.model.layers[1].self_attn.o_proj.weight[:, 12:18].T
    )


def test_others_than_the_tiny_families() -> None:
    for model, names in (
        (modernbert(), {"self": "attn.Wo"}),
        (bergamot(), {"encoder": "encoder.layers.0.attention.output", "cross": "0.cross.output"}),
    ):
        prepare(model)
        found = projections(model)
        for stack, name in names.items():
            assert projection(model, stack, 0).module.endswith(name)
        assert set(found) == set(names)


@pytest.mark.parametrize("family", FALLBACKS)
def test_where_attention_is_not_recorded_there_is_none(family: str) -> None:
    model = tiny_model(family)
    assert prepare(model) == EAGER
    assert projections(model) == {}
    with pytest.raises(InputError, match="cannot be told"):
        projection(model, "self", 0)


def test_what_lies_between_the_heads_and_the_matrix_is_no_output_of_heads() -> None:
    """A gate in front of the projection changes what it is given, so it is not taken for it."""
    model = tiny_model("llama")
    prepare(model)
    gated = model.model.layers[1].self_attn.o_proj
    gated.register_forward_pre_hook(lambda _, given: (given[0] * 1.5,))
    found = projections(model)["self"]
    assert [each is None for each in found] == [False, True, False]
    with pytest.raises(InputError, match="cannot be told"):
        projection(model, "self", 1)


def test_a_matrix_that_does_not_explain_what_is_given_is_not_taken() -> None:
    model = tiny_model("llama")
    prepare(model)
    model.model.layers[2].self_attn.o_proj.register_forward_hook(lambda _, __, given: given.tanh())
    assert [each is None for each in projections(model)["self"]] == [False, False, True]


def test_half_precision_is_found_as_well() -> None:
    model = tiny_model("llama").bfloat16()
    prepare(model)
    assert None not in projections(model)["self"]


def test_what_another_thread_does_in_the_same_model_is_not_watched() -> None:
    model = tiny_model("llama")
    prepare(model)
    matrices = [layer.self_attn.o_proj for layer in model.model.layers]
    others: list[threading.Thread] = []

    def beside(module: Any, given: Any) -> None:
        # In the middle of the watched pass, the next layer's matrix is given the same elsewhere.
        if threading.current_thread() is threading.main_thread():
            following = matrices[(matrices.index(module) + 1) % 3]
            others.append(threading.Thread(target=following, args=given))
            others[-1].start()
            others[-1].join()

    hooks = [matrix.register_forward_pre_hook(beside) for matrix in matrices]
    found = projections(model)["self"]
    for hook in hooks:
        hook.remove()
    assert len(others) == 3
    assert [each and each.module for each in found] == [
        f"model.layers.{n}.self_attn.o_proj" for n in range(3)
    ]


def test_it_leaves_no_hooks_and_keeps_no_model() -> None:
    model = tiny_model("gpt2")
    prepare(model)
    first = projections(model)
    assert projections(model) is first
    # transformers leaves some of its own, to collect hidden states.
    hooks = [hook for module in model.modules() for hook in module._forward_hooks.values()]
    assert not [
        hook for hook in hooks if hook.__module__ == "app.instrumentation.output_projection"
    ]
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None
