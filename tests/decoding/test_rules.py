"""Every rule equals transformers' own processor, and generating uses the chosen order."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.decoding.rules import stages
from app.decoding.sampling import ORDER, Sampling
from app.errors import InputError
from tests.tiny import tiny_loaded

ENTRIES = 700
SEEN = [3, 9, 9, 41, 9, 256]
chance = np.random.default_rng(5)
# Lopsided: a few likely entries, a long tail, and two that are equal.
LOGITS = np.sort(chance.gamma(0.7, 1.2, ENTRIES))[chance.permutation(ENTRIES)].astype(np.float32)
LOGITS[5] = LOGITS[6]

RULES: dict[str, dict[str, Any]] = {
    "bias": {"bias": ((3, 4.5), (100, -7.0))},
    "repetition": {"repetition_penalty": 1.7},
    "presence": {"presence_penalty": 1.2},
    "frequency": {"frequency_penalty": 0.9},
    "banned": {"banned": ((8,), (9, 256, 12), (9, 11, 13))},
    "temperature": {"temperature": 0.6},
    "top_k": {"temperature": 1.0, "top_k": 17},
    "top_p": {"temperature": 1.0, "top_p": 0.83},
    "min_p": {"temperature": 1.0, "min_p": 0.07},
    "typical_p": {"temperature": 1.0, "typical_p": 0.4},
}
ALL = {name: value for settings in RULES.values() for name, value in settings.items()}
ALL["temperature"] = 1.4


def softmax(scores: Any) -> np.ndarray:
    shares = np.exp(np.asarray(scores, dtype=np.float64) - np.max(scores))
    return np.asarray(shares / shares.sum())


def processed(sampling: Sampling) -> np.ndarray:
    """(entry,): the distribution after the chain that generating uses."""
    import torch

    from app.decoding.loop import processors

    chain: Callable[..., Any] = processors(sampling)
    return softmax(chain(torch.tensor([SEEN]), torch.tensor(LOGITS)[None].clone())[0].numpy())


@pytest.mark.parametrize("name", RULES)
def test_a_rule_equals_transformers_own(name: str) -> None:
    sampling = Sampling(**{"temperature": 1.0, **RULES[name]}).checked(64)
    *_, last = stages(LOGITS, SEEN, sampling)
    assert np.abs(last.shares - processed(sampling)).max() < 1e-6
    (mine,) = (each for each in stages(LOGITS, SEEN, sampling)[1:] if each.active)
    assert mine.name == name


def theirs(name: str, settings: dict[str, Any]) -> Any:
    from transformers.generation import logits_process as own

    built: dict[str, Callable[[], Any]] = {
        "bias": lambda: own.SequenceBiasLogitsProcessor([[[3], 4.5], [[100], -7.0]]),
        "repetition": lambda: own.RepetitionPenaltyLogitsProcessor(1.7),
        "banned": lambda: own.NoBadWordsLogitsProcessor([[8], [9, 256, 12], [9, 11, 13]]),
        "temperature": lambda: own.TemperatureLogitsWarper(0.6),
        "top_k": lambda: own.TopKLogitsWarper(17),
        "top_p": lambda: own.TopPLogitsWarper(0.83),
        "min_p": lambda: own.MinPLogitsWarper(0.07),
        "typical_p": lambda: own.TypicalLogitsWarper(0.4),
    }
    return built[name]()


@pytest.mark.parametrize("name", sorted(set(RULES) - {"presence", "frequency"}))
def test_a_rule_equals_transformers_processor_built_by_hand(name: str) -> None:
    import torch

    *_, last = stages(LOGITS, SEEN, Sampling(**{"temperature": 1.0, **RULES[name]}))
    made = theirs(name, RULES[name])(torch.tensor([SEEN]), torch.tensor(LOGITS)[None].clone())
    assert np.abs(last.shares - softmax(made[0].numpy())).max() < 1e-6
    assert (np.isneginf(last.scores) == np.isneginf(made[0].numpy())).all()


def test_presence_and_frequency_by_their_definition() -> None:
    """Per token: logit − presence·[seen] − frequency·times seen."""
    sampling = Sampling(temperature=1.0, presence_penalty=1.2, frequency_penalty=0.9)
    *_, last = stages(LOGITS, SEEN, sampling)
    change = last.scores - LOGITS
    assert change[3] == pytest.approx(-2.1)
    assert change[9] == pytest.approx(-1.2 - 3 * 0.9)
    assert np.abs(np.delete(change, [3, 9, 41, 256])).max() < 1e-12


@pytest.mark.parametrize("seed", range(12))
def test_any_order_is_the_order_of_generating(seed: int) -> None:
    order = tuple(np.random.default_rng(seed).permutation(ORDER).tolist())
    sampling = Sampling(**ALL, order=order).checked(64)
    told = stages(LOGITS, SEEN, sampling)
    assert [each.name for each in told] == ["model", *order]
    assert np.abs(told[-1].shares - processed(sampling)).max() < 1e-6


def test_the_order_matters() -> None:
    ends = {
        stages(LOGITS, SEEN, Sampling(**ALL, order=order))[-1].shares.tobytes()
        for order in (ORDER, ORDER[::-1])
    }
    assert len(ends) == 2


def test_every_stage_is_a_distribution_and_tells_what_it_cut() -> None:
    told = stages(LOGITS, SEEN, Sampling(**ALL))
    for before, after in itertools.pairwise(told):
        assert after.shares.sum() == pytest.approx(1.0, abs=1e-12)
        gone = np.isneginf(after.scores) & ~np.isneginf(before.scores)
        assert after.cut == gone.sum()
        assert after.mass == pytest.approx(before.shares[gone].sum())
    assert sum(each.cut > 0 for each in told) >= 4


def test_temperature_towards_zero_is_greedy() -> None:
    for temperature in (0.02, 0.0):
        *_, last = stages(LOGITS, SEEN, Sampling(temperature=temperature))
        assert last.shares.argmax() == LOGITS.argmax()
        assert last.shares.max() > 0.999
    *_, cold = stages(LOGITS, SEEN, Sampling(temperature=0.0, top_k=5, top_p=0.5))
    assert (cold.shares > 0).sum() == 1


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_generate_with_the_same_settings_writes_the_same(family: str) -> None:
    import torch

    from app.decoding.loop import write
    from app.instrumentation.run import Run

    ids = [5, 17, 8, 40, 21]
    loaded = tiny_loaded(family)
    sampling = Sampling(
        max_new_tokens=12,
        temperature=1.2,
        typical_p=0.7,
        bias=((30, 2.0),),
        banned=((12,), (30, 31)),
        seed=11,
    )
    steps = [step.id for step in write(Run(loaded), ids, sampling)]
    torch.manual_seed(11)
    given = torch.tensor([ids])
    out = loaded.model.generate(
        given,
        attention_mask=torch.ones_like(given),
        pad_token_id=2,
        max_new_tokens=12,
        do_sample=True,
        temperature=1.2,
        typical_p=0.7,
        top_k=0,
        sequence_bias={(30,): 2.0},
        bad_words_ids=[[12], [30, 31]],
    )
    assert steps == out[0, len(ids) :].tolist()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"typical_p": 0.0}, "typical_p"),
        ({"presence_penalty": 11}, "presence_penalty"),
        ({"frequency_penalty": float("nan")}, "frequency_penalty"),
        ({"bias": ((1, 1000.0),)}, "bias"),
        ({"bias": ((-1, 1.0),)}, "a token of bias"),
        ({"banned": ((),)}, "empty word"),
        ({"banned": ((1,),) * 101}, "at most 100"),
        ({"order": ("top_k",)}, "order must name each"),
        ({"order": (*ORDER[:-1], "top_k")}, "order must name each"),
    ],
)
def test_a_bad_setting_is_named(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        Sampling(**settings).checked(64)
