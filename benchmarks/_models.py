"""The model the figures are measured on, loaded once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from app.engine.engine import Engine
from app.settings import Settings

TEXT = (
    "The history of science is the study of how people came to understand the world. "
    "Long before there were laboratories, sailors watched the stars, farmers watched the "
    "weather, and healers watched the sick. "
) * 40


@lru_cache(maxsize=1)
def engine() -> Engine:
    """An engine with one thread and room for long texts."""
    return Engine(Settings(threads=1, max_tokens=2048, max_new_tokens=512, max_characters=100_000))


def loaded() -> Any:
    """SmolLM2, kept in memory by the store."""
    with engine().store.use("smollm2-135m") as model:
        return model


def ids(length: int) -> list[int]:
    """The first `length` tokens of an English text."""
    return [int(number) for number in loaded().tokenizer(TEXT)["input_ids"][:length]]
