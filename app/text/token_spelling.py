"""How one tokenizer writes its entries: the rule under which they spell what its `decode` gives.

Tokenizers mark blanks and bytes in a few ways, and some say in no way which. So the likely rules
are tried on entries of the vocabulary and on a short text, and the first that agrees with `decode`
is taken; where none does, an entry is what `decode` adds for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_PROBE = "naïve café 漢字 the cats sat on it Ünder Großmütter привет"
_PAIRS = 20
_TRIED = 400  # entries looked at for as many that are made of letters
_ENOUGH = 0.9  # of the pairs: some decoders mend what they take for English ("do not", "n't")


@dataclass(frozen=True)
class Rule:
    """How entries are written.

    spell  the bytes of an entry's piece (UTF-8, possibly a part of a character)
    ends   whether a blank stands between the piece and the next one
    by_id  the text of an entry by its id, where no piece tells; then `spell` is not asked
    left   a mark of joining, which `decode` leaves where there is nothing to join to
    """

    name: str
    spell: Callable[[str], bytes]
    ends: Callable[[str], bool] | None = None
    by_id: Callable[[int], str] | None = None
    left: str = ""


def rule_of(tokenizer: Any, special: frozenset[int]) -> Rule:
    """The rule under which a tokenizer's entries spell as its `decode` does."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    kinds = _kinds(_description(backend))
    likely = {name for kind, name in _HINTS.items() if kind in kinds}
    *pairs, text = _samples(tokenizer, special)
    hinted = [rule for rule in _RULES if rule.name in likely]
    # Most decoders drop the blank a text begins with; a rule that has none to drop is the better.
    for rules, exactly in ((hinted, False), (_RULES, True), (_RULES, False)):
        for rule in rules:
            held = sum(_agrees(rule, *pair, exactly=exactly) for pair in pairs)
            if held >= _ENOUGH * len(pairs) and _agrees(rule, *text, exactly=exactly):
                return rule
    return _decoded(tokenizer, pairs)


def _description(backend: Any) -> Any:
    """The decoder's own description; that of the whole tokenizer takes long to write."""
    decoder = getattr(backend, "decoder", None)
    if decoder is None:
        return {}
    try:
        return json.loads(decoder.__getstate__())
    except (TypeError, ValueError):  # a decoder written in Python describes nothing
        return {}


def _kinds(decoder: Any) -> set[str]:
    """The types named in a decoder's own description, those of a sequence included."""
    if not isinstance(decoder, dict):
        return set()
    found = {str(decoder.get("type"))}
    for part in decoder.get("decoders", []):
        found |= _kinds(part)
    return found


def _samples(tokenizer: Any, special: frozenset[int]) -> Iterator[tuple[list[str], str]]:
    """(pieces, what `decode` makes of them): pairs of entries of the whole vocabulary, last a text.

    Only letters: some decoders move blanks at marks, which says nothing of how entries are written.
    """
    found: list[int] = []
    count = len(tokenizer)
    for number in range(0, count, max(1, count // _TRIED)):
        piece = None if number in special else _piece(tokenizer, number)
        if piece and any(map(str.isalpha, piece)) and not set(piece) & set(".,!?'<>[]"):
            found.append(number)
    step = max(1, len(found) // (2 * _PAIRS))
    spread = found[::step]
    lines = [spread[n : n + 2] for n in range(0, len(spread) - 1, 2)]
    lines.append([number for number in _asked(tokenizer) if number not in special])
    for ids in lines:
        pieces = [_piece(tokenizer, number) or "" for number in ids]
        yield pieces, _decode(tokenizer, ids) if ids else ""


def _asked(tokenizer: Any) -> list[int]:
    try:
        return list(tokenizer(_PROBE, add_special_tokens=False, verbose=False)["input_ids"])
    except Exception:  # without an entry for unknown words, tokenizers raises bare Exception
        return []


def _piece(tokenizer: Any, number: int) -> str | None:
    try:
        piece = tokenizer.convert_ids_to_tokens(number)
    except (IndexError, KeyError):
        return None
    return None if piece is None else str(piece)


def _decode(tokenizer: Any, ids: Sequence[int]) -> str:
    return str(
        tokenizer.decode(list(ids), skip_special_tokens=False, clean_up_tokenization_spaces=False)
    )


def _agrees(rule: Rule, pieces: list[str], decoded: str, *, exactly: bool) -> bool:
    whole, blank = b"", False
    for piece in pieces:
        whole += b" " * blank + rule.spell(piece)
        blank = rule.ends is not None and rule.ends(piece)
    decoded = decoded.removeprefix(rule.left).removesuffix(rule.left)
    # Bytes that form no character are left out by some decoders and replaced by others.
    for errors in ("replace", "ignore"):
        ours = whole.decode("utf-8", errors)
        if ours == decoded if exactly else ours.strip() == decoded.strip():
            return True
    return False


def _decoded(tokenizer: Any, samples: Sequence[tuple[list[str], str]]) -> Rule:
    """Entries as what `decode` adds for them after another one."""
    anchor = next(
        (
            number
            for pieces, _ in samples
            for number in tokenizer.convert_tokens_to_ids(pieces[:1])
            if number is not None
        ),
        None,
    )
    before = "" if anchor is None else _decode(tokenizer, [anchor])

    def by_id(number: int) -> str:
        whole = _decode(tokenizer, [number] if anchor is None else [anchor, number])
        return whole[len(before) :] if whole.startswith(before) else _decode(tokenizer, [number])

    return Rule("decoded", _written, by_id=lru_cache(maxsize=None)(by_id))


@lru_cache(maxsize=1)
def _byte_of_character() -> dict[str, int]:
    """The byte each character of a byte-level vocabulary stands for.

    Printable bytes of Latin-1 stand for themselves, the other 68 for the characters from U+0100
    on, in order. Source: Radford et al. 2019, the GPT-2 tokenizer.
    """
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in set(printable)]
    table = {chr(byte): byte for byte in printable}
    table.update({chr(256 + place): byte for place, byte in enumerate(others)})
    return table


def _written(piece: str) -> bytes:
    return encoded(piece)


def encoded(piece: str) -> bytes:
    """UTF-8, halves of surrogate pairs as the three bytes they would have."""
    return piece.encode("utf-8", "surrogatepass")


def _byte_level(piece: str) -> bytes:
    table = _byte_of_character()
    return b"".join(bytes([table[char]]) if char in table else encoded(char) for char in piece)


def _word_piece(piece: str) -> bytes:
    return encoded(piece[2:] if piece.startswith("##") else f" {piece}")


def _blanks(piece: str) -> bytes:
    if len(piece) == 6 and piece.startswith("<0x") and piece.endswith(">"):
        return bytes([int(piece[3:5], 16)])
    return encoded(piece.replace("▁", " "))


def _latin(piece: str) -> bytes:
    """Characters below U+0100 as the bytes they number (ByT5, Perceiver)."""
    return b"".join(bytes([ord(char)]) if ord(char) < 256 else encoded(char) for char in piece)


# The decoders of the tokenizers library that have a rule of their own.
_HINTS = {"ByteLevel": "byte level", "WordPiece": "word pieces", "BPEDecoder": "</w>"}
# Blanks are marked in front of a piece, or at the end of a word, or everywhere but inside of one.
_RULES = (
    Rule("blanks", _blanks),
    Rule("byte level", _byte_level),
    Rule("word pieces", _word_piece, left="##"),
    Rule("bytes", _latin),
    Rule("words", _written, lambda piece: True),
    Rule("</w>", lambda piece: encoded(piece.removesuffix("</w>")), lambda p: p.endswith("</w>")),
    Rule(
        "@@",
        lambda piece: encoded(piece.removesuffix("@@")),
        lambda piece: not piece.endswith("@@"),
        left="@@",
    ),
)
