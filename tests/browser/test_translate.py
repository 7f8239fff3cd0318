"""The task Translate: source and translation light up together, and every number is the API's."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import (
    choose_model,
    choose_task,
    eventually,
    lane,
    open_tab,
    run,
    set_number,
    texts,
    write,
)
from tests.browser.test_accessible import check_every_look

pytestmark = [pytest.mark.browser, pytest.mark.models]

Api = Callable[..., Any]

TRANSLATOR = "bergamot-en-pt"
FIRST = "The black cat sleeps on the red chair."
TEXT = f"{FIRST} It dreams of unforgettable birds.\n\nThe rain has stopped."
MARKUP = "<img src=x onerror=window.__hit=1> and ${window.__hit=1} are words."
ROUNDED = 1e-6  # the lane's own rows travel with six decimals
LAYER, HEAD = 1, 0  # the head that was trained to align


@pytest.fixture(scope="module")
def page(page: Page) -> Page:
    """One lane that translated three sentences, the first one shown."""
    translate(page, TEXT)
    return page


def translator(page: Page) -> None:
    """Chooses the task, and waits until its first model stands in the box."""
    choose_task(page, "Translate")
    expect(page.locator("#model-a input")).to_have_value("Bergamot English → Portuguese")


def translate(page: Page, text: str) -> None:
    translator(page)
    write(page, text)
    run(page)
    assert lane(page, "a")["error"] == ""


def new_tokens(page: Page, name: str = "a") -> list[dict[str, Any]]:
    return [token for token in lane(page, name)["tokens"] if token["new"]]


def pieces(page: Page, unit: str) -> None:
    open_tab(page, "Alignment")
    page.get_by_test_id(f"alignment-{unit}").check()


def lit(page: Page, side: str, name: str = "a") -> list[float | None]:
    """What is written at each token of the source or of the translation, None where nothing is."""
    found: list[str | None] = (
        page.get_by_test_id(f"{side}-{name}")
        .locator(".pg-token")
        .evaluate_all("(all) => all.map((one) => one.dataset.weight ?? null)")
    )
    return [None if each is None else float(each) for each in found]


def told(page: Page, api: Api, layer: int = LAYER, head: int = HEAD) -> list[list[float]]:
    """The cross-attention of the shown sentence, as the API gives it; row k is new token k's."""
    rows: list[list[float]] = api("/attention", lane(page, "a")["trace"], layer, head, "cross")[
        "weights"
    ]
    return rows


def token(page: Page, side: str, text: str) -> Locator:
    return page.get_by_test_id(f"{side}-a").locator(".pg-token").filter(has_text=text).first


# ---------------------------------------------------------------- source and translation
def test_a_pointed_piece_shows_the_weights_of_the_api(page: Page, api: Api) -> None:
    pieces(page, "pieces")
    for number in (1, 3, 5):
        page.get_by_test_id("tokens-a").locator(".pg-token").nth(number + 1).hover()
        eventually(page, lambda number=number: same(lit(page, "source"), told(page, api)[number]))  # type: ignore[misc]


def same(found: list[float | None], expected: list[float], abs_: float = ROUNDED) -> None:
    assert found == pytest.approx(expected, abs=abs_)


def test_a_pointed_word_adds_and_averages_its_pieces(page: Page, api: Api) -> None:
    pieces(page, "words")
    rows = told(page, api)
    panel = panel_of(page)
    words = [each["word"] for each in panel["target"]]
    several = next(word for word in words if word is not None and words.count(word) > 1)
    mine = [number for number, word in enumerate(words) if word == several]
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(mine[0] + 1).hover()
    sources = [each["word"] for each in panel["source"]]
    expected = []
    for place, word in enumerate(sources):
        places = [place] if word is None else [n for n, each in enumerate(sources) if each == word]
        expected.append(sum(rows[row][at] for row in mine for at in places) / len(mine))
    eventually(page, lambda: same(lit(page, "source"), expected, 4 * ROUNDED))


def panel_of(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "() => fetch(`/panels/alignment/${playground.store.lanes.a.trace}`).then((a) => a.json())"
    )
    return found


def test_a_pointed_source_piece_shows_who_reads_it(page: Page, api: Api) -> None:
    pieces(page, "pieces")
    page.get_by_test_id("source-a").locator(".pg-token").nth(2).hover()
    column = [row[2] for row in told(page, api)][: len(new_tokens(page))]
    eventually(page, lambda: same(lit(page, "tokens")[1:], column))


def test_the_word_is_marked_in_the_input_box_while_that_holds_the_text(page: Page) -> None:
    pieces(page, "words")
    marks = page.locator(".pg-input-marks mark")
    token(page, "tokens", "gato").hover()
    expect(marks.filter(has_text="cat")).to_be_visible()
    page.mouse.move(0, 0)
    expect(page.locator(".pg-input-marks")).to_be_hidden()
    write(page, f"Now another text. {TEXT}")
    token(page, "tokens", "gato").hover()
    expect(page.locator(".pg-input-marks")).to_be_hidden()
    write(page, TEXT)


def test_the_keyboard_lights_the_source_and_lets_go(page: Page) -> None:
    pieces(page, "pieces")
    tokens = page.get_by_test_id("tokens-a").locator(".pg-token")
    tokens.nth(2).focus()
    page.keyboard.press("ArrowRight")
    expect(tokens.nth(3)).to_be_focused()
    assert None not in lit(page, "source")
    open_tab(page, "Alignment")
    page.get_by_test_id("alignment-words").focus()
    assert set(lit(page, "source")) == {None}


# ---------------------------------------------------------------- several sentences
def test_the_whole_translation_is_on_screen(page: Page) -> None:
    sentences = lane(page, "a")["sentences"]
    assert len(sentences) == 3
    assert [TEXT[each["start"] : each["end"]] for each in sentences] == [
        each["text"] for each in sentences
    ]
    words = page.get_by_test_id("output-a").locator(".pg-passage").inner_text()
    for each in sentences[1:]:
        assert each["translation"] in words


def test_a_sentence_is_turned_to_without_the_server(page: Page) -> None:
    sentences = lane(page, "a")["sentences"]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Next sentence").first.click()
    expect(page.get_by_test_id("sentence-a")).to_have_text("sentence 2 of 3")
    assert lane(page, "a")["trace"] == sentences[1]["trace"]
    shown = "".join(texts(page, "a"))
    assert sentences[1]["translation"] in shown
    page.locator('[data-testid="output-a"] .pg-sentence[data-sentence="2"]').click()
    expect(page.get_by_test_id("sentence-a")).to_have_text("sentence 3 of 3")
    expect(page.get_by_test_id("tokens-a").locator(".pg-token").first).to_be_focused()
    page.locator('[data-testid="output-a"] .pg-sentence[data-sentence="0"]').press("Enter")
    expect(page.get_by_test_id("sentence-a")).to_have_text("sentence 1 of 3")
    assert lane(page, "a")["trace"] == sentences[0]["trace"]
    assert not [url for url in asked if "/queue/" in url]


def test_panels_follow_the_sentence(page: Page) -> None:
    open_tab(page, "Attention")
    page.get_by_role("button", name="Next sentence").first.click()
    words = [each["text"] for each in lane(page, "a")["source"]]

    def read() -> None:
        found = page.get_by_test_id("weights-a").locator(".pg-row .pg-word").all_text_contents()
        assert found == words

    eventually(page, read)
    page.get_by_role("button", name="Previous sentence").first.click()


# ---------------------------------------------------------------- the matrix
def test_a_cell_says_its_weight_in_words_and_pieces(page: Page, api: Api) -> None:
    matrix = page.get_by_test_id("alignment-matrix-a")
    caption = page.get_by_test_id("alignment-caption-a")
    pieces(page, "pieces")
    page.get_by_test_id("alignment-pieces").focus()
    matrix.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(caption).to_contain_text("reads")
    weight = float(caption.get_attribute("data-weight") or -1)
    row, column = 1, 2
    assert weight == pytest.approx(told(page, api)[row][column], abs=ROUNDED)
    expect(matrix.locator(".pg-matrix-rows .pg-matrix-label")).to_have_count(len(new_tokens(page)))
    page.get_by_test_id("alignment-words").check()
    count = len({each["word"] for each in panel_of(page)["target"] if each["word"] is not None})
    labels = matrix.locator(".pg-matrix-rows .pg-matrix-label:not(.pg-special)")
    expect(labels).to_have_count(count)
    assert count < len(new_tokens(page))


def test_another_head_shows_its_own_numbers(page: Page, api: Api) -> None:
    pieces(page, "pieces")
    page.get_by_test_id("alignment-head").select_option("0/3")
    expect(page.get_by_test_id("alignment-title-a")).to_contain_text("Layer 0, head 3")
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(3).hover()
    eventually(page, lambda: same(lit(page, "source"), told(page, api, 0, 3)[2]))
    page.get_by_test_id("alignment-head").select_option("0/mean")
    expect(page.get_by_test_id("alignment-title-a")).to_contain_text("mean of 8 heads")
    mean = [
        sum(column) / 8
        for column in zip(*(told(page, api, 0, head)[2] for head in range(8)), strict=True)
    ]
    page.mouse.move(0, 0)
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(3).hover()
    eventually(page, lambda: same(lit(page, "source"), mean))
    page.get_by_test_id("alignment-head").select_option("")
    expect(page.get_by_test_id("alignment-title-a")).to_contain_text("trained to align")


def test_both_panels_say_the_same_of_a_written_word(page: Page) -> None:
    """Who reads "cat" for "gato" with 92 % in one panel does so in every view of the other."""
    pieces(page, "pieces")
    page.get_by_test_id("alignment-head").select_option(f"{LAYER}/{HEAD}")
    expect(page.get_by_test_id("alignment-title-a")).to_contain_text("named after the word written")
    found = page.evaluate(
        """() => {
            const { target, source, weights } = playground.aligned.of("a");
            return { target: target.map((one) => one.text), source: source.map((one) => one.text),
                     weights: [...weights] };
        }"""
    )
    row = [each.strip() for each in found["target"]].index("gato")
    width = len(found["source"])
    aligned = found["weights"][row * width : (row + 1) * width]
    most = max(range(width), key=aligned.__getitem__)
    assert found["source"][most].strip() == "cat"

    open_tab(page, "Attention")
    page.get_by_test_id("layer").select_option(str(LAYER))
    page.get_by_test_id("head").select_option(str(HEAD))
    page.get_by_test_id("view-links").click()
    chosen = page.get_by_test_id("readers-a").locator(".pg-row").filter(has_text="→").nth(row)
    named = [one.strip() for one in chosen.locator(".pg-word").all_text_contents()]
    assert named == [found["target"][row - 1].strip(), "gato"]
    chosen.hover()
    read = page.get_by_test_id("weights-a").locator(".pg-row")
    eventually(page, lambda: same(values(read, "weight"), aligned))
    caption = page.get_by_test_id("attention-caption-a")
    expect(caption).to_contain_text('→ " gato" looks most at " cat"')
    expect(caption).to_contain_text("token read → token written next")
    # The word that is written lights up in the output, as in the alignment.
    place = page.evaluate("() => playground.pointing.inLane('a')?.index ?? null")
    assert place == row + 1
    page.get_by_test_id("view-matrix").click()
    expect(page.locator(".pg-view-matrix .pg-grid-says")).to_contain_text("written next")
    page.get_by_test_id("view-text").click()
    page.get_by_test_id("text-readers-a").get_by_text("gato", exact=False).first.hover()
    shaded = page.get_by_test_id("text-read-a").locator(".pg-text-token")
    eventually(page, lambda: same(values(shaded, "value"), aligned))
    page.get_by_test_id("view-links").click()
    expect(page.get_by_test_id("role-a")).to_contain_text("the word written next")


def values(found: Locator, name: str) -> list[float | None]:
    return [
        float(each)
        for each in found.evaluate_all(
            "(all, name) => all.map((one) => one.dataset[name] ?? 'NaN')", name
        )
    ]


# ---------------------------------------------------------------- is it true?
def test_hiding_shows_what_the_experiment_found(page: Page, address: str) -> None:
    pieces(page, "words")
    page.get_by_test_id("hide-word-a").select_option(label="gato")
    page.get_by_test_id("hide-run-a").click()
    rows = page.get_by_test_id("hide-result-a").locator("tr[data-word]")
    expect(rows.first).to_be_visible()
    target = [each["text"].strip() for each in panel_of(page)["target"]]
    place = target.index("gato")
    url = f"{address}/experiments/hide/{lane(page, 'a')['trace']}?first={place}&last={place}"
    found = json.loads(httpx.get(url, timeout=60).text.strip().splitlines()[-1])
    assert rows.count() == len(found["words"])
    shown = rows.evaluate_all(
        "(all) => all.map((row) => [...row.querySelectorAll('td')]"
        ".map((cell) => Number(cell.dataset.value)))"
    )
    expected = [[each["attention"], each["cross"], each["encoder"]] for each in found["words"]]
    for mine, theirs in zip(shown, expected, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-4)
    says = page.get_by_test_id("hide-says-a")
    expect(says).to_contain_text("gato")
    expect(says).to_contain_text("Attention is not by itself an explanation.")


VERDICT = """async ([text, words]) => {
    const { hidingResult } = await import("/ui/panels/alignment/ablation_result.js");
    const none = { cross: null, encoder: null };
    const told = { words: words.map(([text, attention, cross, encoder], i) => (
        { text, attention, cross, encoder, pieces: [i, i] })),
        probability: 0.5, log_probability: -0.7, correlation: none, control: none,
        hidden_most: { cross: 0, encoder: 0 }, random: none };
    return hidingResult("a", { text }, told)[0].textContent;
}"""
CAUTION = " Attention is not by itself an explanation."


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (
            [("The", 0.03, 0.4, 0.2), ("black", 0.964, -16.03, -15.1), ("cat", 0.006, -1.1, -2.0)],
            'Without "black", "preto" becomes 9 million times less likely (−16.03 nats); hiding '
            "any other word changes it by at most 1.10 nats. Attention pointed at it: "
            '"black" has the largest weight, 96.4 %.',
        ),
        (
            [("The", 0.7, -0.05, -0.1), ("black", 0.2, -2.0, -0.5), ("cat", 0.1, 0.3, -3.0)],
            'Without "black", "preto" becomes 7.4 times less likely (−2.00 nats); hiding any other '
            "word changes it by at most 0.30 nats. Attention pointed elsewhere: its largest "
            'weight, 70.0 %, is on "The" (hidden: −0.05 nats), and "black" has 20.0 %. '
            'Hidden everywhere, "cat" matters most (−3.00 nats): the encoder has mixed the words '
            "before they are read.",
        ),
        # Over values that are nearly zero any order is noise: none is spoken of.
        (
            [("The", 0.9, 0.04, 0.0), ("cat", 0.1, -0.03, 0.0)],
            'Hiding any one source word hardly changes "preto" (by at most 0.04 nats), so there is '
            "nothing here that attention could explain.",
        ),
        (
            [("cat", 1.0, 1.1, 1.1)],
            'Without "cat", "preto" becomes 3.0 times more likely (+1.10 nats); there is no other '
            "source word to compare with.",
        ),
    ],
)
def test_the_verdict_says_the_effect_first(
    page: Page, words: list[tuple[str, float, float, float]], verdict: str
) -> None:
    said = page.evaluate(VERDICT, ["preto", words])
    assert said.replace("−", "−") == verdict + CAUTION


def test_the_verdict_on_the_example(page: Page, address: str) -> None:
    """96 % of the attention is on the one word that matters, and the sentence says so."""
    pieces(page, "words")
    page.get_by_test_id("hide-word-a").select_option(label="preto")
    page.get_by_test_id("hide-run-a").click()
    says = page.get_by_test_id("hide-says-a")
    expect(says).to_contain_text('Without "black", "preto" becomes')
    expect(says).to_contain_text("million times less likely")
    expect(says).to_contain_text('Attention pointed at it: "black" has the largest weight')
    expect(says).not_to_contain_text("no proof")
    place = [each["text"].strip() for each in panel_of(page)["target"]].index("preto")
    url = f"{address}/experiments/hide/{lane(page, 'a')['trace']}?first={place}&last={place}"
    found = json.loads(httpx.get(url, timeout=60).text.strip().splitlines()[-1])
    others = [each["cross"] for each in found["words"] if each["text"] != "black"]
    assert found["random"]["cross"] == pytest.approx(sum(others) / len(others), abs=1e-5)
    assert abs(found["random"]["cross"]) < 0.5
    assert found["hidden_most"]["cross"] < -10


def test_a_row_of_the_matrix_is_what_is_tested_next(page: Page) -> None:
    pieces(page, "words")
    matrix = page.get_by_test_id("alignment-matrix-a")
    matrix.locator(".pg-matrix-rows .pg-matrix-label").nth(3).click()
    expect(page.get_by_test_id("hiding-a")).to_contain_text('what happens to "dorme"')
    expect(page.get_by_test_id("hide-result-a").locator("tr")).to_have_count(0)


# ---------------------------------------------------------------- memory
def test_the_memory_is_not_called_attention(page: Page) -> None:
    open_tab(page, "Attention")
    expect(page.get_by_test_id("attention-absent-a")).to_contain_text("no self-attention")
    expect(page.get_by_test_id("hide-sink")).to_be_visible()
    page.get_by_test_id("show-memory-a").click()
    expect(page.get_by_test_id("attention-caption-a")).to_contain_text("the cell still holds")
    expect(page.get_by_test_id("attention-caption-a")).to_contain_text("sum to at most 1")
    expect(page.get_by_test_id("hide-sink")).to_be_hidden()
    page.get_by_test_id("stack").select_option("cross")
    expect(page.get_by_test_id("attention-caption-a")).to_contain_text("looks most at")


# ---------------------------------------------------------------- beams
def test_greedy_says_how_to_get_beams(page: Page) -> None:
    open_tab(page, "Beams")
    expect(page.get_by_test_id("beams-message-a")).to_contain_text("2 or more")


def test_a_chosen_hypothesis_becomes_the_translation(fresh: Page) -> None:
    translator(fresh)
    set_number(fresh, "beams", "a", 3)
    write(fresh, FIRST)
    run(fresh)
    open_tab(fresh, "Beams")
    chips = fresh.get_by_test_id("beam-a")
    chips.first.wait_for()
    url = "() => fetch(`/panels/beams/${playground.store.lanes.a.trace}`).then((a) => a.json())"
    search = fresh.evaluate(url)
    assert chips.count() == len(search["nodes"])
    best = "".join(texts(fresh, "a"))
    fresh.get_by_test_id("hypothesis-a").nth(1).click()
    expect(fresh.get_by_test_id("hypothesis-a").nth(1)).to_have_attribute("aria-pressed", "true")

    def other() -> None:
        written = "".join(texts(fresh, "a"))
        assert written != best
        assert search["hypotheses"][1]["text"] in written

    eventually(fresh, other)
    first = search["hypotheses"][0]["node"]
    fresh.locator(f'[data-testid="beam-a"][data-id="{first}"]').click()

    def back() -> None:
        assert "".join(texts(fresh, "a")) == best

    eventually(fresh, back)
    fresh.get_by_test_id("show-pruned").uncheck()
    expect(fresh.locator('[data-testid="beam-a"][data-state="pruned"]:visible')).to_have_count(0)


def test_arrows_walk_the_tree(fresh: Page) -> None:
    translator(fresh)
    set_number(fresh, "beams", "a", 2)
    write(fresh, FIRST)
    run(fresh)
    open_tab(fresh, "Beams")
    reachable = fresh.locator('[data-testid="beam-a"][tabindex="0"]')
    expect(reachable).to_have_count(1)
    reachable.focus()
    parents = {
        str(node["id"]): node["parent"]
        for node in fresh.evaluate(
            "() => fetch(`/panels/beams/${playground.store.lanes.a.trace}`)"
            ".then((a) => a.json()).then((a) => a.nodes)"
        )
    }
    here = reachable.get_attribute("data-id") or ""
    fresh.keyboard.press("ArrowLeft")
    focused = fresh.locator('[data-testid="beam-a"]:focus')
    expect(focused).to_have_attribute("data-id", str(parents[here]))
    fresh.keyboard.press("Home")
    assert parents[focused.get_attribute("data-id") or ""] is None


# ---------------------------------------------------------------- two lanes, and hostile words
def test_lanes_on_one_text_turn_together_and_differences_are_marked(fresh: Page) -> None:
    translator(fresh)
    choose_model(fresh, "b", TRANSLATOR)
    write(fresh, TEXT)
    run(fresh, "a", "b")
    expect(fresh.get_by_test_id("differs-b")).to_contain_text("wrote the same words")
    fresh.get_by_role("button", name="Next sentence").first.click()
    expect(fresh.get_by_test_id("sentence-b")).to_have_text("sentence 2 of 3")
    fresh.locator("#text-b textarea").fill(TEXT.replace("black", "white"))
    run(fresh, "a", "b")
    expect(fresh.get_by_test_id("differs-b")).to_contain_text("differs from A")
    marked = fresh.locator('[data-testid="output-b"] .pg-passage .pg-differs')
    eventually(fresh, lambda: only("branco", marked.all_text_contents()))
    marked = fresh.locator('[data-testid="output-a"] .pg-passage .pg-differs')
    eventually(fresh, lambda: only("preto", marked.all_text_contents()))


def only(word: str, found: list[str]) -> None:
    assert "".join(found).strip() == word


def test_markup_is_translated_as_text(fresh: Page) -> None:
    translate(fresh, MARKUP)
    assert "<img" in fresh.get_by_test_id("source-a").inner_text()
    for title in ("Alignment", "Attention", "Beams"):
        open_tab(fresh, title)
    open_tab(fresh, "Alignment")
    labels = fresh.get_by_test_id("alignment-matrix-a").locator(".pg-matrix-columns")
    expect(labels).to_contain_text("img")
    fresh.get_by_test_id("tokens-a").locator(".pg-token").nth(2).hover()
    expect(fresh.locator(".pg-tooltip")).to_be_visible()
    fresh.get_by_test_id("hide-run-a").click()
    expect(fresh.get_by_test_id("hide-says-a")).to_be_visible()
    assert fresh.evaluate("() => window.__hit") is None
    assert fresh.locator(".pg-page img").count() == 0


# ---------------------------------------------------------------- for everyone, on every screen
def test_axe_has_no_objection_to_the_views(visit: Any) -> None:
    page = visit()
    translator(page)
    choose_model(page, "b", TRANSLATOR)
    set_number(page, "beams", "a", 2)
    write(page, TEXT)
    run(page, "a", "b")
    axe = Axe()
    open_tab(page, "Alignment")
    page.get_by_test_id("hide-run-a").click()
    expect(page.get_by_test_id("hide-says-a")).to_be_visible()
    token(page, "tokens", "gato").hover()
    check_every_look(axe, page)
    open_tab(page, "Beams")
    page.get_by_test_id("beam-a").first.wait_for()
    check_every_look(axe, page)


def test_after_a_translation_continue_chooses_a_decoder(visit: Callable[..., Page]) -> None:
    page = visit()
    translator(page)
    choose_task(page, "Continue")
    expect(page.locator("#model-a input")).to_have_value("SmolLM2 135M Instruct")


def test_an_address_that_lets_a_translator_continue_is_refused(visit: Callable[..., Page]) -> None:
    page = visit({"task": "generate", "a": TRANSLATOR, "text": FIRST})
    expect(page.get_by_test_id("error-a")).to_contain_text("cannot do “Continue”")
    assert "O gato" not in page.get_by_test_id("output-a").inner_text()
