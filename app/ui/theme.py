"""How the page looks before our own style sheet, and the scripts it loads."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

UI = Path(__file__).parent.parent.parent / "assets" / "ui"
# The store comes first: every view registers with it.
FIRST = "store.js"


def theme() -> gr.themes.Base:
    """A neutral theme with the bundled font; only its regular and bold files are complete."""
    sans = gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700))
    return gr.themes.Base(
        primary_hue="slate",
        neutral_hue="slate",
        font=[sans, "ui-sans-serif", "system-ui", "sans-serif"],
    )


def head() -> str:
    """Links to our own scripts and style sheets; each carries its age so that a change is seen."""
    scripts = sorted(path.name for path in UI.glob("*.js"))
    scripts.sort(key=_place)
    styles = sorted(path.name for path in UI.glob("*.css"))
    styles.sort(key=lambda name: name != "page.css")
    lines = [f'<link rel="stylesheet" href="/ui/{name}?v={_age(name)}">' for name in styles]
    lines += [f'<script src="/ui/{name}?v={_age(name)}"></script>' for name in scripts]
    return "\n".join(lines)


def _place(name: str) -> tuple[int, str]:
    order = {"store.js": 0, "words.js": 1, "tooltip.js": 2, "colours.js": 3}
    return order.get(name, 9), name


def _age(name: str) -> int:
    return int((UI / name).stat().st_mtime)
