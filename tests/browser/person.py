"""What a person does on the page, and what a person sees there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, expect

import app.tasks
from app.discovery import declared
from app.tasks import Task

PATIENCE = 5.0  # seconds until what should appear has to be there
RUN_MS = 30_000
STEP_MS = 20
SETTLE_MS = 400  # a box that has just unfolded sets its own value once more
Lane = dict[str, Any]


def arrive(context: BrowserContext, address: str) -> Page:
    """A page that has drawn its first lane and started all its scripts."""
    page = context.new_page()
    page.goto(address)
    page.locator("#output-a .pg-token").first.wait_for()
    # It may be out of sight: the panel that opens is the one that fits the run.
    page.get_by_test_id("attention").wait_for(state="attached")
    return page


def write(page: Page, text: str) -> None:
    """Types the text in place of what is there."""
    page.locator("#text textarea").fill(text)


def written(page: Page) -> str:
    return page.locator("#text textarea").input_value()


def open_gear(page: Page, lane: str) -> None:
    """Shows the model and the settings of a lane; those of lane B after a press on Compare."""
    gear = page.locator(f"#gear-{lane}")
    if gear.is_visible():
        return
    if lane == "b" and not page.get_by_test_id("output-b").is_visible():
        page.get_by_test_id("compare").click()
        expect(page.locator("#model-b input")).not_to_have_value("none")
    else:
        page.get_by_test_id(f"gear-{lane}").click()
    gear.wait_for()


def choose_model(page: Page, lane: str, model: str) -> None:
    """Types a model's name into its box."""
    open_gear(page, lane)
    box = page.locator(f"#model-{lane} input")
    box.fill(model)
    box.press("Enter")
    if lane == "b" and model != "none":
        page.get_by_test_id("output-b").wait_for()


def choose_task(page: Page, title: str) -> None:
    """Chooses a task and waits until the boxes are those of the task.

    The label of the text comes by itself; an untouched example is exchanged together with the
    sentence that explains the task, and what is typed before that would be taken for it.
    """
    (task,) = (each for each in declared(app.tasks, "TASK", Task) if each.title == title)
    verb = page.locator(f'#verbs [data-verb="{task.verb}"]')
    if verb.get_attribute("aria-pressed") != "true":
        verb.click()
        expect(verb).to_have_attribute("aria-pressed", "true")
    way = page.locator(f'#verbs [data-way="{task.id}"]')
    if way.is_visible() and way.get_attribute("aria-pressed") != "true":
        way.click()
    expect(page.locator(f'#task input[value="{task.id}"]')).to_be_checked()
    expect(page.locator("#task")).to_contain_text(task.explains)
    expect(page.get_by_test_id("task-explains")).to_have_text(task.explains)
    expect(page.locator("#text").get_by_text(task.fields[0].label, exact=True)).to_be_visible()


def set_number(page: Page, control: str, lane: str, value: float) -> None:
    """Opens the settings of a lane and types a number: `set_number(page, "top-k", "a", 5)`."""
    open_gear(page, lane)
    box = page.locator(f"#{control}-{lane} input[type=number]")
    if not box.is_visible():
        page.locator(f"#settings-{lane}").get_by_role("button").first.click()
        box.wait_for()
        page.wait_for_timeout(SETTLE_MS)
    box.fill(str(value))
    box.press("Tab")
    expect(box).to_have_value(str(value))


def lane(page: Page, name: str) -> Lane:
    """What the page knows of a lane: its state as the scripts keep it."""
    found: Lane = page.evaluate("(name) => window.playground.store.lanes[name]", name)
    return found


def remember(page: Page) -> None:
    """Notes what the lanes show now, for `at_rest`."""
    page.evaluate("() => { window.seen = { ...window.playground.store.lanes } }")


def at_rest(page: Page, *lanes: str) -> None:
    """Waits until the lanes show something newer than remembered and no longer run."""
    ended = """(names) => names.every((name) => {
        const lane = window.playground.store.lanes[name];
        return lane && lane !== window.seen[name] && !lane.running;
    })"""
    try:
        page.wait_for_function(ended, arg=list(lanes), timeout=RUN_MS)
    except TimeoutError as error:
        shown = {name: page.get_by_test_id(f"output-{name}").inner_text() for name in lanes}
        raise AssertionError(f"the run did not end: {shown}") from error


def run(page: Page, *lanes: str) -> None:
    """Presses Run and waits for the end of these lanes (A if none is named).

    A lane says when its run began, so what an earlier event still brings is not taken for the end.
    One that is refused keeps what it showed, with the sentence.
    """
    remember(page)
    before = time.time_ns()
    page.locator("#run").click()
    ended = """([names, before]) => names.every((name) => {
        const lane = window.playground.store.lanes[name];
        const refused = lane?.error && lane !== window.seen[name];
        return lane && (lane.run > before || refused) && !lane.running;
    })"""
    names = list(lanes or "a")
    try:
        page.wait_for_function(ended, arg=[names, before], timeout=RUN_MS)
    except TimeoutError as error:
        shown = {name: page.get_by_test_id(f"output-{name}").inner_text() for name in names}
        raise AssertionError(f"the run did not end: {shown}") from error


def answered(page: Page, *lanes: str) -> None:
    """Waits for the run that the address asked for, and not for the recorded one."""
    shown: dict[str, Lane | None] = {}
    for _ in range(RUN_MS // STEP_MS):
        shown = {name: lane(page, name) for name in lanes}
        if all(each and each.get("trace") and not each["recorded"] for each in shown.values()):
            return
        page.wait_for_timeout(STEP_MS)
    raise AssertionError(f"the run did not end: {shown}")


def compare(page: Page, first: str, second: str, text: str, own: str = "") -> None:
    """Lets two models read a text, the second one maybe a text of its own."""
    choose_task(page, "Read")
    choose_model(page, "a", first)
    choose_model(page, "b", second)
    write(page, text)
    if own:
        page.locator("#text-b textarea").fill(own)
    run(page, "a", "b")


def open_tab(page: Page, title: str) -> None:
    """Opens a panel: its question first, where that is not the one that is open."""
    named = re.compile(f"^{re.escape(title)}$")
    chip = page.locator('#questions [role="tab"]', has_text=named)
    if not chip.is_visible():
        question = chip.get_attribute("data-of")
        page.locator(f'#questions [data-question="{question}"]').click()
    chip.click()


def eventually(page: Page, check: Callable[[], None]) -> None:
    """Asks until `check` raises no AssertionError; raises the last one when patience ends."""
    step = 50
    for left in range(int(PATIENCE * 1000 / step), -1, -1):
        try:
            return check()
        except AssertionError:
            if not left:
                raise
            page.wait_for_timeout(step)


def still_to_come(page: Page) -> None:
    """Chooses the place behind the last token, where nothing has been written yet."""
    page.evaluate(
        "() => { const { store } = playground;"
        " store.select({ position: store.lanes.a.tokens.length, positionLane: 'a' }); }"
    )


def texts(page: Page, name: str) -> list[str]:
    """The tokens of a lane, as printed."""
    return page.get_by_test_id(f"tokens-{name}").locator(".pg-token").all_text_contents()


def seen(found: Locator) -> list[str]:
    """What is drawn for each: signs in place of the characters that have no shape."""
    drawn: list[str] = found.evaluate_all(
        """(all) => all.map((one) => {
            const copy = one.cloneNode(true);
            for (const node of copy.querySelectorAll("[data-sign]"))
                node.replaceWith(node.dataset.sign);
            return copy.textContent;
        })"""
    )
    return drawn


def weights(page: Page, name: str) -> tuple[int, list[float]]:
    """The attention panel of a lane: the reading token, and the weight printed at each token."""
    reader = page.get_by_test_id(f"readers-{name}").locator(".pg-row.pg-current")
    assert reader.count() == 1, "no token is marked as the one that reads"
    found = (
        page.get_by_test_id(f"weights-{name}")
        .locator(".pg-row")
        .evaluate_all("(rows) => rows.map((row) => row.dataset.weight ?? null)")
    )
    assert found and None not in found, "the exact weights have not come yet"
    return int(reader.get_attribute("data-index") or -1), [float(each) for each in found]


def selected_head(page: Page) -> tuple[int, int]:
    """The layer and head in the attention panel's boxes."""
    layer, head = (page.get_by_test_id(box).input_value() for box in ("layer", "head"))
    assert layer and head, "the boxes are empty yet"
    return int(layer), int(head)


def candidates(page: Page, name: str) -> list[dict[str, Any]]:
    """The bars of a lane's next-token panel, hidden rows left out."""
    bars: list[dict[str, str]] = page.locator(
        f'li:not([hidden]) > [data-testid="candidate-{name}"]'
    ).evaluate_all("(bars) => bars.map((bar) => ({ ...bar.dataset }))")
    assert bars and "probability" in bars[0], "no bar is drawn yet"
    return [
        {
            "id": int(bar["id"]),
            "rank": int(bar["rank"]),
            "probability": float(bar["probability"]),
            "raw": float(bar["raw"]),
            "kept": bar["kept"] == "true",
        }
        for bar in bars
    ]


def others(page: Page, name: str) -> dict[str, float]:
    """The bar of all tokens that have none of their own."""
    found = page.get_by_test_id(f"others-{name}").evaluate("(bar) => ({ ...bar.dataset })")
    return {key: float(found[key]) for key in ("probability", "raw", "count", "kept")}


def sentence(page: Page, name: str) -> Locator:
    """Where a lane says what was wrong."""
    return page.get_by_test_id(f"error-{name}")
