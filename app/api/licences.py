"""Accepting the terms of a model, so that it may be fetched."""

from __future__ import annotations

from app.api.registry import capability
from app.engine.engine import Engine


@capability(route="/accept", method="POST")
def accept(engine: Engine, model: str, licence: str) -> dict[str, str]:
    """Keeps that the terms of a model were accepted; its next use fetches it."""
    engine.accept(model, licence)
    return {"model": model, "accepted": licence}
