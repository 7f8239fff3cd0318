"""The laboratory of the next token: every rule, in any order, is what the API says it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.person import (
    at_rest,
    candidates,
    choose_model,
    eventually,
    lane,
    open_tab,
    remember,
    run,
    still_to_come,
    write,
)
from tests.browser.test_accessible import objections

pytestmark = pytest.mark.browser

Api = Callable[..., Any]
SETTINGS = {
    "repetition_penalty": ("repetition", 1.3),
    "presence_penalty": ("presence", 0.4),
    "frequency_penalty": ("frequency", 0.3),
    "temperature": ("temperature", 0.8),
    "top_k": ("top_k", 30),
    "top_p": ("top_p", 0.9),
    "min_p": ("min_p", 0.02),
    "typical_p": ("typical_p", 0.85),
}
FRAME_MS = 60


@pytest.fixture(scope="module")
def page(page: Page, llama: str, gpt2: str) -> Page:
    choose_model(page, "a", llama)
    choose_model(page, "b", gpt2)
    write(page, "the cat saw the big dog and the cat")
    run(page, "a", "b")
    still_to_come(page)
    open_tab(page, "Next token")
    candidates_drawn(page)
    page.get_by_test_id("all-rules").click()
    expect(page.get_by_test_id("laboratory")).to_be_visible()
    return page


@pytest.fixture
def rules(page: Page) -> Page:
    """The cards as they are at the start: all off, in the usual order."""
    page.get_by_test_id("reset-sampling").click()
    return page


def candidates_drawn(page: Page) -> None:
    eventually(page, lambda: assert_true(len(candidates(page, "a")) >= 15))


def assert_true(value: bool) -> None:
    assert value


def switch(page: Page, rule: str, value: object = None) -> None:
    page.get_by_test_id(f"rule-on-{rule}").check()
    if isinstance(value, str):
        page.get_by_test_id(f"rule-words-{rule}").fill(value)
    elif value is not None:
        key = {each: key for key, (each, _) in SETTINGS.items()}[rule]
        page.get_by_test_id(f"rule-number-{key}").fill(str(value))


def order_of(page: Page) -> list[str]:
    found: list[str] = page.get_by_test_id("rules").evaluate(
        "(list) => [...list.children].map((card) => card.dataset.rule)"
    )
    return found


def check(page: Page, api: Api, name: str, settings: dict[str, Any]) -> None:
    """Bars, and for every card how much it cut, against the endpoint."""
    told = api(
        "/next_token",
        lane(page, name)["trace"],
        -1,
        limit=15,
        order=",".join(order_of(page)),
        **settings,
    )

    def equal() -> None:
        shown = candidates(page, name)[: len(told["candidates"])]
        assert [bar["id"] for bar in shown] == [each["id"] for each in told["candidates"]]
        assert [bar["probability"] for bar in shown] == pytest.approx(
            [each["probability"] for each in told["candidates"]], rel=1e-9, abs=1e-300
        )
        assert [bar["kept"] for bar in shown] == [each["kept"] for each in told["candidates"]]
        for stage in told["stages"][1:]:
            if not stage["active"]:
                continue
            said = page.get_by_test_id(f"rule-says-{stage['name']}-{name}").evaluate(
                "(one) => ({ ...one.dataset })"
            )
            assert int(said["cut"]) == stage["cut"], stage["name"]
            assert int(said["kept"]) == stage["kept"], stage["name"]
            assert float(said["mass"]) == pytest.approx(stage["cut_mass"], rel=1e-9)
            assert float(said["nats"]) == pytest.approx(stage["entropy_nats"], rel=1e-9, abs=1e-12)

    eventually(page, equal)


def test_all_rules_together_give_what_the_api_gives(rules: Page, api: Api) -> None:
    for rule, value in SETTINGS.values():
        switch(rules, rule, value)
    for name in ("a", "b"):
        check(rules, api, name, {key: value for key, (_, value) in SETTINGS.items()})


def test_another_order_gives_what_the_api_gives(rules: Page, api: Api) -> None:
    settings = {"repetition_penalty": 1.8, "temperature": 1.5, "top_k": 8, "top_p": 0.7}
    for key, value in settings.items():
        switch(rules, SETTINGS[key][0], value)
    before = candidates(rules, "a")
    # By keyboard and by the button.
    rules.get_by_test_id("rule-on-top_p").focus()
    for _ in range(7):
        rules.keyboard.press("Alt+ArrowUp")
    assert order_of(rules).index("top_p") == 0
    focused = rules.evaluate("() => document.activeElement.closest('li').dataset.rule")
    assert focused == "top_p"
    rules.get_by_role("button", name="Repetition penalty: later").click()
    assert order_of(rules)[:4] == ["top_p", "bias", "presence", "repetition"]
    for name in ("a", "b"):
        check(rules, api, name, settings)
    assert candidates(rules, "a") != before
    rules.get_by_test_id("usual-order").click()
    assert candidates(rules, "a") == before


def test_bias_and_banned_words_are_applied(rules: Page, api: Api) -> None:
    switch(rules, "bias", "cat: 2.5, #7: 9")
    switch(rules, "banned", "dog, #3")
    settings = {"bias": "cat: 2.5, #7: 9", "banned": "dog, #3"}
    for name in ("a", "b"):
        check(rules, api, name, settings)
    assert candidates(rules, "a")[0]["id"] == 7


def test_a_bad_word_is_one_sentence_and_takes_nothing_away(
    rules: Page, problems: list[str]
) -> None:
    switch(rules, "bias", "nothing of the kind")
    error = rules.get_by_test_id("rule-error-bias")
    expect(error).to_contain_text("bias is a list such as")
    assert len(candidates(rules, "a")) >= 15
    switch(rules, "bias", "#7: 9")
    expect(error).to_be_hidden()
    # The browser notes every refusal by itself; nothing else may have been noted.
    assert all("/lab/" in each and "422" in each for each in problems)
    problems.clear()


def test_a_slider_is_drawn_within_a_frame_or_four(rules: Page) -> None:
    switch(rules, "temperature")
    switch(rules, "top_p")
    slider = rules.get_by_test_id("rule-slider-top_p")
    found = []
    for _ in range(8):
        slider.press("ArrowLeft")
        found.append(rules.evaluate("() => window.playground.timings.next_token.ms"))
    assert sorted(found)[len(found) // 2] < FRAME_MS


def test_a_rule_that_is_off_is_folded_and_keeps_its_value(rules: Page) -> None:
    switch(rules, "top_k", 7)
    card = rules.get_by_test_id("rule-top_k")
    expect(card.get_by_test_id("rule-number-top_k")).to_be_visible()
    rules.get_by_test_id("rule-on-top_k").uncheck()
    expect(card.get_by_test_id("rule-number-top_k")).to_be_hidden()
    assert all(bar["kept"] for bar in candidates(rules, "a"))
    rules.get_by_test_id("rule-on-top_k").check()
    expect(card.get_by_test_id("rule-number-top_k")).to_have_value("7")


def test_a_rule_left_on_is_told_behind_the_four_sliders(rules: Page) -> None:
    switch(rules, "presence")
    rules.get_by_test_id("all-rules").click()
    expect(rules.get_by_test_id("all-rules")).to_have_text("All rules (1 more on)")
    expect(rules.get_by_test_id("slider-temperature")).to_be_visible()
    rules.get_by_test_id("all-rules").click()


def test_a_thousand_draws_lie_beside_the_bars(rules: Page, api: Api) -> None:
    switch(rules, "temperature", 1.3)
    rules.get_by_test_id("draw-seed-a").fill("4")
    rules.get_by_test_id("draw-a").click()
    expect(rules.get_by_test_id("draw-says-a")).to_contain_text("degrees of freedom")
    counts = rules.locator('[data-testid="candidate-a"][data-drawn]').evaluate_all(
        "(all) => all.map((one) => Number(one.dataset.drawn))"
    )
    rest = int(rules.get_by_test_id("others-a").get_attribute("data-drawn") or -1)
    assert sum(counts) + rest == 1000
    assert counts[0] > 20
    # Other settings: what was drawn belongs to the old ones.
    switch(rules, "temperature", 0.5)
    expect(rules.get_by_test_id("draw-says-a")).to_be_empty()


def test_the_facts_are_those_of_the_distribution(rules: Page, api: Api) -> None:
    import math

    switch(rules, "temperature", 0.6)
    told = api("/next_token", lane(rules, "a")["trace"], -1, temperature=0.6)
    facts = rules.get_by_test_id("lab-facts-a")
    assert float(facts.get_attribute("data-perplexity") or 0) == pytest.approx(
        math.exp(told["entropy_nats"])
    )
    rules.get_by_test_id("bar-scale").select_option("log")
    expect(rules.get_by_test_id("next-token")).to_contain_text("factor of ten")
    rules.get_by_test_id("bar-scale").select_option("linear")


def test_writing_on_uses_exactly_these_settings(rules: Page, api: Api) -> None:
    strip = rules.get_by_test_id("position-strip").locator(".pg-strip-token")
    strip.nth(6).click()
    expect(rules.get_by_test_id("position")).to_have_attribute("data-position", "5")
    candidates_drawn(rules)
    before = [token["id"] for token in lane(rules, "a")["tokens"]]
    allowed = candidates(rules, "a")[3]["id"]
    switch(rules, "bias", f"#{allowed}: 100")
    switch(rules, "temperature", 0)
    eventually(rules, lambda: assert_true(candidates(rules, "a")[0]["id"] == allowed))
    remember(rules)
    rules.get_by_test_id("write-on-a").click()
    at_rest(rules, "a")
    after = [token["id"] for token in lane(rules, "a")["tokens"]]
    assert after[:6] == before[:6]
    # The bias outweighs everything, at every step: only the rules of the cards can write this.
    assert set(after[6:]) == {allowed}
    assert len(after) > 7
    assert lane(rules, "a")["settings"]["bias"] == f"#{allowed}: 100"
    rules.evaluate("() => window.playground.store.select({ position: null })")


def test_axe_has_no_objection_to_the_laboratory(rules: Page) -> None:
    for rule in ("temperature", "top_p", "bias"):
        switch(rules, rule)
    assert objections(Axe(), rules) == []
