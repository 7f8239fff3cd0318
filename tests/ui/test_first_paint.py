"""The recorded run stands in the page's own HTML, as text."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from hashlib import sha256
from typing import Any

from app.engine import first_look
from app.tasks import Written
from app.ui.assets import UI
from app.ui.first_paint import opening_html, opening_place


def test_the_first_html_shows_the_recorded_run_and_its_numbers(client: Any) -> None:
    page = client.get("/").text
    kept = first_look.read(first_look.FIRST_LOOK).finished.answer
    assert 'id="pg-opening"' in page
    assert "a recorded run" in page
    assert html.escape(kept.trace.text) in page
    logits = kept.trace.logits
    assert logits is not None
    place = opening_place(kept.trace)
    assert kept.trace.tokens[place].text == " it"
    row = logits[place - 1].astype(float)
    import numpy as np

    shares = np.exp(row - row.max()) / np.exp(row - row.max()).sum()
    assert f"{shares.max():.1%}" in page


def test_our_scripts_come_before_any_other(client: Any) -> None:
    page = client.get("/").text
    first = re.findall(r"<script[^>]*>", page)
    # Before them only what tells Gradio the language of the page.
    assert first[0] == "<script>"
    assert first[1] == '<script type="importmap">'
    assert first[2].startswith('<script type="module" src="/ui/index.js?v=')


def test_every_script_and_sheet_is_named_by_its_content(client: Any) -> None:
    page = client.get("/").text
    imports = json.loads(page.split('<script type="importmap">')[1].split("</script>")[0])[
        "imports"
    ]
    scripts = {f"/ui/{path.relative_to(UI).as_posix()}" for path in UI.rglob("*.js")}
    assert set(imports) == scripts
    preloaded = set(re.findall(r'<link rel="modulepreload" href="([^"]+)">', page))
    # Messages of another language are fetched by those who read it.
    assert preloaded == {
        url for name, url in imports.items() if not name.startswith("/ui/messages/")
    }
    sheets = re.findall(r'<link rel="stylesheet" href="(/ui/[^"]+)">', page)
    assert len(sheets) == len(list(UI.rglob("*.css")))
    for address in (*preloaded, *sheets):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert address.endswith(f"?v={sha256(answer.content).hexdigest()[:12]}")


def test_an_address_without_the_right_hash_is_asked_for_again(client: Any) -> None:
    for address in ("/ui/index.js", "/ui/index.js?v=0123456789ab"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-cache"
        known = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert known.status_code == 304
        assert known.content == b""


def test_scripts_come_packed_only_to_those_who_take_it(client: Any) -> None:
    packed = client.get("/ui/index.js", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/ui/index.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content == (UI / "index.js").read_bytes()
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])


def test_what_was_recorded_is_escaped() -> None:
    kept = first_look.read(first_look.FIRST_LOOK)
    answer = kept.finished.answer
    bad = "</b><script>alert(1)</script>"
    written = (Written(replace(answer.prompt[0], text=bad), 0.5, 0.5, 1, None),)
    prompt = (replace(answer.prompt[0], text=bad),)
    changed = replace(
        kept,
        finished=replace(kept.finished, answer=replace(answer, written=written, prompt=prompt)),
    )
    block = opening_html(changed)
    assert "<script>" not in block
    assert block.count("&lt;script&gt;") == 2
