"""The rules of a generation config hold as in `generate`: for every way of writing."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from app.decoding.sampling import Sampling
from tests.tiny import tiny_loaded

IDS = [5, 17, 8, 40, 21, 9]
RULES: dict[str, dict[str, Any]] = {
    "repetition penalty": {"repetition_penalty": 1.8},
    "least new tokens": {"min_new_tokens": 4, "eos_token_id": [55, 30, 11, 8, 29]},
    "never at the beginning": {"begin_suppress_tokens": list(range(20, 60))},
    "never": {"suppress_tokens": list(range(5, 40))},
    "no repeated pair": {"no_repeat_ngram_size": 2},
    "a bias": {"sequence_bias": [[[31], 6.0], [[12, 13], 9.0]]},
    "bad words, renormalised": {"bad_words_ids": [[31], [12], [40]], "renormalize_logits": True},
    "an end that grows": {"exponential_decay_length_penalty": (2, 1.8), "eos_token_id": [3]},
}
OF_A_SOURCE: dict[str, dict[str, Any]] = {
    "penalty of the source": {"encoder_repetition_penalty": 3.0},
    "nothing from the source": {"encoder_no_repeat_ngram_size": 1},
}


def ruled(family: str, rules: dict[str, Any]) -> Any:
    loaded = tiny_loaded(family)
    config = loaded.model.generation_config
    config.eos_token_id = None
    for name, value in rules.items():
        setattr(config, name, value)
    return loaded


def own(loaded: Any, count: int, **more: Any) -> Any:
    rows = torch.tensor([IDS])
    with torch.inference_mode():
        return loaded.model.generate(
            rows,
            attention_mask=torch.ones_like(rows),
            max_new_tokens=count,
            do_sample=False,
            **more,
        )


def written(loaded: Any, count: int) -> list[int]:
    from app.decoding.loop import write
    from app.instrumentation.run import Run

    return [step.id for step in write(Run(loaded), IDS, Sampling(count))]


@pytest.mark.parametrize("rule", RULES)
def test_greedy_writing_follows_the_rules_as_generate_does(rule: str) -> None:
    loaded = ruled("llama", RULES[rule])
    assert written(loaded, 8) == own(loaded, 8)[0, len(IDS) :].tolist()


ALL = RULES | OF_A_SOURCE


@pytest.mark.parametrize("rule", ALL)
def test_so_does_a_decoder_beside_an_encoder(rule: str) -> None:
    loaded = ruled("marian", ALL[rule])
    assert written(loaded, 8) == own(loaded, 8)[0, 1:].tolist()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("early", [False, True, "never"])
def test_beams_follow_them_too(rule: str, early: bool | str) -> None:
    from app.decoding.beam_search import search
    from app.decoding.loop import end_marks, processors

    loaded = ruled("llama", {"eos_token_id": [11, 30], **RULES[rule], "early_stopping": early})
    theirs = own(
        loaded, 6, num_beams=3, num_return_sequences=3, length_penalty=0.5,
        output_scores=True, return_dict_in_generate=True,
    )  # fmt: skip
    chain = processors(Sampling(6), loaded, longest=len(IDS) + 6, given=IDS, source=IDS)
    *_, found = search(
        loaded, IDS, IDS, beams=3, length_penalty=0.5, most=6, chain=chain,
        ends=end_marks(loaded), text=str, early=early,
    )  # fmt: skip
    scores = [each.score for each in found.hypotheses]
    assert scores == pytest.approx(theirs.sequences_scores.tolist(), abs=1e-4)
    for mine, other in zip(found.hypotheses, theirs.sequences, strict=True):
        assert list(mine.tokens) == other[len(IDS) :][: len(mine.tokens)].tolist()


def test_a_suggestion_follows_them_and_its_shares_do_not() -> None:
    from app.decoding.suggestions import Prefix, suggest

    free, bound = ruled("llama", {}), ruled("llama", RULES["never"])
    shares, texts = [], []
    for loaded in (free, bound):
        steps = list(suggest(loaded, IDS, Prefix(), most=6, ends_line=lambda _: False))
        shares.append(steps[0].likeliest)
        texts.append(list(steps[-1].written))
    assert shares[0] == shares[1]
    assert texts[1] == own(bound, 6)[0, len(IDS) :].tolist()
    assert texts[0] != texts[1]


def test_a_penalty_of_the_page_takes_the_place_of_the_models_own() -> None:
    from app.decoding.loop import processors

    loaded = ruled("llama", {"repetition_penalty": 1.8})
    both = processors(Sampling(4, repetition_penalty=1.2), loaded, given=IDS)
    penalties = [each.penalty for each in both if hasattr(each, "penalty")]
    assert penalties == [1.2]


def test_the_rules_are_said_in_a_sentence() -> None:
    from app.decoding.loop import rules_said

    loaded = ruled("llama", {"repetition_penalty": 1.8, "min_new_tokens": 3})
    told = rules_said(loaded, Sampling(4))
    assert "a repetition penalty of 1.8" in told
    assert "at least 3 new tokens" in told
    assert rules_said(ruled("llama", {}), Sampling(4)) == ""
