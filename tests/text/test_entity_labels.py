"""Label names are read in every scheme people write them in, and names joined as they say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.tasks.entities import entities
from app.text.entity_labels import Label, read_labels
from tests.analysis.test_alignment import tokens


def found(pieces: tuple[str, ...], best: tuple[str, ...], labels: list[str]) -> list[Any]:
    line = tokens(*pieces)
    shares = np.full((len(line), len(labels)), 0.05, dtype=np.float32)
    for place, label in enumerate(best):
        shares[place, labels.index(label)] = 0.9
    text = "".join(pieces)
    return [(each.text, each.label) for each in entities(text, line, shares, labels)]


@pytest.mark.parametrize("scheme", ["{}-{}", "{}_{}"])
@pytest.mark.parametrize("turned", [False, True])
def test_prefix_or_suffix_hyphen_or_underscore(scheme: str, turned: bool) -> None:
    def name(letter: str, kind: str) -> str:
        return scheme.format(kind, letter) if turned else scheme.format(letter, kind)

    names = ["O", *(name(letter, kind) for kind in ("PER", "creative-work") for letter in "BI")]
    assert read_labels(names) == (
        Label(""),
        Label("PER", begins=True),
        Label("PER"),
        Label("creative-work", begins=True),
        Label("creative-work"),
    )


def test_letters_that_end_an_entity() -> None:
    told = dict(zip("BIESLU", read_labels([f"{letter}-PER" for letter in "BIESLU"]), strict=True))
    assert {letter for letter, label in told.items() if label.begins} == set("BSU")
    assert {letter for letter, label in told.items() if label.ends} == set("ESLU")


@pytest.mark.parametrize(
    "names",
    [
        ["O", "PER", "LOC"],
        ["LABEL_0", "LABEL_1"],
        ["O", "creative-work", "product"],
        ["O", "S-bahn", "U-bahn", "tram", "bus", "car"],
        [],
    ],
)
def test_plain_names_are_kinds(names: list[str]) -> None:
    assert read_labels(names) == tuple(Label("" if name == "O" else name) for name in names)


@pytest.mark.parametrize("letters", [("S", "B", "E"), ("U", "B", "L"), ("B", "B", "I")])
def test_names_that_touch_are_told_apart(letters: tuple[str, str, str]) -> None:
    alone, first, last = letters
    kinds = ("PER", "LOC")
    labels = ["O", *sorted({f"{letter}-{kind}" for letter in "BIESLU" for kind in kinds})]
    pieces = ("Anna", " Bob", " visited", " Rome", " Paris", " and", " New", " York", " City", ".")
    best = (
        f"{alone}-PER", f"{alone}-PER", "O", f"{alone}-LOC", f"{alone}-LOC", "O",
        f"{first}-LOC", "I-LOC", f"{last}-LOC", "O",
    )  # fmt: skip
    assert found(pieces, best, labels) == [
        ("Anna", "PER"), ("Bob", "PER"),
        ("Rome", "LOC"), ("Paris", "LOC"), ("New York City", "LOC"),
    ]  # fmt: skip


@pytest.mark.parametrize("last", ["E", "L", "S", "U"])
def test_what_has_ended_is_not_gone_on_with(last: str) -> None:
    labels = ["O", "B-LOC", "I-LOC", f"{last}-LOC"]
    pieces = ("New", " York", " Paris")
    (*_, second) = found(pieces, ("B-LOC", f"{last}-LOC", "I-LOC"), labels)
    assert second == ("Paris", "LOC")


def test_a_kind_may_have_a_hyphen() -> None:
    labels = ["O", "B-creative-work", "I-creative-work", "B-person", "I-person"]
    pieces = ("watched", " Hamlet", " Macbeth", " and", " Star", " Wars", ".")
    best = ("O", *["B-creative-work"] * 2, "O", "B-creative-work", "I-creative-work", "O")
    assert found(pieces, best, labels) == [
        ("Hamlet", "creative-work"), ("Macbeth", "creative-work"), ("Star Wars", "creative-work"),
    ]  # fmt: skip


def test_every_sign_of_a_script_without_blanks_has_its_own_label() -> None:
    labels = ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]
    best = ("B-PER", "O", "O", "B-LOC", "I-LOC", "O")
    assert found(tuple("我住在北京。"), best, labels) == [("我", "PER"), ("北京", "LOC")]


def test_vowel_signs_are_part_of_a_name() -> None:
    labels = ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]
    pieces = ("राज", "ेश", " मु", "ंबई", " में")
    assert found(pieces, ("B-PER", "O", "B-LOC", "O", "O"), labels) == [
        ("राजेश", "PER"), ("मुंबई", "LOC"),
    ]  # fmt: skip


def test_the_s_of_a_genitive_is_no_part_of_a_name() -> None:
    labels = ["O", "B-PER", "I-PER"]
    pieces = ("Angela", " Merkel", "'", "s", " hat")
    assert found(pieces, ("B-PER", "I-PER", "O", "O", "O"), labels) == [("Angela Merkel", "PER")]


@pytest.mark.parametrize("gap", ["\n", "\r\n", " \n\n "])
def test_a_name_ends_with_its_line(gap: str) -> None:
    labels = ["O", "B-PER", "I-PER"]
    pieces = ("Angela", f"{gap}Merkel", " Berlin")
    assert found(pieces, ("B-PER", "I-PER", "I-PER"), labels) == [
        ("Angela", "PER"), ("Merkel Berlin", "PER"),
    ]  # fmt: skip
