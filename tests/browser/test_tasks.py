"""The task switch: what was typed stays, an untouched example is exchanged, every task runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    choose_model,
    choose_task,
    eventually,
    lane,
    open_gear,
    open_tab,
    run,
    set_number,
    texts,
    weights,
    write,
    written,
)
from tests.tiny import tiny_folder

pytestmark = pytest.mark.browser


def question(page: Page) -> Any:
    return page.locator("#question textarea, #question input").first


def check_written(page: Page, text: str) -> None:
    def equal() -> None:
        assert written(page) == text

    eventually(page, equal)


def test_an_untouched_example_is_exchanged_and_own_words_stay(fresh: Page) -> None:
    check_written(fresh, "The animal didn't cross the street because it was too tired.")
    choose_task(fresh, "Chat")
    expect(fresh.locator("#text")).to_contain_text("Your message")
    check_written(fresh, "What is the capital of France?")
    write(fresh, "my own words")
    choose_task(fresh, "Summarise")
    expect(fresh.locator("#text")).to_contain_text("Text to summarise")
    check_written(fresh, "my own words")


def test_ask_shows_a_second_box_and_keeps_what_is_in_it(fresh: Page) -> None:
    expect(fresh.locator("#question")).to_be_hidden()
    choose_task(fresh, "Ask")
    expect(question(fresh)).to_be_visible()
    expect(question(fresh)).to_have_value("How tall is the Eiffel Tower?")
    question(fresh).fill("What is it made of?")
    choose_task(fresh, "Continue")
    expect(fresh.locator("#question")).to_be_hidden()
    choose_task(fresh, "Ask")
    expect(question(fresh)).to_have_value("What is it made of?")


def test_the_example_button_fills_the_boxes_of_the_task(fresh: Page) -> None:
    choose_task(fresh, "Ask")
    expect(question(fresh)).to_be_visible()
    write(fresh, "something else")
    question(fresh).fill("and why?")
    fresh.locator("#example").click()
    expect(question(fresh)).to_have_value("How tall is the Eiffel Tower?")
    check_written(
        fresh, "The Eiffel Tower was built for the 1889 World's Fair. It is 330 metres tall."
    )


def test_a_task_that_writes_nothing_has_no_settings(fresh: Page) -> None:
    open_gear(fresh, "a")
    expect(fresh.locator("#settings-a")).to_be_visible()
    choose_task(fresh, "Read")
    expect(fresh.locator("#settings-a")).to_be_hidden()


@pytest.mark.models
def test_chat_answers_through_the_models_own_template(page: Page) -> None:
    set_number(page, "max-new-tokens", "a", 12)
    choose_task(page, "Chat")
    check_written(page, "What is the capital of France?")
    run(page)
    tokens = lane(page, "a")["tokens"]
    assert any(token["special"] for token in tokens if not token["new"])
    assert "Paris" in "".join(token["text"] for token in tokens if token["new"])
    page.get_by_test_id("chat-format").first.click()
    expect(page.locator('[data-testid="tokens-a"] .pg-special').first).to_be_visible()


@pytest.mark.models
def test_summarise_gives_the_recipe_before_the_text(page: Page) -> None:
    choose_task(page, "Summarise")
    write(page, "Bees carry pollen from flower to flower.")
    run(page)
    given = "".join(token["text"] for token in lane(page, "a")["tokens"] if not token["new"])
    recipe = given.index("Summarise this text in one sentence.")
    assert recipe < given.index("Bees carry pollen from flower to flower.")
    assert lane(page, "a")["facts"]["new_tokens"] > 0


@pytest.mark.models
def test_ask_gives_the_model_text_and_question(page: Page) -> None:
    choose_task(page, "Ask")
    expect(question(page)).to_be_visible()
    write(page, "The tower is 330 metres tall.")
    question(page).fill("How tall is the tower?")
    run(page)
    tokens = lane(page, "a")["tokens"]
    given = "".join(token["text"] for token in tokens if not token["new"])
    assert "Text: The tower is 330 metres tall." in given
    assert "Question: How tall is the tower?" in given
    assert "330" in "".join(token["text"] for token in tokens if token["new"])


@pytest.mark.models
def test_an_encoder_reads_and_says_why_it_predicts_nothing(page: Page) -> None:
    choose_task(page, "Read")
    open_gear(page, "a")
    page.locator("#model-a input").click()
    page.get_by_role("option", name="all-MiniLM-L6-v2").click()
    write(page, "The animal was too tired.")
    run(page)

    def named() -> None:
        # The choice of the model ends in an answer of its own, which may be the one waited for.
        assert lane(page, "a")["title"] == "all-MiniLM-L6-v2"
        assert not lane(page, "a")["running"]

    eventually(page, named)
    open_tab(page, "Attention")

    def reads() -> None:
        _, found = weights(page, "a")
        assert len(found) == len(texts(page, "a"))
        assert sum(found) == pytest.approx(1, abs=1e-5)

    eventually(page, reads)
    expect(page.get_by_test_id("head").locator("option")).to_have_count(12 + 1)
    expect(page.get_by_test_id("layer").locator("option")).to_have_count(6)
    open_tab(page, "Next token")
    expect(page.get_by_test_id("next-token-message-a")).to_contain_text("no output words")
    expect(page.get_by_test_id("candidates-a")).to_be_hidden()


@pytest.mark.models
def test_fill_in_has_a_model_and_its_example_is_one_click_away(fresh: Page) -> None:
    choose_task(fresh, "Fill in")
    check_written(fresh, "She poured herself a cup of [MASK] and sat down by the window.")
    expect(fresh.locator("#model-a")).not_to_contain_text("none is shipped")
    run(fresh)
    assert lane(fresh, "a")["title"] == "MiniLM hidden words (WikiText-2, QED)"
    expect(fresh.get_by_test_id("guesses-a").locator("li")).to_have_count(10)
    expect(fresh.get_by_test_id("guesses-a")).to_contain_text("tea")


@pytest.mark.models
def test_back_from_the_encoder_a_writing_model_is_chosen(page: Page) -> None:
    choose_task(page, "Continue")
    expect(page.locator("#model-a input")).to_have_value("SmolLM2 135M Instruct")
    run(page)
    assert lane(page, "a")["facts"]["new_tokens"] > 0
    expect(page.get_by_test_id("next-token-message-a")).to_be_hidden()


def test_the_rules_of_a_model_are_said_in_a_quiet_line(fresh: Page, tiny_folders: Path) -> None:
    folder = tiny_folder("llama", tiny_folders / "ruled")
    config = json.loads((folder / "generation_config.json").read_text())
    (folder / "generation_config.json").write_text(
        json.dumps({**config, "no_repeat_ngram_size": 2})
    )
    for title in ("Continue", "Chat"):
        choose_task(fresh, title)
        choose_model(fresh, "a", f"path:{folder}")
        write(fresh, "the cat sat")
        run(fresh, "a")
        hint = fresh.get_by_test_id("hint-a")
        expect(hint).to_contain_text(
            "This model's own settings apply as well: no sequence of 2 tokens twice."
        )
        size, own = (
            float(each.evaluate("(node) => getComputedStyle(node).fontSize").removesuffix("px"))
            for each in (hint, fresh.get_by_test_id("tokens-a"))
        )
        assert size < own
