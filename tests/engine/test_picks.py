"""What a view says was chosen: a token, several, none but the settings, or an old branch."""

from __future__ import annotations

from typing import Any

import pytest

from app.api.next_token import words, writing
from app.decoding.sampling import ORDER, Sampling
from app.engine import continuations
from app.engine.events import Finished
from app.errors import InputError
from app.ui.runs import _picked

TEXT = "the cat saw a big dog"


@pytest.fixture(scope="module")
def made(engine: Any, llama: str) -> Any:
    return engine.finish(engine.run("generate", llama, {"text": TEXT}, Sampling(6)))


def test_the_page_may_name_settings_and_an_order(engine: Any, made: Any) -> None:
    order = [*reversed(ORDER)]
    asked = {"temperature": 0.5, "top_k": 9, "seed": 3, "order": order, "bias": "#7: 2", "x": 1}
    found = writing(engine, made.trace_id, asked, 5)
    assert found == Sampling(
        max_new_tokens=5, temperature=0.5, top_k=9, seed=3, bias=((7, 2.0),), order=tuple(order)
    )
    # A beam search is the lane's own: these settings draw.
    assert writing(engine, made.trace_id, {"num_beams": 4}, 5).num_beams == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"temperature": -1}, "temperature must be"),
        ({"temperature": "<b>"}, "temperature must be"),
        ({"order": ["top_k"]}, "order must name each"),
        ({"order": [1] * 10}, "order must name each"),
        ({"order": "top_k"}, "order must be a list"),
        ({"bias": {}}, "must be texts"),
        ({"banned": "#99999"}, "is no token"),
    ],
)
def test_what_cannot_be_written_with_is_one_sentence(
    engine: Any, made: Any, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        writing(engine, made.trace_id, asked, 5)


def test_a_branch_goes_on_with_no_token_with_one_and_with_several(engine: Any, made: Any) -> None:
    written = [token.id for token in made.answer.trace.written]
    place = len(written) - 3
    start = written[: place + 1]
    for tokens in ((), (9,), (9, 11, 4)):
        branch = engine.finish(
            continuations.branch(engine, made.trace_id, place, tokens, Sampling(3))
        )
        found = [token.id for token in branch.answer.trace.written]
        assert found[: place + 1 + len(tokens)] == [*start, *tokens]
        assert len(found) > place + 1 + len(tokens)
    # With none, and greedy as before, it is the same text.
    same = engine.finish(continuations.branch(engine, made.trace_id, place, (), Sampling(2)))
    assert [token.id for token in same.answer.trace.written] == written


def test_a_kept_run_is_shown_once_more(engine: Any, made: Any) -> None:
    (again,) = continuations.again(engine, made.trace_id)
    assert isinstance(again, Finished)
    assert (again.trace_id, again.cached) == (made.trace_id, True)
    assert again.answer is made.answer
    with pytest.raises(InputError, match="no longer kept"):
        next(continuations.again(engine, "0" * 32))


def test_the_words_of_entries(engine: Any, made: Any) -> None:
    vocabulary = made.answer.trace.vocabulary
    assert words(engine, made.trace_id, "5,3") == {"words": [vocabulary[5], vocabulary[3]]}
    with pytest.raises(InputError, match="tokens go from 0"):
        words(engine, made.trace_id, str(len(vocabulary)))


def test_what_no_view_sends_is_refused() -> None:
    assert _picked({"trace": "t", "position": 2, "id": 7}).tokens == [7]
    assert _picked({"trace": "t", "position": 2, "ids": [7, 8]}).tokens == [7, 8]
    assert _picked({"trace": "t", "position": 2, "settings": {}}).tokens == []
    assert _picked({"trace": "t", "show": True, "settings": {"top_k": 2}}).made_with == {"top_k": 2}
    bad: list[dict[str, Any]] = [{}, {"trace": "t"}, {"trace": "t", "position": 1}]
    for detail in (*bad, {"trace": "t", "position": 1, "settings": 5}):
        with pytest.raises((KeyError, TypeError, ValueError)):
            _picked(detail)
