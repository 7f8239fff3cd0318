"""The controls: the task with its texts, and per lane the model with its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.decoding.sampling import RULES, Sampling
from app.engine.engine import Engine
from app.engine.events import Recorded
from app.tasks import Task
from app.ui.lane_state import known_rows
from app.ui.rules_shown import RULES_SHOWN

NONE = "none"
OWN_MODEL = "or type hub:ORG/NAME, path:FOLDER"
# Where no model of the catalogue has the head a task needs.
ONLY_OWN = "none is shipped for this task: type hub:ORG/NAME or path:FOLDER"
# The order of the sampling controls in every list of inputs.
NAMES = (
    "max_new_tokens",
    "temperature",
    "top_k",
    "top_p",
    "min_p",
    "repetition_penalty",
    "seed",
    "num_beams",
    "length_penalty",
)
MOST_BEAMS = 8


@dataclass(frozen=True)
class TaskControls:
    """What is asked, whatever the lane.

    `languages` holds the codes of source and target, `swap` turns the direction round; `labels` are
    the visitor's own. `history` holds the turns of a chat, see `app.tasks.chat`.
    """

    task: gr.Radio
    text: gr.Textbox
    question: gr.Textbox
    languages: gr.Row
    source: gr.Textbox
    target: gr.Textbox
    labels: gr.Textbox
    system: gr.Textbox
    history: gr.Textbox
    swap: gr.Button
    example: gr.Button


@dataclass(frozen=True)
class LaneControls:
    """One lane's model and settings; lane B may have a text of its own."""

    model: gr.Dropdown
    settings: gr.Accordion
    sampling: tuple[Any, ...]
    text: Any  # a Textbox for lane B, None for lane A
    cut: Any  # a Checkbox for lane A that counts for both, None for lane B

    @property
    def limit(self) -> Any:
        """The slider for the number of new tokens."""
        return self.sampling[NAMES.index("max_new_tokens")]

    @staticmethod
    def values(settings: Sequence[Any]) -> Sampling:
        """The sampling settings from the values of the controls, in the order of NAMES."""
        values = dict(zip(NAMES, settings, strict=False))
        return Sampling(**values)


def task_controls(
    tasks: tuple[Task, ...], first_look: Recorded | None
) -> tuple[TaskControls, gr.Button, gr.Button]:
    """Task switch, texts, Run and Stop; filled with the run the page opens on.

    The switch itself is out of sight: the script of the verbs turns it (assets/ui/shell/verbs.js).
    """
    task = tasks[0]
    text = first_look.fields.get("text", "") if first_look else ""
    first = task.fields[0]
    switch = gr.Radio(
        [(each.title, each.id) for each in tasks],
        value=task.id,
        label="Task",
        info=task.explains,
        elem_id="task",
        elem_classes="pg-behind",
    )
    with gr.Row(elem_classes="pg-line"):
        box = gr.Textbox(
            value=text,
            label=first.label,
            placeholder=first.hint,
            lines=1,
            max_lines=12,
            elem_id="text",
        )
        with gr.Column(elem_classes="pg-actions", min_width=120):
            run = gr.Button("Run", variant="primary", elem_id="run")
            stop = gr.Button("Stop", elem_id="stop")
    question = gr.Textbox(
        label="Question",
        placeholder="What do you want to know?",
        visible=False,
        max_lines=2,
        elem_id="question",
    )
    with gr.Row(visible=False, elem_id="languages", elem_classes="pg-languages") as languages:
        source, target = (
            gr.Textbox(label=label, placeholder=hint, max_lines=1, min_width=80, elem_id=name)
            for name, label, hint in (
                ("source", "From", "code, such as en"),
                ("target", "To", "code, such as pt"),
            )
        )
    labels = gr.Textbox(
        label="Labels of your own",
        placeholder="sport, politics, food",
        info="only for a model of entailment (NLI)",
        max_lines=1,
        visible=False,
        elem_id="labels",
    )
    system = gr.Textbox(
        label="System message",
        placeholder="You are …",
        info="what the model is told before the conversation",
        max_lines=3,
        visible=False,
        elem_id="system",
    )
    history = gr.Textbox(label="Conversation so far", elem_id="history", elem_classes="pg-behind")
    with gr.Row(elem_classes="pg-text-actions"):
        example = gr.Button(
            "Use the example",
            size="sm",
            min_width=110,
            elem_id="example",
            elem_classes="pg-quiet",
        )
        swap = gr.Button(
            "Swap direction",
            size="sm",
            min_width=110,
            visible=False,
            elem_id="swap",
            elem_classes="pg-quiet",
        )
    controls = TaskControls(
        switch, box, question, languages, source, target, labels, system, history, swap, example
    )
    return controls, run, stop


def lane_controls(engine: Engine, name: str, task: Task) -> LaneControls:
    """Model and settings of lane "a" or "b"."""
    choices = known_rows(engine, tuple(task.families), task_id=task.id)
    is_b = name == "b"
    default = engine.settings.default_model
    with gr.Column(elem_id=f"gear-{name}", elem_classes=["pg-gear", f"pg-gear-{name}"]):
        model = gr.Dropdown(
            [("none", NONE), *choices] if is_b else choices,
            value=NONE if is_b else default,
            label=f"Model {name.upper()}",
            info="compared side by side" if is_b else OWN_MODEL,
            allow_custom_value=True,
            elem_id=f"model-{name}",
        )
        with gr.Accordion(
            f"Settings {name.upper()}", open=False, visible=not is_b, elem_id=f"settings-{name}"
        ) as settings:
            sampling = _sampling_controls(engine, name)
        text = None
        cut = None
        if not is_b:
            cut = gr.Checkbox(
                label="Shorten long texts automatically",
                value=False,
                container=False,
                elem_id="cut",
            )
        if is_b:
            text = gr.Textbox(
                label="Different text for B",
                placeholder="Same as A",
                lines=1,
                max_lines=6,
                visible=False,
                elem_id="text-b",
            )
    return LaneControls(model, settings, sampling, text, cut)


def _sampling_controls(engine: Engine, name: str) -> tuple[Any, ...]:
    start = engine.default_sampling()
    most = engine.settings.max_new_tokens
    return (
        gr.Slider(
            1,
            most,
            value=start.max_new_tokens,
            step=1,
            label="New tokens at most",
            elem_id=f"max-new-tokens-{name}",
        ),
        *(_rule_slider(rule, name, start) for rule in ("temperature", "top_k", "top_p", "min_p")),
        # Below 1 it would favour what stands there already: that is for who knows the cards.
        _rule_slider("repetition", name, start, least=1),
        gr.Number(value=start.seed, precision=0, minimum=0, label="Seed", elem_id=f"seed-{name}"),
        gr.Slider(
            1,
            MOST_BEAMS,
            value=start.num_beams,
            step=1,
            label="Beams (1 = off; needs temperature 0)",
            elem_id=f"beams-{name}",
        ),
        gr.Slider(
            -2,
            3,
            value=start.length_penalty,
            step=0.1,
            label="Length penalty of beams (above 1 favours longer)",
            elem_id=f"length-penalty-{name}",
        ),
    )


def _rule_slider(rule: str, name: str, start: Sampling, least: float | None = None) -> gr.Slider:
    shown = RULES_SHOWN[rule]
    return gr.Slider(
        shown.least if least is None else least,
        shown.most,
        value=getattr(start, RULES[rule]),
        step=shown.step,
        label=shown.control,
        elem_id=f"{rule.replace('_', '-')}-{name}",
    )
