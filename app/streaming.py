"""An experiment as lines of JSON, as it goes on."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Iterator
from typing import Any

from app import contract_heads
from app.contract import hidden_fields
from app.decided import Decided, Deciding
from app.errors import InputError
from app.hidden import Hidden, Hiding
from app.placed import Placing
from app.ui.lane import FAILED

log = logging.getLogger(__name__)

Step = Hiding | Hidden | Deciding | Decided | Placing | dict[str, Any]


def lines(steps: Iterator[Step]) -> Iterator[str]:
    """An experiment as lines of JSON: how far it is, then its result or why there is none."""
    first = next(steps, None)

    def told() -> Iterator[str]:
        try:
            for step in itertools.chain([first] if first else [], steps):
                if isinstance(step, dict):
                    yield json.dumps(step) + "\n"
                elif isinstance(step, Hidden):
                    yield json.dumps(hidden_fields(step)) + "\n"
                elif isinstance(step, Decided):
                    yield json.dumps(contract_heads.decided_fields(step)) + "\n"
                else:
                    yield json.dumps({"done": step.done, "of": step.of}) + "\n"
        except InputError as error:
            yield json.dumps({"error": str(error)}) + "\n"
        except Exception:
            log.exception("an experiment failed")
            yield json.dumps({"error": FAILED}) + "\n"

    return told()
