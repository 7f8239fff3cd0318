"""The page around the panels: verbs, questions, examples, history, words explained, lessons."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import app.tasks
import visualizers
from app.discovery import declared
from app.tasks import Task
from tests.browser.person import arrive, at_rest, choose_task, lane, open_tab, remember, run, write
from visualizers import Panel

pytestmark = [pytest.mark.browser, pytest.mark.models]

Visit = Callable[..., Page]
SIZES: tuple[Any, ...] = (
    {"width": 1440, "height": 900},
    {"width": 1024, "height": 768},
    {"width": 390, "height": 844},
    {"width": 720, "height": 450},  # 1440 × 900 at 200 %
)


def text(page: Page) -> str:
    return "".join(token["text"] for token in lane(page, "a")["tokens"])


def settled(page: Page, starts: str) -> None:
    page.wait_for_function(
        "(starts) => { const a = playground.store.lanes.a; return a?.trace && !a.running"
        " && a.tokens.map((one) => one.text).join('').startsWith(starts); }",
        arg=starts,
    )


def test_every_task_stands_under_one_of_five_verbs(fresh: Page) -> None:
    tasks = declared(app.tasks, "TASK", Task)
    verbs = fresh.locator("#verbs [data-verb]")
    assert verbs.all_text_contents() == ["Continue", "Chat", "Translate", "Judge", "Find"]
    for task in tasks:
        choose_task(fresh, task.title)
        expect(fresh.locator(f'#verbs [data-verb="{task.verb}"]')).to_have_attribute(
            "aria-pressed", "true"
        )
    # Back at a verb, its way is the one that was chosen last.
    choose_task(fresh, "Read")
    choose_task(fresh, "Chat")
    fresh.locator('#verbs [data-verb="continue"]').click()
    expect(fresh.locator('#task input[value="read"]')).to_be_checked()


def test_every_panel_stands_under_one_of_the_questions(fresh: Page) -> None:
    for panel in declared(visualizers, "PANEL", Panel):
        open_tab(fresh, panel.title)
        pressed = fresh.locator('#questions [data-question][aria-pressed="true"]')
        expect(pressed).to_have_count(1)
        expect(pressed).to_have_attribute("data-question", panel.question)
        assert ("tab=" in fresh.url) == (panel.id != "attention")


def test_a_panel_that_does_not_apply_shows_itself_with_a_run_of_its_own(fresh: Page) -> None:
    open_tab(fresh, "Alignment")
    fresh.get_by_test_id("not-here").get_by_role("button").click()
    fresh.wait_for_function(
        "() => { const a = playground.store.lanes.a; return a.trace && a.task === 'translate'; }"
    )
    fresh.get_by_test_id("alignment-matrix-a").wait_for()
    expect(fresh.get_by_test_id("not-here")).to_be_hidden()


def test_the_panel_follows_the_task_and_a_choice_stays(fresh: Page) -> None:
    choose_task(fresh, "Sentiment")
    write(fresh, "The plot is thin, but the actors are a joy to watch.")
    run(fresh)
    chosen = fresh.locator('#questions [role="tab"][aria-selected="true"]')
    expect(chosen).to_have_text("What decides")
    open_tab(fresh, "Attention")
    write(fresh, "The actors are dull.")
    run(fresh)
    expect(chosen).to_have_text("Attention")


def test_back_returns_to_the_run_before_and_undo_to_the_text_before_the_branch(
    fresh: Page,
) -> None:
    for words in ("The sky is", "The grass is"):
        write(fresh, words)
        run(fresh)
    before = text(fresh)
    remember(fresh)
    fresh.locator('[data-testid="next-bar-a"]:not(.pg-came)').first.click()
    at_rest(fresh, "a")
    branch = text(fresh)
    assert branch != before
    fresh.get_by_test_id("undo-a").click()
    settled(fresh, before)
    fresh.go_back()
    settled(fresh, branch)
    fresh.go_back()
    settled(fresh, before)
    fresh.go_back()
    settled(fresh, "The sky is")
    expect(fresh.locator("#text textarea")).to_have_value("The sky is")
    fresh.go_forward()
    settled(fresh, before)


def test_a_text_that_was_cut_short_goes_on(fresh: Page) -> None:
    write(fresh, "Once upon a time")
    run(fresh)
    before = text(fresh)
    remember(fresh)
    fresh.get_by_test_id("go-on-a").click()
    at_rest(fresh, "a")
    assert text(fresh).startswith(before)
    assert len(text(fresh)) > len(before)


def test_the_chat_format_is_folded_and_unfolds(fresh: Page) -> None:
    choose_task(fresh, "Chat")
    write(fresh, "Say hello.")
    run(fresh)
    tokens = fresh.get_by_test_id("tokens-a")
    chip = fresh.get_by_test_id("chat-format").first
    expect(tokens.locator(".pg-special").first).to_be_hidden()
    assert tokens.inner_text().strip().startswith("Say hello.")
    chip.click()
    expect(tokens.locator(".pg-special").first).to_be_visible()
    expect(chip).to_have_attribute("aria-expanded", "true")


def test_a_chat_goes_on_over_several_turns(fresh: Page) -> None:
    choose_task(fresh, "Chat")
    expect(fresh.locator("#system")).to_be_visible()
    fresh.locator("#system textarea").fill("Answer in one word.")
    write(fresh, "What is the capital of France?")
    run(fresh)
    answer = "".join(
        token["text"]
        for token in lane(fresh, "a")["tokens"]
        if token["new"] and not token["special"]
    )
    fresh.get_by_test_id("reply").click()
    expect(fresh.get_by_test_id("conversation").locator("li")).to_have_text(
        ["You What is the capital of France?", f"Model {answer.strip()}"]
    )
    expect(fresh.locator("#text textarea")).to_have_value("")
    write(fresh, "And of Italy?")
    run(fresh)
    given = "".join(token["text"] for token in lane(fresh, "a")["tokens"] if not token["new"])
    places = [
        given.index(words)
        for words in ("Answer in one word.", "capital of France?", answer.strip(), "And of Italy?")
    ]
    assert places == sorted(places)
    assert "history=" in fresh.url
    fresh.get_by_test_id("new-chat").click()
    expect(fresh.get_by_test_id("conversation")).to_be_hidden()
    run(fresh)
    given = "".join(token["text"] for token in lane(fresh, "a")["tokens"] if not token["new"])
    assert "France" not in given


def test_compare_puts_the_model_and_its_settings_beside_it(fresh: Page) -> None:
    compare = fresh.get_by_test_id("compare")
    compare.click()
    fresh.get_by_test_id("output-b").wait_for()
    expect(fresh.locator("#model-b input")).to_have_value("SmolLM2 135M Instruct")
    expect(compare).to_have_attribute("aria-pressed", "true")
    write(fresh, "The sky is")
    run(fresh, "a", "b")
    assert lane(fresh, "b")["tokens"] == lane(fresh, "a")["tokens"]
    compare.click()
    expect(fresh.get_by_test_id("output-b")).to_be_hidden()
    assert lane(fresh, "b") is None


def test_words_of_the_field_are_explained_where_they_stand(fresh: Page) -> None:
    term = fresh.locator('[data-testid="attention"] .pg-term[data-term="head"]').first
    term.focus()
    note = fresh.locator(".pg-tooltip")
    expect(note).to_be_visible()
    expect(note).to_contain_text("One of several attentions")
    expect(note.locator("svg")).to_have_count(1)
    fresh.get_by_test_id("help").click()
    glossary = fresh.get_by_test_id("glossary")
    expect(glossary).to_be_visible()
    assert glossary.locator("dt").count() >= 20
    glossary.locator('[data-panel="positions"]').first.click()
    expect(glossary).to_be_hidden()
    expect(fresh.locator('#questions [data-panel="positions"]').first).to_have_attribute(
        "aria-selected", "true"
    )


def test_the_picture_of_the_model_lights_the_part_that_is_open(fresh: Page) -> None:
    lit = fresh.locator("#questions .pg-model-part.pg-lit")
    expect(lit).to_have_text("Attention")
    expect(fresh.locator("#questions .pg-model-times")).to_have_text("30 ×")
    fresh.locator('#questions .pg-model-part[data-panel="next_token"]').click()
    expect(lit).to_have_text("Probabilities")


def test_an_example_says_what_to_look_for_and_a_class_sees_one_panel(
    fresh: Page, address: str
) -> None:
    fresh.get_by_test_id("examples").click()
    fresh.get_by_test_id("example-paris").click()
    settled(fresh, "The capital of France is")
    lesson = fresh.get_by_test_id("lesson")
    expect(lesson).to_contain_text("Look for:")
    expect(fresh.locator('#questions [role="tab"][aria-selected="true"]')).to_have_text("Layers")
    hostile = "<img src=x onerror=alert(1)>"
    fresh.goto(f"{address}/?panels=attention,positions&size=large&note={hostile}")
    fresh.get_by_test_id("attention").wait_for()
    chips = fresh.locator('#questions [role="tab"]:visible')
    expect(chips).to_have_text(["Attention", "Positions"])
    expect(fresh.locator("#run")).to_be_hidden()
    expect(fresh.get_by_test_id("lesson")).to_contain_text(hostile)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
def test_run_and_answer_are_in_the_first_screen(
    new_context: Any, address: str, size: dict[str, int]
) -> None:
    page = arrive(new_context(viewport=size), address)
    expect(page.locator("#run")).to_be_in_viewport(ratio=0.9)
    if size["height"] > 700:
        expect(page.locator("#output-a .pg-token").first).to_be_in_viewport()
        expect(page.get_by_test_id("next-bar-a").first).to_be_in_viewport()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"]


def test_nothing_jumps_while_a_run_takes_the_place_of_another(visit: Visit) -> None:
    page = visit()
    write(page, "The sky is")
    page.evaluate(
        """() => { window.shifted = 0; new PerformanceObserver((list) => {
            for (const one of list.getEntries())
                if (!one.hadRecentInput) window.shifted += one.value;
        }).observe({ type: "layout-shift", buffered: false }); }"""
    )
    run(page)
    page.wait_for_timeout(500)
    shift = page.evaluate("() => window.shifted")
    print(f"layout shift of a run: {shift:.4f}")
    assert shift <= 0.05


def test_light_and_dark_are_one_press_and_kept(new_context: Any, address: str) -> None:
    fresh = arrive(new_context(), address)  # what is kept would hold for other tests as well
    dark = "() => playground.isDark()"
    before = fresh.evaluate(dark)
    fresh.get_by_test_id("theme").click()
    assert fresh.evaluate(dark) != before
    fresh.reload()
    fresh.get_by_test_id("attention").wait_for()
    assert fresh.evaluate(dark) != before
    fresh.get_by_test_id("theme").click()
    assert fresh.evaluate(dark) == before


def test_the_address_without_a_task_chooses_a_model_that_can_do_it(visit: Visit) -> None:
    page = visit({"task": "translate", "text": "The cat sleeps."})
    page.wait_for_function(
        "() => { const a = playground.store.lanes.a; return a?.trace && a.task === 'translate'; }"
    )
    assert re.search(r"gato|dorme", text(page))
