"""Which links of a stack say something at a glance: long ones, between two different words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.trace import Attention, Token

# The token itself and its neighbours are what most heads read anyway.
FAR = 2


def far_links(attention: Attention) -> NDArray[np.float32]:
    """(query, key): 1 for a link between two different words over a distance, else 0.

    Left out are marks of the model and tokens without a letter or digit; the same word; tokens
    fewer than FAR places away; and of a decoder the first token, where heads park their attention
    (Xiao et al. 2024). For cross-attention, whose two texts have no common places, only marks and
    signs are left out.
    """
    queries, keys = attention.query_tokens, attention.key_tokens
    allowed = np.outer(_worded(queries), _worded(keys)).astype(np.float32)
    if attention.name == "cross":
        return allowed
    rows, columns = np.arange(len(queries))[:, None], np.arange(len(keys))[None, :]
    allowed[np.abs(rows - columns) < FAR] = 0
    names = [token.text.strip().casefold() for token in keys]
    alike = {name: np.array([each == name for each in names]) for name in set(names)}
    for row, token in enumerate(queries):
        same = alike.get(token.text.strip().casefold())
        if same is not None:
            allowed[row, same] = 0
    if attention.causal and len(keys):
        allowed[:, 0] = 0
        allowed[columns > rows] = 0
    return allowed


def _worded(tokens: tuple[Token, ...]) -> NDArray[np.bool_]:
    return np.array([not each.special and any(map(str.isalnum, each.text)) for each in tokens])
