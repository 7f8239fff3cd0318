"""The scheme is read from modules and weights: families it never saw by name are told apart."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tiny import tiny_model

SCHEMES = {
    "llama": "rotary",
    "qwen2": "rotary",
    "gpt-neox": "rotary",
    "gemma3": "rotary",
    "phi": "rotary",
    "gpt-j": "rotary",
    "gpt2": "learned",
    "bert": "learned",
    "roberta": "learned",
    "opt": "learned",
    "bart": "learned",
    "gpt-neo": "learned",
    "marian": "sinusoidal",
    "t5": "relative-bias",
    "deberta-v2": "relative-bias",
    "bloom": "alibi",
}


@pytest.mark.parametrize(("family", "scheme"), SCHEMES.items())
def test_the_scheme_is_found(family: str, scheme: str) -> None:
    from app.models.positions import positions

    assert positions(tiny_model(family), 12).scheme == scheme


def test_a_learned_table_starts_at_the_row_of_position_zero() -> None:
    from app.models.positions import positions

    opt = tiny_model("opt")
    table = positions(opt, 6).table
    assert table is not None
    weight = opt.model.decoder.embed_positions.weight[2:8].numpy()
    assert np.array_equal(table, weight)
    roberta = tiny_model("roberta")
    table = positions(roberta, 6).table
    weights = roberta.roberta.embeddings.position_embeddings
    assert table is not None
    start = weights.padding_idx + 1
    assert np.array_equal(table, weights.weight[start : start + 6].numpy())


def test_sinusoidal_rows_equal_the_formula() -> None:
    from app.models.positions import positions, sinusoidal

    found = positions(tiny_model("marian"), 10)
    assert found.table is not None
    formula = sinusoidal(10, 24, interleaved=False, divisor=12)
    assert np.abs(found.table - formula).max() < 1e-5
    assert found.parameters["layout"] == "sines, then cosines"


def test_t5_bias_is_the_models_own() -> None:
    from app.models.positions import positions

    model = tiny_model("t5")
    bias = positions(model, 7).bias
    own = model.encoder.block[0].layer[0].SelfAttention.compute_bias(7, 7)[0].numpy()
    assert bias is not None
    assert np.array_equal(bias, own)


def test_alibi_slopes_equal_blooms() -> None:
    import torch
    from transformers.models.bloom.modeling_bloom import build_alibi_tensor

    from app.models.positions import slopes

    for heads in (4, 6, 8, 12):
        theirs = build_alibi_tensor(torch.ones(1, 2), heads, torch.float32)[:, 0, 1].numpy()
        assert np.abs(slopes(heads) - theirs).max() < 1e-6
