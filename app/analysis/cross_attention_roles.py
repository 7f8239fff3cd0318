"""What a head of cross-attention does: how it reads the source while the target is written."""

from __future__ import annotations

import numpy as np

from app.analysis.alignment import alignment
from app.analysis.head_role_definitions import Role
from app.analysis.head_roles import Roles
from app.text.words import members, words
from app.trace import Floats, Trace

CROSS_ROLES = (
    Role(
        "alignment",
        "Alignment",
        "It reads the source word that the word written next is a translation of.",
        "Σ w(q, k) over the tokens of the source word that the alignment heads read most",
        0.45,
        source="Garg et al. 2019, “Jointly learning to align and translate”",
    ),
    Role(
        "end",
        "End of the source",
        "It leaves its attention on the last mark of the source, which often means that it finds "
        "nothing to read.",
        "w(q, last special token)",
        0.5,
        trivial=True,
        source="Clark et al. 2019, “What does BERT look at?”",
    ),
    Role(
        "uniform",
        "Uniform",
        "It spreads its attention over the whole source.",
        "entropy of the row / logarithm of the number of keys",
        0.97,
        trivial=True,
        source="Clark et al. 2019, “What does BERT look at?”",
    ),
)


def unavailable(trace: Trace) -> str | None:
    """Why no role of cross-attention can be told, in one sentence, or None where it can."""
    source = members(words(trace.text, trace.tokens))
    written = [number for number in words(trace.target_text, trace.target) if number is not None]
    if len(source) < 2 or len(written) < 2:
        return "Too short to tell what a head does: this needs two words on either side."
    return None


def cross_roles(trace: Trace) -> Roles:
    """The measures of every head of the cross-attention of a trace, means over written tokens.

    The reference of the alignment is `alignment`: the heads that were trained to align, or the
    mean of the last layer but one; such a head agrees with itself. A row belongs to the token that
    is written next. Raises KeyError where there is no cross-attention.
    """
    cross = trace.stack("cross")
    source = members(words(trace.text, trace.tokens))
    places = [
        place - 1
        for place, number in enumerate(words(trace.target_text, trace.target))
        if number is not None and place > 0
    ]
    rows = alignment(trace)[places]
    by_word = np.stack([rows[:, list(tokens)].sum(axis=1) for tokens in source], axis=1)
    named = by_word.argmax(axis=1)
    keys = len(trace.tokens)
    factors = np.zeros((len(places), keys), dtype=np.float32)
    for row, word in enumerate(named):
        factors[row, list(source[word])] = 1
    marks = [place for place, token in enumerate(trace.tokens) if token.special]
    shape = (len(cross.layers), cross.heads)
    aligned, end, entropy = (np.zeros(shape, dtype=np.float32) for _ in range(3))
    for layer in range(shape[0]):
        weights = cross.weights(layer)[:, places]
        aligned[layer] = (weights * factors).sum(axis=-1).mean(axis=-1)
        if marks:
            end[layer] = weights[..., marks[-1]].mean(axis=-1)
        entropy[layer] = _nats(weights).mean(axis=-1)
    measures = {"alignment": aligned, "uniform": entropy / np.float32(np.log(max(keys, 2)))}
    chance = {"alignment": float(factors.sum(axis=1).mean() / keys), "uniform": 0.0}
    if marks:
        measures["end"], chance["end"] = end, 1 / keys
    return Roles(measures, chance, None, entropy, CROSS_ROLES)


def _nats(weights: Floats) -> Floats:
    return -(weights * np.log(np.maximum(weights, np.float32(1e-30)))).sum(axis=-1)
