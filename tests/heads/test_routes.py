"""Experiments and comparisons of encoders through the whole application."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.engine import continuations
from tests.api.test_runs import call

FILM = "the film is very good and it lives in paris"


@pytest.fixture(scope="module")
def client(heads: Any) -> Iterator[Any]:
    from fastapi.testclient import TestClient

    from app.server import create

    settings = heads.settings.model_copy(
        update={"allowed_hosts": ("127.0.0.1", "localhost", "testserver")}
    )
    with TestClient(create(settings, heads, warm=False)) as found:
        yield found


def test_what_decides_by_endpoint_and_by_route(client: Any, head_folder: Any) -> None:
    model = f"path:{head_folder('labels')}"
    made = call(client, "sentiment", text=FILM, model=model)
    found = call(client, "decides", trace_id=made["trace_id"], label="dull")
    assert [word["text"] for word in found["words"]] == FILM.split()
    answered = client.get(f"/experiments/decides/{made['trace_id']}?label=dull")
    lines = [json.loads(line) for line in answered.text.splitlines()]
    assert lines[0]["done"] == 0
    assert lines[-1]["target"] == "dull"
    assert lines[-1]["words"][0]["by"] == pytest.approx(found["words"][0]["by"], abs=1e-4)
    refused = client.get(f"/experiments/decides/{made['trace_id']}?label=nice")
    assert refused.status_code == 422
    assert "There is no label" in refused.json()["error"]


def test_heads_that_changed_most(client: Any, head_folder: Any, heads: Any) -> None:
    ids = [
        call(client, "sentiment", text=FILM, model=f"path:{head_folder(name)}")["trace_id"]
        for name in ("labels", "entailment")
    ]
    tags = call(client, "entities", text=FILM, model=f"path:{head_folder('tags')}")["trace_id"]
    same = call(client, "compare", trace_id=ids[0], other=ids[0])
    assert np.max(same["distances"]) == 0
    found = client.get(f"/compare/{ids[0]}/{tags}").json()
    table = np.array(found["distances"])
    assert table.shape == (found["layers"], found["heads"]) == (3, 4)
    assert table.min() >= 0 and table.max() <= 1
    one, other = (heads.trace(each).stack("self").weights(2, 1)[0] for each in (ids[0], tags))
    assert table[2, 1] == pytest.approx(0.5 * np.abs(one - other).sum(-1).mean(), abs=1e-6)
    best = found["most"][0]
    assert best["distance"] == pytest.approx(table.max(), abs=1e-6)
    assert table[best["layer"], best["head"]] == table.max()
    short = call(client, "sentiment", text="the film", model=f"path:{head_folder('labels')}")
    by_word = client.get(f"/compare/{ids[0]}/{short['trace_id']}").json()
    assert (by_word["same_tokens"], by_word["rows"]) == (False, ["the", "film"])


def test_a_word_is_hidden_by_its_place(heads: Any, head_folder: Any) -> None:
    from app.errors import InputError

    model = f"path:{head_folder('words')}"
    first = heads.finish(heads.run("fill", model, {"text": "the film is [MASK]"}))
    more = heads.finish(continuations.mask_tokens(heads, first.trace_id, [2]))
    assert [blank.position for blank in more.answer.result.blanks] == [2, 4]
    assert more.answer.result.blanks[0].original.text.strip() == "film"
    assert more.answer.result.blanks[1].original is None
    # Every panel names what the model really read.
    assert more.answer.trace.tokens[2].text.strip() == "[MASK]"
    other = heads.finish(heads.run("sentiment", f"path:{head_folder('labels')}", {"text": FILM}))
    with pytest.raises(InputError, match="Only the task “Fill in”"):
        heads.finish(continuations.mask_tokens(heads, other.trace_id, [2]))
