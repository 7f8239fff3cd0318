"""The routes that tell of heads over more than one text: many sentences, or two runs."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.api import compare as comparisons
from app.api.arrays import packed
from app.api.heads import sentence_sets
from app.api.octets import octets
from app.api.streaming import Streams
from app.engine.engine import Engine


class Sentences(BaseModel):
    """One sentence per line, the model that reads them, and a stack where it has several."""

    lines: list[str]
    model: str = ""
    stack: str = ""


def add(app: FastAPI, engine: Engine, streams: Streams) -> None:
    """Adds the routes to the application."""

    # POST, so that the sentences stand in no address and no log.
    @app.post("/heads/sets")
    async def sets(asked: Sentences) -> Response:
        return await streams.answer(
            lambda stop: sentence_sets.sets(
                engine, asked.model, asked.lines, asked.stack, stop=stop
            )
        )

    @app.get("/compare/{one}/{other}")
    def compare(one: str, other: str, stack: str = "self") -> Response:
        return JSONResponse(comparisons.compare(engine, one, other, stack))

    @app.get("/compare/{one}/{other}/{layer}/{head}")
    def compared_head(
        request: Request,
        one: str,
        other: str,
        layer: int,
        head: int,
        stack: str = "self",
        side: str = "one",
    ) -> Response:
        weights = comparisons.weights_of(engine, one, other, layer, head, stack, side)
        return octets(request, packed(weights))
