"""A server of our own and a browser that visits it, for what a visitor waits for."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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


@contextmanager
def serving() -> Iterator[str]:
    """The address of a playground that ends with the block."""
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "app.py", "serve", "--port", str(port), "--no-browser"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def visiting() -> Iterator[Any]:
    """A page of a headless Chromium, 1440 by 900."""
    from playwright.sync_api import sync_playwright

    path = next(
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


def forget(page: Any) -> None:
    page.evaluate(
        "() => { for (const view in playground.timings) delete playground.timings[view]; }"
    )


def timing(page: Any, view: str, event: str) -> float:
    """Milliseconds of a redraw that happened since `forget`, and for this event."""
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
