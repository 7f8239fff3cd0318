"""The constants of the page's scripts are Python's, and so are the controls."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import gradio as gr
import pytest

from app.decoding.rules import is_active
from app.decoding.sampling import BY_ID, CUTS, ORDER, RULES, SETTINGS, Sampling
from app.tasks.generate import TASK
from app.ui.controls import NAMES, lane_controls
from app.ui.rules_shown import RULES_SHOWN
from tests.payloads import UI
from tests.script_constants import FILE, text
from tests.test_messages import has


def test_the_committed_constants_are_pythons() -> None:
    assert FILE.read_text(encoding="utf-8") == text()


def test_every_rule_reads_a_setting_and_is_shown() -> None:
    assert set(RULES.values()) <= set(SETTINGS) & {each.name for each in fields(Sampling)}
    assert [*RULES_SHOWN] == [*ORDER]
    assert set(CUTS) | set(BY_ID) == set(ORDER) - {"temperature"}


@pytest.mark.parametrize("rule", ORDER)
def test_a_rule_at_its_off_value_does_nothing(rule: str) -> None:
    off, shown = SETTINGS[RULES[rule]].off, RULES_SHOWN[rule]
    drawn = Sampling(temperature=0.7)
    if shown.example is not None:
        assert off == "" and not is_active(rule, drawn)
        return
    for value, active in ((off, False), (shown.on, True)):
        settings: dict[str, Any] = {"temperature": 0.7, RULES[rule]: value}
        assert is_active(rule, Sampling(**settings)) is active


@pytest.mark.parametrize("rule", ORDER)
def test_what_a_slider_gives_is_taken(rule: str) -> None:
    shown, setting = RULES_SHOWN[rule], SETTINGS[RULES[rule]]
    if shown.example is not None:
        return
    assert shown.on is not None and shown.least <= shown.on <= shown.most
    assert shown.least <= setting.off <= shown.most
    for value in (shown.least, shown.most, shown.on, setting.off):
        setting.checked(value)


@pytest.mark.parametrize("rule", ORDER)
def test_no_text_of_a_rule_is_missing_in_other_languages(rule: str) -> None:
    shown = RULES_SHOWN[rule]
    for sentence in filter(None, (shown.label, shown.says, shown.control, shown.brief)):
        assert has(sentence), sentence


def test_no_script_says_of_a_rule_what_the_table_says() -> None:
    for path in UI.rglob("*.js"):
        if path != FILE and path.parent.name != "messages":
            script = path.read_text(encoding="utf-8")
            for shown in RULES_SHOWN.values():
                assert shown.says not in script, path.name
                assert not shown.brief or shown.brief not in script, path.name


def test_the_controls_of_a_lane_have_the_sliders_of_the_rules(engine: Any) -> None:
    with gr.Blocks():
        controls = lane_controls(engine, "a", TASK)
    for rule, shown in RULES_SHOWN.items():
        if not shown.control:
            continue
        slider = controls.sampling[NAMES.index(RULES[rule])]
        assert (slider.label, slider.maximum, slider.step) == (
            shown.control,
            shown.most,
            shown.step,
        )
