"""Bytes of attention sent to the browser against bertviz, and the error they carry."""

from __future__ import annotations

import numpy as np

from benchmarks._measure import Benchmark, Figure
from benchmarks._models import ids, loaded

TOKENS = 128
LAYER_LIMIT = 30_000
ALL_LIMIT = 1_000_000
ERROR_LIMIT = 0.002


def run() -> list[Figure]:
    import torch
    from bertviz import head_view

    from app.analysis.head_overview import quantised
    from app.api.arrays import packed_weights
    from app.instrumentation.run import Run

    model = loaded()
    numbers = ids(TOKENS)
    text, tokens = model.pieces.spell(numbers)
    recorded = Run(model)
    recorded.read(numbers)
    trace = recorded.trace(task="", text=text, tokens=tokens, prompt=TOKENS)
    attention = trace.attention[0]
    weights = [attention.weights(layer) for layer in range(len(attention.layers))]
    sizes = [len(packed_weights(quantised(layer), causal=True).body) for layer in weights]
    stacked = np.stack([quantised(layer) for layer in weights])
    whole = len(packed_weights(stacked, causal=True).body)
    error = max(float(np.abs(quantised(layer) / 255 - layer).max()) for layer in weights)
    shown = head_view(
        [torch.tensor(layer[None]) for layer in weights],
        [token.text for token in tokens],
        html_action="return",
    )
    theirs = len(shown.data.encode())
    one = head_view(
        [torch.tensor(weights[0][None])],
        [token.text for token in tokens],
        html_action="return",
    )
    return [
        Figure("attention, largest layer", max(sizes), LAYER_LIMIT, "bytes", 1.0, "the limit"),
        Figure("attention, all layers", whole, ALL_LIMIT, "bytes", 1.0, "the limit"),
        Figure("attention, largest error", error, ERROR_LIMIT, "weight", 1.0, "the limit"),
        Figure("attention, one layer", sizes[0], len(one.data.encode()), "bytes", None, "bertviz"),
        Figure("attention, all layers, bertviz", whole, theirs, "bytes", None, "bertviz head_view"),
    ]


BENCHMARK = Benchmark("attention-bytes", run)
