"""The tour is walked by somebody who knows nothing but what its cards say."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import lane

pytestmark = [pytest.mark.browser, pytest.mark.models]

WIDE: Any = {"width": 1440, "height": 900}
CARDS = 10
# What a card asks for, as the visitor does it: one thing to press, or two at most.
STEPS: tuple[Callable[[Page], None], ...]


def word(page: Page, text: str) -> None:
    page.get_by_test_id("tokens-a").locator(".pg-token").filter(has_text=text).first.click()


def square(page: Page) -> None:
    page.locator('[data-lane="a"] .pg-map-canvas').first.click(position={"x": 200, "y": 100})


def guess(page: Page) -> None:
    page.get_by_test_id("tour-guess").fill("Rome")
    page.get_by_test_id("tour-reveal").click()
    expect(page.get_by_test_id("tour")).to_contain_text("“rome” is number 1 of the five likeliest.")


def hotter(page: Page) -> None:
    page.locator(".pg-next-head .pg-knobs input[type=range]").first.fill("1.5")


def cell(page: Page) -> None:
    cells = page.get_by_test_id("layers-grid-a").locator(".pg-layers-cell[data-id]")
    cells.first.wait_for()
    cells.nth(40).click()


STEPS = (
    lambda page: word(page, "tired"),
    square,
    guess,
    lambda page: page.locator('[data-testid="next-bar-a"]:not(.pg-came)').first.click(),
    hotter,
    lambda page: word(page, "preto"),
    lambda page: page.get_by_test_id("hide-run-a").click(),
    lambda page: page.get_by_test_id("place-run-a").click(),
    cell,
    lambda page: page.get_by_test_id("share").click(),
)


def at_rest(page: Page, task: str) -> None:
    """What the card set up is there: before that, a step would be on what the card before left."""
    expect(page.get_by_test_id("tour")).to_have_attribute("aria-busy", "false", timeout=30_000)
    page.wait_for_function(
        "(task) => { const a = playground.store.lanes.a;"
        " return a?.trace && !a.running && a.task === task; }",
        arg=task,
    )


@pytest.fixture(scope="module")
def page(new_context: Any, address: str) -> Iterator[Page]:
    page = new_context(viewport=WIDE).new_page()
    page.goto(address)
    page.locator('[data-testid="next-bar-a"][data-id]').first.wait_for()
    yield page
    page.close()


def test_ten_cards_one_step_each(page: Page) -> None:
    tasks = ["read", "read", *["generate"] * 3, "translate", "translate", *["generate"] * 3]
    page.get_by_test_id("tour-start").click()
    card = page.get_by_test_id("tour")
    began = time.perf_counter()
    for number, (step, task) in enumerate(zip(STEPS, tasks, strict=True), 1):
        expect(card).to_contain_text(f"{number} / {CARDS}")
        assert f"tour={number}" in page.url
        at_rest(page, task)
        expect(card).not_to_contain_text("✓")
        step(page)
        expect(card).to_contain_text("✓", timeout=20_000)
        page.get_by_test_id("tour-next").click()
    expect(card).to_be_hidden()
    assert "tour=" not in page.url
    print(f"ten cards in {time.perf_counter() - began:.1f} s, without reading")


def test_the_tour_is_left_and_come_back_to(page: Page, address: str) -> None:
    page.goto(f"{address}/?tour=2")
    card = page.get_by_test_id("tour")
    expect(card).to_contain_text(f"2 / {CARDS}")
    page.locator("h1").click()
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text(f"3 / {CARDS}")
    page.keyboard.press("ArrowLeft")
    expect(card).to_contain_text(f"2 / {CARDS}")
    page.get_by_test_id("tour-leave").click()
    expect(card).to_be_hidden()
    assert "tour=" not in page.url
    assert lane(page, "a")["tokens"]
