"""What a visitor waits for in the page: from the input event to the redrawn picture."""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from typing import Any

from benchmarks._measure import Benchmark, Figure

TEXT = (
    "In a village by the sea there lived an old fisherman who told stories to anyone who would "
    "listen, and every evening the children came"
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAYER_MS, TEMPERATURE_MS, HOVER_MS = 50, 60, 16


def run() -> list[Figure]:
    from playwright.sync_api import sync_playwright

    browser_path = next(
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    )
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "app.py", "serve", "--port", str(port), "--no-browser"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            started = time.perf_counter()
            page.goto(address)
            page.wait_for_selector("[data-testid=weights-a] [data-weight]")
            usable = (time.perf_counter() - started) * 1000
            painted = page.evaluate(
                "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
            )
            figures = [
                Figure("recorded run readable", painted, 1000, "ms", 1.0, "one second"),
                Figure("recorded panels usable", usable, 1000, "ms", None, "one second"),
            ]
            figures += _measure(page)
            browser.close()
    finally:
        server.terminate()
        server.wait(10)
    return figures


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
        _forget(page)
        page.get_by_test_id("layer").select_option(str(layer))
        page.wait_for_timeout(150)
        layers.append(_timing(page, "attention", "layer"))
    hovers = []
    rows = page.locator("[data-testid=readers-a] .pg-row")
    for place in range(4, 13):
        _forget(page)
        rows.nth(place).hover()
        page.wait_for_timeout(60)
        hovers.append(_timing(page, "attention", "hover"))
    page.get_by_role("tab", name="Next token").click()
    page.wait_for_selector("[data-testid=candidate-a]")
    temperatures = []
    for _ in range(9):
        _forget(page)
        page.get_by_test_id("slider-temperature").press("ArrowRight")
        page.wait_for_timeout(80)
        temperatures.append(_timing(page, "next_token", "temperature"))
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


def _forget(page: Any) -> None:
    page.evaluate(
        "() => { for (const view in playground.timings) delete playground.timings[view]; }"
    )


def _timing(page: Any, view: str, event: str) -> float:
    """Milliseconds of a redraw that happened since `_forget`, and for this event."""
    found = page.evaluate("(view) => window.playground.timings[view]", view)
    if not found or found["event"] != event:
        raise AssertionError(f"{view} was not redrawn for {event}: {found}")
    return float(found["ms"])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")


BENCHMARK = Benchmark("page", run)
