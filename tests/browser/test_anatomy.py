"""One head taken apart: the numbers are the route's, tokens are text, the newest question wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import arrive, eventually
from tests.browser.test_accessible import PHONE, SCHEMES, check_width, objections
from tests.browser.test_hostile import MARKUP, nothing_ran

pytestmark = pytest.mark.browser

Api = Callable[..., Any]
TEXT = " ".join(["the cat sat on a mat and saw"] * 4)
# A view of its own, whatever panel it stands in: lane b is free of the page's own.
MOUNT = """async () => {
  const { headAnatomy } = await import("/ui/panels/attention/steps/index.js");
  window.__anatomy = headAnatomy("b");
  document.querySelector(".pg-attention-lane").append(window.__anatomy.node);
}"""


@pytest.fixture
def view(page: Page) -> Iterator[Locator]:
    page.evaluate(MOUNT)
    yield page.get_by_test_id("anatomy-b").first
    page.evaluate("() => window.__anatomy.node.remove()")


@pytest.fixture
def t5(tiny_folders: Any) -> str:
    return f"path:{tiny_folders / 't5'}"


@pytest.fixture
def ask(api: Api) -> Callable[..., dict[str, Any]]:
    """Makes a trace, and what the view is to show of it."""

    def go(model: str, text: str = TEXT, **asked: Any) -> dict[str, Any]:
        made = api("/trace", text=text, model=model)
        stack = made["stacks"][0]
        tokens = [token["text"] for token in made["tokens"]]
        wanted = {"stack": stack["name"], "layer": 1, "head": 2, "query": 9, **asked}
        return {"trace": made["trace_id"], "queries": tokens, "keys": tokens, **wanted}

    return go


def show(page: Page, asked: dict[str, Any]) -> None:
    page.evaluate("(asked) => window.__anatomy.show(asked)", asked)


def told(page: Page, asked: dict[str, Any], **more: Any) -> dict[str, Any]:
    parts = {each: asked[each] for each in ("stack", "layer", "head", "query")} | more
    query = "&".join(f"{name}={value}" for name, value in parts.items())
    address = f"/heads/anatomy/{asked['trace']}?{query}"
    found: dict[str, Any] = page.evaluate("(url) => window.playground.get(url)", address)
    return found


def number(view: Locator, test_id: str) -> float:
    return float(view.get_by_test_id(test_id).first.get_attribute("data-value") or "nan")


def waits_for(view: Locator, page: Page, product: float) -> None:
    def check() -> None:
        assert number(view, "anatomy-sum-b") == product

    eventually(page, check)


def test_every_number_is_the_routes(view: Locator, page: Page, ask: Any, llama: str) -> None:
    asked = ask(llama)
    show(page, asked)
    found = told(page, asked)
    assert number(view, "anatomy-sum-b") == found["steps"]["raw"][found["key"]]
    assert number(view, "anatomy-written-b") == found["written"]["length"]
    rows = view.locator("tbody tr[data-key]")
    assert rows.count() == 10  # all that the tenth token may read
    shown = {
        int(row.get_attribute("data-key") or -1): float(row.get_attribute("data-weight") or -1)
        for row in rows.all()
    }
    assert shown == dict(enumerate(found["steps"]["weight"][:10]))
    assert list(shown) == sorted(shown, key=lambda key: -shown[key])
    expect(view.get_by_test_id("anatomy-count-b")).to_contain_text("All 10 keys")
    expect(view.get_by_test_id("anatomy-words-b").locator("li")).to_have_count(10)
    heads = view.get_by_test_id("anatomy-group-b")
    expect(heads).to_contain_text("Heads 2 and 3 share these keys and values")
    heads.get_by_role("button", name="Head 3").click()
    assert page.evaluate("() => window.playground.store.selection.heads") == [3]


def test_a_key_is_chosen_by_pointer_and_by_keyboard(
    view: Locator, page: Page, ask: Any, llama: str
) -> None:
    asked = ask(llama)
    show(page, asked)
    rows = view.locator("tbody tr[data-key]")
    rows.nth(2).click()
    third = int(rows.nth(2).get_attribute("data-key") or -1)
    raw = told(page, asked)["steps"]["raw"]
    waits_for(view, page, raw[third])
    rows.nth(2).get_by_role("button").focus()
    page.keyboard.press("ArrowDown")
    fourth = int(rows.nth(3).get_attribute("data-key") or -1)
    expect(rows.nth(3).get_by_role("button")).to_be_focused()
    expect(rows.nth(3).get_by_role("button")).to_have_attribute("aria-pressed", "true")
    waits_for(view, page, raw[fourth])
    # Another head of the same token is compared at the same key.
    show(page, {**asked, "head": 0})
    other = told(page, {**asked, "head": 0}, key=fourth)
    assert number(view, "anatomy-sum-b") == other["steps"]["raw"][fourth]


def test_many_keys_are_the_strongest_until_all_are_asked_for(
    view: Locator, page: Page, ask: Any, llama: str
) -> None:
    asked = ask(llama, query=31)
    show(page, asked)
    rows = view.locator("tbody tr[data-key]")
    expect(rows).to_have_count(24)
    view.get_by_test_id("anatomy-all-b").click()
    expect(rows).to_have_count(len(asked["keys"]))
    view.get_by_test_id("anatomy-order-b").select_option("text")
    order = [int(row.get_attribute("data-key") or -1) for row in rows.all()]
    assert order == list(range(len(asked["keys"])))


def test_the_newest_question_wins(view: Locator, page: Page, ask: Any, llama: str) -> None:
    asked = ask(llama)

    def late(route: Any) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/heads/anatomy/**head=1**", late)
    page.evaluate(
        """([first, second]) => {
          const slow = window.__anatomy.show(first);
          return Promise.all([slow, window.__anatomy.show(second)]);
        }""",
        [{**asked, "head": 1}, {**asked, "head": 3}],
    )
    expect(view.get_by_test_id("anatomy-title-b")).to_contain_text("head 3")
    page.unroute("**/heads/anatomy/**head=1**")


def test_what_cannot_be_taken_apart_says_why(
    view: Locator, page: Page, ask: Any, llama: str, tiny_folders: Any
) -> None:
    show(page, ask(llama))
    show(page, ask(f"path:{tiny_folders / 'bloom'}"))
    expect(view.get_by_test_id("anatomy-message-b")).to_contain_text("only the finished weights")
    expect(view.get_by_test_id("anatomy-sum-b")).to_be_hidden()
    show(page, ask(llama))
    expect(view.get_by_test_id("anatomy-sum-b")).to_be_visible()


def test_tokens_are_text_and_a_phone_shows_all(
    view: Locator, page: Page, ask: Any, llama: str
) -> None:
    asked = ask(llama)
    texts = [MARKUP[key % len(MARKUP)] for key in range(len(asked["keys"]))]
    size: Any = PHONE
    page.set_viewport_size(size)
    show(page, {**asked, "queries": texts, "keys": texts})
    expect(view.locator("tbody tr").first).to_be_visible()
    assert view.locator("img, script").count() == 0
    nothing_ran(page)
    check_width(page)


def test_a_bias_has_a_column_of_its_own(view: Locator, page: Page, ask: Any, t5: str) -> None:
    asked = ask(t5, stack="encoder", query=3)
    show(page, asked)
    heads = view.locator("thead th")
    expect(heads).to_have_text(
        ["key", "q·k", "× scale", "+ bias", "score", "weight", "‖v Wᴼ‖", "weight × ‖v Wᴼ‖"]
    )
    found = told(page, asked)["steps"]
    view.get_by_test_id("anatomy-all-b").click()
    row = view.locator("tbody tr[data-key='5']")
    values = [float(cell.get_attribute("data-value") or "nan") for cell in row.locator("td").all()]
    assert values == [
        found[step][5]
        for step in ("raw", "scaled", "added", "logit", "weight", "length", "written")
    ]
    expect(view).to_contain_text("What an encoder writes is read by the decoder")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_has_no_objection(
    scheme: str, new_context: Any, address: str, ask: Any, llama: str
) -> None:
    page = arrive(new_context(color_scheme=scheme), address)
    page.evaluate(MOUNT)
    show(page, ask(llama, query=31))
    view = page.get_by_test_id("anatomy-b")
    view.locator("summary").first.click()
    expect(view.locator("tbody tr[data-key]")).to_have_count(24)
    page.mouse.move(0, 0)
    mine = [each for each in objections(Axe(), page) if "anatomy" in each]
    page.close()
    assert mine == []
