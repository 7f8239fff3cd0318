"""The one door: the same request gives the same trace, and bad input one clear sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.api.next_token import next_token
from app.decoding.sampling import Sampling
from app.engine import continuations
from app.engine.engine import Engine
from app.engine.events import Finished, Loading, Waiting
from app.errors import InputError
from app.tasks import Partial

TEXT = "the cat sat on a mat and it saw"


def run(engine: Engine, model: str, **options: Any) -> Finished:
    sampling = options.pop("sampling", Sampling(max_new_tokens=6))
    fields = {"text": options.pop("text", TEXT)}
    events = engine.run(options.pop("task", "generate"), model, fields, sampling, **options)
    return engine.finish(events)


def test_a_cached_trace_equals_a_fresh_one(tiny_settings: Any, engine: Any, llama: str) -> None:
    first = run(engine, llama)
    again = run(engine, llama)
    fresh = run(Engine(tiny_settings), llama)
    assert not first.cached
    assert again.cached
    assert not fresh.cached
    assert first.trace_id == again.trace_id == fresh.trace_id
    one, two = first.answer.trace, fresh.answer.trace
    assert one.tokens == two.tokens
    assert one.logits is not None
    assert two.logits is not None
    assert np.array_equal(one.logits, two.logits)
    for layer in range(3):
        weights = one.attention[0].weights(layer), two.attention[0].weights(layer)
        assert np.array_equal(*weights)


def test_every_setting_that_matters_changes_the_id(engine: Any, llama: str) -> None:
    ids = {
        run(engine, llama, sampling=Sampling(max_new_tokens=n, temperature=t, seed=s)).trace_id
        for n, t, s in [(6, 0, 0), (7, 0, 0), (6, 1, 0), (6, 1, 1)]
    }
    assert len(ids) == 4


def test_the_trace_covers_prompt_and_every_new_token(engine: Any, llama: str) -> None:
    answer = run(engine, llama).answer
    trace = answer.trace
    assert len(answer.written) == 6
    assert len(trace.tokens) == len(answer.prompt) + 6
    assert trace.logits is not None
    assert len(trace.logits) == len(trace.tokens)
    assert trace.attention[0].layers[0].shape[1:] == (len(trace.tokens), len(trace.tokens))
    assert answer.stopped_by == "length"


def test_events_come_in_order(tiny_settings: Any, llama: str) -> None:
    events = list(Engine(tiny_settings).run("generate", llama, {"text": TEXT}))
    kinds = [type(event) for event in events]
    assert kinds[0] is Loading
    assert kinds[-1] is Finished
    partial = [event for event in events if isinstance(event, Partial)]
    assert [len(event.written) for event in partial] == list(range(len(partial)))


@pytest.mark.parametrize("family", ["llama", "gpt2", "bert", "t5", "bloom"])
def test_any_architecture_can_be_read(engine: Any, tiny_folders: Path, family: str) -> None:
    trace = run(engine, f"path:{tiny_folders / family}", task="read").answer.trace
    for attention in trace.attention:
        for layer in range(len(attention.layers)):
            assert np.abs(attention.weights(layer).sum(axis=-1) - 1).max() < 1e-5


def test_an_encoder_decoder_writes_too(engine: Any, tiny_folders: Path) -> None:
    trace = run(engine, f"path:{tiny_folders / 't5'}", task="translate").answer.trace
    assert [attention.name for attention in trace.attention] == ["encoder", "decoder", "cross"]
    assert trace.logits is not None
    assert len(trace.logits) == len(trace.target) > 1


def test_a_branch_goes_on_from_the_chosen_token(engine: Any, llama: str) -> None:
    first = run(engine, llama)
    trace = first.answer.trace
    position = len(first.answer.prompt) + 2
    events = continuations.branch(engine, first.trace_id, position, 9, Sampling(max_new_tokens=4))
    branch = engine.finish(events).answer
    ids = [token.id for token in branch.trace.tokens]
    assert ids[: position + 1] == [token.id for token in trace.tokens[: position + 1]]
    assert ids[position + 1] == 9
    assert len(ids) == position + 2 + 4
    assert branch.prompt == first.answer.prompt
    assert trace.logits is not None
    assert branch.trace.logits is not None
    shared = slice(0, position + 1)
    assert np.abs(branch.trace.logits[shared] - trace.logits[shared]).max() < 1e-4


def test_a_branch_inside_the_prompt_shortens_it(engine: Any, llama: str) -> None:
    first = run(engine, llama)
    branch = engine.finish(
        continuations.branch(engine, first.trace_id, 2, 9, Sampling(max_new_tokens=3))
    ).answer
    assert [token.id for token in branch.prompt] == [t.id for t in first.answer.prompt[:3]]
    assert branch.written[0].token.id == 9


def test_stop_keeps_what_was_written(engine: Any, llama: str) -> None:
    asked = iter([False, False, False, True])
    sampling = Sampling(max_new_tokens=12, seed=99)
    stopped = run(engine, llama, sampling=sampling, stop=lambda: next(asked))
    assert stopped.answer.stopped_by == "stop"
    assert len(stopped.answer.written) == 3
    assert engine.trace(stopped.trace_id).tokens == stopped.answer.trace.tokens
    whole = run(engine, llama, sampling=sampling)
    assert len(whole.answer.written) == 12


def refusal(engine: Engine, *arguments: Any, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        list(engine.run(*arguments, **options))
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence[-1] in ".!"
    return sentence


def test_bad_input_gets_one_clear_sentence(engine: Any, llama: str, tiny_folders: Path) -> None:
    assert "empty" in refusal(engine, "generate", llama, {"text": ""})
    assert "empty" in refusal(engine, "generate", llama, {"text": " \n\t "})
    assert "characters" in refusal(engine, "generate", llama, {"text": "a" * 501})
    long = refusal(engine, "generate", llama, {"text": "the cat sat " * 20})
    assert "60 tokens" in long or "61 tokens" in long
    assert "limit 40" in long
    assert "smollm2-135m" in refusal(engine, "generate", "gpt-17", {"text": TEXT})
    assert "task" in refusal(engine, "sing", llama, {"text": TEXT})
    outside = refusal(engine, "read", f"path:{tiny_folders.parent}", {"text": TEXT})
    assert "allow" in outside
    assert "half a character" in refusal(engine, "generate", llama, {"text": "a\ud83d"})
    encoder = refusal(engine, "generate", f"path:{tiny_folders / 'bert'}", {"text": TEXT})
    assert "encoder" in encoder


def test_a_long_text_is_cut_only_when_asked(engine: Any, llama: str) -> None:
    text = "the cat sat " * 20 + "on a mat"
    cut = run(engine, llama, text=text, truncate=True).answer
    assert cut.cut > 0
    assert len(cut.trace.tokens) == 40
    assert cut.trace.text.startswith(cut.prompt[0].text)
    assert [token.text for token in cut.prompt[-3:]] == [" on", " a", " mat"]
    assert all(t.text == cut.trace.text[t.start : t.end] for t in cut.trace.tokens)


def test_a_read_text_loses_its_end(engine: Any, llama: str) -> None:
    text = "on a mat " + "the cat sat " * 20
    cut = run(engine, llama, text=text, task="read", truncate=True).answer
    assert [token.text for token in cut.prompt[:3]] == ["on", " a", " mat"]
    assert len(cut.trace.tokens) == 40


@pytest.mark.parametrize(
    "text",
    [
        "</script><img src=x onerror=alert(1)>",
        "${7*7} {{7*7}} {% x %}",
        "שלום מרחבא مرحبا",
        "\x07\x1b[31mred\x00",
        "😀" * 9,
        "a" * 38,
    ],
)
def test_odd_text_is_text(engine: Any, llama: str, text: str) -> None:
    answer = run(engine, llama, text=text, task="read", truncate=True).answer
    assert answer.trace.tokens


def test_an_expired_trace_is_said_to_be_gone(engine: Any) -> None:
    for trace_id in ("0" * 32, "", "../../etc", None):
        with pytest.raises(InputError, match="Run again"):
            engine.trace(trace_id)


def test_the_oldest_trace_leaves_first(tiny_settings: Any, llama: str) -> None:
    small = Engine(tiny_settings.model_copy(update={"trace_memory": 25_000}))
    first = run(small, llama, text="the cat")
    second = run(small, llama, text="the dog")
    assert first.answer.trace.nbytes > 9_000
    for word in ("sat", "ran", "saw"):
        second = run(small, llama, text=f"the cat {word}")
    with pytest.raises(InputError):
        small.trace(first.trace_id)
    assert small.trace(second.trace_id) is second.answer.trace


def test_branching_refuses_what_is_out_of_range(engine: Any, llama: str) -> None:
    trace_id = run(engine, llama).trace_id
    for position, token in [(-1, 3), (999, 3), (2, -1), (2, 60)]:
        with pytest.raises(InputError):
            engine.finish(continuations.branch(engine, trace_id, position, token, Sampling()))


def test_a_masked_model_is_not_branched(engine: Any, tiny_folders: Path) -> None:
    made = run(engine, f"path:{tiny_folders / 'bert'}", task="read")
    with pytest.raises(InputError, match="masked"):
        engine.finish(continuations.branch(engine, made.trace_id, 1, 5, Sampling()))


@pytest.mark.parametrize(
    "settings",
    [{"temperature": 1e-40}, {"temperature": 10**400}, {"repetition_penalty": 1e-40}],
)
def test_extreme_numbers_are_refused(engine: Any, llama: str, settings: Any) -> None:
    with pytest.raises(InputError):
        run(engine, llama, sampling=Sampling(**{"temperature": 1.0, **settings}))
    smallest = Sampling(max_new_tokens=3, temperature=0.01, repetition_penalty=0.01)
    assert len(run(engine, llama, sampling=smallest).answer.written) == 3


def test_a_run_that_waits_can_be_stopped(tiny_settings: Any, llama: str) -> None:
    engine = Engine(tiny_settings.model_copy(update={"concurrent_runs": 1}))
    run(engine, llama)
    going: Any = engine.run("generate", llama, {"text": "the dog"}, Sampling(max_new_tokens=9))
    assert isinstance(next(going), Partial)
    waiting = engine.run("generate", llama, {"text": "a cat"}, stop=lambda: True)
    assert isinstance(next(waiting), Waiting)
    with pytest.raises(InputError, match="Stopped"):
        next(waiting)
    going.close()
    assert run(engine, llama, text="a mat").answer.written


def test_a_visitor_who_leaves_gives_everything_back(tiny_settings: Any, llama: str) -> None:
    engine = Engine(tiny_settings.model_copy(update={"concurrent_runs": 1}))
    for number in range(3):
        going: Any = engine.run("generate", llama, {"text": "the dog"}, Sampling(8 + number))
        while not isinstance(next(going), Partial):
            pass
        going.close()
    assert run(engine, llama).answer.written


def test_who_asks_for_nothing_after_the_end_keeps_no_turn(tiny_settings: Any, llama: str) -> None:
    engine = Engine(tiny_settings)
    events: Any = engine.run("generate", llama, {"text": TEXT}, Sampling(max_new_tokens=3))
    engine.finish(events)
    assert engine.turns.free == 2
    kept: Any = engine.run("generate", llama, {"text": TEXT}, Sampling(max_new_tokens=3))
    assert engine.finish(kept).cached
    assert events is not kept


def test_short_limits_do_not_break_reading(tiny_settings: Any, llama: str) -> None:
    engine = Engine(tiny_settings.model_copy(update={"max_new_tokens": 4}))
    made = engine.finish(engine.run("read", llama, {"text": TEXT}))
    assert made.answer.trace.tokens
    assert len(engine.finish(engine.run("generate", llama, {"text": TEXT})).answer.written) == 4
    assert next_token(engine, made.trace_id, -1, Sampling(temperature=1.0), 5)["candidates"]


def test_one_folder_has_one_id(engine: Any, tiny_folders: Path) -> None:
    first = run(engine, f"path:{tiny_folders / 'llama'}")
    again = run(engine, f"path:{tiny_folders}/gpt2/../llama/")
    assert again.trace_id == first.trace_id


def test_a_name_that_is_no_text_or_far_too_long_is_refused(engine: Any, tiny_folders: Path) -> None:
    for name in (
        5,
        None,
        f"path:{tiny_folders}/{'x' * 300}",
        f"path:{tiny_folders}/" + "y/" * 3000,
    ):
        with pytest.raises(InputError):
            list(engine.run("read", name, {"text": TEXT}))


def test_a_failed_warm_up_says_what_failed(tiny_settings: Any) -> None:
    engine = Engine(tiny_settings)
    engine.warm("smollm2-135m")
    assert "fetch smollm2-135m" in engine.warm_problem


def test_an_evicted_model_takes_its_tokenizer_along(tiny_settings: Any, tiny_folders: Path) -> None:
    import gc
    import weakref

    engine = Engine(tiny_settings.model_copy(update={"model_memory": 100_000}))
    model = f"path:{tiny_folders / 'llama'}"
    run(engine, model)
    with engine.store.use(model) as loaded:
        kept = weakref.ref(loaded.tokenizer)
    del loaded
    run(engine, f"path:{tiny_folders / 'gpt2'}")
    gc.collect()
    assert kept() is None


def test_a_failed_run_leaves_the_next_one_alone(engine: Any, llama: str) -> None:
    with pytest.raises(InputError):
        run(engine, llama, sampling=replace(Sampling(), temperature=float("nan")))
    assert run(engine, llama).answer.written
