"""Fine-tuning in the page: a table is sent, the curve is drawn, the result is used and deleted."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import (
    open_tab,
)

pytestmark = pytest.mark.browser

PRAISE = ("I love this place", "a wonderful meal", "superb and kind", "the best day ever")
BLAME = ("I hate this place", "an awful meal", "rude and slow", "the worst day ever")


def table(folder: Path) -> Path:
    path = folder / "visits.csv"
    rows = [
        f'"{words}, {other}",{label}'
        for label, kind in (("praise", PRAISE), ("complaint", BLAME))
        for words in kind
        for other in kind
    ]
    path.write_text("text,label\n" + "\n".join(rows) + "\n")
    return path


def send(page: Page, path: Path) -> None:
    page.set_input_files("#finetune-file input[type=file]", path)
    expect(page.locator("#finetune-file")).to_contain_text(path.stem, timeout=20_000)


def test_train_use_and_delete(fresh: Page, api: Any, tmp_path: Path) -> None:
    page = fresh
    open_tab(page, "Fine-tune")
    send(page, table(tmp_path))
    expect(page.locator("#finetune-name input, #finetune-name textarea")).to_have_value("visits")
    page.click("#finetune-start")
    curve = page.get_by_test_id("training")
    expect(curve.locator("path.pg-curve-loss")).to_be_visible(timeout=60_000)
    link = page.get_by_test_id("training-download")
    expect(link).to_be_visible(timeout=120_000)
    expect(page.get_by_test_id("training-status")).to_contain_text("held-back rows")
    assert curve.locator("circle").count() >= 1
    with page.expect_download() as told:
        link.click()
    with zipfile.ZipFile(told.value.path()) as archive:
        assert "visits/adapter.safetensors" in archive.namelist()

    page.click("#finetune-use")
    expect(page.locator("#task input:checked")).to_have_value("sentiment")
    page.locator("#text textarea").fill("a wonderful meal")
    page.click("#run")
    page.wait_for_function(
        """() => { const lane = window.playground.store.lanes.b;
                   return lane && !lane.running && lane.result; }""",
        timeout=60_000,
    )
    shown = page.evaluate("() => window.playground.store.lanes.b.result.scores")
    found = api("/sentiment", "a wonderful meal", model="adapter:visits")
    assert {each["label"]: each["probability"] for each in shown} == pytest.approx(found["scores"])
    assert set(found["scores"]) == {"praise", "complaint"}
    assert found["label"] == "praise"

    open_tab(page, "Fine-tune")
    page.click("#finetune-delete")
    expect(page.get_by_test_id("training-status")).to_contain_text("visits was deleted")
    assert "adapter:visits" not in [each["id"] for each in api("/models")]


def test_a_broken_table_is_refused_with_its_row(fresh: Page, tmp_path: Path) -> None:
    page = fresh
    path = table(tmp_path)
    path.write_text(path.read_text() + "only one column\n")
    open_tab(page, "Fine-tune")
    page.click("#finetune-start")
    error = page.get_by_test_id("training-error")
    expect(error).to_have_text("Choose a CSV file first.")
    send(page, path)
    page.click("#finetune-start")
    expect(error).to_contain_text("34")


def test_a_sample_table_is_one_press_away(page: Page) -> None:
    open_tab(page, "Fine-tune")
    page.click("#finetune-sample")
    expect(page.locator("#finetune-file")).to_contain_text("reviews", timeout=20_000)
    expect(page.locator("#finetune-name input, #finetune-name textarea")).to_have_value("reviews")
