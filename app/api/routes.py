"""Every capability that has a route, as a route; those that stream answer in lines of JSON."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Body, FastAPI, Response
from fastapi.responses import JSONResponse

from app.api.registry import Argument, Capability, capabilities, facts
from app.api.streaming import Streams
from app.engine.engine import Engine


def add(app: FastAPI, engine: Engine, streams: Streams) -> None:
    """Adds the routes to the application, and one that lists all capabilities."""

    @app.get("/capabilities")
    def listed() -> Response:
        return JSONResponse(facts(engine))

    # A path with a fixed end comes before one that takes anything there.
    for each in sorted(capabilities(), key=lambda one: -len(one.route)):
        if each.route:
            app.add_api_route(each.route, _handler(each, engine, streams), methods=[each.method])


def _handler(own: Capability, engine: Engine, streams: Streams) -> Callable[..., Any]:
    """A function with the arguments of the capability, as FastAPI reads them."""

    async def streamed(**given: Any) -> Response:
        return await streams.answer(lambda stop: own.begin(engine, given, stop))

    def answered(**given: Any) -> Response:
        # What is said of a run may change with the program, so it is asked for anew.
        headers = {"Cache-Control": "private, no-cache"}
        return JSONResponse(own.begin(engine, given), headers=headers)

    handler: Any = streamed if own.streams else answered
    handler.__name__ = own.name
    handler.__signature__ = inspect.Signature(
        [_parameter(each, own.method) for each in own.arguments]
    )
    return handler


def _parameter(argument: Argument, method: str) -> inspect.Parameter:
    kind = argument.kind | None if argument.default is None else argument.kind
    if method == "POST":
        kind = Annotated[kind, Body()]
    return inspect.Parameter(
        argument.name, inspect.Parameter.KEYWORD_ONLY, default=argument.default, annotation=kind
    )
