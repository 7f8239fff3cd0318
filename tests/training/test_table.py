from collections import Counter
from pathlib import Path

import pytest

from app.errors import InputError
from app.training.labelled import Labelled, read_sst2
from app.training.table import read_table, split

ROWS = [f"text {number},{('up', 'down', 'down')[number % 3]}" for number in range(30)]


def csv(tmp_path: Path, rows: list[str], heading: str = "text,label") -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def test_texts_and_labels_are_read(tmp_path: Path) -> None:
    table = read_table(csv(tmp_path, ['"one, ""two""",up', *ROWS]))
    assert table.labels == ("down", "up")
    assert table.rows[0] == Labelled('one, "two"', 1)
    assert len(table.rows) == 31


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_and_columns_are_understood(tmp_path: Path, separator: str) -> None:
    rows = [separator.join(["7", *row.split(",")[::-1]]) for row in ROWS]
    table = read_table(csv(tmp_path, rows, separator.join(["id", "Label", " TEXT "])))
    assert table.rows[1] == Labelled("text 1", 0)


def test_the_mark_and_the_line_ends_of_spreadsheets_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(("\ufefftext,label\r\n" + "\r\n".join(ROWS)).encode())
    assert len(read_table(path).rows) == 30


BROKEN = {
    "a missing column": (["text 1,up", "no label", *ROWS], "1 row.* broken: 3"),
    "a column too many": ([*ROWS, "a,b,c"], "broken: 32"),
    "an empty label": (["x, ", *ROWS], "broken: 2"),
    "an empty text": ([" ,up", *ROWS, ",up"], "broken: 2, 33"),
    "a long label": ([f"x,{'y' * 61}", *ROWS], "broken: 2"),
    "many broken rows": (["x"] * 9 + ROWS, "9 row.* 2, 3, 4, 5, 6 …"),
    "an open quotation mark": ([*ROWS, '"never closed,up'], "Row 32 .* no CSV"),
    "too few rows": (ROWS[:19], "has 19 rows"),
    "too many rows": (ROWS * 667, "more than 20,000 rows"),
    "one label": ([row.replace("up", "down") for row in ROWS], "All rows .* 'down'"),
    "a label on one row": ([*ROWS, "x,sideways"], "'sideways' is on one row"),
    "too many labels": ([f"x,{n % 60}" for n in range(120)], "60 labels"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_cannot_be_learned_from_is_refused(tmp_path: Path, what: str) -> None:
    rows, message = BROKEN[what]
    with pytest.raises(InputError, match=message):
        read_table(csv(tmp_path, rows))


@pytest.mark.parametrize("heading", ["", "sentence,label", "text,text,label", "text"])
def test_a_heading_must_name_both_columns(tmp_path: Path, heading: str) -> None:
    with pytest.raises(InputError, match=r"Row 1 .* text and label"):
        read_table(csv(tmp_path, ROWS, heading or "a,b"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"text,label\n" + b"good,up\n" * 4 + "bl\xf6d,down\n".encode("latin-1"), "row 6"),
        ("text,label\n".encode("utf-16"), "UTF-8"),
        (b"", "empty"),
        (b"PK\0\3 a spreadsheet", "no text"),
    ],
)
def test_a_file_that_is_no_utf8_text_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_table(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv"):
        read_table(tmp_path / "none.csv")


def test_a_fifth_of_every_label_is_held_back() -> None:
    rows = [Labelled(f"text {n}", 0 if n < 40 else 1 if n < 50 else 2) for n in range(52)]
    train, dev = split(rows, seed=3)
    assert Counter(row.label for row in dev) == {0: 8, 1: 2, 2: 1}
    assert sorted(row.text for row in train + dev) == sorted(row.text for row in rows)
    assert split(rows, seed=3) == (train, dev) != split(rows, seed=4)


def test_a_row_of_sst2_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "train.tsv"
    path.write_text("sentence\tlabel\nfine \t1\ndull \t2\n")
    with pytest.raises(InputError, match="Row 3"):
        read_sst2(path)
