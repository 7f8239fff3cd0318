"""The web application: the array routes, health, the guard in front of all, and the page."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

# Set before gradio is imported: otherwise it looks up foreign hosts.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

import visualizers
from app import (
    contract_anatomy,
    contract_positional,
    contract_roles,
    experiments,
    interventions,
    recorded,
    routes_classic,
    routes_lab,
    routes_sets,
)
from app.arrays import Arrays
from app.discovery import declared
from app.engine import Engine
from app.errors import InputError
from app.finetuning import Finetuning
from app.guard import Guard
from app.leaving import Leaving
from app.models.catalog import row
from app.octets import octets
from app.places import Move
from app.refusals import Unexpected, malformed, refused
from app.schemes import schemes
from app.settings import Settings
from app.streaming import Streams
from app.ui.assets import UI, Assets, packed
from app.ui.opening import Opening
from app.ui.page import build_page
from app.ui.theme import theme
from app.warmup import Warmup
from visualizers._panel import Panel, Selection

THREADS = 40  # for answers that wait for nothing


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
    _add_routes(app, engine, Arrays(engine, settings.array_memory), panels, warmup)
    _add_experiments(app, engine, streams)
    routes_lab.add(app, engine, streams)
    routes_classic.add(app, engine)
    routes_sets.add(app, engine, streams)
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


def _add_routes(
    app: FastAPI, engine: Engine, arrays: Arrays, panels: tuple[Panel, ...], warmup: Warmup
) -> None:
    by_id = {panel.id: panel for panel in panels}

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

    @app.get("/arrays/{trace_id}/logits/{position}")
    def logits(request: Request, trace_id: str, position: int) -> Response:
        return octets(request, arrays.logits(trace_id, position))

    @app.get("/arrays/{trace_id}/entries/{position}")
    def entries(request: Request, trace_id: str, position: int) -> Response:
        return octets(request, arrays.entries(trace_id, position))

    @app.get("/arrays/{trace_id}/attention/{stack}/thumbnails")
    def thumbnails(request: Request, trace_id: str, stack: str) -> Response:
        return octets(request, arrays.thumbnails(trace_id, stack))

    # Before the layers, whose numbers stand in the same place.
    @app.get("/arrays/{trace_id}/attention/{stack}/lengths")
    def written_lengths(request: Request, trace_id: str, stack: str) -> Response:
        return octets(request, arrays.lengths(trace_id, stack))

    @app.get("/arrays/{trace_id}/attention/{stack}")
    def all_layers(request: Request, trace_id: str, stack: str) -> Response:
        return octets(request, arrays.stack(trace_id, stack))

    @app.get("/arrays/{trace_id}/attention/{stack}/rows/{query}")
    def rows(request: Request, trace_id: str, stack: str, query: int) -> Response:
        return octets(request, arrays.rows(trace_id, stack, query))

    @app.get("/arrays/{trace_id}/attention/{stack}/rollout/{layer}")
    def rollout(request: Request, trace_id: str, stack: str, layer: int) -> Response:
        return octets(request, arrays.rollout(trace_id, stack, layer))

    @app.get("/arrays/{trace_id}/attention/{stack}/rollout/rows/{query}")
    def rollout_rows(request: Request, trace_id: str, stack: str, query: int) -> Response:
        return octets(request, arrays.rollout_rows(trace_id, stack, query))

    @app.get("/arrays/{trace_id}/attention/{stack}/{layer}")
    def one_layer(request: Request, trace_id: str, stack: str, layer: int) -> Response:
        return octets(request, arrays.layer(trace_id, stack, layer))

    @app.get("/arrays/{trace_id}/attention/{stack}/{layer}/{head}")
    def one_head(request: Request, trace_id: str, stack: str, layer: int, head: int) -> Response:
        return octets(request, arrays.head(trace_id, stack, layer, head))

    @app.get("/heads/positional/{trace_id}")
    def positional(trace_id: str, stack: str = "") -> Response:
        return JSONResponse(contract_positional.positional(engine, trace_id, stack))

    @app.get("/heads/induction/{trace_id}")
    def induction(trace_id: str) -> Response:
        return JSONResponse(contract_roles.head_induction(engine, trace_id))

    @app.get("/heads/roles/{trace_id}")
    def roles(trace_id: str, stack: str = "") -> Response:
        return JSONResponse(contract_roles.head_roles(engine, trace_id, stack))

    @app.get("/heads/anatomy/{trace_id}")
    def anatomy(
        trace_id: str,
        stack: str = "",
        layer: int = 0,
        head: int = 0,
        query: int = 0,
        key: int | None = None,
    ) -> Response:
        return JSONResponse(
            contract_anatomy.head_anatomy(engine, trace_id, stack, layer, head, query, key)
        )

    @app.get("/schemes")
    def compared_schemes(request: Request) -> Response:
        return JSONResponse(schemes(engine, request.query_params))

    @app.get("/ui/plotly.min.js")
    def plotly(request: Request) -> Response:
        script = Path(str(files("plotly") / "package_data" / "plotly.min.js"))
        answer = packed(script, request.scope)
        answer.headers["Cache-Control"] = "public, max-age=86400"
        return answer

    app.mount("/ui", Assets(directory=UI), name="ui")


def _add_experiments(app: FastAPI, engine: Engine, streams: Streams) -> None:
    @app.get("/experiments/hide/{trace_id}")
    async def hide(trace_id: str, first: int, last: int) -> Response:
        return await streams.answer(
            lambda stop: interventions.hide(engine, trace_id, first, last, stop=stop)
        )

    @app.get("/experiments/decides/{trace_id}")
    async def decides(trace_id: str, label: str = "") -> Response:
        return await streams.answer(
            lambda stop: interventions.decide(engine, trace_id, label, stop=stop)
        )

    @app.get("/experiments/positions/{trace_id}/words")
    def movable(trace_id: str) -> Response:
        return JSONResponse(experiments.experiments(engine, trace_id))

    @app.get("/experiments/positions/{trace_id}")
    async def move_positions(
        trace_id: str, kind: str, first: int = 0, second: int = 1, by: float = 1, seed: int = 0
    ) -> Response:
        move = Move(kind, first, second, by, seed)
        return await streams.answer(
            lambda stop: experiments.place(engine, trace_id, move, stop=stop)
        )


def _add_adapters(app: FastAPI, finetuning: Finetuning) -> None:
    @app.get("/adapters/{name}.zip")
    def adapter(name: str) -> Response:
        headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
        packed = finetuning.packed(name)
        return Response(packed, media_type="application/zip", headers=headers)
