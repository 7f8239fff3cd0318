"""The positional schemes in words and formulas, with the model's own numbers in them."""

from __future__ import annotations

from collections.abc import Callable

from app.trace import Positions


def learned(scheme: Positions) -> str:
    """What learned positions are, with this model's own numbers."""
    p = scheme.parameters
    return (
        f"Learned absolute positions: a table of {p['positions']} vectors with {p['width']} "
        "numbers each, trained like any other weight and added to the token vectors. Nothing is "
        "known beyond its last row."
    )


def sinusoidal(scheme: Positions) -> str:
    """What sinusoidal positions are, with this model's own numbers."""
    p = scheme.parameters
    return (
        f"Sinusoidal positions, {p['layout']}: fixed waves with wavelengths from 2π to "
        f"{p['base']:g}·2π, step ln({p['base']:g}) / {p['divisor']:g}, added to the token vectors."
    )


def rotary(scheme: Positions) -> str:
    """What rotary positions are, with this model's own numbers."""
    p = scheme.parameters
    return (
        f"Rotary positions: in every layer queries and keys are turned by position × frequency, "
        f"{p['rotated_dimensions']} of the {p['head_width']} dimensions of a head, base "
        f"{p['base']:g}. Their product then depends on the distance only."
    )


def relative(scheme: Positions) -> str:
    """What relative positions are, with this model's own numbers."""
    p = scheme.parameters
    if p.get("disentangled"):
        return (
            "Disentangled relative positions: content and distance are compared separately "
            f"through {p['relative_positions']} learned vectors."
        )
    return (
        f"Relative position bias: distances fall into {p['buckets']} buckets, and each head adds "
        "its own learned number per bucket to the score."
    )


def alibi(scheme: Positions) -> str:
    """What alibi positions are, with this model's own numbers."""
    return (
        f"ALiBi: each of the {scheme.parameters['heads']} heads subtracts its own slope × distance "
        "from the score; no position vector is added at all."
    )


def none(scheme: Positions) -> str:
    """What can be said when no scheme was found."""
    return str(scheme.parameters.get("note", "This model has no positional encoding."))


FORMULAS = {
    "learned": "x₀ = E[token] + P[position]",
    "sinusoidal": "P[p, i] = sin(p · rᵢ) and cos(p · rᵢ),  rᵢ = base^(−i / divisor)",
    "rotary": "q′ = R(p·θ) q,  k′ = R(p·θ) k,  q′ₘ·k′ₙ depends on m − n;  θᵢ = base^(−2i / d)",
    "relative-bias": "score = q·k + b[head, bucket(key − query)]",
    "alibi": "score = q·k · scale − slope[head] · distance",
    "none": "",
}

CAPTIONS: dict[str, Callable[[Positions], str]] = {
    "learned": learned,
    "sinusoidal": sinusoidal,
    "rotary": rotary,
    "relative-bias": relative,
    "alibi": alibi,
    "none": none,
}
