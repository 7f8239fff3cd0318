"""Heads over many sentences: pasted, run, sorted, chosen, and put back into the text box."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.person import (
    choose_model,
    eventually,
    lane,
    open_tab,
    run,
    selected_head,
    write,
    written,
)
from tests.browser.test_accessible import PHONE, check_width, objections
from tests.browser.test_hostile import MARKUP, nothing_ran

pytestmark = pytest.mark.browser

LINES = [
    "the cat saw the dog and the cat ran",
    "a big red mat, and it sat on a mat",
    "now the cat ran far away from here",
    "it saw a dog and a dog saw it",
    "the dog, the cat, the mat. it sat",
    "far away a big dog ran here",
]


@pytest.fixture(scope="module")
def page(page: Page, llama: str) -> Page:
    opened(page, llama)
    return page


def opened(page: Page, model: str) -> None:
    choose_model(page, "a", model)
    write(page, "the cat saw a big dog and the cat saw a bird")
    run(page, "a")
    page.get_by_test_id("sentence-sets").get_by_text("Over many sentences", exact=True).click()


def read(page: Page, text: str) -> dict[str, Any]:
    """Pastes the lines, presses Run and waits for the end; the last result the server told."""
    page.get_by_test_id("set-lines").fill(text)
    with page.expect_response("**/heads/sets") as answer:
        page.get_by_test_id("set-run").click()
    told = [json.loads(line) for line in answer.value.text().splitlines()]
    expect(page.get_by_test_id("set-stop")).to_be_disabled()
    found: dict[str, Any] = told[-1]
    return found


def shown_heads(page: Page) -> list[tuple[int, int]]:
    return [
        (int(each["layer"]), int(each["head"]))
        for each in page.get_by_test_id("set-rows")
        .locator("tr")
        .evaluate_all("(rows) => rows.map((row) => ({ ...row.dataset }))")
    ]


def test_six_lines_are_read_sorted_and_chosen(page: Page) -> None:
    page.evaluate(
        """() => {
            window.said = [];
            const status = document.querySelector("[data-testid=set-status]");
            new MutationObserver(() => window.said.push(status.textContent))
                .observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    result = read(page, "\n".join(LINES))["result"]
    assert result["sentences"] == 6
    # How far it is was told on the way.
    said = page.evaluate("() => window.said")
    assert any(each.startswith("3 of 6 sentences") for each in said), said
    expect(page.get_by_test_id("set-says")).to_contain_text("over 6 sentences")
    means = np.array(result["measures"]["previous"]["mean"])
    page.get_by_test_id("set-measure").select_option("previous")

    def sorted_down() -> None:
        by_mean = sorted(np.ndindex(*means.shape), key=lambda at: -means[at])
        assert shown_heads(page) == by_mean

    eventually(page, sorted_down)
    header = page.locator("th:has([data-testid=set-sort-measure])")
    expect(header).to_have_attribute("aria-sort", "descending")
    page.get_by_test_id("set-sort-measure").focus()
    page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "ascending")
    assert shown_heads(page)[0] == divmod(int(means.argmin()), means.shape[1])
    # Whoever sorts with the keyboard stays on the header.
    expect(page.get_by_test_id("set-sort-measure")).to_be_focused()
    layer, head = shown_heads(page)[3]
    row = page.get_by_test_id("set-rows").locator("tr").nth(3)
    row.get_by_role("button").click()
    eventually(page, lambda: same(selected_head(page), (layer, head)))
    expect(row.get_by_role("button")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_test_id("set-head-title")).to_have_text(f"Layer {layer}, head {head}")
    check_head(page, result, layer, head)


def same(found: Any, expected: Any) -> None:
    assert found == expected


def check_head(page: Page, result: dict[str, Any], layer: int, head: int) -> None:
    """Mean and spread, this text beside them, and the sentences in which it is least itself."""
    told = page.evaluate(
        "(url) => fetch(url).then((r) => r.json())", f"/heads/roles/{lane(page, 'a')['trace']}"
    )
    percent = "(x) => playground.percent(x)"
    measure = result["measures"]["previous"]
    cells = page.locator('[data-testid=set-head-measures] tr[data-measure="previous"] td')
    mean, spread = (
        page.evaluate(percent, measure[name][layer][head]) for name in ("mean", "spread")
    )
    expect(cells.nth(0)).to_have_text(f"{mean} ± {spread}")
    here = told["measures"]["previous"][layer][head]
    expect(cells.nth(1)).to_have_text(page.evaluate(percent, here))
    odd = page.get_by_test_id("set-odd").get_by_role("button")
    unlike = result["unlike"][layer][head]
    expect(odd).to_have_count(len(unlike))
    expect(odd.first).to_contain_text(LINES[unlike[0]["line"]])
    expect(odd.first).to_contain_text(f"{unlike[0]['distance']:.1f} sd")
    odd.first.click()
    assert written(page) == LINES[unlike[0]["line"]]
    expect(page.get_by_test_id("set-odd-says")).to_contain_text("press Run")


def test_the_head_chosen_in_the_explorer_is_shown_here(page: Page) -> None:
    read(page, "\n".join(LINES))
    page.evaluate("() => playground.store.select({ layer: 2, heads: [1] })")
    expect(page.get_by_test_id("set-head-title")).to_have_text("Layer 2, head 1")
    cell = page.get_by_test_id("set-map").get_by_role("gridcell", selected=True)
    cell.press("ArrowLeft")
    expect(page.get_by_test_id("set-head-title")).to_have_text("Layer 1, head 1")
    eventually(page, lambda: same(selected_head(page), (1, 1)))


def test_the_file_holds_every_measure_of_every_head(page: Page) -> None:
    result = read(page, "\n".join(LINES))["result"]
    with page.expect_download() as given:
        page.get_by_test_id("set-csv").click()
    rows = list(csv.DictReader(io.StringIO(Path(given.value.path()).read_text())))
    assert len(rows) == result["layers"] * result["heads"]
    for name, found in result["measures"].items():
        means = [float(row[f"{name} mean (n={found['asked']})"]) for row in rows]
        assert means == pytest.approx(np.ravel(found["mean"]), abs=1e-12)
        assert [float(row[f"{name} sd"]) for row in rows] == pytest.approx(
            np.ravel(found["spread"]), abs=1e-12
        )


def test_what_was_found_stays_while_the_panel_goes_on(page: Page) -> None:
    read(page, "\n".join(LINES))
    write(page, "the dog ran far away and the dog sat")
    run(page, "a")
    expect(page.get_by_test_id("set-says")).to_contain_text("over 6 sentences")
    open_tab(page, "Next token")
    open_tab(page, "Attention")
    expect(page.get_by_test_id("set-table")).to_be_visible()
    told = page.evaluate(
        "(url) => fetch(url).then((r) => r.json())", f"/heads/roles/{lane(page, 'a')['trace']}"
    )
    layer, head = selected_head(page)
    value = page.evaluate("(x) => playground.percent(x)", told["measures"]["sink"][layer][head])
    expect(
        page.locator('[data-testid=set-head-measures] tr[data-measure="sink"] td').nth(1)
    ).to_have_text(value)


def test_a_file_is_read_in_the_page(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("\r\n".join(LINES[:4]))
    asked: list[str] = []
    page.on("request", lambda made: asked.append(made.method))
    page.get_by_test_id("set-file").set_input_files(path)
    expect(page.get_by_test_id("set-lines")).to_have_value("\n".join(LINES[:4]))
    expect(page.get_by_test_id("set-count")).to_have_text("4 sentences")
    assert "POST" not in asked
    page.get_by_test_id("set-example").click()
    expect(page.get_by_test_id("set-count")).to_have_text("10 sentences")
    expect(page.get_by_test_id("set-status")).to_contain_text("example")


def test_stop_keeps_what_is_done(page: Page) -> None:
    page.get_by_test_id("set-lines").fill("\n".join(LINES * 60))
    page.get_by_test_id("set-run").click()
    page.wait_for_function(
        """() => document.querySelector("[data-testid=set-says]")?.textContent
            .match(/over \\d\\d+ sentences/)"""
    )
    page.get_by_test_id("set-stop").click()
    status = page.get_by_test_id("set-status")
    expect(status).to_contain_text("Stopped after")
    counted = page.get_by_test_id("set-says").inner_text()
    number = int(counted.split(" over ")[1].split(" ")[0])
    assert number < 360
    expect(status).to_contain_text(f"The result is that of {number} sentences.")
    expect(page.get_by_test_id("set-rows").locator("tr").first).to_be_visible()
    expect(page.get_by_test_id("set-run")).to_be_enabled()


def test_markup_in_a_line_comes_out_as_text(page: Page) -> None:
    read(page, "\n".join([*LINES, *(f"the cat saw {each} and ran" for each in MARKUP)]))
    for layer, head in np.ndindex(3, 4):
        page.evaluate(
            "([layer, head]) => playground.store.select({ layer, heads: [head] })", [layer, head]
        )
        expect(page.get_by_test_id("set-head-title")).to_have_text(f"Layer {layer}, head {head}")
        sentences = page.get_by_test_id("set-odd").locator(".pg-set-text").all_text_contents()
        if any(each in sentence for each in MARKUP for sentence in sentences):
            break
    else:
        raise AssertionError("no head is unlike itself in a line of markup")
    nothing_ran(page)


@pytest.fixture
def refusing(problems: list[str]) -> Any:
    """Chromium notes every answer that is a refusal in its console."""
    yield
    problems[:] = [each for each in problems if "422" not in each]


@pytest.mark.usefixtures("refusing")
def test_a_line_that_is_too_long_is_named(page: Page) -> None:
    page.get_by_test_id("set-lines").fill(f"{LINES[0]}\n\n{'the cat ' * 400}")
    page.get_by_test_id("set-run").click()
    expect(page.get_by_test_id("set-error")).to_contain_text("Line 3 has")
    expect(page.get_by_test_id("set-error")).to_contain_text("shorten it")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it_on_a_phone(
    new_context: Callable[..., Any], address: str, llama: str, scheme: str
) -> None:
    from tests.browser.person import arrive

    context = new_context(color_scheme=scheme, viewport=PHONE, has_touch=True)
    page = arrive(context, address)
    opened(page, llama)
    check_width(page)
    read(page, "\n".join(LINES))
    check_width(page)
    page.wait_for_timeout(300)
    assert objections(Axe(), page) == []
    page.close()
