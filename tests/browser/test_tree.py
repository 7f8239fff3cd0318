"""Climbing the tree: branches that stay, can be gone back to, named, compared and removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import (
    at_rest,
    choose_model,
    choose_task,
    eventually,
    lane,
    open_tab,
    remember,
    run,
    set_number,
    still_to_come,
    write,
)
from tests.browser.test_accessible import objections

pytestmark = pytest.mark.browser


def ids(page: Page, name: str = "a") -> list[int]:
    return [token["id"] for token in lane(page, name)["tokens"]]


def rows(page: Page) -> Locator:
    return page.get_by_test_id("branch")


def choices(page: Page, position: int) -> list[int]:
    """The ids offered after a position, once they are drawn."""
    token = page.get_by_test_id("tokens-a").locator(".pg-token").nth(position + 1)
    if token.get_attribute("aria-selected") != "true":
        token.click()
    found: list[int] = []

    def drawn() -> None:
        came = page.get_by_test_id("tree-choices").locator("button[disabled]")
        assert came.count() == 1
        assert came.get_attribute("data-id") == str(ids(page)[position + 1])
        found[:] = page.get_by_test_id("tree-choice").evaluate_all(
            "(all) => all.filter((one) => !one.disabled).map((one) => Number(one.dataset.id))"
        )

    eventually(page, drawn)
    return found


def branch_off(page: Page, position: int, which: int) -> int:
    """Chooses another token after a position; gives its id."""
    token = choices(page, position)[which]
    remember(page)
    page.locator(f'[data-testid="tree-choice"][data-id="{token}"]:not([disabled])').click()
    at_rest(page, "a")
    return token


def reload(page: Page) -> None:
    """The page anew, after the run that its address asks for."""
    page.reload()
    page.locator("#output-a .pg-token").first.wait_for()
    page.wait_for_function(
        """() => {
        const lane = window.playground.store.lanes.a;
        return lane && lane.trace && !lane.running && !lane.recorded;
    }"""
    )
    open_tab(page, "Tree")
    rows(page).first.wait_for()


@pytest.fixture
def page(visit: Callable[..., Page], llama: str) -> Page:
    page = visit()
    choose_model(page, "a", llama)
    # The tiny model has room for 48 tokens, and a branch of a branch must fit.
    set_number(page, "max-new-tokens", "a", 9)
    write(page, "the cat saw a big dog")
    run(page, "a")
    open_tab(page, "Tree")
    page.get_by_test_id("tree-choice").first.wait_for()
    return page


def test_two_branches_are_climbed_and_come_back_from(page: Page) -> None:
    trunk = ids(page)
    before = rows(page).count()
    place = len(trunk) - 6
    first = branch_off(page, place, 0)
    one = ids(page)
    assert one[: place + 2] == [*trunk[: place + 1], first]
    second = branch_off(page, place, 1)
    two = ids(page)
    assert two[: place + 2] == [*trunk[: place + 1], second]
    assert first != second
    expect(rows(page)).to_have_count(before + 2)
    # Both left the trunk, the second one too: it left where the first did.
    levels = rows(page).evaluate_all("(all) => all.map((one) => Number(one.ariaLevel))")
    assert levels[-3:] == [1, 2, 2]
    # Back to the trunk and to the first branch: nothing is run again, every token is as it was.
    for at, tokens in ((-3, trunk), (-2, one), (-1, two)):
        remember(page)
        row = rows(page).nth(rows(page).count() + at)
        if row.get_attribute("aria-selected") != "true":
            row.click()
            at_rest(page, "a")
        assert ids(page) == tokens
        assert lane(page, "a")["trace"] == row.get_attribute("data-trace")
    open_tab(page, "Next token")
    expect(page.get_by_test_id("position-strip").first.locator(".pg-strip-token")).to_have_count(
        len(two) + 1
    )


def test_the_numbers_of_a_branch_are_sums_of_its_logarithms(page: Page) -> None:
    import math

    shares = [token["probability"] for token in lane(page, "a")["tokens"] if token["new"]]
    total = sum(math.log(share) for share in shares)
    said = rows(page).last.locator(".pg-branch-numbers").inner_text().replace("\u2212", "-")
    assert said == f"{total:.2f} · {total / len(shares):.2f} a token"


def test_two_branches_stand_side_by_side(page: Page) -> None:
    trunk = ids(page)
    branch_off(page, len(trunk) - 5, 0)
    one = ids(page)
    remember(page)
    trunk_row = rows(page).nth(rows(page).count() - 2)
    trunk_row.get_by_test_id("branch-b").click()
    at_rest(page, "b")
    expect(page.get_by_test_id("output-b")).to_be_visible()
    assert ids(page, "b") == trunk
    assert ids(page, "a") == one
    expect(page.get_by_test_id("differs-a")).to_be_visible()
    # The next run is of lane A alone again.
    run(page, "a")
    expect(page.get_by_test_id("output-b")).to_be_hidden()


def test_keys_climb_name_and_delete(page: Page) -> None:
    trunk = ids(page)
    branch_off(page, len(trunk) - 5, 0)
    count = rows(page).count()
    rows(page).last.click()
    page.keyboard.press("ArrowLeft")
    focused = "() => document.activeElement.dataset.trace"
    assert page.evaluate(focused) == rows(page).nth(count - 2).get_attribute("data-trace")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == rows(page).nth(count - 1).get_attribute("data-trace")
    page.keyboard.press("ArrowUp")
    remember(page)
    page.keyboard.press("Enter")
    at_rest(page, "a")
    assert ids(page) == trunk
    page.keyboard.press("F2")
    page.get_by_test_id("branch-name-field").fill("<b>the trunk</b>")
    page.keyboard.press("Enter")
    # What is typed is text.
    expect(rows(page).nth(count - 2)).to_contain_text("<b>the trunk</b>")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Delete")
    expect(rows(page)).to_have_count(count - 1)


def test_the_tree_outlives_a_reload(page: Page) -> None:
    trunk = ids(page)
    branch_off(page, len(trunk) - 5, 0)
    branch = ids(page)
    kept = rows(page).evaluate_all("(all) => all.map((one) => one.dataset.trace)")
    reload(page)
    found = rows(page).evaluate_all("(all) => all.map((one) => one.dataset.trace)")
    assert set(kept) <= set(found)
    remember(page)
    page.locator(f'[data-testid="branch"][data-trace="{kept[-1]}"]').click()
    at_rest(page, "a")
    assert ids(page) == branch


def test_an_expired_branch_is_told_in_one_sentence(page: Page) -> None:
    gone = """() => {
        const key = "playground-tree";
        const kept = JSON.parse(sessionStorage.getItem(key));
        kept.branches.push({ ...kept.branches.at(-1), trace: "0".repeat(32), name: "Gone" });
        sessionStorage.setItem(key, JSON.stringify(kept));
    }"""
    page.evaluate(gone)
    reload(page)
    before = ids(page)
    page.get_by_text("Gone", exact=True).click()
    expect(page.get_by_test_id("error-a")).to_contain_text("no longer kept")
    expect(page.get_by_test_id("tree-message")).to_contain_text("expired")
    assert ids(page) == before


def test_the_likeliest_continuations_grow_and_are_written_on(page: Page) -> None:
    still_to_come(page)
    page.get_by_test_id("grow-children").fill("2")
    page.get_by_test_id("grow-depth").fill("3")
    page.get_by_test_id("grow-run-a").click()
    expect(page.get_by_test_id("grow-a")).to_have_count(2 + 4 + 8)
    url = (
        "() => fetch(`/experiments/tree/${playground.store.lanes.a.trace}?position=${"
        "playground.store.lanes.a.tokens.length - 1}&children=2&depth=3&nodes=60`)"
        ".then((answer) => answer.text())"
    )
    import json

    nodes = json.loads(page.evaluate(url).strip().splitlines()[-1])["nodes"]
    leaf = max((node for node in nodes if node["depth"] == 3), key=lambda node: node["path"])
    path, at = [leaf["token"]], leaf
    while at["parent"] is not None:
        at = nodes[at["parent"]]
        path.insert(0, at["token"])
    before = ids(page)
    remember(page)
    page.locator(f'[data-testid="grow-a"][data-id="{leaf["id"]}"]').click()
    at_rest(page, "a")
    assert not lane(page, "a")["error"], lane(page, "a")["error"]
    assert ids(page)[: len(before) + 3] == [*before, *path]


@pytest.mark.parametrize("task", ["Continue", "Chat"])
def test_beams_of_a_decoder_are_seen(page: Page, task: str) -> None:
    choose_task(page, task)
    set_number(page, "beams", "a", 3)
    set_number(page, "max-new-tokens", "a", 6)
    run(page, "a")
    open_tab(page, "Tree")
    page.get_by_role("button", name="Beams", exact=True).click()
    chips = page.get_by_test_id("beam-a")
    chips.first.wait_for()
    best = page.get_by_test_id("hypothesis-a").first
    expect(best).to_have_attribute("aria-pressed", "true")
    new = [token["id"] for token in lane(page, "a")["tokens"] if token["new"]]
    told = page.evaluate(
        "() => fetch(`/panels/beams/${playground.store.lanes.a.trace}`).then((a) => a.json())"
    )
    nodes = {node["id"]: node for node in told["nodes"]}
    path: list[int] = []
    at = nodes[told["chosen"]]
    while at:
        path.insert(0, at["token_id"])
        at = nodes.get(at["parent"])
    assert path == new
    other = page.get_by_test_id("hypothesis-a").nth(1)
    remember(page)
    other.click()
    at_rest(page, "a")
    expect(other).to_have_attribute("aria-pressed", "true")
    assert [token["id"] for token in lane(page, "a")["tokens"] if token["new"]] != new


def test_axe_has_no_objection_to_the_tree(page: Page) -> None:
    branch_off(page, len(ids(page)) - 5, 0)
    page.get_by_test_id("grow-run-a").click()
    page.get_by_test_id("grow-a").first.wait_for()
    assert objections(Axe(), page) == []
