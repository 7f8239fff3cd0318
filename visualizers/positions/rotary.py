"""Pictures of rotary positions, and the numbers that turn the dial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from app.analysis.positional_formulas import Doubles, mean_cosine
from app.analysis.positional_resolution import most_alike
from app.analysis.positional_similarity import kind_of_layer, similarity
from app.trace import Floats, Positions
from visualizers._figures import INK, LANE, QUIET, SHOWN, heat, line, mark_beyond, section, spread

UNKNOWN_REACH = 1024  # positions a dial turns to where the trained length is not known


def trained_length(scheme: Positions) -> int | None:
    """The longest text the model is made for, in tokens, where it says so."""
    found = scheme.parameters.get("trained_length")
    return int(found) if found else None


def reach(scheme: Positions) -> int:
    """How far pictures and dial go: twice the trained length."""
    return 2 * (trained_length(scheme) or UNKNOWN_REACH // 2)


def unscaled(scheme: Positions) -> dict[str, Floats]:
    """Per kind of layer the frequencies before scaling, where the model scales them."""
    given = scheme.parameters.get("unscaled_frequencies") or {}
    return {
        kind: np.asarray(values, dtype=np.float32)
        for kind, values in given.items()
        if kind in scheme.frequencies and len(values) == len(scheme.frequencies[kind])
    }


def dial(scheme: Positions, layer: int) -> dict[str, Any] | None:
    """What a dial needs to turn: radians per position of each pair, per kind of layer.

    Numbers keep seven digits, so that an angle at 100,000 is right to a hundredth of a radian.
    """
    if not scheme.frequencies:
        return None
    before = unscaled(scheme)
    return {
        "kinds": [
            {
                "name": kind,
                "frequencies": _digits(values),
                "unscaled": _digits(before[kind]) if kind in before else None,
            }
            for kind, values in scheme.frequencies.items()
        ],
        "kind": kind_of_layer(scheme, layer),
        "trained_length": trained_length(scheme),
        "reach": reach(scheme),
        "attention_factor": scheme.parameters.get("attention_factor", 1),
    }


def _title(kind: str) -> str:
    return kind.replace("_", " ")


def _digits(values: Floats) -> list[float]:
    return [float(f"{value:.7g}") for value in values.tolist()]


def rotary_pictures(scheme: Positions, layer: int) -> list[dict[str, Any]]:
    """Angles, wavelengths, likeness by position, and how far apart positions are told."""
    kind = kind_of_layer(scheme, layer)
    frequencies = scheme.frequencies[kind]
    return [
        _angles(frequencies),
        wavelengths(scheme.frequencies, unscaled(scheme), trained_length(scheme)),
        _alike(scheme),
        _apart(scheme, kind),
    ]


def _angles(frequencies: Floats) -> dict[str, Any]:
    angles = (np.arange(SHOWN)[None, :] * frequencies[:, None]).astype(np.float32)
    figure = heat(
        np.cos(angles),
        across="position",
        down="dimension pair",
        name="cos(angle)",
        span=1.0,
        angles=angles,
    )
    return section(
        "The angle of each pair",
        "Queries and keys are turned, pair by pair, by position × frequency; shown is the "
        "cosine of that angle (hover for the angle). The first pairs turn fast, the last ones "
        "hardly at all.",
        figure,
    )


def wavelengths(
    frequencies: Mapping[str, Floats | Doubles],
    before: Mapping[str, Floats],
    trained: int | None,
    words: str = "trained to",
) -> dict[str, Any]:
    """Tokens per full turn of each pair, on a logarithmic scale, with the trained length.

    `words` are what is true of that length: a table of waves ends there.
    """
    figure = go.Figure()
    for kind, values in before.items():
        figure.add_trace(
            _turns(values, f"{_title(kind)}, unscaled", {"color": QUIET, "dash": "dot"})
        )
    for number, (kind, own) in enumerate(frequencies.items()):
        looks = {"color": (LANE, INK)[number % 2], "dash": ("solid", "dash")[number % 2]}
        figure.add_trace(_turns(own, _title(kind), looks))
    figure.update_xaxes(title_text="dimension pair")
    figure.update_yaxes(type="log", title_text="tokens per full turn")
    explains = "Wavelength of each pair in tokens, on a logarithmic scale: 2π / frequency."
    finding = ""
    if trained:
        figure.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=trained, y1=trained,
            line={"color": INK, "width": 1, "dash": "dot"},
        )  # fmt: skip
        figure.add_annotation(
            xref="paper", x=0, y=float(np.log10(trained)), xanchor="left", yanchor="bottom",
            text=f"{words} {trained}", showarrow=False, font={"size": 11},
        )  # fmt: skip
        first = next(iter(frequencies.values()))
        slow = int((2 * np.pi / first > trained).sum())
        finding = f"{slow} of {len(first)} pairs do not finish one turn within {trained} positions."
    return section("How long one turn takes", explains, figure, finding=finding)


def _turns(values: Floats | Doubles, name: str, looks: dict[str, Any]) -> go.Scatter:
    return line(
        np.arange(len(values)),
        2 * np.pi / values,
        name=name,
        hover="pair %{x}<br>one turn in %{y:.1f} tokens",
        mode="lines+markers",
        line=looks,
        marker={"size": 4},
    )


def _alike(scheme: Positions) -> dict[str, Any]:
    figure = heat(
        similarity(scheme, SHOWN),
        across="position",
        down="position",
        name="mean cosine",
        span=1.0,
        downwards=True,
    )
    which = f" ({_title(next(iter(scheme.frequencies)))})" if len(scheme.frequencies) > 1 else ""
    return section(
        "How alike two positions are",
        "Mean over the pairs of cos(distance × frequency): what turning leaves of q·k when both "
        f"are equal{which}. It depends on the distance only, so every diagonal has one colour.",
        figure,
    )


def _apart(scheme: Positions, kind: str) -> dict[str, Any]:
    values = scheme.frequencies[kind]
    end, trained = reach(scheme), trained_length(scheme)
    distances = spread(end)
    hover = "%{x} tokens apart<br>mean cosine %{y:.4f}"
    figure = go.Figure()
    before = unscaled(scheme).get(kind)
    if before is not None:
        looks = {"color": QUIET, "dash": "dot"}
        figure.add_trace(
            line(
                distances, mean_cosine(distances, before), name="unscaled", hover=hover, line=looks
            )
        )
    curve = mean_cosine(distances, values)
    figure.add_trace(line(distances, curve, name=_title(kind), hover=hover, line={"color": LANE}))
    figure.update_xaxes(type="log", title_text="distance in tokens")
    figure.update_yaxes(title_text="mean cosine")
    explains = (
        "The same mean cosine over far distances. Margin = 1 − its largest value at any distance "
        "from 1 on, up to the trained length. 0: two different places could not be told apart."
    )
    if trained:
        mark_beyond(figure, trained, end, f"trained to {trained}", log=True)
        explains += " Shaded: distances beyond the trained length."
    near = most_alike(values, trained or end)
    finding = (
        f"Margin {1 - near.cosine:.3g}: most alike are places {near.distance} "
        f"token{'s' if near.distance > 1 else ''} apart (mean cosine {near.cosine:.3g}), "
        f"of all distances to {near.reach}."
    )
    return section("How well positions are told apart", explains, figure, finding=finding)
