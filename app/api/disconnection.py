"""What notices that a client has closed its connection, in front of every route."""

from __future__ import annotations

import asyncio
import threading

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.engine.disconnection import asked_by

# Enough for a body to arrive while it is read; a sender faster than its reader is slowed down.
MESSAGES_AHEAD = 2


class Leaving:
    """Notices while a request is answered that its client has closed the connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        left, over = threading.Event(), threading.Event()
        messages: asyncio.Queue[Message] = asyncio.Queue(MESSAGES_AHEAD)

        async def listen() -> None:
            # Only who goes on receiving hears of the end, so what comes is passed on from here.
            while not left.is_set():
                message = await receive()
                if message["type"] == "http.disconnect":
                    left.set()
                await messages.put(message)

        async def heard() -> Message:
            if left.is_set() and messages.empty():
                return {"type": "http.disconnect"}
            return await messages.get()

        listening = asyncio.create_task(listen())
        try:
            # Nobody can leave a request that is answered: whoever still holds the question,
            # such as a task that began inside it, is then told no.
            with asked_by(lambda: left.is_set() and not over.is_set()):
                await self._app(scope, heard, send)
        finally:
            over.set()
            listening.cancel()
