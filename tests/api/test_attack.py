"""What a stranger may try: foreign pages and names, endless bodies, made-up files, other's runs."""

from __future__ import annotations

import json
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.guard import POLICY
from app.decoding.sampling import Sampling
from app.errors import InputError
from tests.api.test_runs import call
from tests.in_thread import in_thread

TEXT = "the cat sat on a mat"
MIB = 2**20
FOREIGN = "http://evil.example"
GRADIO = (
    ("GET", "/"),
    ("GET", "/config"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/queue/data?session_hash=x"),
    ("GET", "/gradio_api/heartbeat/x"),
    ("GET", "/gradio_api/call/models/x"),
    ("GET", "/gradio_api/file=/etc/passwd"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/run/predict"),
    ("POST", "/gradio_api/call/generate"),
    ("POST", "/gradio_api/call/v2/generate"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/cancel"),
    ("GET", "/theme.css"),
    ("GET", "/ui/state/store.js"),
)


@pytest.fixture(scope="module")
def everything(client: Any) -> list[tuple[str, str]]:
    """Every route of ours, and of Gradio those that matter."""
    paths = client.get("/openapi.json").json()["paths"]
    ours = [
        (method.upper(), path.replace("{", "").replace("}", ""))
        for path, methods in paths.items()
        for method in methods
    ]
    assert len(ours) > 30
    return [*ours, *GRADIO]


def test_no_route_is_served_under_a_foreign_name(client: Any, everything: Any) -> None:
    """DNS rebinding: a foreign page whose name has come to mean this computer."""
    for method, path in everything:
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil:7860", ""):
            answer = client.request(method, path, headers={"Host": host})
            assert answer.status_code == 421, (method, path, host)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": FOREIGN},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        # Another program's page on this computer.
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)
def test_no_route_is_served_to_a_foreign_page(
    client: Any, everything: Any, headers: dict[str, str]
) -> None:
    """Also by GET: some addresses run a model."""
    for method, path in everything:
        answer = client.request(method, path, headers=headers)
        assert answer.status_code == 403, (method, path)
        assert answer.json() == {"error": "Requests from another web page are not served."}


def test_a_link_to_the_page_may_be_followed_and_one_to_an_experiment_not(client: Any) -> None:
    link = {
        "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document",
    }  # fmt: skip
    assert client.get("/?text=Hello", headers=link).status_code == 200
    assert client.get("/experiments/tree/x", headers=link).status_code == 403
    own = {"Sec-Fetch-Site": "same-origin"}
    assert client.get("/experiments/tree/x", headers=own).status_code == 422
    assert client.get("/status", headers={"Sec-Fetch-Site": "none"}).status_code == 200


def test_every_answer_tells_the_browser_what_it_may_do(client: Any, everything: Any) -> None:
    for method, path in everything:
        if any(each in path for each in ("queue/data", "heartbeat", "call/models")):
            continue  # these go on, or break off, as Gradio has them
        told = client.request(method, path).headers
        assert told["x-content-type-options"] == "nosniff", path
        assert "frame-ancestors 'self'" in told["content-security-policy"], path
    assert "connect-src 'self'" in POLICY


def test_a_document_of_bertviz_keeps_its_stricter_policy(client: Any, llama: str) -> None:
    made = call(client, "trace", text=TEXT, model=llama)
    told = client.get(f"/classic/head/{made['trace_id']}").headers
    assert told["content-security-policy"].startswith("sandbox allow-scripts; default-src 'none'")
    assert told["x-content-type-options"] == "nosniff"


@pytest.fixture(scope="module")
def small(tiny_settings: Any) -> Iterator[str]:
    """A server with little room: short bodies, two experiments at once."""
    from app.engine.engine import Engine

    settings = tiny_settings.model_copy(update={"max_body": MIB, "max_upload": MIB})
    with in_thread(Engine(settings)) as address:
        yield address


@pytest.mark.parametrize("path", ["/autocomplete", "/gradio_api/queue/join", "/heads/sets"])
def test_a_long_body_is_refused_before_it_is_sent(small: str, path: str) -> None:
    host, port = small.removeprefix("http://").split(":")
    import socket

    with socket.create_connection((host, int(port)), 30) as sent:
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        sent.sendall(f"{head}Content-Length: {50 * MIB}\r\n\r\n".encode())
        # Nothing of the body was sent.
        assert sent.recv(4096).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("path", ["/autocomplete", "/gradio_api/queue/join", "/gradio_api/upload"])
def test_a_long_body_of_unstated_length_is_not_read_to_its_end(small: str, path: str) -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while taken < 500 * MIB:
            taken += MIB // 4
            yield b"x" * (MIB // 4)

    kind = {"Content-Type": "application/json"}
    if "upload" in path:
        kind = {"Content-Type": "multipart/form-data; boundary=b"}
    try:
        answer = httpx.post(small + path, content=endless(), headers=kind, timeout=60)
    except httpx.TransportError:
        pass  # the connection was closed while the rest was on its way
    else:
        assert answer.status_code in (400, 413), answer.text
    assert taken < 50 * MIB
    assert httpx.get(f"{small}/healthz", timeout=30).status_code == 200


def test_more_experiments_than_are_served_at_once_are_refused(
    tiny_settings: Any, llama: str
) -> None:
    from app.engine.engine import Engine

    engine = Engine(tiny_settings.model_copy(update={"most_streams": 3}))
    events = engine.run("generate", llama, {"text": TEXT}, Sampling(max_new_tokens=2))
    trace_id = engine.finish(events).trace_id
    with in_thread(engine) as address, httpx.Client(timeout=60) as client:
        with engine.turns.place(), engine.turns.place():
            path = f"{address}/experiments/tree/{trace_id}"
            answers: list[str] = []

            def wait() -> None:
                answers.append(httpx.get(path, timeout=60).text)

            waiting = [threading.Thread(target=wait) for _ in range(3)]
            for each in waiting:
                each.start()
            end = time.monotonic() + 60
            while engine.turns.waiting < 3:
                assert time.monotonic() < end, answers
                time.sleep(0.02)
            assert not answers
            answer = client.get(path)
            assert answer.status_code == 422
            assert "under way here already" in answer.json()["error"]
            assert client.get(f"{address}/healthz").status_code == 200
        for each in waiting:
            each.join(60)
        assert client.get(path).status_code == 200


def test_the_page_is_served_while_many_wait_for_a_turn(tiny_settings: Any, llama: str) -> None:
    from app.engine.engine import Engine

    engine = Engine(tiny_settings)
    events = engine.run("generate", llama, {"text": TEXT}, Sampling(max_new_tokens=2))
    trace_id = engine.finish(events).trace_id
    most = engine.settings.most_waiting
    answers: list[int] = []
    with in_thread(engine) as address:

        def ask() -> None:
            answers.append(httpx.get(f"{address}/lens/{trace_id}", timeout=60).status_code)

        asking = [threading.Thread(target=ask) for _ in range(most)]
        with engine.turns.place(), engine.turns.place():
            for each in asking:
                each.start()
            end = time.monotonic() + 60
            while engine.turns.waiting < most:
                assert time.monotonic() < end, engine.turns.waiting
                time.sleep(0.02)
            assert httpx.get(f"{address}/healthz", timeout=30).status_code == 200
            refused = httpx.get(f"{address}/lens/{trace_id}", timeout=30)
            assert refused.status_code == 422
            assert f"{most} runs are waiting already" in refused.json()["error"]
        for each in asking:
            each.join(60)
    assert answers == [200] * most
    assert engine.turns.free == 2


def test_a_turn_that_does_not_come_is_a_sentence(tiny_settings: Any) -> None:
    from app.engine.engine import Engine

    engine = Engine(tiny_settings.model_copy(update={"longest_wait": 0.3, "most_waiting": 1}))
    with engine.turns.place(), engine.turns.place():
        with pytest.raises(InputError, match="try again when they have ended"), engine.turn():
            pass
        with (
            engine.turns.place(),
            pytest.raises(InputError, match="1 run is waiting already"),
            engine.turn(),
        ):
            pass
    assert engine.turns.free == 2


def test_an_id_does_not_tell_what_was_run(tiny_settings: Any, llama: str) -> None:
    from app.engine.engine import Engine
    from app.engine.requests import request_key

    def made(secret: str) -> str:
        engine = Engine(tiny_settings.model_copy(update={"secret": secret}))
        events = engine.run("generate", llama, {"text": TEXT}, Sampling(max_new_tokens=2))
        return str(engine.finish(events).trace_id)

    assert made("one") == made("one"), "processes that share a secret agree"
    assert len({made("one"), made("two"), made("")}) == 3
    assert made("") == made(""), "and so does one process with itself"
    from app.tasks import Request

    request = Request({"text": TEXT}, Sampling(max_new_tokens=2), 40)
    assert request_key("generate", llama, "x", request, "one") != request_key(
        "generate", llama, "x", request, "two"
    )


def test_a_folder_is_named_to_nobody_else(tiny_settings: Any, tiny_folders: Path) -> None:
    from fastapi.testclient import TestClient

    from app.engine.engine import Engine
    from app.server import create

    engine = Engine(tiny_settings)
    secret = f"path:{tiny_folders / 'gpt2'}"
    engine.finish(engine.run("read", secret, {"text": TEXT}))
    assert engine.store.state(secret).phase == "ready"
    with TestClient(create(tiny_settings, engine, warm=False)) as client:
        with pytest.raises(RuntimeError) as refused:
            call(client, "sentiment", text=TEXT, model=engine.settings.default_model)
        told = [str(refused.value), json.dumps(call(client, "models"))]
        told += [client.get(path).text for path in ("/healthz", "/status", "/config")]
        with pytest.raises(RuntimeError) as unknown:
            call(client, "trace", text=TEXT, model="nobody")
        told.append(str(unknown.value))
    for each in told:
        assert "gpt2" not in each
    # Whoever names it can go on using it.
    assert engine.finish(engine.run("read", secret, {"text": TEXT})).cached


def made_up(folder: Path, header: bytes, length: int | None = None) -> Path:
    """A folder of a model whose safetensors file has this header."""
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "llama", "num_hidden_layers": 2}')
    content = struct.pack("<Q", len(header) if length is None else length) + header
    (folder / "model.safetensors").write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("header", "length"),
    [
        (b"{}", 2**63),
        (b"{}", 2**40),
        (b"{" * 100_000, None),
        (b'{"a": {"dtype": "F32", "shape": [1099511627776], "data_offsets": [0, 8]}}', None),
        (b'{"a": {"dtype": "F32", "shape": [-1, "x"], "data_offsets": [0, 8]}}', None),
        (b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 99999999999]}}', None),
    ],
    ids=["endless", "long", "deep", "huge tensor", "odd shape", "beyond the end"],
)
def test_a_made_up_safetensors_header_is_a_sentence_and_takes_no_memory(
    tmp_path: Path, tiny_settings: Any, header: bytes, length: int | None
) -> None:
    from app.engine.engine import Engine

    folder = made_up(tmp_path / "model", header, length)
    engine = Engine(tiny_settings.model_copy(update={"allow_path": (tmp_path,)}))
    before = peak()
    with pytest.raises(InputError):
        engine.finish(engine.run("read", f"path:{folder}", {"text": TEXT}))
    assert peak() - before < 300 * MIB


def peak() -> int:
    """Bytes this process has had in memory at most."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_more_layers_than_there_are_tensors_are_not_built(
    tmp_path: Path, tiny_folders: Path
) -> None:
    import shutil

    from app.models.catalog import row
    from app.models.loading import load

    folder = shutil.copytree(tiny_folders / "llama", tmp_path / "deep")
    config = json.loads((folder / "config.json").read_text())
    config["num_hidden_layers"] = 10**9
    config.pop("layer_types", None)
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(InputError, match="1,000,000,000 for num_hidden_layers"):
        load(row(f"path:{folder}"), folder, device="cpu")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("," * 5_000_000, "columns"),
        ("text,label\n" + "," * 5_000_000, "broken"),
        ("text,label\n" + "a\n" * 2_000_000, "more than"),
        ("text,label\n" + '"' + "x" * 5_000_000, "no CSV"),
        ("text,label\n" + '"a\n' * 1_000_000, "no CSV"),
    ],
    ids=["columns", "cells", "rows", "one cell", "open quotation marks"],
)
def test_a_table_made_to_burst_is_a_sentence(tmp_path: Path, content: str, said: str) -> None:
    from app.training.table import read_table

    path = tmp_path / "mine.csv"
    path.write_text(content)
    before = peak()
    with pytest.raises(InputError, match=said):
        read_table(path)
    assert peak() - before < 300 * MIB
