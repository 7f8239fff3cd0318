"""Many sentences read one after another by one model, through the engine's turns and limits."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.analysis.head_roles import FEWEST, roles, unavailable
from app.analysis.head_statistics import SentenceSet
from app.engine.engine import Engine
from app.engine.requests import checked_text
from app.errors import InputError
from app.models.catalog import row

if TYPE_CHECKING:
    from app.models.loading import Loaded
    from app.trace import Attention, Token


@dataclass(frozen=True)
class Skipped:
    """A line that took no part: its number from 0, and why, in one sentence."""

    line: int
    why: str


@dataclass(frozen=True, eq=False)
class Progress:
    """How far it is.

    done, of      lines with something in them, those that are skipped included
    seconds_left  as the tokens so far went, or None before the first one
    lines         the number from 0 of every sentence that was taken in
    stack         the name of the stack, "" before the first sentence
    """

    done: int
    of: int
    seconds_left: float | None
    sentences: SentenceSet
    lines: tuple[int, ...]
    skipped: tuple[Skipped, ...]
    stack: str


def read_set(
    engine: Engine,
    model: str,
    lines: Sequence[str],
    stack: str = "",
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Generator[Progress]:
    """Reads every line once, the model taken for one line at a time; empty lines do not count.

    The first step comes before anything is read. A decoder or an encoder makes a plain pass, of an
    encoder-decoder the encoder does. Whoever closes the generator stops it before the next line.
    Raises InputError, which names the line, before anything is read.
    """
    asked = _asked(engine, lines)
    with engine.use(row(model or engine.settings.default_model).id, stop) as loaded:
        lengths = _lengths(engine, loaded, asked)
        short = f"Too short to tell what a head does: this needs at least {FEWEST} tokens."
        skipped = tuple(Skipped(line, short) for line in asked if lengths[line] < FEWEST)
        left = [line for line in asked if lengths[line] >= FEWEST]
        if not left:
            raise InputError(f"No line has the {FEWEST} tokens that are needed: give sentences.")
        gathered = SentenceSet()
        done: list[int] = []
        name = ""
        spent, tokens, total = 0.0, 0, sum(lengths[line] for line in left)

        def told() -> Progress:
            seconds = spent / tokens * (total - tokens) if tokens else None
            count = len(skipped) + len(done)
            return Progress(count, len(asked), seconds, gathered, tuple(done), skipped, name)

        yield told()
        for line in left:
            if stop():
                return
            began = time.perf_counter()
            with engine.turn(stop) as mine:
                if not mine:
                    return
                attention = _attention(loaded, *loaded.pieces.read(asked[line]), stack)
                name = attention.name
                gathered.add(roles(attention))
            done.append(line)
            spent += time.perf_counter() - began
            tokens += lengths[line]
            yield told()


def _asked(engine: Engine, lines: Sequence[str]) -> dict[int, str]:
    """The lines with something in them, by number. Raises InputError."""
    most = engine.settings.max_set_sentences
    asked = {}
    for number, line in enumerate(lines):
        if line.strip():
            text = checked_text(line.strip(), f"Line {number + 1}", engine.settings.max_characters)
            asked[number] = text
    if not asked:
        raise InputError("There is no sentence yet: give one per line.")
    if len(asked) > most:
        raise InputError(f"There are {len(asked)} sentences, the limit is {most}: take some out.")
    return asked


def _lengths(engine: Engine, loaded: Loaded, asked: dict[int, str]) -> dict[int, int]:
    """How many tokens every line has. Raises InputError naming the first that is too long."""
    most = engine.settings.max_tokens
    room = min(most, loaded.max_length or most)
    lengths = {}
    for line, text in asked.items():
        lengths[line] = len(loaded.pieces.read(text)[1])
        if lengths[line] > room:
            raise InputError(
                f"Line {line + 1} has {lengths[line]} tokens and the limit is {room}: shorten it."
            )
    return lengths


def _attention(loaded: Loaded, text: str, tokens: tuple[Token, ...], stack: str) -> Attention:
    """The stack that is asked about, or the first with roles. Raises InputError."""
    # torch is only imported once a model runs.
    from app.instrumentation.run import Run

    recorded = Run(loaded, hidden=False)
    ids = [token.id for token in tokens]
    if loaded.family == "encoder-decoder":
        recorded.encode(ids)
    else:
        recorded.read(ids)
    seen = recorded.trace(task="read", text=text, tokens=tokens, prompt=len(tokens))
    if not seen.attention:
        raise InputError("This model left no attention weights, so there are no heads to tell of.")
    fitting = (each for each in seen.attention if unavailable(each) is None)
    attention = seen.stack(stack) if stack else next(fitting, seen.attention[0])
    if reason := unavailable(attention):
        raise InputError(reason)
    return attention
