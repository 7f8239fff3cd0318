"""The server ends soon after it is asked to, whatever is under way; a taken port is a sentence."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from app.cli import cli

ROOT = Path(__file__).parents[2]
FOREVER = "300"
# Five seconds are promised; the rest is for a machine that is busy with other things.
PATIENCE = 20.0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize(
    ("sent", "load", "step"),
    [
        (signal.SIGTERM, "0", FOREVER),
        (signal.SIGTERM, FOREVER, "0"),
        (signal.SIGINT, "0", FOREVER),
    ],
    ids=["SIGTERM in a run", "SIGTERM in a load", "Ctrl-C in a run"],
)
def test_a_signal_ends_the_process(
    sent: signal.Signals, load: str, step: str, tiny_folders: Path, tmp_path: Path
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "tests.slow", str(tiny_folders), str(port), load, step]
    log = (tmp_path / "log").open("wb")
    with log, subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            up(address, process)
            page = threading.Thread(target=open_page, args=(address,), daemon=True)
            asker = threading.Thread(target=ask, args=(address, tiny_folders), daemon=True)
            page.start()
            asker.start()
            busy(address, loaded=load == "0")
            began = time.monotonic()
            process.send_signal(sent)
            process.wait(PATIENCE)
            took = time.monotonic() - began
        finally:
            process.kill()
    assert process.returncode in (0, -sent, 128 + sent), process.returncode
    assert took < PATIENCE
    assert "Traceback" not in (tmp_path / "log").read_text()


def up(address: str, process: Any) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert process.poll() is None, "it ended by itself"
        try:
            httpx.get(f"{address}/healthz", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("it did not start")


def busy(address: str, *, loaded: bool) -> None:
    """Waits until the run, or the load before it, is under way."""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        ready = bool(httpx.get(f"{address}/healthz", timeout=5).json()["loaded"])
        phase = httpx.get(f"{address}/status", timeout=5).json()["phase"]
        if ready if loaded else phase == "loading":
            time.sleep(1)
            return
        time.sleep(0.1)
    raise AssertionError("nothing began")


def open_page(address: str) -> None:
    quietly(lambda: httpx.get(f"{address}/gradio_api/heartbeat/someone", timeout=300))


def ask(address: str, folder: Path) -> None:
    body = {"prompt": "the cat", "model": f"path:{folder / 'llama'}"}

    def asked() -> None:
        event = httpx.post(f"{address}/gradio_api/call/v2/generate", json=body, timeout=60).json()
        httpx.get(f"{address}/gradio_api/call/generate/{event['event_id']}", timeout=300)

    quietly(asked)


def quietly(asking: Any) -> None:
    # The server is gone, as it should be.
    with contextlib.suppress(httpx.HTTPError):
        asking()


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command line sets variables; none of them may outlive a test."""
    from app.settings import settings

    for name in ("PORT", "HOST"):
        monkeypatch.setenv(f"PLAYGROUND_{name}", "")
        monkeypatch.delenv(f"PLAYGROUND_{name}")
    yield
    settings.cache_clear()


def test_a_taken_port_is_one_sentence_that_offers_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(cli, ["serve", "--no-browser", "--port", str(port)])
    assert done.exit_code == 1
    said = done.output.strip()
    assert f"Port {port} is in use by another program: choose another, such as --port" in said
    offered = int(said.rstrip(".").rsplit(" ", 1)[1])
    assert offered != port
    assert "http://" not in said
    with socket.socket() as other:
        other.bind(("127.0.0.1", offered))


def test_small_answers_are_sent_without_delay() -> None:
    """Else each answer of a kept connection waits 40 ms until the one before is acknowledged."""
    from app.api.serving import listening

    with listening("127.0.0.1", 0) as bound:
        assert bound.proto == socket.IPPROTO_TCP


def test_too_little_address_space_is_one_sentence() -> None:
    command = f"ulimit -v 1900000; exec {sys.executable} app.py serve --no-browser"
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "1.8 GiB" in done.stderr and "ulimit -v unlimited" in done.stderr
    assert "Traceback" not in done.stderr
    assert "http://" not in done.stdout


def test_an_address_of_another_computer_is_one_sentence() -> None:
    done = CliRunner().invoke(cli, ["serve", "--no-browser", "--host", "203.0.113.7"])
    assert done.exit_code == 1
    assert "cannot be listened on" in done.output
