"""Chat: the text becomes a message in the model's own chat template."""

from app.tasks._task import Field, Prompt, Task
from app.tasks._writing import writing

TASK = Task(
    id="chat",
    title="Chat",
    explains="Your text becomes a message in the chat template this model was trained with.",
    order=20,
    fields=(Field("text", "Your message", "Ask the model something …"),),
    families=("decoder",),
    writes=True,
    run=writing("chat", lambda fields: Prompt(messages=(("user", fields["text"]),))),
    example={"text": "What is the capital of France?"},
    verb="chat",
    way="Chat",
)
