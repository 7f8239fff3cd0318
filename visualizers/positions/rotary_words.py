"""Rotary positions in words: partial, of several bases, and scaled to longer texts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.trace import Positions
from visualizers import _papers as papers
from visualizers._papers import Paper
from visualizers.positions.scheme_words import Words


def rotary(scheme: Positions) -> Words:
    """Queries and keys are turned by an angle that grows with the position."""
    p = scheme.parameters
    turned, width = p.get("rotated_dimensions", "?"), p.get("head_width", "?")
    bases = {kind: float(base) for kind, base in (p.get("bases") or {}).items()}
    if len(set(bases.values())) < 2:
        bases = {"": float(p.get("base", 10000.0))}
    named = " and ".join(
        f"base {base:.15g}" + (f" in {kind.replace('_', ' ')} layers" if kind else "")
        for kind, base in bases.items()
    )
    scaling = str(p.get("scaling", "default"))
    how, extra = _scaling(scaling, p)
    return Words(
        title="Rotary positions" + (f", scaled ({_TITLES.get(scaling, scaling)})" if how else ""),
        caption=(
            f"In {_turned(p)} queries and keys are turned by position × frequency, "
            f"{'all' if turned == width else f'{turned} of the'} {width} dimensions of a head, "
            f"{named}. "
            "Their product then depends on the distance only."
        ),
        formula="\n".join(["q′ₘ·k′ₙ = qᵀ R((n − m)·θ) k", *_angles(bases, turned), *how]),
        explains=" ".join(
            [
                "Nothing is added to the token vectors. Before a query meets a key, both are cut "
                "into pairs of numbers, and each pair is turned like the hand of a clock: by "
                "position × its own frequency.",
                *_turns(scheme),
                "When query and key are multiplied, only the difference of their two angles is "
                "left, and that is the distance between them, wherever in the text they stand.",
                *_partial(turned, width),
                *_without(p),
                *extra,
            ]
        ),
        beyond=_beyond(scaling, p),
        papers=(papers.ROTARY, *_PAPERS.get(scaling, ())),
    )


def _angles(bases: Mapping[str, float], turned: object) -> list[str]:
    pairs = turned // 2 if isinstance(turned, int) else None
    count = f"i = 0 … {pairs - 1}" if pairs else "i = 0, 1, …"
    return [
        f"θᵢ = {base:.15g}^(−2i/{turned}), {count}" + (f"  ({kind})" if kind else "")
        for kind, base in bases.items()
    ]


def _turns(scheme: Positions) -> list[str]:
    """How long the fastest and the slowest hand of this model take, in tokens."""
    if not scheme.frequencies:
        return []
    every = [
        2 * math.pi / float(each)
        for own in scheme.frequencies.values()
        for each in own
        if each > 0  # some keep pairs that do not turn
    ]
    if not every:
        return []
    fast, slow = min(every), max(every)
    return [f"The fastest hand turns once in {fast:.3g} tokens, the slowest in {slow:,.0f}."]


def _partial(turned: object, width: object) -> list[str]:
    if isinstance(turned, int) and isinstance(width, int) and turned < width:
        return [
            f"Here only {turned} of {width} dimensions turn; the other {width - turned} compare "
            "content alone, whatever the distance."
        ]
    return []


def _without(p: Mapping[str, Any]) -> list[str]:
    """Which layers turn and which compare content alone, where not all of them do the same."""
    turning, still = p.get("layers_with", []), p.get("layers_without", [])
    if not still:
        return []
    if not turning:
        return [f"None in {_layers(still)}: content is compared alone."]
    return [f"Rotary in {_layers(turning)}; none in {_layers(still)}: content is compared alone."]


def _turned(p: Mapping[str, Any]) -> str:
    if not p.get("layers_without"):
        return "every layer"
    return _layers(p["layers_with"]) if p.get("layers_with") else "some layers"


def _layers(numbers: Sequence[int]) -> str:
    """“layer 3”, “layers 0, 1, 2”, “layers 0 to 30”: runs of more than three by their ends."""
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    said = [f"{run[0]} to {run[-1]}" if len(run) > 3 else ", ".join(map(str, run)) for run in runs]
    return f"layer{'s' if len(numbers) > 1 else ''} {', '.join(said)}"


def _beyond(scaling: str, p: Mapping[str, Any]) -> str:
    trained = p.get("trained_length")
    if not trained:
        return ""
    said = (
        f"The hands can turn on past the {trained} positions this model is made for, but the slow "
        "pairs then reach angles that no training text has shown, and what the model does with "
        "them is not defined by anything it has learned."
    )
    scaled = p.get("scaling_parameters") or {}
    first = scaled.get("original_max_position_embeddings")
    if first and scaling != "default" and first != trained:
        said += f" It was first trained to {first}; scaling is what took it to {trained}."
    return said


_TITLES = {
    "linear": "linear interpolation",
    "dynamic": "dynamic NTK",
    "yarn": "YaRN",
    "llama3": "Llama 3",
    "longrope": "LongRoPE",
}
_PAPERS: dict[str, tuple[Paper, ...]] = {
    "linear": (papers.INTERPOLATION,),
    "dynamic": (papers.YARN,),
    "yarn": (papers.YARN,),
    "llama3": (papers.LLAMA3,),
    "longrope": (papers.LONGROPE,),
}


def _scaling(kind: str, p: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The lines of formula and the sentences that a way of scaling adds."""
    if kind in ("default", "None", ""):
        return [], []
    given = dict(p.get("scaling_parameters") or {})
    known = _SCALED.get(kind)
    if known is None:
        return [f"scaled: {kind}, {_listed(given)}"], [
            f"This model changes the frequencies in a way called {kind}; the pictures use them as "
            "they are."
        ]
    line, sentence = known(given)
    lines = [line]
    factor = p.get("attention_factor")
    if factor and factor != 1:
        lines.append(f"queries and keys are also multiplied by {factor:.4g}")
    return lines, [sentence]


def _listed(given: Mapping[str, Any]) -> str:
    plain = {
        key: value
        for key, value in given.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    return ", ".join(f"{key} {value:g}" for key, value in plain.items())


def _number(given: Mapping[str, Any], key: str, letter: str) -> str:
    value = given.get(key)
    return f"{value:g}" if isinstance(value, int | float) else letter


def _linear(given: Mapping[str, Any]) -> tuple[str, str]:
    factor = _number(given, "factor", "s")
    return (
        f"θᵢ′ = θᵢ / {factor}",
        f"To read longer texts all hands turn {factor} times more slowly, so a long text shows "
        "only angles the training has shown; neighbours, too, come closer together.",
    )


def _dynamic(given: Mapping[str, Any]) -> tuple[str, str]:
    factor = _number(given, "factor", "s")
    first = _number(given, "original_max_position_embeddings", "L₀")
    return (
        f"base′ = base · ({factor}·L/{first} − {factor} + 1)^(d/(d−2)) once a text of L > {first} "
        "tokens was read",
        "The frequencies stay as trained until a text is longer than the trained length; then the "
        "base grows with the text, which slows the slow hands most and the fast ones hardly.",
    )


def _yarn(given: Mapping[str, Any]) -> tuple[str, str]:
    factor = _number(given, "factor", "s")
    first = _number(given, "original_max_position_embeddings", "L₀")
    fast = _number(given, "beta_fast", "32")
    slow = _number(given, "beta_slow", "1")
    return (
        f"θᵢ′ = γᵢ·θᵢ + (1 − γᵢ)·θᵢ/{factor};  γ = 1 above {fast} turns in {first} tokens, 0 below "
        f"{slow}, a straight line between",
        f"To read longer texts only the slow hands are slowed: pairs that turn more than {fast} "
        f"times within {first} tokens stay as they are, so that neighbours remain apart, and those "
        f"that do not finish {slow} turn go {factor} times more slowly.",
    )


def _llama3(given: Mapping[str, Any]) -> tuple[str, str]:
    factor = _number(given, "factor", "s")
    first = _number(given, "original_max_position_embeddings", "L₀")
    low, high = (
        _number(given, "low_freq_factor", "low"),
        _number(given, "high_freq_factor", "high"),
    )
    return (
        f"θᵢ′ = θᵢ where the wavelength < {first}/{high};  θᵢ/{factor} where it > {first}/{low};  "
        "blended between",
        f"To read longer texts only the slow hands are slowed: pairs with wavelengths above "
        f"{first}/{low} tokens turn {factor} times more slowly, those below {first}/{high} stay "
        "as they are.",
    )


def _longrope(given: Mapping[str, Any]) -> tuple[str, str]:
    first = _number(given, "original_max_position_embeddings", "L₀")
    return (
        f"θᵢ′ = θᵢ / λᵢ, a list of λ for texts up to {first} tokens and one for longer ones",
        "To read longer texts each hand is slowed by a factor of its own, found by a search, and "
        f"there are two lists: one for texts up to {first} tokens and one for longer ones.",
    )


_SCALED: dict[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "linear": _linear,
    "dynamic": _dynamic,
    "yarn": _yarn,
    "llama3": _llama3,
    "longrope": _longrope,
}
