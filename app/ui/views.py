"""Places our own scripts into the page: data goes through props, never through a template."""

from __future__ import annotations

from typing import Any

import gradio as gr


def view(
    name: str, css_class: str, *, value: Any = None, picks: bool = False, **props: Any
) -> gr.HTML:
    """A gr.HTML drawn by the script that registered as `name` (assets/ui).

    The template holds no value: Gradio evaluates templates, and what visitors type must not be.
    The scripts are linked in the page's head (app/ui/opening.py). `picks` lets the script
    trigger the event "pick".
    """
    emit = '(detail) => trigger("pick", detail)' if picks else "() => {}"
    return gr.HTML(
        value=value,
        html_template=f'<div class="{css_class}"></div>',
        js_on_load=f'window.playground.mount("{name}", element, props, {emit}, watch)',
        apply_default_css=False,
        **props,
    )
