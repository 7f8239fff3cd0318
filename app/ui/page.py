"""The page: places the controls and the views, and wires them to each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import gradio as gr

from app.api import gradio
from app.engine.engine import Engine
from app.engine.events import Recorded
from app.engine.finetuning import Finetuning
from app.errors import InputError
from app.models.catalog import row
from app.tasks import Task
from app.ui import address
from app.ui.controls import (
    NONE,
    ONLY_OWN,
    OWN_MODEL,
    LaneControls,
    TaskControls,
    lane_controls,
    task_controls,
)
from app.ui.finetune import FinetuneTab
from app.ui.lane_state import known_rows, recorded_state
from app.ui.runs import Runs
from app.ui.views import view
from visualizers import Panel

TITLE = "Transformer Playground"
LANES = ("a", "b")
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
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
        _wire_controls(engine, asked, lanes, columns["b"], outputs["b"])
        _wire_compare(engine, compare, asked.task, lanes)
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


def _wire_compare(
    engine: Engine, compare: gr.Button, task: gr.Radio, lanes: dict[str, LaneControls]
) -> None:
    """One press puts lane A's model and settings into lane B, or takes lane B away."""

    def beside(task_id: str, model_a: str, model_b: str, *settings: Any) -> list[Any]:
        if model_b and model_b != NONE:
            return [NONE, *(gr.skip() for _ in settings)]
        chosen = engine.task(task_id)
        rows = known_rows(engine, tuple(chosen.families), model_a, tuple(chosen.heads), task_id)
        return [gr.update(value=model_a, choices=[("none", NONE), *rows]), *settings]

    compare.click(
        gradio.refusing(beside),
        inputs=[task, lanes["a"].model, lanes["b"].model, *lanes["a"].sampling],
        outputs=[lanes["b"].model, *lanes["b"].sampling],
        queue=False,
        **QUIET,
    )


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


def _wire_controls(
    engine: Engine,
    asked: TaskControls,
    lanes: dict[str, LaneControls],
    column_b: gr.Column,
    output_b: gr.HTML,
) -> None:
    asked.task.change(
        None, inputs=[asked.task], js="(id) => window.playground.snippets.taskIs(id)", **QUIET
    )
    # Only what the visitor does: the address sets task and models together.
    asked.task.input(
        _handler(_task_changed, engine),
        inputs=[asked.task, asked.text, asked.question, lanes["a"].model, lanes["b"].model],
        outputs=[
            asked.task,
            asked.text,
            asked.question,
            lanes["a"].model,
            lanes["b"].model,
            lanes["a"].settings,
            lanes["b"].settings,
            asked.languages,
            asked.swap,
            asked.labels,
            lanes["a"].limit,
            lanes["b"].limit,
        ],
        # A verb and one of its ways are two choices that may follow each other at once.
        trigger_mode="always_last",
        **QUIET,
    )
    asked.history.change(
        None,
        inputs=[asked.history],
        js="(turns) => window.playground.snippets.historyIs(turns)",
        **QUIET,
    )
    # Also when the address names the task: then nobody has touched the switch.
    asked.task.change(
        _handler(_task_shown, engine),
        inputs=[asked.task, lanes["b"].model],
        outputs=[
            asked.text,
            asked.system,
            lanes["a"].settings,
            lanes["b"].settings,
            lanes["a"].limit,
            lanes["b"].limit,
        ],
        trigger_mode="always_last",
        **QUIET,
    )
    gr.on(
        [lanes["a"].model.change, lanes["b"].model.change],
        _handler(_models_changed, engine),
        inputs=[asked.task, lanes["a"].model, lanes["b"].model],
        outputs=[asked.languages, asked.swap, asked.labels],
        **QUIET,
    )
    asked.swap.click(
        _handler(_swapped, engine),
        inputs=[lanes["a"].model, lanes["b"].model, asked.source, asked.target, asked.text],
        outputs=[lanes["a"].model, lanes["b"].model, asked.source, asked.target, asked.text],
        js="(...v) => [...v.slice(0, 4), window.playground.snippets.turnedRound(v[4])]",
        **QUIET,
    )
    asked.example.click(
        _handler(_example, engine),
        inputs=[asked.task],
        outputs=[asked.text, asked.question],
        **QUIET,
    )
    lanes["b"].model.change(
        _handler(_lane_b_changed, engine),
        inputs=[lanes["b"].model, asked.task],
        outputs=[column_b, lanes["b"].settings, lanes["b"].text, output_b],
        **QUIET,
    )


def _handler(function: Callable[..., Any], engine: Engine) -> Callable[..., Any]:
    """The function for an engine; what no page sends ends in a sentence for whoever sent it."""
    return gradio.refusing(partial(function, engine))


def _lane_b_changed(engine: Engine, model: str, task_id: str) -> tuple[Any, Any, Any, Any]:
    compared = bool(model) and model != NONE
    settings = compared and engine.task(task_id).writes
    return (
        gr.update(visible=compared),
        gr.update(visible=settings),
        gr.update(visible=compared),
        gr.skip() if compared else None,
    )


def _task_shown(engine: Engine, task_id: str, model_b: str) -> tuple[Any, ...]:
    """The label of the text, and the settings a task has; what was typed and chosen stays."""
    task = engine.task(task_id)
    first = task.fields[0]
    compared = bool(model_b) and model_b != NONE
    return (
        gr.update(label=first.label, placeholder=first.hint, lines=1),
        gr.update(visible="system" in [each.name for each in task.fields]),
        gr.update(visible=task.writes),
        gr.update(visible=task.writes and compared),
        gr.update(visible=task.limits),
        gr.update(visible=task.limits),
    )


def _task_changed(
    engine: Engine, task_id: str, text: str, question: str, model_a: str, model_b: str
) -> tuple[Any, ...]:
    """Fits the controls to a task; what was typed stays, an untouched example is exchanged."""
    task = engine.task(task_id)
    examples = [each.example.get("text") for each in engine.tasks.values()]
    # What the visitor typed is left alone, also what is typed while this is under way.
    exchanged: dict[str, Any] = (
        {"value": task.example.get("text", "")} if not text or text in examples else {}
    )
    asked: dict[str, Any] = {} if question else {"value": task.example.get("question", "")}
    first = task.fields[0]
    asks = [each.name for each in task.fields]
    families = tuple(task.families)
    heads = tuple(task.heads)
    choices = {"a": known_rows(engine, families, model_a, heads, task_id)}
    choices["b"] = [("none", NONE), *known_rows(engine, families, model_b, heads, task_id)]
    ids = [choice[1] for choice in choices["a"]]
    compared = model_b != NONE and model_b in [choice[1] for choice in choices["b"]]
    model_a = _fitting(model_a, ids, engine.settings.default_model)
    languages, swap, labels = _models_changed(
        engine, task_id, model_a, model_b if compared else NONE
    )
    return (
        gr.update(info=task.explains),
        gr.update(label=first.label, placeholder=first.hint, lines=1, **exchanged),
        gr.update(visible="question" in asks, **asked),
        gr.update(choices=choices["a"], value=model_a, info=OWN_MODEL if ids else ONLY_OWN),
        gr.update(choices=choices["b"], value=model_b if compared else NONE),
        gr.update(visible=task.writes),
        gr.update(visible=task.writes and compared),
        languages,
        swap,
        labels,
        gr.update(visible=task.limits),
        gr.update(visible=task.limits),
    )


def _models_changed(
    engine: Engine, task_id: str, model_a: str, model_b: str
) -> tuple[Any, Any, Any]:
    """Codes and labels are asked for where a model from outside the catalogue may want them."""
    asks = {each.name for each in engine.task(task_id).fields}
    models = [each for each in (model_a, model_b) if each and each != NONE]
    several = any(_languages(each) is None for each in models)
    foreign = any(each.startswith(("hub:", "path:")) for each in models)
    return (
        gr.update(visible="source" in asks and several),
        gr.update(visible="source" in asks),
        gr.update(visible="labels" in asks and foreign),
    )


def _languages(model: str) -> tuple[str, str] | None:
    """Source and target of a translator for one direction."""
    try:
        return row(model).languages
    except InputError:
        return None


def _swapped(
    engine: Engine, model_a: str, model_b: str, source: str, target: str, text: str
) -> tuple[Any, ...]:
    """The other direction: its models where there are such, and the codes exchanged."""
    return _reversed(engine, model_a), _reversed(engine, model_b), target, source, text


def _reversed(engine: Engine, model: str) -> str:
    languages = _languages(model)
    if languages is not None:
        for other in engine.rows():
            if other.languages == languages[::-1]:
                return other.id
    return model


def _fitting(model: str | None, ids: list[str], default: str) -> str:
    """The chosen model if it is among those a task can use, else the default one or the first."""
    for each in (model, default, *ids):
        if each and each in ids:
            return each
    return ""


def _example(engine: Engine, task_id: str) -> tuple[str, str]:
    example = engine.task(task_id).example
    return example.get("text", ""), example.get("question", "")
