"""What a word is: blanks, letters, signs, and what joins to them."""

from __future__ import annotations

from unicodedata import category

import pytest

from app.text.words import ink, members, part_spans, spans, word_spans, words
from tests.analysis.test_alignment import tokens

# (text, its words)
TEXTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Don't re-do it!! ", ("Don't", "re-do", "it", "!!")),
    ("O’Brien’s co‐author – x- _y", ("O’Brien’s", "co‐author", "–", "x", "-", "_y")),
    ("राजेश मुंबई में", ("राजेश", "मुंबई", "में")),
    ("مَرْحَبًا بالعالم", ("مَرْحَبًا", "بالعالم")),
    ("Jose\u0301 in Bogota\u0301.", ("Jose\u0301", "in", "Bogota\u0301", ".")),
    ("שָׁלוֹם עוֹלָם", ("שָׁלוֹם", "עוֹלָם")),
    ("我住在北京。", ("我", "住", "在", "北", "京", "。")),
    ("京都へ20年", ("京", "都", "へ", "20", "年")),
    ("ｶﾞｽ・ガス", ("ｶﾞ", "ｽ", "・", "ガ", "ス")),
    ("か\u3099く", ("か\u3099", "く")),
    ("น้ำตก ๒๕๖๗", ("น้ำ", "ต", "ก", "๒๕๖๗")),
    ("ក្រុង", ("ក្រុ", "ង")),
    ("မြန်မာ", ("မြ", "န်", "မာ")),
    ("ລາວ", ("ລ", "າ", "ວ")),
    ("한국어 단어", ("한국어", "단어")),
    ("a\u200bb c\u200dd \u200fשלום \u200e", ("a", "b", "c\u200dd", "\u200fשלום")),
    ("soft\u00adhyphen non\u00a0breaking", ("soft\u00adhyphen", "non", "breaking")),
    ("👩‍👩‍👧 1️⃣ x²", ("👩‍👩‍👧", "1️⃣", "x²")),
    ("one\r\ntwo\tthree\u2028four\x85five", ("one", "two", "three", "four", "five")),
    ("\ufeffBOM\x00 \x1c", ("\ufeffBOM", "\x00", "\x1c")),
    ("snake__case [MASK] a.b", ("snake__case", "[", "MASK", "]", "a", ".", "b")),
    ("\u0301 alone", ("\u0301", "alone")),
    ("", ()),
)


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_a_text_has_these_words(text: str, expected: tuple[str, ...]) -> None:
    assert tuple(text[start:end] for start, end in word_spans(text)) == expected


@pytest.mark.parametrize("text", [text for text, _ in TEXTS])
def test_only_blanks_and_what_cannot_be_seen_is_outside_of_words(text: str) -> None:
    inside = {place for start, end in word_spans(text) for place in range(start, end)}
    for place in set(range(len(text))) - inside:
        assert text[place].isspace() or category(text[place]) == "Cf"


@pytest.mark.parametrize("text", [text for text, _ in TEXTS])
def test_parts_are_the_same_characters_cut_further(text: str) -> None:
    whole, cut = word_spans(text), part_spans(text)
    places = [{n for span in each for n in range(*span)} for each in (whole, cut)]
    assert places[0] == places[1]
    assert {start for start, _ in whole} <= {start for start, _ in cut}


def test_parts_end_at_inner_apostrophes_dashes_and_every_mark() -> None:
    text = "Merkel's re-do..."
    assert [text[start:end] for start, end in part_spans(text)] == [
        "Merkel", "'", "s", "re", "-", "do", ".", ".", ".",
    ]  # fmt: skip


def test_tokens_belong_to_the_word_they_begin_in() -> None:
    pieces = tokens("राज", "ेश", " मु", "ंबई", "।")
    text = "".join(each.text for each in pieces)
    assert words(text, pieces) == (0, 0, 1, 1, 2)
    assert [text[start:end] for start, end in spans(text, pieces)] == ["राजेश", "मुंबई", "।"]
    assert words("北京大", tokens("北京", "大")) == (0, 1)
    assert members((0, None, 0, 1)) == ((0, 2), (3,))


def test_ink_leaves_blanks_out_and_takes_accents_in() -> None:
    text = " Bogota\u0301 \n"
    assert ink(text, 0, 7) == (1, 8)
    assert ink(text, 1, len(text)) == (1, 8)
    assert ink(text, 8, 9) == (9, 9)
