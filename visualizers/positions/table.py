"""Pictures of schemes that keep a vector per position, or per distance."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from app.analysis.positional_formulas import rates
from app.analysis.positional_resolution import margins
from app.analysis.positional_similarity import cosines
from app.trace import Floats, Positions
from visualizers._figures import LANE, SHOWN, every, heat, line, mark_beyond, ordinal, section
from visualizers.positions.rotary import wavelengths

SAME = 1e-4  # margins that differ by less are drawn and told as one
NEARLY = 0.9  # of the largest value: then the scale may as well reach it
EMPTY = 8  # columns drawn past the end of a table that ends in sight


def table_pictures(scheme: Positions) -> list[dict[str, Any]]:
    """The vectors, their wavelengths where they are waves, how alike, and how far apart."""
    assert scheme.table is not None
    return [_vectors(scheme), *_lengths(scheme), _alike(scheme), _apart(scheme)]


def _what(scheme: Positions) -> tuple[str, str]:
    """What a row stands for, and its name in a sentence."""
    if scheme.scheme != "relative-bias":
        return "position", "position vectors"
    if int(scheme.parameters.get("position_buckets") or 0) > 0:
        return "bucket of query − key", "distance vectors"
    return "query − key", "distance vectors"


def _middle(scheme: Positions) -> tuple[int, int]:
    """The first row that is drawn, and the number that stands for it.

    Distances are held from far before to far after, and the near ones matter.
    """
    assert scheme.table is not None
    first = int(scheme.parameters.get("first_distance", 0))
    start = max(0, -first - SHOWN // 2) if scheme.scheme == "relative-bias" else 0
    return start, first + start


def _vectors(scheme: Positions) -> dict[str, Any]:
    assert scheme.table is not None
    start, first = _middle(scheme)
    rows = scheme.table[start : start + SHOWN]
    step = every(rows.shape[1])
    dimensions = np.arange(0, rows.shape[1], step)
    # A few trained dimensions are far larger than all others and would leave the rest blank.
    most = float(np.abs(rows).max()) or 1.0
    span = float(np.quantile(np.abs(rows), 0.99))
    if span < NEARLY * most:
        hint = f" The colour is full at ±{span:.2g}; hover for the number."
    else:
        span, hint = most, ""
    across, _ = _what(scheme)
    figure = heat(
        rows[:, dimensions].T,
        across=across,
        down="dimension",
        name="value",
        span=span,
        rows=dimensions if step > 1 else None,
        columns=first + np.arange(len(rows)),
    )
    title, explains = _TITLES[scheme.scheme]
    if step > 1:
        explains += f" Drawn is every {ordinal(step)} of its {rows.shape[1]} dimensions."
    explains += hint + _mark_end(scheme, figure, len(rows))
    return section(title, explains, figure)


def _mark_end(scheme: Positions, figure: go.Figure, shown: int) -> str:
    """Where a table of positions ends: marked if it ends in sight, and said."""
    held = scheme.parameters.get("positions")
    if not held or scheme.scheme == "relative-bias":
        return f" Drawn are the {shown} nearest." if scheme.scheme == "relative-bias" else ""
    if held > shown:
        return f" Drawn are positions 0 to {shown - 1}; the table ends at {held - 1}."
    figure.update_xaxes(range=[-0.5, held - 0.5 + EMPTY])
    mark_beyond(figure, held - 0.5, held - 0.5 + EMPTY, "end of the table", log=False)
    return f" The table ends at position {held - 1}: past it there is nothing to draw."


_TITLES = {
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


def _lengths(scheme: Positions) -> list[dict[str, Any]]:
    p = scheme.parameters
    if scheme.scheme != "sinusoidal" or not p.get("divisor") or not p.get("width"):
        return []
    rate = rates(p["width"] // 2, float(p.get("base", 10000.0)), float(p["divisor"]))
    return [wavelengths({"all pairs": rate}, {}, p.get("positions"), "table ends at")]


def _alike(scheme: Positions) -> dict[str, Any]:
    assert scheme.table is not None
    start, first = _middle(scheme)
    across, vectors = _what(scheme)
    square = cosines(scheme.table[start : start + SHOWN])
    length = len(square)
    places = first + np.arange(length)
    figure = heat(
        square, across=across, down=across, name="cosine", span=1.0, downwards=True,
        rows=places, columns=places,
    )  # fmt: skip
    title = "How alike two positions are"
    if scheme.scheme == "relative-bias":
        title = "How alike two distances are"
    return section(
        title,
        f"Cosine similarity of the {vectors}, 1 where they point the same way. A bright band along "
        "the diagonal means that neighbours are alike."
        + (_mark_end(scheme, figure, length) if scheme.scheme != "relative-bias" else ""),
        figure,
    )


def _apart(scheme: Positions) -> dict[str, Any]:
    assert scheme.table is not None
    found = margins(scheme.table)
    first = int(scheme.parameters.get("first_distance", 0))
    least = int(found.argmin())
    across, vectors = _what(scheme)
    figure = _margin_line(found, across, first)
    held = scheme.parameters.get("positions", scheme.parameters.get("relative_positions"))
    read = "" if held in (None, len(found)) else f" Read for {len(found)} of {held} rows."
    return section(
        "How well positions are told apart"
        if across == "position"
        else "How well distances are told apart",
        f"Margin = 1 − the cosine to the most similar other of the {vectors}. 0: another one "
        f"points exactly the same way, and only its length could tell them apart.{read}",
        figure,
        finding=f"Every margin is {found[least]:.3g}."
        if float(np.ptp(found)) < SAME
        else f"Median margin {float(np.median(found)):.3g}; smallest {found[least]:.3g}, "
        f"at {across} {first + least}.".replace("-", "−"),
    )


def _margin_line(found: Floats, across: str, first: int) -> go.Figure:
    """The margin per row as a line from 0."""
    hover = f"{across} %{{x}}<br>margin %{{y:.4f}}"
    figure = go.Figure(
        line(first + np.arange(len(found)), found, name="margin", hover=hover, line={"color": LANE})
    )
    figure.update_xaxes(title_text=across)
    figure.update_yaxes(title_text="margin", rangemode="tozero")
    return figure
