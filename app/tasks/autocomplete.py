"""Autocomplete: suggestions while one types (app/engine/autocomplete.py); Run goes on for good."""

from app.tasks._task import Field, Prompt, Task
from app.tasks._writing import writing

TASK = Task(
    id="autocomplete",
    title="Autocomplete",
    explains="While you type, the model says what may come next: Tab to accept, Esc to dismiss. "
    "Run writes on and opens every panel.",
    order=15,
    fields=(Field("text", "Your text", "Type the beginning of a sentence …"),),
    families=("decoder",),
    writes=True,
    run=writing("autocomplete", lambda fields: Prompt(fields["text"])),
    example={"text": "Once upon a time there was a"},
    verb="continue",
    way="Suggest while typing",
)
