"""Loads the default model behind the page: not before the first visitor sees something."""

from __future__ import annotations

import threading

from app.engine.engine import Engine

# Importing torch keeps the interpreter busy for seconds, which would delay the first page.
PATIENCE_SECONDS = 5.0


class Warmup:
    """Starts once, when the first page reports that it is on screen, or after a while."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asked = threading.Event()

    def start(self) -> None:
        """Waits in a daemon thread, so that leaving the program need not wait for a load."""
        threading.Thread(target=self._wait_and_load, name="warm-up", daemon=True).start()

    def visitor(self) -> None:
        """A page is on screen."""
        self._asked.set()

    def _wait_and_load(self) -> None:
        self._asked.wait(PATIENCE_SECONDS)
        self._engine.warm(self._engine.settings.default_model)
