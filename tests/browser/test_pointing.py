"""A token that is pointed at is seen in every view of it, in both lanes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.person import choose_model, lane, run, write

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

TEXT = "the cat saw a big dog and the cat saw a bird"


@pytest.fixture(scope="module")
def page(page: Page, llama: str) -> Page:
    choose_model(page, "a", llama)
    choose_model(page, "b", llama)
    write(page, TEXT)
    run(page, "a", "b")
    expect(page.get_by_test_id("readers-b").locator(".pg-row").first).to_be_visible()
    return page


@pytest.fixture(autouse=True)
def at_rest(page: Page) -> None:
    page.mouse.move(2, 2)
    page.evaluate("() => playground.store.select({ view: 'links', pinned: { a: null, b: null } })")


def reader(page: Page, name: str, index: int) -> Locator:
    return page.get_by_test_id(f"readers-{name}").locator(".pg-row").nth(index)


def pointed(page: Page, name: str) -> list[str]:
    """The tokens of the lane's text that are marked."""
    return page.get_by_test_id(f"tokens-{name}").locator(".pg-pointed").all_inner_texts()


def test_a_row_is_marked_in_the_other_lane_and_in_both_texts(page: Page) -> None:
    word = lane(page, "a")["tokens"][3]["text"]
    reader(page, "a", 3).hover()
    expect(reader(page, "b", 3)).to_have_class("pg-row pg-current")
    for name in ("a", "b"):
        expect(page.get_by_test_id(f"tokens-{name}").locator(".pg-pointed")).to_have_count(1)
        assert [text.strip() for text in pointed(page, name)] == [word.strip()]
    weights = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=weights-b] [data-weight]')].length"
    )
    assert weights > 0
    expect(page.get_by_test_id("attention-caption-b")).to_contain_text(word.strip())
    page.mouse.move(2, 2)
    expect(page.locator(".pg-pointed")).to_have_count(0)


def test_a_token_of_the_text_is_marked_among_the_rows(page: Page) -> None:
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(5).hover()
    for name in ("a", "b"):
        expect(reader(page, name, 5)).to_have_class("pg-row pg-current")
    page.get_by_test_id("view-text").click()
    page.get_by_test_id("tokens-b").locator(".pg-token").nth(4).hover()
    for name in ("a", "b"):
        found = page.get_by_test_id(f"text-readers-{name}").locator(".pg-text-current")
        expect(found).to_have_attribute("data-index", "4")


def test_a_column_of_the_matrix_is_marked_in_the_other_lane(page: Page) -> None:
    page.get_by_test_id("weights-a").locator(".pg-row").nth(2).hover()
    expect(page.get_by_test_id("weights-b").locator(".pg-row").nth(2)).to_have_class(
        "pg-row pg-current"
    )


def test_another_text_is_not_marked(page: Page) -> None:
    """Lanes that wrote different words after the same beginning have only that in common."""
    texts = [[token["text"] for token in lane(page, name)["tokens"]] for name in ("a", "b")]
    page.evaluate(
        """() => {
            const { lanes } = playground.store;
            lanes.b = { ...lanes.b, tokens: lanes.b.tokens.map((token, i) => (
                i === 6 ? { ...token, text: " else" } : token)) };
        }"""
    )
    try:
        page.get_by_test_id("tokens-a").locator(".pg-token").nth(6).hover()
        expect(reader(page, "a", 6)).to_have_class("pg-row pg-current")
        assert page.evaluate("() => playground.pointing.inLane('b')") is None
    finally:
        page.evaluate(
            """(texts) => {
                const { lanes } = playground.store;
                lanes.b = { ...lanes.b, tokens: lanes.b.tokens.map((token, i) => (
                    { ...token, text: texts[i] })) };
            }""",
            texts[1],
        )


def test_another_tokenizers_pieces_are_matched_by_character(page: Page) -> None:
    """One counts the blank to the word that follows, the other knows no blanks."""
    found = page.evaluate(
        """async () => {
            const { pointing, store } = playground;
            const kept = { ...store.lanes };
            const token = ([text, start, end, special = false]) =>
                ({ text, start, end, special });
            store.lanes.a = { tokens: [["The", 0, 3], [" cat", 3, 7], [" sat", 7, 11]].map(token) };
            store.lanes.b = { tokens: [["[CLS]", 0, 0, true], ["the", 0, 3], ["ca", 4, 6],
                ["##t", 6, 7], ["sang", 8, 11]].map(token) };
            const seen = [0, 1, 2].map((index) => {
                pointing.at({ lane: "a", text: "tokens", index, side: "query", from: "test" });
                return pointing.inLane("b")?.index ?? null;
            });
            pointing.at({ lane: "b", text: "tokens", index: 0, side: "query", from: "test" });
            seen.push(pointing.inLane("a"));
            pointing.at(null);
            Object.assign(store.lanes, kept);
            return seen;
        }"""
    )
    # A word that is written otherwise is another word, and a mark stands for no characters.
    assert found == [1, 2, None, None]


def test_pointing_at_the_old_run_while_the_next_one_comes_breaks_nothing(page: Page) -> None:
    held: list[Route] = []
    page.route("**/panels/attention/*", lambda route: held.append(route))
    write(page, f"{TEXT} and a fish")
    run(page, "a", "b")
    page.wait_for_function("() => playground.store.lanes.b.tokens.length > 12")
    reader(page, "a", 2).hover()
    page.wait_for_timeout(100)
    assert held
    for route in held:
        route.continue_()
    page.unroute("**/panels/attention/*")
    reader(page, "a", 3).hover()
    expect(reader(page, "b", 3)).to_have_class("pg-row pg-current")
