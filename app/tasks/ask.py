"""Ask: a question about a text, as a prompt recipe on a chat model."""

from collections.abc import Mapping

from app.tasks._task import Field, Prompt, Task
from app.tasks._writing import writing

RECIPE = "Answer the question from the text."


def compose(fields: Mapping[str, str]) -> Prompt:
    """The recipe, the text, then the question."""
    content = f"{RECIPE}\n\nText: {fields['text']}\n\nQuestion: {fields['question']}"
    return Prompt(messages=(("user", content),))


TASK = Task(
    id="ask",
    title="Ask",
    explains=f"We put “{RECIPE}” before your text and question. A small model: often wrong.",
    order=40,
    fields=(
        Field("text", "Text", "Paste a paragraph …"),
        Field("question", "Question", "What do you want to know?"),
    ),
    families=("decoder",),
    writes=True,
    run=writing("ask", compose),
    example={
        "text": "The Eiffel Tower was built for the 1889 World's Fair. It is 330 metres tall.",
        "question": "How tall is the Eiffel Tower?",
    },
    verb="chat",
    way="Ask about a text",
)
