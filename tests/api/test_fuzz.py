"""Whatever is sent: a sentence, strict JSON, no failure of ours; see tests/fuzz.py."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from app.api.disconnection import Leaving
from app.api.refusals import Unexpected
from app.decoding.sampling import Sampling
from app.errors import InputError
from app.ui.controls import NAMES
from app.ui.runs import MALFORMED, Runs
from tests.api.test_runs import call
from tests.fuzz import fuzz, strict, tiny_engine

CALLS = 200
TEXT = "the cat sat on a mat"
DIGITS = "9" * 6000


def test_random_calls_end_in_answers(tmp_path: Path) -> None:
    found = fuzz(*tiny_engine(tmp_path), calls=CALLS, seed=7)
    assert not found.problems, "\n".join(found.problems)
    assert found.answers["route 200"] > 10
    assert found.answers["endpoint complete"] > 5


@pytest.fixture(scope="module")
def trace_id(engine: Any, llama: str) -> str:
    events = engine.run("generate", llama, {"text": TEXT}, Sampling(max_new_tokens=3))
    return str(engine.finish(events).trace_id)


@pytest.mark.parametrize(
    "target",
    [
        "/lab/{trace}/words?ids={digits}",
        "/lab/{trace}?position={digits}",
        "/lens/{trace}?layers={digits}",
        "/lens/{trace}?first={digits}",
        "/lens/{trace}/watch?position=0&tokens={digits}",
        "/draw/{trace}?seed={digits}",
        "/draw/{trace}?top_k={digits}",
        "/arrays/{trace}/attention/self/{digits}",
        "/arrays/{trace}/logits/{digits}",
        "/classic/head/{trace}?heads={digits}",
        "/experiments/tree/{trace}?depth={digits}",
        "/experiments/positions/{trace}?kind=swap&first={digits}",
        "/experiments/hide/{trace}?first={digits}&last=0",
        "/heads/anatomy/{trace}?layer={digits}",
        "/neurons/{trace}?layer={digits}&position=0",
        "/schemes?length={digits}",
        "/panels/attention/{trace}?layer={digits}",
        "/compare/{trace}/{trace}/{digits}/0",
        "/panels/attention/{trace}-{digits}",
    ],
)
def test_numbers_of_thousands_of_digits_are_one_sentence(
    client: Any, trace_id: str, target: str
) -> None:
    answer = client.get(target.format(trace=trace_id, digits=DIGITS))
    assert answer.status_code == 422, answer.text[:300]
    said = strict(answer.text)
    assert set(said) == {"error"}
    assert said["error"].endswith(".")
    assert len(said["error"]) < 300


def test_a_query_of_another_type_is_named(client: Any, trace_id: str) -> None:
    answer = client.get(f"/lab/{trace_id}?position=first")
    assert answer.json() == {"error": "position must be a whole number."}
    answer = client.get(f"/lens/{trace_id}/cell?layer=1")
    assert answer.json() == {"error": "position is missing."}
    answer = client.post("/autocomplete", content=b"{", headers={"content-type": "text/json"})
    assert answer.status_code == 422
    answer = client.post("/autocomplete", json={"text": ["a"]})
    assert answer.json() == {"error": "text must be text."}


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("move_positions", {"kind": "shuffle", "seed": [1]}, "seed must be a whole number"),
        ("move_positions", {"kind": "shuffle", "seed": True}, "seed must be a whole number"),
        ("move_positions", {"kind": ["shuffle"]}, "kind must be text"),
        ("attention", {"layer": 10**400}, "layer must be a number from"),
        ("attention", {"layer": 0.5}, "layer must be a whole number"),
        ("lens", {"positions": DIGITS}, "positions must be whole numbers"),
        ("decides", {"label": None}, "label must be text"),
    ],
)
def test_an_endpoint_names_what_is_of_another_type(
    client: Any, trace_id: str, name: str, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(RuntimeError, match=said):
        call(client, name, trace_id=trace_id, **asked)


def test_an_argument_that_is_left_out_is_named(client: Any) -> None:
    answer = client.post("/gradio_api/call/v2/generate", json={"model": "x"})
    assert answer.status_code == 422
    assert answer.json() == {"error": "prompt is missing."}


def test_a_text_that_looks_like_no_number_stays_a_text(client: Any, llama: str) -> None:
    made = call(client, "trace", text="NaN", model=llama)
    told = strict(json.dumps(made))
    assert all(isinstance(token["text"], str) for token in told["tokens"])
    assert told["tokens"]


@pytest.mark.parametrize(
    "detail",
    [
        None,
        "x",
        [],
        {},
        {"trace": None},
        {"trace": ["x"], "position": 1, "id": 2},
        {"trace": "x", "position": None, "id": 2},
        {"trace": "x", "position": 1, "id": float("inf")},
        {"trace": "x", "node": {}},
        {"trace": "x", "hide": 3},
        {"trace": "x", "position": 1, "settings": "all"},
    ],
)
def test_a_choice_of_a_foreign_shape_is_told_to_its_sender(engine: Any, detail: Any) -> None:
    settings = [getattr(Sampling(), name) for name in NAMES] * 2
    runs = Runs(engine, ())
    request: Any = gr.Request(session_hash="me")
    shown = list(runs.pick(gr.EventData(None, detail), request, *settings))
    assert [each["error"] for each, _, _ in shown] == [MALFORMED]


def test_settings_of_a_foreign_shape_are_a_sentence(engine: Any, trace_id: str) -> None:
    runs = Runs(engine, ())
    request: Any = gr.Request(session_hash="me")
    detail = {"trace": trace_id, "position": 1, "settings": {"temperature": 1}}
    *_, last = runs.pick(gr.EventData(None, detail), request, *([None] * 2 * len(NAMES)))
    assert "must be" in last[0]["error"]
    assert not last[0]["running"]


def test_half_a_character_in_a_sentence_can_be_sent() -> None:
    assert str(InputError("There is no \ud800 here.")) == "There is no ? here."


def test_a_failure_of_ours_is_one_sentence_and_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Any] = []

    async def failing(*_: Any) -> None:
        raise ZeroDivisionError("secret detail")

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        await asyncio.sleep(60)

    scope = {"type": "http", "method": "GET", "path": "/lab/x", "headers": []}
    with caplog.at_level(logging.ERROR):
        asyncio.run(Unexpected(Leaving(failing))(scope, receive, send))
    assert sent[0]["status"] == 500
    body = json.loads(sent[1]["body"])
    assert "its log says why" in body["error"]
    assert "secret" not in body["error"]
    assert "secret detail" in caplog.text
