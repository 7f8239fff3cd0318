"""Serves the application on a port that is free, and ends soon whatever is under way."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from app.errors import InputError

# Answers under way may be finished first; what a model is in the middle of cannot be ended.
GRACE_SECONDS = 2
LAST_SECONDS = 3.5
PORTS_TRIED = 50
GIB = 2**30
# Measured with the default model: 1.7 GiB for a run alone, and more for each thread of a server.
LEAST_ADDRESS_SPACE = 3 * GIB


def enough_room() -> None:
    """Raises InputError where this process may not use the memory that a first run takes.

    A process that is short of address space is not told so: libraries end it without a word.
    """
    try:
        import resource
    except ImportError:
        # Only Unix has such limits.
        return
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < LEAST_ADDRESS_SPACE:
        raise InputError(
            f"This process may use {allowed / GIB:.1f} GiB of memory addresses and a first run "
            f"takes up to {LEAST_ADDRESS_SPACE / GIB:.0f}: raise the limit, such as with "
            "`ulimit -v unlimited`."
        )


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address, nothing served yet; port 0 takes a free one.

    Raises InputError naming the port and offering another where it is taken.
    """
    try:
        return _bound(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(
                f"Port {port} is in use by another program: {_another(host, port)}."
            ) from error
        if error.errno == errno.EACCES:
            raise InputError(
                f"Port {port} needs rights that this program lacks: {_another(host, 7860)}."
            ) from error
        raise InputError(
            f"The address {host} cannot be listened on ({error.strerror or error}): leave out "
            "--host, or name an address of this computer."
        ) from error


def serve_on(app: ASGIApp, listener: socket.socket) -> None:
    """Serves until SIGTERM or Ctrl-C; then the process ends within five seconds."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS)
    try:
        _Server(config).run([listener])
    except KeyboardInterrupt:
        # Nothing is left to be done, and taking a loaded model down in order takes seconds.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(128 + signal.SIGINT)


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # A thread inside a model, a download or a load answers no question, and the interpreter
        # would wait for it.
        last = threading.Timer(LAST_SECONDS, os._exit, [128 + sig])
        last.daemon = True
        last.start()
        # What is cut off from here on is no failure.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)

    def run(self, sockets: Sequence[socket.socket] | None = None) -> None:
        super().run(list(sockets or []))


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: only then does asyncio send small answers without delay.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            # A port that was served on a moment ago is free; elsewhere this would share a used one.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host.strip("[]"), port))
    except BaseException:
        made.close()
        raise
    return made


def _another(host: str, port: int) -> str:
    for free in range(port + 1, min(port + PORTS_TRIED, 65536)):
        try:
            _bound(host, free).close()
        except OSError:
            continue
        return f"choose another, such as --port {free}"
    return "choose another with --port"
