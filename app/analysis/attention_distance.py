"""Two runs over the same tokens: which heads read differently."""

from __future__ import annotations

import numpy as np

from app.errors import InputError
from app.trace import Attention, Floats


def same_tokens(one: Attention, other: Attention) -> bool:
    """Whether both read the same tokens with the same tokens, so that cell stands for cell."""
    return [token.id for token in one.query_tokens] == [
        token.id for token in other.query_tokens
    ] and [token.id for token in one.key_tokens] == [token.id for token in other.key_tokens]


def check_heads(one: Attention, other: Attention) -> None:
    """Raises InputError unless both have the same layers and heads."""
    shapes = [(len(each.layers), each.heads) for each in (one, other)]
    if shapes[0] != shapes[1]:
        (layers, heads), (others, more) = shapes
        raise InputError(
            f"Heads cannot be paired: one model has {layers} layers of {heads} heads and the other "
            f"{others} of {more}, so no head of one stands for a head of the other. Compare two "
            "models of the same shape, such as a model and one that was trained from it."
        )


def distance(one: Floats, other: Floats) -> Floats:
    """(head,): how far apart two tables (head, query, key) of weights are, from 0 to 1.

    The mean over queries of the total variation distance, half the sum of the absolute
    differences of a row: 0 where both read alike, 1 where they share no weight.
    """
    return np.asarray(0.5 * np.abs(one - other).sum(axis=-1).mean(axis=-1), dtype=np.float32)


def distances(one: Attention, other: Attention) -> Floats:
    """(layer, head): the distance of every head of two stacks over the same tokens.

    Raises InputError when they are not of the same shape.
    """
    check_heads(one, other)
    return np.stack([distance(one.weights(n), other.weights(n)) for n in range(len(one.layers))])
