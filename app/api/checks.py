"""What the capabilities check and write alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.analysis.next_token import unavailable
from app.decoding.sampling import Sampling
from app.engine.engine import Engine
from app.errors import InputError
from app.text.numerals import numeral
from app.trace import Token, Trace


def whole(value: object, name: str, count: int) -> int:
    """`value` as an index below `count`. Raises InputError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        raise InputError(f"{name} must be a whole number from 0 to {count - 1}, not {value}.")
    return value


def position_of(engine: Engine, trace_id: str, position: int) -> tuple[Trace, int]:
    """The trace and a position of what was written, from 0 on. Raises InputError."""
    trace = engine.trace(trace_id)
    reason = unavailable(trace)
    if reason or trace.logits is None:
        raise InputError(reason or "This model predicts no words.")
    count = len(trace.written)
    if isinstance(position, bool) or not isinstance(position, int):
        raise InputError(f"position must be a whole number from {-count} to {count - 1}.")
    if not -count <= position < count:
        raise InputError(f"position must be from {-count} to {count - 1}, not {position}.")
    return trace, position % count


def token_fields(token: Token) -> dict[str, Any]:
    """One token as the contract shows it."""
    part = list(token.part) if token.part else None
    return {
        "id": token.id,
        "text": token.text,
        "start": token.start,
        "end": token.end,
        "part": part,
        "special": token.special,
    }


def numbers_of(text: str, name: str) -> list[int]:
    """A list such as "3,17". Raises InputError."""
    parts = text.split(",")
    numbers = [found for part in parts if (found := numeral(part.strip())) is not None]
    if len(parts) > 1000 or len(numbers) < len(parts):
        raise InputError(f"{name} must be whole numbers with commas between them.")
    return numbers


def with_words(engine: Engine, model: str, sampling: Sampling, bias: str, banned: str) -> Sampling:
    """The settings with the words of `bias` and `banned` as tokens of that model.

    `bias` is such as "cat: 2.5, #18: -7" and `banned` "cat, New York, #18". Raises InputError.
    """
    if not bias.strip() and not banned.strip():
        return sampling
    from app.text.token_lists import banned_of, bias_of

    with engine.use(model or engine.settings.default_model) as loaded:
        return replace(
            sampling,
            bias=bias_of(bias, loaded.pieces),
            banned=banned_of(banned, loaded.pieces),
        )
