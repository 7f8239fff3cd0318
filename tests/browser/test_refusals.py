"""Bad input gets one clear sentence and loses nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    choose_model,
    choose_task,
    lane,
    open_gear,
    open_tab,
    run,
    sentence,
    texts,
    write,
    written,
)

pytestmark = pytest.mark.browser

GOOD = "the dog saw a cat"


@pytest.fixture(autouse=True)
def good_run(page: Page, llama: str) -> None:
    """Every test starts from a good run."""
    choose_model(page, "a", llama)
    write(page, GOOD)
    run(page)
    expect(sentence(page, "a")).to_be_hidden()


def check_refused(page: Page, *words: str) -> None:
    """One sentence with these words is shown, and everything else is as it was."""
    expect(sentence(page, "a")).to_be_visible()
    said = sentence(page, "a").inner_text()
    for word in words:
        assert word in said
    assert said.endswith(".")
    assert "\n" not in said
    assert "Traceback" not in said
    assert not re.search(r"\w(Error|Exception)\b", said)


def refused(page: Page, *words: str) -> None:
    """Runs what is in the boxes; it is refused, and the earlier run stays with its panels."""
    before, shown = lane(page, "a"), texts(page, "a")
    run(page)
    check_refused(page, *words)
    after = lane(page, "a")
    assert (after["trace"], after["title"]) == (before["trace"], before["title"])
    assert texts(page, "a") == shown
    assert not after["running"]
    expect(page.get_by_test_id("facts-a")).to_contain_text("20 tokens")
    open_tab(page, "Attention")
    rows = page.get_by_test_id("weights-a").locator(".pg-row")
    expect(rows).to_have_count(len(shown))
    expect(page.get_by_test_id("attention-message-a")).to_be_hidden()


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_an_empty_text_is_refused(page: Page, text: str) -> None:
    write(page, text)
    refused(page, "“Your text” is empty", "type some text")
    assert written(page) == text


def test_too_many_characters_are_refused(page: Page) -> None:
    text = "the cat sat on a mat " * 200
    write(page, text)
    refused(page, "4,200 characters", "4,000", "shorten it")
    assert written(page) == text


def test_too_many_tokens_are_refused_and_can_be_cut(page: Page) -> None:
    text = " ".join(["the cat sat on a mat and"] * 10)
    write(page, text)
    refused(page, "70 tokens", "48", "shorten it")
    assert written(page) == text
    open_gear(page, "a")
    page.locator("#cut").get_by_role("checkbox").check()
    run(page)
    expect(sentence(page, "a")).to_be_hidden()
    expect(page.get_by_test_id("status-a")).to_have_text(
        re.compile(r"^The first \d+ tokens were cut off to fit\.$")
    )
    page.locator("#cut").get_by_role("checkbox").uncheck()


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("no-such-model", ("'no-such-model'", "smollm2-135m")),
        ("hub:../../etc", ("'hub:../../etc'", "hub:ORG/NAME")),
        ("path:/etc", ("--allow-path",)),
        ("path:../../../../etc", ("--allow-path",)),
    ],
)
def test_a_model_that_cannot_be_had_is_refused(
    page: Page, model: str, words: tuple[str, ...]
) -> None:
    choose_model(page, "a", model)
    refused(page, *words)
    assert written(page) == GOOD
    expect(page.locator("#model-a input")).to_have_value(model)


def test_a_model_that_is_not_here_is_refused_when_offline(page: Page) -> None:
    choose_model(page, "a", "hub:nobody/nothing")
    refused(page, "nobody/nothing")


def test_a_folder_without_a_model_is_refused(page: Page, tiny_folders: Any) -> None:
    (tiny_folders / "empty").mkdir(exist_ok=True)
    choose_model(page, "a", f"path:{tiny_folders / 'empty'}")
    refused(page, "no .safetensors")


def test_an_encoder_cannot_continue_and_is_told_so(page: Page, tiny_folders: Any) -> None:
    choose_model(page, "a", f"path:{tiny_folders / 'bert'}")
    refused(page, "cannot do", "Read")


def test_a_missing_question_is_refused(page: Page) -> None:
    choose_task(page, "Ask")
    box = page.locator("#question textarea, #question input").first
    expect(box).to_be_visible()
    box.fill("")
    try:
        refused(page, "“Question” is empty")
        assert written(page) == GOOD
    finally:
        choose_task(page, "Continue")
        expect(box).to_be_hidden()


def test_a_refused_lane_b_leaves_lane_a_alone(page: Page) -> None:
    choose_model(page, "b", "no-such-model")
    run(page, "a", "b")
    expect(sentence(page, "b")).to_contain_text("'no-such-model'")
    expect(sentence(page, "a")).to_be_hidden()
    assert lane(page, "a")["facts"]["new_tokens"] == 20
    choose_model(page, "b", "none")
    expect(page.get_by_test_id("output-b")).to_be_hidden()


def test_the_sentence_goes_with_the_next_good_run(page: Page) -> None:
    write(page, "")
    run(page)
    expect(sentence(page, "a")).to_be_visible()
    write(page, GOOD)
    run(page)
    expect(sentence(page, "a")).to_be_hidden()


def test_a_refusal_before_any_run_leaves_the_recorded_one(fresh: Page) -> None:
    before = texts(fresh, "a")
    write(fresh, "")
    run(fresh)
    check_refused(fresh, "is empty")
    assert texts(fresh, "a") == before
