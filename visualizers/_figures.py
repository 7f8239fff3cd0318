"""What the pictures of positions share: a section, a heat map, lines, and what lies beyond."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.trace import Floats

HEIGHT = 320
SHOWN = 64  # positions in a heat map
MOST_ROWS = 128  # dimensions in a heat map
ON_CURVE = 200  # points of a curve with a logarithmic axis
# The page puts its own colours in their place, in light and dark.
LANE, QUIET, INK = "var(--lane)", "var(--pg-line-strong)", "var(--pg-ink)"


class _Section(TypedDict):
    title: str
    explains: str
    figure: dict[str, Any]


class Section(_Section, total=False):
    """A picture by plotly with its words."""

    finding: str


def section(title: str, explains: str, figure: go.Figure, *, finding: str = "") -> dict[str, Any]:
    """A picture with its words; `finding` is what it says of this model, in one sentence."""
    figure.update_layout(height=HEIGHT, margin={"l": 56, "r": 16, "t": 20, "b": 44})
    found = {"title": title, "explains": explains, "figure": json.loads(figure.to_json())}
    return {**found, "finding": finding} if finding else found


def heat(
    values: Floats,
    *,
    across: str,
    down: str,
    name: str,
    span: float | None = None,
    angles: Floats | None = None,
    rows: NDArray[Any] | None = None,
    columns: NDArray[Any] | None = None,
    downwards: bool = False,
) -> go.Figure:
    """A heat map; `span` is the value at either end of a scale that is centred on 0.

    Without one the scale begins at 0 where all values are on one side of it.

    The page colours it in the colour of its lane. `angles` in radians are told on hover. `rows` and
    `columns` number what is shown where that is not all. `downwards` puts row 0 on top, as text is
    read.
    """
    told = "" if angles is None else "<br>angle %{customdata:.3f} rad"
    reach = float(np.abs(values).max()) if span is None else span
    one_sided = span is None and bool(values.min() >= 0 or values.max() <= 0)
    picture = go.Heatmap(
        z=np.round(values, 4),
        x=columns,
        y=rows,
        autocolorscale=True,
        zmid=None if one_sided else 0,
        zmin=0 if one_sided and values.min() >= 0 else -reach,
        zmax=0 if one_sided and values.min() < 0 else reach,
        hovertemplate=f"{across} %{{x}}<br>{down} %{{y}}<br>{name} %{{z:.3f}}{told}<extra></extra>",
        customdata=None if angles is None else np.round(angles, 4),
        colorbar={"thickness": 10, "title": {"text": name, "side": "right"}},
    )
    figure = go.Figure(picture)
    figure.update_xaxes(title_text=across)
    figure.update_yaxes(title_text=down, autorange="reversed" if downwards else None)
    return figure


def line(
    across: NDArray[Any], up: NDArray[Any], *, name: str, hover: str, **looks: Any
) -> go.Scatter:
    """A line; `hover` says its numbers, and `looks` are plotly's."""
    looks.setdefault("mode", "lines")
    return go.Scatter(
        x=across, y=np.round(up, 4), name=name, hovertemplate=f"{hover}<extra></extra>", **looks
    )


def spread(reach: int) -> NDArray[np.int64]:
    """Whole numbers from 1 to `reach`, evenly on a logarithmic axis, none twice."""
    return np.unique(np.rint(np.geomspace(1, max(reach, 1), ON_CURVE)).astype(np.int64))


def every(count: int) -> int:
    """The step that leaves at most MOST_ROWS of `count` rows."""
    return max(1, math.ceil(count / MOST_ROWS))


def ordinal(number: int) -> str:
    """2nd, 3rd, 4th, 11th, 21st."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def mark_beyond(figure: go.Figure, start: float, end: float, words: str, *, log: bool) -> None:
    """Shade from `start` to `end`, on the axis across, and say what begins there."""
    shade = {"fillcolor": QUIET, "opacity": 0.16, "line": {"width": 0}, "layer": "below"}
    edge = {"type": "line", "line": {"color": INK, "width": 1, "dash": "dot"}}
    spot = {"yref": "paper", "y0": 0, "y1": 1}
    figure.add_shape(type="rect", x0=start, x1=end, **spot, **shade)
    figure.add_shape(x0=start, x1=start, **spot, **edge)
    figure.add_annotation(
        # A line on a logarithmic axis is placed by its value, a note by the logarithm.
        x=math.log10(start) if log else start,
        y=1,
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        text=words,
        showarrow=False,
        font={"size": 11},
    )
