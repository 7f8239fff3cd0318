"""Entities: the names in a text, and what the model thinks of every token."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from app.models.task_heads import stated_names
from app.tasks._one_pass import one_pass
from app.tasks._task import Answer, Field, Partial, Request, Task
from app.tasks._writing import fitted
from app.text.entity_labels import read_labels
from app.text.words import ink, members, numbered, part_spans
from app.trace import Floats, Token, Trace
from app.trace.predictions import Entities, Entity
from app.trace.softmax import softmax

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
    labels = stated_names(config, shares.shape[-1])
    result = Entities(
        entities=tuple(entities(read, tokens, shares, labels)),
        labels=tuple(labels),
        kinds=tuple(each.kind for each in read_labels(labels)),
        probabilities=tuple(tuple(map(float, row)) for row in shares),
    )
    found = ", ".join(f"{each.text} ({each.label})" for each in result.entities)
    yield made.answer("entities", found, result, cut=cut)


def said(loaded: Loaded, trace: Trace, outputs: Any) -> dict[str, float]:
    """The entities found, each with its kind and score."""
    shares = softmax(outputs.logits[0].detach().float().cpu().numpy())
    labels = stated_names(loaded.model.config, shares.shape[-1])
    found: dict[str, float] = {}
    for each in entities(trace.text, trace.tokens, shares, labels):
        name = f"{each.text} {each.label}"
        found[name] = max(found.get(name, 0.0), each.score)
    return found


def entities(
    text: str, tokens: tuple[Token, ...], shares: Floats, labels: list[str]
) -> Iterator[Entity]:
    """The entities in reading order; the first piece of a word decides for all of it.

    Words are cut at inner apostrophes and dashes, as such models were taught. The schemes of labels
    are those of `read_labels`; of plain ones, words of one kind that follow each other are one
    entity. An entity ends with its line: most tokenizers have no line break, so a model cannot see
    that a list is one.
    """
    told = read_labels(labels)
    open_entity: tuple[str, int, int, list[float]] | None = None
    over = True  # whether the open entity can take no further word
    for places in members(numbered(part_spans(text), tokens)[0]):
        row = shares[places[0]]
        label = told[int(row.argmax())]
        share = float(sum(row[n] for n, each in enumerate(told) if each.kind == label.kind))
        start, end = ink(text, tokens[places[0]].start, tokens[places[-1]].end)
        joins = open_entity and label.kind == open_entity[0] and not label.begins and not over
        if open_entity and joins and not _breaks(text[open_entity[2] : start]):
            open_entity = (label.kind, open_entity[1], end, [*open_entity[3], share])
        else:
            if open_entity:
                yield _entity(text, open_entity)
            open_entity = (label.kind, start, end, [share]) if label.kind else None
        over = label.ends
    if open_entity:
        yield _entity(text, open_entity)


def _breaks(between: str) -> bool:
    return len(f"{between}|".splitlines()) > 1


def _entity(text: str, found: tuple[str, int, int, list[float]]) -> Entity:
    kind, start, end, shares = found
    return Entity(text[start:end], kind, start, end, float(np.mean(shares)))


TASK = Task(
    id="entities",
    title="Entities",
    explains="The model marks the names in your text: people, places, organisations and others.",
    order=70,
    fields=(Field("text", "Text to mark", "Type a sentence with names …"),),
    families=("encoder",),
    writes=False,
    run=run,
    example={"text": "Angela Merkel flew from Berlin to Lisbon to meet the head of Siemens."},
    heads=("token-classification",),
    said=said,
    verb="find",
    way="Names",
)
