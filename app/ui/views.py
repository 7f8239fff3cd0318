"""Places our own scripts into the page: data goes through props, never through a template."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

MARKS = ("lane", "panel")


def view(
    name: str, css_class: str, *, value: Any = None, picks: bool = False, **props: Any
) -> gr.HTML:
    """A gr.HTML drawn by the script that registered as `name` (assets/ui).

    The template holds no value: Gradio evaluates templates, and what visitors type must not be.
    The scripts are linked in the page's head (app/ui/first_paint.py). `picks` lets the script
    trigger the event "pick".
    """
    # Said in the template as well: props of our own are lost when a hidden column is shown.
    marks = "".join(f' data-{key}="{escape(props[key])}"' for key in MARKS if key in props)
    emit = '(detail) => trigger("pick", detail)' if picks else "() => {}"
    return gr.HTML(
        value=value,
        html_template=f'<div class="{css_class}"{marks}></div>',
        js_on_load=f'window.playground.mount("{name}", element, props, {emit}, watch)',
        apply_default_css=False,
        **props,
    )
