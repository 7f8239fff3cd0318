"""The attention explorer with 128 and 512 tokens: bytes, the first draw, layers, hovering."""

from __future__ import annotations

import statistics
from typing import Any

import numpy as np

from benchmarks._browser import forget, serving, timing, visiting
from benchmarks._measure import Benchmark, Figure, in_turn
from benchmarks._models import ids, loaded

MB = 1_000_000
MAP_AND_LAYER = {128: MB // 4, 512: MB}
EVERYTHING = 5 * MB
FIRST_DRAW_MS = {128: 150, 512: 500}
LAYER_MS, LONGEST_TASK_MS = 50, 100
LAYER_OF_PASS = 0.05
WRITTEN = 4  # tokens that the model adds to the text


def run() -> list[Figure]:
    return [*_bytes(), _weights(), *_page()]


def _trace(length: int) -> Any:
    from app.instrumentation.run import Run

    model = loaded()
    numbers = ids(length)
    text, tokens = model.pieces.spell(numbers)
    recorded = Run(model)
    recorded.read(numbers)
    return recorded.trace(task="", text=text, tokens=tokens, prompt=length)


def _bytes() -> list[Figure]:
    from app.analysis.head_overview import overview, quantised
    from app.api.arrays import packed, packed_weights

    figures = []
    for length, limit in MAP_AND_LAYER.items():
        attention = _trace(length).attention[0]
        layers = [quantised(attention.weights(n)) for n in range(len(attention.layers))]
        small = len(packed(overview(attention).thumbnails).body)
        largest = max(len(packed_weights(layer, causal=True).body) for layer in layers)
        name = f"head map and largest layer, {length} tokens"
        figures.append(Figure(name, small + largest, limit, "bytes", 1.0, "the limit"))
        if length == max(MAP_AND_LAYER):
            whole = len(packed_weights(np.stack(layers), causal=True).body)
            name = f"head map and all layers, {length} tokens"
            figures.append(Figure(name, small + whole, EVERYTHING, "bytes", 1.0, "the limit"))
    return figures


def _weights() -> Figure:
    """One layer's weights from the kept queries and keys, against the pass they came from."""
    import torch

    model = loaded()
    attention = _trace(512).attention[0]
    numbers = torch.tensor([ids(512)])

    def forward() -> object:
        with torch.inference_mode():
            return model.model(input_ids=numbers)

    ours, theirs = in_turn(lambda: attention.weights(7), forward, rounds=5)
    name = "weights of one layer from queries and keys, 512 tokens"
    return Figure(name, ours * 1000, theirs * 1000, "ms", LAYER_OF_PASS, "one forward pass")


def _page() -> list[Figure]:
    figures = []
    with serving() as address, visiting() as page:
        page.goto(f"{address}/?max_new_tokens-a={WRITTEN}")
        page.wait_for_selector("[data-testid=weights-a] [data-weight]")
        for length, limit in FIRST_DRAW_MS.items():
            draws, maps = [], []
            for start in range(3):
                # Another text each time, or the run would be remembered.
                _ask(page, ids(length + start)[start:][: length - WRITTEN])
                draws.append(timing(page, "attention", "open"))
                maps.append(timing(page, "attention-map", "open"))
            name = f"first draw of a run, {length} tokens"
            slower = max(statistics.median(draws), statistics.median(maps))
            figures.append(Figure(name, slower, limit, "ms", 1.0, "the limit"))
        figures += [*_layers(page), *_hovers(page)]
    return figures


def _ask(page: Any, numbers: list[int]) -> None:
    before = page.evaluate("() => playground.store.lanes.a?.trace")
    page.locator("#text textarea").fill(loaded().tokenizer.decode(numbers))
    forget(page)
    page.locator("#run").click()
    page.wait_for_function(
        "(before) => { const a = playground.store.lanes.a;"
        " return a.trace && a.trace !== before && !a.running"
        " && playground.timings['attention-map']; }",
        arg=before,
        timeout=120_000,
    )
    page.wait_for_timeout(400)


def _layers(page: Any) -> list[Figure]:
    near: list[float] = []
    far: list[float] = []
    for layer in (20, 21, 22, 3, 4, 28, 27, 11, 12, 1, 2, 16):
        forget(page)
        page.get_by_test_id("layer").select_option(str(layer))
        page.wait_for_timeout(700)
        beside = layer in (21, 22, 4, 27, 12, 2)
        (near if beside else far).append(timing(page, "attention", "layer"))
    return [
        Figure("layer beside, 512 tokens", statistics.median(near), LAYER_MS, "ms", 1.0, "limit"),
        Figure("layer far away, 512 tokens", statistics.median(far), LAYER_MS, "ms", 1.0, "limit"),
    ]


def _hovers(page: Any) -> list[Figure]:
    """The longest task of the page while the pointer moves over every view."""
    page.evaluate(
        "() => { window.longest = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries())"
        " window.longest = Math.max(window.longest, entry.duration);"
        " }).observe({ type: 'longtask', buffered: false }); }"
    )
    figures = []
    for view in ("links", "matrix", "rows", "text"):
        page.get_by_test_id(f"view-{view}").click()
        page.wait_for_timeout(700)
        page.evaluate("() => { window.longest = 0; }")
        box = page.locator(f".pg-view-{view}").bounding_box()
        for step in range(40):
            across = box["width"] * (0.1 + 0.8 * (step % 13) / 13)
            down = min(box["height"], 420) * (0.15 + 0.8 * step / 40)
            page.mouse.move(box["x"] + across, box["y"] + down)
            page.wait_for_timeout(20)
        longest = float(page.evaluate("() => window.longest"))
        name = f"longest task while hovering, {view}, 512 tokens"
        # The browser reports tasks from 50 ms on; none at all counts as that.
        figures.append(Figure(name, max(longest, 50), LONGEST_TASK_MS, "ms", 1.0, "the limit"))
    return figures


BENCHMARK = Benchmark("explorer", run)
