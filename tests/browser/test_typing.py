"""A class that types: every key leaves off the question before it, and the others go on working."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    candidates,
    choose_model,
    choose_task,
    eventually,
    lane,
    open_tab,
    run,
    write,
)

pytestmark = pytest.mark.browser

TYPING = " saw a big dog and it ran far away"


def test_three_type_key_by_key_while_a_fourth_runs_and_reads(
    visit: Callable[..., Page], llama: str
) -> None:
    reader = visit()
    choose_model(reader, "a", llama)
    write(reader, "the cat")
    run(reader, "a")
    typing = [visit() for _ in range(3)]
    for page in typing:
        choose_model(page, "a", llama)
        choose_task(page, "Autocomplete")
        page.locator("#text textarea").fill("the cat")
    for number, key in enumerate(TYPING):
        for page in typing:
            page.locator("#text textarea").press("End")
            page.keyboard.type(key)
        if number % 11 == 5:
            write(reader, f"the dog ran {number} times")
            run(reader, "a")
            assert lane(reader, "a")["error"] == ""
    open_tab(reader, "Next token")

    def reads() -> None:
        assert candidates(reader, "a")[0]["probability"] > 0

    eventually(reader, reads)
    for page in typing:
        expect(page.get_by_test_id("suggested-token")).to_have_count(3)
