"""One server and one Chromium for all browser tests, and a watch over what the pages do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.person import arrive
from tests.browser.serving import serving

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZE: Any = {"width": 1280, "height": 900}

NewContext = Callable[..., BrowserContext]
Visit = Callable[..., Page]


@pytest.fixture(scope="package")
def address(tiny_folders: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that knows the real catalogue and the tiny models, with the default one loaded."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(tiny_folders, log, warm=True) as found:
        yield found


# Of the package and not of the session: playwright keeps an event loop open while it lives.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, f"the browser tests need one of {', '.join(NAMES)}"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="package")
def problems() -> list[str]:
    """What went wrong in any page since the last look; see `no_problems`."""
    return []


@pytest.fixture(autouse=True)
def no_problems(problems: list[str]) -> Iterator[None]:
    """Fails a test during which a page raised, complained, opened a dialog or asked elsewhere."""
    problems.clear()
    yield
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="package")
def new_context(browser: Browser, problems: list[str]) -> NewContext:
    """Makes watched browser contexts, for pages that differ in more than their address."""

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": SIZE, **options})
        context.set_default_timeout(20_000)
        context.set_default_navigation_timeout(60_000)  # a first page on a busy machine
        watch(context, problems)
        return context

    return make


@pytest.fixture(scope="package")
def context(new_context: NewContext) -> BrowserContext:
    """The context of most pages: what one has fetched, the next has in its cache."""
    return new_context()


@pytest.fixture(scope="module", autouse=True)
def no_page_is_left_open(browser: Browser, context: BrowserContext) -> Iterator[None]:
    """Closes what a module opened: a page that nobody looks at still costs the next ones time."""
    yield
    for each in browser.contexts:
        if each is not context:
            each.close()


def watch(context: BrowserContext, problems: list[str]) -> None:
    """Notes what no page of this context may do."""

    def console(message: Any) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def request(made: Any) -> None:
        parts = urlsplit(made.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            problems.append(f"foreign request: {made.url}")

    def dialog(opened: Any) -> None:
        problems.append(f"dialog: {opened.message}")
        opened.dismiss()

    context.on("console", console)
    context.on("request", request)
    context.on("dialog", dialog)
    context.on("weberror", lambda raised: problems.append(f"page error: {raised.error}"))


@pytest.fixture(scope="module")
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """One page for the tests of a module."""
    page = arrive(context, address)
    yield page
    page.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """A test that failed leaves its module's page as no other test expects it: it is closed.

    The next test, or the same one tried anew, begins on a page of its own.
    """
    report = yield
    if report.when == "call" and report.failed and isinstance(item, pytest.Function):
        for defined in item._fixtureinfo.name2fixturedefs.get("page", ()):
            defined.finish(cast(Any, item._request))
    return report


@pytest.fixture
def visit(context: BrowserContext, address: str) -> Iterator[Visit]:
    """Opens pages of this test's own: `visit({"text": "Hello"})`."""
    opened: list[Page] = []

    def go(query: Mapping[str, object] | None = None) -> Page:
        opened.append(arrive(context, f"{address}/?{urlencode(query)}" if query else address))
        return opened[-1]

    yield go
    for page in opened:
        page.close()


@pytest.fixture
def fresh(visit: Visit) -> Page:
    """A page of this test's own."""
    return visit()


@pytest.fixture(scope="package")
def api(address: str) -> Iterator[Callable[..., Any]]:
    """Calls an endpoint of the contract as another program does: `api("/attention", …)`."""
    from gradio_client import Client

    client = Client(address, verbose=False)

    def call(endpoint: str, *arguments: Any, **named: Any) -> Any:
        return client.predict(*arguments, api_name=endpoint, **named)

    yield call
    client.close()


@pytest.fixture(scope="session")
def gpt2(tiny_folders: Path) -> str:
    """The id of the tiny decoder with learned positions."""
    return f"path:{tiny_folders / 'gpt2'}"
