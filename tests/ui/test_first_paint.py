"""The recorded run stands in the page's own HTML, as text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.engine import first_look
from app.ui.first_paint import opening


def test_the_first_html_shows_the_recorded_run_and_its_numbers(client: Any) -> None:
    page = client.get("/").text
    kept = first_look.read(first_look.FIRST_LOOK).finished.answer
    assert 'id="pg-opening"' in page
    assert "a recorded run" in page
    for each in kept.written:
        assert f">{each.token.text}</b>" in page
    logits = kept.trace.logits
    assert logits is not None
    row = logits[-1].astype(float)
    import numpy as np

    shares = np.exp(row - row.max()) / np.exp(row - row.max()).sum()
    assert f"{shares.max():.1%}" in page


def test_our_scripts_come_before_any_other(client: Any) -> None:
    page = client.get("/").text
    assert page.index("/ui/store.js") < page.index("/ui/output.js")
    assert page.index("/ui/output.js") < page.index("<script type=")


def test_what_was_recorded_is_escaped() -> None:
    kept = first_look.read(first_look.FIRST_LOOK)
    answer = kept.finished.answer
    bad = "</b><script>alert(1)</script>"
    written = (replace(answer.written[0], token=replace(answer.written[0].token, text=bad)),)
    prompt = (replace(answer.prompt[0], text=bad),)
    changed = replace(
        kept,
        finished=replace(kept.finished, answer=replace(answer, written=written, prompt=prompt)),
    )
    html = opening(changed)
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 2
