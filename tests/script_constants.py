"""Constants of the page's scripts: `python -m tests.script_constants` writes them from Python's."""

from __future__ import annotations

import json
from typing import Any

from app.decoding.sampling import BY_ID, CUTS, ORDER, RULES, SETTINGS
from app.ui.rules_shown import RULES_SHOWN, RuleShown
from tests.payloads import UI

FILE = UI / "lib" / "decoding_settings.js"
HEAD = """/* The rules of decoding, their settings and how they are shown, by
 * `python -m tests.script_constants` from app/decoding/sampling.py and app/ui/rules_shown.py.
 */
"""
WIDTH = 120  # as Biome lays scripts out


def text() -> str:
    """What the file must hold."""
    off = {rule: [name, _number(SETTINGS[name].off)] for rule, name in RULES.items()}
    cards = {rule: _card(RULES_SHOWN[rule]) for rule in ORDER}
    sliders = [
        {"key": RULES[rule], **_slider(shown), "says": shown.brief}
        for rule, shown in RULES_SHOWN.items()
        if shown.brief
    ]
    return HEAD + "".join(
        (
            _constant("ORDER", [*ORDER], "The rules as transformers' `generate` applies them."),
            _constant(
                "SETTING",
                off,
                "The setting each rule reads, and the value at which it does nothing.",
                "Record<string, [string, string | number]>",
            ),
            _constant("CUTS", [*CUTS], "The rules that cut: none does at temperature 0."),
            _constant("BY_ID", [*BY_ID], "The rules that must know which entry is which token."),
            _constant(
                "RULES",
                cards,
                "How each is shown; `on`: the value it starts with when it is switched on.",
                "Record<string, RuleWords>",
            ),
            _constant("SLIDERS", sliders, "The sliders of the next-token panel.", "KnobSetting[]"),
        )
    )


def _constant(name: str, value: Any, says: str, type_of: str = "") -> str:
    lead = f"export const {name} = "
    kind = f"\n * @type {{{type_of}}}\n" if type_of else ""
    return f"\n/** {says}{kind} */\n{lead}{_script(value, lead)};\n"


def _card(shown: RuleShown) -> dict[str, Any]:
    if shown.example is not None:
        return {"label": shown.label, "says": shown.says, "text": shown.example}
    return {**_slider(shown), "says": shown.says, "on": shown.on}


def _slider(shown: RuleShown) -> dict[str, Any]:
    return {
        "label": shown.label,
        "min": shown.least,
        "max": shown.most,
        "step": shown.step,
    }


def _number(value: Any) -> Any:
    """1 for 1.0: the scripts have one kind of number."""
    return int(value) if isinstance(value, float) and value == int(value) else value


def _script(value: Any, lead: str, depth: int = 0, behind: int = 1) -> str:
    """A value as Biome lays it out: on one line where it fits, else a line for each part."""
    if not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    one_line = not isinstance(value, dict) and not any(isinstance(one, dict) for one in value)
    flat = json.dumps(value, ensure_ascii=False)
    if one_line and len(lead) + len(flat) + behind <= WIDTH:
        return flat
    indent = "  " * (depth + 1)
    leads = [f"{key}: " for key in value] if isinstance(value, dict) else [""] * len(value)
    parts = [*value.values()] if isinstance(value, dict) else value
    lines = "".join(
        f"{indent}{start}{_script(part, indent + start, depth + 1)},\n"
        for start, part in zip(leads, parts, strict=True)
    )
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{lines}{'  ' * depth}{closing}"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
