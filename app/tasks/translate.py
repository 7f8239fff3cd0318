"""Translate: sentence by sentence, each with a trace of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.tasks._task import Answer, Field, Partial, Request, Task
from app.tasks._writing import fitted, unread, write_out
from app.text.sentences import sentences
from app.trace import Token

if TYPE_CHECKING:
    from app.models.loading import Loaded
    from app.text.languages import Direction

# Tokens that may be written per token of the source, where the model does not say.
FACTOR = 2.5
# A short sentence may grow more than a long one, unless the model says how much.
SPARE = 10


def run(loaded: Loaded, request: Request, stop: Callable[[], bool]) -> Iterator[Partial | Answer]:
    """Translates each sentence by itself and joins them as they stood, lines as lines.

    With `request.prompt` one sentence is read as it is: a branch of an earlier run.
    """
    from app.text.languages import direction, hint, reading

    fields = request.fields
    going = direction(loaded, fields.get("source", ""), fields.get("target", ""))
    note = ""
    if request.prompt:
        sources = [("", 0, *request.prompt, 0)]
    else:
        text = fields["text"]
        expected = loaded.row.languages[0] if loaded.row.languages else going.source
        other = loaded.row.languages[1] if loaded.row.languages else None
        note = hint(text, expected, other=other)
        with reading(loaded, going):
            sources = list(_read(loaded, request, text, going, expected or "en"))
        lost = dict.fromkeys(
            each for *_, line, tokens, _ in sources for each in loaded.pieces.unknown(line, tokens)
        )
        note = " ".join(filter(None, (note, unread(tuple(lost)))))
    done: list[Answer] = []
    for gap, start, sentence, tokens, cut in sources:
        if done and stop():
            break
        limited = _limited(loaded, request, len(tokens))
        for state in write_out(
            loaded, limited, sentence, tokens, stop, task="translate", first=going.first
        ):
            if isinstance(state, Partial):
                yield replace(state, before=tuple(done), gap=gap, start=start)
            else:
                done.append(replace(state, gap=gap, start=start, cut=cut))
    # The rules of a model are the same for every sentence.
    note = " ".join(filter(None, (note, done[-1].hint)))
    yield joined(tuple(done), len(done) - 1 if done[-1].stopped_by == "stop" else 0, note)


def joined(sentences: tuple[Answer, ...], shown: int, note: str = "") -> Answer:
    """The answer of a whole text from those of its sentences."""
    now = sentences[shown]
    ends = {each.stopped_by for each in sentences}
    return replace(
        now,
        text="".join(each.gap + each.text.strip() for each in sentences),
        seconds=sum(each.seconds for each in sentences),
        stopped_by=next((end for end in ("stop", "length") if end in ends), now.stopped_by),
        cut=sum(each.cut for each in sentences),
        sentences=sentences,
        shown=shown,
        gap="",
        start=0,
        hint=note,
    )


def _read(
    loaded: Loaded, request: Request, text: str, going: Direction, language: str
) -> Iterator[tuple[str, int, str, tuple[Token, ...], int]]:
    """Per sentence: the gap before it, where it begins, its text, tokens, and how many were cut."""
    before = ""
    for start, sentence in sentences(text, language):
        words = sentence.strip()
        if not words:
            before += sentence
            continue
        lead = len(sentence) - len(sentence.lstrip())
        gap = before + sentence[:lead]
        before = sentence[lead + len(words) :]
        read, tokens = loaded.pieces.read(going.prefix + words)
        read, tokens, cut = fitted(read, tokens, request)
        read, tokens = _without(going.prefix, read, tokens)
        yield gap, start + lead, read, tokens, cut


def _without(prefix: str, text: str, tokens: tuple[Token, ...]) -> tuple[str, tuple[Token, ...]]:
    """The text without the words put before it; their tokens stand for no characters of it."""
    if not prefix or not text.startswith(prefix):
        return text, tokens
    length = len(prefix)
    moved = tuple(
        replace(
            each,
            start=max(0, each.start - length),
            end=max(0, each.end - length),
            special=each.special or each.end <= length,
        )
        for each in tokens
    )
    return text[length:], moved


def _most(loaded: Loaded, source: int) -> int:
    """How many tokens a sentence of `source` tokens may become."""
    stated: Any = getattr(loaded.model.config, "max_length_factor", None)
    return math.ceil(stated * source) if stated else math.ceil(FACTOR * source) + SPARE


def _limited(loaded: Loaded, request: Request, source: int) -> Request:
    """The request with the room this sentence has."""
    room = request.room - len(request.forced) - 1
    most = max(1, min(_most(loaded, source) - len(request.forced), room))
    return replace(request, sampling=replace(request.sampling, max_new_tokens=most))


TASK = Task(
    id="translate",
    title="Translate",
    explains="An encoder reads your sentence, a decoder writes it in another language; "
    "cross-attention shows which source words each word was read from.",
    order=25,
    fields=(
        Field("text", "Your text", "Type one or more sentences …"),
        Field("source", "From", "code, such as en", optional=True),
        Field("target", "To", "code, such as pt", optional=True),
    ),
    families=("encoder-decoder",),
    writes=True,
    run=run,
    example={"text": "The black cat sleeps on the red chair. It dreams of birds."},
    limits=False,
    verb="translate",
    way="Translate",
    opens="alignment",
)
