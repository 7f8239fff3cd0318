"""A page of bertviz as one document that needs no further request and runs no text of a visitor.

The head and the model view come from bertviz's own functions, the neuron view from its script and
the run's own queries and keys: bertviz's function would run a patched model of 2019 again.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from app.api.bertviz.plan import Plan, query_factor
from app.trace import Attention, Token, Trace
from app.trace.attention import Scores

VENDOR = Path(__file__).parents[3] / "assets" / "vendor"
LIBRARIES = ("jquery-3.7.1.min.js", "d3-5.7.0.min.js")
ROOT_ID = "bertviz"
KEYS = VENDOR.parent / "classic" / "keys.js"
# bertviz asks require.js for jQuery and d3 at a foreign address; here both are there already.
LOADER = "window.requirejs = (names, use) => use(window.jQuery, window.d3);"
# Its boxes have no names for a screen reader, and the one layer of the neuron view is called 0.
ENDING = """
for (const [id, name] of [["layer", "Layer"], ["att_head", "Head"]]) {
  document.getElementById(id)?.setAttribute("aria-label", name);
}
const numbers = JSON.parse(document.body.dataset.layers);
document.querySelectorAll("#layer option").forEach((option, i) => {
  option.textContent = numbers[i];
});
// Said at once: a frame that is out of sight is not laid out, and no observer would be called.
parent.postMessage({ classicHeight: document.documentElement.offsetHeight }, "*");
"""
STYLE = """
html{background:#fff;color:#000;font:15px "Helvetica Neue",Helvetica,Arial,sans-serif}
html.dark{background:#000;color:#ccc;color-scheme:dark}
body{margin:0;padding:12px}
svg text{white-space:pre}
.dark svg>text:not(.detail),.dark.head text{fill:#ccc}
.dark .background{fill:#333}
.unseen{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
#vis:focus{outline:none}
.ring{position:absolute;outline:2px solid #2b72d6;outline-offset:1px;pointer-events:none}
"""
MARKS = {"\n": "↵", "\t": "⇥", "\r": "␍"}
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


def policy(nonce: str) -> str:
    """The Content-Security-Policy of a document: its own scripts, and nothing from anywhere."""
    return (
        f"sandbox allow-scripts; default-src 'none'; script-src 'nonce-{nonce}'; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def document(trace: Trace, plan: Plan, heads: tuple[int, ...], theme: str, nonce: str) -> str:
    """The HTML of a plan; `heads` are those the head view opens with, `theme` light or dark."""
    attention = trace.stack(plan.stack)
    if plan.view == "neuron":
        body, script, parameters = _neuron(attention, plan, heads[0], theme)
    else:
        body, script, parameters = _of_bertviz(attention, plan, heads, theme)
    own = script.replace("PYTHON_PARAMS", literal(parameters), 1)
    scripts = (*_libraries(), LOADER, own, _keys(), ENDING)
    parts = [f'<script nonce="{nonce}">{each}</script>' for each in scripts]
    title = f"{plan.view.capitalize()} view of bertviz"
    numbers = escape(json.dumps(plan.layers))
    return (
        f'<!DOCTYPE html><html lang="en" class="{plan.view} {theme}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{STYLE}</style></head>"
        f'<body data-layers="{numbers}">{body}{"".join(parts)}</body></html>'
    )


def literal(parameters: dict[str, Any]) -> str:
    """JSON that no text in it can end: neither a script nor a line of one."""
    written = json.dumps(parameters, ensure_ascii=True, separators=(",", ":"))
    # Outside of strings JSON has none of these.
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def shown(token: Token) -> str:
    """A token's text, with signs for what has no shape, as the page writes it."""
    text = INVISIBLE.sub(lambda found: MARKS.get(found[0], _sign(found[0])), token.text)
    return text if text.strip() else "·" * len(text) or "▯"


def _sign(character: str) -> str:
    return chr(0x2400 + ord(character)) if ord(character) < 32 else "▯"


def _of_bertviz(
    attention: Attention, plan: Plan, heads: tuple[int, ...], theme: str
) -> tuple[str, str, dict[str, Any]]:
    """(markup, script with a place for the parameters, parameters) of the head or model view."""
    import bertviz  # takes two seconds the first time
    import torch

    held = {n: torch.from_numpy(attention.weights(n).copy())[None] for n in plan.layers}
    # bertviz picks its layers out of the list of all, so the others only have to be there.
    every = [held.get(n, held[plan.layer]) for n in range(len(attention.layers))]
    given: dict[str, Any] = {
        "include_layers": list(plan.layers),
        "prettify_tokens": False,
        "html_action": "return",
    }
    if attention.name == "cross":
        given["cross_attention"] = every
        given["encoder_tokens"] = [shown(token) for token in attention.key_tokens]
        given["decoder_tokens"] = [shown(token) for token in attention.query_tokens]
    else:
        part = {"encoder": "encoder_", "decoder": "decoder_"}.get(attention.name, "")
        given[f"{part}attention"] = every
        given[f"{part}tokens"] = [shown(token) for token in attention.query_tokens]
    if plan.view == "head":
        made = bertviz.head_view(layer=plan.layer, heads=list(heads), **given)
    else:
        made = bertviz.model_view(display_mode=theme, **given)
    return _taken_apart(made.data, plan.view)


def _taken_apart(html: str, view: str) -> tuple[str, str, dict[str, Any]]:
    """What bertviz returned, without its loader and with its parameters as a value.

    bertviz writes the parameters into its script as they are, where a token can end the script.
    """
    before = _installed(view).partition("PYTHON_PARAMS")[0]
    # No token stands before the parameters, so none can pass for the text that is looked for.
    head, _, rest = html.partition(before)
    parameters, _ = json.JSONDecoder().raw_decode(rest)
    markup = re.search("<div.*</div>", head, re.S)
    assert markup  # it is bertviz's own, and pinned
    return markup[0], _script(view), parameters


def _neuron(
    attention: Attention, plan: Plan, head: int, theme: str
) -> tuple[str, str, dict[str, Any]]:
    """The same of the neuron view, as its `show` makes it."""
    record = attention.layers[plan.layer]
    assert isinstance(record, Scores)  # else there was no plan
    shared = record.query.shape[0] // record.key.shape[0]
    queries = record.query.astype(np.float64) * query_factor(record)
    parameters = {
        "attention": {
            "all": {
                "attn": [record.weights().tolist()],
                "queries": [queries.tolist()],
                "keys": [np.repeat(record.key, shared, axis=0).tolist()],
                "left_text": [shown(token) for token in attention.query_tokens],
                "right_text": [shown(token) for token in attention.key_tokens],
            }
        },
        "default_filter": "all",
        "root_div_id": ROOT_ID,
        "bidirectional": not attention.causal,
        "display_mode": theme,
        "layer": 0,
        "head": head,
    }
    # Its height follows the keys alone.
    longest = max(len(attention.query_tokens), len(attention.key_tokens))
    size = f"min-height:{26 * longest + 100}px;min-width:1010px"
    markup = (
        f'<style>svg{{{size}}}</style><div id="{ROOT_ID}">'
        '<span><span class="dropdown-label">Layer: </span><select id="layer"></select> '
        '<span class="dropdown-label">Head: </span><select id="att_head"></select></span>'
        '<div id="vis"></div></div>'
    )
    script = _script("neuron").replace("window.bertviz_params", "PYTHON_PARAMS", 1)
    return markup, script, parameters


@cache
def _libraries() -> tuple[str, ...]:
    return tuple((VENDOR / name).read_text(encoding="utf-8") for name in LIBRARIES)


@cache
def _keys() -> str:
    return KEYS.read_text(encoding="utf-8")


@cache
def _installed(view: str) -> str:
    """The script of a view as it is installed."""
    return (files("bertviz") / f"{view}_view.js").read_text(encoding="utf-8")


@cache
def _script(view: str) -> str:
    """The same without the addresses it would fetch its libraries from."""
    return re.sub(r"require\.config\(\{.*?\n\}\);", "", _installed(view), count=1, flags=re.S)
