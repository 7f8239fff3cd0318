"""The page finds the words that Python finds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from app.text.words import WORD
from tests.text.test_words import TEXTS

pytestmark = pytest.mark.browser


def test_the_page_has_the_same_words(page: Page) -> None:
    pattern, found = page.evaluate(
        """async (texts) => {
            const { WORD_PATTERN, wordSpans } = await import("/ui/lib/word_spans.js");
            return [WORD_PATTERN, texts.map((text) => wordSpans(text).map((word) => word.text))];
        }""",
        [text for text, _ in TEXTS],
    )
    assert pattern == WORD
    assert found == [list(expected) for _, expected in TEXTS]
