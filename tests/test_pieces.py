"""Tokens are shown as characters, with spans, whatever bytes they are made of."""

from __future__ import annotations

from typing import Any

import pytest

from app.pieces import Pieces, Spelling, numbered_parts, shown
from tests.tiny import tiny_tokenizer

TEXTS = (
    "The cat sat on the mat.",
    "naïve café 😀 👩‍👩‍👧 family",
    "שלום עולם, مرحبا",
    "tabs\tand\nnew\r\nlines  double",
    "日本語とｶﾀｶﾅ",
    "</script><img src=x onerror=alert(1)> ${7*7} {{x}}",
    "﷽" * 3,
)


@pytest.fixture(scope="module")
def byte_level() -> Any:
    """Byte-level BPE trained on very little text: most characters fall apart into bytes."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|end|>"],
        show_progress=False,
    )
    tokenizer.train_from_iterator(["the cat sat on the mat and the dog"], trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>")


@pytest.fixture(scope="module")
def word_pieces() -> Any:
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    entries = ["[UNK]", "[CLS]", "[SEP]", "play", "##ing", "the", "cat", "a", ".", "cafe"]
    tokenizer = Tokenizer(
        models.WordPiece({entry: n for n, entry in enumerate(entries)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )


@pytest.mark.parametrize("text", TEXTS)
def test_spans_cut_the_text_itself(byte_level: Any, text: str) -> None:
    spelled, tokens = Pieces(byte_level).read(text)
    assert spelled == text
    assert all(token.text == text[token.start : token.end] for token in tokens)
    covered = {place for token in tokens for place in range(token.start, token.end)}
    assert covered == set(range(len(text)))


@pytest.mark.parametrize("text", TEXTS)
def test_no_token_shows_a_byte_code(byte_level: Any, text: str) -> None:
    for token in Pieces(byte_level).read(text)[1]:
        assert not {"Ġ", "Ċ", "\ufffd"} & set(token.text)


def test_pieces_of_one_character_say_which_part_they_are(byte_level: Any) -> None:
    _, tokens = Pieces(byte_level).read("a😀b")
    parts = [token.part for token in tokens]
    assert parts == [None, (1, 4), (2, 4), (3, 4), (4, 4), None]
    assert {token.text for token in tokens[1:5]} == {"😀"}
    assert {(token.start, token.end) for token in tokens[1:5]} == {(1, 2)}


def test_bytes_that_form_no_character_are_written_as_numbers(byte_level: Any) -> None:
    pieces = Pieces(byte_level)
    ids = byte_level("😀")["input_ids"]
    text, tokens = pieces.spell(ids[:2])
    assert text == "⟨f0⟩⟨9f⟩"
    assert [token.text for token in tokens] == ["⟨f0⟩", "⟨9f⟩"]
    assert [text[token.start : token.end] for token in tokens] == ["⟨f0⟩", "⟨9f⟩"]
    assert pieces.text(ids[0]) == "⟨f0⟩"


def test_a_growing_text_is_spelled_as_the_whole(byte_level: Any) -> None:
    pieces = Pieces(byte_level)
    ids = byte_level("cat 😀 é!")["input_ids"]
    spelling = Spelling(pieces, "before ")
    grown: list[Any] = []
    for number in ids:
        tail = spelling.append(number)
        grown[len(grown) - len(tail) + 1 :] = tail
    text, whole = pieces.spell(ids, "before ")
    assert text == "cat 😀 é!"
    assert tuple(grown) == whole
    assert whole[0].start == len("before ")


def test_word_pieces_keep_the_spelling_of_the_text(word_pieces: Any) -> None:
    text = "The CAT playing Café ☃."
    spelled, tokens = Pieces(word_pieces).read(text)
    assert spelled == text
    assert [token.text for token in tokens] == [
        "[CLS]", "The", "CAT", "play", "ing", "Café", "☃", ".", "[SEP]",
    ]  # fmt: skip
    assert [token.special for token in tokens] == [True, *[False] * 7, True]
    assert tokens[4].start == text.index("ing")


def test_metaspace_pieces_are_shown_with_spaces() -> None:
    pieces = Pieces(tiny_tokenizer())
    assert "▁" not in "".join(pieces.vocabulary[4:20])
    assert pieces.text(5) == " cat"


def test_special_entries_are_marked(byte_level: Any) -> None:
    pieces = Pieces(byte_level)
    text, tokens = pieces.read("the cat<|end|>")
    assert text == "the cat<|end|>"
    assert tokens[-1].special
    assert tokens[-1].text == "<|end|>"


def test_shown_writes_broken_bytes_in_hex() -> None:
    assert shown(b"ok") == "ok"
    assert shown(b"\xf0\x9f") == "⟨f0 9f⟩"
    assert numbered_parts([]) == ()
