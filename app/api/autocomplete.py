"""Suggestions while somebody types; see docs/api.md."""

from __future__ import annotations

from fastapi import FastAPI, Response
from pydantic import BaseModel
from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.api.streaming import Streams
from app.engine.autocomplete import Autocomplete
from app.engine.engine import Engine
from app.text.entries import LikelyEntry


class Suggestions(TypedDict):
    """A line of /autocomplete."""

    tokens: list[LikelyEntry]
    text: str
    read: int


ANSWERS = (Suggestions,)


class Typed(BaseModel):
    """What somebody is typing: the text, the model, and any name that tells this page apart."""

    text: str
    model: str = ""
    page: str = ""


def add(app: FastAPI, engine: Engine, streams: Streams) -> None:
    """Adds the route to the application; it remembers what each page has typed so far."""
    autocomplete = Autocomplete(engine)

    # POST, so that what is typed stands in no address and no log.
    @app.post("/autocomplete")
    async def suggest(typed: Typed) -> Response:
        return await streams.answer(
            lambda stop: autocomplete.suggest(typed.text, typed.model, typed.page, stop=stop)
        )
