"""Entities: the names in a text, and what the model thinks of every token."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from app.results import Entities, Entity
from app.softmax import softmax
from app.tasks._heads import label_names, one_pass
from app.tasks._task import Answer, Field, Partial, Request, Task
from app.tasks._write import fitted
from app.trace import Floats, Token, Trace

if TYPE_CHECKING:
    from app.models.loading import Loaded


def run(loaded: Loaded, request: Request, stop: Callable[[], bool]) -> Iterator[Partial | Answer]:
    """Labels every token in one recorded pass, and joins them to entities."""
    started = time.perf_counter()
    read, tokens = loaded.pieces.read(request.fields["text"])
    read, tokens, cut = fitted(read, tokens, request)
    yield Partial(read, tokens, (), 0.0)
    made = one_pass(loaded, read, tokens, started=started)
    shares = softmax(made.logits())
    config: Any = loaded.model.config
    labels = label_names(config, shares.shape[-1])
    result = Entities(
        entities=tuple(entities(read, tokens, shares, labels)),
        labels=tuple(labels),
        probabilities=tuple(tuple(map(float, row)) for row in shares),
    )
    found = ", ".join(f"{each.text} ({each.label})" for each in result.entities)
    yield made.answer("entities", found, result, cut=cut)


def said(loaded: Loaded, trace: Trace, outputs: Any) -> dict[str, float]:
    """The entities found, each with its kind and score."""
    shares = softmax(outputs.logits[0].detach().float().cpu().numpy())
    labels = label_names(loaded.model.config, shares.shape[-1])
    return {
        f"{each.text} {each.label}": each.score
        for each in entities(trace.text, trace.tokens, shares, labels)
    }


def entities(
    text: str, tokens: tuple[Token, ...], shares: Floats, labels: list[str]
) -> Iterator[Entity]:
    """The entities in reading order; the first piece of a word decides for all of it.

    Understands labels such as B-PER and I-PER (IOB), and plain ones such as PER, where words of
    the same kind that follow each other are one entity. "O" stands for no entity.
    """
    words = _words(text, tokens)
    open_entity: tuple[str, int, int, list[float]] | None = None
    for places in words:
        row = shares[places[0]]
        label = labels[int(row.argmax())]
        place, kind = label.rpartition("-")[0], "" if label == "O" else _type(label)
        share = float(
            sum(row[n] for n, name in enumerate(labels) if name.rpartition("-")[2] == kind)
        )
        start, end = _ink(text, tokens[places[0]].start, tokens[places[-1]].end)
        if open_entity and kind == open_entity[0] and place != "B":
            open_entity = (kind, open_entity[1], end, [*open_entity[3], share])
            continue
        if open_entity:
            yield _entity(text, open_entity)
        open_entity = (kind, start, end, [share]) if kind else None
    if open_entity:
        yield _entity(text, open_entity)


def _type(label: str) -> str:
    return label.rpartition("-")[2]


def _entity(text: str, found: tuple[str, int, int, list[float]]) -> Entity:
    kind, start, end, shares = found
    return Entity(text[start:end], kind, start, end, float(np.mean(shares)))


def _ink(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters without the blanks a token may begin with."""
    span = text[start:end]
    return start + len(span) - len(span.lstrip()), end


def _words(text: str, tokens: tuple[Token, ...]) -> list[list[int]]:
    """The tokens of each word: a new one begins at a blank or at a mark of punctuation."""
    found: list[list[int]] = []
    reached = -1
    for place, token in enumerate(tokens):
        start, end = _ink(text, token.start, token.end)
        if token.special or start == end:
            continue
        joined = found and start == reached and text[start].isalnum() and text[start - 1].isalnum()
        if joined:
            found[-1].append(place)
        else:
            found.append([place])
        reached = end
    return found


TASK = Task(
    id="entities",
    title="Entities",
    explains="The model marks the names in your text: people, places, organisations and others.",
    order=70,
    fields=(Field("text", "Text to mark", "Type a sentence with names …"),),
    families=("encoder",),
    writes=False,
    run=run,
    example={"text": "Angela Merkel met the mayor of Lisbon at the office of Siemens in Munich."},
    heads=("token-classification",),
    said=said,
)
