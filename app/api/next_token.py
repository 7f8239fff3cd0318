"""The JSON of the next-token laboratory; see docs/api.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Annotated, Any

import numpy as np

from app.analysis.next_token import entropy
from app.api.checks import numbers_of, position_of, with_words
from app.api.registry import Range, capability
from app.decoding.limits import MOST_DRAWS
from app.decoding.rules import Stage, stages
from app.decoding.sampling import ORDER, SETTINGS, Sampling
from app.engine.engine import Engine
from app.errors import InputError, whole_number
from app.trace import Trace

# The settings that change one distribution; the others say how a text goes on.
RULES = tuple(
    name
    for name in SETTINGS
    if name not in ("max_new_tokens", "seed", "num_beams", "length_penalty")
)
SHOWN_DRAWS = 50  # entries of which the draws are told
AS_IT_IS = Sampling(temperature=1.0)


def settled(
    engine: Engine, trace_id: str, sampling: Sampling, bias: str = "", banned: str = ""
) -> Sampling:
    """The settings with the words of `bias` and `banned` as this run's tokens, checked."""
    sampling = with_words(engine, engine.trace(trace_id).model, sampling, bias, banned)
    return replace(sampling, max_new_tokens=1).checked(1)


def writing(
    engine: Engine, trace_id: str, asked: Mapping[str, Any], max_new_tokens: int
) -> Sampling:
    """The settings the page asks to go on with, in place of those of its lane.

    `asked` has the numbers of `Sampling`, an `order`, and `bias` and `banned` as they are typed.
    Raises InputError for anything else and for numbers out of range.
    """
    known = {name: asked[name] for name in _ASKED if name in asked}
    order = asked.get("order", ORDER)
    texts = [asked.get(name, "") for name in ("bias", "banned")]
    if not isinstance(order, list | tuple) or not all(isinstance(each, str) for each in texts):
        raise InputError("order must be a list of rules, bias and banned must be texts.")
    if not all(isinstance(each, str) for each in order):
        raise InputError(f"order must name each of {', '.join(ORDER)} once.")
    sampling = Sampling(**known, order=tuple(order))
    settings = settled(engine, trace_id, sampling, *texts)
    _within(engine.trace(trace_id), settings)
    return replace(settings, max_new_tokens=max_new_tokens)


# What the page may ask to go on with, as numbers.
_ASKED = (*(name for name in RULES if SETTINGS[name].least is not None), "seed")


def _within(trace: Trace, settings: Sampling) -> None:
    if trace.logits is None:
        raise InputError("This model predicts no words.")
    entries = trace.logits.shape[-1]
    named = [token for token, _ in settings.bias] + [t for each in settings.banned for t in each]
    if any(token >= entries for token in named):
        raise InputError(f"This model's tokens go from 0 to {entries - 1}.")


@capability(
    endpoint="next_token",
    settings=RULES,
    defaults={"temperature": 1.0},
    first=(
        *("trace_id", "position", "temperature", "top_k", "top_p", "min_p", "limit"),
        *("typical_p", "repetition_penalty", "presence_penalty", "frequency_penalty"),
        *("bias", "banned", "order"),
    ),
)
def next_token(
    engine: Engine,
    trace_id: str,
    position: int = -1,
    sampling: Sampling = AS_IT_IS,
    limit: int = 50,
    *,
    bias: str = "",
    banned: str = "",
) -> dict[str, Any]:
    """The exact distribution after a token, before and after the settings, rule by rule."""
    trace, place = position_of(engine, trace_id, position)
    told = _stages(engine, trace_id, trace, place, sampling, bias, banned)
    raw, last = told[0], told[-1]
    entries = len(raw.scores)
    whole_number(limit, "limit", 1, entries)
    before, after = raw.shares, last.shares
    # Bias and penalties may bring up entries that were far down.
    order = np.lexsort((-before, -after))[:limit]
    return {
        "position": place,
        "candidates": [
            {
                "id": int(entry),
                "text": trace.vocabulary[entry],
                "logit": float(raw.scores[entry]),
                "probability": float(after[entry]),
                "raw_probability": float(before[entry]),
                "kept": bool(np.isfinite(last.scores[entry])),
            }
            for entry in order
        ],
        "stages": [_stage(stage) for stage in told],
        "entropy_nats": entropy(after),
        "shown_mass": float(after[order].sum()),
        "vocabulary": entries,
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "name": stage.name,
        "active": stage.active,
        "cut": stage.cut,
        "cut_mass": stage.mass,
        "kept": int(np.isfinite(stage.scores).sum()),
        "entropy_nats": entropy(stage.shares),
    }


def _stages(
    engine: Engine,
    trace_id: str,
    trace: Trace,
    place: int,
    sampling: Sampling,
    bias: str,
    banned: str,
) -> list[Stage]:
    if trace.logits is None:
        raise AssertionError("checked before")
    settings = settled(engine, trace_id, sampling, bias, banned)
    _within(trace, settings)
    seen = [token.id for token in trace.written[: place + 1]]
    return stages(trace.logits[place], seen, settings)


@capability(route="/lab/{trace_id}")
def lab(
    engine: Engine, trace_id: str, position: int = -1, bias: str = "", banned: str = ""
) -> dict[str, Any]:
    """What the page needs to apply every rule itself: which tokens were seen, and those named."""
    trace, place = position_of(engine, trace_id, position)
    settings = settled(engine, trace_id, Sampling(), bias, banned)
    _within(trace, settings)
    seen = [token.id for token in trace.written[: place + 1]]
    counts: dict[int, int] = {}
    for number in seen:
        counts[number] = counts.get(number, 0) + 1
    # Of a banned sequence only the last token is cut, and only where the others stand before it.
    cut = [
        each[-1]
        for each in settings.banned
        if not each[:-1] or tuple(seen[-len(each[:-1]) :]) == each[:-1]
    ]
    word = trace.vocabulary.__getitem__
    return {
        "position": place,
        "seen": [{"id": n, "text": word(n), "count": c} for n, c in counts.items()],
        "bias": [{"id": n, "text": word(n), "value": value} for n, value in settings.bias],
        "banned": [{"id": n, "text": word(n)} for n in dict.fromkeys(cut)],
        "sequences": [[word(n) for n in each] for each in settings.banned],
    }


@capability(route="/lab/{trace_id}/words")
def words(engine: Engine, trace_id: str, ids: str) -> dict[str, Any]:
    """The texts of some entries of a trace's vocabulary; `ids` is a list such as "3,17"."""
    vocabulary, numbers = engine.trace(trace_id).vocabulary, numbers_of(ids, "ids")
    if not all(0 <= each < len(vocabulary) for each in numbers):
        raise InputError(f"This model's tokens go from 0 to {len(vocabulary) - 1}.")
    return {"words": [vocabulary[each] for each in numbers]}


@capability(route="/draw/{trace_id}", settings=RULES, defaults={"temperature": 1.0})
def draw(
    engine: Engine,
    trace_id: str,
    position: int = -1,
    sampling: Sampling = AS_IT_IS,
    *,
    draws: Annotated[int, Range(1, MOST_DRAWS)] = 1000,
    seed: int = 0,
    bias: str = "",
    banned: str = "",
) -> dict[str, Any]:
    """Real draws from the distribution after the settings, and how well they fit it."""
    from app.decoding.draws import draw as drawing
    from app.decoding.draws import fit

    trace, place = position_of(engine, trace_id, position)
    shares = _stages(engine, trace_id, trace, place, sampling, bias, banned)[-1].shares
    counts = drawing(shares, draws, seed)
    order = np.lexsort((-shares, -counts))[:SHOWN_DRAWS]
    return {
        "position": place,
        "draws": draws,
        "seed": seed,
        "different": int((counts > 0).sum()),
        "counts": [
            {
                "id": int(entry),
                "text": trace.vocabulary[entry],
                "count": int(counts[entry]),
                "expected": float(shares[entry] * draws),
            }
            for entry in order
            if counts[entry] or shares[entry] * draws >= 0.5
        ],
        "fit": asdict(fit(counts, shares)),
    }
