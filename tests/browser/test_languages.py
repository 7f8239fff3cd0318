"""In Chinese and in Portuguese nothing of ours stays English and nothing of theirs changes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import at_rest, remember, write

pytestmark = pytest.mark.browser

TAGS = {"zh": "zh-CN", "pt": "pt-BR"}
# What reads like three English words and is a name, a title of a paper or what is typed literally.
NAMES = re.compile(
    r"“[^”]*”|\"[^\"]*\"|\([^)]*\)|\S*[=_·‖]\S*|Transformer Playground|\S*bertviz\S*|hub:\S+"
    r"|path:\S+|[A-Z][\w-]+(?:,| and)? (?:et al\.|and [A-Z]\w+).*|nostalgebraist.*|.*arXiv.*"
    r"|.*\([12]\d\d\d\)\..*"
)
ENGLISH = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,}){2,}\b", re.I)
COMMON = re.compile(
    r"\b(the|of|and|is|are|to|in|what|which|by|each|this|with|its|from|at|only|not|how)\b"
)
THEIRS = (
    '[translate="no"], bdi, script, style, iframe, textarea, ul.options, #pg-opening,'
    " .tab-container"
)
SHOWN = """(theirs) => {
    const found = new Set();
    const all = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT;
    const walker = document.createTreeWalker(document.body, all);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Text) {
            if (!node.parentElement.closest(theirs)) found.add(node.data.trim());
        } else if (!node.closest('[translate="no"], bdi, .pg-branch, .pg-layers-cell')) {
            for (const name of ["aria-label", "title", "placeholder"])
                found.add(node.getAttribute(name) || "");
        }
    }
    return [...found];
}"""


def english(page: Page, text: str) -> list[str]:
    """What still reads as English, but for names and for the visitor's own text."""
    left = []
    for shown in page.evaluate(SHOWN, THEIRS):
        rest = NAMES.sub(" ", shown.replace(text, " "))
        if any(COMMON.search(found[0]) for found in ENGLISH.finditer(rest)):
            left.append(shown)
    return left


def every_panel(page: Page) -> list[str]:
    left: list[str] = []
    for chip in page.locator(".pg-panel-chip").all():
        name = chip.get_attribute("data-panel")
        chip.evaluate("(chip) => chip.click()")
        expect(chip).to_have_attribute("aria-selected", "true")
        page.wait_for_timeout(150)
        left += [f"{name}: {each}" for each in english(page, TEXT)]
    return left


TEXT = "Press Run"
WORDS = "Run Attention Layers"


@pytest.mark.parametrize("language", TAGS)
def test_nothing_of_ours_stays_english(visit: Callable[..., Page], language: str) -> None:
    page = visit({"lang": language})
    expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
    assert not english(page, TEXT)
    remember(page)
    write(page, TEXT)
    page.locator("#run").click()
    at_rest(page, "a")
    left = every_panel(page)
    assert not left, "\n".join(left)


def test_what_a_visitor_types_stays_and_a_switch_runs_nothing(fresh: Page) -> None:
    write(fresh, WORDS)
    remember(fresh)
    fresh.locator("#run").click()
    at_rest(fresh, "a")
    tokens = fresh.locator("#output-a .pg-text bdi").all_inner_texts()
    asked: list[str] = []
    fresh.on("request", lambda made: asked.append(made.url))
    took = fresh.evaluate(
        """async () => {
            await import("/ui/messages/zh.js");
            const start = performance.now();
            const select = document.querySelector('[data-testid="language"]');
            select.value = "zh";
            select.dispatchEvent(new Event("change"));
            while (!/[\\u4e00-\\u9fff]/.test(document.querySelector("#run").textContent))
                await new Promise((next) => setTimeout(next));
            return performance.now() - start;
        }"""
    )
    print(f"the page in Chinese after {took:.0f} ms")
    expect(fresh.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(fresh.get_by_test_id("tour-start")).to_have_text("3 分钟导览")
    assert fresh.locator("#text textarea").input_value() == WORDS
    assert fresh.locator("#output-a .pg-text bdi").all_inner_texts() == tokens
    assert "Attention" in "".join(tokens)
    assert not [url for url in asked if "/queue/join" in url]
    fresh.get_by_test_id("language").select_option("en")
    expect(fresh.locator("html")).to_have_attribute("lang", "en")
    expect(fresh.get_by_test_id("tour-start")).to_have_text("Take the 3-minute tour")
    expect(fresh.locator("#run")).to_have_text("Run")
