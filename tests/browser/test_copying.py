"""What is copied out of the page is the text, without the signs drawn for what has no shape."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import run, seen, write

pytestmark = pytest.mark.browser

SHOW = """(texts) => {
    const { store } = playground;
    const tokens = texts.map((text, i) => ({ id: i, text, gap: "", start: 2 * i, end: 2 * i + 1, new: true, part: null, special: false }));
    store.setLane("a", { ...store.lanes.a, tokens });
}"""  # fmt: skip  # noqa: E501
SELECT = """(node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return getSelection().toString();
}"""
PIECES = ["one", "\n", "two", "\t", "three ", " four\u200b", "\u00adfive", "\x07", "\n\n", "six"]


def test_a_selection_is_the_text(page: Page) -> None:
    write(page, "the cat sat")
    run(page)
    page.evaluate(SHOW, PIECES)
    node = page.get_by_test_id("tokens-a")
    expect(node.locator(".pg-token")).to_have_count(len(PIECES))
    assert "".join(seen(node.locator(".pg-token"))) == (
        "one↵\ntwo⇥three  four▯▯five\u2407↵\n↵\nsix"
    )
    assert node.evaluate(SELECT) == "".join(PIECES)


def test_spaces_that_are_drawn_as_dots_are_copied_as_spaces(page: Page) -> None:
    found = page.evaluate(
        f"""() => {{
            const node = playground.token(" a  b");
            document.querySelector(".pg-page").append(node);
            const copied = ({SELECT})(node);
            node.remove();
            return copied;
        }}"""
    )
    assert found == " a  b"


def test_a_character_that_turns_the_direction_turns_nothing_else(page: Page) -> None:
    first, second = page.evaluate(
        """() => {
            const node = playground.token("\\u202eab");
            document.querySelector(".pg-page").append(node);
            const places = [0, 1].map((at) => {
                const range = document.createRange();
                range.setStart(node.lastChild, at);
                range.setEnd(node.lastChild, at + 1);
                return range.getBoundingClientRect().x;
            });
            node.remove();
            return places;
        }"""
    )
    assert first < second
