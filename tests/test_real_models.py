"""The models of the catalogue themselves: their facts, known numbers, parity with `generate`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.decoding.sampling import Sampling
from app.models.catalog import MODELS

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def real() -> Iterator[Any]:
    from app.engine.engine import Engine
    from app.settings import Settings

    yield Engine(Settings(threads=2))


@pytest.mark.parametrize("known", MODELS, ids=lambda known: known.id)
def test_the_catalogue_states_what_the_files_hold(real: Any, known: Any) -> None:
    from app.instrumentation.positional_scheme import positions

    if known.terms and not (real.settings.cache_dir / "models" / known.id / "files").is_dir():
        pytest.skip(f"{known.id} is fetched only by whoever accepts its terms")
    with real.store.use(known.id) as loaded:
        config = loaded.model.config
        assert loaded.family == known.family
        assert config.num_hidden_layers == known.layers
        assert config.num_attention_heads == known.heads
        assert sum(p.numel() for p in loaded.model.parameters()) == known.parameters
        assert positions(loaded.model, 8).scheme == known.position_scheme


def test_the_cat_sat_on_the(real: Any) -> None:
    """Known from an independent run of the same file: cat 7.1 %, moon 5.0 %, cou 3.8 %."""
    from app.api.next_token import next_token

    made = real.finish(real.run("read", "smollm2-135m", {"text": "The cat sat on the"}))
    shown = next_token(real, made.trace_id, -1, Sampling(temperature=1.0), 4)
    found = [(each["text"], round(each["raw_probability"], 3)) for each in shown["candidates"]]
    assert found == [(" cat", 0.071), (" moon", 0.05), (" cou", 0.038), (" golden", 0.027)]


def test_chat_answers_in_the_models_own_template(real: Any) -> None:
    events = real.run("chat", "smollm2-135m", {"text": "What is the capital of France?"})
    answer = real.finish(events).answer
    assert answer.text == "The capital of France is Paris."
    assert answer.stopped_by == "end of text"
    assert answer.prompt[0].text == "<|im_start|>"


def test_greedy_equals_generate_on_the_real_model(real: Any) -> None:
    import torch

    made = real.finish(
        real.run("generate", "smollm2-135m", {"text": "Once upon a time"}, Sampling(24))
    ).answer
    with real.store.use("smollm2-135m") as loaded:
        ids = torch.tensor([[token.id for token in made.prompt]])
        with torch.inference_mode():
            out = loaded.model.generate(
                ids, attention_mask=torch.ones_like(ids), max_new_tokens=24, do_sample=False
            )
    assert out[0, ids.shape[1] :].tolist() == [each.token.id for each in made.written]


@pytest.mark.parametrize("model", ["smollm2-135m", "minilm-l6"])
def test_the_trace_equals_eager_attention_on_the_real_model(real: Any, model: str) -> None:
    import torch

    text = "The animal didn't cross the street because it was too tired. 😀"
    trace = real.finish(real.run("read", model, {"text": text})).answer.trace
    with real.store.use(model) as loaded:
        loaded.model.set_attn_implementation("eager")
        with torch.inference_mode():
            out = loaded.model(
                torch.tensor([[token.id for token in trace.tokens]]), output_attentions=True
            )
        loaded.model.set_attn_implementation("traced")
    for layer, theirs in enumerate(out.attentions):
        assert np.abs(trace.attention[0].weights(layer) - theirs[0].numpy()).max() < 1e-5
    assert all(
        token.text == text[token.start : token.end] for token in trace.tokens if not token.special
    )


def test_the_recorded_first_look_is_a_real_run(real: Any) -> None:
    """The shipped recording equals a run made now."""
    from app.engine import first_look

    kept = first_look.read(first_look.FIRST_LOOK)
    now = real.finish(real.run(kept.task, "smollm2-135m", kept.fields, kept.sampling)).answer
    was = kept.finished.answer
    assert [token.id for token in now.trace.tokens] == [token.id for token in was.trace.tokens]
    assert now.trace.logits is not None
    assert was.trace.logits is not None
    assert np.abs(now.trace.logits - was.trace.logits).max() < 1e-3
    for layer in (0, 17, 29):
        difference = now.trace.attention[0].weights(layer) - was.trace.attention[0].weights(layer)
        assert np.abs(difference).max() < 1e-4
    for one, two in zip(now.written, was.written, strict=True):
        assert one.probability == pytest.approx(two.probability, abs=1e-4)


def test_heads_that_do_induction_do_it_on_tokens_without_meaning(real: Any) -> None:
    """The head that the first look opens on, and few others: most read nothing of it."""
    from app.api.heads.roles import head_induction, head_roles

    text = "The capital of France is Paris. The capital of Italy is Rome. The capital of Spain is"
    made = real.finish(real.run("read", "smollm2-135m", {"text": text}))
    opening = head_roles(real, made.trace_id, "")["opening"]
    assert opening["role"] == "induction"
    told = head_induction(real, made.trace_id)
    table = np.array(told["induction"])
    assert table[opening["layer"], opening["head"]] > 0.5
    assert np.median(table) < 2 * told["chance"]


def test_the_heads_of_a_translator_that_were_trained_to_align_do(real: Any) -> None:
    from app.api.heads.roles import head_roles

    text = "The old cat sleeps in the sun."
    made = real.finish(real.run("translate", "bergamot-en-pt", {"text": text}))
    told = head_roles(real, made.trace_id, "cross")
    trace = real.trace(made.trace_id)
    for layer, head in trace.trained_to_align:
        assert told["roles"][layer][head]["role"] == "alignment"
    assert "reach" not in told["measures"]


@pytest.mark.parametrize("model", ["smollm2-135m", "minilm-l6"])
def test_one_real_head_taken_apart_gives_its_own_weights(real: Any, model: str) -> None:
    from app.api.heads.attention_steps import head_anatomy
    from app.experiments.head_output import value_output_norms

    made = real.finish(real.run("read", model, {"text": "The film was not as bad as they said."}))
    trace = real.trace(made.trace_id)
    attention = trace.attention[0]
    for layer, head, query in ((0, 1, 3), (4, 2, 7)):
        told = head_anatomy(real, made.trace_id, "", layer, head, query)
        assert np.dot(told["q"], told["k"]) == pytest.approx(told["steps"]["raw"][told["key"]])
        weights = attention.weights(layer, head)[0][query]
        assert told["steps"]["weight"] == pytest.approx(weights.tolist(), abs=1e-6)
        with real.store.use(model) as loaded:
            table = value_output_norms(loaded, trace, attention)
        assert told["steps"]["length"] == pytest.approx(table[layer, head].tolist(), rel=1e-5)


@pytest.mark.parametrize("model", ["smollm2-135m", "minilm-l6"])
def test_every_block_of_the_real_model_has_a_feed_forward_part(real: Any, model: str) -> None:
    from app.instrumentation.mlp_boundary import block_layout

    with real.store.use(model) as loaded:
        layout = block_layout(loaded.model)
    assert not layout.repeated
    assert all(block is not None and block.down for block in layout.blocks)
