"""Models with a head: what the page shows and marks in the text is what the API gives."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import (
    at_rest,
    eventually,
    lane,
    open_tab,
    remember,
    run,
    selected_head,
    write,
)
from tests.browser.test_accessible import check_every_look
from tests.browser.test_hostile import MARKUP, nothing_ran
from tests.heads.conftest import head_folder  # noqa: F401  (a fixture)
from tests.training.conftest import tokenizer_file  # noqa: F401  (a fixture)

pytestmark = pytest.mark.browser

Api = Callable[..., Any]
Asked = Callable[..., Page]

FILM = "the film is good. it is very dull! a fine film"
QUESTION = "who wrote it"
CONTEXT = "ada wrote it in paris and ada lives at acme"
NAMES = "ada works at acme in paris."
GAP = "the film is [MASK] and it lives in paris"


@pytest.fixture(scope="module")
def heads(head_folder: Any, tiny_folders: Path) -> dict[str, str]:  # noqa: F811
    """The id of a tiny model for every kind of head, where the server may find it."""
    found = {}
    for head in ("labels", "several", "spans", "tags", "words"):
        folder = tiny_folders / f"bert-{head}"
        shutil.copytree(head_folder(head), folder, dirs_exist_ok=True)
        found[head] = f"path:{folder}"
    return found


@pytest.fixture
def asked(visit: Any) -> Asked:
    """A page whose address asked for a run: `asked("sentiment", model, FILM)`."""

    def go(task: str, model: str, text: str, tab: str = "", **more: str) -> Page:
        page: Page = visit({"task": task, "a": model, "text": text, **more})
        ended(page, "b" if "b" in more else "a")
        if tab:
            open_tab(page, tab)
        return page

    return go


def ended(page: Page, *lanes: str) -> None:
    """Waits for the run the address asked for, and not for the recorded one."""
    page.wait_for_function(
        """(names) => ["a", ...names].every((name) => {
            const lane = window.playground.store.lanes[name];
            return lane && !lane.recorded && !lane.running && (lane.trace || lane.error);
        })""",
        arg=list(lanes),
        timeout=60_000,  # two models are read from disk one after the other
    )
    assert lane(page, "a")["error"] == ""


def numbers(rows: Locator, *names: str) -> list[tuple[Any, ...]]:
    """The data of each row, as floats where they are numbers."""

    def value(text: str) -> Any:
        try:
            return float(text)
        except ValueError:
            return text

    found = rows.evaluate_all("(all) => all.map((one) => ({ ...one.dataset }))")
    return [tuple(value(each[name]) for name in names) for each in found]


def marked(page: Page, layer: str, name: str = "a") -> str:
    """The text that carries a mark."""
    words: list[str] = page.locator(
        f'[data-testid="tokens-{name}"] :is(.pg-token, .pg-gap).pg-{layer}'
    ).all_text_contents()
    return "".join(words).strip()


# ---------------------------------------------------------------- labels
def test_bars_of_labels_are_the_numbers_of_the_api(
    asked: Asked, heads: dict[str, str], api: Api
) -> None:
    page = asked("sentiment", heads["labels"], FILM)
    told = api("/sentiment", FILM, heads["labels"])
    bars = numbers(page.get_by_test_id("labels-a").locator("li"), "label", "probability", "logit")
    assert {label: share for label, share, _ in bars} == pytest.approx(told["scores"], abs=1e-6)
    assert {label: logit for label, _, logit in bars} == pytest.approx(told["logits"], abs=1e-5)
    assert bars[0][0] == told["label"]
    expect(page.get_by_test_id("labels-note-a")).to_be_hidden()


def test_a_sentence_is_lit_in_the_text(asked: Asked, heads: dict[str, str], api: Api) -> None:
    page = asked("sentiment", heads["labels"], FILM)
    told = api("/sentiment", FILM, heads["labels"])["sentences"]
    rows = page.get_by_test_id("parts-a").get_by_role("button")
    shown = numbers(rows, "label", "probability")
    assert [label for label, _ in shown] == [each["label"] for each in told]
    assert [share for _, share in shown] == pytest.approx(
        [max(each["scores"].values()) for each in told], abs=1e-6
    )
    rows.nth(1).click()
    page.mouse.move(0, 0)
    assert marked(page, "pointed") == "it is very dull!"
    expect(rows.nth(1)).to_have_attribute("aria-pressed", "true")
    rows.nth(1).press("Enter")
    page.locator("#run").focus()
    assert marked(page, "pointed") == ""


def test_labels_that_may_all_hold_are_said_to(asked: Asked, heads: dict[str, str]) -> None:
    page = asked("sentiment", heads["several"], FILM)
    expect(page.get_by_test_id("labels-note-a")).to_contain_text("Several labels may hold")


# ---------------------------------------------------------------- answers
def test_the_marked_answer_is_that_of_the_api(
    asked: Asked, heads: dict[str, str], api: Api
) -> None:
    page = asked("answer", heads["spans"], CONTEXT, question=QUESTION)
    told = api("/answer", QUESTION, CONTEXT, heads["spans"])
    assert marked(page, "best") == told["answer"]
    expect(page.get_by_test_id("answer-a")).to_contain_text(told["answer"])
    rows = page.get_by_test_id("spans-a").get_by_role("button")
    assert numbers(rows, "score", "probability") == [
        (pytest.approx(each["score"], abs=1e-4), pytest.approx(each["probability"], abs=1e-5))
        for each in told["alternatives"]
    ]
    rows.nth(1).click()
    assert marked(page, "best") == told["alternatives"][1]["text"]
    expect(page.get_by_test_id("windows-a")).to_be_hidden()


def test_a_refused_run_takes_no_mark_away(asked: Asked, heads: dict[str, str]) -> None:
    page = asked("answer", heads["spans"], CONTEXT, question=QUESTION)
    best = marked(page, "best")
    write(page, "")
    run(page)
    expect(page.get_by_test_id("error-a")).to_be_visible()
    assert best
    assert marked(page, "best") == best
    expect(page.get_by_test_id("result-a")).to_be_visible()


def test_a_long_context_shows_its_windows(asked: Asked, heads: dict[str, str], api: Api) -> None:
    context = "ada lives in paris and works at acme. " * 20
    page = asked("answer", heads["spans"], context, question=QUESTION)
    told = api("/answer", QUESTION, context, heads["spans"])
    windows = page.get_by_test_id("windows-a").locator(".pg-window")
    expect(windows).to_have_count(len(told["windows"]))
    assert [best for (best,) in numbers(windows, "best")] == pytest.approx(
        [each["best"] for each in told["windows"]], abs=1e-4
    )
    won = windows.evaluate_all('(all) => all.findIndex((one) => one.matches(".pg-won"))')
    assert won == told["alternatives"][0]["window"]
    assert marked(page, "best") == told["answer"]


def test_an_answer_that_is_not_in_the_text_is_refused(asked: Asked, heads: dict[str, str]) -> None:
    page = asked("answer", heads["spans"], CONTEXT, question=QUESTION)
    best = lane(page, "a")["result"]["spans"][0]
    # The tiny models have no thresholds: what some would do is shown by the same result under them.
    show = """(given) => {
        const { lanes, setLane } = window.playground.store;
        setLane("a", { ...lanes.a, result: { ...lanes.a.result, ...given } });
    }"""
    limits = {"unsure_above": best["score"] - 1, "answered_above": best["score"] + 2}
    page.evaluate(show, {"state": "unsure", "right": 0.25, **limits})
    expect(page.get_by_test_id("answer-a")).to_contain_text(f"Unsure:{best['text']}")
    expect(page.get_by_test_id("answer-why-a")).to_contain_text(f"{best['score'] + 2:.2f}")
    expect(page.get_by_test_id("answer-why-a")).to_contain_text("25")
    assert marked(page, "unsure") == best["text"]
    assert marked(page, "best") == ""
    limits = {"unsure_above": best["score"] + 1, "answered_above": best["score"] + 2}
    page.evaluate(show, {"state": "absent", "right": None, **limits})
    expect(page.get_by_test_id("answer-a")).to_contain_text("Not in the text.")
    expect(page.get_by_test_id("answer-why-a")).to_contain_text(f"{best['score'] + 1:.2f}")
    assert marked(page, "best") == marked(page, "unsure") == ""
    assert marked(page, "rejected") == best["text"]


# ---------------------------------------------------------------- entities
def test_names_are_marked_and_a_token_tells_every_label(
    asked: Asked, heads: dict[str, str], api: Api
) -> None:
    page = asked("entities", heads["tags"], NAMES)
    told = api("/entities", NAMES, heads["tags"])
    chips = page.get_by_test_id("entities-a").get_by_role("button")
    assert numbers(chips, "label", "score") == [
        (each["label"], pytest.approx(each["score"], abs=1e-6)) for each in told["entities"]
    ]
    tags = page.locator('[data-testid="tokens-a"] .pg-token[data-tag]')
    assert [tag for (tag,) in numbers(tags, "tag")] == [each["label"] for each in told["entities"]]
    assert marked(page, "entity").replace(" ", "") == "".join(
        each["text"] for each in told["entities"]
    ).replace(" ", "")
    page.get_by_test_id("tokens-a").locator(".pg-token").nth(2).hover()
    shares = dict(zip(told["labels"], told["tokens"][2]["probabilities"], strict=True))
    rows = page.locator(".pg-tooltip .pg-score")
    assert dict(numbers(rows, "label", "probability")) == pytest.approx(shares, abs=1e-6)


# ---------------------------------------------------------------- gaps
def test_a_pressed_word_is_hidden_and_comes_back(
    asked: Asked, heads: dict[str, str], api: Api
) -> None:
    page = asked("fill", heads["words"], GAP)
    told = api("/fill_mask", GAP, heads["words"], 10)["blanks"][0]["candidates"]
    guesses = page.get_by_test_id("guesses-a").locator("li")
    assert numbers(guesses, "id", "probability") == [
        (each["id"], pytest.approx(each["probability"], abs=1e-6)) for each in told
    ]
    tokens = page.get_by_test_id("tokens-a").locator(".pg-token")
    expect(tokens.nth(4)).to_have_class("pg-token pg-blank pg-after-space")
    remember(page)
    tokens.nth(2).click()
    at_rest(page, "a")
    hidden, asked_for = lane(page, "a")["result"]["blanks"]
    assert (hidden["position"], asked_for["position"]) == (2, 4)
    expect(page.get_by_test_id("original-a")).to_contain_text(f"rank {hidden['original_rank']}")
    expect(page.get_by_test_id("original-a")).to_contain_text("film")
    assert numbers(guesses, "id")[0] == (hidden["guesses"][0]["id"],)
    remember(page)
    tokens.nth(2).press("Enter")
    at_rest(page, "a")
    assert [blank["position"] for blank in lane(page, "a")["result"]["blanks"]] == [4]


# ---------------------------------------------------------------- experiments
def test_what_decides_is_asked_and_told(asked: Asked, heads: dict[str, str], api: Api) -> None:
    page = asked("sentiment", heads["labels"], FILM, tab="What decides")
    page.get_by_test_id("decides-label-a").select_option("dull")
    page.get_by_test_id("decides-run-a").click()
    complete = page.get_by_test_id("decides-complete-a")
    complete.wait_for(state="attached")  # it stands under numbers
    told = api("/decides", lane(page, "a")["trace"], "dull")
    for way in ("gradient", "integrated", "occlusion", "rollout"):
        cells = page.locator(f'[data-testid="decides-result-a"] td[data-way="{way}"]')
        assert [value for (value,) in numbers(cells, "value")] == pytest.approx(
            [word["by"][way] for word in told["words"]], abs=1e-4
        )
    ((gap, gain),) = numbers(complete, "gap", "gain")
    assert gap == pytest.approx(told["gap"], abs=1e-3)
    assert gain == pytest.approx(told["score"] - told["empty_score"], abs=1e-4)
    expect(page.get_by_test_id("decides-says-a")).to_contain_text("not by itself an explanation")
    page.get_by_test_id("way-occlusion").check()
    tinted = page.locator('[data-testid="tokens-a"] .pg-token[data-decides]')
    by_token = [
        word["by"]["occlusion"]
        for word in told["words"]
        for _ in range(word["pieces"][1] - word["pieces"][0] + 1)
    ]
    assert [value for (value,) in numbers(tinted, "decides")] == pytest.approx(by_token, abs=1e-4)
    page.get_by_test_id("way-none").check()
    expect(tinted).to_have_count(0)


def test_what_decides_an_answer_and_what_does_not_apply(
    asked: Asked, heads: dict[str, str]
) -> None:
    page = asked("answer", heads["spans"], CONTEXT, question=QUESTION, tab="What decides")
    expect(page.get_by_test_id("decides-answer-a")).to_contain_text("the answer")
    page.get_by_test_id("decides-run-a").click()
    page.get_by_test_id("decides-tipped-a").wait_for()
    other = asked("entities", heads["tags"], NAMES, tab="What decides")
    expect(other.get_by_test_id("deciding-message-a")).to_contain_text("“Sentiment” or “Answer”")


def test_a_head_that_changed_is_chosen_everywhere(
    asked: Asked, heads: dict[str, str], api: Api
) -> None:
    page = asked("read", heads["labels"], FILM, tab="Before and after", b=heads["words"])
    told = api("/compare", *(lane(page, name)["trace"] for name in ("a", "b")))
    rows = page.get_by_test_id("changes-most").get_by_role("button")
    rows.first.wait_for()
    assert numbers(rows, "layer", "head", "distance") == [
        (each["layer"], each["head"], pytest.approx(each["distance"], abs=1e-6))
        for each in told["most"][:10]
    ]
    # It opens on the head that changed most, which "Look at it" then chooses everywhere.
    first = told["most"][0]
    cell = page.get_by_test_id("changes-map").get_by_role("gridcell", selected=True)
    says = page.get_by_test_id("changes-says")
    expect(says).to_contain_text(f"Layer {first['layer']}, head {first['head']}:")
    expect(says).to_contain_text(f"distance {first['distance']:.3f}")
    assert numbers(cell, "layer", "head") == [(first["layer"], first["head"])]
    page.get_by_test_id("changes-look").click()
    eventually(page, lambda: same(selected_head(page), (first["layer"], first["head"])))
    open_tab(page, "Before and after")
    rows.nth(1).click()
    chosen = told["most"][1]
    page.get_by_test_id("changes-look").click()
    eventually(page, lambda: same(selected_head(page), (chosen["layer"], chosen["head"])))
    open_tab(page, "Before and after")
    cell.press("ArrowLeft" if chosen["layer"] else "ArrowRight")
    layer = chosen["layer"] - 1 if chosen["layer"] else 1
    expect(page.get_by_test_id("changes-says")).to_contain_text(f"Layer {layer}, head")


def test_a_link_that_names_a_head_opens_on_that_head(asked: Asked, heads: dict[str, str]) -> None:
    named = {"sel-layer": "1", "sel-head": "0"}
    page = asked("read", heads["labels"], FILM, tab="Before and after", b=heads["words"], **named)
    expect(page.get_by_test_id("changes-says")).to_contain_text("Layer 1, head 0:")


def same(found: Any, expected: Any) -> None:
    assert found == expected


def test_lanes_that_read_other_tokens_are_compared_by_word(
    asked: Asked, heads: dict[str, str], api: Api
) -> None:
    more = {"b": heads["words"], "text-b": "the film is dull and it is good"}
    page = asked("read", heads["labels"], FILM, tab="Before and after", **more)
    ids = [lane(page, name)["trace"] for name in ("a", "b")]
    told = api("/compare", *ids)
    assert (told["unit"], told["same_tokens"]) == ("word", False)
    count, alone = len(told["rows"]), told["words"]["rows"]["only_other"]
    note = page.get_by_test_id("changes-aligned")
    words = len(FILM.replace(".", " .").replace("!", " !").split())
    expect(note).to_contain_text(
        f"aligned by word, {count} words matched, of {words} in A and {count + len(alone)} in B"
    )
    first = told["most"][0]
    page.get_by_test_id("changes-most").get_by_role("button").first.click()
    eventually(page, lambda: same(selected_head(page), (first["layer"], first["head"])))
    check_difference(page, api, ids, told, first)


def check_difference(
    page: Page, api: Api, ids: list[str], told: dict[str, Any], head: dict[str, Any]
) -> None:
    """The largest link of the table, the file and the cell are what the server says."""
    place = f"{head['layer']}/{head['head']}"
    tables = page.evaluate(
        """async ([one, other, place]) => Promise.all(["one", "other"].map(async (side) => {
            const url = `/compare/${one}/${other}/${place}?side=${side}`;
            const { shape, data } = await playground.get(url);
            return { shape, data: [...data] };
        }))""",
        [*ids, place],
    )
    one, other = (np.array(each["data"]).reshape(each["shape"]) for each in tables)
    columns = [*told["columns"], *(["rest"] if told["unit"] == "word" else [])]
    assert one.shape == (len(told["rows"]), len(columns))
    row, column = np.unravel_index(np.abs(one - other).argmax(), one.shape)
    first = page.get_by_test_id("diff-links").locator("tr").first

    def shows_the_largest() -> None:
        cells = first.locator("th, td").all_text_contents()
        signed = f"{one[row, column] - other[row, column]:+.3f}".replace("-", "\u2212")
        assert cells[2:] == [f"{one[row, column]:.3f}", f"{other[row, column]:.3f}", signed]

    eventually(page, shows_the_largest)
    with page.expect_download() as given:
        page.get_by_role("button", name="Download the differences as CSV").click()
    lines = list(csv.reader(io.StringIO(Path(given.value.path()).read_text())))[1:]
    assert np.allclose([float(each[4]) for each in lines], (one - other).ravel(), atol=1e-7)
    grid = page.get_by_test_id("diff-grid")
    grid.focus()
    grid.press("ArrowRight")
    grid.press("ArrowLeft")
    expect(page.get_by_test_id("diff-cell")).to_contain_text(
        f"A {one[0, 0]:.3f}, B {other[0, 0]:.3f}, A − B"
    )


def test_the_same_tokens_show_their_difference_too(
    asked: Asked, heads: dict[str, str], api: Api
) -> None:
    page = asked("read", heads["labels"], FILM, tab="Before and after", b=heads["words"])
    ids = [lane(page, name)["trace"] for name in ("a", "b")]
    told = api("/compare", *ids)
    expect(page.get_by_test_id("changes-aligned")).to_be_hidden()
    page.get_by_test_id("changes-most").get_by_role("button").nth(2).click()
    check_difference(page, api, ids, told, told["most"][2])


def test_links_between_two_texts_are_shown_alone(asked: Asked, heads: dict[str, str]) -> None:
    page = asked("answer", heads["spans"], CONTEXT, question=QUESTION)
    open_tab(page, "Attention")
    before = page.get_by_test_id("weights-a").locator(".pg-row[data-weight]")
    count = len(lane(page, "a")["tokens"])
    expect(before).to_have_count(count)
    page.get_by_test_id("between").select_option(label="question → context")
    context = count - 5  # [CLS], three words of the question, [SEP]
    expect(before).to_have_count(context)
    expect(page.get_by_test_id("attention-caption-a")).to_contain_text("not rescaled")
    assert page.get_by_test_id("readers-a").locator(".pg-row.pg-aside").count() == context
    page.get_by_test_id("between").select_option("all")
    expect(before).to_have_count(count)


# ---------------------------------------------------------------- for everyone
@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize(
    ("task", "head"),
    [("sentiment", "labels"), ("answer", "spans"), ("entities", "tags"), ("fill", "words")],
)
def test_markup_stays_text(
    asked: Asked, heads: dict[str, str], task: str, head: str, text: str
) -> None:
    # The tiny models read 60 tokens, and take most markup letter by letter.
    words = f"{text} [MASK]" if task == "fill" else f"{text}. it"
    page = asked(task, heads[head], words, question=MARKUP[1])
    for place in page.locator("#output-a :is(.pg-part, .pg-candidate, .pg-name)").all()[:3]:
        place.hover()
    if task in ("sentiment", "answer"):
        open_tab(page, "What decides")
        page.get_by_test_id("decides-run-a").click()
        page.get_by_test_id("decides-tipped-a").wait_for()
    nothing_ran(page)


def test_axe_has_no_objection_and_nothing_is_too_wide(visit: Any, heads: dict[str, str]) -> None:
    axe = Axe()
    runs: list[tuple[str, dict[str, str]]] = [
        ("What decides", {"task": "sentiment", "a": heads["labels"], "text": FILM}),
        (
            "What decides",
            {"task": "answer", "a": heads["spans"], "text": CONTEXT, "question": QUESTION},
        ),
        ("Attention", {"task": "entities", "a": heads["tags"], "text": NAMES}),
        ("Attention", {"task": "fill", "a": heads["words"], "text": GAP}),
        (
            "Before and after",
            {"task": "read", "a": heads["labels"], "b": heads["words"], "text": FILM},
        ),
        (
            "Before and after",
            {
                "task": "read",
                "a": heads["labels"],
                "b": heads["words"],
                "text": FILM,
                "text-b": "the film is dull and it is good",
            },
        ),
    ]
    for tab, query in runs:
        page = visit(query)
        ended(page, *("b" if "b" in query else ""))
        open_tab(page, tab)
        if tab == "What decides":
            page.get_by_test_id("decides-run-a").click()
            page.get_by_test_id("decides-tipped-a").wait_for()
        elif tab == "Before and after":
            page.get_by_test_id("changes-most").get_by_role("button").first.wait_for(timeout=60_000)
        check_every_look(axe, page)


def test_a_role_is_told_and_leads_from_head_to_head(asked: Asked, heads: dict[str, str]) -> None:
    text = "ada lives in paris and ada works in paris and the film is good. it is good"
    page = asked("read", heads["labels"], text)
    says = page.get_by_test_id("role-a")
    expect(says).not_to_contain_text("Measuring")
    trace = lane(page, "a")["trace"]
    told = page.evaluate("(url) => fetch(url).then((r) => r.json())", f"/heads/roles/{trace}")
    layer, head = selected_head(page)
    role = told["roles"][layer][head]
    expect(says).to_contain_text(role["title"] if role else "No clear role")
    page.get_by_test_id("role-measures-a").get_by_text("All measures").click()
    row = page.locator('[data-testid="role-measures-a"] tr[data-measure="previous"]')
    shown = told["measures"]["previous"][layer][head]
    expect(row.locator("td").first).to_have_text(
        page.evaluate("(x) => playground.percent(x)", shown)
    )
    chips = page.get_by_test_id("role-chip-a")
    if chips.count():
        chips.first.click()
        expect(chips.first).to_have_attribute("aria-pressed", "true")
        chosen = selected_head(page)
        assert told["roles"][chosen[0]][chosen[1]]["role"] == chips.first.get_attribute("data-role")
