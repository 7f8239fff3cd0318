"""Autocomplete: grey words while one types, taken with Tab, sent away with Escape, never stale."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.person import choose_model, choose_task, lane, run, write, written
from tests.browser.test_accessible import objections

pytestmark = pytest.mark.browser

TEXT = "the cat saw a big dog"


@pytest.fixture
def page(visit: Callable[..., Page], llama: str) -> Page:
    """The task with the tiny decoder, which a first run has loaded."""
    page = visit()
    choose_model(page, "a", llama)
    write(page, TEXT)
    run(page, "a")
    choose_task(page, "Autocomplete")
    box(page).click()
    box(page).press("Control+End")
    return page


def box(page: Page) -> Locator:
    return page.locator("#text textarea")


def ghost(page: Page) -> Locator:
    return page.locator('[data-testid="ghost"] .pg-ghost-text')


def test_three_tokens_with_their_probabilities_come_below_the_box(page: Page, api: Any) -> None:
    box(page).press_sequentially(" and")
    chips = page.get_by_test_id("suggested-token")
    expect(chips).to_have_count(3)
    expect(ghost(page)).to_be_visible()
    made = api("/generate", f"{TEXT} and", lane(page, "a")["model"], 1)
    told = api("/next_token", made["trace_id"], -2, limit=3)["candidates"]
    shown = chips.evaluate_all("(all) => all.map((one) => ({ ...one.dataset }))")
    assert [int(one["id"]) for one in shown] == [one["id"] for one in told]
    assert [float(one["probability"]) for one in shown] == pytest.approx(
        [one["raw_probability"] for one in told], rel=1e-4
    )
    chips.nth(1).click()
    assert written(page) == f"{TEXT} and{told[1]['text']}"


def test_tab_takes_the_grey_text_and_escape_sends_it_away(page: Page) -> None:
    box(page).press_sequentially(" saw")
    expect(ghost(page)).to_be_visible()
    page.wait_for_timeout(300)
    words = ghost(page).inner_text()
    box(page).press("Tab")
    assert written(page) == f"{TEXT} saw{words}"
    expect(box(page)).to_be_focused()
    box(page).press_sequentially(" a")
    expect(ghost(page)).to_be_visible()
    before = written(page)
    box(page).press("Escape")
    expect(ghost(page)).to_be_hidden()
    # Nothing is offered: Tab leaves the box as everywhere.
    box(page).press("Tab")
    expect(box(page)).not_to_be_focused()
    assert written(page) == before


def test_a_stale_answer_never_overwrites_a_newer_one(page: Page) -> None:
    """The first question is answered after the second: its answer is not shown."""
    asked: list[str] = []
    held: list[Route] = []

    def answer(route: Route) -> None:
        text = json.loads(route.request.post_data or "{}")["text"]
        asked.append(text)
        if len(asked) == 1:
            held.append(route)
            return
        route.fulfill(body=line(text, " newer"), content_type="application/x-ndjson")

    def line(text: str, words: str) -> str:
        token = {"id": 5, "text": words, "probability": 0.5}
        return json.dumps({"tokens": [token], "text": words, "read": 1}) + "\n"

    # As if leaving off a request did not keep its answer away.
    page.evaluate("() => { AbortController.prototype.abort = () => {} }")
    page.route("**/autocomplete", answer)
    box(page).press_sequentially(" a")
    page.wait_for_timeout(300)
    assert len(asked) == 1
    box(page).press_sequentially("b")
    expect(ghost(page)).to_have_text(" newer")
    held[0].fulfill(body=line(asked[0], " older"), content_type="application/x-ndjson")
    page.wait_for_timeout(300)
    expect(ghost(page)).to_have_text(" newer")
    expect(page.get_by_test_id("suggested-token")).to_contain_text(["newer"])
    page.unroute("**/autocomplete")


def test_what_is_typed_along_the_suggestion_keeps_the_rest(page: Page) -> None:
    def answer(route: Route) -> None:
        text = json.loads(route.request.post_data or "{}")["text"]
        if text.endswith(" x"):
            token = {"id": 5, "text": "yz", "probability": 0.5}
            body = json.dumps({"tokens": [token], "text": "yz <b>and</b>", "read": 1}) + "\n"
            route.fulfill(body=body, content_type="application/x-ndjson")

    page.route("**/autocomplete", answer)
    box(page).press_sequentially(" x")
    # A model's text is text, never markup.
    expect(ghost(page)).to_have_text("yz <b>and</b>")
    box(page).press_sequentially("y")
    expect(ghost(page)).to_have_text("z <b>and</b>")
    page.unroute("**/autocomplete")


WATCH = """() => {
    window.frames_seen = [];
    let before = null;
    const look = () => {
        const box = document.querySelector("#text textarea");
        requestAnimationFrame(() => setTimeout(look));
        // A program may change the text between a picture and this look at it.
        const changed = box.value !== before;
        before = box.value;
        if (changed) return;
        const chips = [...document.querySelectorAll('[data-testid="suggested-token"]')];
        const note = document.querySelector('[data-testid="suggestion-note"]');
        const grey = document.querySelector('[data-testid="ghost"]:not([hidden]) .pg-ghost-text');
        window.frames_seen.push({
            text: box.value,
            tokens: chips.map((one) => [Number(one.dataset.id), Number(one.dataset.probability)]),
            note: note ? note.textContent : "",
            grey: grey ? grey.textContent : "",
        });
    };
    look();
}"""


def told(address: str, text: str, model: str) -> list[list[Any]]:
    """The server's own answer for a text: (id, probability) of the three tokens."""
    asked = {"text": text, "model": model, "page": "another page"}
    with httpx.stream("POST", f"{address}/autocomplete", json=asked, timeout=30) as answer:
        lines = [json.loads(line) for line in answer.iter_lines() if line]
    return [[each["id"], each["probability"]] for each in lines[-1]["tokens"]]


def true_frames(page: Page, address: str, model: str) -> int:
    """Compares what every picture of the page showed with the server's own answer for its text."""
    shown: list[dict[str, Any]] = page.evaluate("() => window.frames_seen")
    answers: dict[str, list[list[Any]]] = {}
    for frame in shown:
        assert ("grey text" in frame["note"]) == bool(frame["grey"]), frame
        if not frame["tokens"]:
            continue
        if frame["text"] not in answers:
            answers[frame["text"]] = told(address, frame["text"], model)
        own = answers[frame["text"]]
        assert [each[0] for each in frame["tokens"]] == [each[0] for each in own], frame
        shares = [each[1] for each in own]
        assert [each[1] for each in frame["tokens"]] == pytest.approx(shares, rel=1e-3), frame
    return len(answers)


def test_the_first_screen_suggests_for_the_text_that_is_in_the_box(
    fresh: Page, address: str
) -> None:
    """Choosing the task puts its own example in place of the text: nothing of the old is shown."""
    fresh.evaluate(WATCH)
    choose_task(fresh, "Autocomplete")
    expect(box(fresh)).to_have_value("Once upon a time there was a")
    # The default model may still be on its way.
    expect(fresh.get_by_test_id("suggested-token")).to_have_count(3, timeout=60_000)
    expect(ghost(fresh)).not_to_be_empty()
    fresh.wait_for_timeout(1000)
    last = fresh.evaluate("() => window.frames_seen.at(-1)")
    assert last["text"] == "Once upon a time there was a"
    assert len(last["tokens"]) == 3
    assert last["grey"]
    assert true_frames(fresh, address, "") >= 1


def test_a_text_that_a_program_puts_in_is_asked_for_anew(
    page: Page, address: str, llama: str
) -> None:
    box(page).press_sequentially(" and")
    expect(page.get_by_test_id("suggested-token")).to_have_count(3)
    page.evaluate(WATCH)
    page.wait_for_timeout(200)
    page.evaluate("() => { document.querySelector('#text textarea').value = 'a big dog saw' }")
    page.wait_for_timeout(200)
    expect(page.get_by_test_id("suggested-token")).to_have_count(3)
    assert true_frames(page, address, llama) == 2  # that of before as well


def test_whoever_types_faster_than_it_answers_sees_no_number_of_another_text(
    page: Page, address: str, llama: str
) -> None:
    """Every answer comes half a second late."""

    page.evaluate(
        """() => {
            const fetching = window.fetch;
            window.fetch = async (...asked) => {
                const answer = await fetching(...asked);
                if (String(asked[0]).includes("autocomplete"))
                    await new Promise((done) => setTimeout(done, 500));
                return answer;
            };
        }"""
    )
    page.evaluate(WATCH)
    box(page).press_sequentially(" and a small cat", delay=60)
    expect(page.get_by_test_id("suggested-token")).to_have_count(3)
    page.wait_for_timeout(300)
    assert true_frames(page, address, llama) >= 1


def test_a_refused_answer_leaves_no_numbers(page: Page) -> None:
    box(page).press_sequentially(" and")
    expect(page.get_by_test_id("suggested-token")).to_have_count(3)
    refused = {"error": "The server is busy."}
    page.route("**/autocomplete", lambda route: route.fulfill(status=200, json=refused))
    box(page).press_sequentially(" a")
    expect(page.get_by_test_id("suggestion-note")).to_have_text("The server is busy.")
    expect(page.get_by_test_id("suggested-token")).to_have_count(0)
    expect(ghost(page)).to_be_hidden()
    page.unroute("**/autocomplete")


def test_another_model_is_asked_anew_and_never_answered_for(
    page: Page, problems: list[str]
) -> None:
    """A model that is not loaded gives a sentence, not the default model's numbers."""
    box(page).press_sequentially(" and")
    expect(page.get_by_test_id("suggested-token")).to_have_count(3)
    choose_model(page, "a", "path:/nowhere")
    expect(page.get_by_test_id("suggested-token")).to_have_count(0)
    expect(page.get_by_test_id("suggestion-note")).to_contain_text("press Run once")
    # The browser writes every refused request into its console.
    assert all("422" in each for each in problems)
    problems.clear()


def test_other_tasks_suggest_nothing(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda made: asked.append(made.url) if "autocomplete" in made.url else None)
    choose_task(page, "Continue")
    box(page).click()
    box(page).press_sequentially(" and")
    page.wait_for_timeout(300)
    assert asked == []
    expect(page.get_by_test_id("suggested-token")).to_have_count(0)


def test_axe_has_no_objection_while_typing(page: Page) -> None:
    box(page).press_sequentially(" and")
    expect(page.get_by_test_id("suggested-token")).to_have_count(3)
    assert objections(Axe(), page) == []
