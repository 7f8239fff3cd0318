"""Summarise: a prompt recipe on a chat model, nothing more."""

from collections.abc import Mapping

from app.tasks._task import Field, Prompt, Task
from app.tasks._writing import writing

RECIPE = "Summarise this text in one sentence."


def compose(fields: Mapping[str, str]) -> Prompt:
    """The recipe, then the text."""
    return Prompt(messages=(("user", f"{RECIPE}\n\n{fields['text']}"),))


TASK = Task(
    id="summarise",
    title="Summarise",
    explains=f"We put “{RECIPE}” before your text. A small model: often wrong.",
    order=30,
    fields=(Field("text", "Text to summarise", "Paste a paragraph …"),),
    families=("decoder",),
    writes=True,
    run=writing("summarise", compose),
    example={
        "text": "Bees visit flowers to collect nectar and pollen. On the way they carry pollen "
        "from one flower to the next, and that is how many plants come to bear fruit. Without "
        "bees there would be fewer apples, almonds and cherries."
    },
    verb="chat",
    way="Summarise",
)
