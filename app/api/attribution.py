"""How much each word adds to a label or an answer; see docs/api.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from app.api.registry import capability
from app.engine import experiments
from app.engine.disconnection import Left, never
from app.engine.engine import Engine
from app.experiments.attribution_result import Attribution


@capability(endpoint="decides", route="/experiments/decides/{trace_id}")
def decides(
    engine: Engine, trace_id: str, label: str = "", *, stop: Left = never
) -> Iterator[dict[str, Any]]:
    """How much each word adds to a label or an answer, by four ways of asking."""
    for step in experiments.attribute(engine, trace_id, label, stop=stop):
        yield asdict(step) if isinstance(step, Attribution) else {"done": step.done, "of": step.of}
