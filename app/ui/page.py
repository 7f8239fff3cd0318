"""The page: places the controls and the views, and wires them to each other."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.api import gradio
from app.engine.engine import Engine
from app.engine.events import Recorded
from app.engine.finetuning import Finetuning
from app.tasks import Task
from app.ui import address
from app.ui.choices import QUIET, wire_choices, wire_compare
from app.ui.controls import LaneControls, TaskControls, lane_controls, task_controls
from app.ui.finetune import FinetuneTab
from app.ui.lane_state import recorded_state
from app.ui.runs import Runs
from app.ui.views import view
from visualizers import Panel

TITLE = "Transformer Playground"
LANES = ("a", "b")
FINETUNE = {"id": "finetune", "title": "Fine-tune", "question": "lab"}


def build_page(
    engine: Engine,
    panels: tuple[Panel, ...],
    first_look: Recorded | None,
    finetuning: Finetuning,
) -> gr.Blocks:
    """The page for an engine, with one tab per panel; `first_look` is shown before any run."""
    tasks = tuple(sorted(engine.tasks.values(), key=lambda task: task.order))
    opening = recorded_state(first_look, panels) if first_look else None
    with gr.Blocks(
        title=TITLE,
        fill_width=True,
        analytics_enabled=False,
        # Tables that were sent to train on: looked for every hour, removed when an hour old.
        delete_cache=(3600, 3600),
    ) as page:
        view("header", "pg-header", elem_id="header")
        stage = view("stage", "pg-stage", picks=True, elem_id="stage")
        with gr.Column(elem_classes="pg-page"):
            with gr.Column(elem_classes="pg-ask"):
                view("verbs", "pg-verbs", elem_id="verbs", tasks=[_way(task) for task in tasks])
                view("conversation", "pg-talk", elem_id="conversation")
                asked, run, stop = task_controls(tasks, first_look)
            with gr.Row(elem_classes="pg-gears"):
                lanes = {name: lane_controls(engine, name, tasks[0]) for name in LANES}
                compare = gr.Button("Compare", elem_id="compare", elem_classes="pg-behind")
            with gr.Row(elem_classes="pg-lanes"):
                outputs, columns = {}, {}
                for name in LANES:
                    with gr.Column(visible=name == "a") as columns[name]:
                        outputs[name] = view(
                            "output",
                            "pg-output",
                            value=opening if name == "a" else None,
                            picks=True,
                            elem_id=f"output-{name}",
                            lane=name,
                        )
            view(
                "questions",
                "pg-questions",
                elem_id="questions",
                panels=_ways_to_look(panels),
                opens={task.id: task.opens for task in tasks},
                titles={task.id: task.title for task in tasks},
            )
            with gr.Tabs(elem_classes="pg-inspector"):
                inspector = [_panel_tab(panel) for panel in panels]
                with gr.Tab(FINETUNE["title"], id=FINETUNE["id"]):
                    FinetuneTab(engine, finetuning).build(asked, lanes)
        wire_choices(engine, asked, lanes, columns["b"], outputs["b"])
        wire_compare(engine, compare, asked.task, lanes)
        # First, because the listeners of one event are served in turn, and a run is long.
        address.wire(page, engine, asked, lanes, run, stage)
        shown = [outputs["a"], outputs["b"], columns["b"]]
        _wire_runs(Runs(engine, panels), engine, asked, lanes, run, stop, shown, inspector)
        gradio.add(engine)
    page.queue(
        default_concurrency_limit=2 * engine.settings.concurrent_runs,
        max_size=engine.settings.most_waiting,
    )
    return page


def _panel_tab(panel: Panel) -> gr.HTML:
    with gr.Tab(panel.title, id=panel.id):
        return view(
            panel.view,
            f"pg-{panel.view}",
            picks=True,
            elem_id=f"panel-{panel.id}",
            panel=panel.id,
            explains=panel.explains,
        )


def _way(task: Task) -> dict[str, Any]:
    """What the script of the verbs is told of a task."""
    return {
        "id": task.id,
        "title": task.title,
        "verb": task.verb,
        "way": task.way or task.title,
        "explains": task.explains,
        "opens": task.opens,
        "families": list(task.families),
    }


def _ways_to_look(panels: tuple[Panel, ...]) -> list[dict[str, Any]]:
    """The panels as the script of the questions arranges them."""
    listed = [
        {
            "id": panel.id,
            "title": panel.title,
            "question": panel.question,
            "example": dict(panel.example),
        }
        for panel in panels
    ]
    return [*listed, FINETUNE]


def _wire_runs(
    runs: Runs,
    engine: Engine,
    asked: TaskControls,
    lanes: dict[str, LaneControls],
    run: gr.Button,
    stop: gr.Button,
    shown: list[Any],
    inspector: list[gr.HTML],
) -> None:
    gr.on(
        [run.click, asked.text.submit, asked.question.submit],
        runs.run,
        inputs=[
            asked.task,
            asked.text,
            asked.question,
            asked.source,
            asked.target,
            asked.labels,
            asked.system,
            asked.history,
            lanes["a"].cut,
            lanes["a"].model,
            lanes["b"].model,
            lanes["b"].text,
            *lanes["a"].sampling,
            *lanes["b"].sampling,
        ],
        outputs=shown,
        # Every visitor may have a run under way; how many models run at once is the engine's.
        concurrency_limit=engine.settings.most_waiting,
        trigger_mode="multiple",
        **QUIET,
    )
    stop.click(runs.stop, queue=False, **QUIET)
    for chosen_from in (*shown[:2], *inspector):
        chosen_from.pick(
            runs.pick,
            inputs=[*lanes["a"].sampling, *lanes["b"].sampling],
            outputs=shown,
            concurrency_limit=engine.settings.most_waiting,
            **QUIET,
        )
