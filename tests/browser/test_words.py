"""The page finds the words that Python finds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from app.text.words import WORD
from tests.text.test_words import TEXTS

pytestmark = pytest.mark.browser


def test_the_page_has_the_same_words(page: Page) -> None:
    assert page.evaluate("() => playground.WORD_PATTERN") == WORD
    found = page.evaluate(
        "(texts) => texts.map((text) => playground.wordSpans(text).map((word) => word.text))",
        [text for text, _ in TEXTS],
    )
    assert found == [list(expected) for _, expected in TEXTS]
