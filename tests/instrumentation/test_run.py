"""The trace is held to transformers' own eager path, family by family."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.trace import Token
from tests.sweep.building import Variant, build
from tests.tiny import DECODERS, ENCODER_DECODERS, ENCODERS, FALLBACKS, FAMILIES, tiny_model

IDS = [5, 17, 8, 40, 21, 9, 33, 12, 50, 7, 28]
TARGET = [2, 31, 6, 44, 19, 3, 25]


def tokens(ids: list[int]) -> tuple[Token, ...]:
    return tuple(Token(number, f"t{number}", 0, 0) for number in ids)


def loaded(model: Any) -> Any:
    import torch

    return SimpleNamespace(
        id="tiny",
        model=model,
        family="decoder",
        device=torch.device("cpu"),
        dtype=torch.float32,
        row=SimpleNamespace(title="Tiny"),
    )


def traced(family: str, ids: list[int] = IDS, target: list[int] = TARGET) -> Any:
    from app.instrumentation.run import Run

    run = Run(loaded(tiny_model(family)))
    encoder_decoder = family in ENCODER_DECODERS
    run.read(ids, target if encoder_decoder else ())
    return run.trace(
        task="read",
        text="",
        tokens=tokens(ids),
        prompt=len(ids),
        target=tokens(target) if encoder_decoder else (),
    )


def eager(family: str) -> Any:
    """What transformers itself gives in eager mode: {stack: layers}, logits, hidden states."""
    import torch

    model = tiny_model(family, attention="eager")
    options = {"output_attentions": True, "output_hidden_states": True}
    with torch.inference_mode():
        if family in ENCODER_DECODERS:
            out = model(
                input_ids=torch.tensor([IDS]), decoder_input_ids=torch.tensor([TARGET]), **options
            )
            stacks = {
                "encoder": out.encoder_attentions,
                "decoder": out.decoder_attentions,
                "cross": out.cross_attentions,
            }
            hidden = {"encoder": out.encoder_hidden_states, "decoder": out.decoder_hidden_states}
        else:
            out = model(input_ids=torch.tensor([IDS]), **options)
            stacks, hidden = {"self": out.attentions}, {"self": out.hidden_states}
    return stacks, out.logits[0].numpy(), hidden


@pytest.mark.parametrize("family", FAMILIES)
def test_trace_equals_the_eager_path(family: str) -> None:
    trace = traced(family)
    stacks, logits, hidden = eager(family)
    assert {attention.name for attention in trace.attention} == set(stacks)
    for name, layers in stacks.items():
        attention = trace.stack(name)
        assert len(attention.layers) == len(layers)
        for number, layer in enumerate(layers):
            assert np.abs(attention.weights(number) - layer[0].numpy()).max() < 1e-5
    assert np.abs(trace.logits - logits).max() < 1e-5
    for name, states in hidden.items():
        assert trace.hidden[name].shape == (len(states), *states[0].shape[1:])
        for number, state in enumerate(states):
            difference = np.abs(trace.hidden[name][number] - state[0].numpy()).max()
            assert difference < 1e-5 * max(1.0, float(state.abs().max()))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_trace_says_which_way_it_was_made(family: str) -> None:
    from app.instrumentation.run import EAGER, RECORDED

    assert traced(family).measured.method == (EAGER if family in FALLBACKS else RECORDED)


@pytest.mark.parametrize("family", FAMILIES)
def test_rows_sum_to_one(family: str) -> None:
    for attention in traced(family).attention:
        for layer in range(len(attention.layers)):
            assert np.abs(attention.weights(layer).sum(axis=-1) - 1).max() < 1e-5


@pytest.mark.parametrize("family", [*DECODERS, "bloom", "gpt-j", "gpt-neo"])
def test_a_decoder_never_looks_ahead(family: str) -> None:
    attention = traced(family).stack("self")
    assert attention.causal
    for layer in range(len(attention.layers)):
        assert np.triu(attention.weights(layer), 1).max() == 0


@pytest.mark.parametrize("family", ENCODERS)
def test_an_encoder_looks_both_ways(family: str) -> None:
    attention = traced(family).stack("self")
    assert not attention.causal
    assert np.triu(attention.weights(1), 1).max() > 0.01


@pytest.mark.parametrize("family", FAMILIES)
def test_one_head_equals_its_row_of_the_layer(family: str) -> None:
    for attention in traced(family).attention:
        whole = attention.weights(1)
        for head in range(attention.heads):
            assert np.abs(attention.weights(1, head)[0] - whole[head]).max() < 1e-6


@pytest.mark.parametrize("family", [*DECODERS, *ENCODER_DECODERS, "bloom", "gpt-j", "gpt-neo"])
def test_step_by_step_equals_the_whole_pass(family: str) -> None:
    from app.instrumentation.run import Run

    run = Run(loaded(tiny_model(family)))
    whole = traced(family)
    if family in ENCODER_DECODERS:
        run.start(IDS, TARGET[:2])
        for number in TARGET[2:]:
            run.step([number])
        target = tokens(TARGET)
    else:
        run.start(IDS[:4])
        for number in IDS[4:]:
            run.step([number])
        target = ()
    stepped = run.trace(task="", text="", tokens=tokens(IDS), prompt=4, target=target)
    assert np.abs(stepped.logits - whole.logits).max() < 1e-4
    for attention in whole.attention:
        other = stepped.stack(attention.name)
        assert other.causal == attention.causal
        for layer in range(len(attention.layers)):
            assert np.abs(other.weights(layer) - attention.weights(layer)).max() < 1e-5
    for name, states in whole.hidden.items():
        assert np.abs(stepped.hidden[name] - states).max() < 1e-4


def test_two_threads_record_into_their_own_trace() -> None:
    import threading

    from app.instrumentation.run import Run

    model = tiny_model("llama")
    alone = {}
    for start in (3, 30):
        run = Run(loaded(model))
        ids = list(range(start, start + 9))
        run.read(ids)
        alone[start] = run.trace(task="", text="", tokens=tokens(ids), prompt=9)
    together: dict[int, list[Any]] = {3: [], 30: []}

    def work(start: int) -> None:
        for _ in range(5):
            run = Run(loaded(model))
            ids = list(range(start, start + 9))
            run.read(ids)
            together[start].append(run.trace(task="", text="", tokens=tokens(ids), prompt=9))

    threads = [threading.Thread(target=work, args=(start,)) for start in together]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for start, traces in together.items():
        assert len(traces) == 5
        for trace in traces:
            assert len(trace.attention[0].layers) == 3
            difference = trace.attention[0].weights(2) - alone[start].attention[0].weights(2)
            assert np.abs(difference).max() < 1e-6


def test_a_model_with_attention_sinks_falls_back_and_starts_over(monkeypatch: Any) -> None:
    """An attention term the record cannot hold must not leave half a cache behind."""
    from app.instrumentation import attention_function
    from app.instrumentation import run as tracing

    model = tiny_model("llama")
    original = vars(attention_function)["sdpa_attention_forward"]
    calls = {"count": 0}

    def with_sink(*arguments: Any, **rest: Any) -> Any:
        calls["count"] += 1
        if calls["count"] == 2:
            raise attention_function.UnrecordableError("sink")
        return original(*arguments, **rest)

    monkeypatch.setattr(attention_function, "sdpa_attention_forward", with_sink)
    run = tracing.Run(loaded(model))
    run.start(IDS[:6])
    run.step(IDS[6:7])
    trace = run.trace(task="", text="", tokens=tokens(IDS[:7]), prompt=6)
    assert trace.measured.method == tracing.EAGER
    assert trace.attention[0].weights(0).shape == (4, 7, 7)
    assert tracing.Run(loaded(model)).method == tracing.EAGER


def test_a_model_without_attention_says_so_and_writes_all_the_same() -> None:
    import torch
    import transformers

    from app.instrumentation.run import NONE, Run

    torch.manual_seed(1)
    sizes: Any = {"vocab_size": 60, "hidden_size": 24, "state_size": 4, "num_hidden_layers": 2}
    mamba = transformers.MambaForCausalLM(transformers.MambaConfig(**sizes)).eval()
    run = Run(loaded(mamba))
    run.read(IDS)
    trace = run.trace(task="read", text="", tokens=tokens(IDS), prompt=len(IDS))
    assert trace.attention == ()
    assert trace.measured.method == NONE
    writing = Run(loaded(mamba))
    rows = [writing.start(IDS[:-1]), writing.step(IDS[-1:])]
    with torch.inference_mode():
        own = mamba(input_ids=torch.tensor([IDS]), use_cache=False).logits[0]
    assert (torch.cat(rows) - own).abs().max() < 1e-4


def test_learned_sinks_are_known_before_the_first_pass() -> None:
    import torch

    from app.instrumentation.run import EAGER, Run

    model = tiny_model("llama")
    model.model.layers[0].self_attn.sinks = torch.nn.Parameter(torch.zeros(4))
    assert Run(loaded(model)).method == EAGER


@pytest.mark.parametrize(
    ("kind", "blocks"),
    [
        ("bamba", (1, 3)),
        ("qwen3_next", (1, 3)),
        ("diffllama", (0, 1, 2, 3)),
        ("llama", (0, 1, 2, 3)),
    ],
)
def test_layers_of_attention_have_the_numbers_of_their_blocks(
    kind: str, blocks: tuple[int, ...]
) -> None:
    """Not every block of a hybrid has attention, and some ask for it twice."""
    from app.instrumentation.run import Run

    model = build(Variant(kind, "AutoModelForCausalLM"))
    run = Run(loaded(model))
    run.read(IDS)
    attention = run.trace(task="", text="", tokens=tokens(IDS), prompt=len(IDS)).stack("self")
    assert len(attention.layers) == len(blocks)
    assert [attention.block(layer) for layer in range(len(blocks))] == list(blocks)


@pytest.mark.filterwarnings("ignore")
def test_the_share_of_a_learned_sink_is_in_no_row() -> None:
    from app.instrumentation.run import EAGER, Run

    model = build(Variant("gpt_oss", "AutoModelForCausalLM"))
    run = Run(loaded(model))
    run.read(IDS)
    trace = run.trace(task="", text="", tokens=tokens(IDS), prompt=len(IDS))
    assert trace.measured.method == EAGER
    for layer in range(len(trace.stack("self").layers)):
        sums = trace.stack("self").weights(layer).sum(axis=-1)
        assert 0 < sums.min() < 0.9
        assert sums.max() <= 1 + 1e-6


def test_scores_that_a_model_hands_out_as_weights_are_not_shown() -> None:
    from app.instrumentation.run import Run

    model = build(Variant("squeezebert", "AutoModelForMaskedLM"))
    run = Run(loaded(model))
    run.read(IDS)
    trace = run.trace(task="", text="", tokens=tokens(IDS), prompt=len(IDS))
    assert trace.attention == ()
    assert "no shares of attention" in trace.left_out["self"]
