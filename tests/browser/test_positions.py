"""The parts of the Positions tab: the hands stand where the frequencies say, and two schemes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.person import choose_model, eventually, lane, open_tab, run, write
from tests.browser.test_accessible import check_every_look

pytestmark = pytest.mark.browser

Api = Callable[..., Any]
FIGURE = """(box) => [...document.querySelectorAll(
    `[data-testid="${box}"] .js-plotly-plot`
)].map((plot) => plot._fullData.map((one) => ({
    name: one.name,
    y: one.y && Array.from(one.y),
    z: one.z && Array.from(one.z, (row) => Array.from(row)),
})))"""


@pytest.fixture(scope="module")
def page(page: Page, llama: str, gpt2: str) -> Page:
    """A rotary and a learned model that ran one sentence, on the Positions tab."""
    choose_model(page, "a", llama)
    choose_model(page, "b", gpt2)
    write(page, "the cat sat on a mat and saw")
    run(page, "a", "b")
    open_tab(page, "Positions")
    page.get_by_test_id("dial-a").wait_for()
    return page


def show(page: Page, part: str) -> None:
    page.get_by_test_id(f"part-{part}").check()


def hand(page: Page, which: str) -> float:
    """Where a hand of the large dial points, in radians from 0 to 2π, counter-clockwise."""
    line = page.get_by_test_id("dial-a").locator(f".pg-dial-face .pg-hand-{which}")
    x, y = (float(line.get_attribute(end) or 0) for end in ("x2", "y2"))
    return math.atan2(-y, x) % (2 * math.pi)


def check_hand(page: Page, which: str, angle: float) -> None:
    gap = (hand(page, which) - angle + math.pi) % (2 * math.pi) - math.pi
    assert abs(gap) < 1e-4


def frequencies(page: Page, api: Api) -> list[float]:
    told = api("/positions", lane(page, "a")["model"])["parameters"]
    (found,) = (value for key, value in told.items() if key.startswith("frequencies "))
    return [float(each) for each in found]


@pytest.mark.parametrize(("query", "key", "pair"), [(5, 2, 0), (47, 11, 1), (90, 0, 2)])
def test_hands_stand_at_position_times_frequency(
    page: Page, api: Api, query: int, key: int, pair: int
) -> None:
    show(page, "scheme")
    page.get_by_test_id("dial-together-a").uncheck()
    page.get_by_test_id("dial-query-a-number").fill(str(query))
    page.get_by_test_id("dial-key-a-number").fill(str(key))
    page.get_by_test_id("dial-choice-a").nth(pair).check()
    frequency = frequencies(page, api)[pair]
    check_hand(page, "query", query * frequency)
    check_hand(page, "key", key * frequency)
    words = page.get_by_test_id("dial-query-angle-a").inner_text()
    assert f"{query * frequency / (2 * math.pi):.3f} turns" in words


def test_moving_both_keeps_the_angle_between_them(page: Page, api: Api) -> None:
    show(page, "scheme")
    page.get_by_test_id("dial-query-a-number").fill("9")
    page.get_by_test_id("dial-key-a-number").fill("4")
    between = page.get_by_test_id("dial-between-a").inner_text()
    page.get_by_test_id("dial-together-a").check()
    slider = page.get_by_test_id("dial-query-a")
    for press in ("ArrowRight", "PageUp", "ArrowLeft", "ArrowRight"):
        slider.press(press)
    expect(page.get_by_test_id("dial-query-a-number")).to_have_value("20")
    expect(page.get_by_test_id("dial-key-a-number")).to_have_value("15")
    expect(page.get_by_test_id("dial-between-a")).to_have_text(between)
    slider.press("Home")
    expect(page.get_by_test_id("dial-key-a-number")).to_have_value("0")
    expect(page.get_by_test_id("dial-between-a")).to_have_text(between)
    page.get_by_test_id("dial-together-a").uncheck()


def test_past_the_trained_length_is_said(page: Page) -> None:
    show(page, "scheme")
    slider = page.get_by_test_id("dial-query-a")
    slider.press("End")
    expect(page.get_by_test_id("dial-query-a-number")).to_have_value("96")
    expect(page.get_by_test_id("dial-a")).to_contain_text("Beyond the 48 positions")
    slider.press("Home")
    expect(page.get_by_test_id("dial-a")).not_to_contain_text("Beyond the 48 positions")


def test_the_chosen_token_is_where_the_query_stands(page: Page) -> None:
    show(page, "scheme")
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(3).click()
    expect(page.get_by_test_id("dial-query-a-number")).to_have_value("3")
    expect(page.get_by_test_id("dial-a")).to_contain_text("on")
    page.keyboard.press("Escape")


def test_only_what_turns_has_a_dial(page: Page) -> None:
    show(page, "scheme")
    expect(page.get_by_test_id("dial-a")).to_be_visible()
    expect(page.get_by_test_id("dial-b")).to_be_hidden()
    expect(page.get_by_test_id("scheme-source-b")).to_contain_text("arXiv:1705.03122")


def test_the_parts_are_reached_with_the_arrows(page: Page) -> None:
    show(page, "scheme")
    page.get_by_test_id("part-scheme").focus()
    for part in ("heads", "compare"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_test_id(f"part-{part}")).to_be_checked()
        expect(page.locator(f'.pg-positions-part[data-part="{part}"]')).to_be_visible()
        expect(page.locator(".pg-positions-part:visible")).to_have_count(1)
    open_tab(page, "Attention")
    open_tab(page, "Positions")
    expect(page.get_by_test_id("part-compare")).to_be_checked()


def test_what_is_not_shown_is_not_asked_for(fresh: Page) -> None:
    asked: list[str] = []
    fresh.on("request", lambda made: asked.append(made.url))
    open_tab(fresh, "Positions")
    fresh.get_by_test_id("dial-a").wait_for()
    assert not [url for url in asked if "/schemes?" in url]
    show(fresh, "compare")
    fresh.locator('[data-testid="compare-charts"] .main-svg').first.wait_for()
    assert [url for url in asked if "/schemes?" in url]


def compared(page: Page, first: str, second: str) -> None:
    show(page, "compare")
    page.get_by_test_id("compare-first").select_option(first)
    page.get_by_test_id("compare-second").select_option(second)


def test_the_chart_shows_both_formulas(page: Page) -> None:
    compared(page, "sinusoidal", "alibi")
    page.get_by_test_id("compare-length").fill("20")
    page.get_by_test_id("compare-width").fill("4")

    def equal() -> None:
        curves = page.evaluate(FIGURE, "compare-charts")[0]
        assert [each["name"] for each in curves] == ["1: Sinusoidal", "2: ALiBi"]
        waves = [(math.cos(d) + math.cos(d / 100)) / 2 for d in range(20)]
        assert curves[0]["y"] == pytest.approx(waves, abs=1e-4)

    eventually(page, equal)
    page.get_by_test_id("compare-swap").click()
    expect(page.get_by_test_id("compare-words-0")).to_contain_text("1: ALiBi")
    expect(page.get_by_test_id("compare-first")).to_have_value("alibi")


def test_a_learned_table_is_that_of_its_lane(page: Page, api: Api) -> None:
    compared(page, "learned-b", "t5")
    page.get_by_test_id("compare-length").fill("12")

    def equal() -> None:
        (heat,) = page.evaluate(FIGURE, "compare-map-0")[0]
        told = api("/positions", lane(page, "b")["model"], 12)["similarity"]
        for shown, row in zip(heat["z"], told, strict=True):
            assert shown == pytest.approx(row, abs=6e-5)

    eventually(page, equal)


def test_a_refused_number_is_a_sentence(page: Page, problems: list[str]) -> None:
    compared(page, "rotary", "sinusoidal")
    page.get_by_test_id("compare-width").fill("7")
    message = page.get_by_test_id("compare-message")
    expect(message).to_have_text("width must be an even number from 4 to 1024.")
    compared(page, "learned-a", "sinusoidal")
    page.get_by_test_id("compare-width").fill("8")
    expect(message).to_contain_text("no learned table but rotary")
    compared(page, "rotary", "sinusoidal")
    expect(message).to_be_hidden()
    # Chromium notes every answer that is a refusal.
    problems[:] = [each for each in problems if "422" not in each]


def test_axe_has_no_objection_and_nothing_is_too_wide(visit: Any, llama: str, gpt2: str) -> None:
    page = visit()
    choose_model(page, "b", gpt2)
    write(page, "the cat sat on a mat")
    run(page, "a", "b")
    open_tab(page, "Positions")
    page.locator('[data-testid="figures-positions"] .main-svg').first.wait_for()
    check_every_look(Axe(), page)
    show(page, "compare")
    page.locator('[data-testid="compare-map-1"] .main-svg').first.wait_for()
    check_every_look(Axe(), page)
