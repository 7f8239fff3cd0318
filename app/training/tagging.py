"""Between entities in a text and one label per token."""

from __future__ import annotations

from collections.abc import Sequence

from app.training.conll import TYPES, Entity

LABELS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BI"))  # IOB2
IGNORED = -100  # what transformers' losses pass over

Span = tuple[int, int]


def labels_of(spans: Sequence[Span], entities: Sequence[Entity]) -> list[int]:
    """The label's number for each token; IGNORED for special tokens.

    spans  first character and end of each token; equal for a special one

    Later pieces of a word are labelled too, as I-, so that every token's label can be read.
    """
    numbers: list[int] = []
    for start, end in spans:
        if start == end:
            numbers.append(IGNORED)
            continue
        held = next((each for each in entities if each.start < end and each.end > start), None)
        if held is None:
            numbers.append(0)
        else:
            place = "B" if start <= held.start else "I"
            numbers.append(LABELS.index(f"{place}-{held.type}"))
    return numbers


def entities_of(
    spans: Sequence[Span], words: Sequence[int | None], labels: Sequence[str]
) -> list[Entity]:
    """The entities that the labels tell, in reading order.

    spans   characters of each token; words the number of its word, None for special tokens

    The first piece of a word decides for all of it. An entity begins with B-, and with an I- that
    has no entity of its type before it.
    """
    found: list[Entity] = []
    former_word: int | None = None
    open_type = ""
    for (start, end), word, label in zip(spans, words, labels):
        if word is None:
            former_word, open_type = None, ""
            continue
        if word == former_word:
            if open_type:
                found[-1] = Entity(found[-1].start, end, open_type)
            continue
        former_word = word
        kind = label[2:]
        if label == "O":
            open_type = ""
        elif label[0] == "I" and kind == open_type:
            found[-1] = Entity(found[-1].start, end, kind)
        else:
            found.append(Entity(start, end, kind))
            open_type = kind
    return found


def entity_f1(right: Sequence[Sequence[Entity]], given: Sequence[Sequence[Entity]]) -> float:
    """F1 over all texts; an entity counts where its characters and its type are exactly right."""
    hits = sum(len(set(a) & set(b)) for a, b in zip(right, given))
    total = sum(map(len, right)) + sum(map(len, given))
    return 2 * hits / total if total else 1.0
