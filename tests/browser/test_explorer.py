"""The attention explorer: one choice seen in every view, its numbers those of the run."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import choose_model, eventually, lane, run, selected_head, write

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

TEXT = "the cat saw a big dog and the cat saw a bird"
VIEWS = ("links", "matrix", "rows", "text")


@pytest.fixture(scope="module")
def page(page: Page, llama: str) -> Page:
    choose_model(page, "a", llama)
    write(page, TEXT)
    run(page, "a")
    return page


@pytest.fixture(autouse=True)
def at_rest(page: Page) -> None:
    """Every test begins with plain weights of one head, as links."""
    page.evaluate(
        "() => playground.store.select({ view: 'links', reading: 'weight', over: 'mean',"
        " unit: 'token', hideSink: false, layer: 1, heads: [2], stack: null,"
        " sorting: 'layer', colouring: '', pinned: { a: null, b: null } })"
    )


def look(page: Page, view: str) -> None:
    page.get_by_test_id(f"view-{view}").click()
    expect(page.get_by_test_id(f"view-{view}")).to_have_attribute("aria-checked", "true")


def choose(page: Page, control: str, value: str) -> None:
    page.get_by_test_id(control).select_option(value)


def array(page: Page, end: str) -> Any:
    """What the server says, read by the page itself."""
    url = f"/arrays/{lane(page, 'a')['trace']}/attention/self/{end}"
    found = page.evaluate(
        "async (url) => { const { shape, data } = await playground.get(url);"
        " return { shape, data: [...data] }; }",
        url,
    )
    return np.array(found["data"]).reshape(found["shape"])


def file(page: Page, kind: str) -> Path:
    """What a press on the button gives."""
    with page.expect_download() as given:
        page.get_by_test_id(f"export-{kind}-a").click()
    # Chromium drops what a page saves beyond ten files a second, without a word.
    page.wait_for_timeout(120)
    return Path(given.value.path())


def cells(page: Page) -> list[list[float]]:
    """The numbers that are shown, as the page hands them out."""
    taken = file(page, "csv")
    rows = list(csv.reader(io.StringIO(taken.read_text())))
    return [[float(number) for number in row[1:]] for row in rows[1:]]


def settled(page: Page, expected: Any, tolerance: float = 1e-6) -> None:
    def check() -> None:
        shown = np.array(cells(page))
        assert shown.shape == expected.shape
        assert np.abs(shown - expected).max() < tolerance

    eventually(page, check)


@pytest.mark.parametrize("view", ["links", "matrix", "text"])
def test_every_view_shows_the_weights_of_the_run(page: Page, view: str) -> None:
    look(page, view)
    settled(page, array(page, "1/2"))


def test_rows_show_one_token_in_every_head(page: Page) -> None:
    look(page, "text")
    page.get_by_test_id("text-readers-a").locator("button").nth(4).click()
    look(page, "rows")
    expected = array(page, "rows/4")
    settled(page, expected.reshape(-1, expected.shape[-1]))
    for layer in range(len(expected)):
        assert np.abs(expected[layer, 1] - array(page, f"{layer}/1")[4]).max() < 1e-6


def test_rollout_is_followed_up_to_the_chosen_layer(page: Page) -> None:
    choose(page, "reading", "rollout")
    for layer in (0, 2):
        choose(page, "layer", str(layer))
        settled(page, array(page, f"rollout/{layer}"))
    expect(page.get_by_test_id("attention-caption-a")).to_contain_text("up to layer 2")


@pytest.mark.parametrize(("over", "put"), [("mean", np.mean), ("max", np.max)])
def test_several_heads_are_put_together(page: Page, over: str, put: Any) -> None:
    page.evaluate("() => playground.store.select({ heads: [0, 3] })")
    choose(page, "over", over)
    settled(page, put([array(page, "1/0"), array(page, "1/3")], axis=0))
    look(page, "matrix")
    heads = page.locator(".pg-matrix-head")
    expect(heads).to_have_count(2)
    heads.nth(1).click()
    assert selected_head(page) == (1, 3)


def test_pieces_are_summed_up_to_words_and_sentences(page: Page) -> None:
    look(page, "matrix")
    info = page.evaluate(
        "(trace) => playground.get(`/panels/attention/${trace}`)", lane(page, "a")["trace"]
    )
    whole = array(page, "1/2")
    groups = info["stacks"][0]["groups"]
    assert groups["query"] == groups["key"]
    for unit in ("word", "sentence"):
        choose(page, "unit", unit)
        starts = groups["key"][unit]
        summed = np.add.reduceat(whole, starts, axis=1)
        sizes = np.diff([*starts, len(whole)])[:, None]
        settled(page, np.add.reduceat(summed, starts, axis=0) / sizes, 1e-5)
    assert len(groups["key"]["sentence"]) < len(groups["key"]["word"]) <= len(whole)


def test_the_sink_is_left_out_and_its_share_printed(page: Page) -> None:
    page.get_by_test_id("hide-sink").check()
    caption = page.get_by_test_id("attention-caption-a")
    expect(caption).to_contain_text("of its attention and is hidden")
    page.evaluate("() => playground.store.select({ pinned: { a: 5, b: null } })")
    share = array(page, "1/2")[5]
    sink = page.evaluate(
        "(trace) => playground.get(`/panels/attention/${trace}`)", lane(page, "a")["trace"]
    )["stacks"][0]["sink"]["index"]
    shown = f"{share[sink]:.2f}" if share[sink] >= 0.005 else "0.01"
    expect(caption).to_contain_text(f"takes {shown}" if share[sink] >= 0.005 else shown)
    look(page, "text")
    expect(page.get_by_test_id("text-readers-a").locator("button").nth(sink)).to_have_class(
        "pg-text-token pg-text-reader pg-text-out"
    )


def test_a_token_pinned_in_one_view_is_pinned_in_the_others(page: Page) -> None:
    look(page, "text")
    page.get_by_test_id("text-readers-a").locator("button").nth(6).click()
    look(page, "links")
    expect(page.get_by_test_id("readers-a").locator("[aria-pressed=true]")).to_have_attribute(
        "data-index", "6"
    )
    look(page, "matrix")
    matrix = page.get_by_test_id("matrix-a")
    matrix.focus()
    matrix.press("ArrowDown")
    matrix.press("Enter")
    look(page, "text")
    pressed = page.get_by_test_id("text-readers-a").locator("[aria-pressed=true]")
    expect(pressed).to_have_attribute("data-index", "7")


def test_a_shorter_sentence_does_not_move_the_page(page: Page) -> None:
    """At the end of the page that would bring another token under the pointer, and so on."""
    look(page, "text")
    caption = page.get_by_test_id("attention-caption-a")
    tokens = page.get_by_test_id("text-readers-a").locator("button")
    heights = []
    for _ in range(2):
        for token in range(tokens.count()):
            tokens.nth(token).hover()
            heights.append(caption.evaluate("(node) => node.offsetHeight"))
        page.mouse.move(5, 5)
        heights.append(caption.evaluate("(node) => node.offsetHeight"))
    assert heights == sorted(heights)
    assert len(set(heights[len(heights) // 2 :])) == 1


def test_the_matrix_is_read_with_the_keys_alone(page: Page) -> None:
    look(page, "matrix")
    expected = array(page, "1/2")
    matrix = page.get_by_test_id("matrix-a")
    matrix.focus()
    start = page.evaluate("() => document.activeElement === document.querySelector('canvas')")
    assert start is False
    for key in ("Home", "ArrowRight", "ArrowLeft", "ArrowDown"):
        matrix.press(key)
    label = matrix.get_attribute("aria-label") or ""
    row = int(
        page.evaluate(
            "() => { const s = playground.store.selection;"
            " return playground.peek(`/panels/attention/${playground.store.lanes.a.trace}`)"
            ".stacks[0].opening.query; }"
        )
    )
    assert label.endswith(f": {expected[row + 1, 0]:.3f}")


def test_the_views_are_changed_with_the_arrow_keys(page: Page) -> None:
    page.get_by_test_id("view-links").focus()
    for view in (*VIEWS[1:], "anatomy", "classic", VIEWS[0]):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_test_id(f"view-{view}")).to_be_focused()
        expect(page.locator(f".pg-view-{view}")).to_be_visible()


@pytest.mark.parametrize("view", VIEWS)
def test_files_hold_what_is_shown(page: Page, view: str) -> None:
    look(page, view)
    expected = array(page, "1/2")
    if view == "rows":
        page.evaluate("() => playground.store.select({ pinned: { a: 3, b: null } })")
        expected = array(page, "rows/3").reshape(-1, len(expected))
    settled(page, expected)
    taken = file(page, "npz")
    with np.load(taken, allow_pickle=False) as held:
        assert np.abs(held["values"] - expected).max() < 1e-6
        assert held["values"].dtype == np.float32
        assert "".join(held["columns"]).replace("<s>", "").strip().startswith("the cat saw")
        assert any(str(line) == "layer: 1" for line in held["about"])
    taken = file(page, "svg")
    drawing = taken.read_text()
    ElementTree.fromstring(drawing)
    assert "cat" in drawing
    taken = file(page, "png")
    assert taken.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_numbers_stand_in_a_table(page: Page) -> None:
    page.evaluate("() => playground.store.select({ pinned: { a: 4, b: null } })")
    page.locator(".pg-numbers summary").first.click()
    expected = array(page, "1/2")[4]

    def check() -> None:
        shown = page.get_by_test_id("numbers-a").locator("tbody td:last-child").all_inner_texts()
        assert [float(number) for number in shown] == pytest.approx(expected, abs=6e-4)

    eventually(page, check)
    page.locator(".pg-numbers summary").first.click()


def test_heads_are_ordered_by_role_and_coloured_by_a_measure(page: Page) -> None:
    told = page.evaluate(
        "(trace) => playground.get(`/heads/roles/${trace}?stack=self`)", lane(page, "a")["trace"]
    )
    choose(page, "colouring-a", "reach")
    most = max(value for row in told["measures"]["reach"] for value in row)
    expect(page.get_by_test_id("map-legend-a")).to_contain_text(f"full {most:.1f} tokens")
    choose(page, "sorting-a", "role")
    order = [role["id"] for role in told["definitions"]]
    heads = [
        (order.index(role["role"]) if role else len(order), -(role["measure"] if role else 0), n, m)
        for n, row in enumerate(told["roles"])
        for m, role in enumerate(row)
    ]
    first = min(heads)
    page.locator("[data-lane=a] .pg-map-canvas").click(position={"x": 12, "y": 28})
    assert selected_head(page) == first[2:]


def test_an_address_brings_back_view_and_reading(page: Page, visit: Visit) -> None:
    look(page, "matrix")
    choose(page, "reading", "rollout")
    choose(page, "unit", "word")
    page.get_by_test_id("hide-sink").check()

    def written() -> None:
        assert "sel-view=matrix" in page.url
        assert "sel-reading=rollout" in page.url
        assert "sel-unit=word" in page.url
        assert "sel-sink=1" in page.url

    eventually(page, written)
    page.get_by_test_id("hide-sink").uncheck()
    query = {"sel-view": "matrix", "sel-reading": "rollout", "sel-unit": "word", "sel-sink": 1}
    other = visit(query)
    expect(other.get_by_test_id("hide-sink")).to_be_checked()
    expect(other.get_by_test_id("view-matrix")).to_have_attribute("aria-checked", "true")
    expect(other.get_by_test_id("reading")).to_have_value("rollout")
    expect(other.get_by_test_id("unit")).to_have_value("word")


@pytest.mark.models
def test_five_hundred_tokens_are_moved_through_layer_by_layer(visit: Visit) -> None:
    """Only what is seen is fetched, and a layer is there long before the model could run again."""
    page = visit({"max_new_tokens-a": 2})
    words = "The old sailor told the children how the storm had taken the ship, and they laughed. "
    write(page, words * 26)
    sizes: dict[str, int] = {}

    def note(response: Any) -> None:
        if "/arrays/" in response.url:
            sizes[response.url] = int(response.headers.get("content-length") or 0)

    page.on("response", note)
    run(page, "a")
    tokens = len(lane(page, "a")["tokens"])
    assert 450 < tokens <= 512
    page.wait_for_function("() => playground.timings['attention-map']")
    page.wait_for_function("() => playground.timings.attention")
    first = {url: size for url, size in sizes.items() if url.count("/") <= 8}
    assert 0 < sum(first.values()) <= 1_000_000, first
    seconds = lane(page, "a")["facts"]["seconds"]
    for layer in (3, 29, 11, 12):
        page.evaluate("() => { delete playground.timings.attention; }")
        page.get_by_test_id("layer").select_option(str(layer))
        page.wait_for_function("() => playground.timings.attention?.event === 'layer'")
        assert page.evaluate("() => playground.timings.attention.ms") / 1000 < seconds / 4
        expect(page.get_by_test_id("attention-caption-a")).to_contain_text(f"Layer {layer}")
    for view in VIEWS:
        look(page, view)
        expect(page.locator(f".pg-view-{view}")).to_be_visible()


def test_a_run_asks_for_nothing_twice(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    write(page, f"{TEXT} again")
    run(page, "a")
    trace = lane(page, "a")["trace"]

    def check() -> None:
        assert any(url.endswith(f"/arrays/{trace}/attention/self/thumbnails") for url in asked)
        assert any(f"/heads/roles/{trace}" in url for url in asked)

    eventually(page, check)
    # What the map needs is asked for together with the panel, not after it.
    ours = [url for url in asked if trace in url]
    (panel,) = (place for place, url in enumerate(ours) if "/panels/attention/" in url)
    (head,) = (place for place, url in enumerate(ours) if url.endswith("/self/1/2"))
    assert {place for place, url in enumerate(ours) if "thumbnails" in url} < set(range(head))
    assert panel < head
    assert len(ours) == len(set(ours))


def test_a_map_fits_its_lane_when_the_other_one_comes_later(visit: Visit, llama: str) -> None:
    """The first run to end has the whole width until the second one is there."""
    page = visit({"task": "read", "a": "smollm2-135m", "b": llama, "text": TEXT})
    page.wait_for_function(
        "() => Object.values(playground.store.lanes)"
        ".every((lane) => lane?.trace && !lane.running && !lane.recorded)"
    )
    expect(page.get_by_test_id("readers-b").locator(".pg-row").first).to_be_visible()
    says = page.get_by_test_id("hide-sink").locator("xpath=..")
    for name in "ab":
        url = f"/panels/attention/{lane(page, name)['trace']}"
        stack = page.evaluate("(url) => playground.get(url)", url)["stacks"][0]
        expect(says).to_contain_text(stack["key_tokens"][stack["sink"]["index"]].strip())
        expect(says).to_contain_text(f"{100 * stack['sink']['share']:.0f}\u202f%")
    # As if the second had come only now: alone, the first is drawn over the whole width.
    page.evaluate(
        "() => { window.second = playground.store.lanes.b; playground.store.setLane('b', null); }"
    )
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_timeout(500)
    page.evaluate("() => playground.store.setLane('b', { ...second, run: second.run + 1 })")
    page.wait_for_function(
        """() => [...document.querySelectorAll('.pg-attention-lane:not([hidden]) .pg-map')].every(
            (map) => map.querySelector('canvas').clientWidth <= map.clientWidth)
            && document.querySelectorAll('.pg-attention-lane:not([hidden])').length === 2""",
        timeout=5000,
    )
