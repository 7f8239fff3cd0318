"""What the capabilities check and write alike."""

from __future__ import annotations

from typing import Any

from app.analysis.next_token import unavailable
from app.engine.engine import Engine
from app.errors import InputError
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
