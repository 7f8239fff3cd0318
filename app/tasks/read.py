"""Read: one pass over a text, nothing written; works with every architecture."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from app.tasks._task import Answer, Field, Partial, Request, Task
from app.tasks._writing import fitted, told, unread
from app.text.languages import unread_language

if TYPE_CHECKING:
    from app.models.loading import Loaded


def run(loaded: Loaded, request: Request, stop: Callable[[], bool]) -> Iterator[Partial | Answer]:
    """Reads the text once; an encoder-decoder also takes the first step of its decoder."""
    # torch is only imported once a model runs: the page is served before that.
    from app.decoding.loop import start_mark
    from app.instrumentation.run import Run

    pieces = loaded.pieces
    text, tokens = pieces.read(request.fields["text"])
    text, tokens, cut = fitted(text, tokens, request)
    yield Partial(text, tokens, (), 0.0)
    started = time.perf_counter()
    recorded = Run(loaded)
    ids = [token.id for token in tokens]
    if loaded.family == "encoder-decoder":
        mark = start_mark(recorded)
        recorded.read(ids, [mark])
        target_text, target = pieces.spell([mark])
        trace = recorded.trace(
            task="read",
            text=text,
            tokens=tokens,
            prompt=1,
            vocabulary=pieces.vocabulary,
            target=target,
            target_text=target_text,
        )
    else:
        recorded.read(ids)
        trace = recorded.trace(
            task="read",
            text=text,
            tokens=tokens,
            prompt=len(tokens),
            vocabulary=pieces.vocabulary,
        )
    hint = told(
        unread_language(request.fields["text"], loaded.row.reads),
        unread(pieces.unknown(text, tokens)),
    )
    yield Answer("", tokens, (), time.perf_counter() - started, "", trace, cut, hint=hint)


TASK = Task(
    id="read",
    title="Read",
    explains="The model reads your text once and writes nothing; encoders can do this too.",
    order=50,
    fields=(Field("text", "Text to read", "Type a sentence …"),),
    families=("decoder", "encoder", "encoder-decoder"),
    writes=False,
    run=run,
    example={"text": "The animal didn't cross the street because it was too tired."},
    verb="continue",
    way="Read only",
)
