"""Entities in running text, from files with one token and its tag per line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.training.labelled import read_lines

TYPES = ("PER", "LOC", "ORG", "MISC")

# Every data set's own names of the four types (CoNLL-2003, Tjong Kim Sang and De Meulder).
_TYPE_OF = {
    **{name: name for name in TYPES},
    "person": "PER",
    "location": "LOC",
    "corporation": "ORG",
    "group": "ORG",
    "product": "MISC",
    "creative-work": "MISC",
}


@dataclass(frozen=True)
class Entity:
    """Characters start to end of a text, and the type of what they name."""

    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Sentence:
    """A text and the entities in it, in reading order, none within another."""

    text: str
    entities: tuple[Entity, ...]


def read_conll(path: Path) -> list[Sentence]:
    """The sentences of a file in IOB1 or IOB2; the words are joined by blanks.

    Raises InputError, with the row's number, for a line that is no token and tag.
    """
    sentences: list[Sentence] = []
    words: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*read_lines(path), ""], start=1):
        # Some tokens of tweets have a blank in them, and some are nothing but one.
        word, _, tag = line.rstrip().rpartition("\t" if "\t" in line else " ")
        if not tag or word.strip() == "-DOCSTART-":
            if words:
                sentences.append(sentence(words, tags))
                words, tags = [], []
        elif not _is_tag(tag):
            raise InputError(
                f"Row {number} of {path.name} is not a token and a tag such as O or B-PER: mend or "
                "remove it."
            )
        elif word.strip():
            words.append(word.strip())
            tags.append(tag)
    return sentences


def sentence(words: Sequence[str], tags: Sequence[str]) -> Sentence:
    """The text of the words and its entities.

    An entity begins with B-, after O, and where the type changes. That reads both ways of
    tagging: IOB1, where B- only parts two neighbours of one type, and IOB2, where B- always begins.
    """
    entities: list[Entity] = []
    place = 0
    former = "O"
    for word, tag in zip(words, tags):
        end = place + len(word)
        if tag != "O":
            kind = _TYPE_OF[tag[2:]]
            if tag[0] == "I" and former != "O" and entities[-1].type == kind:
                entities[-1] = Entity(entities[-1].start, end, kind)
            else:
                entities.append(Entity(place, end, kind))
        former = tag
        place = end + 1
    return Sentence(" ".join(words), tuple(entities))


def _is_tag(tag: str) -> bool:
    return tag == "O" or (tag[:2] in ("B-", "I-") and tag[2:] in _TYPE_OF)
