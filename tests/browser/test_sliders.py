"""Moving a slider changes what is drawn and never runs the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    candidates,
    choose_model,
    eventually,
    lane,
    open_tab,
    others,
    run,
    selected_head,
    still_to_come,
    weights,
    write,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(page: Page, llama: str, gpt2: str) -> Page:
    choose_model(page, "a", llama)
    choose_model(page, "b", gpt2)
    write(page, "the cat saw a big dog")
    run(page, "a", "b")
    still_to_come(page)
    return page


@pytest.fixture
def asked_of_gradio(page: Page) -> Iterator[list[str]]:
    """Fails a test in which the page asked Gradio for anything: all runs go that way."""
    asked: list[str] = []

    def note(request: Any) -> None:
        if "/gradio_api/" in request.url:
            asked.append(request.url)

    before = [lane(page, name)["trace"] for name in ("a", "b")]
    page.on("request", note)
    yield asked
    page.remove_listener("request", note)
    assert asked == []
    assert [lane(page, name)["trace"] for name in ("a", "b")] == before


@pytest.fixture
def bars(page: Page) -> Page:
    """The next-token panel with its sliders at rest."""
    open_tab(page, "Next token")
    page.get_by_test_id("reset-sampling").click()

    def both_drawn() -> None:
        assert candidates(page, "a")
        assert candidates(page, "b")

    eventually(page, both_drawn)
    return page


def check_sum(page: Page, name: str) -> None:
    shown = candidates(page, name)
    rest = others(page, name)
    assert sum(bar["probability"] for bar in shown) + rest["probability"] == pytest.approx(1)
    assert sum(bar["raw"] for bar in shown) + rest["raw"] == pytest.approx(1)
    assert len(shown) + rest["count"] == 60
    if not rest["kept"]:
        assert rest["probability"] == pytest.approx(0, abs=1e-9)
    assert all(bar["probability"] == 0 for bar in shown if not bar["kept"])
    kept = page.get_by_test_id(f"entropy-{name}").get_attribute("data-kept")
    assert sum(bar["kept"] for bar in shown) + rest["kept"] == int(kept or -1)


@pytest.mark.usefixtures("asked_of_gradio")
def test_a_lower_temperature_sharpens_both_lanes(bars: Page) -> None:
    before = {name: candidates(bars, name)[0]["probability"] for name in ("a", "b")}
    slider = bars.get_by_test_id("slider-temperature")
    for _ in range(8):
        slider.press("ArrowLeft")
    expect(bars.get_by_test_id("number-temperature")).to_have_value("0.6")
    for name in ("a", "b"):
        assert candidates(bars, name)[0]["probability"] > before[name] + 0.01
        check_sum(bars, name)


@pytest.mark.usefixtures("asked_of_gradio")
def test_temperature_zero_leaves_one_token(bars: Page) -> None:
    bars.get_by_test_id("number-temperature").fill("0")
    first, *rest = candidates(bars, "a")
    assert (first["probability"], first["kept"]) == (1, True)
    assert not any(bar["kept"] for bar in rest)
    check_sum(bars, "a")


@pytest.mark.parametrize(
    ("key", "value", "kept"), [("top_k", "3", 3), ("top_p", "0.01", 1), ("min_p", "1", 1)]
)
@pytest.mark.usefixtures("asked_of_gradio")
def test_a_cut_leaves_the_likeliest(bars: Page, key: str, value: str, kept: int) -> None:
    bars.get_by_test_id(f"number-{key}").fill(value)
    for name in ("a", "b"):
        assert [bar["kept"] for bar in candidates(bars, name)] == [True] * kept + [False] * (
            15 - kept
        )
        check_sum(bars, name)


def test_all_settings_together_give_what_the_api_gives(
    bars: Page, api: Callable[..., Any], asked_of_gradio: list[str]
) -> None:
    settings = {"temperature": 0.8, "top_k": 12, "top_p": 0.9, "min_p": 0.05}
    for key, value in settings.items():
        bars.get_by_test_id(f"number-{key}").fill(str(value))
    for name in ("a", "b"):
        told = api("/next_token", lane(bars, name)["trace"], -1, limit=15, **settings)
        shown = candidates(bars, name)
        assert [bar["kept"] for bar in shown] == [each["kept"] for each in told["candidates"]]
        assert [bar["probability"] for bar in shown] == pytest.approx(
            [each["probability"] for each in told["candidates"]], rel=1e-9
        )
        check_sum(bars, name)
    assert asked_of_gradio == []


@pytest.mark.usefixtures("asked_of_gradio")
def test_reset_gives_the_models_own_distribution_back(bars: Page) -> None:
    bars.get_by_test_id("number-temperature").fill("0.3")
    assert any(bar["probability"] != bar["raw"] for bar in candidates(bars, "a"))
    bars.get_by_test_id("reset-sampling").click()
    assert all(bar["probability"] == bar["raw"] for bar in candidates(bars, "a"))


@pytest.mark.usefixtures("asked_of_gradio")
def test_as_generated_sets_the_settings_of_the_run(bars: Page) -> None:
    bars.get_by_test_id("as-generated").click()
    expect(bars.get_by_test_id("number-temperature")).to_have_value("0")
    assert candidates(bars, "a")[0]["probability"] == 1


def test_layer_and_head_show_the_weights_of_that_head(
    page: Page, api: Callable[..., Any], asked_of_gradio: list[str]
) -> None:
    open_tab(page, "Attention")
    for layer, head in ((2, 1), (1, 3)):
        page.get_by_test_id("layer").select_option(str(layer))
        page.get_by_test_id("head").select_option(str(head))
        assert selected_head(page) == (layer, head)
        for name in ("a", "b"):
            told = api("/attention", lane(page, name)["trace"], layer, head)["weights"]

            def equal(name: str = name, told: Any = told) -> None:
                query, found = weights(page, name)
                assert found == told[query]

            eventually(page, equal)
            caption = page.get_by_test_id(f"attention-caption-{name}")
            expect(caption).to_contain_text(f"Layer {layer}, head {head}:")
    assert asked_of_gradio == []


@pytest.mark.usefixtures("asked_of_gradio")
def test_the_next_head_is_one_press_away(page: Page) -> None:
    open_tab(page, "Attention")
    page.get_by_test_id("head").select_option("0")
    page.get_by_role("button", name="Next head").click()
    assert selected_head(page)[1] == 1
    caption = page.get_by_test_id("attention-caption-a")
    expect(caption).to_contain_text("head 1:")


@pytest.mark.usefixtures("asked_of_gradio")
def test_the_mean_of_all_heads_is_their_mean(page: Page, api: Callable[..., Any]) -> None:
    open_tab(page, "Attention")
    page.get_by_test_id("head").select_option(label="mean of all 4")
    layer = int(page.get_by_test_id("layer").input_value())
    trace = lane(page, "a")["trace"]
    heads = [api("/attention", trace, layer, head)["weights"] for head in range(4)]

    def equal() -> None:
        query, found = weights(page, "a")
        mean = [sum(each) / 4 for each in zip(*(head[query] for head in heads), strict=True)]
        assert found == pytest.approx(mean, abs=1e-6)

    eventually(page, equal)
    page.get_by_test_id("head").select_option("0")
