"""Induction on tokens without meaning: a random sequence, said twice.

In such a text nothing but the repetition can be gone by, so a head that reads what followed the
earlier occurrence does so for the repetition alone. Source: Olsson et al. 2022, "In-context
learning and induction heads", section on prefix matching.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.trace import Floats, Token, Trace

if TYPE_CHECKING:
    from app.models.loading import Loaded

LENGTH = 25
FEWEST = 5
SEQUENCES = 4
SEED = 0


@dataclass(frozen=True, eq=False)
class Induction:
    """What the heads of a stack do with random tokens that are said twice.

    length     tokens of a sequence, each said twice
    sequences  how many of them; their mean is told
    induction  (layer, head): the mean weight on the token after the earlier occurrence
    duplicate  (layer, head): the mean weight on the earlier occurrence itself
    spread     (layer, head): the standard deviation of `induction` over the sequences
    chance     what attention spread evenly would give either
    """

    stack: str
    length: int
    sequences: int
    induction: Floats
    duplicate: Floats
    spread: Floats
    chance: float


def unavailable(loaded: Loaded, trace: Trace) -> str | None:
    """Why a model cannot be asked, in one sentence, or None where it can."""
    if trace.stack_names[0] not in ("self", "encoder"):
        return "This model has no attention within the text it reads."
    if _length(loaded, trace) < FEWEST:
        return f"This model reads too few tokens at once: twice {FEWEST} are needed."
    return None


def repeated(loaded: Loaded, trace: Trace, stop: Callable[[], bool]) -> Induction | None:
    """The measures of the stack that reads the text; None when `stop` says so before the end.

    `trace` tells which special tokens a text of this model begins and ends with.
    """
    from app.instrumentation.run import Run

    length = _length(loaded, trace)
    name = trace.stack_names[0]
    found: list[tuple[Floats, Floats]] = []
    chance = 0.0
    for number in range(SEQUENCES):
        if stop():
            return None
        ids, first = _said_twice(loaded, trace, length, np.random.default_rng((SEED, number)))
        run = Run(loaded, hidden=False)
        run.read(ids, [token.id for token in trace.target])
        tokens = tuple(Token(each, str(each), 0, 0) for each in ids)
        attention = run.trace(
            task="", text="", tokens=tokens, prompt=len(ids), target=trace.target
        ).stack(name)
        second = np.arange(first + length, first + 2 * length)
        kept = []
        for layer in range(len(attention.layers)):
            weights = attention.weights(layer)
            after = weights[:, second, second - length + 1].mean(axis=-1)
            same = weights[:, second, second - length].mean(axis=-1)
            kept.append((after, same))
        found.append((np.stack([each[0] for each in kept]), np.stack([each[1] for each in kept])))
        reads = second + 1 if attention.causal else np.full(length, len(ids))
        chance += float((1 / reads).mean()) / SEQUENCES
    after, same = (np.stack([each[place] for each in found]) for place in (0, 1))
    return Induction(
        name, length, SEQUENCES, after.mean(0), same.mean(0), after.std(axis=0), chance
    )


def _ends(trace: Trace) -> tuple[list[int], list[int]]:
    """Special tokens before and after a text."""
    plain = [place for place, token in enumerate(trace.tokens) if not token.special]
    if not plain:
        return [], []
    before = [token.id for token in trace.tokens[: plain[0]]]
    return before, [token.id for token in trace.tokens[plain[-1] + 1 :]]


def _length(loaded: Loaded, trace: Trace) -> int:
    before, after = _ends(trace)
    most = loaded.max_length or 2 * LENGTH + len(before) + len(after)
    return min(LENGTH, (most - len(before) - len(after)) // 2)


def _said_twice(
    loaded: Loaded, trace: Trace, length: int, random: np.random.Generator
) -> tuple[list[int], int]:
    """The ids, and where the first of them that is random stands."""
    before, after = _ends(trace)
    special = loaded.pieces.special
    entries = [number for number in range(len(loaded.tokenizer)) if not special(number)]
    # Drawn without putting back: a token that came twice by chance would be found twice.
    drawn = random.choice(entries, size=length, replace=False).tolist()
    return [*before, *drawn, *drawn, *after], len(before)
