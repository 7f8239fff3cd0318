"""Every number that is read off a panel is the number the API gives for the same run."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    candidates,
    choose_model,
    choose_task,
    eventually,
    lane,
    open_tab,
    others,
    run,
    texts,
    weights,
    write,
)

pytestmark = pytest.mark.browser

SENTENCE = "the big dog ran far away from a red cat"
Api = Callable[..., Any]

# Numbers of the figures as plotly has them, whatever way they were sent.
FIGURES = """(name) => [...document.querySelectorAll(
    `[data-testid="figures-positions"] [data-lane="${name}"] .js-plotly-plot`
)].map((plot) => ({
    title: plot.parentElement.querySelector("h4").textContent,
    traces: plot._fullData.map((one) => ({
        name: one.name,
        y: one.y && Array.from(one.y),
        z: one.z && Array.from(one.z, (row) => Array.from(row)),
    })),
}))"""


@pytest.fixture(scope="module")
def page(page: Page, llama: str, gpt2: str) -> Page:
    """Two lanes that ran a sentence of our own."""
    choose_model(page, "a", llama)
    choose_model(page, "b", gpt2)
    write(page, SENTENCE)
    run(page, "a", "b")
    return page


def shown_head(page: Page, name: str) -> tuple[int, int]:
    """Layer and head as the lane's own sentence names them: a smaller model shows its last ones."""
    words = page.get_by_test_id(f"attention-caption-{name}").inner_text()
    found = re.match(r"Layer (\d+), head (\d+): ", words)
    assert found and "looks most" in words
    return int(found[1]), int(found[2])


def check_attention(page: Page, api: Api, name: str) -> None:
    open_tab(page, "Attention")

    def equal() -> None:
        layer, head = shown_head(page, name)
        query, found = weights(page, name)
        whole = api("/attention", lane(page, name)["trace"], layer, head)["weights"]
        assert found == whole[query]
        assert sum(found) == pytest.approx(1, abs=1e-5)

    eventually(page, equal)


def check_next_token(page: Page, api: Api, name: str) -> None:
    open_tab(page, "Next token")

    def equal() -> None:
        position = int(page.get_by_test_id("position").get_attribute("data-position") or -1)
        bars = candidates(page, name)
        told = api("/next_token", lane(page, name)["trace"], position, limit=len(bars))
        assert [bar["id"] for bar in bars] == [each["id"] for each in told["candidates"]]
        assert [bar["probability"] for bar in bars] == pytest.approx(
            [each["probability"] for each in told["candidates"]], rel=1e-9
        )
        assert others(page, name)["probability"] == pytest.approx(1 - told["shown_mass"], abs=1e-9)
        nats = page.get_by_test_id(f"entropy-{name}").get_attribute("data-nats")
        assert float(nats or -1) == pytest.approx(told["entropy_nats"], rel=1e-9)

    eventually(page, equal)


def figure(page: Page, name: str, title: str) -> list[dict[str, Any]]:
    found = {each["title"]: each["traces"] for each in page.evaluate(FIGURES, name)}
    assert title in found
    traces: list[dict[str, Any]] = found[title]
    return traces


def check_rotary(page: Page, api: Api, name: str) -> None:
    """The dotted line is the formula's, the base that of the model."""
    told = api("/positions", lane(page, name)["model"])
    assert told["scheme"] == "rotary"

    def equal() -> None:
        measured, formula = figure(page, name, "Score by distance")
        length = len(lane(page, name)["tokens"])
        assert formula["y"] == pytest.approx(told["similarity"][0][:length], abs=6e-5)
        assert len(measured["y"]) == length

    eventually(page, equal)
    words = page.get_by_test_id(f"caption-positions-{name}").inner_text()
    assert f"base {told['parameters']['base']:g}" in words


def check_learned(page: Page, api: Api, name: str) -> None:
    """The picture of likeness is the one told, cosine by cosine."""

    def equal() -> None:
        (heat,) = figure(page, name, "How alike two positions are")
        told = api("/positions", lane(page, name)["model"], len(heat["z"]))
        assert told["scheme"] == "learned"
        for shown, row in zip(heat["z"], told["similarity"], strict=True):
            assert shown == pytest.approx(row, abs=6e-5)

    eventually(page, equal)


def test_both_lanes_continue_the_typed_sentence(page: Page) -> None:
    for name in ("a", "b"):
        assert "".join(texts(page, name)).startswith(SENTENCE)
        assert lane(page, name)["facts"]["new_tokens"] == 20
    assert texts(page, "a") != texts(page, "b")


def test_new_tokens_and_probabilities_are_those_of_generate(
    page: Page, api: Api, llama: str, gpt2: str
) -> None:
    for name, model in (("a", llama), ("b", gpt2)):
        told = api("/generate", SENTENCE, model)
        shown = page.get_by_test_id(f"tokens-{name}").locator(".pg-token.pg-new")
        found = shown.evaluate_all("(all) => all.map((one) => Number(one.dataset.probability))")
        assert found == [each["probability"] for each in told["tokens"]]
        assert lane(page, name)["trace"] == told["trace_id"]


@pytest.mark.parametrize("name", ["a", "b"])
def test_attention_equals_the_api(page: Page, api: Api, name: str) -> None:
    check_attention(page, api, name)


@pytest.mark.parametrize("name", ["a", "b"])
def test_next_token_equals_the_api(page: Page, api: Api, name: str) -> None:
    check_next_token(page, api, name)


def test_rotary_positions_equal_the_api(page: Page, api: Api) -> None:
    open_tab(page, "Positions")
    check_rotary(page, api, "a")


def test_learned_positions_equal_the_api(page: Page, api: Api) -> None:
    open_tab(page, "Positions")
    check_learned(page, api, "b")


@pytest.mark.models
def test_the_real_models_read_one_sentence_side_by_side(fresh: Page, api: Api) -> None:
    choose_task(fresh, "Read")
    choose_model(fresh, "b", "minilm-l6")
    write(fresh, "She put the key in the lock because it was locked.")
    run(fresh, "a", "b")
    assert lane(fresh, "a")["model"] == "smollm2-135m"
    for name in ("a", "b"):
        check_attention(fresh, api, name)
    check_next_token(fresh, api, "a")
    expect(fresh.get_by_test_id("next-token-message-b")).to_contain_text("no output words")
    open_tab(fresh, "Positions")
    check_rotary(fresh, api, "a")
    check_learned(fresh, api, "b")
