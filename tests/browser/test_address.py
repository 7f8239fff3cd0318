"""The address is the state: opening it asks the same again and selects the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    choose_model,
    choose_task,
    eventually,
    lane,
    open_tab,
    run,
    selected_head,
    set_number,
    texts,
    write,
    written,
)

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

TEXT = "the cat & the dog? a=b #1 + 2%"


def query(page: Page) -> dict[str, str]:
    return {key: value[0] for key, value in parse_qs(urlsplit(page.url).query).items()}


def ended(page: Page, *lanes: str) -> None:
    page.wait_for_function(
        """(names) => names.every((name) => {
            const lane = window.playground.store.lanes[name];
            return lane && lane.trace && !lane.running && !lane.recorded;
        })""",
        arg=list(lanes),
    )


@pytest.fixture(scope="module")
def page(page: Page, llama: str, gpt2: str) -> Page:
    """A page that ran two lanes with settings of their own, a head and a place chosen."""
    choose_model(page, "a", llama)
    choose_model(page, "b", gpt2)
    set_number(page, "max-new-tokens", "a", 7)
    set_number(page, "temperature", "a", 0.7)
    set_number(page, "seed", "a", 3)
    set_number(page, "top-k", "b", 5)
    write(page, TEXT)
    run(page, "a", "b")
    page.get_by_test_id("layer").select_option("2")
    page.get_by_test_id("head").select_option("1")
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(5).click()
    return page


def test_a_run_writes_text_and_settings_into_the_address(page: Page, llama: str, gpt2: str) -> None:
    def told() -> None:
        assert query(page) == {
            "text": TEXT,
            "a": llama,
            "b": gpt2,
            "max_new_tokens-a": "7",
            "temperature-a": "0.7",
            "seed-a": "3",
            "top_k-b": "5",
            "sel-layer": "2",
            "sel-head": "1",
            "sel-position": "5",
        }

    eventually(page, told)


def test_opening_the_address_runs_and_selects_the_same(page: Page, visit: Visit) -> None:
    page.wait_for_function("() => location.search.includes('sel-position')")
    again = visit(query(page))
    ended(again, "a", "b")
    for name in ("a", "b"):
        assert lane(again, name)["trace"] == lane(page, name)["trace"]
        expect(again.get_by_test_id(f"tokens-{name}").locator(".pg-token")).to_have_count(
            len(texts(page, name))
        )
        assert texts(again, name) == texts(page, name)
    assert written(again) == TEXT
    eventually(again, lambda: _same(selected_head(again), (2, 1)))
    expect(again.get_by_test_id("attention-caption-b")).to_contain_text("Layer 2, head 1:")
    chosen = again.locator('[data-testid="tokens-a"] [aria-selected="true"]')
    expect(chosen).to_have_attribute("data-index", "5")
    open_tab(again, "Next token")
    expect(again.get_by_test_id("position")).to_have_attribute("data-position", "4")
    # The boxes say what was run, so that a further run is the same again.
    run(again, "a", "b")
    assert lane(again, "a")["trace"] == lane(page, "a")["trace"]
    assert lane(again, "b")["trace"] == lane(page, "b")["trace"]


def _same(found: object, expected: object) -> None:
    assert found == expected


def test_the_task_and_its_question_are_in_the_address(visit: Visit, llama: str) -> None:
    page = visit()
    choose_task(page, "Ask")
    box = page.locator("#question textarea, #question input").first
    expect(box).to_be_visible()
    choose_model(page, "a", llama)
    write(page, "the cat sat on a mat")
    box.fill("a red dog")
    run(page)
    eventually(page, lambda: _same(query(page).get("question"), "a red dog"))
    assert query(page)["task"] == "ask"
    again = visit(query(page))
    ended(again, "a")
    assert lane(again, "a")["trace"] == lane(page, "a")["trace"]
    expect(again.locator('#task input[value="ask"]')).to_be_checked()
    expect(again.locator('#verbs [data-verb="chat"]')).to_have_attribute("aria-pressed", "true")
    box = again.locator("#question textarea, #question input").first
    expect(box).to_be_visible()
    expect(box).to_have_value("a red dog")
    assert written(again) == "the cat sat on a mat"
    # The box shows the name of a model that is known by now.
    expect(again.locator("#model-a input")).to_have_value(re.compile("llama$"))
    assert query(again)["a"] == llama


def test_an_address_without_a_text_runs_nothing(visit: Visit) -> None:
    page = visit({"sel-layer": 4, "sel-head": 2})
    eventually(page, lambda: _same(selected_head(page), (4, 2)))
    page.wait_for_timeout(500)
    assert lane(page, "a")["recorded"]
