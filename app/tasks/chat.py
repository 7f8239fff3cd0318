"""Chat: the text becomes a message in the model's own chat template, after those before it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.errors import InputError
from app.tasks._task import Field, Prompt, Task
from app.tasks._writing import writing

ROLES = ("user", "assistant")
MOST_MESSAGES = 100


def compose(fields: Mapping[str, str]) -> Prompt:
    """The system message if there is one, the conversation so far, then the text.

    `history` is JSON: a list of [role, text], oldest first. Raises InputError for anything else.
    """
    system = fields.get("system", "").strip()
    return Prompt(
        messages=(
            *((("system", system),) if system else ()),
            *_turns(fields.get("history", "")),
            ("user", fields["text"]),
        )
    )


def _turns(history: str) -> tuple[tuple[str, str], ...]:
    if not history.strip():
        return ()
    try:
        given = json.loads(history)
        turns = tuple((role, text) for role, text in given)
    except (ValueError, TypeError, RecursionError) as error:
        raise _malformed() from error
    if len(turns) > MOST_MESSAGES or not all(
        role in ROLES and isinstance(text, str) for role, text in turns
    ):
        raise _malformed()
    return turns


def _malformed() -> InputError:
    return InputError(
        "The conversation so far must be a list of [role, text] with the roles "
        f"{' and '.join(ROLES)}, {MOST_MESSAGES} at most: start a new chat."
    )


TASK = Task(
    id="chat",
    title="Chat",
    explains="Your text becomes a message in the chat template this model was trained with.",
    order=20,
    fields=(
        Field("text", "Your message", "Ask the model something …"),
        Field("system", "System message", "You are …", optional=True),
        Field("history", "Conversation so far", "", optional=True),
    ),
    families=("decoder",),
    writes=True,
    run=writing("chat", compose),
    example={"text": "What is the capital of France?"},
    verb="chat",
    way="Chat",
)
