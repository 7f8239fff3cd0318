"""The messages of other languages fit the English sentences of the scripts and of Python."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import app.tasks
import visualizers
from app.discovery import declared
from app.tasks import Task
from visualizers._panel import Panel

ROOT = Path(__file__).parent.parent
UI = ROOT / "assets" / "ui"
LANGUAGES = ("zh", "pt")
ENTRY = re.compile(
    r"""^  (?:(\w+)|("(?:[^"\\]|\\.)*")|'((?:[^'\\]|\\.)*)'):\s+(.+?),$""", re.M | re.S
)
HOLE = re.compile(r"\{\w*\}")
# What a script gives to t(), or as a text or label of an element.
SAID = re.compile(
    r"""\bt\(\s*"((?:[^"\\]|\\.)*)"|(?:\btext|placeholder|"aria-label"):\s*"((?:[^"\\]|\\.)*)\""""
)
# Marks, names and examples of what a visitor may type are the same in every language.
SAME = re.compile(
    r"^([\W\d]*|[A-Z]|[a-z]{1,4}|q · k|Transformer Playground|Language · .*|cat[:,].*)$"
)


@cache
def messages(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for bare, double, single, value in ENTRY.findall(
        (UI / "messages" / f"{language}.js").read_text()
    ):
        key = bare or (json.loads(double) if double else single.replace("\\'", "'"))
        assert key not in found, f"{language} has {key!r} twice"
        found[key] = json.loads(value) if value.startswith('"') else value[1:-1]
    return found


@cache
def sources() -> str:
    """Every text that a script or a module writes, one after the other."""
    texts = []
    for path in UI.rglob("*.js"):
        if path.parent.name != "messages":
            raw = re.sub(r"""["`]\s*\+\s*["`]""", "", path.read_text())
            texts.append(unescaped(raw.replace("${THIN}", "\u202f")))
    for folder in ("app", "visualizers"):
        for path in (ROOT / folder).rglob("*.py"):
            texts += strings(ast.parse(path.read_text()))
    return "\n".join(texts)


def unescaped(text: str) -> str:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"\\(.)", r"\1", text)


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def holes(text: str) -> list[str]:
    return sorted(HOLE.findall(text))


def has(key: str) -> bool:
    """Whether a file of messages has the sentence, with whatever it calls what is filled in."""
    return key in messages("zh") or any(
        HOLE.split(key) == HOLE.split(other) for other in messages("zh")
    )


def test_both_languages_have_the_same_sentences() -> None:
    assert messages("zh").keys() == messages("pt").keys()
    assert len(messages("zh")) > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_fills_in_what_its_sentence_does(language: str) -> None:
    for key, message in messages(language).items():
        assert set(holes(message)) <= set(holes(key)), key
        assert message.strip(), key


def test_no_message_is_left_over() -> None:
    """Each part of a sentence, between what is filled in, stands in a script or a module."""
    written = sources()
    unused = []
    for key in messages("zh"):
        parts = HOLE.split(key)
        if not all(part in written for part in parts):
            unused.append(key)
    assert not unused, "\n".join(unused)


def test_no_text_of_a_script_is_missing() -> None:
    missing = []
    for path in UI.rglob("*.js"):
        if path.parent.name == "messages" or path.name == "examples.js":  # texts to type
            continue
        for found in SAID.findall(path.read_text()):
            text = unescaped(next(filter(None, found), "")).strip()
            if not SAME.match(text) and not has(text):
                missing.append(f"{path.relative_to(UI)}: {text}")
    assert not missing, "\n".join(missing)


def test_no_text_of_a_task_is_missing() -> None:
    for task in declared(app.tasks, "TASK", Task):
        shown = [task.title, task.way, task.explains, *(each.label for each in task.fields)]
        for text in filter(None, shown):
            # A prompt recipe is quoted as the model gets it.
            assert has(re.sub("“.*”", "“{}”", text)), f"{task.id}: {text}"


def test_no_text_of_a_panel_is_missing() -> None:
    for panel in declared(visualizers, "PANEL", Panel):
        for text in filter(None, [panel.title, panel.explains]):
            assert has(text), f"{panel.id}: {text}"


def test_no_label_of_a_setting_is_missing() -> None:
    for name in ("controls", "finetune"):
        tree = ast.parse((ROOT / "app" / "ui" / f"{name}.py").read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg in ("label", "info", "placeholder"):
                for text in strings(node.value):
                    if " " in text.strip() and not text.startswith("sport"):
                        assert has(text), f"{name}: {text}"
