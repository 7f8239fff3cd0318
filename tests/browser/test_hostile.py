"""Whatever is typed appears as text, wherever it appears, and never runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    choose_model,
    choose_task,
    eventually,
    lane,
    open_gear,
    open_tab,
    run,
    seen,
    sentence,
    set_number,
    texts,
    write,
    written,
)

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

MARKUP = (
    "</script><img src=x onerror=window.__hit=1>",
    "${window.__hit=1}",
    "{{7*7}}",
)
TEXTS = {
    "script": MARKUP[0],
    "template": MARKUP[1],
    "braces": MARKUP[2],
    "right to left": "שלום עולם, مرحبا بالعالم",
    "emoji": "👩‍👩‍👧‍👦 🇩🇪 e\u0301 🏳️‍🌈",
    "control": "a\x01b\x07c\x1bd\x7fe\u202ef\u2066g\u200bh\tz",
    "entities": "&lt;b&gt; &amp; <b>bold</b> <!-- x --> ]]> %3Cimg%3E",
}
# What the page draws in place of characters that have no shape.
DRAWN = {
    **{chr(code): chr(0x2400 + code) for code in range(32)},
    "\t": "⇥",
    "\n": "↵",
    "\r": "␍",
    **dict.fromkeys("\x7f\u00ad\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e", "▯"),
    **dict.fromkeys("\u2066\u2067\u2068\u2069\ufeff", "▯"),
}
FOREIGN = ".pg-page :is(.pg-output, .pg-attention, .pg-next-token, .pg-figures, .pg-tooltip) "


def drawn(text: str) -> str:
    return "".join(DRAWN.get(character, character) for character in text)


def nothing_ran(page: Page) -> None:
    assert page.evaluate("() => window.__hit") is None
    assert (
        page.locator('img[src="x"], img[onerror], iframe, :is(b, i):has-text("bold")').count() == 0
    )
    assert page.locator(f"{FOREIGN}:is(script, img)").count() == 0


@pytest.fixture(scope="module")
def page(page: Page) -> Page:
    set_number(page, "max-new-tokens", "a", 2)
    return page


@pytest.fixture
def nothing_runs(page: Page) -> Iterator[None]:
    yield
    nothing_ran(page)


@pytest.mark.models
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.usefixtures("nothing_runs")
def test_typed_text_appears_as_text_everywhere(page: Page, text: str) -> None:
    write(page, text)
    run(page)
    assert lane(page, "a")["error"] == ""
    given = [token for token in lane(page, "a")["tokens"] if not token["new"]]
    count = len(given)
    whole = all(token["part"] is None for token in given)
    if whole:
        tokens = page.get_by_test_id("tokens-a").locator(".pg-token")
        assert "".join(seen(tokens)[:count]) == drawn(text)
        assert "".join(texts(page, "a")[:count]) == text
    open_tab(page, "Attention")
    for column in ("readers-a", "weights-a"):
        words = page.get_by_test_id(column).locator(".pg-row .pg-word")
        expect(words).to_have_count(len(lane(page, "a")["tokens"]))
        if whole:
            assert "".join(seen(words)[:count]) == drawn(text).replace(" ", "·")
    open_tab(page, "Next token")
    strip = page.get_by_test_id("position-strip").locator(".pg-strip-token .pg-word")
    expect(strip).to_have_count(len(lane(page, "a")["tokens"]))
    if whole:
        assert "".join(seen(strip)[:count]) == drawn(text).replace(" ", "·")
    token = page.get_by_test_id("tokens-a").locator(".pg-token").nth(count // 2)
    token.hover()
    expect(page.locator(".pg-tooltip")).to_contain_text(str(given[count // 2]["id"]))
    open_tab(page, "Positions")
    page.mouse.move(0, 0)


@pytest.mark.models
@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_typed_text_is_text_in_every_view_of_attention(page: Page, text: str) -> None:
    write(page, text)
    run(page, "a")
    open_tab(page, "Attention")
    for unit in ("token", "word"):
        page.get_by_test_id("unit").select_option(unit)
        for view in ("matrix", "rows", "text", "anatomy", "links"):
            page.get_by_test_id(f"view-{view}").click()
            box = page.locator(f"#panel-attention .pg-view-{view}")
            expect(box).to_be_visible()
            canvas = box.locator("canvas").first
            if canvas.count() and view != "links":
                canvas.hover(position={"x": 130, "y": 110})
            nothing_ran(page)
            if view != "anatomy":
                page.locator("#panel-attention .pg-numbers summary").first.click()
                with page.expect_download() as given:
                    page.get_by_test_id("export-svg-a").click()
                assert "<img" not in Path(given.value.path()).read_text()
    page.get_by_test_id("unit").select_option("token")


@pytest.mark.models
@pytest.mark.parametrize("text", ["𓀀", "a 👩 and a 🌈", TEXTS["emoji"]])
@pytest.mark.usefixtures("nothing_runs")
def test_a_character_of_several_tokens_is_printed_once(page: Page, text: str) -> None:
    write(page, text)
    run(page)
    given = [token for token in lane(page, "a")["tokens"] if not token["new"]]
    assert any(token["part"] for token in given), "the text must have such a character"
    # Signs that stand for what has no shape are hidden from screen readers; the rest is the text.
    words = (
        page.get_by_test_id("tokens-a")
        .locator(".pg-token")
        .evaluate_all(
            """(all) => all.map((one) => {
            const plain = one.cloneNode(true);
            plain.querySelectorAll("[aria-hidden]").forEach((sign) => sign.remove());
            return plain.textContent;
        })"""
        )
    )
    assert "".join(words[: len(given)]) == text


@pytest.mark.models
@pytest.mark.usefixtures("nothing_runs")
def test_right_to_left_text_runs_from_the_right(page: Page) -> None:
    write(page, TEXTS["right to left"])
    run(page)
    tokens = page.get_by_test_id("tokens-a")
    expect(tokens).to_have_attribute("dir", "rtl")
    first = tokens.locator(".pg-token").nth(0).bounding_box()
    later = tokens.locator(".pg-token").nth(3).bounding_box()
    assert first
    assert later
    assert first["x"] > later["x"]


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.usefixtures("nothing_runs")
def test_a_model_name_appears_as_text(page: Page, text: str) -> None:
    choose_model(page, "a", text)
    write(page, "the cat")
    run(page)
    expect(sentence(page, "a")).to_contain_text(text)


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.usefixtures("nothing_runs")
def test_a_hub_name_appears_as_text(page: Page, text: str) -> None:
    choose_model(page, "a", f"hub:{text}")
    write(page, "the cat")
    run(page)
    expect(sentence(page, "a")).to_contain_text(text)


@pytest.mark.parametrize("name", ["<img src=x onerror=window.__hit=1>", "${window.__hit=1}"])
@pytest.mark.usefixtures("nothing_runs")
def test_a_folder_name_appears_as_text(page: Page, tiny_folders: Path, name: str) -> None:
    folder = tiny_folders / name
    if not folder.exists():
        shutil.copytree(tiny_folders / "llama", folder)
    choose_model(page, "a", f"path:{folder}")
    write(page, "the cat sat")
    run(page)
    # What was heard to end may have been the choice of the model: the lane's name says which run.
    expect(page.get_by_role("heading", name=name, exact=True).first).to_be_visible(timeout=20_000)
    assert lane(page, "a")["error"] == ""
    # It is now among the choices of every task.
    choose_task(page, "Read")
    choose_task(page, "Continue")
    open_gear(page, "a")
    box = page.locator("#model-a input")
    box.click()
    box.fill("")
    expect(page.get_by_role("option", name=name)).to_be_visible()
    box.press("Escape")


@pytest.mark.parametrize("text", MARKUP)
def test_text_in_the_address_appears_as_text(visit: Visit, llama: str, text: str) -> None:
    page = visit({"text": text, "a": llama, "question": text, "task": text})

    def filled_and_run() -> None:
        shown = lane(page, "a")
        assert not shown["running"]
        assert not shown["recorded"]
        assert written(page) == text

    eventually(page, filled_and_run)
    page.wait_for_timeout(200)
    nothing_ran(page)


@pytest.mark.parametrize("text", MARKUP)
def test_a_model_name_in_the_address_appears_as_text(visit: Visit, text: str) -> None:
    page = visit({"text": "the cat", "a": text, "b": text, "sel-layer": text})
    for name in ("a", "b"):
        expect(sentence(page, name)).to_contain_text(text)
    nothing_ran(page)


def test_a_wild_selection_in_the_address_does_no_harm(visit: Visit, llama: str) -> None:
    page = visit(
        {
            "text": "the cat sat",
            "a": llama,
            "sel-layer": "999999",
            "sel-head": "999999-3",
            "sel-position": "999999",
            "temperature-a": "NaN",
            "top_k-a": "-5",
            "seed-a": "1e400",
            "max_new_tokens-a": "soon",
        }
    )
    page.wait_for_function(
        "() => { const { a } = window.playground.store.lanes; return !a.recorded && !a.running; }"
    )
    assert lane(page, "a")["error"] == ""
    assert lane(page, "a")["facts"]["new_tokens"] == 20
    expect(page.get_by_test_id("attention-caption-a")).to_contain_text("Layer 2,")


def test_two_visitors_do_not_see_each_other(visit: Visit, llama: str) -> None:
    theirs, mine = visit(), visit()
    choose_model(mine, "a", llama)
    write(mine, "my big dog")
    run(mine)
    assert lane(theirs, "a")["recorded"]
    assert written(theirs) != "my big dog"
