"""Whatever happens in a run, its lane ends in a state a person can read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.api.failures import FAILED
from app.decoding.sampling import Sampling
from app.engine.events import Event, Loading, Waiting
from app.errors import InputError
from app.models.store import State
from app.ui.lane_state import lane_states


def states(events: Iterator[Event]) -> list[dict[str, Any]]:
    return list(
        lane_states(events, lane="a", model_id="smollm2-135m", sampling=Sampling(), panels=())
    )


def failing(error: Exception) -> Iterator[Event]:
    yield Loading(State("loading"))
    raise error


def test_a_refused_request_ends_in_its_sentence() -> None:
    last = states(failing(InputError("Type some text first.")))[-1]
    assert last["error"] == "Type some text first."
    assert last["running"] is False


def test_a_bug_ends_the_lane_too(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        last = states(failing(ZeroDivisionError("secret detail")))[-1]
    assert last["error"] == FAILED
    assert last["running"] is False
    assert "secret detail" in caplog.text


def test_progress_is_told_in_words() -> None:
    waiting = [Waiting(3), Waiting(1), Waiting()]
    events: Any = iter([Loading(State("fetching", 0.4)), Loading(State("loading", 1.0)), *waiting])
    words = [state["status"] for state in states(events)]
    assert words[1:] == [
        "Fetching SmolLM2 135M Instruct: 40% …",
        "Loading SmolLM2 135M Instruct …",
        "Waiting for other runs to end: 3 runs come before yours …",
        "Waiting for other runs to end: 1 run comes before yours …",
        "Waiting for another run to end, then comes yours …",
    ]


def test_every_task_opens_with_a_model_of_the_catalogue(engine: Any) -> None:
    from app.ui.choices import _task_changed
    from app.ui.controls import OWN_MODEL

    for task_id, task in engine.tasks.items():
        chosen = _task_changed(engine, task_id, "", "", "", "none")[3]
        assert chosen["value"] and chosen["info"] == OWN_MODEL, task.title
    assert _task_changed(engine, "fill", "", "", "", "none")[3]["value"] == "minilm-mlm"


@pytest.mark.parametrize("task_id", ["generate", "autocomplete", "chat", "summarise", "ask"])
def test_a_task_that_continues_a_text_never_keeps_a_translator(engine: Any, task_id: str) -> None:
    from app.ui.choices import _task_changed

    families = {each.id: each.family for each in engine.rows()}
    told = _task_changed(engine, task_id, "", "", "bergamot-en-pt", "bergamot-pt-en")
    offered = [each for _, each in told[3]["choices"]]
    assert {families[each] for each in offered} == {"decoder"}
    assert told[3]["value"] in offered
    assert told[4]["value"] == "none"
    # Going the other way round, the translator comes back.
    assert _task_changed(engine, "translate", "", "", "smollm2-135m", "none")[3]["value"] in {
        each.id for each in engine.rows() if each.family == "encoder-decoder"
    }


def test_an_own_model_stays_until_its_kind_is_known(engine: Any, tiny_folders: Path) -> None:
    from app.ui.choices import _task_changed

    own = f"path:{tiny_folders / 't5'}"
    new = f"path:{tiny_folders / 'nobody-knows'}"
    engine.finish(engine.run("read", own, {"text": "the cat"}))
    assert _task_changed(engine, "translate", "", "", own, "none")[3]["value"] == own
    told = _task_changed(engine, "generate", "", "", own, "none")[3]
    assert told["value"] != own
    assert own not in [each for _, each in told["choices"]]
    assert _task_changed(engine, "generate", "", "", new, "none")[3]["value"] == new
