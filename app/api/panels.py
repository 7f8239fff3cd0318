"""What a panel's script draws, for any run that is kept; see docs/api.md."""

from __future__ import annotations

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from app.engine.engine import Engine
from app.errors import InputError
from visualizers import Panel, Selection


def add(app: FastAPI, engine: Engine, panels: tuple[Panel, ...]) -> None:
    """Adds the route to the application."""
    by_id = {panel.id: panel for panel in panels}

    @app.get("/panels/{panel}/{trace_id}")
    def panel_view(
        panel: str,
        trace_id: str,
        stack: str = "",
        layer: int = 0,
        head: int = 0,
        position: int = -1,
    ) -> Response:
        if panel not in by_id:
            raise InputError(f"There is no panel {panel!r}: choose one of {', '.join(by_id)}.")
        trace = engine.trace(trace_id)
        reason = by_id[panel].needs(trace)
        if reason:
            raise InputError(reason)
        if stack and stack not in {each.name for each in trace.attention}:
            stack = ""
        if layer < 0 or head < 0:
            raise InputError("layer and head must be 0 or more.")
        if not -len(trace.written) <= position < len(trace.written):
            raise InputError(f"position must be from 0 to {len(trace.written) - 1}.")
        drawn = by_id[panel].draw(trace, Selection(stack, layer, head, position))
        # What is said about a trace may change with the program, so it is asked for anew.
        return JSONResponse(drawn, headers={"Cache-Control": "private, no-cache"})
