"""Every step of a head recomputes: q·k, the scale, the cap, the bias, the mask, the softmax."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.analysis.attention_steps import (
    AttentionSteps,
    attention_steps,
    group_of,
    is_inverse_root,
    unavailable,
)
from app.trace import Trace
from app.trace.attention import Scores
from tests.experiments.test_logit_lens import traced
from tests.tiny import DECODERS, ENCODER_DECODERS, ENCODERS, tiny_loaded

RECORDED = (*DECODERS, *ENCODERS, *ENCODER_DECODERS)


def all_of(trace: Trace) -> list[tuple[Any, Scores, int, int, int, AttentionSteps]]:
    """Every head at every query: (stack, its layer, number, head, query, the anatomy)."""
    return [
        (attention, layer, number, head, query, attention_steps(layer, head, query))
        for attention in trace.attention
        for number, layer in enumerate(attention.layers)
        if isinstance(layer, Scores)
        for head in range(attention.heads)
        for query in range(len(attention.query_tokens))
    ]


@pytest.mark.parametrize("family", RECORDED)
def test_the_steps_lead_from_q_and_k_to_the_weights_of_the_trace(family: str) -> None:
    trace = traced(tiny_loaded(family))
    seen = 0
    for attention, layer, number, head, query, found in all_of(trace):
        seen += 1
        products = found.query.astype(float) * found.keys.astype(float)
        assert np.abs(found.raw - products.sum(axis=1)).max() < 1e-12
        assert np.abs(found.scaled - products.sum(axis=1) * layer.scale).max() < 1e-12
        stepped = found.scaled if found.capped is None else found.capped
        stepped = stepped if found.added is None else stepped + found.added
        stepped = np.where(found.hidden, -np.inf, stepped)
        assert np.array_equal(stepped, found.logits)
        own = attention.weights(number, head)[0, query]
        assert np.array_equal(found.weights, own)
        assert np.abs(np.exp(found.logits - found.log_sum) - own).max() < 1e-6
        assert found.weights[found.hidden].sum() == 0
        values = layer.value[group_of(layer, head)[0]].astype(float)
        assert np.abs(found.output - own.astype(float) @ values).max() < 1e-6
    assert seen == sum(
        len(each.layers) * each.heads * len(each.query_tokens) for each in trace.attention
    )


def test_a_soft_cap_is_told_only_where_there_is_one() -> None:
    for family, capped in (("gemma2", True), ("gemma3", False), ("llama", False)):
        for _, _, _, _, _, found in all_of(traced(tiny_loaded(family))):
            assert (found.capped is not None) == capped
            if found.capped is not None:
                assert np.abs(found.capped - 2 * np.tanh(found.scaled / 2)).max() < 1e-12


def test_a_bias_is_told_only_where_there_is_one() -> None:
    from torch import tensor

    loaded = tiny_loaded("t5")
    for attention, _, _, head, query, found in all_of(traced(loaded)):
        if attention.name == "cross":
            assert found.added is None
            continue
        assert found.added is not None
        part = getattr(loaded.model, attention.name)
        own = part.block[0].layer[0].SelfAttention
        distances = tensor([list(range(len(attention.key_tokens)))]) - query
        buckets = own._relative_position_bucket(
            distances, attention.name == "encoder", num_buckets=8, max_distance=16
        )
        bias = own.relative_attention_bias(buckets)[0, :, head].numpy()
        assert np.abs(np.where(found.hidden, bias, found.added) - bias).max() < 1e-6
    # A window is a mask: it hides, and adds nothing.
    for _, _, _, _, _, found in all_of(traced(tiny_loaded("mistral"))):
        assert found.added is None


def test_alibi_is_told_as_what_is_added() -> None:
    rows = np.random.default_rng(5).normal(size=(3, 4, 7)).astype(np.float32)
    distance = -np.abs(np.arange(4)[None] - np.arange(4)[:, None]).astype(np.float32)
    slopes = np.array([0.5, 0.25, 0.125], np.float32)[:, None, None]
    later = np.triu(np.full((4, 4), -np.inf, np.float32), 1)
    layer = Scores(rows, rows, rows, 0.25, bias=slopes * distance + later)
    found = attention_steps(layer, 1, 2)
    assert found.added is not None
    assert found.added.tolist() == [-0.5, -0.25, 0, 0]
    assert found.hidden.tolist() == [False, False, False, True]
    assert not is_inverse_root(layer)


def test_keys_are_hidden_by_order_and_by_window() -> None:
    for _, _, _, _, query, found in all_of(traced(tiny_loaded("llama"))):
        assert found.hidden.tolist() == [key > query for key in range(6)]
    for _, layer, number, _, query, found in all_of(traced(tiny_loaded("gemma2"))):
        # Every other layer of this model has a window of five tokens.
        near = [key > query or (number % 2 == 0 and key <= query - 5) for key in range(6)]
        assert found.hidden.tolist() == near
        assert is_inverse_root(layer)
    for *_, found in all_of(traced(tiny_loaded("bert"))):
        assert not found.hidden.any()


def test_heads_of_a_group_read_the_same_keys() -> None:
    layer = traced(tiny_loaded("llama")).stack("self").layers[1]
    assert isinstance(layer, Scores)
    assert [group_of(layer, head) for head in range(4)] == [
        (0, (0, 1)), (0, (0, 1)), (1, (2, 3)), (1, (2, 3)),
    ]  # fmt: skip
    one, other, third = (attention_steps(layer, head, 3) for head in (0, 1, 2))
    assert np.array_equal(one.keys, other.keys)
    assert not np.array_equal(one.keys, third.keys)


@pytest.mark.parametrize("family", ["llama", "gpt2", "marian"])
def test_what_is_written_is_what_is_taken_times_the_output_matrix(family: str) -> None:
    from app.experiments.head_output import output_matrix, value_output_norms

    loaded = tiny_loaded(family)
    trace = traced(loaded)
    for attention, layer, number, head, query, _ in all_of(trace):
        matrix = output_matrix(loaded, trace, attention, number)[head]
        found = attention_steps(layer, head, query, matrix)
        assert found.written is not None
        assert found.lengths is not None
        assert np.abs(found.written - found.output @ matrix.astype(float)).max() < 1e-12
        every = value_output_norms(loaded, trace, attention)[number, head]
        assert np.abs(found.lengths - every).max() < 1e-5


def test_a_memory_is_no_head() -> None:
    from app.trace import Attention, Token
    from app.trace.attention import Weights

    trace = traced(tiny_loaded("llama"))
    tokens = (Token(1, "a", 0, 1),)
    memory = Attention("memory", tokens, tokens, (Weights(np.ones((1, 1, 1), np.float32)),), True)
    assert "memory has no queries" in (unavailable(trace, memory) or "")
    assert unavailable(trace, trace.stack("self")) is None


# ---------------------------------------------------------------- over HTTP
def test_over_http_every_number_recomputes(client: Any, llama: str) -> None:
    from tests.api.test_runs import call

    trace = call(client, "trace", text="the cat sat on the mat and the cat", model=llama)
    address = f"/heads/anatomy/{trace['trace_id']}?stack=self&layer=1&head=2&query=6"
    told = client.get(address).json()
    steps, weights = told["steps"], np.array(told["steps"]["weight"])
    row = call(client, "attention", trace_id=trace["trace_id"], layer=1, head=2)["weights"][6]
    assert weights.tolist() == row
    assert told["key"] == int(weights.argmax())
    assert sum(q * k for q, k in zip(told["q"], told["k"], strict=True)) == pytest.approx(
        steps["raw"][told["key"]], abs=1e-12
    )
    for raw, scaled in zip(steps["raw"], steps["scaled"], strict=True):
        assert raw * told["constants"]["scale"] == pytest.approx(scaled, abs=1e-12)
    assert (steps["capped"], steps["added"], told["constants"]["softcap"]) == (None, None, None)
    assert steps["hidden"] == [key > 6 for key in range(len(row))]
    logits = [logit for logit in steps["logit"] if logit is not None]
    assert len(logits) == 7
    assert np.log(np.exp(logits).sum()) == pytest.approx(told["constants"]["log_sum_exp"])
    assert np.abs(weights * steps["length"] - steps["written"]).max() < 1e-12
    assert np.linalg.norm(told["written"]["vector"]) == pytest.approx(told["written"]["length"])
    assert told["group"] == {"group": 1, "groups": 2, "heads": [2, 3]}
    assert told["constants"]["inverse_root"] is True
    assert told["constants"]["width"] == len(told["q"]) == 6
    assert len(told["words"]["toward"]) == len(told["words"]["against"]) == 5
    # The value of each key, weighted, is what the head takes.
    taken = sum(
        weights[key] * np.array(client.get(f"{address}&key={key}").json()["v"]) for key in range(7)
    )
    assert np.abs(taken - told["output"]).max() < 1e-9


def test_over_http_what_is_out_of_range_is_refused(client: Any, llama: str) -> None:
    from tests.api.test_runs import call

    trace = call(client, "trace", text="the cat sat", model=llama)["trace_id"]
    count = len(call(client, "attention", trace_id=trace)["keys"])
    for name, value in (("layer", 3), ("head", 4), ("query", count), ("key", count), ("key", -1)):
        answer = client.get(f"/heads/anatomy/{trace}?{name}={value}")
        assert answer.status_code == 422
        assert f"{name} must be a whole number" in answer.json()["error"]
    assert client.get(f"/heads/anatomy/{trace}?stack=cross").status_code == 422
    assert client.get(f"/heads/anatomy/{trace}?layer=x").status_code == 422


def test_over_http_finished_weights_alone_are_told_and_not_refused(
    client: Any, tiny_folders: Any
) -> None:
    from tests.api.test_runs import call

    model = f"path:{tiny_folders / 'bloom'}"
    trace = call(client, "trace", text="the cat sat", model=model)["trace_id"]
    answer = client.get(f"/heads/anatomy/{trace}")
    assert (answer.status_code, set(answer.json())) == (200, {"stack", "why"})
    assert "only the finished weights" in answer.json()["why"]
    assert client.get(f"/heads/anatomy/{trace}?head=9").status_code == 422


def test_over_http_an_encoder_points_to_no_words(client: Any, tiny_folders: Any) -> None:
    from tests.api.test_runs import call

    model = f"path:{tiny_folders / 't5'}"
    trace = call(client, "trace", text="the cat sat on the mat", model=model)["trace_id"]
    encoder = client.get(f"/heads/anatomy/{trace}?stack=encoder&query=2").json()
    assert encoder["words"] is None
    assert "read by the decoder" in encoder["why_no_words"]
    assert encoder["steps"]["added"] is not None
    assert client.get(f"/heads/anatomy/{trace}?stack=cross").json()["words"]["toward"]
