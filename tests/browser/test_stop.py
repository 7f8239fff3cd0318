"""Stop ends a run after its current token; what is written stays and fills the panels."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    at_rest,
    candidates,
    choose_model,
    eventually,
    lane,
    open_tab,
    remember,
    run,
    set_number,
    still_to_come,
    texts,
    weights,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.models]

MANY = 200


def start(page: Page, text: str, count: int) -> None:
    """Presses Run with 200 new tokens asked for and waits for the first `count`."""
    set_number(page, "max-new-tokens", "a", MANY)
    write(page, text)
    remember(page)
    page.locator("#run").click()
    page.wait_for_function(
        """(count) => {
            const lane = window.playground.store.lanes.a;
            return lane !== window.seen.a && lane.running
                && lane.tokens.filter((token) => token.new).length >= count;
        }""",
        arg=count,
    )


def test_stop_keeps_what_is_written_and_fills_the_panels(page: Page) -> None:
    start(page, "Once upon a time there was a", 5)
    so_far = texts(page, "a")
    page.locator("#stop").click()
    at_rest(page, "a")
    facts = lane(page, "a")["facts"]
    assert 5 <= facts["new_tokens"] < MANY
    expect(page.get_by_test_id("facts-a")).to_contain_text("stopped by you")
    expect(page.get_by_test_id("tokens-a").locator(".pg-new")).to_have_count(facts["new_tokens"])
    after = texts(page, "a")
    assert after[: len(so_far)] == so_far

    def reads_the_stopped_run() -> None:
        _, found = weights(page, "a")
        assert len(found) == len(after)
        assert sum(found) == pytest.approx(1, abs=1e-5)

    eventually(page, reads_the_stopped_run)
    still_to_come(page)
    open_tab(page, "Next token")

    def predicts_from_the_stopped_run() -> None:
        position = page.get_by_test_id("position")
        assert position.get_attribute("data-position") == str(len(after) - 1)
        assert candidates(page, "a")[0]["probability"] > 0

    eventually(page, predicts_from_the_stopped_run)


def test_a_second_run_works_after_a_stop(page: Page) -> None:
    set_number(page, "max-new-tokens", "a", 3)
    run(page)
    assert lane(page, "a")["facts"]["new_tokens"] == 3
    expect(page.get_by_test_id("facts-a")).not_to_contain_text("stopped by you")
    assert lane(page, "a")["error"] == ""


def test_a_new_run_ends_the_one_before(page: Page) -> None:
    start(page, "In a village by the sea lived a", 3)
    set_number(page, "max-new-tokens", "a", 2)
    write(page, "The sky is")
    page.locator("#run").click()

    def shows_the_second() -> None:
        shown = lane(page, "a")
        assert not shown["running"]
        assert shown["facts"]["new_tokens"] == 2
        assert "".join(texts(page, "a")).startswith("The sky is")

    eventually(page, shows_the_second)
    page.wait_for_timeout(500)
    shows_the_second()


def test_lane_b_runs_while_lane_a_still_writes(fresh: Page, gpt2: str) -> None:
    choose_model(fresh, "b", gpt2)
    start(fresh, "the cat sat on a mat", 2)
    fresh.wait_for_function(
        """() => {
            const { a, b } = window.playground.store.lanes;
            return b && b.trace || !a.running;
        }"""
    )
    running = lane(fresh, "a")["running"]
    fresh.locator("#stop").click()
    at_rest(fresh, "a")
    assert running, "lane B began only when lane A was done"


def test_stop_ends_both_lanes(fresh: Page) -> None:
    choose_model(fresh, "b", "smollm2-135m")
    set_number(fresh, "max-new-tokens", "b", MANY)
    fresh.locator("#text-b textarea").fill("The largest city of the world is")
    start(fresh, "A long time ago people believed that", 4)
    fresh.locator("#stop").click()
    at_rest(fresh, "a")
    fresh.wait_for_timeout(1500)
    other = lane(fresh, "b")
    assert other is None or not other["running"], "lane B went on after Stop"
    if other and other["facts"]:
        assert other["facts"]["stopped_by"] == "stop"
    remember(fresh)
    fresh.locator("#stop").click()
