"""A CSV file of one's own, with the columns text and label, read strictly."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.errors import InputError
from app.training.labelled import Labelled

FEWEST_ROWS, MOST_ROWS = 20, 20_000
MOST_LABELS = 50
_LARGEST_FILE = 100_000_000  # bytes
_MOST_COLUMNS = 1000
_LONGEST_LABEL = 60  # characters
_LONGEST_TEXT = 100_000  # characters; a training reads its first tokens only
_NAMED = 5  # rows in one sentence
_HELD_BACK, _MOST_HELD_BACK = 0.2, 1000


@dataclass(frozen=True)
class Table:
    """The rows of a CSV, and its labels in the order of the alphabet."""

    rows: tuple[Labelled, ...]
    labels: tuple[str, ...]


def read_table(path: Path) -> Table:
    """The texts and labels of a CSV file.

    UTF-8, with a heading that names the columns text and label, in any order and beside others;
    parted by commas, semicolons or tabs. Row numbers in errors are those of a spreadsheet, the
    heading being row 1, as long as no text spans lines.

    Raises InputError, with row numbers, for anything that is not so; for fewer than 20 or more
    than 20,000 rows; and unless there are 2 to 50 labels, each on two rows or more.
    """
    content = _content(path)
    heading = content.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    if heading.count(separator) >= _MOST_COLUMNS:
        raise InputError(
            f"{path.name} has more than {_MOST_COLUMNS:,} columns: keep the columns text and label."
        )
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    try:
        columns = [name.strip().lower() for name in next(reader)]
        text_at, label_at = _place(columns, "text", path), _place(columns, "label", path)
        found, broken = [], []
        for number, cells in enumerate(reader, start=2):
            if not cells:
                continue  # an empty line, as editors leave at the end
            whole = len(cells) == len(columns)
            text, label = (cells[text_at].strip(), cells[label_at].strip()) if whole else ("", "")
            if not text or not label or len(label) > _LONGEST_LABEL or len(text) > _LONGEST_TEXT:
                broken.append(number)
            else:
                found.append((text, label))
            if len(found) + len(broken) > MOST_ROWS:
                raise InputError(
                    f"{path.name} has more than {MOST_ROWS:,} rows: keep {MOST_ROWS:,} of them."
                )
    except csv.Error as error:
        raise InputError(
            f"Row {reader.line_num} of {path.name} is no CSV ({error}): put texts with commas or "
            "quotation marks in quotation marks."
        ) from error
    if broken:
        raise InputError(_broken(broken, len(columns), path))
    return _checked(found, path)


def _content(path: Path) -> str:
    try:
        raw = path.read_bytes() if path.stat().st_size <= _LARGEST_FILE else b""
        content = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise InputError(
            f"{path.name} is not UTF-8 text (row {row}): save it as CSV in UTF-8."
        ) from error
    except OSError as error:
        raise InputError(
            f"The file {path.name} cannot be read ({error.strerror or error}): name a CSV file."
        ) from error
    if not content.strip() or "\0" in content:
        raise InputError(f"{path.name} is empty, too large or no text: name a CSV file.")
    return content


def _place(columns: Sequence[str], name: str, path: Path) -> int:
    if columns.count(name) != 1:
        raise InputError(
            f"Row 1 of {path.name} must name the columns text and label, each once: it names "
            f"{', '.join(columns)[:200]}."
        )
    return columns.index(name)


def _broken(rows: Sequence[int], columns: int, path: Path) -> str:
    named = ", ".join(map(str, rows[:_NAMED])) + (" …" if len(rows) > _NAMED else "")
    return (
        f"{len(rows)} row(s) of {path.name} are broken: {named}. Give each its {columns} columns, "
        f"a text and a label of at most {_LONGEST_LABEL} characters, or remove it."
    )


def _checked(found: Sequence[tuple[str, str]], path: Path) -> Table:
    if len(found) < FEWEST_ROWS:
        raise InputError(
            f"{path.name} has {len(found)} rows: add some, {FEWEST_ROWS} are the fewest to learn "
            "from."
        )
    counts = Counter(label for _, label in found)
    if len(counts) < 2:
        raise InputError(
            f"All rows of {path.name} have the label {next(iter(counts))!r}: add rows with another."
        )
    if len(counts) > MOST_LABELS:
        raise InputError(
            f"{path.name} has {len(counts):,} labels: keep at most {MOST_LABELS}, or check that "
            "the column label is the right one."
        )
    if lonely := sorted(label for label, count in counts.items() if count < 2):
        raise InputError(
            f"The label {lonely[0]!r} is on one row of {path.name} only: add a second row with it, "
            "since one is held back for the score."
        )
    labels = tuple(sorted(counts))
    return Table(tuple(Labelled(text, labels.index(label)) for text, label in found), labels)


def split(rows: Sequence[Labelled], *, seed: int) -> tuple[list[Labelled], list[Labelled]]:
    """(for training, held back): a fifth of each label's rows is held back, one at least.

    Above 5,000 rows no more than about 1,000 are held back.
    """
    random = np.random.default_rng(seed)
    share = min(_HELD_BACK, _MOST_HELD_BACK / len(rows))
    held: set[int] = set()
    for label in sorted({row.label for row in rows}):
        own = [number for number, row in enumerate(rows) if row.label == label]
        count = max(1, round(share * len(own)))
        held |= {own[place] for place in random.permutation(len(own))[:count]}
    train = [row for number, row in enumerate(rows) if number not in held]
    return train, [row for number, row in enumerate(rows) if number in held]
