"""Free continuation: the model goes on where the text ends."""

from app.tasks._task import Field, Prompt, Task
from app.tasks._writing import writing

TASK = Task(
    id="generate",
    title="Continue",
    explains="The model goes on where your text ends, one token at a time.",
    order=10,
    fields=(Field("text", "Your text", "Type the beginning of a sentence …"),),
    families=("decoder",),
    writes=True,
    run=writing("generate", lambda fields: Prompt(fields["text"])),
    example={"text": "The capital of France is Paris. The capital of Italy is"},
    verb="continue",
    way="Write on",
)
