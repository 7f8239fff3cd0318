"""Cut and see: what a person cuts, reads and compares there is what the routes say."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.person import answered, eventually, lane, open_tab
from tests.browser.test_accessible import check_every_look

pytestmark = pytest.mark.browser

TEXT = "the cat saw the dog"


@pytest.fixture
def page(visit: Any, gpt2: str) -> Page:
    opened: Page = visit(
        {"task": "generate", "a": gpt2, "text": TEXT, "max_new_tokens-a": 4, "temperature-a": 0}
    )
    answered(opened, "a")
    return opened


def asked(address: str, route: str, **query: Any) -> dict[str, Any]:
    lines = httpx.get(f"{address}{route}", params=query, timeout=60).text.strip().split("\n")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def shares(page: Page) -> dict[int, tuple[float, float]]:
    rows = page.get_by_test_id("cut-bars-a").locator("tbody tr")
    listed = rows.evaluate_all("(rows) => rows.map((row) => ({ ...row.dataset }))")
    assert listed
    return {int(row["id"]): (float(row["before"]), float(row["after"])) for row in listed}


def test_a_link_on_screen_is_cut_and_its_effect_is_the_routes(page: Page, address: str) -> None:
    page.wait_for_function(
        "() => document.querySelector('[data-testid=cut-here-a]')?.dataset.trace"
        " === playground.store.lanes.a.trace"
    )
    page.get_by_test_id("cut-here-link-a").click()
    expect(page.get_by_test_id("interventions")).to_be_visible()
    expect(page.get_by_test_id("cut-says-a")).to_be_visible()
    reader = int(page.get_by_test_id("cut-reader-a").input_value())
    read = int(page.get_by_test_id("cut-read-a").input_value())
    change = {
        "part": "link",
        "how": "cut",
        "layers": [int(page.get_by_test_id("cut-layer-a").input_value())],
        "heads": [int(page.get_by_test_id("cut-head-a").input_value())],
        "positions": [reader],
        "keys": [read],
    }
    state = lane(page, "a")
    first = next(n for n, token in enumerate(state["tokens"]) if token["new"])
    position = max(reader, first - 1)
    found = asked(
        address,
        f"/experiments/intervene/{state['trace']}",
        changes=json.dumps([change]),
        position=position,
    )
    drawn = shares(page)
    for each in found["next"]["candidates"]:
        assert drawn[each["id"]] == pytest.approx((each["before"], each["after"]), abs=1e-6)
    told = page.get_by_test_id("cut-numbers-a").get_attribute("data-kl")
    assert float(told or "nan") == pytest.approx(found["next"]["kl_nats"], abs=1e-9)
    assert "tab=interventions" in page.url


def test_every_head_in_turn_then_the_same_elsewhere_then_undone(page: Page, address: str) -> None:
    open_tab(page, "Cut and see")
    page.get_by_test_id("cut-map-run-a").click()
    cell = page.get_by_test_id("cut-map-grid-self-a").locator('[data-layer="1"][data-head="2"]')
    cell.wait_for()
    expect(page.get_by_test_id("cut-map-says-a")).to_contain_text("head")
    cell.click()
    expect(page.get_by_test_id("cut-tried-a").locator("li")).to_have_count(1)
    assert page.get_by_test_id("cut-layer-a").input_value() == "1"
    assert page.get_by_test_id("cut-head-a").input_value() == "2"
    page.get_by_test_id("cut-others-run-a").click()
    rank = page.get_by_test_id("cut-rank-a")
    rank.wait_for()
    trace = lane(page, "a")["trace"]
    found = asked(
        address,
        f"/experiments/controls/{trace}",
        changes=json.dumps([{"part": "head", "how": "zero", "layers": [1], "heads": [2]}]),
    )
    assert rank.get_attribute("data-of") == str(len(found["others"])) == "3"
    dots = page.get_by_test_id("cut-dots-a").locator(".pg-cut-dot")
    assert dots.count() == 4
    # Every cell says its number to whoever cannot see the colour, and the keys walk over them.
    assert "layer 1, head 2: " in str(cell.get_attribute("aria-label"))
    page.get_by_test_id("cut-undo-a").click()
    expect(page.get_by_test_id("cut-says-a")).to_have_count(0)


def test_a_hidden_word_a_layer_and_a_neuron(page: Page) -> None:
    open_tab(page, "Cut and see")
    page.get_by_test_id("cut-run-a").wait_for()
    for kind in ("word", "layer", "mlp", "neuron"):
        page.locator(".pg-cut-kind", has=page.get_by_test_id(f"cut-kind-{kind}-a")).click()
        page.get_by_test_id("cut-run-a").click()
        number = ("word", "layer", "mlp", "neuron").index(kind) + 1
        expect(page.get_by_test_id("cut-tried-a").locator("li")).to_have_count(number)
    expect(page.get_by_test_id("cut-tried-a")).to_contain_text("nothing reads")
    page.get_by_test_id("cut-clear-a").click()
    expect(page.get_by_test_id("cut-tried-a")).to_be_hidden()


def test_the_changed_run_stands_in_lane_b(page: Page) -> None:
    open_tab(page, "Cut and see")
    page.get_by_test_id("cut-run-a").click()
    page.get_by_test_id("cut-to-b").click()
    page.get_by_test_id("output-b").wait_for()

    def there() -> None:
        other = lane(page, "b")
        assert other and other["trace"] and other["trace"] != lane(page, "a")["trace"]

    eventually(page, there)
    expect(page.locator('.pg-cut-lane[data-lane="b"]')).to_contain_text("changed inside already")


def test_a_number_that_is_no_neuron_is_refused_in_words(page: Page) -> None:
    open_tab(page, "Cut and see")
    page.locator(".pg-cut-kind", has=page.get_by_test_id("cut-kind-neuron-a")).click()
    page.get_by_test_id("cut-neuron-a").fill("99999")
    page.get_by_test_id("cut-run-a").click()
    expect(page.get_by_test_id("cut-status-a")).to_contain_text("neuron must be from 0 to")


def test_axe_has_no_objection(page: Page) -> None:
    open_tab(page, "Cut and see")
    page.get_by_test_id("cut-run-a").click()
    page.get_by_test_id("cut-says-a").wait_for()
    page.get_by_test_id("cut-map-run-a").click()
    page.get_by_test_id("cut-map-grid-self-a").wait_for()
    page.get_by_test_id("cut-others-run-a").click()
    page.get_by_test_id("cut-rank-a").wait_for()
    check_every_look(Axe(), page)
