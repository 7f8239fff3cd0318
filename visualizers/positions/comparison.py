"""Two positional schemes on one chart, computed from their formulas: no model, no weights.

Only the learned scheme has no formula: it is the table of a model that was loaded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.positional_formulas import Counts, Doubles, buckets, mean_cosine, rates, slopes
from app.analysis.positional_resolution import all_alike_from
from app.analysis.positional_similarity import by_distance, cosines
from app.trace import Floats
from visualizers import _papers as papers
from visualizers._figures import SHOWN, Section, heat, line, ordinal, section
from visualizers._papers import Citation, Paper

SCHEMES = ("sinusoidal", "rotary", "alibi", "t5", "learned")
COSINE, MEAN_COSINE, LOGITS, BUCKET = (
    "cosine of two position vectors", "mean cosine over the pairs",
    "mean bias in attention logits", "number of the bucket",
)  # fmt: skip


class ComparedScheme(TypedDict):
    """A positional scheme in words."""

    scheme: str
    title: str
    formula: str
    unit: str
    says: str
    paper: Citation


class ComparedSchemes(TypedDict):
    """What /schemes answers."""

    schemes: list[ComparedScheme]
    sections: list[Section]
    maps: list[Section]


ANSWERS = (ComparedSchemes,)


@dataclass(frozen=True)
class Sizes:
    """What the schemes are computed for. Each scheme uses those that its formula has."""

    length: int = 128
    width: int = 64
    base: float = 10000.0
    heads: int = 8
    buckets: int = 32
    max_distance: int = 128


@dataclass(frozen=True, eq=False)
class Compared:
    """One scheme over the positions asked for.

    curve   (distance,): one number per distance back, in `unit`
    square  (place, place): the same for pairs of the positions in `places`
    says    what is special about this one, in a sentence, or empty
    """

    scheme: str
    title: str
    formula: str
    unit: str
    paper: Paper
    curve: Doubles
    square: Floats
    places: Any
    says: str = ""


def formula(name: str, sizes: Sizes) -> Compared:
    """The scheme of that name for these sizes; "learned" has none."""
    return _FORMULAS[name](sizes)


def _places(length: int) -> Any:
    """At most SHOWN positions, evenly over the whole length."""
    return np.arange(0, length, math.ceil(length / SHOWN))


def _by_curve(curve: Doubles) -> tuple[Floats, Any]:
    """A square whose value depends on the distance only, and its places."""
    places = _places(len(curve))
    return curve[np.abs(places[:, None] - places[None, :])].astype(np.float32), places


def _sinusoidal(sizes: Sizes) -> Compared:
    pairs = sizes.width // 2
    # sin a·sin b + cos a·cos b = cos(a − b), and every row has the length √pairs.
    curve = mean_cosine(np.arange(sizes.length), rates(pairs, sizes.base, pairs))
    return Compared(
        "sinusoidal",
        "Sinusoidal",
        f"P[p] = (sin(p·rᵢ), cos(p·rᵢ)),  rᵢ = {sizes.base:.15g}^(−2i/{sizes.width}), "
        f"i = 0 … {pairs - 1}",
        COSINE,
        papers.SINUSOIDAL,
        curve,
        *_by_curve(curve),
        "Its vectors are added to the tokens once, before the first layer.",
    )


def _rotary(sizes: Sizes) -> Compared:
    pairs = sizes.width // 2
    curve = mean_cosine(np.arange(sizes.length), rates(pairs, sizes.base, pairs))
    return Compared(
        "rotary",
        "Rotary",
        f"q′ₘ·k′ₙ = qᵀR((n − m)·θ)k,  θᵢ = {sizes.base:.15g}^(−2i/{sizes.width}), "
        f"i = 0 … {pairs - 1}",
        MEAN_COSINE,
        papers.ROTARY,
        curve,
        *_by_curve(curve),
        "It turns queries and keys in every layer; the width is that of one head.",
    )


def _alibi(sizes: Sizes) -> Compared:
    own = slopes(sizes.heads)
    curve = -own.mean() * np.arange(sizes.length)
    return Compared(
        "alibi",
        "ALiBi",
        f"score = q·k·scale − slope · distance,  {sizes.heads} slopes from {own.max():.4g} "
        f"to {own.min():.4g}, mean {own.mean():.4g}",
        LOGITS,
        papers.ALIBI,
        curve,
        *_by_curve(curve),
        "Drawn is the mean over the heads; each head has a straight line of its own.",
    )


def _t5(sizes: Sizes) -> Compared:
    places = _places(sizes.length)

    def bucket(relative: Counts) -> Counts:
        return buckets(relative, count=sizes.buckets, reach=sizes.max_distance, bidirectional=True)

    ends = all_alike_from(bucket(-np.arange(2 * sizes.max_distance)))
    return Compared(
        "t5",
        "T5 buckets",
        f"score = q·k + b[head, bucket(key − query)],  {sizes.buckets} buckets, half for each "
        f"side; they grow up to a distance of {sizes.max_distance}, the last one begins at {ends}",
        BUCKET,
        papers.T5,
        bucket(-np.arange(sizes.length)).astype(np.float64),
        bucket(places[None, :] - places[:, None]).astype(np.float32),
        places,
        "What a head adds for a bucket is learned, so without a model there are only the buckets.",
    )


def learned(rows: Floats, of: str, *, asked: int) -> Compared:
    """The table of the model `of`: its first `rows`, where `asked` were wanted."""
    square = cosines(rows)
    places = _places(len(rows))
    short = ""
    if len(rows) < asked:
        short = f" It was read to position {len(rows) - 1}, so both schemes are drawn to there."
    return Compared(
        "learned",
        f"Learned ({of})",
        f"x₀ = E[token] + P[position],  the trained table of {of}, {rows.shape[1]} wide",
        COSINE,
        papers.LEARNED,
        by_distance(square).astype(np.float64),
        square[np.ix_(places, places)],
        places,
        "By distance, the mean over all pairs of positions that far apart." + short,
    )


_FORMULAS = {"sinusoidal": _sinusoidal, "rotary": _rotary, "alibi": _alibi, "t5": _t5}


# ---------------------------------------------------------------- pictures
def covered(curve: Doubles) -> Doubles:
    """(distance,): the range of `curve` over distances 0 … d, as a share of its whole range.

    From 0 to 1 and never falling. It has no unit, so any two schemes can be set side by side.
    Zeros where the curve never changes.
    """
    so_far = np.maximum.accumulate(curve) - np.minimum.accumulate(curve)
    return so_far / so_far[-1] if so_far[-1] > 0 else so_far


def comparison(first: Compared, second: Compared) -> dict[str, Any]:
    """Both schemes in words, their curves on one chart, and their maps."""
    sides = (first, second)
    return {
        "schemes": [_fields(each) for each in sides],
        "sections": [_curves(first, second), _covered(first, second)],
        "maps": [_map(each) for each in sides],
    }


def _fields(one: Compared) -> dict[str, Any]:
    return {
        "scheme": one.scheme,
        "title": one.title,
        "formula": one.formula,
        "unit": one.unit,
        "says": one.says,
        "paper": one.paper.fields(),
    }


LOOKS: tuple[dict[str, Any], ...] = (
    {"color": "var(--pg-first)", "width": 2.5},
    {"color": "var(--pg-second)", "width": 2.5, "dash": "dash"},
)


def _curves(first: Compared, second: Compared) -> dict[str, Any]:
    figure = go.Figure()
    alike = first.unit == second.unit or {first.unit, second.unit} == {COSINE, MEAN_COSINE}
    for number, one in enumerate((first, second)):
        figure.add_trace(
            line(
                np.arange(len(one.curve)),
                one.curve,
                name=_name(number, one),
                hover=f"{one.title}<br>%{{x}} apart<br>%{{y:.4f}}",
                line=LOOKS[number],
                yaxis="y2" if number and not alike else "y",
                mode="lines" if len(one.curve) > 1 else "markers",
            )
        )
    figure.update_xaxes(title_text="distance in tokens")
    if alike:
        unit = first.unit if first.unit == second.unit else "cosine"
        figure.update_layout(yaxis={"title": {"text": unit}})
        explains = "Both schemes have the same unit, so they share an axis."
    else:
        figure.update_layout(
            yaxis={"title": {"text": f"1: {first.unit}"}},
            yaxis2={
                "title": {"text": f"2: {second.unit}"},
                "overlaying": "y",
                "side": "right",
                "showgrid": False,
                "tickmode": "auto",
            },
        )
        explains = (
            "The units differ, so each scheme has an axis of its own: compare the shapes, not the "
            "heights."
        )
    if {first.scheme, second.scheme} == {"sinusoidal", "rotary"}:
        explains += (
            " With the same width and base the two curves are one: the waves are the same. What "
            "differs is where they are used: added once, or turning every query and key."
        )
    figure.update_layout(legend={"orientation": "h", "y": 1.14, "x": 0})
    return section("By distance", explains, figure)


def _name(number: int, one: Compared) -> str:
    return f"{number + 1}: {one.title}"


def _covered(first: Compared, second: Compared) -> dict[str, Any]:
    figure = go.Figure()
    halves = []
    for number, one in enumerate((first, second)):
        share = covered(one.curve)
        figure.add_trace(
            line(
                np.arange(len(share)),
                share,
                name=_name(number, one),
                hover=f"{one.title}<br>up to %{{x}} apart<br>%{{y:.1%}} of its range",
                line=LOOKS[number],
                mode="lines" if len(share) > 1 else "markers",
            )
        )
        if share[-1] > 0:
            halves.append(f"{one.title} within {int(np.searchsorted(share, 0.5))} tokens")
    figure.update_xaxes(title_text="distance in tokens")
    figure.update_yaxes(title_text="range covered", range=[0, 1.02], tickformat=".0%")
    figure.update_layout(legend={"orientation": "h", "y": 1.14, "x": 0})
    return section(
        "On one scale: where it looks closely",
        "Range covered = largest − smallest value over the distances 0 to d, divided by the same "
        "over the whole length; it has no unit. A curve that is steep at first spends its range on "
        "neighbours; a straight one treats all distances alike.",
        figure,
        finding=f"Half of the range: {', '.join(halves)}." if halves else "",
    )


_SHORT = {COSINE: "cosine", MEAN_COSINE: "mean cosine", LOGITS: "bias", BUCKET: "bucket"}


def _map(one: Compared) -> dict[str, Any]:
    step = int(one.places[1] - one.places[0]) if len(one.places) > 1 else 1
    spans = {COSINE: 1.0, MEAN_COSINE: 1.0}
    figure = heat(
        one.square,
        across="key",
        down="query",
        name=_SHORT[one.unit],
        span=spans.get(one.unit),
        rows=one.places,
        columns=one.places,
        downwards=True,
    )
    thinned = f" Drawn is every {ordinal(step)} position." if step > 1 else ""
    return section(
        f"{one.title}: position by position",
        f"{one.unit[0].upper()}{one.unit[1:]} for any two positions.{thinned}",
        figure,
    )
