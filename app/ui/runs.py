"""What the buttons do: run a lane, stop, go on from a chosen candidate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import gradio as gr

from app.engine import Engine
from app.ui.controls import NONE, LaneControls
from app.ui.lane import lane_states
from app.ui.merged import merged
from app.ui.stops import Flag, Stops
from visualizers._panel import Panel

State = dict[str, Any]


class Runs:
    """The handlers of one page; bound methods, because Gradio reads their type hints."""

    def __init__(self, engine: Engine, panels: tuple[Panel, ...]) -> None:
        self._engine = engine
        self._panels = panels
        self._stops = Stops()

    def run(
        self,
        request: gr.Request,
        task: str,
        text: str,
        question: str,
        source: str,
        target: str,
        labels: str,
        cut: bool,
        model_a: str,
        model_b: str,
        own_text: str,
        *settings: Any,
    ) -> Iterator[tuple[Any, Any]]:
        """Runs both lanes at once; lane B on its own text or on that of A. Yields both lanes.

        One handler for both: the page would start a second one only when the first has ended.
        """
        half = len(settings) // 2
        asked = {
            "a": (model_a, text, settings[:half]),
            "b": (model_b, own_text or text, settings[half:]),
        }
        with ExitStack() as flags:
            lanes = {}
            for name, (model, words, values) in asked.items():
                if model and model != NONE:
                    stopped = flags.enter_context(
                        self._stops.running(str(request.session_hash), name)
                    )
                    fields = {
                        "text": words,
                        "question": question,
                        "source": source,
                        "target": target,
                        "labels": labels,
                    }
                    lanes[name] = self._lane(name, task, fields, cut, model, values, stopped)
            if "b" not in lanes:
                yield gr.skip(), None
            for newest in merged(lanes):
                yield newest.get("a", gr.skip()), newest.get("b", gr.skip())

    def _lane(
        self,
        lane: str,
        task: str,
        fields: dict[str, str],
        cut: bool,
        model: str,
        settings: Sequence[Any],
        stopped: Flag,
    ) -> Iterator[State]:
        sampling = LaneControls.values(settings)
        events = self._engine.run(task, model, fields, sampling, truncate=cut, stop=stopped)
        states = lane_states(
            events, lane=lane, model_id=model, sampling=sampling, panels=self._panels
        )
        for state in states:
            # What a newer run of this lane shows must not be overwritten by this one's end.
            if not stopped.replaced:
                yield state

    def stop(self, request: gr.Request) -> None:
        """Ends the visitor's runs after their current token; what is written stays."""
        self._stops.stop(str(request.session_hash))

    def pick(
        self, event: gr.EventData, request: gr.Request, *settings: Any
    ) -> Iterator[tuple[Any, Any]]:
        """A candidate or a hypothesis was chosen: its lane goes on from there. Yields both lanes.

        The event names the lane and the trace, and a token (`position`, `id`), a `node` of a beam
        search, or the tokens to `hide` from a model that fills in.
        """
        detail = event._data
        lane = "b" if detail.get("lane") == "b" else "a"
        half = len(settings) // 2
        sampling = LaneControls.values(settings[half:] if lane == "b" else settings[:half])
        try:
            trace_id = str(detail["trace"])
            node = int(detail["node"]) if "node" in detail else None
            hidden = [int(each) for each in detail["hide"]] if "hide" in detail else None
            position, token = (
                (0, 0) if node is not None or hidden is not None else _token_of(detail)
            )
        except (KeyError, TypeError, ValueError):
            return
        model = self._engine.known_model(trace_id)
        with self._stops.running(str(request.session_hash), lane) as stopped:
            if node is not None:
                events = self._engine.choose(trace_id, node, stop=stopped)
            elif hidden is not None:
                events = self._engine.hide_tokens(trace_id, hidden, stop=stopped)
            else:
                events = self._engine.branch(trace_id, position, token, sampling, stop=stopped)
            for state in lane_states(
                events, lane=lane, model_id=model, sampling=sampling, panels=self._panels
            ):
                if not stopped.replaced:
                    yield (state, gr.skip()) if lane == "a" else (gr.skip(), state)


def _token_of(detail: dict[str, Any]) -> tuple[int, int]:
    return int(detail["position"]), int(detail["id"])
