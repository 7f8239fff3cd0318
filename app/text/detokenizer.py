"""Token ids as a person reads them: characters instead of byte codes, with character spans.

Works from how a tokenizer decodes, never from its name. Byte-level pieces are turned back into
characters; where one character is spread over several tokens each of them shows the whole character
and says which part of it it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from app.text.token_spans import from_offsets, pair_offsets, sought, with_marks
from app.text.token_spans import numbered_parts as numbered_parts
from app.text.token_spelling import encoded, rule_of
from app.trace import Token

# More entries than this are code points, not words: nothing predicts over them.
_MOST_NAMES = 1_000_000


class Detokenizer:
    """The surface of every vocabulary entry of one tokenizer."""

    def __init__(self, tokenizer: Any) -> None:
        """Finds out how the tokenizer decodes; it must have `convert_ids_to_tokens`."""
        self.tokenizer = tokenizer
        added = getattr(tokenizer, "added_tokens_decoder", {})
        # A slow tokenizer decodes by its own code; its added tokens are literal text all the same.
        self._literal = frozenset(added)
        # Some tokenizers do not count the marks of their languages among their special tokens, and
        # the marks of turns are special where they were added, not by name.
        languages = getattr(tokenizer, "lang_code_to_id", {}).values()
        marks = (number for number, entry in added.items() if getattr(entry, "special", False))
        self._special = frozenset((*tokenizer.all_special_ids, *languages, *marks))
        self._rule = rule_of(tokenizer, self._special | self._literal)
        self._marks = self._special | self._literal

    def special(self, number: int) -> bool:
        """Whether the entry is a mark that stands for no characters."""
        return number in self._special

    @property
    def rule(self) -> str:
        """The name of the rule by which entries are written; see `app.text.token_spelling`."""
        return self._rule.name

    @cached_property
    def entries(self) -> int:
        """How many ids there are: the largest and one; some in between may have no entry."""
        count = len(self.tokenizer)
        if max(self._literal, default=0) < count and self._piece(count - 1) is not None:
            return count
        return max([count - 1, *self._literal, *self.tokenizer.get_vocab().values()]) + 1

    def surface(self, number: int) -> bytes:
        """The bytes this entry adds to a text (UTF-8, possibly a part of a character)."""
        piece = self._piece(number)
        if piece is None:
            return b""
        if number in self._marks:
            return encoded(piece)
        if self._rule.by_id is not None:
            return encoded(self._rule.by_id(int(number)))
        return self._rule.spell(piece)

    def _piece(self, number: int) -> str | None:
        try:
            piece: str | None = self.tokenizer.convert_ids_to_tokens(int(number))
        except (IndexError, KeyError):
            return None  # a model may have more entries than its tokenizer knows
        return piece

    def _ends(self, number: int) -> bool:
        """Whether a blank stands between this entry and the next one."""
        if self._rule.ends is None or (piece := self._piece(number)) is None:
            return False
        return self._rule.ends(piece)

    def surfaces(
        self, ids: Sequence[int], before: str = "", after: int | None = None
    ) -> list[bytes]:
        """The bytes of each of a row of entries, those after `after`, or at the end of `before`.

        Not always those of each alone: where tokenizers mark the ends of words, a blank that
        follows one stands before the next.
        """
        ended = bool(before) and not before[-1].isspace()
        blank = self._rule.ends is not None and (self._ends(after) if after is not None else ended)
        found = []
        for number in ids:
            surface = self.surface(number)
            found.append(b" " + surface if blank and surface else surface)
            blank = self._ends(number)
        return found

    def text(self, number: int) -> str:
        """The entry alone, as text; bytes that form no character are written as ⟨f0 9f⟩.

        Where some entries end a word and others do not, those that do have a blank at their end.
        """
        alone = shown(self.surface(number))
        if self._rule.ends is None or self._rule.name == "words" or number in self._special:
            return alone
        return alone + " " * self._ends(number)

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """The text of every entry, in the order of their ids; empty where they are code points."""
        count = self.entries
        return tuple(map(self.text, range(count))) if count <= _MOST_NAMES else ()

    def spell(
        self, ids: Sequence[int], before: str = "", after: int | None = None
    ) -> tuple[str, tuple[Token, ...]]:
        """The text the ids stand for and their tokens; spans count from the end of `before`.

        `after` is the entry before them, where it is known.
        """
        surfaces = self.surfaces(ids, before, after)
        whole = b"".join(surfaces).decode("utf-8", "surrogateescape")
        starts, byte = [], 0
        for place, char in enumerate(whole):
            width = 1 if _is_stray(char) else len(char.encode())
            starts.extend([place] * width)
            byte += width
        starts.append(len(whole))
        tokens: list[Token] = []
        byte = 0
        for number, surface in zip(ids, surfaces, strict=True):
            first = starts[byte]
            byte += len(surface)
            last = starts[byte - 1] + 1 if surface else first
            chars = whole[first:last]
            text = shown(surface) if any(map(_is_stray, chars)) else chars
            tokens.append(
                Token(
                    id=int(number),
                    text=text,
                    start=len(before) + first,
                    end=len(before) + last,
                    special=self.special(number),
                )
            )
        text = "".join(f"⟨{ord(c) - 0xDC00:02x}⟩" if _is_stray(c) else c for c in whole)
        if len(text) != len(whole):
            # A stray byte is spelled with more than one character, so spans are counted anew.
            return text, _respanned(tokens, whole, len(before))
        return text, numbered_parts(tokens)

    def read(self, text: str, *, special: bool = True) -> tuple[str, tuple[Token, ...]]:
        """Tokenizes a text: (the text spans refer to, its tokens).

        The text is the one given, unless the tokenizer changes it beyond recognition and cannot
        say where its pieces come from; then it is the text as the tokenizer spells it.
        """
        fast = getattr(self.tokenizer, "is_fast", False)
        encoded = self.tokenizer(
            text,
            add_special_tokens=special,
            return_offsets_mapping=fast,
            return_special_tokens_mask=True,
            verbose=False,
        )
        ids = [int(number) for number in encoded["input_ids"]]
        put = list(encoded["special_tokens_mask"])
        if len(put) != len(ids):  # some tokenizers written in Python do not know their own marks
            put = [0] * len(ids)
        own = [number for number, mark in zip(ids, put, strict=True) if not mark]
        spelled, tokens = self.spell(own)
        if spelled == text:
            return text, with_marks(self, ids, put, tokens)
        if fast:
            return text, from_offsets(self, text, ids, encoded["offset_mapping"])
        found = sought(self, text, ids)
        return (text, found) if found else (spelled, with_marks(self, ids, put, tokens))

    def read_beginning(self, text: str) -> tuple[str, tuple[Token, ...]]:
        """Tokenizes a text that is to be continued: without the end mark some tokenizers add."""
        read, tokens = self.read(text)
        end = getattr(self.tokenizer, "eos_token_id", None)
        while len(tokens) > 1 and tokens[-1].id == end and tokens[-1].start == tokens[-1].end:
            tokens = tokens[:-1]
        return read, tokens

    def read_pair(self, text: str, second: str) -> tuple[str, tuple[Token, ...], tuple[int, ...]]:
        """Tokenizes two texts as one: (both texts, a line each; the tokens; which of the two).

        Marks belong to the text before them. A model without token types is told the same way.
        """
        encoded = self.tokenizer(text, second, return_offsets_mapping=True, verbose=False)
        ids = [int(number) for number in encoded["input_ids"]]
        parts = encoded.sequence_ids(0)
        tokens, segments, reached, part = [], [], 0, 0
        shift = len(text) + 1
        for number, (start, end), which in zip(
            ids, pair_offsets(self, text, second, encoded), parts, strict=True
        ):
            if which is None:
                mark = self.text(number)
                tokens.append(Token(number, mark, reached, reached, special=True))
            else:
                part = which
                moved = shift if which else 0
                span = (second if which else text)[start:end]
                reached = end + moved
                tokens.append(Token(number, span, start + moved, reached))
            segments.append(part)
        types = encoded.get("token_type_ids")
        return f"{text}\n{second}", numbered_parts(tokens), tuple(types or segments)

    def unknown(self, text: str, tokens: Sequence[Token]) -> tuple[str, ...]:
        """What the tokenizer has no entry for, each once, in the order of the text."""
        mark = getattr(self.tokenizer, "unk_token_id", None)
        found = (text[each.start : each.end].strip() for each in tokens if each.id == mark)
        # In some vocabularies the mark has another duty as well, and may have been typed.
        named = None if mark is None else self.text(mark)
        return tuple(dict.fromkeys(each for each in found if each and each != named))


class StreamingDetokenizer:
    """Spells a text that grows token by token."""

    def __init__(self, pieces: Detokenizer, before: str) -> None:
        """`before` is the text the first token follows."""
        self._pieces = pieces
        self._before = before
        self._open: list[int] = []
        self._last: int | None = None

    def append(self, number: int) -> tuple[Token, ...]:
        """The tokens at the end of the text that this one may have changed, itself the last.

        Usually only itself; more when it completes a character that earlier tokens began.
        """
        self._open.append(number)
        text, tokens = self._pieces.spell(self._open, self._before, self._last)
        whole = b"".join(self._pieces.surfaces(self._open, self._before, self._last))
        # No character has more than four bytes, so more open tokens than that are not waiting.
        if _complete(whole) or len(self._open) > 4:
            self._before += text
            self._last = number
            self._open = []
        return tokens


def _complete(surface: bytes) -> bool:
    try:
        surface.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_stray(char: str) -> bool:
    return 0xDC80 <= ord(char) <= 0xDCFF


def shown(surface: bytes) -> str:
    """Bytes as text, or as ⟨f0 9f⟩ where they form no whole characters."""
    try:
        return surface.decode("utf-8")
    except UnicodeDecodeError:
        return f"⟨{surface.hex(' ')}⟩"


def _respanned(tokens: list[Token], whole: str, before: int) -> tuple[Token, ...]:
    places = [0]
    for char in whole:
        places.append(places[-1] + (4 if _is_stray(char) else 1))
    return tuple(
        replace(
            token,
            start=before + places[token.start - before],
            end=before + places[token.end - before],
        )
        for token in tokens
    )
