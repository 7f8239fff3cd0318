"""bertviz's own views in their frame: they draw, hostile text stays text, too long is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Page, expect
from playwright.sync_api import TimeoutError as NotYet

from app.api.bertviz.document import document, policy
from app.api.bertviz.plan import plan
from app.trace import Trace
from tests.browser.person import choose_model, choose_task, lane, run, set_number, write
from tests.browser.test_accessible import PHONE, check_width, objections
from tests.browser.test_hostile import MARKUP
from tests.experiments.test_logit_lens import traced
from tests.tiny import tiny_loaded

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
TEXT = "the cat saw a big dog"


@pytest.fixture(scope="module")
def page(page: Page, llama: str) -> Page:
    choose_model(page, "a", llama)
    set_number(page, "max-new-tokens", "a", 2)
    write(page, TEXT)
    run(page, "a")
    page.get_by_test_id("view-classic").click()
    return page


@pytest.fixture(autouse=True)
def at_rest(page: Page) -> None:
    page.get_by_test_id("view-classic").click()
    page.evaluate("() => playground.store.select({ layer: 1, heads: [2], stack: null })")


def look(page: Page, view: str) -> FrameLocator:
    """Chooses one of bertviz's views and waits until it is drawn."""
    page.get_by_test_id(f"classic-{view}-a").click()
    expect(page.get_by_test_id(f"classic-{view}-a")).to_have_attribute("aria-pressed", "true")
    return drawn(page, view)


def drawn(page: Page, view: str) -> FrameLocator:
    frame = page.frame_locator("[data-testid=classic-frame-a]")
    expect(frame.locator(f"html.{view} svg")).to_be_visible(timeout=20_000)
    expect(page.get_by_test_id("classic-message-a")).to_be_hidden()
    return frame


def enlarge(frame: FrameLocator, number: int) -> None:
    """Presses a small head of the model view until it is large: bertviz wires them one by one."""
    title = frame.get_by_text(re.compile(r"^Layer \d+, Head \d+"))
    for _ in range(5):
        frame.locator("rect[style*='opacity']").nth(number).click()
        try:
            title.first.wait_for(timeout=2_000)
        except NotYet:
            continue
        return
    raise AssertionError("no head became large")


def hostile_run() -> Trace:
    trace = traced(tiny_loaded("llama"))
    texts = (*MARKUP, "<b>bold</b>", "\u2028", "]]>")
    tokens = tuple(replace(each, text=text) for each, text in zip(trace.tokens, texts, strict=True))
    stack = replace(trace.attention[0], query_tokens=tokens, key_tokens=tokens)
    return replace(trace, tokens=tokens, attention=(stack,))


def address(page: Page) -> str:
    return page.get_by_test_id("classic-frame-a").get_attribute("src") or ""


def tokens(page: Page) -> list[str]:
    return [token["text"] for token in lane(page, "a")["tokens"]]


def test_the_head_view_draws_every_weight(page: Page) -> None:
    frame = look(page, "head")
    count = len(tokens(page))
    assert frame.locator("#attention line").count() == 4 * count * count
    assert frame.locator("#left text").all_text_contents() == tokens(page)
    expect(frame.get_by_role("combobox", name="Layer")).to_have_value("1")
    seen = frame.locator(".headAttention").evaluate_all(
        "(heads) => heads.map((head) => [...head.querySelectorAll('line')]"
        ".some((line) => Number(line.getAttribute('stroke-opacity')) > 0))"
    )
    assert seen == [False, False, True, False]
    exact = page.evaluate(
        "async (url) => [...(await playground.get(url)).data]",
        f"/arrays/{lane(page, 'a')['trace']}/attention/self/1/2",
    )
    lines = frame.locator(".headAttention >> nth=2").locator("line")
    shown = lines.evaluate_all("(all) => all.map((one) => +one.getAttribute('stroke-opacity'))")
    assert max(abs(one - other) for one, other in zip(shown, exact, strict=True)) < 1e-6


def test_a_document_of_no_use_is_said(page: Page) -> None:
    look(page, "model")
    page.wait_for_timeout(1500)
    message = page.get_by_test_id("classic-message-a")
    expect(message).to_be_hidden()  # not even later
    page.route("**/classic/head/**heads=1", lambda route: route.fulfill(body="gone"))
    page.evaluate("() => playground.store.select({ heads: [1] })")
    page.get_by_test_id("classic-head-a").click()
    expect(message).to_contain_text("bertviz could not draw this run")
    page.unroute("**/classic/head/**heads=1")


def test_the_model_view_draws_all_heads_and_one_large(page: Page) -> None:
    frame = look(page, "model")
    count = len(tokens(page))
    assert frame.locator("line").count() == 3 * 4 * count * count
    enlarge(frame, 5)
    expect(frame.get_by_text("Layer 1, Head 1")).to_be_visible()


def test_the_neuron_view_shows_queries_and_keys(page: Page) -> None:
    frame = look(page, "neuron")
    expect(page.get_by_test_id("classic-says-a")).to_contain_text("Layer 1 of 3")
    expect(frame.get_by_role("combobox", name="Layer").locator("option")).to_have_text(["1"])
    expect(frame.get_by_role("combobox", name="Head")).to_have_value("2")
    row = frame.locator("#collapsed #leftText > g").nth(3)
    row.hover()
    row.locator("rect").nth(1).click()
    expect(frame.locator("#expanded #queries")).to_be_visible()
    squares = frame.locator("#dotproducts rect")
    assert squares.count() == len(tokens(page))
    anatomy = page.evaluate(
        "(url) => playground.get(url)",
        f"/heads/anatomy/{lane(page, 'a')['trace']}?layer=1&head=2&query=3",
    )
    shown = [float(each.get_attribute("data-value") or "nan") for each in squares.all()]
    steps = anatomy["steps"]["scaled"]
    assert max(abs(one - other) for one, other in zip(shown, steps, strict=True)) < 1e-4


def test_the_frame_follows_the_choice_and_starts_anew_for_nothing_else(page: Page) -> None:
    look(page, "head")
    page.evaluate("() => playground.store.select({ layer: 2, heads: [0, 3] })")
    expect(page.get_by_test_id("classic-frame-a")).to_have_attribute(
        "src", address(page).replace("layer=1", "layer=2").replace("heads=2", "heads=0%2C3")
    )
    drawn(page, "head")
    look(page, "model")
    page.evaluate("() => { document.querySelector('.pg-classic-frame').dataset.same = 1 }")
    page.evaluate("() => playground.store.select({ layer: 0, heads: [1] })")
    page.wait_for_timeout(600)
    expect(page.get_by_test_id("classic-frame-a")).to_have_attribute("data-same", "1")


def test_nothing_is_asked_for_while_it_is_not_seen(page: Page) -> None:
    look(page, "head")
    page.get_by_test_id("view-links").click()
    asked: list[str] = []
    page.on("request", lambda made: asked.append(made.url))
    page.evaluate("() => playground.store.select({ layer: 0, heads: [1] })")
    page.wait_for_timeout(600)
    assert [url for url in asked if "/classic/" in url] == []


def test_the_frame_cannot_reach_the_page(page: Page) -> None:
    look(page, "head")
    (frame,) = [each for each in page.frames if "/classic/" in each.url]
    assert frame.evaluate("() => window.origin") == "null"
    reached = frame.evaluate(
        "() => { try { return String(parent.document) } catch { return 'refused' } }"
    )
    assert reached == "refused"
    assert page.get_by_test_id("classic-frame-a").get_attribute("sandbox") == "allow-scripts"


@pytest.mark.models
@pytest.mark.parametrize("view", ["head", "model", "neuron"])
def test_hostile_text_is_text_in_the_frame(visit: Visit, view: str) -> None:
    page = visit()
    set_number(page, "max-new-tokens", "a", 1)
    write(page, MARKUP[0])
    run(page)
    page.get_by_test_id("view-classic").click()
    frame = look(page, view)
    assert frame.locator("img, svg script, iframe").count() == 0
    assert frame.locator("script").count() == 6
    inside = [each for each in page.frames if "/classic/" in each.url][-1]
    assert inside.evaluate("() => window.__hit") is None
    assert page.evaluate("() => window.__hit") is None
    if view == "head":
        assert "".join(frame.locator("#left text").all_text_contents()).startswith(MARKUP[0])


@pytest.mark.parametrize("view", ["head", "model", "neuron"])
def test_a_token_of_markup_is_text_in_the_frame(page: Page, view: str) -> None:
    """What a visitor types comes in pieces; here each token is the whole of it."""
    trace = hostile_run()
    made = document(trace, plan(trace, view, "self", 1), (2,), "light", "once")
    headers = {"Content-Security-Policy": policy("once"), "Content-Type": "text/html"}
    documents = re.compile(rf"/classic/{view}/\w+\?")
    page.route(documents, lambda route: route.fulfill(body=made, headers=headers))
    page.evaluate("() => playground.store.select({ layer: 0, heads: [3] })")
    frame = look(page, view)
    page.unroute(documents)
    assert frame.locator("img, iframe").count() == 0
    assert frame.locator("script").count() == 6
    inside = [each for each in page.frames if "/classic/" in each.url][-1]
    assert inside.evaluate("() => window.__hit") is None
    if view == "model":
        enlarge(frame, 5)
    assert set(MARKUP) <= set(frame.locator("text").all_text_contents())
    look(page, "neuron" if view == "head" else "head")


def test_even_markup_that_got_in_would_not_run(page: Page, problems: list[str]) -> None:
    """The frame's policy alone holds back a handler and a script without the nonce."""
    look(page, "head")
    (frame,) = [each for each in page.frames if "/classic/" in each.url]
    frame.evaluate(
        "() => { const box = document.createElement('div');"
        ' box.innerHTML = \'<img src="data:,x" onerror="window.__hit = 1">\';'
        " document.body.append(box);"
        " const script = document.createElement('script');"
        " script.textContent = 'window.__hit = 2'; document.body.append(script); }"
    )
    page.wait_for_timeout(200)
    assert frame.evaluate("() => window.__hit") is None
    assert any("Content Security Policy" in each for each in problems)
    problems.clear()


@pytest.mark.models
def test_a_long_text_is_cut_to_some_layers_or_refused(visit: Visit) -> None:
    page = visit()
    choose_task(page, "Read")
    choose_model(page, "a", "minilm-l6")
    write(page, "the cat " * 26)
    run(page)
    page.get_by_test_id("view-classic").click()
    look(page, "model")
    expect(page.get_by_test_id("classic-says-a")).to_contain_text(" of 6: all of them would be ")
    write(page, "the cat " * 60)
    run(page)
    message = page.get_by_test_id("classic-message-a")
    for view in ("head", "model", "neuron"):
        page.get_by_test_id(f"classic-{view}-a").click()
        expect(message).to_contain_text("Matrix shows texts of every length.")
        expect(page.get_by_test_id("classic-frame-a")).to_have_count(0)
    page.get_by_test_id("classic-head-a").click()
    write(page, TEXT)
    run(page)
    look(page, "head")


def test_what_bertviz_cannot_show_is_said(visit: Visit, tiny_folders: Any) -> None:
    page = visit()
    choose_model(page, "a", f"path:{tiny_folders / 'bloom'}")
    write(page, TEXT)
    run(page)
    page.get_by_test_id("view-classic").click()
    look(page, "head")
    page.get_by_test_id("classic-neuron-a").click()
    expect(page.get_by_test_id("classic-message-a")).to_contain_text("only the finished weights")
    look(page, "head")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_theme_has_its_document_and_axe_has_no_objection(
    new_context: Any, address: str, page: Page, scheme: str
) -> None:
    from tests.browser.person import arrive

    other = arrive(new_context(color_scheme=scheme), address)
    other.get_by_test_id("view-classic").click()
    for view in ("head", "neuron"):
        frame = look(other, view)
        expect(frame.locator(f"html.{scheme}")).to_have_count(1)
    other.mouse.move(0, 0)
    mine = [each for each in objections(Axe(), other) if "classic" in each]
    other.close()
    assert mine == []


def test_a_phone_scrolls_inside_the_frame(page: Page) -> None:
    before: Any = page.viewport_size
    size: Any = PHONE
    page.set_viewport_size(size)
    look(page, "neuron")
    check_width(page)
    page.set_viewport_size(before)


def test_keys_point_and_click_as_the_pointer_does(page: Page) -> None:
    frame = look(page, "head")
    stage, svg = frame.locator("#vis"), frame.locator("#vis svg")
    still = svg.inner_html()
    frame.locator("#left text").nth(3).hover()
    expect(frame.locator("#attention")).to_have_attribute("visibility", "hidden")
    pointed = svg.inner_html()
    assert pointed != still
    frame.get_by_role("combobox", name="Layer").hover()
    expect(frame.locator("#attention")).to_have_attribute("visibility", "visible")
    frame.get_by_role("combobox", name="Layer").focus()
    page.keyboard.press("Tab")
    expect(stage).to_be_focused()
    heard = frame.get_by_role("status")
    while heard.inner_text() != tokens(page)[3].strip():
        before = heard.inner_text()
        page.keyboard.press("ArrowDown")
        expect(heard).not_to_have_text(before)
    assert svg.inner_html() == pointed
    page.keyboard.press("Escape")
    expect(frame.locator("#attention")).to_have_attribute("visibility", "visible")
    page.keyboard.press("Home")
    while heard.inner_text() != "head 1":
        page.keyboard.press("ArrowDown")

    def squares() -> list[str]:
        found: list[str] = svg.evaluate(
            "(svg) => [...svg.querySelectorAll('rect')].map((one) => one.getAttribute('fill'))"
        )
        return found

    before_all = squares()
    page.keyboard.press("Enter")
    changed = squares()
    assert changed != before_all
    page.keyboard.press("Shift+Enter")
    assert squares() not in (changed, before_all)


def test_keys_open_a_head_and_the_numbers_of_a_token(page: Page) -> None:
    frame = look(page, "model")
    frame.locator("#vis").focus()
    page.keyboard.press("Home")
    heard = frame.get_by_role("status")
    while heard.inner_text() != "layer 1, head 2":
        before = heard.inner_text()
        page.keyboard.press("ArrowDown")
        expect(heard).not_to_have_text(before)
    page.keyboard.press("Enter")
    expect(frame.locator(".detail").first).to_be_attached()
    frame = look(page, "neuron")
    frame.locator("#vis").focus()
    page.keyboard.press("Home")
    heard = frame.get_by_role("status")
    while not heard.inner_text().startswith("numbers of"):
        page.keyboard.press("ArrowDown")
    still = frame.locator("#vis svg").inner_html()
    page.keyboard.press("Enter")
    assert frame.locator("#vis svg").inner_html() != still
