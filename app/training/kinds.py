"""The kinds of training, with the settings that were found good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.errors import InputError
from app.training.answer import squad
from app.training.base import Base
from app.training.classify import own_labels, sst2
from app.training.entities import four_types
from app.training.lesson import Lesson
from app.training.mask import words_of_prose
from app.training.plan import Naming, Plan
from app.training.recipe import Recipe


@dataclass(frozen=True)
class Kind:
    """One kind of training.

    title   of the adapter's card
    open    (base, data, recipe) -> the lesson; data is a folder, or the file itself for "csv"
    recipe  the settings where no others are asked for
    """

    title: str
    open: Callable[[Base, Path, Recipe], Lesson]
    recipe: Recipe
    licence: str = ""
    note: str = ""


KINDS: dict[str, Kind] = {
    "sentiment": Kind(
        title="MiniLM sentiment (SST-2)",
        open=sst2,
        recipe=Recipe(epochs=2, batch=32, rate=1e-4, max_length=128, warmup=0.06, average=0.998),
        note="Positive or negative, from sentences of film reviews; what reads like a plain "
        "statement is called unclear.",
        licence="the same terms as its base (Apache-2.0); the data states none of its own",
    ),
    "answer": Kind(
        title="MiniLM answers (SQuAD, QED)",
        open=squad,
        recipe=Recipe(epochs=1, batch=16, rate=2e-4, max_length=256, warmup=0.06, score_every=250),
        note="Finds the words of a text that answer a question, and says whether that is sure, "
        "unsure or not in the text.",
        licence="CC BY-SA 4.0, after the licences of its data",
    ),
    "entities": Kind(
        title="MiniLM names (WikiGold, BTC)",
        open=four_types,
        recipe=Recipe(epochs=3, batch=32, rate=2e-4, max_length=128, warmup=0.06),
        note="Experimental: its vocabulary has no capital letters, by which names are told.",
        licence="CC BY 4.0, after the licences of its data",
    ),
    "mask": Kind(
        title="MiniLM hidden words (WikiText-2, QED)",
        open=words_of_prose,
        recipe=Recipe(epochs=2, batch=16, rate=5e-4, max_length=128, warmup=0.06, score_every=250),
        note="Guesses hidden words; trained on two million words of Wikipedia, it knows few facts.",
        licence="CC BY-SA 4.0, after the licences of its data",
    ),
    "csv": Kind(
        title="Labels of one's own",
        open=own_labels,
        recipe=Recipe(epochs=4, fewest_steps=60, batch=16, rate=1e-4, max_length=128, patience=8),
        note="Trained on a table of texts and labels; a fifth of it was held back for the score.",
    ),
}


def prepare(name: str, base: Base, data: Path, options: Mapping[str, Any]) -> Plan:
    """The plan of that kind of training on that data; options are settings of `Recipe` by name.

    Raises InputError for an unknown kind, a setting out of range, and data that is missing or
    broken.
    """
    kind = kind_of(name)
    recipe = replace(kind.recipe, **options)
    if base.longest is not None and recipe.max_length > base.longest:
        recipe = replace(recipe, max_length=base.longest)
    naming = Naming(kind.title, kind.note, kind.licence, _command(name, base, recipe))
    return Plan(kind.open(base, data, recipe), base, recipe, naming)


def _command(name: str, base: Base, recipe: Recipe) -> str:
    """The words that repeat a training, even where the settings of its kind change later on."""
    settings = ["method", "steps" if recipe.steps else "epochs", "batch", "rate", "max_length"]
    settings += ["seed", "warmup", "average"] + (["rank"] if recipe.method == "lora" else [])
    words = ["python app.py train", name, f"--data DATA --out OUT --base {base.row.id}"]
    for setting in settings:
        value = getattr(recipe, setting)
        written = f"{value:g}" if isinstance(value, float) else str(value)
        words.append(f"--{setting.replace('_', '-')} {written}")
    return " ".join(words)


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises InputError, naming those there are."""
    if name not in KINDS:
        raise InputError(f"There is no training {name!r}: choose one of {', '.join(KINDS)}.")
    return KINDS[name]
