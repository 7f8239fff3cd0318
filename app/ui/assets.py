"""How the page looks before our own style sheet, and the scripts it loads."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

UI = Path(__file__).parent.parent.parent / "assets" / "ui"


def theme() -> gr.themes.Base:
    """A neutral theme with the bundled font; only its regular and bold files are complete."""
    sans = gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700))
    return gr.themes.Base(
        primary_hue="slate",
        neutral_hue="slate",
        font=[sans, "ui-sans-serif", "system-ui", "sans-serif"],
    )


def scripts() -> str:
    """Links to our own scripts, in the order they run: after the page is read, before Gradio's."""
    names = sorted((path.name for path in UI.glob("*.js")), key=_place)
    return "".join(f'<script defer src="/ui/{name}?v={_age(name)}"></script>' for name in names)


def styles() -> str:
    """Links to our own style sheets, the page's own first."""
    names = sorted(
        (path.name for path in UI.glob("*.css")), key=lambda name: (name != "page.css", name)
    )
    return "".join(f'<link rel="stylesheet" href="/ui/{name}?v={_age(name)}">' for name in names)


def _place(name: str) -> tuple[int, str]:
    first = (
        "fetching.js",
        "store.js",
        "pointing.js",
        "words.js",
        "attention_names.js",
        "tooltip.js",
        "colours.js",
        "text_marks.js",
    )
    return first.index(name) if name in first else len(first), name


def _age(name: str) -> int:
    # Part of the address, so that a change is seen.
    return int((UI / name).stat().st_mtime)
