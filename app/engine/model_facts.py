"""What helps to choose a model: what it is for, its size and terms, and its speed here."""

from __future__ import annotations

from app.models.catalog import ModelRow
from app.models.loading import Loaded
from app.models.speeds import Speed, keep_speed, machine, speeds
from app.settings import Settings
from app.tasks import Answer

FEWEST_TOKENS = 8  # of a run that tells a speed
NOT_YET = "not measured yet"


def speed_told_by(answer: Answer, loaded: Loaded, threads: int) -> Speed | None:
    """The speed that a run tells; None for a stopped one and for one that is too short."""
    tokens = answer.new_tokens or len(answer.prompt)
    if answer.stopped_by == "stop" or tokens < FEWEST_TOKENS or answer.seconds <= 0:
        return None
    return Speed(
        tokens_per_second=tokens / answer.seconds,
        of="written" if answer.new_tokens else "read",
        machine=machine(str(loaded.device), threads),
    )


def note_speed(answer: Answer, loaded: Loaded, settings: Settings) -> None:
    """Keeps the speed of a model's first run on this machine.

    A `path:` model is told to nobody, and its name is written nowhere.
    """
    if loaded.id.startswith("path:"):
        return
    found = speed_told_by(answer, loaded, settings.threads)
    known = speeds(settings.cache_dir).get(loaded.id)
    if found is not None and (known is None or known.machine != found.machine):
        keep_speed(settings.cache_dir, loaded.id, found)


def said_speed(found: Speed | None) -> str:
    """A speed in words."""
    if found is None:
        return NOT_YET
    return f"{found.tokens_per_second:.0f} tokens {found.of} a second"


def said_size(known: ModelRow) -> str:
    """Parameters and bytes to fetch, in words."""
    parts = [f"{known.parameters / 1e6:.0f} M parameters"] if known.parameters else []
    if known.wheel_size:
        parts.append(f"{known.wheel_size / 1e6:.0f} MB to fetch")
    return ", ".join(parts) or "not known before it is loaded"
