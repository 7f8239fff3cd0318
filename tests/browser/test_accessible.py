"""axe finds nothing to object to, in light and dark; nothing is wider than a phone."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.person import (
    arrive,
    choose_model,
    choose_task,
    open_gear,
    open_tab,
    run,
    write,
)

pytestmark = pytest.mark.browser

TABS = ("Attention", "Next token", "Positions")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONE: Any = {"width": 390, "height": 844}
COLOURS = ("color-contrast", "link-in-text-block")
SIZE: Any = {"width": 1280, "height": 900}
VIEWS = ".pg-inspector"


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.fixture(scope="module", params=SCHEMES)
def first(request: Any, new_context: Any, address: str) -> Page:
    """The page as it opens."""
    page = arrive(new_context(color_scheme=request.param), address)
    assert page.locator("body.dark").count() == (request.param == "dark")
    return page


@pytest.fixture(scope="module", params=SCHEMES)
def compared(request: Any, new_context: Any, address: str, llama: str, gpt2: str) -> Page:
    """The page after a run of two lanes, all settings open."""
    page = arrive(new_context(color_scheme=request.param), address)
    two_lanes(page, llama, gpt2)
    for name in ("a", "b"):
        open_gear(page, name)
        page.locator(f"#settings-{name}").get_by_role("button").first.click()
    return page


def two_lanes(page: Page, llama: str, gpt2: str) -> None:
    choose_model(page, "a", llama)
    choose_model(page, "b", gpt2)
    write(page, "the cat sat on a mat and saw")
    run(page, "a", "b")


def drawn(page: Page, title: str) -> None:
    """Opens a tab and waits until it shows numbers, and nothing fades in any more."""
    open_tab(page, title)
    signs = {
        "Attention": '[data-testid="weights-a"] .pg-row[data-weight]',
        "Next token": '[data-testid="candidate-a"][data-probability]',
        "Positions": '[data-testid="figures-positions"] .js-plotly-plot .main-svg',
    }
    page.locator(signs[title]).first.wait_for()
    page.wait_for_function(
        "() => document.getAnimations().every((one) => one.playState !== 'running'"
        " || one.effect.getTiming().iterations === Infinity)"
    )


def objections(axe: Axe, page: Page, within: str | None = None, **options: Any) -> list[str]:
    """What axe objects to: all of its rules, or those that `options` of axe choose.

    On the whole page or `within` what a selector names.
    """
    looked = axe.run(page, within, options={"resultTypes": ["violations"], **options})
    found = looked.response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: "
        + "; ".join(f"{node['target']} {node['html'][:160]}" for node in each["nodes"][:4])
        for each in found
    ]


def check_every_look(axe: Axe, page: Page, within: str = VIEWS) -> None:
    """axe in light and dark and on a phone, where nothing is too wide.

    Gradio follows the visitor's scheme while the page is open, so one page is enough. What lies
    around the views is the same in every test, and the tests of this file look at it.
    """
    large = page.viewport_size or SIZE
    # What a colour scheme changes is colours: in the dark one only those are looked at.
    looks: tuple[tuple[Any, Literal["light", "dark"], dict[str, Any]], ...] = (
        (large, "dark", {"runOnly": list(COLOURS)}),
        (large, "light", {}),
        (PHONE, "light", {}),
    )
    for size, scheme, rules in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("(dark) => playground.isDark() === dark", arg=scheme == "dark")
        page.wait_for_timeout(300)  # colours fade
        assert objections(axe, page, within, **rules) == [], f"{scheme}, {size}"
    check_width(page)
    page.set_viewport_size(large)


@pytest.mark.parametrize("title", TABS)
def test_axe_has_no_objection_to_the_first_look(axe: Axe, first: Page, title: str) -> None:
    drawn(first, title)
    assert objections(axe, first) == []


@pytest.mark.parametrize("title", TABS)
def test_axe_has_no_objection_to_two_lanes(axe: Axe, compared: Page, title: str) -> None:
    drawn(compared, title)
    assert objections(axe, compared) == []


@pytest.mark.parametrize("view", ["matrix", "rows", "text", "anatomy", "classic"])
def test_axe_has_no_objection_to_a_view_of_attention(axe: Axe, compared: Page, view: str) -> None:
    drawn(compared, "Attention") if view == "matrix" else open_tab(compared, "Attention")
    for closed in ("attention-about", "role-measures-a"):
        compared.get_by_test_id(closed).evaluate("(node) => { node.open = true; }")
    compared.get_by_test_id(f"view-{view}").click()
    compared.locator(f"[data-lane=a] .pg-view-{view}").wait_for()
    compared.wait_for_timeout(300)
    found = objections(axe, compared)
    compared.get_by_test_id("view-links").click()
    assert found == []


def test_axe_has_no_objection_to_a_refusal(axe: Axe, compared: Page) -> None:
    write(compared, "")
    run(compared, "a", "b")
    expect(compared.get_by_test_id("error-a")).to_be_visible()
    assert objections(axe, compared) == []


@pytest.fixture(scope="module")
def phone(new_context: Any, address: str) -> Page:
    return arrive(new_context(viewport=PHONE, has_touch=True), address)


def check_width(page: Page) -> None:
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


def test_the_first_look_fits_a_phone(phone: Page) -> None:
    for title in TABS:
        drawn(phone, title)
        check_width(phone)


def test_two_lanes_fit_a_phone(axe: Axe, phone: Page, llama: str, gpt2: str) -> None:
    two_lanes(phone, llama, gpt2)
    for title in TABS:
        drawn(phone, title)
        check_width(phone)
    assert objections(axe, phone) == []


@pytest.mark.parametrize("title", ["Chat", "Summarise", "Ask", "Read"])
def test_every_task_fits_a_phone(phone: Page, title: str) -> None:
    choose_task(phone, title)
    check_width(phone)
