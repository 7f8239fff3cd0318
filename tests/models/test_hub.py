import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.errors import InputError
from app.models.catalog import row
from app.models.sources.fetch import fetch
from app.models.sources.hub import choose_files, hub_error

NAME = "toy-org/toy"
REVISION = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """A Hub of one repository: its files, what it was asked, and how it answers."""

    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    status: int = 200
    code: str = ""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    served = Hub(
        {
            "config.json": b'{"model_type": "bert"}',
            "model.safetensors": b"weights" * 1000,
            "model.fp16.safetensors": b"half",
            "pytorch_model.bin": b"pickle",
            "onnx/config.json": b"{}",
            "README.md": b"# Toy",
            "vocab.txt": b"a\nb\n",
        }
    )

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            path = self.path.partition("?")[0]
            served.asked.append((self.command, path))
            if served.status != 200:
                return self.send(served.status, b"{}", {"X-Error-Code": served.code})
            if path.startswith("/api/models/"):
                if "/tree/" in path:
                    tree = [
                        {"type": "file", "path": name, "size": len(content), "oid": name}
                        for name, content in served.files.items()
                    ]
                    return self.send(200, json.dumps(tree).encode(), {})
                about: dict[str, Any] = {"id": NAME, "modelId": NAME, "sha": REVISION, "tags": []}
                about["siblings"] = [
                    {"rfilename": name, "size": len(content)}
                    for name, content in served.files.items()
                ]
                return self.send(200, json.dumps(about).encode(), {})
            name = path.partition(f"/resolve/{REVISION}/")[2]
            content = served.files[name]
            headers = {"ETag": f'"{abs(hash(name + str(len(content))))}"'}
            return self.send(200, content, headers | {"X-Repo-Commit": REVISION})

        def send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    use_endpoint(monkeypatch, f"http://127.0.0.1:{server.server_port}")
    yield served
    server.shutdown()
    server.server_close()


def use_endpoint(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Point the real huggingface_hub at `url`; it reads the environment only when imported."""
    from huggingface_hub import constants

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "ENDPOINT", url)
    template = url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)


def fetch_toy(cache_dir: Path, *, offline: bool = False, **named: Any) -> Path:
    return fetch(row(f"hub:{NAME}"), cache_dir=cache_dir, offline=offline, allow_path=(), **named)


def downloads(hub: Hub) -> list[str]:
    return [
        path.rpartition("/")[2] for verb, path in hub.asked if verb == "GET" and "resolve" in path
    ]


def test_only_the_main_weights_and_texts_are_fetched(hub: Hub, tmp_path: Path) -> None:
    told: list[Any] = []
    folder = fetch_toy(tmp_path, progress=lambda *words: told.append(words))
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.json",
        "model.safetensors",
        "vocab.txt",
    ]
    assert (folder / "model.safetensors").read_bytes() == b"weights" * 1000
    assert sorted(downloads(hub)) == ["config.json", "model.safetensors", "vocab.txt"]
    total = sum(path.stat().st_size for path in folder.iterdir())
    assert told[-1] == (f"hub:{NAME}", total, total)


def test_a_fetched_model_needs_no_network_again(
    hub: Hub, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = fetch_toy(tmp_path)
    moved = tmp_path.with_name("moved")
    os.rename(tmp_path, moved)
    request.getfixturevalue("no_network")
    again = fetch_toy(moved, offline=True)
    assert again == moved / folder.relative_to(tmp_path)
    assert fetch_toy(moved) == again, "nor when online: the model stays as it was fetched"


def test_offline_says_what_to_run(no_network: None, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"python app\.py fetch hub:toy-org/toy"):
        fetch_toy(tmp_path, offline=True)


def test_a_file_that_was_cut_off_is_fetched_again(hub: Hub, tmp_path: Path) -> None:
    folder = fetch_toy(tmp_path)
    os.truncate((folder / "model.safetensors").resolve(), 10)
    with pytest.raises(InputError, match="files were changed"):
        fetch_toy(tmp_path, offline=True)
    folder = fetch_toy(tmp_path)
    assert (folder / "model.safetensors").read_bytes() == b"weights" * 1000


def test_a_half_fetched_snapshot_does_not_count(hub: Hub, tmp_path: Path) -> None:
    folder = fetch_toy(tmp_path)
    (tmp_path / "hub" / "toy-org--toy.json").unlink()
    (folder / "model.safetensors").unlink()
    with pytest.raises(InputError, match="is not in the cache"):
        fetch_toy(tmp_path, offline=True)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (404, "RepoNotFound", "check the spelling"),
        (401, "RepoNotFound", "check the spelling"),
        (403, "GatedRepo", "accept its terms"),
        (500, "", "answered 500"),
        (418, "", "answered 418"),
    ],
)
def test_what_the_hub_answers_becomes_one_sentence(
    hub: Hub, tmp_path: Path, status: int, code: str, said: str
) -> None:
    hub.status, hub.code = status, code
    with pytest.raises(InputError, match=said) as caught:
        fetch_toy(tmp_path)
    assert NAME in str(caught.value)


def test_a_hub_out_of_reach_is_answered_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_endpoint(monkeypatch, "http://127.0.0.1:9")
    with pytest.raises(InputError, match=r"cannot be reached.*network and the proxy"):
        fetch_toy(tmp_path)


def test_other_errors_are_mapped_too(tmp_path: Path) -> None:
    from huggingface_hub import errors

    toy = row(f"hub:{NAME}")
    for error, said in (
        (errors.OfflineModeIsEnabled("offline"), "HF_HUB_OFFLINE"),
        (errors.LocalEntryNotFoundError("gone"), "cannot be reached"),
        (ConnectionResetError("reset"), "cannot be reached"),
        (OSError(28, "No space left on device"), "No space left.*PLAYGROUND_CACHE_DIR"),
        (ValueError("odd"), "could not be fetched"),
    ):
        with pytest.raises(InputError, match=said):
            raise hub_error(toy, error, tmp_path)


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        ("config.json model.safetensors a.bin", "config.json model.safetensors"),
        ("config.json model-00001-of-00002.safetensors x.model", None),
        ("q4.gguf README.md", "q4.gguf"),
        ("config.json model.safetensors q4.gguf", "config.json model.safetensors"),
    ],
)
def test_safetensors_are_preferred_and_one_gguf_will_do(names: str, kept: str | None) -> None:
    chosen = choose_files(row(f"hub:{NAME}"), dict.fromkeys(names.split(), 1))
    assert sorted(chosen) == sorted((kept or names).split())


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("config.json pytorch_model.bin", "only pickle weights, which are never loaded"),
        ("config.json sub/model.pt", "only pickle weights, which are never loaded"),
        ("a.gguf b.gguf", "several .gguf"),
        ("m-00001-of-00002.gguf m-00002-of-00002.gguf", "in parts is not read"),
        ("model.safetensors", "no config.json"),
        ("README.md", "no model.safetensors"),
    ],
)
def test_a_repository_without_safe_weights_is_refused(names: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        choose_files(row(f"hub:{NAME}"), dict.fromkeys(names.split(), 1))


def test_flipped_bytes_are_noticed_and_fetched_again(hub: Hub, tmp_path: Path) -> None:
    folder = fetch_toy(tmp_path)
    weights = (folder / "model.safetensors").resolve()
    content = bytearray(weights.read_bytes())
    content[100:104] = bytes(255 - each for each in content[100:104])
    weights.write_bytes(content)
    with pytest.raises(InputError, match="files were changed"):
        fetch_toy(tmp_path, offline=True)
    again = fetch_toy(tmp_path)
    assert (again / "model.safetensors").read_bytes() == hub.files["model.safetensors"]
    assert fetch_toy(tmp_path, offline=True) == again


def test_one_gguf_file_of_several_is_fetched_by_its_name(hub: Hub, tmp_path: Path) -> None:
    hub.files = {"a.Q4_K_M.gguf": b"GGUF" * 900, "b.gguf": b"GGUF" * 800, "sub/c.gguf": b"GGUF" * 7}
    for name in ("a.Q4_K_M.gguf", "sub/c.gguf"):
        known = row(f"hub:{NAME}:{name}")
        found = fetch(known, cache_dir=tmp_path, offline=False, allow_path=())
        assert found.read_bytes() == hub.files[name]
        assert fetch(known, cache_dir=tmp_path, offline=True, allow_path=()) == found
    assert downloads(hub) == ["a.Q4_K_M.gguf", "c.gguf"]
    with pytest.raises(InputError, match=r"has no file d\.gguf: choose one of a\.Q4_K_M\.gguf, b"):
        fetch(row(f"hub:{NAME}:d.gguf"), cache_dir=tmp_path, offline=False, allow_path=())
    with pytest.raises(InputError, match=r"several .*hub:toy-org/toy:FILE, such as .*:b\.gguf"):
        fetch_toy(tmp_path)


@pytest.mark.parametrize("name", ["", "x.bin", "../x.gguf", "/x.gguf", "a b.gguf", "a/../b.gguf"])
def test_a_file_of_the_hub_that_is_no_gguf_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="hub:ORG/NAME"):
        row(f"hub:{NAME}:{name}")


def test_a_part_of_a_split_file_is_refused_by_name() -> None:
    name = "m-00001-of-00002.gguf"
    with pytest.raises(InputError, match="in parts is not read"):
        choose_files(row(f"hub:{NAME}:{name}"), {name: 1}, name)
