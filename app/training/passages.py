"""Questions with the passage that holds their answer, one JSON object per line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import InputError
from app.training.labelled import read_lines


@dataclass(frozen=True)
class Question:
    """A question, its passage, and the answers that were found right.

    answers  (first character, text) in the passage; empty where the passage does not answer it
    source   name of the data set; article of the passage, where it is known
    """

    question: str
    passage: str
    answers: tuple[tuple[int, str], ...]
    source: str
    article: str = ""


def read_questions(path: Path) -> list[Question]:
    """The rows of a file. Raises InputError, with the row's number, for a broken one."""
    return [
        _question(line, number, path)
        for number, line in enumerate(read_lines(path), start=1)
        if line.strip()
    ]


def _question(line: str, number: int, path: Path) -> Question:
    try:
        fields: dict[str, Any] = json.loads(line)
        found = Question(
            question=" ".join(str(fields["q"]).split()),
            passage=str(fields["ctx"]),
            answers=tuple((int(each["start"]), str(each["text"])) for each in fields["answers"]),
            source=str(fields.get("src", "")),
            article=str(fields.get("title", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"Row {number} of {path.name} is not an object with q, ctx and answers (start, text): "
            f"mend or remove it ({error})."
        ) from error
    for start, text in found.answers:
        if not text or found.passage[start : start + len(text)] != text:
            raise InputError(
                f"Row {number} of {path.name}: its passage has no {text[:60]!r} at character "
                f"{start}; mend or remove it."
            )
    return found


def hold_back(rows: Sequence[Question], articles: int) -> tuple[list[Question], list[Question]]:
    """(for training, held back): whole articles are held back, the last of the alphabet."""
    names = sorted({row.article for row in rows if row.article})
    kept = set(names[len(names) - articles :])
    return [r for r in rows if r.article not in kept], [r for r in rows if r.article in kept]
