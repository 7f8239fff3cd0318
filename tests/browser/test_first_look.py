"""Before any model is loaded the page shows a recorded run, and its panels work from it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.analysis.next_token import distribution
from app.engine.first_look import FIRST_LOOK, read
from app.trace import Trace
from app.ui.first_paint import opening_place
from tests.browser.conftest import NewContext
from tests.browser.person import (
    arrive,
    candidates,
    eventually,
    lane,
    open_tab,
    run,
    selected_head,
    set_number,
    texts,
    weights,
    write,
)
from tests.browser.serving import health, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that has loaded nothing."""
    folder = tmp_path_factory.mktemp("cold")
    with serving(folder, folder / "log", warm=False) as found:
        yield found


@pytest.fixture(scope="module")
def page(cold: str, context: BrowserContext) -> Iterator[Page]:
    page = arrive(context, cold)
    yield page
    page.close()


@pytest.fixture(scope="module")
def recorded() -> Trace:
    return read(FIRST_LOOK).finished.answer.trace


@pytest.fixture
def nothing_loaded(cold: str) -> Iterator[None]:
    yield
    assert health(cold)["loaded"] == []


@pytest.mark.usefixtures("nothing_loaded")
def test_the_first_look_is_marked_as_recorded(page: Page, recorded: Trace) -> None:
    expect(page.get_by_test_id("output-a").get_by_text("recorded run", exact=True)).to_be_visible()
    assert "".join(texts(page, "a")) == recorded.text
    assert lane(page, "a")["recorded"]


@pytest.mark.usefixtures("nothing_loaded")
def test_attention_works_from_the_recording(page: Page, recorded: Trace) -> None:
    attention = recorded.stack("self")

    def reads_as_recorded() -> None:
        layer, head = selected_head(page)
        query, found = weights(page, "a")
        expected = attention.weights(layer, head)[0][query]
        assert np.allclose(found, expected, rtol=1e-5, atol=1e-7)

    eventually(page, reads_as_recorded)
    opening = selected_head(page)
    page.get_by_test_id("layer").select_option("3")
    page.get_by_test_id("head").select_option("7")
    assert selected_head(page) == (3, 7) != opening
    eventually(page, reads_as_recorded)


@pytest.mark.usefixtures("nothing_loaded")
def test_the_page_opens_on_it_and_animal_with_every_row_in_sight(
    cold: str, new_context: NewContext, recorded: Trace
) -> None:
    page = arrive(new_context(viewport={"width": 1440, "height": 900}), cold)
    expect(page.get_by_test_id("attention-caption-a")).to_contain_text(
        '" it" looks most at " animal"'
    )
    query, found = weights(page, "a")
    assert recorded.tokens[query].text == " it"
    assert recorded.tokens[int(np.argmax(found))].text == " animal"
    assert max(found) > 0.7
    bars = page.get_by_test_id("next-bar-a")
    expect(bars).to_have_count(5)
    assert recorded.logits is not None
    shares = distribution(recorded.logits[query - 1])
    shown = bars.evaluate_all("(all) => all.map((bar) => ({ ...bar.dataset }))")
    for bar in shown:
        assert float(bar["probability"]) == pytest.approx(shares[int(bar["id"])], rel=1e-9)
    # One hint, until a word has been chosen.
    expect(page.get_by_test_id("first-hint-a")).to_be_visible()
    rows = page.get_by_test_id("readers-a").locator(".pg-row")
    expect(rows).to_have_count(len(recorded.tokens))
    for index in range(len(recorded.tokens)):
        expect(rows.nth(index)).to_be_in_viewport(ratio=0.5)
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(4).click()
    expect(page.get_by_test_id("first-hint-a")).to_be_hidden()


@pytest.mark.usefixtures("nothing_loaded")
def test_next_token_works_from_the_recording(page: Page, recorded: Trace) -> None:
    assert recorded.logits is not None
    # The page opens on the word that the opening head is shown for.
    logits = recorded.logits[opening_place(recorded) - 1].astype(np.float64)
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    open_tab(page, "Next token")

    def bars_as_recorded() -> None:
        bars = candidates(page, "a")
        assert [bar["id"] for bar in bars[:5]] == np.argsort(-logits, kind="stable")[:5].tolist()
        assert [bar["probability"] for bar in bars] == pytest.approx(
            [shares[bar["id"]] for bar in bars], rel=1e-6
        )

    eventually(page, bars_as_recorded)


@pytest.mark.usefixtures("nothing_loaded")
def test_a_place_in_the_recording_can_be_chosen(page: Page, recorded: Trace) -> None:
    open_tab(page, "Next token")
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(4).click()
    expect(page.get_by_test_id("position")).to_have_attribute("data-position", "3")

    def shows_what_was_expected_there() -> None:
        assert recorded.logits is not None
        assert candidates(page, "a")[0]["id"] == int(recorded.logits[3].argmax())

    eventually(page, shows_what_was_expected_there)


# Last in this file: it loads the model.
@pytest.mark.models
def test_a_run_takes_the_place_of_the_recording(page: Page, cold: str) -> None:
    set_number(page, "max-new-tokens", "a", 2)
    write(page, "My own words")
    run(page)
    expect(page.get_by_test_id("output-a").get_by_text("recorded run", exact=True)).to_be_hidden()
    assert "".join(texts(page, "a")).startswith("My own words")
    assert health(cold)["loaded"] == ["smollm2-135m"]
