"""Where tokens stand in a text, from what their tokenizer says, checked against the text itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from unicodedata import category

Span = tuple[int, int]


def checked(
    text: str, offsets: Sequence[Span], ids: Sequence[int], spelled: Callable[[int], str]
) -> list[Span]:
    """(start, end) of each token, with nothing that is printed left between two of them.

    `spelled` gives an id as its tokenizer spells it; it is asked only where there is a hole.

    Accents that a tokenizer takes away belong to their letter. Other signs in a hole belong to the
    token they touch, unless its spelling shows that they do not: some tokenizers state that a token
    begins a letter late. Tokens without characters stay where they are.
    """
    found: list[Span] = []
    reached = 0
    for number, (start, end) in zip(ids, offsets, strict=True):
        if start == end:
            found.append((start, end))
            continue
        if start > reached:
            reached = _joined(text, found, reached)
            first = start
            while first > reached and not text[first - 1].isspace():
                first -= 1
            if first < start and spelled(number).strip().casefold() != text[start:end].casefold():
                start = first
        found.append((start, end))
        reached = max(reached, end)
    _joined(text, found, reached)
    return found


def _joined(text: str, found: list[Span], reached: int) -> int:
    """Extends what ends at `reached` over the signs that join to it; where they end."""
    end = reached
    while 0 < end < len(text) and (category(text[end]) in ("Mn", "Mc", "Me", "Cf")):
        end += 1
    if end > reached:
        for place, (start, old) in enumerate(found):
            if old == reached and old > start:
                found[place] = (start, end)
    return end
