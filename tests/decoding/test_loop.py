"""Writing equals transformers' own `generate`, token for token, and every number is checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.decoding.sampling import Sampling
from tests.tiny import DECODERS, tiny_loaded

IDS = [5, 17, 8, 40, 21]


def written(loaded: Any, sampling: Sampling, **options: Any) -> list[Any]:
    from app.decoding.loop import write
    from app.instrumentation.run import Run

    return list(write(Run(loaded), IDS, sampling, **options))


def generated(loaded: Any, seed: int, **options: Any) -> list[int]:
    import torch

    torch.manual_seed(seed)
    ids = torch.tensor([IDS])
    with torch.inference_mode():
        out = loaded.model.generate(
            ids, attention_mask=torch.ones_like(ids), pad_token_id=2, **options
        )
    return out[0, len(IDS) :].tolist()


@pytest.mark.parametrize("family", [*DECODERS, "bloom", "gpt-j", "gpt-neo"])
def test_greedy_equals_generate(family: str) -> None:
    loaded = tiny_loaded(family)
    steps = written(loaded, Sampling(max_new_tokens=14))
    assert [step.id for step in steps] == generated(loaded, 0, max_new_tokens=14, do_sample=False)


SETTINGS: list[dict[str, Any]] = [
    {"temperature": 0.7},
    {"temperature": 1.3, "top_k": 7},
    {"temperature": 1.0, "top_p": 0.8},
    {"temperature": 1.5, "min_p": 0.1},
    {"temperature": 0.9, "top_k": 20, "top_p": 0.9, "min_p": 0.02, "repetition_penalty": 1.3},
]


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_sampling_equals_generate_with_the_same_seed(family: str, settings: Any) -> None:
    loaded = tiny_loaded(family)
    steps = written(loaded, Sampling(max_new_tokens=12, seed=11, **settings))
    theirs = {"top_k": 0, "top_p": 1.0, **settings}
    assert [step.id for step in steps] == generated(
        loaded, 11, max_new_tokens=12, do_sample=True, **theirs
    )


def test_the_same_seed_gives_the_same_text_and_another_one_another() -> None:
    loaded = tiny_loaded("llama")
    texts = {
        seed: [step.id for step in written(loaded, Sampling(12, temperature=2.0, seed=seed))]
        for seed in (1, 1, 2)
    }
    again = [step.id for step in written(loaded, Sampling(12, temperature=2.0, seed=1))]
    assert texts[1] == again
    assert texts[1] != texts[2]


def test_every_step_states_the_models_own_probability() -> None:
    from app.decoding.loop import write
    from app.instrumentation.run import Run
    from tests.instrumentation.test_run import tokens

    loaded = tiny_loaded("llama")
    run = Run(loaded)
    steps = list(write(run, IDS, Sampling(8, temperature=1.4, top_k=9, seed=3)))
    ids = [*IDS, *(step.id for step in steps)]
    trace = run.trace(task="", text="", tokens=tokens(ids), prompt=len(IDS))
    assert trace.logits is not None
    for place, step in enumerate(steps):
        row = trace.logits[len(IDS) - 1 + place].astype(np.float64)
        shares = np.exp(row - row.max()) / np.exp(row - row.max()).sum()
        assert abs(step.probability - shares[step.id]) < 1e-6
        assert step.rank == 1 + (shares > shares[step.id]).sum()
        other = np.delete(np.arange(len(row)), step.id)
        assert step.runner_up[0] == other[shares[other].argmax()]
        assert abs(step.runner_up[1] - shares[other].max()) < 1e-6
        cut = np.where(row >= np.sort(row)[-9], row / 1.4, -np.inf)
        after = np.exp(cut - cut.max()) / np.exp(cut - cut.max()).sum()
        assert abs(step.sampled - after[step.id]) < 1e-5


def test_forced_tokens_come_first_and_equal_a_longer_prompt() -> None:
    from app.decoding.loop import write
    from app.instrumentation.run import Run

    loaded = tiny_loaded("llama")
    forced = written(loaded, Sampling(6), forced=[30, 12])
    assert [step.id for step in forced[:2]] == [30, 12]
    longer = list(write(Run(loaded), [*IDS, 30, 12], Sampling(6)))
    assert [step.id for step in forced[2:]] == [step.id for step in longer]
    assert forced[0].rank > 1 or forced[1].rank > 1


def test_stop_ends_after_the_current_token() -> None:
    asked = iter([False, False, True])
    steps = written(tiny_loaded("llama"), Sampling(20), stop=lambda: next(asked))
    assert len(steps) == 2
    assert steps[-1].ended is None


def test_an_end_mark_ends_the_text() -> None:
    loaded = tiny_loaded("llama")
    first = written(loaded, Sampling(6))
    loaded.model.generation_config.eos_token_id = [first[3].id]
    steps = written(loaded, Sampling(6))
    place = [step.id for step in first].index(first[3].id)
    assert len(steps) == place + 1
    assert steps[-1].ended == "end of text"
    assert written(loaded, Sampling(place))[-1].ended == "length"


@pytest.mark.parametrize("task_id", ["generate", "chat", "summarise", "ask", "autocomplete"])
def test_every_answer_says_which_rules_of_the_model_apply(task_id: str) -> None:
    import app.tasks
    from app.discovery import declared
    from app.tasks import Answer, Request, Task

    (task,) = (each for each in declared(app.tasks, "TASK", Task) if each.id == task_id)
    fields = {"text": "the cat sat ☃", "question": "it ran"}

    def hint(loaded: Any) -> str:
        *_, answer = task.run(loaded, Request(fields, Sampling(max_new_tokens=3), 200), bool)
        assert isinstance(answer, Answer)
        return answer.hint

    loaded = tiny_loaded("llama")
    plain = hint(loaded)
    assert "tokenizer" in plain
    assert "own settings" not in plain
    loaded.model.generation_config.no_repeat_ngram_size = 2
    # What is unknown to the tokenizer is told as well, and the rules of the model after it.
    assert hint(loaded) == (
        f"{plain} This model's own settings apply as well: no sequence of 2 tokens twice."
    )
