"""What a visitor waits for in the page: from the input event to the redrawn picture."""

from __future__ import annotations

import statistics
import time
from typing import Any

from benchmarks._browser import forget, serving, timing, visiting
from benchmarks._measure import Benchmark, Figure

TEXT = (
    "In a village by the sea there lived an old fisherman who told stories to anyone who would "
    "listen, and every evening the children came"
)
LAYER_MS, TEMPERATURE_MS, HOVER_MS = 50, 60, 16


def run() -> list[Figure]:
    with serving() as address, visiting() as page:
        started = time.perf_counter()
        page.goto(address)
        page.wait_for_selector("[data-testid=weights-a] [data-weight]")
        usable = (time.perf_counter() - started) * 1000
        painted = page.evaluate(
            "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
        )
        return [
            Figure("recorded run readable", painted, 1000, "ms", 1.0, "one second"),
            Figure("recorded panels usable", usable, 1000, "ms", None, "one second"),
            *_measure(page),
        ]


def _measure(page: Any) -> list[Figure]:
    page.locator("#text textarea").fill(TEXT)
    page.locator("#run").click()
    page.wait_for_function(
        "() => { const a = window.playground.store.lanes.a;"
        " return a && a.trace && !a.recorded && !a.running; }",
        timeout=120_000,
    )
    page.wait_for_selector("[data-testid=weights-a] [data-weight]")
    layers = []
    for layer in (3, 20, 11, 28, 6, 15, 24, 1, 9):
        forget(page)
        page.get_by_test_id("layer").select_option(str(layer))
        page.wait_for_timeout(150)
        layers.append(timing(page, "attention", "layer"))
    hovers = []
    rows = page.locator("[data-testid=readers-a] .pg-row")
    for place in range(4, 13):
        forget(page)
        rows.nth(place).hover()
        page.wait_for_timeout(60)
        hovers.append(timing(page, "attention", "hover"))
    page.locator('#questions [data-question="said"]').click()
    page.wait_for_selector("[data-testid=candidate-a]")
    temperatures = []
    for _ in range(9):
        forget(page)
        page.get_by_test_id("slider-temperature").press("ArrowRight")
        page.wait_for_timeout(80)
        temperatures.append(timing(page, "next_token", "temperature"))
    return [
        Figure("layer change, drawn", statistics.median(layers), LAYER_MS, "ms", 1.0, "the limit"),
        Figure("token hover, drawn", statistics.median(hovers), HOVER_MS, "ms", 1.0, "the limit"),
        Figure(
            "temperature, bars redrawn",
            statistics.median(temperatures),
            TEMPERATURE_MS,
            "ms",
            1.0,
            "the limit",
        ),
    ]


BENCHMARK = Benchmark("page", run)
