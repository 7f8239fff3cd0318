"""Tokens as words and as sentences, for views that sum a tokenizer's pieces up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from app.text.sentences import sentences
from app.text.words import words
from app.trace import Token, Trace

# The page does not know the language of every text; the rules for English split most others too.
_LANGUAGE = "en"


def text_of(trace: Trace, tokens: Sequence[Token]) -> str:
    """The text that these tokens of a trace stand in."""
    return trace.target_text if trace.target and tokens == trace.target else trace.text


def by_word(text: str, tokens: Sequence[Token]) -> list[int]:
    """Where each word begins, as places of tokens; marks and blanks stand for themselves."""
    numbers = words(text, tokens)
    return [
        place
        for place, number in enumerate(numbers)
        if place == 0 or number is None or number != numbers[place - 1]
    ]


def by_sentence(text: str, tokens: Sequence[Token], segments: Sequence[int] = ()) -> list[int]:
    """Where each sentence begins, as places of tokens; special tokens stand for themselves.

    `segments`, where there are two texts, are told apart even without a full stop between them.
    """
    starts = [start for start, _ in sentences(text, _LANGUAGE)]
    found: list[int] = []
    before: tuple[int, int] | None = None
    for place, token in enumerate(tokens):
        segment = segments[place] if len(segments) == len(tokens) else 0
        # A token that begins with the blank before a sentence belongs to that sentence.
        middle = (token.start + token.end) // 2
        here = None if token.special else (segment, bisect_right(starts, middle))
        if here is None or here != before:
            found.append(place)
        before = here
    return found
