"""What the pointer does, the keyboard does too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import choose_model, choose_task, lane, open_tab, run, write

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(page: Page, llama: str) -> Page:
    choose_model(page, "a", llama)
    write(page, "the cat sat on a mat")
    run(page)
    return page


def selected(page: Page) -> list[str]:
    found: list[str] = page.locator('[data-testid="tokens-a"] [aria-selected="true"]').evaluate_all(
        "(all) => all.map((one) => one.dataset.index)"
    )
    return found


def test_arrows_go_from_token_to_token_and_escape_lets_go(page: Page) -> None:
    tokens = page.get_by_test_id("tokens-a").locator(".pg-token")
    tokens.nth(3).click()
    assert selected(page) == ["3"]
    page.keyboard.press("ArrowRight")
    expect(tokens.nth(4)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert selected(page) == ["3"], "moving alone must not choose"
    page.keyboard.press("Enter")
    assert selected(page) == ["4"]
    page.keyboard.press("End")
    expect(tokens.last).to_be_focused()
    page.keyboard.press("Escape")
    assert selected(page) == []


def test_the_text_is_one_stop_of_the_tab_key(page: Page) -> None:
    reachable = page.locator('[data-testid="tokens-a"] .pg-token[tabindex="0"]')
    expect(reachable).to_have_count(1)


def test_a_focused_token_is_explained(page: Page) -> None:
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(8).focus()
    note = page.locator(".pg-tooltip")
    expect(note).to_be_visible()
    expect(note).to_contain_text("probability")
    expect(note).to_contain_text(str(lane(page, "a")["tokens"][8]["id"]))


def test_the_strip_moves_with_the_arrows(page: Page) -> None:
    open_tab(page, "Next token")
    strip = page.get_by_test_id("position-strip")
    strip.locator(".pg-strip-token").nth(3).click()
    position = page.get_by_test_id("position")
    expect(position).to_have_attribute("data-position", "2")
    strip.locator('[aria-selected="true"]').focus()
    page.keyboard.press("ArrowRight")
    expect(position).to_have_attribute("data-position", "3")
    expect(strip.locator(".pg-strip-token").nth(4)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(position).to_have_attribute("data-position", "1")
    assert selected(page) == ["2"], "the text shows the same place"
    page.keyboard.press("End")
    assert selected(page) == []


def test_a_reader_is_held_open_and_escape_lets_go(page: Page) -> None:
    open_tab(page, "Attention")
    readers = page.get_by_test_id("readers-a").locator(".pg-row")
    readers.nth(2).focus()
    page.keyboard.press("Enter")
    expect(readers.nth(2)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowDown")
    expect(readers.nth(3)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("weights-a").locator(".pg-row").nth(3)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator('[data-testid="readers-a"] [aria-pressed="true"]')).to_have_count(0)


def test_arrows_move_through_the_head_map(page: Page) -> None:
    open_tab(page, "Attention")
    page.get_by_test_id("layer").select_option("1")
    page.get_by_test_id("head").select_option("1")
    page.get_by_role("application").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_test_id("layer")).to_have_value("2")
    expect(page.get_by_test_id("head")).to_have_value("2")


def test_enter_in_the_question_box_runs(fresh: Page, llama: str) -> None:
    choose_task(fresh, "Ask")
    choose_model(fresh, "a", llama)
    write(fresh, "the cat sat on a mat")
    question = fresh.locator("#question textarea, #question input").first
    question.fill("saw it a dog")
    question.press("Enter")
    fresh.wait_for_function(
        "() => { const a = window.playground.store.lanes.a;"
        " return a.trace && !a.running && !a.recorded; }"
    )
