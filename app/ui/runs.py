"""What the buttons do: run a lane, stop, go on from a chosen candidate."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.api.failures import told
from app.api.next_token import writing
from app.api.visitors import visitor_left
from app.decoding.sampling import Sampling
from app.engine.cancellation import ActiveRuns, CancelToken
from app.engine.continuations import again, branch, choose_beam, mask_tokens
from app.engine.engine import Engine
from app.engine.events import Event
from app.errors import InputError
from app.ui.controls import NONE, LaneControls
from app.ui.interleave import merged
from app.ui.lane_state import consent, failed, lane_states
from visualizers import Panel

log = logging.getLogger(__name__)

State = dict[str, Any]
MALFORMED = "What was chosen could not be understood: load the page anew."


class Runs:
    """The handlers of one page; bound methods, because Gradio reads their type hints."""

    def __init__(self, engine: Engine, panels: tuple[Panel, ...]) -> None:
        self._engine = engine
        self._panels = panels
        self._stops = ActiveRuns()

    def run(
        self,
        request: gr.Request,
        task: str,
        text: str,
        question: str,
        source: str,
        target: str,
        labels: str,
        system: str,
        history: str,
        cut: bool,
        model_a: str,
        model_b: str,
        own_text: str,
        *settings: Any,
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Runs both lanes at once; lane B on its own text or on that of A.

        Yields both lanes, and whether lane B is to be seen. One handler for both: the page would
        start a second one only when the first has ended.
        """
        half = len(settings) // 2
        asked = {
            "a": (model_a, text, settings[:half]),
            "b": (model_b, own_text or text, settings[half:]),
        }
        left = visitor_left()
        with ExitStack() as flags:
            lanes, running = {}, {}
            for name, (model, words, values) in asked.items():
                if model and model != NONE:
                    stopped = flags.enter_context(
                        self._stops.running(str(request.session_hash), name, left)
                    )
                    fields = {
                        "text": words,
                        "question": question,
                        "source": source,
                        "target": target,
                        "labels": labels,
                        "system": system,
                        "history": history,
                    }
                    running[name] = stopped
                    lanes[name] = self._lane(name, task, fields, cut, model, values, stopped)
            if "b" not in lanes:
                # A branch may have been put there beside lane A.
                yield gr.skip(), None, gr.update(visible=False)
            shown: dict[str, State] = {}
            for newest in merged(lanes):
                shown |= newest
                # Gradio sends the difference from what it sent before, and applies it to the very
                # object the page holds: a skipped output would empty the state it stands for.
                told = [
                    shown[name] if name in shown and not running[name].replaced else gr.skip()
                    for name in ("a", "b")
                ]
                yield told[0], told[1], gr.skip()

    def _lane(
        self,
        lane: str,
        task: str,
        fields: dict[str, str],
        cut: bool,
        model: str,
        settings: Sequence[Any],
        stopped: CancelToken,
    ) -> Iterator[State]:
        sampling = LaneControls.values(settings)
        events = self._engine.run(task, model, fields, sampling, truncate=cut, stop=stopped)
        states = lane_states(
            events,
            lane=lane,
            model_id=model,
            sampling=sampling,
            panels=self._panels,
            task=task,
            given=fields["text"],
        )
        for state in states:
            # What a newer run of this lane shows must not be overwritten by this one's end.
            if not stopped.replaced:
                yield {**state, "consent": self._consent(model)} if state["error"] else state

    def _consent(self, model: str) -> dict[str, Any] | None:
        try:
            return consent(self._engine, model)
        except InputError:
            return None  # no model of that name

    def stop(self, request: gr.Request) -> None:
        """Ends the visitor's runs after their current token; what is written stays."""
        self._stops.stop(str(request.session_hash))

    def pick(
        self, event: gr.EventData, request: gr.Request, *settings: Any
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Something was chosen in a view: its lane goes on from there.

        Yields both lanes, and whether lane B is to be seen.

        The event names the lane and the trace, and one of

        position, id   a token: the text up to the position, then this token; `ids` for several.
                       With neither the model chooses it. `settings` may take the place of the
                       lane's own, see `app.api.next_token.writing`
        node           a node of a beam search
        hide           the tokens to hide from a model that fills in
        show           true: the kept run once more, as it is
        """
        detail = event._data
        lane = "b" if isinstance(detail, Mapping) and detail.get("lane") == "b" else "a"
        half = len(settings) // 2
        sampling = LaneControls.values(settings[half:] if lane == "b" else settings[:half])
        texts: dict[str, Any] = {}
        try:
            picked = _picked(detail)
        except (KeyError, TypeError, ValueError, OverflowError):
            # No view sends such a thing; whoever did should hear of it.
            yield _of(lane, failed(lane, self._engine.settings.default_model, MALFORMED))
            return
        model = self._engine.known_model(picked.trace)
        with self._stops.running(str(request.session_hash), lane, visitor_left()) as stopped:
            try:
                if picked.settings is not None and not picked.show:
                    most = sampling.checked(self._engine.settings.max_new_tokens).max_new_tokens
                    sampling = writing(self._engine, picked.trace, picked.settings, most)
                    texts = {name: picked.settings.get(name, "") for name in ("bias", "banned")}
                for state in lane_states(
                    self._events(picked, sampling, stopped),
                    lane=lane,
                    model_id=model,
                    sampling=sampling,
                    panels=self._panels,
                ):
                    if not stopped.replaced:
                        state["settings"] |= texts | picked.made_with
                        yield _of(lane, state)
            except InputError as error:
                yield _of(lane, failed(lane, model, str(error)))
            except Exception as error:
                log.exception("a choice in a view of %s failed", model)
                yield _of(lane, failed(lane, model, told(error)))

    def _events(self, picked: Picked, sampling: Sampling, stopped: CancelToken) -> Iterator[Event]:
        if picked.show:
            return again(self._engine, picked.trace)
        if picked.node is not None:
            return choose_beam(self._engine, picked.trace, picked.node, stop=stopped)
        if picked.hidden is not None:
            return mask_tokens(self._engine, picked.trace, picked.hidden, stop=stopped)
        return branch(
            self._engine, picked.trace, picked.position, picked.tokens, sampling, stop=stopped
        )


def _of(lane: str, state: State) -> tuple[Any, Any, Any]:
    """What both lanes are sent when one of them changes; lane B is then shown, if it was not."""
    if lane == "a":
        return state, gr.skip(), gr.skip()
    return gr.skip(), state, gr.update(visible=True)


@dataclass(frozen=True)
class Picked:
    """What a view says was chosen; see `Runs.pick`."""

    trace: str
    position: int = 0
    tokens: Sequence[int] = ()
    node: int | None = None
    hidden: Sequence[int] | None = None
    settings: Mapping[str, Any] | None = None
    show: bool = False

    @property
    def made_with(self) -> dict[str, Any]:
        """The settings of a run that is shown once more, as the page remembers them."""
        return dict(self.settings or {}) if self.show else {}


def _picked(detail: object) -> Picked:
    """Raises KeyError, TypeError, ValueError or OverflowError for what no view sends."""
    if not isinstance(detail, Mapping) or not isinstance(detail["trace"], str):
        raise TypeError("a choice names its trace")
    trace = detail["trace"]
    settings = detail.get("settings")
    if settings is not None and not isinstance(settings, Mapping):
        raise TypeError("settings are names with values")
    if detail.get("show") is True:
        return Picked(trace, settings=settings, show=True)
    if "node" in detail:
        return Picked(trace, node=int(detail["node"]))
    if "hide" in detail:
        return Picked(trace, hidden=[int(each) for each in detail["hide"]])
    if "ids" in detail:
        tokens = [int(each) for each in detail["ids"]]
    else:
        tokens = [int(detail["id"])] if settings is None or "id" in detail else []
    return Picked(trace, int(detail["position"]), tokens, settings=settings)
