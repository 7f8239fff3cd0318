"""The routes of the next-token laboratory."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.api import logit_lens, next_token, surprisal
from app.api import tree as trees
from app.api.streaming import Streams
from app.decoding.sampling import ORDER, Sampling
from app.engine.autocomplete import Autocomplete
from app.engine.engine import Engine
from app.errors import InputError
from app.text.numerals import numeral


def sampling_of(
    temperature: float = 1,
    top_k: int = 0,
    top_p: float = 1,
    min_p: float = 0,
    typical_p: float = 1,
    repetition_penalty: float = 1,
    presence_penalty: float = 0,
    frequency_penalty: float = 0,
    order: str = "",
) -> Sampling:
    """The settings of a query; `order` names the rules with commas."""
    return Sampling(
        temperature=temperature,
        top_k=top_k,
        top_p=top_p,
        min_p=min_p,
        typical_p=typical_p,
        repetition_penalty=repetition_penalty,
        presence_penalty=presence_penalty,
        frequency_penalty=frequency_penalty,
        order=tuple(order.split(",")) if order else ORDER,
    )


class Typed(BaseModel):
    """What somebody is typing: the text, the model, and any name that tells this page apart."""

    text: str
    model: str = ""
    page: str = ""


Asked = Annotated[Sampling, Depends(sampling_of)]


def add(app: FastAPI, engine: Engine, streams: Streams) -> None:
    """Adds the routes to the application."""

    @app.get("/lab/{trace_id}")
    def lab(trace_id: str, position: int = -1, bias: str = "", banned: str = "") -> Response:
        return _json(next_token.lab(engine, trace_id, position, bias, banned))

    @app.get("/lab/{trace_id}/words")
    def words(trace_id: str, ids: str) -> Response:
        return _json(next_token.words(engine, trace_id, numbers_of(ids, "ids")))

    @app.get("/draw/{trace_id}")
    def draw(
        trace_id: str,
        asked: Asked,
        position: int = -1,
        draws: int = 1000,
        seed: int = 0,
        bias: str = "",
        banned: str = "",
    ) -> Response:
        return _json(
            next_token.draw(
                engine,
                trace_id,
                position,
                asked,
                draws=draws,
                seed=seed,
                bias=bias,
                banned=banned,
            )
        )

    @app.get("/lens/{trace_id}")
    def lens(
        trace_id: str, part: str = "block", first: int = 0, last: int = -1, layers: str = ""
    ) -> Response:
        count = len(engine.trace(trace_id).written)
        end = count - 1 if last == -1 else last
        if not 0 <= first <= end < count:
            raise InputError(f"first and last must be from 0 to {count - 1}, first before last.")
        rows = numbers_of(layers, "layers") if layers else None
        return _json(logit_lens.lens(engine, trace_id, range(first, end + 1), rows, part))

    @app.get("/lens/{trace_id}/cell")
    def cell(
        trace_id: str, layer: int, position: int, part: str = "block", limit: int = 10
    ) -> Response:
        return _json(logit_lens.lens_cell(engine, trace_id, layer, position, part, limit))

    @app.get("/lens/{trace_id}/watch")
    def watch(trace_id: str, position: int, tokens: str, part: str = "block") -> Response:
        wanted = numbers_of(tokens, "tokens")
        return _json(logit_lens.watch(engine, trace_id, position, wanted, part))

    @app.get("/neurons/{trace_id}")
    def neurons(trace_id: str, layer: int, position: int, limit: int = 10) -> Response:
        return _json(logit_lens.neurons(engine, trace_id, layer, position, limit))

    @app.get("/score/{trace_id}")
    def score(trace_id: str) -> Response:
        return _json(surprisal.score(engine, trace_id))

    autocomplete = Autocomplete(engine)

    # POST, so that what is typed stands in no address and no log.
    @app.post("/autocomplete")
    async def suggest(typed: Typed) -> Response:
        return await streams.answer(
            lambda stop: autocomplete.suggest(typed.text, typed.model, typed.page, stop=stop)
        )

    @app.get("/experiments/tree/{trace_id}")
    async def tree(
        trace_id: str, position: int = -1, children: int = 3, depth: int = 3, nodes: int = 60
    ) -> Response:
        return await streams.answer(
            lambda stop: trees.tree(engine, trace_id, position, children, depth, nodes, stop=stop)
        )


def numbers_of(text: str, name: str) -> list[int]:
    """A list such as "3,17". Raises InputError."""
    parts = text.split(",")
    numbers = [found for part in parts if (found := numeral(part.strip())) is not None]
    if len(parts) > 1000 or len(numbers) < len(parts):
        raise InputError(f"{name} must be whole numbers with commas between them.")
    return numbers


def _json(told: dict[str, Any]) -> Response:
    return JSONResponse(told, headers={"Cache-Control": "private, no-cache"})
