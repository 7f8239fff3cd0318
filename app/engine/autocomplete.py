"""Autocomplete: suggestions while somebody types, the newest question of each page only."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.engine.cancellation import ActiveRuns, CancelToken
from app.engine.disconnection import Left, never
from app.engine.engine import Engine
from app.engine.requests import checked_text
from app.errors import InputError
from app.models.catalog import row

if TYPE_CHECKING:
    from app.decoding.suggestions import Prefix
    from app.models.loading import Loaded

MOST_TOKENS = 12
MOST_READ = 100_000
PAGES_KEPT = 4
LONGEST_NAME = 64


class Autocomplete:
    """Answers pages that type, through the engine's turns and limits.

    Of the last few pages it keeps what the model has read, so that a text that goes on is not read
    from its beginning again.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stops = ActiveRuns()
        self._prefixes: OrderedDict[str, tuple[str, Prefix]] = OrderedDict()
        self._lock = threading.Lock()

    def suggest(
        self, text: str, model: str, page: str, *, stop: Left = never
    ) -> Iterator[dict[str, Any]]:
        """The three likeliest next tokens, then a continuation that grows by a token a line.

        `model` is an id, or a title of the catalogue as the page's box shows it.
        A newer question of the same page ends this one. A model is not loaded for it: typing must
        not start a download. Raises InputError.
        """
        text = checked_text(text, "Your text", self._engine.settings.max_characters)
        known = row(self._id_of(model) or self._engine.settings.default_model)
        # One that is being loaded already, as at the start, is waited for.
        if self._engine.store.state(known.id).phase == "absent":
            raise InputError(f"{known.title} is not loaded yet: press Run once, then type on.")
        page = page[:LONGEST_NAME]
        with (
            self._stops.running(page, "autocomplete", stop) as stopped,
            self._engine.use(known.id, stopped) as loaded,
            self._engine.turn(stopped) as mine,
        ):
            if loaded.family != "decoder" or loaded.looks_ahead:
                raise InputError(
                    "Autocomplete needs a decoder that reads from left to right: choose another "
                    "model."
                )
            if mine:
                yield from self._answer(loaded, text, page, stopped)

    def _id_of(self, model: str) -> str:
        return next((each.id for each in self._engine.rows() if each.title == model), model)

    def _answer(
        self, loaded: Loaded, text: str, page: str, stopped: CancelToken
    ) -> Iterator[dict[str, Any]]:
        from app.decoding.suggestions import Prefix, suggest

        pieces = loaded.pieces
        room = min(self._engine.settings.max_tokens, loaded.max_length or MOST_READ)
        # Of a text that is too long the end is what the next token depends on most.
        ids = [token.id for token in pieces.read_beginning(text)[1]][-max(1, room - MOST_TOKENS) :]
        made_by, known = self._taken(page)
        # The same name may stand for other weights after a training.
        prefix = known if known is not None and made_by == loaded.fingerprint else Prefix()
        for found in suggest(
            loaded,
            ids,
            prefix,
            most=min(MOST_TOKENS, room - len(ids)),
            ends_line=lambda token: "\n" in pieces.text(token),
            stop=stopped,
        ):
            # Kept at every step: a page that turns away may never ask for the rest.
            self._keep(page, loaded.fingerprint, prefix)
            yield {
                "tokens": [
                    {"id": token, "text": pieces.text(token), "probability": share}
                    for token, share in found.likeliest
                ],
                "text": pieces.spell(found.written, text)[0] if found.written else "",
                "read": found.read,
            }
            self._taken(page)
        self._keep(page, loaded.fingerprint, prefix)

    def _taken(self, page: str) -> tuple[str, Prefix | None]:
        """What was read for a page: one question at a time may have it."""
        with self._lock:
            return self._prefixes.pop(page, ("", None))

    def _keep(self, page: str, fingerprint: str, prefix: Prefix) -> None:
        with self._lock:
            self._prefixes[page] = (fingerprint, prefix)
            while len(self._prefixes) > PAGES_KEPT:
                self._prefixes.popitem(last=False)
