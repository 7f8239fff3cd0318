"""The routes of bertviz's own views."""

from __future__ import annotations

import secrets
from dataclasses import asdict

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse, JSONResponse

from app.api.bertviz.plan import THEMES, plan
from app.api.checks import numbers_of, whole
from app.engine.engine import Engine
from app.errors import InputError


def add(app: FastAPI, engine: Engine) -> None:
    """Adds the routes to the application."""

    @app.get("/classic/{view}/{trace_id}/plan")
    def planned(view: str, trace_id: str, stack: str = "", layer: int = 0) -> Response:
        found = asdict(plan(engine.trace(trace_id), view, stack, layer))
        return JSONResponse(found, headers={"Cache-Control": "private, no-cache"})

    @app.get("/classic/{view}/{trace_id}")
    def drawn(
        view: str,
        trace_id: str,
        stack: str = "",
        layer: int = 0,
        heads: str = "0",
        theme: str = "light",
    ) -> Response:
        if theme not in THEMES:
            raise InputError(f"theme must be one of {', '.join(THEMES)}.")
        trace = engine.trace(trace_id)
        found = plan(trace, view, stack, layer)
        if found.why:
            raise InputError(found.why)
        count = trace.stack(found.stack).heads
        chosen = tuple(whole(head, "head", count) for head in numbers_of(heads, "heads"))
        # bertviz brings torch and IPython with it, so it comes when it is asked for.
        from app.api.bertviz.document import document, policy

        nonce = secrets.token_urlsafe(16)
        return HTMLResponse(
            document(trace, found, chosen, theme, nonce),
            headers={
                "Content-Security-Policy": policy(nonce),
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "private, no-store",
            },
        )
