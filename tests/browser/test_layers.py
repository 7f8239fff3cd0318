"""The Layers tab: every cell is the route's, and only what is looked at is computed."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import (
    answered,
    choose_model,
    compare,
    eventually,
    lane,
    open_tab,
    run,
    still_to_come,
    write,
)
from tests.browser.test_accessible import check_every_look
from tests.browser.test_hostile import MARKUP, nothing_ran
from tests.heads.conftest import head_folder  # noqa: F401  (a fixture)
from tests.tiny import tiny_folder
from tests.training.conftest import tokenizer_file  # noqa: F401  (a fixture)

pytestmark = pytest.mark.browser

Api = Callable[..., Any]
Ask = Callable[[str], Any]
TEXT = " ".join(["the cat sat on a mat and saw"] * 3)
SETTLED_MS = 500  # longer than the page waits before it asks


@pytest.fixture(scope="module")
def ask(address: str) -> Ask:
    """What a route of the server tells, asked without the page."""

    def go(url: str) -> Any:
        answer = httpx.get(address + url, timeout=30)
        answer.raise_for_status()
        return answer.json()

    return go


@pytest.fixture(scope="module")
def page(page: Page, llama: str, gpt2: str) -> Page:
    """Two decoders that ran one text, on the Layers tab."""
    choose_model(page, "a", llama)
    choose_model(page, "b", gpt2)
    write(page, TEXT)
    run(page, "a", "b")
    open_tab(page, "Layers")
    ready(page)
    return page


def ready(page: Page, name: str = "a") -> None:
    """Waits for the chosen cell's numbers and for its ten likeliest words."""
    chosen = page.get_by_test_id(f"layers-grid-{name}").locator(
        '.pg-layers-cell[aria-selected="true"][data-id]'
    )
    expect(chosen).to_have_count(1)
    page.get_by_test_id(f"layers-top-{name}").locator("button").nth(9).wait_for()


def cells(page: Page, name: str = "a") -> list[dict[str, float]]:
    """The numbers of every cell that has some."""
    found: list[dict[str, str]] = (
        page.get_by_test_id(f"layers-grid-{name}")
        .locator(".pg-layers-cell[data-id]")
        .evaluate_all("(all) => all.map((one) => ({ ...one.dataset }))")
    )
    return [{key: float(value) for key, value in each.items()} for each in found]


def cell(page: Page, row: int, column: int, name: str = "a") -> Locator:
    return page.get_by_test_id(f"layers-grid-{name}").locator(
        f'.pg-layers-cell[data-row="{row}"][data-column="{column}"]'
    )


def at_end(page: Page) -> None:
    """Chooses the last layer of the last token, and scrolls there."""
    still_to_come(page)
    part(page, "block")
    last = page.get_by_test_id("layers-grid-a").locator(".pg-layers-cell").first
    last.evaluate("(one) => { const g = one.closest('[role=grid]'); g.scrollLeft = 1e6; }")
    count = len(lane(page, "a")["tokens"])
    row = page.get_by_test_id("layers-grid-a").locator(".pg-layers-name").count() - 1
    cell(page, row, count - 1).click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(SETTLED_MS)
    ready(page)


def part(page: Page, which: str) -> None:
    page.get_by_test_id(f"layers-part-{which}").check()


@pytest.mark.parametrize("which", ["block", "attention"])
@pytest.mark.parametrize("name", ["a", "b"])
def test_every_cell_is_the_routes(page: Page, ask: Ask, which: str, name: str) -> None:
    at_end(page)
    part(page, which)
    page.wait_for_timeout(SETTLED_MS)
    ready(page, name)
    told = ask(f"/lens/{lane(page, name)['trace']}?part={which}")
    shown = cells(page, name)
    assert len(shown) >= len(told["layers"]) * 3
    for each in shown:
        real = told["cells"][int(each["row"])][int(each["column"])]
        assert each["id"] == real["id"]
        for key in ("probability", "final", "rank", "entropy"):
            assert each[key] == pytest.approx(real[key], abs=1e-5)


def test_the_last_row_is_what_the_model_says_next(page: Page, api: Api) -> None:
    at_end(page)
    trace = lane(page, "a")["trace"]
    rows = [each for each in cells(page)]
    last = max(each["row"] for each in rows)
    columns = [each for each in rows if each["row"] == last]
    assert len(columns) > 3
    for each in columns:
        best = api("/next_token", trace, int(each["column"]), limit=1)["candidates"][0]
        assert (each["id"], each["rank"]) == (best["id"], 1)
        assert each["probability"] == pytest.approx(best["raw_probability"], abs=1e-5)


def test_it_starts_where_the_prediction_is(page: Page) -> None:
    at_end(page)
    count = len(lane(page, "a")["tokens"])
    chosen = page.get_by_test_id("layers-grid-a").locator('[aria-selected="true"]')
    expect(chosen).to_have_attribute("data-column", str(count - 1))
    names = page.get_by_test_id("layers-grid-a").locator(".pg-layers-name").all_text_contents()
    assert names == ["embeddings", *(f"block {n}" for n in range(len(names) - 1))]
    expect(chosen).to_have_attribute("data-row", str(len(names) - 1))


def test_a_cell_opens_its_ten_likeliest(page: Page, ask: Ask) -> None:
    at_end(page)
    count = len(lane(page, "a")["tokens"])
    cell(page, 1, count - 2).click()
    expect(page.get_by_test_id("layers-cell-a")).to_contain_text("block 0, after")
    url = f"/lens/{lane(page, 'a')['trace']}/cell?layer=1&position={count - 2}"
    told = ask(url)["candidates"]

    def equal() -> None:
        shown = (
            page.get_by_test_id("layers-top-a")
            .locator("button")
            .evaluate_all("(all) => all.map((one) => ({ ...one.dataset }))")
        )
        assert [int(each["id"]) for each in shown] == [each["id"] for each in told]
        for each, real in zip(shown, told, strict=True):
            assert float(each["probability"]) == pytest.approx(real["probability"], abs=1e-6)
            assert float(each["logit"]) == pytest.approx(real["logit"], abs=1e-4)

    eventually(page, equal)
    # The column is the place that predicted the token after it, which is now the chosen one.
    selected = page.evaluate("() => window.playground.store.selection")
    assert (selected["layer"], selected["position"]) == (0, count - 1)


def test_a_token_of_the_text_chooses_the_column_that_predicted_it(page: Page) -> None:
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(6).click()
    for name in ("a", "b"):
        chosen = page.get_by_test_id(f"layers-grid-{name}").locator('[aria-selected="true"]')
        expect(chosen).to_have_attribute("data-column", "5")
        box, inside = (
            each.bounding_box() for each in (page.get_by_test_id(f"layers-grid-{name}"), chosen)
        )
        assert box and inside
        assert box["x"] <= inside["x"] <= box["x"] + box["width"] - inside["width"] + 1


def test_the_grid_is_walked_with_keys(page: Page) -> None:
    at_end(page)
    count = len(lane(page, "a")["tokens"])
    rows = page.get_by_test_id("layers-grid-a").locator(".pg-layers-name").count()

    def here(row: int, column: int) -> None:
        expect(cell(page, row, column)).to_be_focused()
        expect(cell(page, row, column)).to_be_in_viewport()

    cell(page, rows - 1, count - 1).focus()
    for key, row, column in (
        ("ArrowUp", rows - 2, count - 1),
        ("ArrowLeft", rows - 2, count - 2),
        ("Home", rows - 2, 0),
        ("ArrowLeft", rows - 2, 0),
        ("End", rows - 2, count - 1),
        ("Control+Home", 0, 0),
        ("ArrowRight", 0, 1),
        ("Control+End", rows - 1, count - 1),
        ("ArrowDown", rows - 1, count - 1),
        ("PageUp", 0, count - 1),
    ):
        page.keyboard.press(key)
        here(row, column)
    stops = page.get_by_test_id("layers-grid-a").locator('[tabindex="0"]')
    expect(stops).to_have_count(1)
    page.keyboard.press("Enter")
    expect(cell(page, 0, count - 1)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_test_id("layers-cell-a")).to_contain_text("embeddings, after")
    expect(cell(page, 0, count - 1)).to_be_focused()


def test_the_sentence_is_worked_out_from_the_ranks(page: Page, ask: Ask) -> None:
    at_end(page)
    trace, last = lane(page, "a")["trace"], len(lane(page, "a")["tokens"]) - 1
    final = ask(f"/lens/{trace}?first={last}&last={last}")["finals"][0]["id"]
    ranks = ask(f"/lens/{trace}/watch?position={last}&tokens={final}")["tokens"][0]["rank"]
    first = next(n for n in range(len(ranks)) if set(ranks[n:]) == {1})
    says = page.get_by_test_id("layers-says-a")
    expect(says).to_have_attribute("data-row", str(first))
    expect(says).to_contain_text("embeddings" if first == 0 else f"block {first - 1}")


def test_words_are_watched_through_the_layers(page: Page, ask: Ask) -> None:
    at_end(page)
    trace, last = lane(page, "a")["trace"], len(lane(page, "a")["tokens"]) - 1
    watched = page.get_by_test_id("watched-a").locator("li")
    expect(watched).to_have_count(1)
    buttons = page.get_by_test_id("layers-top-a").locator("button")
    ids = [int(each.get_attribute("data-id") or -1) for each in buttons.all()]
    buttons.nth(2).click()
    expect(watched).to_have_count(2)
    expect(buttons.nth(2)).to_have_attribute("aria-pressed", "true")
    told = ask(f"/lens/{trace}/watch?position={last}&tokens={ids[0]},{ids[2]}")["tokens"]
    shown = watched.evaluate_all("(all) => all.map((one) => ({ ...one.dataset }))")
    for each, real in zip(shown, told, strict=True):
        assert (int(each["id"]), int(each["rank"])) == (real["id"], real["rank"][-1])
        assert float(each["probability"]) == pytest.approx(real["probability"][-1], abs=1e-6)
    lines = page.locator('[data-lane="a"] .pg-lens-line')
    expect(lines).to_have_count(4)
    # The first line is drawn from these very numbers: its heights are affine in them.
    points = [
        float(pair.split()[1])
        for pair in str(lines.first.get_attribute("d")).replace("M", "L").split("L")[1:]
    ]
    real = told[0]["probability"]
    for y, share in zip(points, real, strict=True):
        assert y == pytest.approx(26 + 110 * (1 - share), abs=0.1)
    watched.first.get_by_role("button").click()
    expect(watched).to_have_count(1)
    expect(watched.first).to_have_attribute("data-id", str(ids[2]))
    watched.first.get_by_role("button").click()
    expect(watched).to_have_count(0)
    buttons.first.click()
    expect(watched).to_have_count(1)


def test_ten_words_are_watched_at_most(page: Page) -> None:
    at_end(page)
    count = len(lane(page, "a")["tokens"])
    watched = page.get_by_test_id("watched-a").locator("li")
    buttons = page.get_by_test_id("layers-top-a").locator("button")
    for number in range(1, 10):
        buttons.nth(number).click()
        expect(watched).to_have_count(number + 1)
    cell(page, 0, count - 1).click()
    expect(page.get_by_test_id("layers-cell-a")).to_contain_text("embeddings")
    buttons.and_(page.locator('[aria-pressed="false"]')).first.click()
    page.wait_for_timeout(SETTLED_MS)
    expect(watched).to_have_count(10)
    expect(page.get_by_text("10 words are watched at most")).to_be_visible()
    for _ in range(10):
        watched.last.get_by_role("button").click()
        page.wait_for_timeout(50)
    expect(watched).to_have_count(0)


def test_colour_is_what_the_switch_says(page: Page, api: Api) -> None:
    at_end(page)
    words = api("/next_token", lane(page, "a")["trace"])["vocabulary"]
    formulas: dict[str, Callable[[dict[str, float]], float]] = {
        "rank": lambda one: 1 - math.log(one["rank"]) / math.log(words),
        "entropy": lambda one: 1 - one["entropy"] / math.log(words),
        "probability": lambda one: one["final"],
    }
    for name, formula in formulas.items():
        page.get_by_test_id(f"layers-tint-{name}").check()
        shades = (
            page.get_by_test_id("layers-grid-a")
            .locator(".pg-layers-cell[data-id]")
            .evaluate_all("(all) => all.map((one) => Number(one.style.getPropertyValue('--d')))")
        )
        wanted = [min(1.0, max(0.0, formula(each))) for each in cells(page)]
        assert shades == pytest.approx(wanted, abs=1e-3)


def test_only_what_is_in_sight_is_asked_for(fresh: Page, llama: str) -> None:
    asked: list[tuple[int, int]] = []

    def heard(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.path.startswith("/lens/") and parts.path.count("/") == 2:
            query = parse_qs(parts.query)
            asked.append((int(query["first"][0]), int(query["last"][0])))

    fresh.on("request", heard)
    choose_model(fresh, "a", llama)
    write(fresh, TEXT)
    run(fresh)
    fresh.wait_for_timeout(SETTLED_MS)
    assert asked == [], "nothing is asked for while the tab is closed"
    still_to_come(fresh)
    open_tab(fresh, "Layers")
    ready(fresh)
    fresh.wait_for_timeout(SETTLED_MS)
    grid = fresh.get_by_test_id("layers-grid-a")
    count = len(lane(fresh, "a")["tokens"])
    ((first, last),) = asked
    assert last == count - 1
    assert 3 < last - first + 1 < count / 2
    for place in (0.8, 0.6, 0.4, 0.2, 0.0):  # a quick sweep to the start
        grid.evaluate("(grid, place) => { grid.scrollLeft *= place; }", place)
        fresh.wait_for_timeout(20)
    fresh.wait_for_function("() => document.querySelector('[data-column=\"0\"][data-id]')")
    fresh.wait_for_timeout(SETTLED_MS)
    assert len(asked) == 2, asked
    assert asked[1][0] == 0
    assert asked[1][1] < first - 1, "what was only passed is not computed"
    grid.evaluate("(grid) => { grid.scrollLeft = 1e6; }")
    fresh.wait_for_timeout(SETTLED_MS)
    assert len(asked) == 2, "what is known is not asked for again"


def test_the_page_holds_only_columns_in_sight(page: Page) -> None:
    at_end(page)
    count = len(lane(page, "a")["tokens"])
    heads = page.get_by_test_id("layers-grid-a").locator(".pg-layers-token")
    assert heads.count() < count
    expect(page.get_by_test_id("layers-grid-a")).to_have_attribute("aria-colcount", str(count + 1))


def test_neurons_are_the_routes(page: Page, ask: Ask) -> None:
    at_end(page)
    trace, last = lane(page, "a")["trace"], len(lane(page, "a")["tokens"]) - 1
    rows = page.get_by_test_id("layers-grid-a").locator(".pg-layers-name").count()
    page.get_by_test_id("neurons-open-a").click()
    found = page.get_by_test_id("neurons-a").locator("tbody tr")
    expect(found).to_have_count(10)
    told = ask(f"/neurons/{trace}?layer={rows - 2}&position={last}")["neurons"]
    shown = found.evaluate_all("(all) => all.map((one) => ({ ...one.dataset }))")
    for each, real in zip(shown, told, strict=True):
        assert int(each["neuron"]) == real["neuron"]
        assert float(each["activation"]) == pytest.approx(real["activation"], abs=1e-5)
        assert float(each["write"]) == pytest.approx(real["write"], abs=1e-5)
    changes = found.first.locator("li").evaluate_all(
        "(all) => all.map((one) => [Number(one.dataset.id), Number(one.dataset.change)])"
    )
    wanted = [(one["id"], one["change"]) for one in told[0]["pushes"] + told[0]["against"]]
    assert [each[0] for each in changes] == [number for number, _ in wanted]
    assert [each[1] for each in changes] == pytest.approx([value for _, value in wanted], abs=1e-5)
    cell(page, 0, last).click()
    expect(page.get_by_test_id("neurons-says-a")).to_contain_text("choose a block")
    page.get_by_test_id("neurons-open-a").click()


def test_halves_side_by_side_are_a_sentence(
    fresh: Page, tiny_folders: Path, problems: list[str]
) -> None:
    folder = tiny_folders / "gpt-neox"
    if not folder.exists():
        tiny_folder("gpt-neox", folder)
    choose_model(fresh, "a", f"path:{folder}")
    write(fresh, "the cat sat")
    run(fresh)
    open_tab(fresh, "Layers")
    ready(fresh)
    part(fresh, "attention")
    expect(fresh.get_by_test_id("layers-error-a")).to_contain_text("side by side")
    part(fresh, "block")
    expect(fresh.get_by_test_id("layers-error-a")).to_be_hidden()
    ready(fresh)
    # Chromium notes every answer that is a refusal.
    problems[:] = [each for each in problems if "422" not in each]


def test_an_encoder_that_fills_in_starts_at_the_gap(
    visit: Any,
    head_folder: Any,  # noqa: F811
    tiny_folders: Path,
    ask: Ask,
) -> None:
    folder = tiny_folders / "bert-words"
    shutil.copytree(head_folder("words"), folder, dirs_exist_ok=True)
    text = "the film is [MASK] and it lives in paris"
    page = visit({"task": "fill", "a": f"path:{folder}", "text": text})
    answered(page, "a")
    open_tab(page, "Layers")
    ready(page)
    gap = lane(page, "a")["result"]["blanks"][0]["position"]
    chosen = page.get_by_test_id("layers-grid-a").locator('[aria-selected="true"]')
    expect(chosen).to_have_attribute("data-column", str(gap))
    expect(page.get_by_test_id("layers-cell-a")).to_contain_text("at")
    told = ask(f"/lens/{lane(page, 'a')['trace']}?first={gap}&last={gap}")
    assert told["predicts"] == "own"
    expect(chosen).to_have_attribute("data-id", str(told["finals"][0]["id"]))


def test_an_encoder_without_words_says_why(
    fresh: Page,
    head_folder: Any,  # noqa: F811
    tiny_folders: Path,
    llama: str,
) -> None:
    folder = tiny_folders / "bert-labels"
    shutil.copytree(head_folder("labels"), folder, dirs_exist_ok=True)
    compare(fresh, f"path:{folder}", llama, "the film")
    open_tab(fresh, "Layers")
    expect(fresh.get_by_test_id("layers-message-a")).to_contain_text("no output words")
    ready(fresh, "b")
    expect(fresh.get_by_test_id("layers-grid-a")).to_be_hidden()


@pytest.mark.models
def test_a_translators_decoder_is_read(visit: Any, ask: Ask) -> None:
    page = visit({"task": "translate", "a": "bergamot-en-pt", "text": "The cat sleeps."})
    answered(page, "a")
    open_tab(page, "Layers")
    for which, rows in (("block", 3), ("attention", 2)):
        part(page, which)
        page.wait_for_timeout(SETTLED_MS)
        ready(page)
        told = ask(f"/lens/{lane(page, 'a')['trace']}?part={which}")
        assert (told["stack"], len(told["layers"])) == ("decoder", rows)
        for each in cells(page):
            assert each["id"] == told["cells"][int(each["row"])][int(each["column"])]["id"]


@pytest.mark.models
@pytest.mark.parametrize("text", MARKUP)
def test_typed_text_stays_text(visit: Any, text: str) -> None:
    page = visit({"task": "read", "text": text})
    answered(page, "a")
    open_tab(page, "Layers")
    ready(page)
    heads = page.get_by_test_id("layers-grid-a").locator(".pg-layers-token")
    assert "".join(heads.all_text_contents()) in text
    page.get_by_test_id("layers-grid-a").locator(".pg-layers-cell[data-id]").first.hover()
    nothing_ran(page)


def test_axe_has_no_objection_and_nothing_is_too_wide(visit: Any, llama: str, gpt2: str) -> None:
    page = visit()
    choose_model(page, "a", llama)
    choose_model(page, "b", gpt2)
    write(page, TEXT)
    run(page, "a", "b")
    open_tab(page, "Layers")
    ready(page)
    ready(page, "b")
    page.locator(".pg-layers > .pg-lens-about summary").click()
    page.get_by_test_id("neurons-open-a").click()
    expect(page.get_by_test_id("neurons-a").locator("tbody tr")).to_have_count(10)
    check_every_look(Axe(), page)
