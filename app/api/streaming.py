"""An experiment as lines of JSON, as it goes on, and no longer than somebody reads them."""

from __future__ import annotations

import asyncio
import contextvars
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import closing
from typing import Any

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.api.failures import told
from app.engine.disconnection import Left, gone
from app.errors import InputError

log = logging.getLogger(__name__)

# A step waits so long for the line before it to be read: who leaves is noticed in that time, and
# who reads slowly keeps no model's turn.
PACE_SECONDS = 0.1

Step = dict[str, Any]


class Streams:
    """The experiments under way, each in a thread of its own; at most `most` at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open = 0
        self._lock = threading.Lock()

    async def answer(self, begin: Callable[[Left], Iterator[Step]]) -> Response:
        """Lines of JSON: how far the experiment is, then its result or why there is none.

        `begin` is given the question whether to stop: the reader is gone, or the server ends. A
        refusal before the first line is raised here, so that it is an answer of its own. Raises
        InputError.
        """
        with self._lock:
            if self._open >= self._most:
                raise InputError(
                    f"{self._open} experiments are under way here already: try again in a moment."
                )
            self._open += 1
        stream = _Stream(begin, self._ended)
        return await stream.answer()

    def _ended(self) -> None:
        with self._lock:
            self._open -= 1


class _Stream:
    """One experiment: a thread takes its steps, the event loop sends what they say."""

    def __init__(self, begin: Callable[[Left], Iterator[Step]], ended: Callable[[], None]) -> None:
        self._begin = begin
        self._ended = ended
        self._left = threading.Event()
        self._sent = threading.Event()
        self._loop = asyncio.get_running_loop()
        self._told: asyncio.Queue[str | Exception | None] = asyncio.Queue()

    async def answer(self) -> Response:
        context = contextvars.copy_context()
        threading.Thread(
            target=context.run, args=(self._run,), name="experiment", daemon=True
        ).start()
        try:
            first = await self._told.get()
        except BaseException:
            self._left.set()
            raise
        if isinstance(first, Exception):
            raise first
        return _Lines(self._lines(first), self._left)

    def _stop(self) -> bool:
        return self._left.is_set() or gone()

    def _run(self) -> None:
        """Takes every step here, and so ends the generator here, with all that it holds."""
        try:
            with closing(_closable(self._begin(self._stop))) as steps:
                for step in steps:
                    self._sent.clear()
                    self._tell(_line(step))
                    self._sent.wait(PACE_SECONDS)
                    if self._stop():
                        break
            self._tell(None)
        except Exception as error:
            self._tell(error)
        finally:
            self._ended()

    def _tell(self, said: str | Exception | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._told.put_nowait, said)
        except RuntimeError:
            # The server has ended, and its loop with it.
            self._left.set()

    async def _lines(self, said: str | Exception | None) -> AsyncIterator[str]:
        while isinstance(said, str):
            yield said
            self._sent.set()
            said = await self._told.get()
        if isinstance(said, InputError):
            yield json.dumps({"error": str(said)}) + "\n"
        elif said is not None:
            log.error("an experiment failed", exc_info=said)
            yield json.dumps({"error": told(said)}) + "\n"


class _Lines(StreamingResponse):
    """The answer, which tells the experiment when it is over: read to its end, or left."""

    def __init__(self, lines: AsyncIterator[str], left: threading.Event) -> None:
        super().__init__(lines, media_type="application/x-ndjson")
        self._left = left

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._left.set()


def _closable(steps: Iterator[Step]) -> Generator[Step]:
    """The same steps; closing these closes what they come from."""
    yield from steps


def _line(step: Step) -> str:
    return json.dumps(step, allow_nan=False) + "\n"
