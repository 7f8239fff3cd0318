"""The tab in which a visitor trains labels of their own and tries them at once."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from app.api.failures import told
from app.api.visitors import visitor_left
from app.engine.cancellation import ActiveRuns
from app.engine.engine import Engine
from app.engine.finetuning import Finetuning, Preparing, name_for
from app.errors import InputError
from app.ui.controls import LaneControls, TaskControls
from app.ui.lane_state import known_rows
from app.ui.views import view

log = logging.getLogger(__name__)

TASK = "sentiment"
SAMPLE = Path(__file__).parents[2] / "assets" / "samples" / "reviews.csv"
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
EXPLAINS = (
    "Train labels of your own on the encoder: a CSV with the columns text and label, 20 rows or "
    "more. A fifth of the rows is held back, and the curve shows how many of those are right."
)


class FinetuneTab:
    """The tab's handlers; bound methods, because Gradio reads their type hints."""

    def __init__(self, engine: Engine, finetuning: Finetuning) -> None:
        self._engine = engine
        self._finetuning = finetuning
        self._stops = ActiveRuns()

    def build(self, asked: TaskControls, lanes: dict[str, LaneControls]) -> None:
        """Places the tab's controls and wires them."""
        bases = known_rows(self._engine, ("encoder",))
        plain = [(title, name) for title, name in bases if not self._head_of(name)]
        with gr.Row(elem_classes="pg-finetune"):
            with gr.Column(min_width=260, scale=1):
                file = gr.File(
                    label="CSV with the columns text and label",
                    file_types=[".csv", ".tsv", ".txt"],
                    elem_id="finetune-file",
                    height=150,
                )
                sample = gr.Button(
                    "Use a sample: 40 short reviews, praise or complaint",
                    size="sm",
                    elem_id="finetune-sample",
                    elem_classes="pg-quiet",
                )
                name = gr.Textbox(
                    label="Name", placeholder="my-labels", max_lines=1, elem_id="finetune-name"
                )
                base = gr.Dropdown(
                    plain,
                    value=plain[0][1] if plain else None,
                    label="Base",
                    info="an encoder",
                    allow_custom_value=True,
                    elem_id="finetune-base",
                )
                epochs = gr.Slider(
                    1,
                    20,
                    value=4,
                    step=1,
                    label="Epochs (times it sees every row)",
                    elem_id="finetune-epochs",
                )
                with gr.Row():
                    start = gr.Button("Train", variant="primary", elem_id="finetune-start")
                    stop = gr.Button("Stop", elem_id="finetune-stop")
            with gr.Column(min_width=300, scale=2):
                curve = view(
                    "training", "pg-training", value=self._idle(), elem_id="training",
                    explains=EXPLAINS,
                )  # fmt: skip
                with gr.Row(elem_classes="pg-finetune-own"):
                    own = gr.Dropdown(
                        self._names(),
                        label="Trained here",
                        allow_custom_value=False,
                        elem_id="finetune-own",
                    )
                    use = gr.Button("Use in lane B", elem_id="finetune-use", min_width=110)
                    delete = gr.Button("Delete", elem_id="finetune-delete", min_width=80)
        sample.click(self._sample, outputs=[file, name], **QUIET)
        file.upload(self._named, inputs=[file, name], outputs=[name], **QUIET)
        start.click(
            self.train,
            inputs=[file, name, base, epochs],
            outputs=[curve, own],
            concurrency_limit=self._engine.settings.most_waiting,
            trigger_mode="once",
            **QUIET,
        )
        stop.click(self.stop, queue=False, **QUIET)
        use.click(
            self.use,
            inputs=[own, lanes["a"].model],
            outputs=[asked.task, lanes["a"].model, lanes["b"].model, curve],
            **QUIET,
        )
        delete.click(self.delete, inputs=[own], outputs=[curve, own], **QUIET)

    def _sample(self) -> tuple[str, str]:
        """A table that is here, for those who have none at hand."""
        return str(SAMPLE), SAMPLE.stem

    def _head_of(self, model: str) -> str | None:
        return next((each.head_kind for each in self._engine.rows() if each.id == model), None)

    def _names(self) -> list[str]:
        return [each.id.removeprefix("adapter:") for each in self._finetuning.own()]

    def _idle(self) -> dict[str, Any]:
        return {
            "running": False,
            "status": "" if self._finetuning.allowed else "Training is switched off here.",
            "error": "",
            "losses": [],
            "scores": [],
            "steps": 0,
            "seconds_left": None,
            "done": None,
        }

    def _named(self, file: str | None, name: str) -> str:
        return name or (name_for(file) if file else "")

    def train(
        self, request: gr.Request, file: str | None, name: str, base: str, epochs: float
    ) -> Iterator[tuple[Any, Any]]:
        """Trains and shows loss and accuracy as they come."""
        state = {**self._idle(), "run": time.time_ns(), "running": True}
        if not file:
            yield {**state, "running": False, "error": "Choose a CSV file first."}, gr.skip()
            return
        name = name.strip() or name_for(file)
        session = str(request.session_hash)
        with self._stops.running(session, "finetune", visitor_left()) as stopped:
            try:
                events = self._finetuning.train(
                    name, base, Path(file), epochs=epochs, page=request.session_hash, stop=stopped
                )
                for event in events:
                    state = _after(state, event, name)
                    yield state, gr.skip()
            except InputError as error:
                yield {**state, "running": False, "status": "", "error": str(error)}, gr.skip()
                return
            except Exception as error:
                log.exception("a training failed")
                yield {**state, "running": False, "status": "", "error": told(error)}, gr.skip()
                return
        yield state, gr.update(choices=self._names(), value=name)

    def stop(self, request: gr.Request) -> None:
        """Ends the training; the best so far is kept."""
        self._stops.stop(str(request.session_hash))

    def use(self, own: str | None, model_a: str) -> tuple[Any, ...]:
        """Puts an adapter into lane B, for the task that shows its labels."""
        if not own:
            sentence = {**self._idle(), "error": "Train one first, or choose one of the list."}
            return gr.skip(), gr.skip(), gr.skip(), sentence
        task = self._engine.tasks[TASK]
        families, heads = tuple(task.families), tuple(task.heads)
        chosen = f"adapter:{own}"
        rows = known_rows(self._engine, families, chosen, heads)
        ids = [each for _, each in rows]
        first = model_a if model_a in ids else ids[0]
        return (
            gr.update(value=TASK, info=task.explains),
            gr.update(choices=rows, value=first),
            gr.update(choices=[("none", "none"), *rows], value=chosen),
            gr.skip(),
        )

    def delete(self, request: gr.Request, own: str | None) -> tuple[Any, Any]:
        """Removes an adapter that was trained here, on a shared server by this very page."""
        try:
            self._finetuning.delete(own or "", page=request.session_hash)
        except InputError as error:
            return {**self._idle(), "error": str(error)}, gr.skip()
        gone = {**self._idle(), "status": f"{own} was deleted."}
        return gone, gr.update(choices=self._names(), value=None)


def _after(state: dict[str, Any], event: Any, name: str) -> dict[str, Any]:
    if isinstance(event, Preparing):
        return {**state, "status": "Reading the table and the base …"}
    if hasattr(event, "folder"):
        ends = {"stop": "Stopped", "patience": "Done early (it stopped improving)"}
        accuracy = event.scores.get("accuracy", 0.0)
        return {
            **state,
            "running": False,
            "status": f"{ends.get(event.stopped, 'Ready')}: {accuracy:.1%} of the held-back rows "
            f"are right, best at step {event.best_step}.",
            "seconds_left": None,
            "done": {"name": name, "size": event.size, "accuracy": accuracy},
        }
    losses, scores = state["losses"], state["scores"]
    if event.loss is not None:
        losses = [*losses, [event.step, event.loss]]
    if event.scores is not None and "accuracy" in event.scores:
        scores = [*scores, [event.step, event.scores["accuracy"]]]
    return {
        **state,
        "status": f"Step {event.step} of {event.steps}",
        "losses": losses,
        "scores": scores,
        "steps": event.steps,
        "seconds_left": event.seconds_left,
    }
