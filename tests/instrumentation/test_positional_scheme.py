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
    "deberta": "relative-bias",
    "deberta-v2": "relative-bias",
    "bloom": "alibi",
    "mpt": "alibi",
    "m2m-100": "sinusoidal",
    "gemma2": "rotary",
    "mistral": "rotary",
}


@pytest.mark.parametrize(("family", "scheme"), SCHEMES.items())
def test_the_scheme_is_found(family: str, scheme: str) -> None:
    from app.instrumentation.positional_scheme import positions

    assert positions(tiny_model(family), 12).scheme == scheme


def test_a_learned_table_starts_at_the_row_of_position_zero() -> None:
    from app.instrumentation.positional_scheme import positions

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
    from app.instrumentation.positional_scheme import positions, sinusoidal

    found = positions(tiny_model("marian"), 10)
    assert found.table is not None
    formula = sinusoidal(10, 24, interleaved=False, divisor=12)
    assert np.abs(found.table - formula).max() < 1e-5
    assert found.parameters["layout"] == "sines, then cosines"


def test_t5_bias_is_the_models_own() -> None:
    from app.instrumentation.positional_scheme import positions

    model = tiny_model("t5")
    bias = positions(model, 7).bias
    own = model.encoder.block[0].layer[0].SelfAttention.compute_bias(7, 7)[0].numpy()
    assert bias is not None
    assert np.array_equal(bias, own)


def test_alibi_slopes_equal_blooms() -> None:
    import torch
    from transformers.models.bloom.modeling_bloom import build_alibi_tensor

    from app.analysis.positional_formulas import slopes

    for heads in range(1, 65):
        theirs = build_alibi_tensor(torch.ones(1, 2), heads, torch.float32)[:, 0, 1].numpy()
        assert np.abs(slopes(heads) - theirs).max() < 1e-6


def test_opt_counts_from_its_third_row() -> None:
    from app.instrumentation.positional_scheme import positions

    assert positions(tiny_model("opt"), 6).parameters["offset"] == 2
    assert positions(tiny_model("m2m-100"), 6).parameters["offset"] == 2


def test_m2m_and_bergamot_step_by_one_less() -> None:
    """Both Marian layouts: transformers' own, and that of Marian itself, as M2M100 has it."""
    from app.instrumentation.positional_scheme import positions, sinusoidal

    for family, divisor, first in (("marian", 12, 0), ("m2m-100", 11, 2)):
        found = positions(tiny_model(family), 10)
        assert found.parameters["divisor"] == divisor
        assert found.parameters["first"] == first  # M2M100 counts its two spare rows
        assert found.table is not None
        formula = sinusoidal(10, 24, interleaved=False, divisor=divisor, first=first)
        assert np.abs(found.table - formula).max() < 1e-5


def test_neox_turns_a_part_of_a_head() -> None:
    from app.instrumentation.positional_scheme import positions

    parameters = positions(tiny_model("gpt-neox"), 8).parameters
    assert (parameters["rotated_dimensions"], parameters["head_width"]) == (4, 6)


def test_gemma_has_two_bases() -> None:
    from app.instrumentation.positional_scheme import positions

    found = positions(tiny_model("gemma3"), 8)
    assert set(found.frequencies) == {"sliding_attention", "full_attention"}
    assert found.parameters["bases"] == {"sliding_attention": 10000.0, "full_attention": 1000000.0}
    assert found.parameters["kind_of_layer"] == ["sliding_attention", "full_attention"] * 1 + [
        "sliding_attention"
    ]


ROPES = {
    "linear": {"factor": 4.0},
    "dynamic": {"factor": 2.0},
    "yarn": {"factor": 4.0, "original_max_position_embeddings": 12},
    "llama3": {
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 12,
    },
}


@pytest.mark.parametrize("kind", ROPES)
def test_scaled_rotation_is_told_with_its_numbers(kind: str) -> None:
    from app.instrumentation.positional_scheme import angles, positions

    rope = {"rope_type": kind, "rope_theta": 10000.0, **ROPES[kind]}
    model = tiny_model("llama", changes={"rope_parameters": rope, "head_dim": 8})
    found = positions(model, 8)
    assert found.parameters["scaling"] == kind
    assert {**found.parameters["scaling_parameters"], **ROPES[kind]} == (
        found.parameters["scaling_parameters"]
    )
    plain = np.array(found.parameters["unscaled_frequencies"]["all layers"])
    assert np.abs(plain - angles(8, 10000.0)).max() < 1e-6
    used = found.frequencies["all layers"]
    assert np.array_equal(used, model.model.rotary_emb.inv_freq.numpy())
    if kind == "linear":
        assert used == pytest.approx(plain / 4)
    if kind in ("yarn", "llama3"):
        assert (used <= plain + 1e-6).all()
        assert used[-1] == pytest.approx(plain[-1] / ROPES[kind]["factor"], rel=1e-3)
    assert (found.parameters["attention_factor"] > 1) == (kind == "yarn")


def test_buckets_are_t5s_own() -> None:
    import torch
    from transformers.models.t5.modeling_t5 import T5Attention

    from app.instrumentation.positional_scheme import positions

    told = positions(tiny_model("t5"), 8).parameters["bucket_of_distance"]
    own = T5Attention._relative_position_bucket(
        -torch.arange(len(told)), bidirectional=True, num_buckets=8, max_distance=16
    )
    assert told == own.tolist()


def test_alibi_is_linear_and_by_the_models_own_slopes() -> None:
    from app.analysis.positional_formulas import slopes
    from app.instrumentation.positional_scheme import positions

    for family in ("bloom", "mpt"):
        model = tiny_model(family)
        found = positions(model, 9)
        assert found.bias is not None
        heads = found.bias.shape[0]
        for back in range(1, 8):
            step = found.bias[:, 8, 8 - back] - found.bias[:, 8, 9 - back]
            assert step == pytest.approx(-np.array(found.parameters["slopes"]), rel=1e-4)
    built = model.transformer.build_mpt_alibi_tensor(heads, 3)[:, 0].numpy()
    assert found.parameters["slopes"] == pytest.approx(built[:, 1] - built[:, 0])
    assert slopes(heads) == pytest.approx(found.parameters["slopes"])  # the paper's formula


def test_deberta_compares_with_distances() -> None:
    from app.instrumentation.positional_scheme import positions

    found = positions(tiny_model("deberta-v2"), 8)
    assert found.parameters["disentangled"] is True
    assert found.parameters["terms"] == ["c2p", "p2c"]
    assert found.table is not None
    assert len(found.table) == 8
    weight = tiny_model("deberta-v2").deberta.encoder.rel_embeddings.weight.numpy()
    zero = -found.parameters["first_distance"]
    assert np.array_equal(found.table[zero], weight[len(weight) // 2])


def test_a_model_that_tells_order_by_something_else_is_outside_the_list() -> None:
    """XLNet has relative positions of its own kind."""
    from app.instrumentation.positional_scheme import positions

    found = positions(tiny_model("xlnet"), 8)
    assert found.scheme == "none"
    assert found.parameters["outside"] is True
    assert "does tell order" in found.parameters["note"]
    assert found.experiments["shuffle"]
    assert found.experiments["permutation"] == ""


def test_a_model_without_positions_has_none() -> None:
    """BERT with its table taken out knows a set of words, and no order."""
    import torch

    from app.instrumentation.positional_scheme import positions

    class Nothing(torch.nn.Module):
        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            return torch.zeros(*ids.shape, 24)

    model = tiny_model("bert")
    model.bert.embeddings.position_embeddings = Nothing()
    found = positions(model, 8)
    assert (found.scheme, found.parameters["outside"]) == ("none", False)
    assert "no positional encoding" in found.parameters["note"]
