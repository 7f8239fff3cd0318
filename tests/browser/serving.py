"""A server of the whole application as a process of its own, ended by its own handle."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 90.0  # seconds: a cold start on a loaded machine imports for a while
LIMITS: dict[str, Any] = {"threads": 1, "offline": True, "max_tokens": 512, "max_characters": 4000}


@contextmanager
def serving(folder: Path, log: Path, *, warm: bool) -> Iterator[str]:
    """The address of a server that knows the catalogue and the models below `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.browser.serving", str(folder), str(port)]
    if warm:
        command.append("--warm")
    environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
    # What is trained in a test must not lie among the visitor's own.
    environment["PLAYGROUND_ADAPTER_DIR"] = str(log.parent / "adapters")
    with (
        log.open("wb") as written,
        subprocess.Popen(
            command, cwd=ROOT, stdout=written, stderr=written, env=environment
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, process, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
    said = log.read_text(errors="replace")
    assert "Traceback" not in said, f"the server raised:\n{said[-6000:]}"


def health(address: str) -> dict[str, Any]:
    """What `GET /healthz` says."""
    answer = httpx.get(f"{address}/healthz", timeout=10)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended:\n{log.read_text(errors='replace')[-3000:]}")
        try:
            health(address)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not start in {PATIENCE:.0f} s")


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--warm", action="store_true")
    given = parser.parse_args()
    from app.api.serving import listening, serve_on
    from app.server import create
    from app.settings import Settings

    here = Settings(allow_path=(given.folder,), **json.loads(json.dumps(LIMITS)))
    app = create(here, warm=given.warm)
    serve_on(app, listening("127.0.0.1", given.port))


if __name__ == "__main__":
    _main()
