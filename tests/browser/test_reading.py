"""The Reading tab: surprises and sums are the route's, and two models are compared word by word."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.text.words import word_spans
from tests.browser.person import answered, arrive, compare, lane, open_tab, run, write
from tests.browser.test_accessible import check_every_look
from tests.browser.test_hostile import MARKUP, nothing_ran

pytestmark = pytest.mark.browser

Score = Callable[[Page, str], dict[str, Any]]
TEXT = "the cat sat on a mat and saw the dog on the old mat"


@pytest.fixture(scope="module")
def score(address: str) -> Score:
    """What /score tells of a lane's run, asked without the page."""

    def go(page: Page, name: str) -> dict[str, Any]:
        answer = httpx.get(f"{address}/score/{lane(page, name)['trace']}", timeout=30)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    return go


@pytest.fixture(scope="module")
def read(new_context: Any, address: str, llama: str, gpt2: str) -> Page:
    """Two decoders that read one text, on the Reading tab."""
    page = arrive(new_context(), address)
    compare(page, llama, gpt2, TEXT)
    open_tab(page, "Reading")
    ready(page, "a", "b")
    return page


def ready(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_test_id(f"reading-text-{name}").locator("[data-surprise]").first.wait_for()


@pytest.mark.parametrize("name", ["a", "b"])
def test_every_surprise_is_the_routes(read: Page, score: Score, name: str) -> None:
    told = score(read, name)
    spans = read.get_by_test_id(f"reading-text-{name}").locator(".pg-token")
    shown = spans.evaluate_all("(all) => all.map((one) => one.dataset.surprise)")
    assert shown[0] == ""
    assert [float(each) for each in shown[1:]] == pytest.approx(
        [each["surprise_nats"] for each in told["tokens"][1:]], abs=1e-6
    )
    shades = spans.evaluate_all(
        "(all) => all.map((one) => Number(one.style.getPropertyValue('--s')))"
    )
    wanted = [min(1.0, (each["surprise_nats"] or 0) / 10) for each in told["tokens"]]
    assert shades == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("name", ["a", "b"])
def test_the_sums_are_those_of_the_tokens(read: Page, score: Score, name: str) -> None:
    told = score(read, name)
    sums = read.get_by_test_id(f"reading-sums-{name}")
    shown = sums.evaluate("(one) => ({ ...one.dataset })")
    total = sum(each["surprise_nats"] for each in told["tokens"][1:])
    mean = total / (len(told["tokens"]) - 1)
    assert float(shown["sum"]) == pytest.approx(total, abs=1e-5)
    assert float(shown["mean"]) == pytest.approx(mean, abs=1e-6)
    assert float(shown["perplexity"]) == pytest.approx(math.exp(mean), rel=1e-6)
    assert float(shown["bits"]) == pytest.approx(told["bits_per_character"], rel=1e-6)
    expect(sums).to_contain_text(f"{math.exp(mean):.2f}")
    expect(sums).to_contain_text("all but the first")


def test_a_token_tells_what_would_have_stood_there(read: Page, score: Score) -> None:
    told = score(read, "a")["tokens"]
    place = next(n for n, each in enumerate(told) if n and each["rank"] > 1)
    tokens = read.get_by_test_id("reading-text-a").locator(".pg-token")
    tokens.nth(place).focus()
    note = read.locator(".pg-tooltip")
    expect(note).to_contain_text(f"{told[place]['surprise_nats']:.2f} nats")
    expect(note).to_contain_text(f"{told[place]['surprise_nats'] / math.log(2):.2f} bits")
    expect(note).to_contain_text("it would have written")
    expect(note).to_contain_text(told[place]["best"]["text"].strip())
    read.keyboard.press("Home")
    expect(note).to_contain_text("nothing stands before it")
    expect(tokens.first).to_be_focused()
    read.keyboard.press("Enter")
    assert read.evaluate("() => window.playground.store.selection.position") == 0
    read.keyboard.press("Escape")
    read.mouse.move(0, 0)


def differences(a: dict[str, Any], b: dict[str, Any]) -> dict[int, float]:
    """Per word that both lanes counted in full, by where it starts: A less B in nats."""
    other = {word["start"]: word["surprise_nats"] for word in b["words"]}
    first = max(lane["tokens"][0]["end"] for lane in (a, b))
    return {
        word["start"]: word["surprise_nats"] - other[word["start"]]
        for word in a["words"]
        if word["start"] in other and word["start"] >= first
    }


def test_a_model_agrees_with_itself(new_context: Any, address: str, llama: str) -> None:
    page = arrive(new_context(), address)
    compare(page, llama, llama, TEXT)
    open_tab(page, "Reading")
    ready(page, "a", "b")
    expect(page.get_by_test_id("disagree-says")).to_contain_text("equally surprising")
    expect(page.get_by_test_id("disagree").locator("button")).to_have_count(0)


def test_the_ten_words_they_disagree_on_most(read: Page, score: Score) -> None:
    wanted = differences(score(read, "a"), score(read, "b"))
    largest = sorted(wanted.items(), key=lambda each: -abs(each[1]))[:10]
    buttons = read.get_by_test_id("disagree").locator("button")
    shown = buttons.evaluate_all("(all) => all.map((one) => ({ ...one.dataset }))")
    assert len(shown) == 10
    assert [int(each["start"]) for each in shown] == [start for start, _ in largest]
    assert [float(each["difference"]) for each in shown] == pytest.approx(
        [value for _, value in largest], abs=1e-5
    )


def test_a_click_lights_the_word_in_both(read: Page) -> None:
    button = read.get_by_test_id("disagree").locator("button").nth(2)
    start = int(button.get_attribute("data-start") or -1)
    end = dict(word_spans(TEXT))[start]
    word = TEXT[start:end]
    button.click()
    for name in ("a", "b"):
        lit = read.get_by_test_id(f"reading-text-{name}").locator(".pg-disagrees")
        assert "".join(lit.all_text_contents()).strip() == word
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Enter")
    expect(read.locator(".pg-disagrees")).to_have_count(0)


def test_a_bar_of_the_strip_is_its_token(read: Page) -> None:
    strip = read.get_by_test_id("reading-strip-a")
    box = strip.bounding_box()
    assert box
    count = len(lane(read, "a")["tokens"])
    strip.click(position={"x": box["width"] * 4.5 / count, "y": 40})
    tokens = read.get_by_test_id("reading-text-a").locator(".pg-token")
    expect(tokens.nth(4)).to_have_attribute("aria-selected", "true")
    read.evaluate("() => window.playground.store.select({ position: null })")


def test_different_texts_are_not_set_against_each_other(fresh: Page, llama: str, gpt2: str) -> None:
    compare(fresh, llama, gpt2, "the cat", "the dog sat")
    open_tab(fresh, "Reading")
    ready(fresh, "a", "b")
    expect(fresh.get_by_test_id("disagree-says")).to_contain_text("different texts")
    expect(fresh.get_by_test_id("disagree").locator("button")).to_have_count(0)


def test_an_encoder_is_told_why_not(fresh: Page, tiny_folders: Any, llama: str) -> None:
    compare(fresh, f"path:{tiny_folders / 'bert'}", llama, "the cat")
    open_tab(fresh, "Reading")
    expect(fresh.get_by_test_id("reading-message-a")).to_contain_text("sees every word at once")
    ready(fresh, "b")
    expect(fresh.locator(".pg-reading-disagree")).to_be_hidden()


def test_a_new_run_takes_the_place_of_the_old(visit: Any, llama: str, score: Score) -> None:
    page = visit({"task": "read", "a": llama, "text": "the cat sat"})
    answered(page, "a")
    open_tab(page, "Reading")
    ready(page, "a")
    before = score(page, "a")["sum_nats"]
    write(page, "the old dog sat on a mat")
    run(page)
    after = score(page, "a")["sum_nats"]
    assert after != pytest.approx(before)
    expect(page.get_by_test_id("reading-sums-a")).to_have_attribute("data-sum", str(after))


@pytest.mark.models
@pytest.mark.parametrize("text", MARKUP)
def test_typed_text_stays_text(visit: Any, text: str) -> None:
    page = visit({"task": "read", "text": text})
    answered(page, "a")
    open_tab(page, "Reading")
    ready(page, "a")
    tokens = page.get_by_test_id("reading-text-a").locator(".pg-token")
    assert "".join(tokens.all_text_contents()) == text
    tokens.nth(2).hover()
    nothing_ran(page)


def test_axe_has_no_objection_and_nothing_is_too_wide(visit: Any, llama: str, gpt2: str) -> None:
    page = visit()
    compare(page, llama, gpt2, TEXT)
    open_tab(page, "Reading")
    ready(page, "a", "b")
    page.get_by_test_id("disagree").locator("button").first.click()
    page.mouse.move(0, 0)
    check_every_look(Axe(), page)
