"""The address is the state: a run writes what was asked into it, and opening it asks that again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import gradio as gr

from app.engine.engine import Engine
from app.tasks import Task
from app.ui.choices import fitting
from app.ui.controls import NAMES, NONE, LaneControls, TaskControls
from app.ui.lane_state import known_rows

LONGEST_NAME = 1000
WHOLE = {"max_new_tokens", "top_k", "seed", "num_beams"}


def _names(lane: str) -> list[str]:
    return [f"{name}-{lane}" for name in NAMES]


def wire(
    page: gr.Blocks,
    engine: Engine,
    asked: TaskControls,
    lanes: dict[str, LaneControls],
    run: gr.Button,
    stage: gr.HTML,
) -> None:
    """Writes the address when Run is pressed and reads it when the page opens.

    `stage` is how the scripts ask for what an address would: its event holds the query.
    """
    names = ["task", "text", "question", "source", "target", "labels", "system", "history"]
    names += ["a", "b"]
    names += ["text-b", "cut"]
    names += [*_names("a"), *_names("b")]
    controls = [
        asked.task,
        asked.text,
        asked.question,
        asked.source,
        asked.target,
        asked.labels,
        asked.system,
        asked.history,
        lanes["a"].model,
        lanes["b"].model,
        lanes["b"].text,
        lanes["a"].cut,
        *lanes["a"].sampling,
        *lanes["b"].sampling,
    ]
    defaults = {
        "task": next(iter(engine.tasks)),
        "b": NONE,
        "cut": False,
        **{
            name: control.value
            for lane in ("a", "b")
            for name, control in zip(_names(lane), lanes[lane].sampling, strict=True)
        },
    }
    given = f"{json.dumps(names)}, v, {json.dumps(defaults)}"
    js = f"(...v) => window.playground.snippets.write({given})"
    gr.on(
        [run.click, asked.text.submit, asked.question.submit],
        None,
        inputs=controls,
        js=js,
        api_visibility="private",
    )

    tasks = engine.tasks

    def filled(query: Mapping[str, str], missing: Mapping[str, Any]) -> list[Any]:
        """What each control is to show; `missing` has values for those that are not named."""
        values = [
            _value(name, query.get(name), control, missing)
            for name, control in zip(names, controls, strict=True)
        ]
        task = tasks.get(query.get("task", str(missing.get("task", ""))))
        if task is not None and ("task" in query or missing):
            values[names.index("task")] = gr.update(value=task.id, info=task.explains)
            asks = [each.name for each in task.fields]
            question = query.get("question", "")[: engine.settings.max_characters]
            if "question" in asks:
                values[names.index("question")] = gr.update(value=question, visible=True)
            elif missing:
                values[names.index("question")] = gr.update(visible=False)
            if "a" not in query and (missing or task.id != defaults["task"]):
                values[names.index("a")] = _able(engine, task)
        return values

    def read(request: gr.Request) -> list[Any]:
        return filled(dict(request.query_params), {})

    def staged(event: gr.EventData) -> list[Any]:
        asked_for = event._data.get("query") if isinstance(event._data, Mapping) else None
        query = asked_for if isinstance(asked_for, Mapping) else {}
        given = {str(name): str(value) for name, value in query.items()}
        return filled(given, defaults)

    def _value(name: str, given: str | None, control: Any, missing: Mapping[str, Any]) -> Any:
        if given is None:
            return missing.get(name, "") if missing and name not in ("task", "a") else gr.skip()
        if name == "task":
            return gr.skip()
        if name in ("a", "b"):
            model = given[:LONGEST_NAME]
            return gr.update(value=model, choices=_choices(engine, name, model))
        if name == "cut":
            return given == "true"
        if name in (
            "text",
            "question",
            "source",
            "target",
            "labels",
            "system",
            "history",
            "text-b",
        ):
            return given[: engine.settings.max_characters]
        return _number(name, given, control)

    page.load(
        read, outputs=controls, api_visibility="private", show_progress="hidden", queue=False
    ).then(None, js="() => window.playground.snippets.opened()", api_visibility="private")
    stage.pick(
        staged, outputs=controls, api_visibility="private", show_progress="hidden", queue=False
    ).then(None, js="() => window.playground.snippets.staged()", api_visibility="private")


def _able(engine: Engine, task: Task) -> Any:
    """The box of lane A with a model that can do the task: the default one where it can."""
    rows = known_rows(engine, tuple(task.families), None, tuple(task.heads), task.id)
    chosen = fitting(None, [each for _, each in rows], engine.settings.default_model)
    return gr.update(value=chosen, choices=rows)


def _choices(engine: Engine, lane: str, model: str) -> list[tuple[str, str]]:
    rows = known_rows(engine, ("decoder", "encoder", "encoder-decoder"), model)
    return [("none", NONE), *rows] if lane == "b" else rows


def _number(name: str, given: str, control: Any) -> Any:
    """A number from the address, if it is one within the control's range."""
    try:
        number = float(given)
    except ValueError:
        return gr.skip()
    least = control.minimum if control.minimum is not None else 0
    most = control.maximum if control.maximum is not None else 2**53
    if not least <= number <= most:
        return gr.skip()
    return int(number) if name.rsplit("-", 1)[0] in WHOLE else number
