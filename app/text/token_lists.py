"""Words and numbers of tokens as a person types them, for the bias and for banned words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import InputError
from app.text.numerals import numeral

if TYPE_CHECKING:
    from app.text.detokenizer import Detokenizer


def bias_of(text: str, pieces: Detokenizer) -> tuple[tuple[int, float], ...]:
    """A list such as "cat: 2.5, #1842: -7" as (id, number).

    A word stands for its token with and without a blank before it. Raises InputError for a word of
    several tokens, an unknown number, and a value that is no number.
    """
    found: dict[int, float] = {}
    for part in _parts(text):
        name, colon, value = part.rpartition(":")
        number = _number(value)
        if not colon or not name.strip() or number is None:
            raise InputError(f"bias is a list such as “cat: 2.5, #18: -7”, not “{part}”.")
        single = [each[0] for each in _sequences(name.strip(), pieces) if len(each) == 1]
        if not single:
            raise InputError(
                f"“{name.strip()}” is more than one token: give one of its tokens as #number."
            )
        found.update(dict.fromkeys(single, number))
    return tuple(sorted(found.items()))


def banned_of(text: str, pieces: Detokenizer) -> tuple[tuple[int, ...], ...]:
    """A list such as "cat, New York, #18" as sequences of ids, with and without a blank before."""
    found = dict.fromkeys(each for part in _parts(text) for each in _sequences(part, pieces))
    return tuple(found)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _sequences(name: str, pieces: Detokenizer) -> list[tuple[int, ...]]:
    if name.startswith("#") and len(name) > 1:
        number = numeral(name[1:].strip())
        most = pieces.entries
        if number is None or number >= most:
            raise InputError(f"“{name[:20]}” is no token: numbers go from #0 to #{most - 1}.")
        return [(number,)]
    both = (pieces.read(form, special=False)[1] for form in (name, f" {name}"))
    return list(dict.fromkeys(tuple(token.id for token in tokens) for tokens in both if tokens))
