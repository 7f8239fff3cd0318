"""Attention rollout: how much of each token's last state could have come from each input token."""

from __future__ import annotations

import numpy as np

from app.trace import Attention, Floats


def rollout(attention: Attention) -> Floats:
    """(query, key): the product over the layers of half the mean attention and half the token.

    Rows sum to 1. The half for the token itself stands for the residual connection. Source: Abnar
    and Zuidema 2020, "Quantifying attention flow in transformers", section 3. It follows where
    attention leads, not what it carries.
    """
    tokens = len(attention.key_tokens)
    flow = np.eye(tokens, dtype=np.float32)
    for layer in range(len(attention.layers)):
        mean = attention.weights(layer).mean(axis=0)
        mixed = (0.5 * mean + 0.5 * np.eye(tokens, dtype=np.float32)).astype(np.float32)
        flow = mixed @ flow
    return flow
