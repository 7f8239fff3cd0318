"""Heads over many sentences: means and spreads are numpy's, and an odd sentence is named."""

from __future__ import annotations

import json
import threading
from typing import Any

import numpy as np
import pytest

from app.analysis.head_roles import ENOUGH, Roles, roles
from app.analysis.head_statistics import FEWEST, MOST_UNLIKE, SentenceSet
from app.api.heads.sentence_sets import heads_over_sentences, sets
from app.decoding.sampling import Sampling
from app.engine.sentence_sets import read_set
from app.errors import InputError
from tests.api.test_runs import call

# Lopsided: of other lengths, with and without words that come back, and marks.
LINES = [
    "the cat saw the dog",
    "a big red mat, and it sat on a mat. the dog ran far away from here",
    "now the cat ran",
    "it saw a dog and a dog saw it and a cat saw a mat",
]


@pytest.fixture(params=["llama", "bert", "t5"])
def model(request: Any, tiny_folders: Any) -> str:
    return f"path:{tiny_folders / request.param}"


def stack_of(engine: Any, model: str, text: str) -> Any:
    return engine.finish(engine.run("read", model, {"text": text})).answer.trace.attention[0]


def tables(one: Roles) -> dict[str, Any]:
    return {**one.measures, "reach": one.reach, "entropy": one.entropy}


def test_identical_sentences_spread_nothing_and_mean_themselves(engine: Any, model: str) -> None:
    told = heads_over_sentences(engine, "\n".join(LINES[3:] * 5), model)
    one = roles(stack_of(engine, model, LINES[3]))
    for name, table in tables(one).items():
        assert told["measures"][name]["asked"] == 5
        assert np.max(told["measures"][name]["spread"]) <= 1e-6, name
        assert np.allclose(told["measures"][name]["mean"], table, atol=1e-6), name
    assert told["chance"] == pytest.approx(one.chance, abs=1e-6)
    # Enough queries to name a head after every role, in one sentence as in five.
    assert min(one.asked.values()) >= ENOUGH
    for layer, row in enumerate(told["roles"]):
        for head, role in enumerate(row):
            clear = one.clear(layer, head)
            assert (role and role["role"]) == (clear and clear[0])
    assert not any(head for layer in told["unlike"] for head in layer)


def test_the_queries_of_all_sentences_count_together(engine: Any, llama: str) -> None:
    one = roles(stack_of(engine, llama, LINES[0]))
    assert one.asked["duplicate"] < ENOUGH
    gathered = SentenceSet()
    for _ in range(ENOUGH):
        gathered.add(one)
    assert gathered.found().queries["duplicate"] == ENOUGH * one.asked["duplicate"]
    assert gathered.found().average().asked["duplicate"] >= ENOUGH


def test_means_and_spreads_are_those_of_the_single_sentences(engine: Any, model: str) -> None:
    told = heads_over_sentences(engine, "\n".join(LINES), model)
    singles = [roles(stack_of(engine, model, line)) for line in LINES]
    assert told["lines"] == [0, 1, 2, 3]
    for name, found in told["measures"].items():
        asked = [tables(one)[name] for one in singles if name in tables(one)]
        assert found["asked"] == len(asked)
        assert np.allclose(found["mean"], np.mean(asked, axis=0), atol=1e-6), name
        assert np.allclose(found["spread"], np.std(asked, axis=0), atol=1e-6), name
    # Nothing comes back in the third.
    assert told["measures"]["duplicate"]["asked"] == 3


def planted(rng: Any, *, odd: tuple[int, int] | None = None, without: bool = False) -> Roles:
    """Measures near 0.3; those of one head far off in "previous"."""
    names = ("induction", "previous", "sink", "uniform")
    measures = {name: rng.normal(0.3, 0.01, (2, 3)).astype(np.float32) for name in names}
    if odd:
        measures["previous"][odd] = 0.9
    if without:
        del measures["induction"]
    reach, entropy = rng.normal(4, 0.1, (2, 3, 2)).astype(np.float32).transpose(2, 0, 1)
    return Roles(measures, dict.fromkeys(measures, 0.1), reach, entropy)


def test_an_odd_sentence_is_named_with_its_measure() -> None:
    rng = np.random.default_rng(4)
    gathered = SentenceSet()
    for number in range(40):
        gathered.add(planted(rng, odd=(1, 2) if number == 17 else None, without=number % 3 == 0))
    found = gathered.found()
    first = found.unlike[1][2][0]
    assert (first.sentence, first.measure) == (17, "previous")
    assert first.value == pytest.approx(0.9)
    mean, spread = found.mean["previous"][1, 2], found.spread["previous"][1, 2]
    assert first.away == pytest.approx((0.9 - mean) / spread, rel=1e-5)
    assert len(found.unlike[1][2]) == MOST_UNLIKE
    distances = [each.distance for each in found.unlike[1][2]]
    assert distances == sorted(distances, reverse=True)
    assert distances[0] > 1.5 * distances[1]
    assert found.unlike[0][0][0].sentence != 17 or found.unlike[0][0][0].measure != "previous"
    assert found.asked["induction"] == 26
    assert found.asked["previous"] == 40


def test_two_sentences_have_no_odd_one_and_a_rare_role_names_no_head() -> None:
    rng = np.random.default_rng(5)
    gathered = SentenceSet()
    with pytest.raises(ValueError, match="no sentence"):
        gathered.found()
    for number in range(FEWEST - 1):
        gathered.add(planted(rng, odd=(0, 0) if number else None))
    assert not any(head for layer in gathered.found().unlike for head in layer)
    rare = SentenceSet()
    for number in range(5):
        one = planted(rng, without=number > 0)
        if number == 0:
            one.measures["induction"][:] = 0.9
        rare.add(one)
    assert rare.found().asked["induction"] == 1
    assert "induction" not in rare.found().average().measures
    with pytest.raises(ValueError, match="after"):
        rare.add(Roles({}, {}, np.zeros((3, 3), np.float32), np.zeros((3, 3), np.float32)))


def test_short_lines_are_skipped_and_empty_ones_do_not_count(engine: Any, llama: str) -> None:
    told = heads_over_sentences(engine, "\n".join(["", LINES[0], "  ", "it", LINES[2]]), llama)
    assert told["lines"] == [1, 4]
    assert [each["line"] for each in told["skipped"]] == [3]
    assert "at least 4 tokens" in told["skipped"][0]["why"]
    assert told["sentences"] == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "There is no sentence yet"),
        (["  ", ""], "There is no sentence yet"),
        (["it", "a"], "No line has the 4 tokens"),
        ([LINES[0], "", "the cat " * 30], r"Line 3 has \d+ tokens and the limit is 40"),
        ([LINES[0], "x" * 501], "“Line 2” has 501 characters and the limit is 500"),
        (["half \ud800 a character"], "Line 1"),
        ([LINES[0]] * 501, "There are 501 sentences, the limit is 500"),
    ],
)
def test_limits_are_refused_in_one_sentence(
    engine: Any, llama: str, lines: list[str], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        next(read_set(engine, llama, lines))


def test_unknown_stacks_and_models_are_refused(engine: Any, llama: str) -> None:
    with pytest.raises(InputError, match="self"):
        heads_over_sentences(engine, "\n".join(LINES), llama, "cross")
    with pytest.raises(InputError):
        heads_over_sentences(engine, "\n".join(LINES), "no such model")


def test_what_is_read_stands_when_it_is_left_off(engine: Any, llama: str) -> None:
    steps = read_set(engine, llama, LINES * 5)
    for step in steps:
        if step.done == 6:
            break
    steps.close()
    found = step.sentences.found()
    assert found.sentences == len(step.lines) == 6
    stopped = list(read_set(engine, llama, LINES * 5, stop=lambda: True))
    assert [step.done for step in stopped] == [0]
    # Neither the model nor its turn is held any more.
    assert engine.finish(engine.run("read", llama, {"text": "the mat ran on"})).trace_id


def test_progress_and_results_so_far_are_told(engine: Any, llama: str) -> None:
    events = list(sets(engine, LINES * 8, llama))
    assert [event["done"] for event in events] == list(range(33))
    assert {event["of"] for event in events} == {32}
    assert events[0]["seconds_left"] is None
    assert events[-1]["seconds_left"] == pytest.approx(0, abs=1e-6)
    assert all(event["seconds_left"] > 0 for event in events[1:-1])
    assert events[25]["result"]["sentences"] == 25
    assert "result" not in events[24]
    whole = heads_over_sentences(engine, "\n".join(LINES * 8), llama)
    assert events[-1]["result"] == whole


def test_others_have_their_turn_between_two_sentences(tiny_settings: Any, llama: str) -> None:
    from app.engine.engine import Engine

    alone = Engine(tiny_settings.model_copy(update={"concurrent_runs": 1}))
    alone.warm(llama)
    order: list[str] = []

    def visitor() -> None:
        alone.finish(alone.run("generate", llama, {"text": "the cat"}, Sampling(max_new_tokens=2)))
        order.append("visitor")

    thread = threading.Thread(target=visitor)
    for step in read_set(alone, llama, LINES * 100):
        if step.done == 1:
            thread.start()
        if "visitor" in order:
            break
    thread.join(60)
    assert order == ["visitor"]
    assert step.done < step.of


def test_over_http(client: Any, engine: Any, llama: str) -> None:
    answer = client.post("/heads/sets", json={"lines": LINES, "model": llama})
    told = [json.loads(line) for line in answer.text.splitlines()]
    whole = heads_over_sentences(engine, "\n".join(LINES), llama)
    assert told[-1]["result"] == whole
    assert call(client, "heads_over_sentences", text="\n".join(LINES), model=llama) == whole
    refused = client.post("/heads/sets", json={"lines": [], "model": llama})
    assert refused.status_code == 422
    assert "There is no sentence yet" in refused.json()["error"]
    foreign = client.post(
        "/heads/sets", json={"lines": LINES, "model": llama}, headers={"Origin": "http://evil.test"}
    )
    assert foreign.status_code == 403


def test_a_page_that_leaves_stops_the_reading(tiny_settings: Any, llama: str) -> None:
    """Driven as uvicorn drives it: once the page is gone, at most the line under way is read."""
    import asyncio

    from app.engine.engine import Engine
    from app.server import create

    turns: list[int] = []

    class Counting(Engine):
        def turn(self, stop: Any = lambda: False) -> Any:
            turns.append(1)
            return super().turn(stop)

    app = create(tiny_settings, Counting(tiny_settings), warm=False)
    body = json.dumps({"lines": LINES * 100, "model": llama}).encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/heads/sets",
        "raw_path": b"/heads/sets",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }

    async def visit() -> int:
        gone = asyncio.Event()
        given = [{"type": "http.request", "body": body, "more_body": False}]
        heard = 0

        async def receive() -> Any:
            if given:
                return given.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            nonlocal heard
            if message["type"] == "http.response.body" and message.get("body"):
                heard += message["body"].count(b"\n")
                if heard >= 5:
                    gone.set()

        await app(scope, receive, send)
        before = len(turns)
        await asyncio.sleep(0.5)
        return before

    before = asyncio.run(visit())
    assert 4 <= before <= 8
    assert len(turns) == before
