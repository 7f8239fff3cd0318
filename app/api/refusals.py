"""What is answered when a request cannot be served: one sentence as JSON, whatever happened."""

from __future__ import annotations

import logging
import re

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.failures import NO_SPACE, told

log = logging.getLogger(__name__)

# pydantic's kind of error -> what the value must be
_MUST: dict[str, str] = {
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a whole number with fewer digits",
    "int_from_float": "must be a whole number",
    "int_type": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "finite_number": "must be a number",
    "bool_parsing": "must be true or false",
    "string_type": "must be text",
    "list_type": "must be a list",
    "missing": "is missing",
    "json_invalid": "is no JSON",
}

_LEFT_OUT = re.compile(r"No value provided for required argument: (\w+)")


async def refused(_: Request, error: Exception) -> Response:
    """The sentence of an InputError."""
    return JSONResponse({"error": str(error)}, status_code=422)


async def malformed(_: Request, error: Exception) -> Response:
    """A request whose parts are of another type, in one sentence that names the first of them."""
    if not isinstance(error, RequestValidationError) or not error.errors():
        raise error
    first = error.errors()[0]
    names = [str(part) for part in first["loc"][1:] if isinstance(part, str)]
    name = names[-1] if names and first["type"] != "json_invalid" else "The body of the request"
    sentence = f"{name} {_MUST.get(first['type'], 'cannot be read as it is')}."
    return JSONResponse({"error": sentence}, status_code=422)


class Unexpected:
    """Answers a failure of our own with one sentence; the log says what it was."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            # Frameworks answer a failure with a bare 500 before they raise it again.
            if held or (message["type"] == "http.response.start" and message["status"] == 500):
                held.append(message)
                return
            started = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            return
        except Exception as error:
            if started:
                raise
            answer = _missing(error)
            if answer is None:
                log.exception("%s %r failed", scope["method"], scope["path"])
                sentence = told(error)
                status = 507 if sentence == NO_SPACE else 500
                answer = JSONResponse({"error": sentence}, status_code=status)
            await answer(scope, receive, send)
        else:
            for message in held:
                await send(message)


def _missing(error: Exception) -> Response | None:
    """Gradio raises where an endpoint is called without one of its arguments."""
    found = _LEFT_OUT.fullmatch(str(error)) if isinstance(error, TypeError) else None
    if found is None:
        return None
    return JSONResponse({"error": f"{found[1]} is missing."}, status_code=422)
