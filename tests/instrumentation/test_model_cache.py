"""What a model carries on is its own, and is only cut, ordered or rebuilt where that is exact."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from transformers import DynamicCache, EncoderDecoderCache

from app.instrumentation import model_cache as carrying
from app.instrumentation.run import prepare
from tests.sweep.building import Variant, build
from tests.tiny import tiny_model

IDS = [5, 17, 8, 40, 21, 9, 33]
WRITES = "AutoModelForCausalLM"


def outputs(model: Any, count: int = 4) -> Any:
    with torch.inference_mode():
        return model(input_ids=torch.tensor([IDS[:count]]), use_cache=True)


def test_keys_and_values_of_plain_attention_are_carried_on() -> None:
    model = tiny_model("llama")
    found = carrying.cache_of(model, outputs(model), 4)
    assert found is not None
    assert found.argument == "past_key_values"
    assert carrying.is_cuttable(found.value)


@pytest.mark.parametrize("kind", ["falcon_h1", "qwen3_next", "lfm2", "mamba", "deepseek_v32"])
def test_what_holds_more_than_keys_is_never_cut_or_ordered(kind: str) -> None:
    model = build(Variant(kind, WRITES))
    found = carrying.cache_of(model, outputs(model), 4)
    assert found is not None, "it can be gone on from"
    assert not carrying.is_cuttable(found.value)
    assert carrying.reordered(model, found.value, torch.tensor([0, 0])) is None


def test_a_cache_at_odds_with_the_whole_pass_is_not_gone_on_from() -> None:
    """What MiniMax and Bamba give step by step is not what their whole pass gives."""
    for kind in ("minimax", "bamba"):
        model = build(Variant(kind, WRITES))
        assert carrying.cache_of(model, outputs(model), 4) is None


def test_what_reads_on_by_single_tokens_only_says_so() -> None:
    model = build(Variant("mamba", WRITES))
    found = carrying.cache_of(model, outputs(model), 4)
    assert found is not None
    assert not found.together


def test_a_cache_of_more_tokens_than_were_read_is_not_taken_for_plain() -> None:
    """CPM-Ant puts tokens of its own before the text."""
    model = build(Variant("cpmant", WRITES))
    assert carrying.cache_of(model, outputs(model), 4) is None


def test_a_window_that_moved_on_cannot_be_cut() -> None:
    model = tiny_model("mistral")  # its window is 6 tokens
    few, many = outputs(model, 4).past_key_values, outputs(model, 7).past_key_values
    assert carrying.is_cuttable(few)
    assert not carrying.is_cuttable(many)


def test_a_cache_made_from_another_class_is_not_plain() -> None:
    class Other(DynamicCache):
        pass

    assert carrying.is_plain(DynamicCache())
    assert not carrying.is_plain(Other())
    assert carrying.is_plain(EncoderDecoderCache(DynamicCache(), DynamicCache()))


@pytest.mark.parametrize(("kind", "whole"), [("marian", True), ("fsmt", False)])
def test_a_decoder_that_masks_only_without_a_cache_is_found(kind: str, whole: bool) -> None:
    model = build(Variant(kind, "AutoModelForSeq2SeqLM"))
    assert carrying.reads_at_once(model) is whole
    assert bool(carrying.source(model, torch.tensor([IDS]))) is not whole


def test_a_rebuilt_cache_goes_on_as_the_models_own() -> None:
    model = tiny_model("llama")
    prepare(model)
    own = outputs(model, 5)
    pairs = [(layer.keys[:, :, :4], layer.values[:, :, :4]) for layer in own.past_key_values.layers]
    cache = carrying.rebuilt(model, range(len(pairs)), pairs)
    assert cache is not None
    with torch.inference_mode():
        went_on = model(input_ids=torch.tensor([IDS[4:5]]), past_key_values=cache)
    assert torch.allclose(went_on.logits[0, -1], own.logits[0, -1], atol=1e-5)


@pytest.mark.parametrize("kind", ["deepseek_v3", "bamba", "gemma3n_text"])
def test_what_does_not_hold_what_attention_is_given_is_not_rebuilt(kind: str) -> None:
    model = build(Variant(kind, WRITES))
    prepare(model)
    pairs = [(torch.zeros(1, 2, 3, 8), torch.zeros(1, 2, 3, 8))] * 4
    made = carrying.rebuilt(model, range(4), pairs)
    if kind == "deepseek_v3":  # it keeps the expanded keys themselves
        assert made is None or made.layers[0].keys.shape == (1, 2, 3, 8)
    else:
        assert made is None
