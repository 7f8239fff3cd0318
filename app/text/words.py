"""What a word is: the one definition that every task, panel and the page share.

Blanks separate words. Letters, digits and `_` that touch are one, with the apostrophes and dashes
between them. Where a script writes no blanks (Han, Kana, Thai, Lao, Khmer, Myanmar) each sign is a
word, since only a dictionary could tell more. Marks of punctuation that touch are one. What joins
to a sign without being one (categories Mn, Mc, Me, Cf) belongs to what stands before it.

`assets/ui/lib/word_spans.js` has the same pattern, letter by letter, for the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from unicodedata import category

import regex

from app.trace import Token

# Signs of the scripts without blanks; their digits make numbers as others do.
_SIGNS = (
    r"(?=[\p{L}\p{Nl}])[\p{Script_Extensions=Hani}\p{Script_Extensions=Hira}"
    r"\p{Script_Extensions=Kana}\p{Script_Extensions=Bopo}\p{Script=Thai}\p{Script=Laoo}"
    r"\p{Script=Khmr}\p{Script=Mymr}]"
)
# A zero-width space is a blank by its purpose, although Unicode counts it as a format character.
_JOINS = r"(?!\u200b)[\p{M}\p{Cf}]"
# AM vowels and half-width voicing marks are letters to Unicode, and no sign without one before.
_SIGN = (
    rf"{_SIGNS}(?:{_JOINS}|[\u0e33\u0eb3\uff9e\uff9f])*"
    # A consonant written below the one before it.
    rf"(?:(?<=[\u1039\u17d2]){_SIGNS}(?:{_JOINS})*)*"
)
_LETTERS = rf"(?:(?!{_SIGNS})[\p{{L}}\p{{N}}_](?:{_JOINS})*)+"
_MARK = r"[^\p{L}\p{N}_\p{White_Space}\u200b]"
_BEFORE = r"(?:(?!\u200b)\p{Cf})*"  # at the start of a word there is nothing before to join to

WORD = (
    rf"{_BEFORE}(?:{_SIGN}|{_LETTERS}(?:['\u2019\u2010\u2011\-]{_LETTERS})*|(?!\p{{Cf}}){_MARK}+)"
)
PART = rf"{_BEFORE}(?:{_SIGN}|{_LETTERS}|(?!\p{{Cf}}){_MARK}(?:{_JOINS})*)"
_WORD, _PART = regex.compile(WORD), regex.compile(PART)

Spans = tuple[tuple[int, int], ...]


def word_spans(text: str) -> Spans:
    """The characters (start, end) of each word of a text, in order."""
    return tuple(found.span() for found in _WORD.finditer(text))


def part_spans(text: str) -> Spans:
    """The same, words cut at their inner apostrophes and dashes, and each mark by itself."""
    return tuple(found.span() for found in _PART.finditer(text))


def words(text: str, tokens: Sequence[Token]) -> tuple[int | None, ...]:
    """The number of the word each token belongs to; None for marks of the model and blanks.

    A token over several words belongs to the first of them. Words without a token have no number.
    """
    return numbered(word_spans(text), tokens)[0]


def spans(text: str, tokens: Sequence[Token]) -> Spans:
    """The characters (start, end) of each of those words, in the order of their numbers."""
    return numbered(word_spans(text), tokens)[1]


def numbered(stretches: Spans, tokens: Sequence[Token]) -> tuple[tuple[int | None, ...], Spans]:
    """The number of the stretch each token belongs to, and the stretches that have one."""
    ends = [end for _, end in stretches]
    found: list[int | None] = []
    numbers: dict[int, int] = {}
    for token in tokens:
        word = None
        if not token.special:
            place = bisect_right(ends, token.start)
            if place < len(stretches) and stretches[place][0] < token.end:
                word = numbers.setdefault(place, len(numbers))
        found.append(word)
    return tuple(found), tuple(stretches[place] for place in numbers)


def members(numbers: Sequence[int | None]) -> tuple[tuple[int, ...], ...]:
    """The tokens of each word, in the order of the words."""
    count = max((number for number in numbers if number is not None), default=-1) + 1
    places: list[list[int]] = [[] for _ in range(count)]
    for place, number in enumerate(numbers):
        if number is not None:
            places[number].append(place)
    return tuple(map(tuple, places))


def ink(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters of a stretch without the blanks around it, with the signs joined to its last.

    A tokenizer that takes accents away ends a token before them; they belong to its letter.
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        while end < len(text) and category(text[end]).startswith("M"):
            end += 1
    return start, end
