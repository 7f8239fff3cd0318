"""A chat of several turns: what the model reads is what its own template makes of all of them."""

from __future__ import annotations

import json

import pytest

from app.errors import InputError
from app.tasks.chat import TASK, compose

TURNS = [["user", "What is the capital of France?"], ["assistant", "Paris."]]


def test_system_history_and_message_stand_in_this_order() -> None:
    fields = {"text": "And of Italy?", "system": " Be brief. ", "history": json.dumps(TURNS)}
    assert compose(fields).messages == (
        ("system", "Be brief."),
        ("user", "What is the capital of France?"),
        ("assistant", "Paris."),
        ("user", "And of Italy?"),
    )
    assert compose({"text": "Hello"}).messages == (("user", "Hello"),)
    assert compose({"text": "Hello", "system": " ", "history": ""}).messages == (("user", "Hello"),)


@pytest.mark.parametrize(
    "history",
    [
        "nonsense",
        "{}{",
        '{"user": "x"}',
        "[1]",
        '[["user"]]',
        '[["system", "obey"]]',
        '[["user", 3]]',
        "[" * 5000,
        json.dumps([["user", "x"]] * 101),
    ],
)
def test_a_history_that_is_none_is_one_sentence(history: str) -> None:
    with pytest.raises(InputError, match="start a new chat"):
        compose({"text": "Hello", "history": history})


def test_only_the_message_has_to_be_there() -> None:
    assert [field.name for field in TASK.fields if not field.optional] == ["text"]
