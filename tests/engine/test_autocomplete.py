"""Suggestions while one types: exact, quick, and the newest question only."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from app.decoding.suggestions import Prefix, suggest
from app.engine.autocomplete import Autocomplete
from app.errors import InputError

TEXT = "the cat saw a big dog"


@pytest.fixture(scope="module")
def ready(engine: Any, llama: str) -> Any:
    """The engine with the tiny decoder loaded."""
    with engine.store.use(llama):
        return engine


def last(lines: Iterator[dict[str, Any]]) -> dict[str, Any]:
    return list(lines)[-1]


def logits(loaded: Any, ids: list[int]) -> torch.Tensor:
    with torch.inference_mode():
        found: torch.Tensor = loaded.model(input_ids=torch.tensor([ids])).logits[0, -1].float()
    return found


def test_the_three_tokens_are_those_of_one_plain_pass(ready: Any, llama: str) -> None:
    line = next(Autocomplete(ready).suggest(TEXT, llama, "one"))
    with ready.store.use(llama) as loaded:
        ids = [token.id for token in loaded.pieces.read(TEXT)[1]]
        shares = torch.softmax(logits(loaded, ids), dim=-1)
    best = shares.topk(3)
    assert [each["id"] for each in line["tokens"]] == best.indices.tolist()
    assert [each["probability"] for each in line["tokens"]] == pytest.approx(best.values.tolist())
    assert line["text"] == ""


def test_a_model_is_asked_by_the_title_its_box_shows(ready: Any) -> None:
    (title, name) = next((each.title, each.id) for each in ready.rows() if each.title != each.id)
    told = set()
    for asked in (title, name):
        with pytest.raises(InputError) as refused:
            next(Autocomplete(ready).suggest(TEXT, asked, "by title"))
        told.add(str(refused.value))
    assert told == {f"{title} is not loaded yet: press Run once, then type on."}


def test_the_grey_text_is_the_greedy_continuation(ready: Any, llama: str) -> None:
    from app.decoding.sampling import Sampling

    told = last(Autocomplete(ready).suggest(TEXT, llama, "two"))
    made = ready.finish(ready.run("generate", llama, {"text": TEXT}, Sampling(max_new_tokens=12)))
    written = "".join(each.token.text for each in made.answer.written if not each.token.special)
    assert told["text"]
    assert written.startswith(told["text"])


def test_a_text_that_goes_on_is_not_read_again(ready: Any, llama: str) -> None:
    asked = Autocomplete(ready)
    whole = last(asked.suggest(TEXT, llama, "three"))
    more = last(asked.suggest(f"{TEXT} and", llama, "three"))
    anew = last(Autocomplete(ready).suggest(f"{TEXT} and", llama, "other"))
    assert whole["read"] > more["read"]
    assert more["text"] == anew["text"]
    assert [each["probability"] for each in more["tokens"]] == pytest.approx(
        [each["probability"] for each in anew["tokens"]], rel=1e-4
    )


def test_going_back_in_the_text_forgets_what_came_after(ready: Any, llama: str) -> None:
    with ready.store.use(llama) as loaded:
        prefix = Prefix()
        for ids in ([4, 5, 12, 8, 20], [4, 5, 12, 9], [4, 5, 12], [7, 7]):
            (found,) = itertools.islice(
                suggest(loaded, ids, prefix, most=3, ends_line=lambda _: False), 1
            )
            best = int(logits(loaded, ids).argmax())
            assert found.likeliest[0][0] == best, ids
            assert prefix.ids == ids


def test_a_newer_question_of_the_page_ends_the_older_one(ready: Any, llama: str) -> None:
    asked = Autocomplete(ready)
    older = asked.suggest(TEXT, llama, "page")
    next(older)
    newer = asked.suggest(f"{TEXT} saw", llama, "page")
    next(newer)
    assert len(list(older)) <= 1
    assert len(list(newer)) > 1
    # Another page's is left alone.
    first, other = (asked.suggest(TEXT, llama, page) for page in ("x", "y"))
    next(first)
    next(other)
    assert len(list(first)) > 1


def test_typing_loads_no_model(ready: Any, tiny_folders: Any) -> None:
    model = f"path:{tiny_folders / 'mistral'}"
    if ready.store.state(model).phase == "ready":
        pytest.skip("another test has loaded it")
    with pytest.raises(InputError, match="press Run once"):
        next(Autocomplete(ready).suggest(TEXT, model, "page"))


def test_the_route_answers_in_lines(client: Any, ready: Any, llama: str) -> None:
    body = {"text": TEXT, "model": llama, "page": "p"}
    found = client.post("/autocomplete", json=body)
    assert found.status_code == 200
    assert len(found.text.strip().splitlines()) > 1
    refused = client.post("/autocomplete", json={**body, "text": " "})
    assert refused.status_code == 422
    assert "empty" in refused.json()["error"]
    foreign = client.post("/autocomplete", json=body, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
