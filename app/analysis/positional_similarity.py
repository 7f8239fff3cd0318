"""What a scheme, or a run, does to two positions at a distance."""

from __future__ import annotations

import numpy as np

from app.analysis.positional_formulas import mean_cosine
from app.trace import Attention, Floats, Positions
from app.trace.attention import Scores


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
        return cosines(scheme.table[:length])
    return np.zeros((length, length), dtype=np.float32)


def cosines(rows: Floats) -> Floats:
    """(row, row): the cosine of any two rows, -1 to 1; 0 where a row is all zeros."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = rows / np.where(norms > 0, norms, 1)
    return np.asarray(unit @ unit.T, dtype=np.float32)


def by_distance(square: Floats) -> Floats:
    """(distance,): the mean of (row, row - distance) over all rows, from distance 0 on."""
    return np.array([np.diagonal(square, -d).mean() for d in range(len(square))], dtype=np.float32)


def rotary_curve(frequencies: Floats, length: int) -> Floats:
    """(distance,): mean over pairs of cos(distance · frequency); 1 at distance 0.

    Of the rotated dimensions only; a model with partial rotary leaves the others as they are.
    Source: Su et al. 2021, section 3.4.3, with equal q and k.
    """
    return mean_cosine(np.arange(length), frequencies).astype(np.float32)


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
    return by_distance(record.scores(head)[0])
