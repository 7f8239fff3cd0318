"""The web application: the array routes, health, the guard in front of all, and the page."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

# Set before gradio is imported: otherwise it looks up foreign hosts.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError

import visualizers
from app.api import array_routes, autocomplete, routes, schemes
from app.api import panels as panel_routes
from app.api.arrays import Arrays
from app.api.bertviz import routes as bertviz_routes
from app.api.disconnection import Leaving
from app.api.guard import Guard
from app.api.refusals import Unexpected, malformed, refused
from app.api.streaming import Streams
from app.discovery import declared
from app.engine import first_look as recorded
from app.engine.engine import Engine
from app.engine.finetuning import Finetuning
from app.engine.warmup import Warmup
from app.errors import InputError
from app.models.catalog import row
from app.settings import Settings
from app.ui.assets import UI, Assets, packed
from app.ui.first_paint import Opening
from app.ui.page import build_page
from app.ui.theme import theme
from visualizers import Panel

THREADS = 40  # for answers that wait for nothing


class ServerStatus(TypedDict):
    """What /status answers."""

    title: str
    phase: str
    fraction: float | None
    problem: str


ANSWERS = (ServerStatus,)


def create(settings: Settings, engine: Engine | None = None, *, warm: bool = True) -> FastAPI:
    """The application for these settings; `warm` loads the default model once it is served."""
    engine = engine or Engine(settings)
    first_look = recorded.read(recorded.FIRST_LOOK) if recorded.FIRST_LOOK.exists() else None
    if first_look is not None:
        engine.keep(first_look)
    panels = declared(visualizers, "PANEL", Panel)

    warmup = Warmup(engine)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Half imported, this package is another object: a thread that meets it then finds no name
        # in it. Without torch, which comes later, it takes half a second.
        import transformers  # noqa: F401

        # A request that waits for a model's turn holds a thread: the others must still have some.
        to_thread.current_default_thread_limiter().total_tokens = THREADS + settings.most_waiting
        if warm:
            warmup.start()
        yield

    app = FastAPI(title="Transformer Playground", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_exception_handler(InputError, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    finetuning = Finetuning(engine)
    streams = Streams(settings.most_streams)
    _add_health(app, engine, warmup)
    _add_files(app)
    routes.add(app, engine, streams)
    array_routes.add(app, engine, Arrays(engine, settings.array_memory))
    autocomplete.add(app, engine, streams)
    bertviz_routes.add(app, engine)
    panel_routes.add(app, engine, panels)
    schemes.add(app, engine)
    _add_adapters(app, finetuning)
    page = build_page(engine, panels, first_look, finetuning)
    page.state_session_capacity = settings.sessions_kept
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        run_history=False,
        footer_links=[],
        show_error=False,
        max_file_size=settings.max_upload if settings.training else "1kb",
        enable_monitoring=False,
        theme=theme(),
        ssr_mode=False,
        app_kwargs={"docs_url": None, "redoc_url": None},
    )
    app.add_middleware(Opening, recorded=first_look)
    app.add_middleware(Leaving)
    app.add_middleware(Unexpected)
    # Added last, so it stands in front of everything else.
    app.add_middleware(
        Guard,
        hosts=settings.allowed_hosts,
        password=settings.password,
        # The one file a page may send is a table to train on.
        uploads=settings.max_upload if settings.training else 0,
        most=settings.max_body,
    )
    return app


def _add_health(app: FastAPI, engine: Engine, warmup: Warmup) -> None:
    @app.head("/healthz", include_in_schema=False)
    @app.get("/healthz")
    def health() -> dict[str, Any]:
        # Open to everybody, so it names no folder of anybody's.
        known = {each.id for each in engine.rows()}
        return {"status": "ok", "loaded": [each for each in engine.store.loaded() if each in known]}

    @app.get("/status")
    def status() -> dict[str, Any]:
        warmup.visitor()
        known = row(engine.settings.default_model)
        state = engine.store.state(known.id)
        return {
            "title": known.title,
            "phase": state.phase,
            "fraction": state.fraction,
            "problem": engine.warm_problem if state.phase == "absent" else "",
        }


def _add_files(app: FastAPI) -> None:
    @app.get("/ui/plotly.min.js")
    def plotly(request: Request) -> Response:
        script = Path(str(files("plotly") / "package_data" / "plotly.min.js"))
        answer = packed(script, request.scope)
        answer.headers["Cache-Control"] = "public, max-age=86400"
        return answer

    app.mount("/ui", Assets(directory=UI), name="ui")


def _add_adapters(app: FastAPI, finetuning: Finetuning) -> None:
    @app.get("/adapters/{name}.zip")
    def adapter(name: str) -> Response:
        headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
        packed = finetuning.packed(name)
        return Response(packed, media_type="application/zip", headers=headers)
