"""Heads by distance and experiments on places: what a person sees is what the routes say."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import eventually, lane, open_tab, selected_head
from tests.browser.test_accessible import check_every_look
from tests.browser.test_heads import ended, numbers
from tests.browser.test_hostile import MARKUP, nothing_ran
from tests.heads.conftest import head_folder  # noqa: F401  (a fixture)
from tests.training.conftest import tokenizer_file  # noqa: F401  (a fixture)

pytestmark = pytest.mark.browser

FILM = "the film is very good and it lives in paris"
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def labels(head_folder: Any, tiny_folders: Path) -> str:  # noqa: F811
    """A tiny encoder with learned positions and labels, where the server may find it."""
    folder = tiny_folders / "bert-placed"
    shutil.copytree(head_folder("labels"), folder, dirs_exist_ok=True)
    return f"path:{folder}"


@pytest.fixture
def opened(visit: Any, labels: str) -> Opened:
    """A part of the Positions tab after a run: `opened("heads")`."""

    def go(part: str, text: str = FILM, task: str = "sentiment", model: str = "") -> Page:
        page: Page = visit({"task": task, "a": model or labels, "text": text})
        ended(page)
        turn(page, part)
        return page

    return go


def turn(page: Page, part: str) -> None:
    if part == "experiments":
        open_tab(page, "Move words")
        return
    open_tab(page, "Positions")
    page.get_by_test_id(f"part-{part}").check()


def choose(page: Page, kind: str, name: str = "a") -> None:
    page.get_by_test_id(f"place-{kind}-{name}").check()


def tell(page: Page, name: str = "a") -> Locator:
    """Presses Run and waits for the sentence."""
    page.get_by_test_id(f"place-run-{name}").click()
    told = page.get_by_test_id(f"place-outcome-{name}")
    told.wait_for()
    return told


def route(page: Page, address: str, **query: Any) -> dict[str, Any]:
    """The last line of an experiment on the run of lane A, asked without the page."""
    trace = lane(page, "a")["trace"]
    answer = httpx.get(f"{address}/experiments/positions/{trace}", params=query, timeout=60)
    answer.raise_for_status()
    told: dict[str, Any] = json.loads(answer.text.splitlines()[-1])
    return told


def pair(rows: Locator) -> list[tuple[float, float]]:
    return [(before, after) for before, after in numbers(rows, "before", "after")]


def refused(problems: list[str]) -> None:
    """The browser notes that an address was refused, which was asked for here, and nothing else."""
    assert problems and all("422" in problem for problem in problems)
    problems.clear()


# ---------------------------------------------------------------- experiments
def test_a_shuffled_sentence_changes_the_answer(opened: Opened, address: str) -> None:
    page = opened("experiments")
    page.get_by_test_id("place-begin-a").click()  # it is what an empty form suggests
    page.get_by_test_id("place-outcome-a").wait_for()
    told = route(page, address, kind="shuffle", seed=0)
    output = page.get_by_test_id("place-output-a").locator("tbody tr")
    expected = [
        (before["probability"], after["probability"])
        for before, after in zip(told["output"]["before"], told["output"]["after"], strict=True)
    ]
    assert pair(output) == [pytest.approx(each, abs=1e-6) for each in expected]
    shown = {label: value for label, value in numbers(output, "label", "before")}
    scores = lane(page, "a")["result"]["scores"]
    assert shown == pytest.approx({one["label"]: one["probability"] for one in scores}, abs=1e-4)
    assert max(abs(before - after) for before, after in expected) > 0.01
    strip = page.get_by_test_id("place-strip-a").locator("li")
    by_place = sorted(enumerate(told["tokens"]), key=lambda one: one[1]["after"])
    assert numbers(strip, "token", "before", "after") == [
        (n, one["before"], one["after"]) for n, one in by_place
    ]
    changes = page.get_by_test_id("place-tokens-a").locator("tbody tr")
    assert [value for (value,) in numbers(changes, "change")] == pytest.approx(
        [one["change"] for one in told["tokens"]], abs=1e-5
    )
    layers = page.get_by_test_id("place-layers-a").locator("li")
    assert [value for (value,) in numbers(layers, "value")] == pytest.approx(
        told["hidden"], abs=1e-5
    )
    cells = page.get_by_test_id("place-heads-a").get_by_role("gridcell")
    assert {(x, y): z for x, y, z in numbers(cells, "layer", "head", "distance")} == pytest.approx(
        {(x, y): z for x, row in enumerate(told["heads"]) for y, z in enumerate(row)}, abs=1e-5
    )


def test_the_sentence_says_which_label_won(opened: Opened, address: str) -> None:
    page = opened("experiments")
    choose(page, "reverse")
    sentence = tell(page)
    output = route(page, address, kind="reverse")["output"]
    won = [
        max(output[when], key=lambda one: one["probability"])["label"]
        for when in ("before", "after")
    ]
    if won[0] == won[1]:
        expect(sentence).to_contain_text(f'The label stays "{won[0]}"')
    else:
        expect(sentence).to_contain_text(f'The label flips from "{won[0]}"')
        expect(sentence).to_contain_text(f'to "{won[1]}"')


def test_two_words_are_swapped_by_pressing_them(opened: Opened, address: str) -> None:
    page = opened("experiments")
    choose(page, "swap")
    page.get_by_test_id("place-run-a").click()
    expect(page.get_by_test_id("place-status-a")).to_have_text("Choose two words to swap first.")
    words = page.get_by_test_id("place-words-a").get_by_role("button")
    expect(words).to_have_text(FILM.split())
    words.nth(1).click()
    words.nth(4).click()
    page.get_by_test_id("place-outcome-a").wait_for()
    assert page.get_by_test_id("place-first-a").input_value() == "1"
    assert page.get_by_test_id("place-second-a").input_value() == "4"
    moved = page.get_by_test_id("place-strip-a").locator("li.pg-moved")
    assert numbers(moved, "token", "before", "after") == [(5, 5, 2), (2, 2, 5)]  # [CLS] is 0
    told = route(page, address, kind="swap", first=1, second=4)
    assert [one["after"] for one in told["tokens"]][2] == 5
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # By the lists it is the same experiment, and one already made is not made again.
    choose(page, "same")
    expect(page.get_by_test_id("place-outcome-a")).to_have_count(0)
    choose(page, "swap")
    expect(moved).to_have_count(2)
    assert not [url for url in asked if "/experiments/" in url]


def test_what_a_model_does_not_allow_is_greyed_with_the_reason(
    opened: Opened, address: str, problems: list[str]
) -> None:
    page = opened("experiments")
    trace = lane(page, "a")["trace"]
    told = httpx.get(f"{address}/experiments/positions/{trace}/words").json()
    for one in told["experiments"]:
        box = page.get_by_test_id(f"place-{one['kind']}-a")
        assert box.is_enabled() == one["allowed"]
        if not one["allowed"]:
            expect(page.get_by_test_id("place-not-a")).to_contain_text(one["why"])
    choose(page, "shift")
    number = page.get_by_test_id("place-number-a")
    number.fill("90")
    number.press("Tab")
    page.get_by_test_id("place-run-a").click()
    expect(page.get_by_test_id("place-status-a")).to_contain_text("choose a smaller number")
    refused(problems)


def test_permuted_words_are_a_bag_without_positions(opened: Opened, address: str) -> None:
    page = opened("experiments")
    choose(page, "permutation")
    expect(tell(page)).to_contain_text("reads a bag of words")
    told = route(page, address, kind="permutation", seed=0)
    ((without, kept),) = pair(page.get_by_test_id("place-permuted-a").locator("tbody tr"))
    assert (without, kept) == pytest.approx((told["without"], told["with_positions"]), abs=1e-5)
    assert without < 1e-4 < kept
    expect(page.get_by_test_id("place-explains-a")).to_have_text(told["explains"])


def test_a_decoder_tells_order_by_its_mask_and_its_next_token_moves(
    opened: Opened, address: str, gpt2: str
) -> None:
    page = opened("experiments", "the cat sat on a mat", "read", gpt2)
    choose(page, "permutation")
    expect(tell(page)).to_contain_text("each word sees only those before it")
    choose(page, "shuffle")
    tell(page)
    told = route(page, address, kind="shuffle", seed=0)["next"]
    rows = page.get_by_test_id("place-next-a").locator("tbody tr")
    shown = {token: both for token, *both in numbers(rows, "id", "before", "after")}
    assert shown == {
        one["id"]: pytest.approx([one["before"], one["after"]], abs=1e-6)
        for one in told["candidates"]
    }
    most = [max(both) for both in shown.values()]
    assert most == sorted(most, reverse=True)  # what became likely is not at the end of a long list
    ((kl,),) = numbers(page.get_by_test_id("place-kl-a"), "kl")
    assert kl == pytest.approx(told["kl_nats"], abs=1e-6)


# ---------------------------------------------------------------- heads
def test_the_map_of_heads_is_what_the_route_says(opened: Opened, address: str) -> None:
    page = opened("heads")
    cells = page.get_by_test_id("heads-map-a").get_by_role("gridcell")
    cells.first.wait_for()
    trace = lane(page, "a")["trace"]
    told = httpx.get(f"{address}/heads/positional/{trace}").json()
    assert {(x, y): z for x, y, z in numbers(cells, "layer", "head", "distance")} == pytest.approx(
        {(x, y): z for x, row in enumerate(told["share"]) for y, z in enumerate(row)}, abs=1e-6
    )
    expect(page.get_by_test_id("heads-counted-a")).to_contain_text(told["left_out"])
    for which in ("most", "least"):
        place = told[which]
        button = page.get_by_test_id(f"heads-{which}-a")
        expect(button).to_contain_text(f"layer {place['layer']}, head {place['head']} (")
        expect(button).to_contain_text(f"({place['share']:.2f})")


def test_the_most_positional_head_is_chosen_everywhere(opened: Opened) -> None:
    page = opened("heads")
    button = page.get_by_test_id("heads-most-a")
    expect(button).to_contain_text("layer")
    button.click()
    ((layer, head),) = numbers(button, "layer", "head")
    expect(button).to_have_attribute("aria-pressed", "true")
    cell = page.get_by_test_id("heads-map-a").get_by_role("gridcell", selected=True)
    assert numbers(cell, "layer", "head") == [(layer, head)]
    expect(page.get_by_test_id("heads-says-a")).to_contain_text(
        f"Layer {layer:.0f}, head {head:.0f}"
    )
    page.get_by_test_id("heads-look-a").click()
    eventually(page, lambda: same(selected_head(page), (layer, head)))
    open_tab(page, "Positions")
    cell.press("ArrowLeft" if layer else "ArrowRight")
    other = int(layer) - 1 if layer else 1
    expect(page.get_by_test_id("heads-says-a")).to_contain_text(f"Layer {other}, head")
    expect(button).to_have_attribute("aria-pressed", "false")


def same(found: Any, expected: Any) -> None:
    assert found == expected


def test_a_text_too_short_is_told_so(opened: Opened, problems: list[str]) -> None:
    page = opened("heads", "the film")
    expect(page.get_by_test_id("position-heads")).to_contain_text("at least 4 tokens")
    refused(problems)


# ---------------------------------------------------------------- for everyone
@pytest.mark.parametrize("text", MARKUP)
def test_markup_stays_text(opened: Opened, text: str) -> None:
    # The tiny models read 60 tokens, and take most markup letter by letter.
    page = opened("experiments", f"{text}. it")
    choose(page, "swap")
    words = page.get_by_test_id("place-words-a").get_by_role("button")
    words.first.click()
    words.last.click()
    page.get_by_test_id("place-outcome-a").wait_for()
    turn(page, "heads")
    page.get_by_test_id("heads-counted-a").wait_for()
    nothing_ran(page)


def test_axe_has_no_objection_and_nothing_is_too_wide(visit: Any, labels: str) -> None:
    axe = Axe()
    page = visit({"task": "sentiment", "a": labels, "text": FILM})
    ended(page)
    turn(page, "experiments")

    def check() -> None:
        check_every_look(axe, page)

    check()  # the empty form
    for kind in ("swap", "shuffle", "permutation"):
        choose(page, kind)
        if kind == "swap":
            page.get_by_test_id("place-first-a").select_option("1")
            page.get_by_test_id("place-second-a").select_option("4")
        tell(page)
        check()
    turn(page, "heads")
    page.get_by_test_id("heads-map-a").get_by_role("gridcell").first.wait_for()
    for details in page.get_by_test_id("position-heads").locator("summary:visible").all():
        details.click()
    check()
