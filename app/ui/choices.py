"""What a choice of task, model or lane changes in the other controls."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import gradio as gr

from app.api import gradio
from app.engine.engine import Engine
from app.errors import InputError
from app.models.catalog import row
from app.ui.controls import NONE, ONLY_OWN, OWN_MODEL, LaneControls, TaskControls
from app.ui.lane_state import known_rows

QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def wire_choices(
    engine: Engine,
    asked: TaskControls,
    lanes: dict[str, LaneControls],
    column_b: gr.Column,
    output_b: gr.HTML,
) -> None:
    """Fits the controls to the task and models that are chosen, whoever chose them."""
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


def wire_compare(
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
    model_a = fitting(model_a, ids, engine.settings.default_model)
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


def fitting(model: str | None, ids: list[str], default: str) -> str:
    """The chosen model if it is among those a task can use, else the default one or the first."""
    for each in (model, default, *ids):
        if each and each in ids:
            return each
    return ""


def _example(engine: Engine, task_id: str) -> tuple[str, str]:
    example = engine.task(task_id).example
    return example.get("text", ""), example.get("question", "")
