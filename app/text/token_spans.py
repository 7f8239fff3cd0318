"""Where the tokens of a text stand in it, from what their tokenizer says or by looking for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.text.offsets import Span, checked
from app.trace import Token

if TYPE_CHECKING:
    from app.text.detokenizer import Detokenizer


def with_marks(
    pieces: Detokenizer, ids: Sequence[int], put: Sequence[int], tokens: Sequence[Token]
) -> tuple[Token, ...]:
    """The tokens of a text with the marks that the tokenizer put around and between them."""
    own, found, reached = iter(tokens), [], 0
    for number, mark in zip(ids, put, strict=True):
        if mark:
            found.append(Token(number, pieces.text(number), reached, reached, special=True))
        else:
            found.append(next(own))
            reached = found[-1].end
    return tuple(found)


def from_offsets(
    pieces: Detokenizer, text: str, ids: list[int], offsets: Sequence[tuple[int, int]]
) -> tuple[Token, ...]:
    """Tokens at the characters their tokenizer states, each character once.

    A piece that begins with a blank has the one before it, which offsets may leave out.
    """
    tokens, reached = [], 0
    spans = checked(text, offsets, ids, pieces.text)
    for number, (start, end) in zip(ids, spans, strict=True):
        if start == end:
            tokens.append(Token(number, pieces.text(number), reached, reached, special=True))
            continue
        if not pieces.surface(number).strip() and text[start:end].strip():
            # A blank alone is said to stand for the first character of its word. It stands for
            # the blank before it, or, put before the text, for none.
            first = reached if text[reached:start].isspace() else start
            tokens.append(Token(number, text[first:start] or pieces.text(number), first, start))
            reached = max(reached, start)
            continue
        if start == reached + 1 and text[reached] == " " and pieces.rule != "word pieces":
            start = reached
        # An unknown-word mark is special to the tokenizer, yet it stands for real characters.
        tokens.append(Token(number, text[start:end], start, end))
        reached = max(reached, end)
    return numbered_parts(tokens)


def pair_offsets(pieces: Detokenizer, text: str, second: str, encoded: Any) -> list[Span]:
    """The characters of each token, in the text it is of."""
    ids, spans = encoded["input_ids"], list(encoded["offset_mapping"])
    for which, whole in enumerate((text, second)):
        places = [n for n, part in enumerate(encoded.sequence_ids(0)) if part == which]
        mine = [ids[place] for place in places]
        found = checked(whole, [spans[n] for n in places], mine, pieces.text)
        for place, span in zip(places, found, strict=True):
            spans[place] = span
    return spans


def sought(pieces: Detokenizer, text: str, ids: list[int]) -> tuple[Token, ...]:
    """Tokens with the places at which their pieces stand in the text, one after the other.

    For tokenizers that state no offsets. An unknown-word mark takes what lies before the next
    piece. Empty when a piece is not found: the tokenizer has changed the text.
    """
    tokens: list[Token] = []
    unknown = getattr(pieces.tokenizer, "unk_token_id", None)
    reached, open_at = 0, None
    for number in ids:
        if number == unknown:
            open_at = len(tokens)
            tokens.append(Token(number, "", reached, len(text)))
            continue
        if pieces.special(number):
            tokens.append(Token(number, pieces.text(number), reached, reached, special=True))
            continue
        piece = pieces.text(number).strip()
        if not piece:
            # It stands for the blank before its word, or, put before the text, for none.
            end = reached + (open_at is None and text[reached : reached + 1].isspace())
            shown = text[reached:end] or pieces.text(number)
            tokens.append(Token(number, shown, reached, end))
            reached = end
            continue
        start = text.find(piece, reached)
        if start < 0 or (open_at is None and text[reached:start].strip()):
            return ()
        if open_at is not None:
            _close(tokens, open_at, text, start)
            open_at = None
        end = start + len(piece)
        # The space a piece begins with is a part of it.
        begin = start - 1 if start > reached and text[start - 1] == " " else start
        tokens.append(Token(number, text[begin:end], begin, end))
        reached = end
    if open_at is not None:
        _close(tokens, open_at, text, len(text))
    return numbered_parts(tokens)


def _close(tokens: list[Token], place: int, text: str, end: int) -> None:
    """Ends the span of the unknown-word mark at `place`, and puts marks after it behind it."""
    open_token = tokens[place]
    spelled = text[open_token.start : end].rstrip()
    tokens[place] = replace(open_token, text=spelled, end=open_token.start + len(spelled))
    for later in range(place + 1, len(tokens)):
        tokens[later] = replace(tokens[later], start=tokens[place].end, end=tokens[place].end)


def numbered_parts(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Gives tokens that share one character their (n, of)."""
    result: list[Token] = []
    group: list[Token] = []

    def close() -> None:
        for place, token in enumerate(group):
            result.append(replace(token, part=(place + 1, len(group))) if len(group) > 1 else token)
        group.clear()

    for token in tokens:
        shared = group and token.end > token.start and token.start < group[-1].end
        if not shared:
            close()
        group.append(token)
    close()
    return tuple(result)
