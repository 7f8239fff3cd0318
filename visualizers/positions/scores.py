"""What this run's queries and keys say about distance, beside what the scheme alone says."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from app.analysis.positional_similarity import (
    by_distance,
    kind_of_layer,
    rotary_curve,
    score_by_distance,
    similarity,
)
from app.trace import Attention, Floats, Positions
from visualizers._figures import INK, LANE, line, section
from visualizers.positions.bias import bias_by_distance

MEASURED = (
    "Measured in this run, layer {layer}, head {head}: the mean of q·k·scale over all pairs "
    "of tokens this far apart, before mask and softmax. The farther, the fewer pairs (hover)."
)


def score_pictures(
    scheme: Positions, attention: Attention, layer: int, head: int, *, moved: bool = False
) -> list[dict[str, Any]]:
    """The mean score by distance, and the curve of the scheme; empty where nothing is known.

    `moved` says that the run was given other positions than those of the tokens' order.
    """
    measured = score_by_distance(attention, layer, head)
    if measured is None or len(measured) < 2:
        return []
    length = len(measured)
    distances = np.arange(length)
    figure = go.Figure(
        line(
            distances,
            measured,
            name="measured",
            hover="%{x} back<br>mean score %{y:.3f}<br>%{customdata} pairs",
            customdata=length - distances,
            mode="lines+markers",
            line={"color": LANE},
            marker={"size": 4},
        )
    )
    figure.update_xaxes(title_text="distance in tokens")
    figure.update_yaxes(title_text="mean q·k·scale")
    explains = MEASURED.format(layer=layer, head=head)
    told = _theory(scheme, attention, layer, head, length)
    if told is not None:
        curve, unit, words = told
        own_axis = unit != "added to the score"
        figure.add_trace(
            line(
                np.arange(len(curve)),
                curve,
                name="formula" if own_axis else "bias",
                hover=f"%{{x}} back<br>{unit} %{{y:.3f}}",
                line={"dash": "dot", "color": INK},
                yaxis="y2" if own_axis else "y",
            )
        )
        if own_axis:
            right = {"overlaying": "y", "side": "right", "tickformat": ".2f", "showgrid": False}
            figure.update_layout(yaxis2={**right, "title": {"text": unit}, "tickmode": "auto"})
        figure.update_layout(legend={"orientation": "h", "y": 1.12})
        explains += f" Dotted: {words}"
    if moved:
        explains += " Positions were moved in this run; distance is counted in tokens of the text."
    return [section("Score by distance", explains, figure)]


def _theory(
    scheme: Positions, attention: Attention, layer: int, head: int, length: int
) -> tuple[Floats, str, str] | None:
    """The scheme's own curve over distance, its unit, and what it is."""
    if layer in scheme.parameters.get("layers_without", []):
        return None
    if scheme.frequencies:
        kind = kind_of_layer(scheme, layer)
        which = f" ({kind.replace('_', ' ')})." if len(scheme.frequencies) > 1 else "."
        curve = rotary_curve(scheme.frequencies[kind], length)
        return curve, "mean cosine", f"what rotation alone would leave of equal vectors{which}"
    if scheme.bias is not None:
        # Read from the first stack that has one: the decoder of an encoder-decoder has its own.
        if attention.name not in ("self", "encoder") or head >= len(scheme.bias):
            return None
        curve = bias_by_distance(scheme.bias)[head, :length]
        return curve, "added to the score", "what this head then adds for the distance."
    if scheme.table is not None and scheme.scheme in ("learned", "sinusoidal"):
        if attention.name not in ("self", "encoder") or len(scheme.table) < length:
            return None
        curve = by_distance(similarity(scheme, length))
        words = "the mean cosine of the position vectors that far apart, before any layer."
        return curve, "mean cosine", words
    return None
