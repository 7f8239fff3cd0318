"""Pressing a bar writes that token and goes on from there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    at_rest,
    candidates,
    choose_model,
    eventually,
    lane,
    open_tab,
    remember,
    run,
    still_to_come,
    texts,
    write,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(page: Page, llama: str, gpt2: str) -> Page:
    choose_model(page, "a", llama)
    choose_model(page, "b", gpt2)
    open_tab(page, "Next token")
    return page


@pytest.fixture(autouse=True)
def from_the_start(page: Page) -> None:
    """Every test starts with both lanes' own continuation and the place at the end."""
    write(page, "the dog saw it")
    run(page, "a", "b")
    still_to_come(page)


def place(page: Page, position: int) -> None:
    """Waits until the bars are those after this token, in lane A."""
    expect(page.get_by_test_id("position")).to_have_attribute("data-position", str(position))

    # The bars of the position before stand until those of this one have come.
    drawn = page.evaluate(
        "(url) => playground.get(url)",
        f"/panels/next_token/{lane(page, 'a')['trace']}?position={position}",
    )
    likeliest = [each["id"] for each in drawn["candidates"][:15]]

    def ready() -> None:
        assert [bar["id"] for bar in candidates(page, "a")][:15] == likeliest

    eventually(page, ready)


def pick(page: Page, name: str, rank: int) -> int:
    """Presses the bar of that rank and waits for the end of the run; gives the token's id."""
    bar = page.locator(f'[data-testid="candidate-{name}"][data-rank="{rank}"]')
    bar.wait_for()
    token = int(bar.get_attribute("data-id") or -1)
    remember(page)
    bar.click()
    at_rest(page, name)
    return token


def ids(page: Page, name: str) -> list[int]:
    return [token["id"] for token in lane(page, name)["tokens"]]


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_candidate_is_appended_and_continued(page: Page, name: str) -> None:
    before, text = ids(page, name), "".join(texts(page, name))
    other = "b" if name == "a" else "a"
    untouched = lane(page, other)["trace"]
    place(page, len(ids(page, "a")) - 1)
    token = pick(page, name, rank=2)
    after = ids(page, name)
    assert after[: len(before) + 1] == [*before, token]
    assert len(after) > len(before) + 1
    assert "".join(texts(page, name)).startswith(text + texts(page, name)[len(before)])
    assert lane(page, other)["trace"] == untouched


def test_a_candidate_at_an_earlier_place_branches_there(page: Page) -> None:
    before = ids(page, "a")
    page.get_by_test_id("position-strip").locator(".pg-strip-token").nth(6).click()
    place(page, 5)
    chosen = next(bar for bar in candidates(page, "a") if bar["id"] != before[6])
    token = pick(page, "a", rank=chosen["rank"])
    assert ids(page, "a")[:7] == [*before[:6], token] != before[:7]


def test_the_panels_follow_the_continuation(page: Page) -> None:
    place(page, len(ids(page, "a")) - 1)
    pick(page, "a", rank=3)
    tokens = lane(page, "a")["tokens"]
    strip = page.get_by_test_id("position-strip").locator(".pg-strip-token")
    expect(strip).to_have_count(len(tokens) + 1)
    open_tab(page, "Attention")
    expect(page.get_by_test_id("weights-a").locator(".pg-row")).to_have_count(len(tokens))
    open_tab(page, "Next token")


def test_the_token_that_came_is_marked(page: Page) -> None:
    page.get_by_test_id("position-strip").locator(".pg-strip-token").nth(5).click()
    place(page, 4)
    came = page.locator('[data-testid="candidate-a"].pg-came:visible')
    expect(came).to_have_count(1)
    expect(came).to_have_attribute("data-id", str(ids(page, "a")[5]))
