"""Pictures of schemes that add a number to the score: buckets of T5, slopes of ALiBi."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from app.analysis.positional_formulas import Counts, buckets, log_buckets
from app.analysis.positional_resolution import FADED, all_alike_from, horizons, own_until
from app.analysis.positional_similarity import similarity
from app.trace import Floats, Positions
from visualizers._figures import LANE, QUIET, SHOWN, heat, line, mark_beyond, section, spread
from visualizers.positions.rotary import reach, trained_length
from visualizers.positions.table import table_pictures


def bias_pictures(scheme: Positions, head: int) -> list[dict[str, Any]]:
    """What distance adds, for one head and for all, and what lies in one bucket."""
    if scheme.bias is None:
        drawn = table_pictures(scheme) if scheme.table is not None else []
        return [*_staircase(scheme), *drawn]
    head = min(head, len(scheme.bias) - 1)
    special = _slopes(scheme) if scheme.scheme == "alibi" else _bucket_pictures(scheme)
    # Buckets are steps; a straight line would show values that no distance has.
    shape = "linear" if scheme.scheme == "alibi" else "hvh"
    return [_curves(scheme.bias, head, shape), *special, *_maps(scheme, head)]


def bias_by_distance(bias: Floats) -> Floats:
    """(head, distance): what the last query adds for the key so many tokens before it."""
    return bias[:, -1, ::-1]


def _curves(bias: Floats, head: int, shape: str) -> dict[str, Any]:
    figure = go.Figure()
    curves = bias_by_distance(bias)
    distances = np.arange(curves.shape[1])
    # The chosen head last, so that it lies on top.
    for each in [*(n for n in range(len(curves)) if n != head), head]:
        looks = {"color": LANE, "width": 2.5} if each == head else {"color": QUIET, "width": 1}
        looks["shape"] = shape
        figure.add_trace(
            line(
                distances,
                curves[each],
                name=f"head {each}",
                hover=f"head {each}<br>%{{x}} back<br>bias %{{y:.3f}}",
                line=looks,
                showlegend=False,
            )
        )
    figure.update_xaxes(title_text="tokens back")
    figure.update_yaxes(title_text="added to the score")
    return section(
        "What distance adds to the score",
        f"One line per head, head {head} in colour: the number added to q·k before the softmax. "
        f"One less means a weight {np.e:.2f} times smaller.",
        figure,
    )


def _maps(scheme: Positions, head: int) -> list[dict[str, Any]]:
    assert scheme.bias is not None
    length = min(SHOWN, scheme.bias.shape[1])
    own = heat(
        scheme.bias[head, :length, :length], across="key", down="query", name="bias", downwards=True
    )
    mean = heat(similarity(scheme, length), across="key", down="query", name="bias", downwards=True)
    return [
        section(
            f"The bias between two positions, head {head}",
            "The number this head adds to the score of a key (across) for a query (down). It "
            "depends on the distance only, so every diagonal has one colour.",
            own,
        ),
        section(
            "The bias between two positions, all heads",
            f"The mean over all {len(scheme.bias)} heads.",
            mean,
        ),
    ]


# ---------------------------------------------------------------- T5
def bucket_of_distance(scheme: Positions, length: int) -> Counts | None:
    """(distance,): the bucket of a key so many tokens before its query; None where not known."""
    p = scheme.parameters
    if p.get("disentangled"):
        side, span = int(p.get("position_buckets") or 0), _span(scheme)
        distances = np.arange(length)
        if side > 0:
            return log_buckets(distances, count=side, reach=span)
        return np.minimum(distances, span - 1)
    count, far = p.get("buckets"), p.get("max_distance")
    told = p.get("bucket_of_distance")
    if told is not None and len(told) >= length:
        return np.asarray(told[:length], dtype=np.int64)
    if not count or not far:
        return None if told is None else np.asarray(told, dtype=np.int64)
    return buckets(
        -np.arange(length),
        count=int(count),
        reach=int(far),
        bidirectional=bool(p.get("bidirectional", True)),
    )


def _span(scheme: Positions) -> int:
    """The distance from which all others are alike: of T5, or of disentangled positions."""
    p = scheme.parameters
    told = [p.get(name) for name in ("max_distance", "max_relative_positions", "trained_length")]
    return next((int(each) for each in told if each and each > 0), SHOWN)


def _staircase(scheme: Positions) -> list[dict[str, Any]]:
    found = bucket_of_distance(scheme, 2 * _span(scheme))
    if found is None or len(found) < 2:
        return []
    figure = go.Figure(
        line(
            np.arange(1, len(found)),
            found[1:],
            name="bucket",
            hover="%{x} back<br>bucket %{y}",
            line={"color": LANE, "shape": "hv"},
        )
    )
    figure.update_xaxes(type="log", title_text="tokens back")
    figure.update_yaxes(title_text="bucket")
    own, alike = own_until(found), all_alike_from(found)
    explains = (
        "Which bucket a distance falls into; all distances in one bucket are treated the same. "
        "Two distances are told apart if their buckets differ."
    )
    if alike < len(found) - 1:
        mark_beyond(figure, max(alike, 1), len(found) - 1, f"one bucket from {alike}", log=True)
    return [
        section(
            "Which distances are told apart",
            explains,
            figure,
            finding=f"Every distance below {own} has a bucket of its own; from {alike} on all "
            "share one.",
        )
    ]


def _bucket_pictures(scheme: Positions) -> list[dict[str, Any]]:
    drawn = _staircase(scheme)
    numbers, added = _per_bucket(scheme)
    if not len(numbers):
        return drawn
    figure = heat(
        added, across="bucket", down="head", name="bias", columns=numbers,
        rows=np.arange(len(added)),
    )  # fmt: skip
    figure.update_xaxes(type="category")
    count, length = scheme.parameters["buckets"], _read(scheme)
    explains = (
        f"What each head adds for each bucket, as trained. Shown are the {len(numbers)} of "
        f"{count} buckets that are met within {length} positions."
    )
    if scheme.parameters.get("bidirectional", True):
        explains += f" Those from {count // 2} on are for keys after the query."
    drawn.append(section("The learned number of each bucket", explains, figure))
    return drawn


def _read(scheme: Positions) -> int:
    """How many positions the bias was read for."""
    assert scheme.bias is not None
    return int(scheme.bias.shape[1])


def _per_bucket(scheme: Positions) -> tuple[Counts, Floats]:
    """The buckets met within the positions read, and (head, bucket) what is added for each."""
    assert scheme.bias is not None
    p, length = scheme.parameters, _read(scheme)
    before = bucket_of_distance(scheme, length)
    if before is None:
        return np.array([], dtype=np.int64), scheme.bias[:, 0, :0]
    found, added = before, bias_by_distance(scheme.bias)[:, : len(before)]
    if p.get("bidirectional", True) and p.get("max_distance"):
        after = buckets(
            np.arange(1, length),
            count=int(p["buckets"]),
            reach=int(p["max_distance"]),
            bidirectional=True,
        )
        found = np.concatenate([before, after])
        added = np.concatenate([added, scheme.bias[:, 0, 1:]], axis=1)
    numbers, first = np.unique(found, return_index=True)
    return numbers, added[:, first]


# ---------------------------------------------------------------- ALiBi
def _slopes(scheme: Positions) -> list[dict[str, Any]]:
    values = np.asarray(scheme.parameters.get("slopes", []), dtype=np.float64)
    if not len(values):
        return []
    heads = np.arange(len(values))
    bars = go.Figure(
        go.Bar(
            x=heads,
            y=values,
            name="slope",
            hovertemplate="head %{x}<br>slope %{y:.5f}<extra></extra>",
        )
    )
    bars.update_xaxes(title_text="head")
    bars.update_yaxes(title_text="slope")
    return [
        section(
            "The slope of each head",
            "What one more token of distance takes from the score. Not learned: a fixed sequence.",
            bars,
        ),
        _horizons(scheme, values),
    ]


def _horizons(scheme: Positions, slopes: Any) -> dict[str, Any]:
    far = horizons(slopes)
    end, trained = reach(scheme), trained_length(scheme)
    distances = spread(max(end, int(far.max())))
    figure = go.Figure()
    for head, slope in enumerate(slopes):
        figure.add_trace(
            line(
                distances,
                np.exp(-slope * distances),
                name=f"head {head}",
                hover=f"head {head}<br>%{{x}} back<br>weight × %{{y:.4f}}",
                line={"color": QUIET, "width": 1},
                showlegend=False,
            )
        )
    figure.add_trace(
        go.Scatter(
            x=np.round(far, 1),
            y=np.full(len(far), 1 / FADED),
            mode="markers",
            marker={"color": LANE, "size": 7},
            customdata=np.arange(len(far)),
            hovertemplate="head %{customdata}<br>a thousandth at %{x} back<extra></extra>",
            showlegend=False,
        )
    )
    figure.update_xaxes(type="log", title_text="tokens back")
    figure.update_yaxes(title_text="weight × e^(−slope·distance)")
    explains = (
        "What the bias alone leaves of a weight. A head's horizon is the distance at which it is a "
        "thousandth: ln(1000) / slope (dots). Beyond it a key must be far better to be read at all."
    )
    if trained:
        edge = max(end, int(far.max()))
        mark_beyond(figure, trained, edge, f"trained to {trained}", log=True)
    return section(
        "How far each head can look",
        explains,
        figure,
        finding=f"From {far.min():.0f} tokens (head {int(far.argmin())}) to {far.max():.0f} "
        f"(head {int(far.argmax())}).",
    )
