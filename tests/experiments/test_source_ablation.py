"""Hiding a source word equals leaving it out of the mask, one sentence at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.decoding.sampling import Sampling
from app.errors import InputError
from app.experiments.source_ablation_result import SourceAblation, SourceAblationProgress
from tests.tiny import tiny_loaded

FAMILIES = ["marian", "bart", "t5", "m2m-100"]
SOURCE = "the cat sat on a mat and it saw the dog"


def translated(loaded: Any) -> Any:
    loaded.model.generation_config.eos_token_id = None  # so that there is something to ask about
    from app.tasks import Answer, Request
    from app.tasks._writing import write_out

    text, tokens = loaded.pieces.read(SOURCE)
    request = Request({}, Sampling(max_new_tokens=7), 48)
    *_, answer = write_out(loaded, request, text, tokens, lambda: False, task="translate")
    assert isinstance(answer, Answer)
    return answer.trace


def found(loaded: Any, trace: Any, first: int, last: int, **options: Any) -> SourceAblation:
    from app.experiments.source_ablation import ablate_source

    *_, result = ablate_source(loaded, trace, first, last, **options)
    assert isinstance(result, SourceAblation)
    return result


@pytest.mark.parametrize("family", FAMILIES)
def test_equals_one_pass_with_the_word_masked(family: str) -> None:
    import torch

    loaded = tiny_loaded(family)
    trace = translated(loaded)
    result = found(loaded, trace, 2, 3)
    assert len(result.words) == len(SOURCE.split())
    model: Any = loaded.model
    ids = torch.tensor([[token.id for token in trace.tokens]])
    target = torch.tensor([[token.id for token in trace.target]])

    def said(**inputs: Any) -> float:
        with torch.inference_mode():
            logits = model(decoder_input_ids=target, **inputs).logits[0, :-1]
        shares = torch.log_softmax(logits, -1)
        return float(sum(shares[place, target[0, place + 1]] for place in (2, 3)))

    plain = said(input_ids=ids)
    assert result.log_probability == pytest.approx(plain, abs=1e-4)
    for number, word in enumerate(result.words):
        mask = torch.ones_like(ids)
        mask[0, number] = 0
        with torch.inference_mode():
            states = model.get_encoder()(input_ids=ids)
        everywhere = said(input_ids=ids, attention_mask=mask) - plain
        cross = said(encoder_outputs=states, attention_mask=mask) - plain
        assert word.change["encoder"] == pytest.approx(everywhere, abs=1e-4)
        assert word.change["cross"] == pytest.approx(cross, abs=1e-4)
        assert word.pieces == (number, number)
        assert trace.text[word.start : word.end] == word.text


def test_the_weights_are_those_of_the_alignment() -> None:
    from app.analysis.alignment import alignment

    loaded = tiny_loaded("marian")
    trace = translated(loaded)
    result = found(loaded, trace, 1, 1)
    row = alignment(trace)[1]
    assert [word.attention for word in result.words] == pytest.approx(row[: len(result.words)])


def test_what_other_words_do_is_the_mean_without_the_most_attended() -> None:
    loaded = tiny_loaded("bart")
    result = found(loaded, translated(loaded), 0, 0)
    for way in ("cross", "encoder"):
        changes = [word.change[way] for word in result.words]
        weights = [word.attention for word in result.words]
        others = np.delete(changes, int(np.argmax(weights)))
        assert len(others) == len(changes) - 1
        assert result.random[way] == pytest.approx(np.mean(others), abs=1e-6)
        assert result.most[way] == pytest.approx(changes[int(np.argmax(weights))])
        control = result.control[way]
        assert control is None or control.low <= control.mean <= control.high


def test_the_control_leaves_out_what_it_is_a_control_for() -> None:
    """One word decides everything; among the others it would make them look as if they did."""
    from app.experiments.source_ablation import _elsewhere

    weights = np.array([0.01, 0.964, 0.02, 0.006])
    assert _elsewhere(weights, np.array([-0.3, -16.0, -0.1, 0.1])) == pytest.approx(-0.1)
    # It is the most attended word that is left out, not the one that matters most.
    assert _elsewhere(weights[::-1], np.array([-0.3, -16.0, -0.1, 0.1])) == pytest.approx(-5.4)
    assert _elsewhere(np.array([1.0]), np.array([-7.0])) is None


def test_a_word_that_decides_is_found() -> None:
    """Weight and effect planted on the same word agree; planted apart they do not."""
    from app.experiments.source_ablation import _agreement

    weights = np.array([0.002, 0.9, 0.08, 0.001, 0.003])
    assert _agreement(weights, np.array([0.003, -9.0, -0.5, 0.001, -0.002])) == pytest.approx(1.0)
    assert (_agreement(weights, np.array([-9.0, 0.001, -0.002, -0.5, 0.0])) or 0) < 0


def test_progress_and_stop() -> None:
    from app.experiments.source_ablation import ablate_source

    loaded = tiny_loaded("marian")
    trace = translated(loaded)
    steps = list(ablate_source(loaded, trace, 0, 0))
    done = [step.done for step in steps if isinstance(step, SourceAblationProgress)]
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] == 2 * len(SOURCE.split())
    asked = iter([False, True])
    assert not any(
        isinstance(step, SourceAblation)
        for step in ablate_source(loaded, trace, 0, 0, stop=lambda: next(asked))
    )


def test_refusals_say_what_to_change() -> None:
    loaded = tiny_loaded("marian")
    trace = translated(loaded)
    with pytest.raises(InputError, match="from 0 to 6"):
        found(loaded, trace, 3, 9)
    with pytest.raises(InputError, match="Nothing was written"):
        found(
            loaded,
            replace(
                trace, target=trace.target[:1], logits=trace.logits[:1], attention=(), hidden={}
            ),
            0,
            0,
        )
