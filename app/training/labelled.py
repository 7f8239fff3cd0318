"""Texts with one label each: SST-2's files, and a CSV of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError


@dataclass(frozen=True)
class Labelled:
    """A text and its label's number."""

    text: str
    label: int


def read_sst2(path: Path) -> list[Labelled]:
    """The rows of train.tsv or dev.tsv: a heading, then sentence, tab, 0 or 1.

    Raises InputError, with the row's number, for anything else.
    """
    found = []
    for number, line in enumerate(read_lines(path)[1:], start=2):
        text, tab, label = line.rpartition("\t")
        if not tab or label not in ("0", "1") or not text.strip():
            raise InputError(
                f"Row {number} of {path.name} is not a sentence, a tab, and 0 or 1: mend or "
                "remove it."
            )
        found.append(Labelled(text.strip(), int(label)))
    return found


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file. Raises InputError where it is missing or written otherwise."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not UTF-8 text: save it in that encoding.") from error
    except OSError as error:
        raise InputError(
            f"The file {path} cannot be read ({error.strerror or error}): name the folder that "
            "holds the data."
        ) from error
