"""Interventions as other programs ask for them: numbers, refusals, and the changed run itself."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, with_config

from app.api.interventions_answers import (
    AblatedHeads,
    InterventionControls,
    InterventionEffect,
    WrittenAnew,
)
from app.decoding.sampling import Sampling

HEAD = json.dumps([{"part": "head", "how": "zero", "layers": [1], "heads": [2]}])
WORD = json.dumps([{"part": "link", "how": "cut", "keys": [1]}])


@pytest.fixture(scope="module")
def trace_id(engine: Any, llama: str) -> str:
    events = engine.run("generate", llama, {"text": "the cat saw the cat"}, Sampling(3))
    return str(engine.finish(events).trace_id)


def last(client: Any, route: str, **query: Any) -> dict[str, Any]:
    lines = client.get(route, params=query).text.strip().split("\n")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def checked(kind: Any, answer: dict[str, Any]) -> dict[str, Any]:
    config = with_config({"extra": "forbid", "strict": True})
    TypeAdapter(config(kind)).validate_python(answer)
    return answer


def effect(client: Any, trace_id: str, changes: str, **query: Any) -> dict[str, Any]:
    found = last(client, f"/experiments/intervene/{trace_id}", changes=changes, **query)
    assert "error" not in found, found
    return checked(InterventionEffect, found)


def test_the_changed_run_answers_as_its_effect_says(
    client: Any, engine: Any, trace_id: str
) -> None:
    found = effect(client, trace_id, WORD, position=6)
    changed, plain = engine.trace(found["trace"]), engine.trace(trace_id)
    assert changed.interventions and not changed.stack("self").weights(1)[:, :, 1].any()
    for name, trace in (("before", plain), ("after", changed)):
        row = np.exp(trace.logits[6] - trace.logits[6].max())
        share = row[found["chosen"]["id"]] / row.sum()
        assert found["chosen"][name] == pytest.approx(float(share), abs=1e-6)
    assert found["chosen"]["id"] == plain.tokens[7].id
    logits = [float(t.logits[6, found["chosen"]["id"]] - t.logits[6, found["rival"]["id"]])
              for t in (plain, changed)]  # fmt: skip
    assert [found["difference"][name] for name in ("before", "after")] == pytest.approx(
        logits, abs=1e-4
    )
    # The same change again is the same run, and every panel shows it.
    assert effect(client, trace_id, WORD, position=6)["trace"] == found["trace"]
    panel = client.get(f"/panels/attention/{found['trace']}")
    assert panel.status_code == 200


def test_controls_and_the_map_agree_with_the_effect(client: Any, trace_id: str) -> None:
    one = effect(client, trace_id, HEAD, position=6)
    change = np.log(one["chosen"]["after"] / one["chosen"]["before"])
    others = last(client, f"/experiments/controls/{trace_id}", changes=HEAD, position=6)
    assert checked(InterventionControls, others)["effect"] == pytest.approx(change, abs=1e-4)
    assert len(others["others"]) == 3
    table = last(client, f"/experiments/ablate/{trace_id}", position=6)
    assert checked(AblatedHeads, table)["stacks"]["self"][1][2] == pytest.approx(change, abs=1e-4)
    for other in others["others"]:
        head = other["change"]["heads"][0]
        assert table["stacks"]["self"][1][head] == pytest.approx(other["effect"], abs=1e-5)


def test_what_it_writes_now_is_greedy_under_the_change(
    client: Any, engine: Any, trace_id: str
) -> None:
    found = effect(client, trace_id, WORD)
    anew = checked(WrittenAnew, last(client, f"/experiments/write/{found['trace']}"))
    trace = engine.trace(anew["trace"])
    assert trace.interventions == engine.trace(found["trace"]).interventions
    for place in range(trace.prompt, len(trace.tokens)):
        assert trace.tokens[place].id == int(trace.logits[place - 1].argmax())
    assert not trace.stack("self").weights(2)[:, :, 1].any()
    assert last(client, f"/experiments/write/{trace_id}")["error"].startswith("Only a changed run")


def test_a_changed_run_is_not_changed_again(client: Any, trace_id: str) -> None:
    found = effect(client, trace_id, HEAD)["trace"]
    for route in (
        f"/experiments/intervene/{found}?changes={HEAD}",
        f"/experiments/positions/{found}",
        f"/experiments/ablate/{found}",
    ):
        answer = json.loads(client.get(route).text.strip().split("\n")[-1])
        assert "go back to the original run" in answer["error"]
    panel = client.get(f"/panels/interventions/{found}")
    assert panel.status_code == 422 and "changed inside already" in panel.json()["error"]


def test_a_label_has_an_effect_as_well(client: Any, engine: Any, tiny_folders: Any) -> None:
    events = engine.run("translate", f"path:{tiny_folders / 't5'}", {"text": "the cat saw a dog"})
    run = engine.finish(events)
    changes = json.dumps(
        [
            {"part": "link", "how": "cut", "stack": "encoder", "keys": [1]},
            {"part": "link", "how": "cut", "stack": "cross", "keys": [1]},
        ]
    )
    found = effect(client, run.trace_id, changes, position=0)
    changed = engine.trace(found["trace"])
    assert not changed.stack("cross").weights(0)[:, :, 1].any()
    assert found["written"] is not None


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"changes": "[]"}, "list of 1 to"),
        ({"changes": HEAD, "position": 99}, "position must be from 0"),
        ({"changes": HEAD, "token": 1000}, "token must be from 0"),
        ({"changes": HEAD, "token": 3, "rival": 3}, "two different words"),
        ({"changes": HEAD.replace("[2]", "[9]")}, "head must be from 0 to 3"),
        (
            {"changes": json.dumps([{"part": "state", "how": "patch", "layers": [1],
                                     "source": "gone"}])},
            "no longer kept",
        ),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence(
    client: Any, trace_id: str, query: dict[str, Any], says: str
) -> None:
    answer = last(client, f"/experiments/intervene/{trace_id}", **query)
    assert says in answer["error"]


def test_an_expired_run_says_so(client: Any) -> None:
    answer = last(client, "/experiments/intervene/gone", changes=HEAD)
    assert "no longer kept" in answer["error"]


def test_two_runs_of_different_models_do_not_mix(
    client: Any, engine: Any, trace_id: str, tiny_folders: Any
) -> None:
    events = engine.run(
        "generate", f"path:{tiny_folders / 'gpt2'}", {"text": "the cat saw the cat"}, Sampling(3)
    )
    other = engine.finish(events).trace_id
    patch = json.dumps([{"part": "state", "how": "patch", "layers": [1], "source": other}])
    answer = last(client, f"/experiments/intervene/{trace_id}", changes=patch)
    assert "another model" in answer["error"]


def test_finished_weights_are_refused_and_feed_forward_parts_are_not(
    client: Any, engine: Any, tiny_folders: Any
) -> None:
    events = engine.run(
        "generate", f"path:{tiny_folders / 'bloom'}", {"text": "the cat saw"}, Sampling(2)
    )
    run = engine.finish(events).trace_id
    answer = last(client, f"/experiments/intervene/{run}", changes=HEAD)
    assert "finished weights" in answer["error"]
    mlp = json.dumps([{"part": "mlp", "how": "zero", "layers": [1]}])
    assert effect(client, run, mlp)["next"]["kl_nats"] > 0
