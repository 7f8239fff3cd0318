"""The routes of arrays: whole tables as bytes, and no JSON; see docs/api.md."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response

from app.api.arrays import Arrays, packed
from app.api.compare import weights_of
from app.api.octets import octets
from app.engine.engine import Engine


def add(app: FastAPI, engine: Engine, arrays: Arrays) -> None:
    """Adds the routes to the application."""

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
        return octets(request, arrays.value_output_norms(trace_id, stack))

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

    @app.get("/compare/{trace_id}/{other}/{layer}/{head}")
    def compared_head(
        request: Request,
        trace_id: str,
        other: str,
        layer: int,
        head: int,
        stack: str = "self",
        side: str = "one",
    ) -> Response:
        weights = weights_of(engine, trace_id, other, layer, head, stack, side)
        return octets(request, packed(weights))
