"""Layers are called by their blocks where some have no attention; what goes to no token is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import choose_model, choose_task, eventually, lane, run, write
from tests.tiny import tiny_folder

pytestmark = pytest.mark.browser

TEXT = "the cat saw a big dog and the cat saw a"


@pytest.fixture(scope="module")
def read(
    page: Page, tiny_folders: Path, address: str
) -> Callable[[str], tuple[Page, dict[str, Any]]]:
    """Reads a text with a tiny model: the page, and the stack its attention panel was given."""

    def go(family: str) -> tuple[Page, dict[str, Any]]:
        folder = tiny_folders / family
        if not folder.exists():
            tiny_folder(family, folder)
        choose_task(page, "Read")
        choose_model(page, "a", f"path:{folder}")
        write(page, TEXT)
        run(page, "a")

        def named() -> None:
            # The choice of the model ends in an answer of its own, which may be the one waited for.
            assert lane(page, "a")["title"] == folder.name
            assert not lane(page, "a")["running"]

        eventually(page, named)
        trace = lane(page, "a")["trace"]
        told = httpx.get(f"{address}/panels/attention/{trace}", timeout=30).json()
        return page, told["stacks"][0]

    return go


def test_a_hybrids_layers_are_called_by_their_blocks(
    read: Callable[[str], tuple[Page, dict[str, Any]]],
) -> None:
    page, stack = read("lfm2")
    assert stack["blocks"] == [1, 3]
    layer = page.get_by_test_id("layer")
    expect(layer.locator("option")).to_have_text(["1", "3"])
    layer.select_option(label="3")
    expect(page.get_by_test_id("attention-caption-a")).to_contain_text("Layer 3, head")
    page.get_by_test_id("view-rows").click()
    expect(page.locator(".pg-map-canvas").first).to_have_attribute(
        "aria-label", "Map of all heads. Selected: layer 3, head " + head(page) + ". "
        "Arrow keys move.",
    )  # fmt: skip
    names = page.evaluate(
        "async () => (await import('/ui/lib/attention_names.js')).layerName({ blocks: [1, 3] }, 0)"
    )
    assert names == 1
    page.get_by_test_id("view-anatomy").click()
    expect(page.locator(".pg-view-anatomy")).to_contain_text("Inside layer 3, head")
    page.get_by_test_id("view-links").click()


def head(page: Page) -> str:
    return page.get_by_test_id("head").input_value()


def test_the_share_of_a_learned_sink_is_said(
    read: Callable[[str], tuple[Page, dict[str, Any]]],
) -> None:
    page, stack = read("gpt-oss")
    assert 0 < stack["unseen"] < 1
    says = page.get_by_test_id("attention-limits-a")
    expect(says).to_contain_text("goes to no token but to a learned sink: rows sum to the rest")
    expect(says).to_contain_text(f"{stack['unseen'] * 100:.1f}")
    page, stack = read("llama")
    assert stack["unseen"] == 0
    expect(says).to_be_hidden()
