"""Fill in: which words the model expects in hidden places, over its whole vocabulary."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from app.errors import InputError
from app.tasks._one_pass import one_pass
from app.tasks._task import Answer, Field, Partial, Request, Task
from app.tasks._writing import fitted
from app.text.numerals import numeral
from app.trace import Token
from app.trace.predictions import Blank, Filled, Guess
from app.trace.softmax import softmax

if TYPE_CHECKING:
    from app.models.loading import Loaded

GUESSES = 10
# Two underscores or more, unless they join what a programmer wrote as one name (snake__case).
BLANK = re.compile(r"\[mask\]|<mask>|(?<![A-Za-z0-9_])_{2,}|_{2,}(?![A-Za-z0-9_])", re.IGNORECASE)


def run(loaded: Loaded, request: Request, stop: Callable[[], bool]) -> Iterator[Partial | Answer]:
    """Puts the model's own mask where the text has [MASK] or __, and where `hide` says.

    `hide` holds the numbers of tokens, counted with the marks the tokenizer adds, whose words are
    hidden and compared with the guesses.
    """
    tokenizer: Any = loaded.tokenizer
    mask = getattr(tokenizer, "mask_token_id", None)
    if mask is None:
        raise InputError(
            f"{loaded.row.title} has no mask it was trained with: choose a masked language model."
        )
    started = time.perf_counter()
    text = BLANK.sub(lambda _: str(tokenizer.mask_token), request.fields["text"])
    read, tokens = loaded.pieces.read(text)
    read, tokens, cut = fitted(read, tokens, request)
    hidden = _numbers(request.fields.get("hide", ""), tokens)
    asked = [place for place, token in enumerate(tokens) if token.id == mask]
    if not asked and not hidden:
        raise InputError("Nothing is hidden yet: write [MASK] in the text, or click a word of it.")
    given = tuple(
        _masked(token, tokenizer) if place in hidden else token
        for place, token in enumerate(tokens)
    )
    yield Partial(read, given, (), 0.0)
    made = one_pass(loaded, read, given, started=started)
    logits = made.logits()
    blanks = []
    for place in sorted({*asked, *hidden}):
        shares = softmax(logits[place])
        token = tokens[place]
        blank = read[token.start : token.end]
        original = token.id if place in hidden else None
        blanks.append(
            Blank(
                position=place,
                start=token.start + len(blank) - len(blank.lstrip()),
                end=token.end,
                guesses=tuple(
                    _guess(loaded, int(number), shares) for number in np.argsort(-shares)[:GUESSES]
                ),
                original=None if original is None else _guess(loaded, original, shares),
                original_rank=None
                if original is None
                else int((shares > shares[original]).sum()) + 1,
            )
        )
    best = ", ".join(blank.guesses[0].text.strip() for blank in blanks)
    yield made.answer("fill", best, Filled(tuple(blanks)), cut=cut)


def _masked(token: Token, tokenizer: Any) -> Token:
    """The token as the model reads it: every panel names what was really there."""
    blank = " " if token.text.startswith(" ") else ""
    return replace(token, id=tokenizer.mask_token_id, text=f"{blank}{tokenizer.mask_token}")


def _guess(loaded: Loaded, number: int, shares: np.ndarray[Any, Any]) -> Guess:
    return Guess(number, loaded.pieces.text(number), float(shares[number]))


def _numbers(text: str, tokens: tuple[Token, ...]) -> set[int]:
    """The token numbers of a list such as "3, 7". Raises InputError."""
    found: set[int] = set()
    for part in filter(None, (each.strip() for each in text.split(","))):
        place = numeral(part)
        if place is None or place >= len(tokens):
            raise InputError(f"“Hide” holds numbers of tokens from 0 to {len(tokens) - 1}.")
        if tokens[place].special:
            raise InputError(f"Token {place} is a mark of the tokenizer: choose a word.")
        found.add(place)
    return found


TASK = Task(
    id="fill",
    title="Fill in",
    explains="A word is hidden and the model says what it expects there, from both sides.",
    order=75,
    fields=(
        Field("text", "Text with a gap", "The capital of France is [MASK]."),
        Field("hide", "Hide", "numbers of tokens; or click a word of the text", optional=True),
    ),
    families=("encoder",),
    writes=False,
    run=run,
    example={"text": "She poured herself a cup of [MASK] and sat down by the window."},
    heads=("fill-mask",),
    verb="find",
    way="A hidden word",
)
