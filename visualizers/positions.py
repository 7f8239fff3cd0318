"""Positions: how this model tells where a token stands, drawn from its own weights and this run."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go

from app.trace import Attention, Floats, Positions, Scores, Trace
from visualizers._panel import Panel, Selection
from visualizers._schemes import CAPTIONS, FORMULAS
from visualizers.attention import stack_of

HEIGHT = 320


def needs(trace: Trace) -> str | None:
    """It always applies: a model without a scheme is told so."""
    return None


def similarity(scheme: Positions, length: int) -> Floats:
    """(token, token): how alike two positions are to this scheme, before any content.

    learned, sinusoidal   cosine of the two position vectors, -1 to 1
    rotary                mean over pairs of cos(distance · frequency), -1 to 1: the share of q·k
                          of the rotated part that is left at a distance when q and k are equal
                          and even over pairs; the first kind where layers differ
    relative-bias, alibi  mean over heads of the bias added to the score, in attention logits
    none                  zeros
    Cut to the positions the scheme has.
    """
    if scheme.bias is not None:
        return np.asarray(scheme.bias[:, :length, :length].mean(axis=0), dtype=np.float32)
    if scheme.frequencies:
        curve = rotary_curve(next(iter(scheme.frequencies.values())), length)
        places = np.arange(length)
        return curve[np.abs(places[:, None] - places[None, :])]
    if scheme.table is not None:
        rows = scheme.table[:length]
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit = rows / np.where(norms > 0, norms, 1)
        return np.asarray(unit @ unit.T, dtype=np.float32)
    return np.zeros((length, length), dtype=np.float32)


def rotary_curve(frequencies: Floats, length: int) -> Floats:
    """(distance,): mean over pairs of cos(distance · frequency); 1 at distance 0.

    Of the rotated dimensions only; a model with partial rotary leaves the others as they are.
    Source: Su et al. 2021, section 3.4.3, with equal q and k.
    """
    distances = np.arange(length, dtype=np.float64)
    return np.cos(distances[:, None] * frequencies[None, :]).mean(axis=1).astype(np.float32)


def kind_of_layer(scheme: Positions, layer: int) -> str:
    """Which of the frequencies a layer turns by; models with one kind have one entry."""
    kinds = scheme.parameters.get("kind_of_layer", [])
    if layer < len(kinds) and kinds[layer] in scheme.frequencies:
        return str(kinds[layer])
    return next(iter(scheme.frequencies))


def score_by_distance(attention: Attention, layer: int, head: int) -> Floats | None:
    """(distance,): mean of q·k·scale over all query-key pairs at that distance, before the mask.

    Only keys at or before their query are counted. Unit: attention logits. None where the trace
    kept finished weights only, or the two sides differ.
    """
    record = attention.layers[layer]
    if not isinstance(record, Scores) or attention.query_tokens != attention.key_tokens:
        return None
    scores = record.scores(head)[0]
    length = len(scores)
    return np.array([np.diagonal(scores, -d).mean() for d in range(length)], dtype=np.float32)


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """The scheme in words and numbers, and its pictures as plotly figures."""
    scheme = trace.positions
    pictures = _SECTIONS[scheme.scheme](scheme)
    if trace.attention:
        attention = stack_of(trace, selection.stack)
        # Lanes of different depth share one selection, so it is cut to what this model has.
        layer = min(selection.layer, len(attention.layers) - 1)
        head = min(selection.head, attention.heads - 1)
        measured = score_by_distance(attention, layer, head)
        if measured is not None and len(measured) > 1:
            pictures.append(_decay(scheme, measured, layer, head))
    return {
        "scheme": scheme.scheme,
        "caption": CAPTIONS[scheme.scheme](scheme),
        "formula": FORMULAS[scheme.scheme],
        "parameters": dict(scheme.parameters),
        "sections": pictures,
    }


def _section(title: str, explains: str, figure: go.Figure) -> dict[str, Any]:
    figure.update_layout(height=HEIGHT, margin={"l": 56, "r": 16, "t": 12, "b": 44})
    return {"title": title, "explains": explains, "figure": json.loads(figure.to_json())}


def _heat(
    values: Floats,
    *,
    across: str,
    down: str,
    name: str,
    span: float | None = None,
    angles: Floats | None = None,
) -> go.Figure:
    """A heat map centred on 0; `span` is the value at either end of the scale.

    The page colours it in the colour of its lane. `angles` in radians are told on hover.
    """
    told = "" if angles is None else "<br>angle %{customdata:.3f} rad"
    reach = float(np.abs(values).max()) if span is None else span
    heat = go.Heatmap(
        z=np.round(values, 4),
        autocolorscale=True,
        zmid=0,
        zmin=-reach,
        zmax=reach,
        hovertemplate=f"{across} %{{x}}<br>{down} %{{y}}<br>{name} %{{z:.3f}}{told}<extra></extra>",
        customdata=None if angles is None else np.round(angles, 4),
        colorbar={"thickness": 10, "title": {"text": name, "side": "right"}},
    )
    figure = go.Figure(heat)
    figure.update_xaxes(title_text=across)
    figure.update_yaxes(title_text=down)
    return figure


def _similarity_section(scheme: Positions) -> dict[str, Any]:
    rows = scheme.table
    length = 64 if rows is None else min(64, len(rows))
    figure = _heat(
        similarity(scheme, length), across="position", down="position", name="cosine", span=1.0
    )
    return _section(
        "How alike two positions are",
        "Cosine similarity of the position vectors: near positions should be alike.",
        figure,
    )


def _table_sections(scheme: Positions) -> list[dict[str, Any]]:
    assert scheme.table is not None
    rows = scheme.table[:64]
    # A few trained dimensions are far larger than all others and would leave the rest blank.
    span = float(np.quantile(np.abs(rows), 0.99)) or 1.0
    figure = _heat(rows.T, across="position", down="dimension", name="value", span=span)
    title, explains = _TABLES[scheme.scheme]
    if float(np.abs(rows).max()) > span:
        explains += f" The colour is full at ±{span:.2g}; hover for the number."
    return [_section(title, explains, figure), _similarity_section(scheme)]


_TABLES = {
    "learned": (
        "The learned table",
        "The table as it was trained: one column is the vector added to the token at a position.",
    ),
    "sinusoidal": (
        "The waves",
        "The waves as this model uses them: one column is the vector added at a position.",
    ),
    "relative-bias": (
        "The vectors of distances",
        "Learned vectors that queries and keys are compared with, one column per distance.",
    ),
}


def _rotary_sections(scheme: Positions) -> list[dict[str, Any]]:
    frequencies = next(iter(scheme.frequencies.values()))
    places = np.arange(64)
    angles = (places[None, :] * frequencies[:, None]).astype(np.float32)
    waves = _heat(
        np.cos(angles),
        across="position",
        down="dimension pair",
        name="cos(angle)",
        span=1.0,
        angles=angles,
    )
    sections = [
        _section(
            "The angle of each pair",
            "Queries and keys are turned, pair by pair, by position × frequency; shown is the "
            "cosine of that angle (hover for the angle). The first pairs turn fast, the last ones "
            "hardly at all.",
            waves,
        )
    ]
    lengths = go.Figure()
    for kind, values in scheme.frequencies.items():
        lengths.add_trace(
            go.Scatter(
                x=np.arange(len(values)),
                y=np.round(2 * np.pi / values, 4),
                mode="lines+markers",
                name=kind,
                hovertemplate="pair %{x}<br>one turn in %{y:.1f} tokens<extra></extra>",
            )
        )
    lengths.update_yaxes(type="log", title_text="tokens per full turn")
    lengths.update_xaxes(title_text="dimension pair")
    sections.append(
        _section(
            "How long one turn takes",
            "Wavelength of each pair in tokens, on a logarithmic scale.",
            lengths,
        )
    )
    return sections


def _bias_sections(scheme: Positions) -> list[dict[str, Any]]:
    if scheme.bias is None:
        return _table_sections(scheme) if scheme.table is not None else []
    figure = go.Figure()
    length = scheme.bias.shape[1]
    for head in range(scheme.bias.shape[0]):
        distances = np.arange(length)
        values = scheme.bias[head, length - 1, ::-1]
        figure.add_trace(
            go.Scatter(
                x=distances,
                y=np.round(values, 4),
                mode="lines",
                name=f"head {head}",
                hovertemplate=f"head {head}<br>%{{x}} back<br>bias %{{y:.3f}}<extra></extra>",
            )
        )
    figure.update_xaxes(title_text="tokens back")
    figure.update_yaxes(title_text="added to the score")
    return [
        _section(
            "What distance adds to the score",
            "One line per head: the number added to q·k before the softmax.",
            figure,
        )
    ]


def _decay(scheme: Positions, measured: Floats, layer: int, head: int) -> dict[str, Any]:
    distances = np.arange(len(measured))
    figure = go.Figure(
        go.Scatter(
            x=distances,
            y=np.round(measured, 4),
            mode="lines+markers",
            name="measured",
            hovertemplate="%{x} back<br>mean score %{y:.3f}<extra></extra>",
        )
    )
    explains = (
        f"Measured in this run, layer {layer}, head {head}: the mean of q·k·scale over all pairs "
        "of tokens this far apart, before mask and softmax."
    )
    if scheme.frequencies:
        kind = kind_of_layer(scheme, layer)
        curve = rotary_curve(scheme.frequencies[kind], len(measured))
        figure.add_trace(
            go.Scatter(
                x=distances,
                y=np.round(curve, 4),
                mode="lines",
                name="formula",
                line={"dash": "dot"},
                yaxis="y2",
                hovertemplate="%{x} back<br>mean cosine %{y:.3f}<extra></extra>",
            )
        )
        figure.update_layout(
            yaxis2={"overlaying": "y", "side": "right", "title": {"text": "mean cosine"}},
            legend={"orientation": "h", "y": 1.12},
        )
        explains += " Dotted: what rotation alone would leave of equal vectors"
        explains += f" ({kind})." if len(scheme.frequencies) > 1 else "."
    figure.update_xaxes(title_text="distance in tokens")
    figure.update_layout(yaxis={"title": {"text": "mean q·k·scale"}})
    return _section("Score by distance", explains, figure)


def _none_sections(scheme: Positions) -> list[dict[str, Any]]:
    return []


_Section = Callable[[Positions], list[dict[str, Any]]]
_SECTIONS: dict[str, _Section] = {
    "learned": _table_sections,
    "sinusoidal": _table_sections,
    "rotary": _rotary_sections,
    "relative-bias": _bias_sections,
    "alibi": _bias_sections,
    "none": _none_sections,
}

PANEL = Panel(
    id="positions",
    title="Positions",
    explains="How this model tells where a token stands, from its own weights.",
    order=30,
    view="figures",
    needs=needs,
    draw=draw,
)
