"""How surprising a text is to a model, token by token: numbers from the logits of one pass."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from app.errors import InputError
from app.text.words import Spans, word_spans
from app.trace import Trace
from app.trace.softmax import log_softmax


@dataclass(frozen=True)
class TokenSurprisal:
    """One token: how the model found it, given all that stands before it.

    surprise  minus the logarithm of its probability, in nats; None for a first token, which
              nothing stands before
    rank      1 for the token the model found most likely
    entropy   of the distribution it was drawn from, in nats
    best      the id that was most likely instead, and its probability
    """

    place: int
    surprise: float | None
    probability: float | None
    rank: int | None
    entropy: float | None
    best: tuple[int, float] | None


@dataclass(frozen=True)
class Word:
    """A word of the text, and the summed surprise of its tokens, in nats."""

    start: int
    end: int
    surprise: float


@dataclass(frozen=True)
class Surprisal:
    """A whole text. Sums and means are over the tokens that something stands before.

    characters  of those tokens, for bits per character
    """

    tokens: tuple[TokenSurprisal, ...]
    words: tuple[Word, ...]
    total: float
    counted: int
    characters: int

    @property
    def mean(self) -> float:
        """Nats per token."""
        return self.total / self.counted

    @property
    def perplexity(self) -> float:
        """The exponential of the mean."""
        return math.exp(self.mean)

    @property
    def bits_per_character(self) -> float | None:
        """None for a text of marks only."""
        return self.total / math.log(2) / self.characters if self.characters else None


def surprisal(trace: Trace) -> Surprisal:
    """How surprising every token of a trace was.

    Of an encoder-decoder, every written token given the source. Raises InputError for a model that
    predicts no next token, and for a text of one token.
    """
    if trace.logits is None or trace.predicts != "next":
        raise InputError(
            "Only a model that predicts the next token can say how surprising a text is: choose "
            "a decoder or a translator."
        )
    tokens = trace.written
    if len(tokens) < 2:
        raise InputError("One token has nothing before it: type a longer text.")
    surprisals = [TokenSurprisal(0, None, None, None, None, None)]
    for place in range(1, len(tokens)):
        logs = log_softmax(np.asarray(trace.logits[place - 1], dtype=np.float64))
        mine = logs[tokens[place].id]
        held = np.isfinite(logs)
        best = int(logs.argmax())
        surprisals.append(
            TokenSurprisal(
                place,
                surprise=float(-mine),
                probability=float(np.exp(mine)),
                rank=int((logs > mine).sum()) + 1,
                entropy=float(-(np.exp(logs[held]) * logs[held]).sum()),
                best=(best, float(np.exp(logs[best]))),
            )
        )
    return Surprisal(
        tokens=tuple(surprisals),
        words=_words(trace, surprisals),
        total=sum(each.surprise or 0.0 for each in surprisals),
        counted=len(surprisals) - 1,
        characters=len({n for token in tokens[1:] for n in range(token.start, token.end)}),
    )


def _words(trace: Trace, surprisals: list[TokenSurprisal]) -> tuple[Word, ...]:
    """Per word the tokens that begin in it, and blanks that stand alone just before it."""
    text = trace.target_text if trace.target else trace.text
    spans = word_spans(text)
    ends = [end for _, end in spans]
    sums: dict[int, float] = {}
    reach: dict[int, int] = {}
    for token, read in zip(trace.written, surprisals, strict=True):
        if read.surprise is None or token.special or not spans:
            continue
        piece = text[token.start : token.end]
        sign = token.start + len(piece) - len(piece.lstrip())
        word = min(bisect_right(ends, sign), len(spans) - 1)
        sums[word] = sums.get(word, 0.0) + read.surprise
        reach[word] = max(token.end, reach.get(word, 0))
    held = _covered(spans, reach)
    return tuple(Word(*held[word], surprise) for word, surprise in sorted(sums.items()))


def _covered(stretches: Spans, reach: dict[int, int]) -> dict[int, tuple[int, int]]:
    """The stretches that have tokens, with the ones after them that have none of their own.

    `reach` says where the last token of each ends. Two signs of Han in one token are one word.
    """
    surprisals: dict[int, tuple[int, int]] = {}
    owner: int | None = None
    for place, (start, end) in enumerate(stretches):
        if place in reach:
            owner = place
            surprisals[place] = (start, end)
        elif owner is not None and reach[owner] > start:
            surprisals[owner] = (surprisals[owner][0], end)
    return surprisals
