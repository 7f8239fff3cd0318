"""Two lanes at once: what was told of one lane is told again with every state of the other."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app.decoding.sampling import Sampling
from app.ui import runs
from app.ui.controls import LaneControls
from app.ui.runs import Runs


def states(name: str, count: int) -> list[dict[str, Any]]:
    return [
        {"lane": name, "tokens": list(range(n)), "running": n < count} for n in range(count + 1)
    ]


@pytest.mark.parametrize("longer", ["a", "b"])
def test_a_lane_that_has_ended_keeps_its_state(
    monkeypatch: pytest.MonkeyPatch, longer: str
) -> None:
    """Gradio sends differences: an output left out would take away what the page holds."""
    steps = {"a": 2, "b": 2, longer: 9}

    def one_by_one(lanes: Any) -> Any:
        # The shorter lane first, so that it has ended while the other goes on.
        for name in sorted(lanes, key=lambda each: each == longer):
            for state in lanes[name]:
                yield {name: state}

    monkeypatch.setattr(runs, "merged", one_by_one)
    monkeypatch.setattr(LaneControls, "values", staticmethod(lambda settings: Sampling()))
    monkeypatch.setattr(Runs, "_lane", lambda self, lane, *_: iter(states(lane, steps[lane])))
    request: Any = SimpleNamespace(session_hash="s")
    engine: Any = None
    told = list(
        Runs(engine, ()).run(
            request, "read", "t", "", "", "", "", "", "", False, "m", "n", "", 1, 1
        )
    )
    for place, name in enumerate("ab"):
        seen = False
        for each in told:
            if "lane" in each[place]:
                seen = True
                assert each[place]["lane"] == name
            else:
                assert not seen, "a state was left out after it had been told"
        assert told[-1][place] == states(name, steps[name])[-1]
