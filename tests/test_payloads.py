"""The types of the page's scripts are Python's, and what is sent has them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter, with_config

import visualizers
from app.decoding.sampling import Sampling
from app.discovery import declared
from app.engine import first_look as recorded
from app.engine.events import Event, Loading
from app.errors import InputError
from app.models.store import State
from app.ui.lane_payload import Lane
from app.ui.lane_state import failed, lane_states, recorded_state
from tests.payloads import FILE, text
from visualizers._panel import Panel

PANELS = declared(visualizers, "PANEL", Panel)


def test_the_committed_types_are_pythons() -> None:
    assert FILE.read_text(encoding="utf-8") == text()


def refused() -> Iterator[Event]:
    yield Loading(State("fetching", 0.4))
    raise InputError("Type some text first.")


def sent() -> list[dict[str, Any]]:
    states = lane_states(
        refused(), lane="a", model_id="smollm2-135m", sampling=Sampling(), panels=PANELS
    )
    first_look = recorded.read(recorded.FIRST_LOOK)
    return [*states, failed("b", "no/such", "No."), recorded_state(first_look, PANELS)]


@pytest.mark.parametrize("number", range(4))
def test_a_lane_as_it_is_sent_has_the_type_of_a_lane(number: int) -> None:
    """Strictly, and with no field that the types do not know."""
    strict = TypeAdapter(with_config({"extra": "forbid", "strict": True})(Lane))
    strict.validate_json(json.dumps(sent()[number]))


def test_a_lane_with_another_field_has_not() -> None:
    strict = TypeAdapter(with_config({"extra": "forbid", "strict": True})(Lane))
    with pytest.raises(ValueError, match="surprise"):
        strict.validate_json(json.dumps({**sent()[0], "surprise": 1}))
