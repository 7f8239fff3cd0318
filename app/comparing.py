"""Two runs over the same tokens: which heads read differently."""

from __future__ import annotations

import numpy as np

from app.contract import stack_of
from app.errors import InputError
from app.trace import Floats, Trace


def distances(one: Trace, other: Trace, stack: str) -> Floats:
    """(layer, head): how far apart the attention of two traces is, from 0 to 1.

    The mean over queries of the total variation distance, half the sum of the absolute
    differences of a row: 0 where both read alike, 1 where they share no weight. Raises InputError
    when they did not read the same tokens, or are not of the same shape.
    """
    first, second = stack_of(one, stack), stack_of(other, stack)
    same = [a.id for a in first.key_tokens] == [b.id for b in second.key_tokens]
    if not same or len(first.query_tokens) != len(second.query_tokens):
        raise InputError(
            "The two lanes did not read the same tokens, so their heads cannot be compared: give "
            "both the same text, and two models with one tokenizer."
        )
    if len(first.layers) != len(second.layers) or first.heads != second.heads:
        raise InputError(
            "The two models have not the same layers and heads: compare a model with one that was "
            "trained from it."
        )
    return np.array(
        [
            0.5 * np.abs(first.weights(n) - second.weights(n)).sum(axis=-1).mean(axis=-1)
            for n in range(len(first.layers))
        ],
        dtype=np.float32,
    )
