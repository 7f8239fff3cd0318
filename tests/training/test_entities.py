from pathlib import Path
from typing import Any

import pytest

from app.errors import InputError
from app.training.conll import Entity, read_conll, sentence
from app.training.tagging import IGNORED, LABELS, entities_of, entity_f1, labels_of


def found(words: str, tags: str) -> list[tuple[str, str]]:
    made = sentence(words.split(), tags.split())
    return [(made.text[each.start : each.end], each.type) for each in made.entities]


def test_iob1_is_read() -> None:
    """In IOB1 an entity begins with I-; B- parts two neighbours of one type."""
    assert found("Ada Bob Cleo in Rome", "I-PER B-PER I-PER O I-LOC") == [
        ("Ada", "PER"),
        ("Bob Cleo", "PER"),
        ("Rome", "LOC"),
    ]
    assert found("Ada Acme", "I-PER I-ORG") == [("Ada", "PER"), ("Acme", "ORG")]


def test_iob2_is_read() -> None:
    assert found("New York Acme Inc", "B-LOC I-LOC B-corporation I-corporation") == [
        ("New York", "LOC"),
        ("Acme Inc", "ORG"),
    ]


def test_neighbours_whose_types_become_one_stay_two() -> None:
    assert found("Acme Union", "B-corporation B-group") == [("Acme", "ORG"), ("Union", "ORG")]


def test_a_file_is_read_sentence_by_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("-DOCSTART- O\n\nAda I-PER\nran O\n\n\nke s\tB-person\n \tO\nx\tO\n")
    first, second = read_conll(path)
    assert (first.text, second.text) == ("Ada ran", "ke s x")
    assert second.entities == (Entity(0, 4, "PER"),)


@pytest.mark.parametrize("line", ["Ada", "Ada B-planet", "Ada PER"])
def test_a_line_without_a_known_tag_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.conll"
    path.write_text(f"ran O\n{line}\n")
    with pytest.raises(InputError, match="Row 2"):
        read_conll(path)


def test_entities_survive_the_way_through_labels(tokenizer: Any) -> None:
    made = sentence(
        ["Ada", "Lovelace's", "films", "at", "Acme", "Paris"],
        ["B-PER", "I-PER", "O", "O", "B-ORG", "B-LOC"],
    )
    encoded = tokenizer(made.text, return_offsets_mapping=True)
    spans = encoded["offset_mapping"]
    numbers = labels_of(spans, made.entities)
    assert numbers[0] == numbers[-1] == IGNORED
    pieces = encoded.tokens()
    assert pieces[2].startswith("l") and pieces[3].startswith("##")
    assert [LABELS[n] for n in numbers[1:4]] == ["B-PER", "I-PER", "I-PER"], "a word in pieces"
    labels = ["O" if number == IGNORED else LABELS[number] for number in numbers]
    assert tuple(entities_of(spans, encoded.word_ids(), labels)) == made.entities


def test_the_first_piece_decides_for_its_word() -> None:
    spans = [(0, 0), (0, 3), (3, 6), (7, 9), (0, 0)]
    words = [None, 0, 0, 1, None]
    given = entities_of(spans, words, ["O", "I-LOC", "B-PER", "O", "O"])
    assert given == [Entity(0, 6, "LOC")]
    assert entities_of(spans, words, ["O", "O", "B-PER", "I-LOC", "O"]) == [Entity(7, 9, "LOC")]


def test_f1_is_that_worked_out_by_hand() -> None:
    right = [[Entity(0, 3, "PER"), Entity(5, 8, "LOC")], [Entity(0, 2, "ORG")]]
    given = [[Entity(0, 3, "PER"), Entity(5, 9, "LOC")], []]  # 1 hit, 3 right, 2 given
    assert entity_f1(right, given) == pytest.approx(2 / 5)
    assert entity_f1(right, right) == 1
    wrong_type = [[Entity(0, 3, "LOC"), Entity(5, 8, "LOC")], [Entity(0, 2, "ORG")]]
    assert entity_f1(right, wrong_type) == pytest.approx(2 / 3)
