"""Tokens are shown as characters, with spans, whatever bytes they are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.text.detokenizer import Detokenizer, StreamingDetokenizer, numbered_parts, shown
from app.training.windows import windows_of
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
    spelled, tokens = Detokenizer(byte_level).read(text)
    assert spelled == text
    assert all(token.text == text[token.start : token.end] for token in tokens)
    covered = {place for token in tokens for place in range(token.start, token.end)}
    assert covered == set(range(len(text)))


@pytest.mark.parametrize("text", TEXTS)
def test_no_token_shows_a_byte_code(byte_level: Any, text: str) -> None:
    for token in Detokenizer(byte_level).read(text)[1]:
        assert not {"Ġ", "Ċ", "\ufffd"} & set(token.text)


def test_pieces_of_one_character_say_which_part_they_are(byte_level: Any) -> None:
    _, tokens = Detokenizer(byte_level).read("a😀b")
    parts = [token.part for token in tokens]
    assert parts == [None, (1, 4), (2, 4), (3, 4), (4, 4), None]
    assert {token.text for token in tokens[1:5]} == {"😀"}
    assert {(token.start, token.end) for token in tokens[1:5]} == {(1, 2)}


def test_bytes_that_form_no_character_are_written_as_numbers(byte_level: Any) -> None:
    pieces = Detokenizer(byte_level)
    ids = byte_level("😀")["input_ids"]
    text, tokens = pieces.spell(ids[:2])
    assert text == "⟨f0⟩⟨9f⟩"
    assert [token.text for token in tokens] == ["⟨f0⟩", "⟨9f⟩"]
    assert [text[token.start : token.end] for token in tokens] == ["⟨f0⟩", "⟨9f⟩"]
    assert pieces.text(ids[0]) == "⟨f0⟩"


def test_a_growing_text_is_spelled_as_the_whole(byte_level: Any) -> None:
    pieces = Detokenizer(byte_level)
    ids = byte_level("cat 😀 é!")["input_ids"]
    spelling = StreamingDetokenizer(pieces, "before ")
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
    spelled, tokens = Detokenizer(word_pieces).read(text)
    assert spelled == text
    assert [token.text for token in tokens] == [
        "[CLS]", "The", "CAT", "play", "ing", "Café", "☃", ".", "[SEP]",
    ]  # fmt: skip
    assert [token.special for token in tokens] == [True, *[False] * 7, True]
    assert tokens[4].start == text.index("ing")


def test_metaspace_pieces_are_shown_with_spaces() -> None:
    pieces = Detokenizer(tiny_tokenizer())
    assert "▁" not in "".join(pieces.vocabulary[4:20])
    assert pieces.text(5) == " cat"


def test_special_entries_are_marked(byte_level: Any) -> None:
    pieces = Detokenizer(byte_level)
    text, tokens = pieces.read("the cat<|end|>")
    assert text == "the cat<|end|>"
    assert tokens[-1].special
    assert tokens[-1].text == "<|end|>"


def test_shown_writes_broken_bytes_in_hex() -> None:
    assert shown(b"ok") == "ok"
    assert shown(b"\xf0\x9f") == "⟨f0 9f⟩"
    assert numbered_parts([]) == ()


def late(tokenizer: Any) -> Any:
    """The byte-level tokenizer with offsets trimmed twice, so that they begin a letter late."""
    from tokenizers import pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    backend = type(tokenizer.backend_tokenizer).from_str(tokenizer.backend_tokenizer.to_str())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    backend.post_processor = processors.Sequence(
        [
            processors.ByteLevel(trim_offsets=True),
            processors.RobertaProcessing(
                ("<|end|>", 0), ("<|end|>", 0), trim_offsets=True, add_prefix_space=False
            ),
        ]
    )
    return PreTrainedTokenizerFast(tokenizer_object=backend, eos_token="<|end|>")


def test_offsets_that_begin_late_lose_no_letter(byte_level: Any) -> None:
    text = "the cat sat on"
    tokenizer = late(byte_level)
    encoded = tokenizer(text, return_offsets_mapping=True)
    assert text[slice(*encoded["offset_mapping"][2])] == "at", "the fault is there"
    tokens = [token for token in Detokenizer(tokenizer).read(text)[1] if not token.special]
    assert [token.text for token in tokens] == ["the", " cat", " sat", " on"]
    (window,) = windows_of(tokenizer, "the mat", text, max_length=40)
    held = [text[start:end] for start, end in window.spans if start >= 0]
    assert held == ["the", "cat", "sat", "on"]
    _, pair, _ = Detokenizer(tokenizer).read_pair(text, text)
    assert [each.text for each in pair if not each.special] == ["the", "cat", "sat", "on"] * 2


def test_accents_that_a_tokenizer_takes_away_belong_to_their_letter(word_pieces: Any) -> None:
    text = "Cafe\u0301 the"
    tokens = Detokenizer(word_pieces).read(text)[1]
    assert [token.text for token in tokens[1:-1]] == ["Cafe\u0301", "the"]


def test_a_lone_blank_of_sentencepiece_stands_once() -> None:
    from transformers import T5Tokenizer

    entries = ["<pad>", "</s>", "<unk>", "▁a", "▁b", "▁", "7", "漢"]
    tokenizer = T5Tokenizer(
        vocab=[(entry, -float(n)) for n, entry in enumerate(entries)], extra_ids=0
    )
    for text, expected in (
        ("a 7 b", ["a", " ", "7", " b"]),
        ("a 漢7", ["a", " ", "漢", "7"]),
        ("a  7", ["a", "  ", "7"]),
    ):
        tokens = [token for token in Detokenizer(tokenizer).read(text)[1] if not token.special]
        assert [token.text for token in tokens] == expected
        assert [token.part for token in tokens] == [None] * len(expected)
        assert all(text[token.start : token.end] == token.text for token in tokens)


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_a_lone_blank_without_offsets_is_no_mark(tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    from tests.tongues import translator_folder

    tokenizer = AutoTokenizer.from_pretrained(translator_folder("marian", tmp_path / "marian"))
    assert not tokenizer.is_fast
    text = "now x on"
    ids = tokenizer(text)["input_ids"]
    assert "▁" in tokenizer.convert_ids_to_tokens(ids)
    read, tokens = Detokenizer(tokenizer).read(text)
    assert read == text
    assert [token.special for token in tokens] == [*[False] * (len(tokens) - 1), True]
    own = [token for token in tokens if token.end > token.start]
    assert all(text[token.start : token.end] == token.text for token in own)
    assert "".join(token.text for token in own) == text


def test_marks_of_turns_are_special_however_they_were_added(byte_level: Any) -> None:
    from transformers import AddedToken, PreTrainedTokenizerFast

    backend = type(byte_level.backend_tokenizer).from_str(byte_level.backend_tokenizer.to_str())
    backend.add_tokens([AddedToken("<|user|>", special=True), AddedToken("<tool>", special=False)])
    pieces = Detokenizer(PreTrainedTokenizerFast(tokenizer_object=backend, eos_token="<|end|>"))
    _, tokens = pieces.read("<|user|>the<tool> cat")
    assert [(token.text, token.special) for token in tokens] == [
        ("<|user|>", True), ("the", False), ("<tool>", False), (" cat", False),
    ]  # fmt: skip


def test_ids_may_have_holes() -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    from app.text.token_lists import bias_of

    backend = Tokenizer(models.WordLevel({"<unk>": 0, "a": 1, "high": 30}, unk_token="<unk>"))
    backend.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    pieces = Detokenizer(PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="<unk>"))
    assert pieces.entries == 31 == len(pieces.vocabulary)
    assert pieces.vocabulary[30] == "high"
    assert pieces.vocabulary[29] == ""
    assert bias_of("#30: 2", pieces) == ((30, 2.0),)


def test_a_beginning_has_no_end_mark_but_the_one_that_was_typed(byte_level: Any) -> None:
    pieces = Detokenizer(late(byte_level))
    ids = [token.id for token in pieces.read_beginning("the cat")[1]]
    assert ids == pieces.tokenizer("the cat")["input_ids"][:-1]
    typed = [token.text for token in pieces.read_beginning("the<|end|>")[1]]
    assert typed == ["<|end|>", "the", "<|end|>"]
