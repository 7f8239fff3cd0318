"""What the sweep found, as the page docs/architectures.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tests.sweep.trying import Told

HEAD = """# Architectures

Tiny random models of every text architecture that transformers {version} has, each saved to a
folder and asked through the engine, compared with the same folder loaded by transformers in eager
mode. Written by `make sweep`, which fails where this page no longer holds.

`=` the same numbers (1e-4 of the largest; 1e-3 where steps and one pass round differently).
A number: refused, in the sentence of that number below. `·`: not asked of this kind.

Of {models} models with {asked} capabilities {exact} are exact and {refused} are refused.
"""


def table(told: Iterable[Told], version: str) -> str:
    """The page: a row per model, a column per capability, and the sentences of the refusals."""
    listed = list(told)
    by_name: dict[str, dict[str, Told]] = {}
    for each in listed:
        by_name.setdefault(each.variant, {})[each.capability] = each
    sentences: dict[str, int] = {}
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, found in by_name.items():
        groups.setdefault(tuple(found), []).append(name)
    parts = []
    for capabilities, names in groups.items():
        parts.append(_rows(capabilities, sorted(names), by_name, sentences))
    head = HEAD.format(
        version=version,
        models=len(by_name),
        asked=len(listed),
        exact=sum(each.outcome == "exact" for each in listed),
        refused=sum(each.outcome == "refused" for each in listed),
    )
    notes = [f"{number}. {sentence}" for sentence, number in sentences.items()]
    return "\n".join([head, *parts, "## Refused because", "", *notes, ""])


def _rows(
    capabilities: Sequence[str],
    names: Sequence[str],
    by_name: dict[str, dict[str, Told]],
    sentences: dict[str, int],
) -> str:
    title = _title(capabilities)
    lines = [f"## {title}", "", f"| model | {' | '.join(capabilities)} |"]
    lines.append("|---" * (len(capabilities) + 1) + "|")
    for name in names:
        cells = [_cell(by_name[name][each], sentences) for each in capabilities]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _title(capabilities: Sequence[str]) -> str:
    for known, title in (
        ("generate", "Decoders"),
        ("translate", "Encoders with a decoder"),
        ("fill", "Encoders that fill in words"),
        ("answer", "Encoders that answer"),
        ("entities", "Encoders that mark names"),
        ("labels", "Classifiers"),
    ):
        if known in capabilities:
            return title
    return "Others"


def _cell(told: Told, sentences: dict[str, int]) -> str:
    if told.outcome == "exact":
        return "="
    if told.outcome != "refused":
        return f"**{told.outcome}**"
    # One sentence for all models and layers it is said of.
    named = re.escape(told.variant.replace("+", "_"))
    sentence = re.sub(rf"\b{named}(?!\w)", "The model", told.says)
    sentence = re.sub(r"([Ll]ayer|block) \d+", r"\1 N", sentence)
    return str(sentences.setdefault(sentence, len(sentences) + 1))
