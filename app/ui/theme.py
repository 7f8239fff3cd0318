"""How the page looks before our own style sheet."""

from __future__ import annotations

import gradio as gr


def theme() -> gr.themes.Base:
    """A neutral theme with the bundled font; only its regular and bold files are complete."""
    sans = gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700))
    return gr.themes.Base(
        primary_hue="slate",
        neutral_hue="slate",
        font=[sans, "ui-sans-serif", "system-ui", "sans-serif"],
    )
