"""The positional schemes in words and formulas, with the model's own numbers in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from app.analysis.positional_formulas import buckets
from app.analysis.positional_resolution import all_alike_from
from app.trace import Positions
from visualizers import _papers as papers
from visualizers.positions.rotary_words import rotary
from visualizers.positions.scheme_words import Words

PLACES = "The Experiments part measures what can be measured without knowing the scheme."


def words(scheme: Positions) -> Words:
    """What the scheme is, in words a student can follow and with this model's numbers."""
    if scheme.parameters.get("disentangled"):
        return disentangled(scheme)
    if scheme.scheme == "none" and scheme.parameters.get("outside"):
        return outside(scheme)
    return _WORDS[scheme.scheme](scheme)


def learned(scheme: Positions) -> Words:
    """A table with a vector per position."""
    p = scheme.parameters
    rows, width = p.get("positions", "?"), p.get("width", "?")
    return Words(
        title="Learned absolute positions",
        caption=(
            f"A table of {rows} vectors with {width} "
            "numbers each, trained like any other weight and added to the token vectors. Nothing "
            "is known beyond its last row."
        ),
        formula=f"x₀ = E[token] + P[position],  P: {rows} × {width}",
        explains=(
            "Attention by itself sees a bag of tokens: exchange two of them and every token still "
            "reads the same things. So each place in the text has a vector of its own, a row of a "
            "table that training filled, and the model adds it to the token that stands there. "
            "The same word at two places then enters the first layer as two different vectors. "
            "Nobody told the rows what near and far mean; if neighbouring rows are alike, the "
            "model found that out."
        ),
        beyond=(
            f"There are {rows} rows, for positions 0 to {last(rows)}. A longer text has no vector "
            "for its later tokens, so the model cannot read it at all."
        ),
        papers=(papers.LEARNED,),
    )


def last(rows: object) -> object:
    """The number of the last of so many rows."""
    return rows - 1 if isinstance(rows, int) else rows


def sinusoidal(scheme: Positions) -> Words:
    """A table that is a formula."""
    p = scheme.parameters
    base, layout = p.get("base", 10000.0), p.get("layout", "sine and cosine")
    width, rows = p.get("width", "?"), p.get("positions", "?")
    divisor = p.get("divisor")
    step = f"{divisor:g}" if divisor else "divisor"
    final = f" … {width // 2 - 1}" if isinstance(width, int) else " …"
    start = p.get("first") or 0
    counted = f", p counted from {start}" if start else ""
    own = "" if not divisor or divisor == width / 2 else " (the paper divides by half the width)"
    return Words(
        title="Sinusoidal positions",
        caption=(
            f"Fixed waves ({layout}) with wavelengths from 2π to "
            f"nearly {base:.15g}·2π tokens, added to the token vectors; nothing in them is trained."
        ),
        formula=(
            f"x₀ = E[token] + P[position];  P holds sin(p·rᵢ) and cos(p·rᵢ), "
            f"rᵢ = {base:.15g}^(−i/{step}), i = 0{final}{counted}{own}"
        ),
        explains=(
            "Every pair of dimensions is a wave of its own length, like the hands of a clock: the "
            "first pairs tell one token from the next, the last ones tell the beginning of the "
            "text from its end, and together no two places look the same. The vector of a place "
            "is added to the token that stands there. Moving k tokens on turns every pair by a "
            "fixed angle, wherever one starts, so distances can be read off with a linear map. "
            f"This model keeps {layout}."
        ),
        beyond=(
            f"The formula has a value for every position, and the model keeps {rows} rows of it. "
            "But the weights that read the waves have only seen texts of the trained length."
        ),
        papers=(papers.SINUSOIDAL,),
    )


def relative(scheme: Positions) -> Words:
    """A learned number per bucket of distances."""
    p = scheme.parameters
    count, heads = p.get("buckets", "?"), p.get("heads", "?")
    alike = _last_bucket(p)
    far = f" From {alike} tokens on all distances share the last one." if alike else ""
    return Words(
        title="Relative position bias",
        caption=(
            f"Distances fall into {count} buckets, and each of the "
            f"{heads} heads adds its own learned number per bucket to the score.{far}"
        ),
        formula=f"score = q·k + b[head, bucket(key − query)],  b: {heads} × {count}",
        explains=(
            "No vector is added to the tokens. Instead attention itself is told the distance: "
            "before the softmax each head adds a learned number that depends on how far the key "
            "stands from the query, and on which side. Near distances have a number each; farther "
            "ones share one, in buckets that grow, since 60 or 65 tokens back hardly differs. A "
            "head with high numbers near 0 reads its neighbours, one with a flat curve reads "
            "everywhere. In T5 all layers of a stack use the numbers of its first layer."
        ),
        beyond=(
            "Any distance has a bucket, so a longer text can be read."
            + (f" But {alike} tokens and {10 * alike} tokens are the same to it." if alike else "")
        ),
        papers=(papers.T5,),
    )


def _last_bucket(p: Mapping[str, Any]) -> int | None:
    """The distance from which one bucket holds all: before the largest distance of the formula."""
    if not p.get("buckets") or not p.get("max_distance"):
        return None
    distances = np.arange(2 * int(p["max_distance"]))
    both = bool(p.get("bidirectional", True))
    found = buckets(
        -distances, count=int(p["buckets"]), reach=int(p["max_distance"]), bidirectional=both
    )
    return all_alike_from(found)


def disentangled(scheme: Positions) -> Words:
    """Learned vectors of distances that content is compared with."""
    p = scheme.parameters
    rows = p.get("relative_positions", "?")
    terms = list(p.get("terms", [])) or ["c2p", "p2c"]
    named = {"c2p": "qᶜ(i)·kʳ(δ(i,j))", "p2c": "kᶜ(j)·qʳ(δ(j,i))", "p2p": "qʳ(δ)·kʳ(δ)"}
    sums = " + ".join(["qᶜ(i)·kᶜ(j)", *(named.get(each, each) for each in terms)])
    grouped = p.get("position_buckets") or 0
    reach = p.get("max_relative_positions")
    how = f" Distances fall into {grouped} buckets a side." if grouped > 0 else ""
    ends = f" beyond {reach} tokens" if reach and reach > 0 else " beyond the last row"
    return Words(
        title="Disentangled relative positions",
        caption=(
            f"Content and distance are compared separately through {rows} learned vectors.{how}"
        ),
        formula=f"score = ({sums}) / √({1 + len(terms)}·d)",
        explains=(
            "A token keeps two things apart: what it is and where it stands. The vector of a "
            "distance is learned, and every layer compares the content of the query with the "
            "distance to the key (c2p), and the content of the key with the distance back (p2c). "
            "So a head can ask for 'the word right before me' whatever that word is, and the same "
            "vectors serve every place in the text."
        ),
        beyond=f"All distances{ends} share one vector: far is far.",
        papers=(papers.DISENTANGLED,),
    )


def alibi(scheme: Positions) -> Words:
    """A penalty that grows with distance."""
    p = scheme.parameters
    heads = p.get("heads", "?")
    slopes = [float(each) for each in p.get("slopes", [])]
    some = ", ".join(f"{each:.3g}" for each in slopes[:3])
    listed = f",  slopes {some}{' …' if len(slopes) > 3 else ''}" if slopes else ""
    trained = p.get("trained_length")
    seen = f"Training showed texts of up to {trained} tokens. " if trained else ""
    return Words(
        title="ALiBi: attention with linear biases",
        caption=(
            f"Each of the {heads} heads subtracts its own slope × distance "
            "from the score; no position vector is added at all."
        ),
        formula=f"score = q·k · scale − slope[head] · distance{listed}",
        explains=(
            "The farther back a key stands, the more is taken from its score, in a straight line. "
            "The slope is not learned; each head has its own: a steep one makes a head that reads "
            "its nearest neighbours, a flat one lets a head look far. Order comes from the "
            "penalty, since two keys with the same content no longer have the same score."
        ),
        beyond=(
            "The line simply goes on, so a longer text can be read, which is what the paper "
            f"is about. {seen}The steep heads see no farther than before."
        ),
        papers=(papers.ALIBI,),
    )


def none(scheme: Positions) -> Words:
    """Nothing tells the order but the mask, if there is one."""
    note = str(scheme.parameters.get("note", "This model has no positional encoding."))
    return Words(
        title="No positional encoding",
        caption=note,
        formula="",
        explains=(
            "Nothing in this model says where a token stands. If no token may read later ones, "
            "order still leaks in: the third token reads three tokens and the fourth reads four. "
            f"If every token reads all others, the text is a bag of words to it. {PLACES}"
        ),
        beyond="",
        papers=(papers.WITHOUT,),
    )


def outside(scheme: Positions) -> Words:
    """The model tells order by something this page has no picture of."""
    note = str(scheme.parameters.get("note", "")).rstrip(".")
    return Words(
        title="A scheme outside our list",
        caption=f"{note or 'This model tells order by a scheme that is not in our list'}.",
        formula="",
        explains=(
            "This page knows learned, sinusoidal, rotary and disentangled positions, relative "
            "biases and ALiBi, and recognises them by the weights. This model does it in another "
            f"way, so there is nothing here to draw honestly. {PLACES}"
        ),
        beyond="",
        papers=(),
        outside=True,
    )


_WORDS: dict[str, Callable[[Positions], Words]] = {
    "learned": learned,
    "sinusoidal": sinusoidal,
    "rotary": rotary,
    "relative-bias": relative,
    "alibi": alibi,
    "none": none,
}
