"""Models side by side from real runs: memory, speed, and how well they expect the next token."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.decoding.sampling import Sampling
from app.engine.engine import Engine
from app.engine.model_facts import said_size
from app.errors import InputError
from app.models.adapter import read_description
from app.models.catalog import ModelRow
from app.training.card import number
from app.training.prose import read_wikitext

if TYPE_CHECKING:
    from app.models.loading import Loaded

TOKENS = 2000
_AT_ONCE = 200  # tokens of one pass, so that the logits of a large vocabulary fit
_WRITTEN = 32
_ROUNDS = 3
PROMPT = "The history of science is the study of how people came to understand the world."


@dataclass(frozen=True)
class Expected:
    """How well a model expects a text.

    perplexity      per token of its own tokenizer, so that of two vocabularies they do not compare
    bits_per_byte   the same surprise over the bytes of the text (UTF-8), which do
    tokens          that were predicted, each from all before it; bytes: of their text
    """

    perplexity: float
    bits_per_byte: float
    tokens: int
    bytes: int


@dataclass(frozen=True)
class Compared:
    """One row: what is known of a model, and what was measured; `why` where it could not be."""

    row: ModelRow
    memory: int | None = None
    tokens_per_second: float | None = None
    of: str = ""
    expected: Expected | None = None
    why: str = ""


def expectation(
    loaded: Loaded, text: str, *, tokens: int = TOKENS, at_once: int = _AT_ONCE
) -> Expected:
    """How well a model that writes expects the first `tokens` tokens of the text.

    They are read in parts of `at_once` tokens, each after all before it. A mark that the tokenizer
    puts first is read and not counted; without one the first token cannot be predicted. Raises
    InputError where less than two tokens are there.
    """
    import torch

    encoded = loaded.tokenizer(
        text, return_offsets_mapping=True, return_special_tokens_mask=True, verbose=False
    )
    marks = 0
    while marks < len(encoded["input_ids"]) and encoded["special_tokens_mask"][marks]:
        marks += 1
    ids = encoded["input_ids"][: marks + tokens]
    if len(ids) < 2:
        raise InputError("The text has no two tokens: give a longer one.")
    places = encoded["offset_mapping"][: len(ids)]
    first = max(marks, 1)
    surprise, cache = 0.0, None
    with torch.inference_mode():
        for start in range(0, len(ids) - 1, at_once):
            part = ids[start : start + at_once]
            output = loaded.model(
                input_ids=torch.tensor([part], device=loaded.device),
                past_key_values=cache,
                use_cache=True,
            )
            cache = output.past_key_values
            logs = torch.log_softmax(output.logits[0].float(), dim=-1)
            for row, place in enumerate(range(start + 1, min(start + len(part), len(ids) - 1) + 1)):
                if place >= first:
                    surprise -= float(logs[row, ids[place]])
    count = len(ids) - first
    size = len(text[places[first][0] : places[-1][1]].encode())
    return Expected(math.exp(surprise / count), surprise / math.log(2) / size, count, size)


def compared(engine: Engine, known: ModelRow, data: Path | None) -> Compared:
    """One model measured; nothing is fetched that needs a licence accepted first."""
    if engine.unaccepted(known):
        return Compared(known, why="its licence was not accepted here")
    try:
        speed, of = _speed(engine, known)
        with engine.store.use(known.id) as loaded:
            expected = None
            if data is not None and loaded.family == "decoder":
                texts = read_wikitext(data / "wikitext2" / "test.txt")
                expected = expectation(loaded, "\n".join(texts))
            return Compared(known, loaded.memory, speed, of, expected)
    except InputError as error:
        return Compared(known, why=str(error))


def _speed(engine: Engine, known: ModelRow) -> tuple[float, str]:
    """(tokens per second, of which sort): the best of some runs, since other work only slows."""
    task = next((t for t in ("generate", "translate") if t in known.tasks), "read")
    best, of = 0.0, "read"
    for turn in range(_ROUNDS):
        # Another text each time: the same one would be answered from the cache.
        fields = {"text": f"{PROMPT} {turn}"}
        finished = engine.finish(
            engine.run(task, known.id, fields, Sampling(max_new_tokens=_WRITTEN))
        )
        answer = finished.answer
        of = "written" if answer.new_tokens else "read"
        tokens = answer.new_tokens or len(answer.prompt)
        best = max(best, tokens / answer.seconds)
    return best, of


def page(rows: list[Compared], *, machine: str, data: bool, day: str = "") -> str:
    """The comparison in Markdown."""
    lines = [
        "# Models compared",
        "",
        "`python app.py compare-models --data DIR` measures all of this and writes this page. "
        f"Machine: {machine}{f', {day}' if day else ''}. Other work ran beside it, so that speeds "
        "compare with each other rather than with other machines.",
        "",
        "| model | for | parameters, download | memory | tokens a second | languages | licence |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in rows:
        known = each.row
        memory = f"{each.memory / 1e6:,.0f} MB" if each.memory else "–"
        speed = f"{each.tokens_per_second:.0f} {each.of}" if each.tokens_per_second else "–"
        lines.append(
            f"| `{known.id}` | {', '.join(known.tasks)} | {said_size(known)} | {memory} | {speed} "
            f"| {known.speaks or '–'} | {known.licence or '–'} |"
        )
    lines += ["", "## How well they expect a text", ""]
    measured = [each for each in rows if each.expected]
    if not data:
        lines.append("Not measured: this needs `wikitext2` in the folder of the data.")
    else:
        lines += [
            f"WikiText-2's test part, its first {TOKENS:,} tokens by each model's own tokenizer. "
            "Its lost words stand in it as `<unk>`. Perplexities of two vocabularies do not "
            "compare; bits per byte do: less is better.",
            "",
            "| model | perplexity | bits per byte | tokens | bytes |",
            "|---|---|---|---|---|",
        ]
        for each in measured:
            told = each.expected
            assert told is not None
            lines.append(
                f"| `{each.row.id}` | {told.perplexity:.1f} | {told.bits_per_byte:.3f} | "
                f"{told.tokens:,} | {told.bytes:,} |"
            )
    lines += ["", "## Scores of their cards", "", "| model | scores |", "|---|---|"]
    for each in rows:
        if each.row.adapter is not None:
            scores = read_description(each.row.adapter).scores
            told_scores = ", ".join(f"{name} {number(value)}" for name, value in scores.items())
            lines.append(f"| `{each.row.id}` | {told_scores} |")
    left = [each for each in rows if each.why]
    if left:
        lines += ["", "## Left out", ""]
        lines += [f"- `{each.row.id}`: {each.why}." for each in left]
    return "\n".join(lines) + "\n"
