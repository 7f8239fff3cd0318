"""Entries spell what the tokenizer's own `decode` gives, however it marks blanks and bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.text.detokenizer import Detokenizer, StreamingDetokenizer
from tests.tiny import tiny_tokenizer

TEXT = "the cat sat on"
BPE = ["<unk>", *"acehnost", "th", "the</w>", "ca", "cat</w>", "sa", "sat</w>", "on</w>"]
PIECES = ["<unk>", "<s>", "##ing", "the", "cat", "sat", "on", "##t", "##s", "sa", "##b", "a"]


def fast(model: Any, decoder: Any = None) -> Any:
    from tokenizers import Tokenizer, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(model)
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    if decoder is not None:
        made.decoder = decoder
    return PreTrainedTokenizerFast(tokenizer_object=made, unk_token="<unk>", bos_token="<s>")


def numbered(entries: list[str]) -> dict[str, int]:
    return {entry: number for number, entry in enumerate(dict.fromkeys(entries))}


def suffixed(tmp_path: Path) -> Any:
    from tokenizers import decoders, models

    entries = [*BPE, "e</w>", "t</w>", "n</w>"]
    merges = [("t", "h"), ("th", "e</w>"), ("c", "a"), ("ca", "t</w>")]
    merges += [("s", "a"), ("sa", "t</w>"), ("o", "n</w>")]
    model = models.BPE(
        vocab=numbered(entries), merges=merges, unk_token="<unk>", end_of_word_suffix="</w>"
    )
    return fast(model, decoders.BPEDecoder(suffix="</w>"))


def plain_words(tmp_path: Path) -> Any:
    from tokenizers import models

    return fast(models.WordLevel(numbered(["<unk>", "<s>", *TEXT.split()]), unk_token="<unk>"))


def word_pieces(tmp_path: Path) -> Any:
    from tokenizers import decoders, models

    return fast(models.WordPiece(numbered(PIECES), unk_token="<unk>"), decoders.WordPiece())


def continued(tmp_path: Path) -> Any:
    from transformers import CTRLTokenizer

    entries = ["<unk>", "th@@", "e", "the", "c@@", "at", "s@@", "on"]
    (tmp_path / "vocab.json").write_text(json.dumps(numbered(entries)))
    merges = ["#version: 0.2", "t h", "th e</w>", "a t</w>", "o n</w>", ""]
    (tmp_path / "merges.txt").write_text("\n".join(merges))
    return CTRLTokenizer(str(tmp_path / "vocab.json"), str(tmp_path / "merges.txt"))


def strange(tmp_path: Path) -> Any:
    """A decoder no rule describes: `~` stands for a blank."""
    from tokenizers import decoders, models

    words = {"<unk>": 0, "<s>": 1, **{f"~{word}": n for n, word in enumerate(TEXT.split(), 2)}}
    decoder = decoders.Sequence(
        [decoders.Replace("~", " "), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    made = fast(models.WordLevel(words, unk_token="<unk>"), decoder)
    from tokenizers import normalizers, pre_tokenizers

    made.backend_tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Prepend("~"), normalizers.Replace(" ", "~")]
    )
    made.backend_tokenizer.pre_tokenizer = pre_tokenizers.Split("~", "merged_with_next")
    return made


def byte_tokens(tmp_path: Path) -> Any:
    from transformers import ByT5Tokenizer

    return ByT5Tokenizer()


def code_points(tmp_path: Path) -> Any:
    from transformers import CanineTokenizer

    return CanineTokenizer()


def metaspace(tmp_path: Path) -> Any:
    return tiny_tokenizer()


ALL = [
    suffixed, plain_words, word_pieces, continued, strange, byte_tokens, code_points, metaspace,
]  # fmt: skip


@pytest.mark.parametrize("make", ALL)
def test_ids_spell_what_decode_gives(make: Callable[[Path], Any], tmp_path: Path) -> None:
    tokenizer = make(tmp_path)
    ids = tokenizer(TEXT, add_special_tokens=False)["input_ids"]
    pieces = Detokenizer(tokenizer)
    assert tokenizer.decode(ids).strip() == TEXT
    for end in range(1, len(ids) + 1):
        ours, tokens = pieces.spell(ids[:end])
        theirs = tokenizer.decode(ids[:end], clean_up_tokenization_spaces=False)
        assert ours.strip() == theirs.strip().removesuffix("@@")
        assert "".join(token.text for token in tokens) == ours


@pytest.mark.parametrize("make", ALL)
def test_reading_cuts_the_text_itself(make: Callable[[Path], Any], tmp_path: Path) -> None:
    spelled, tokens = Detokenizer(make(tmp_path)).read(TEXT)
    assert spelled == TEXT
    own = [token for token in tokens if not token.special]
    assert all(token.text.strip() in TEXT for token in own)
    assert "".join(token.text for token in own).replace(" ", "") == TEXT.replace(" ", "")


@pytest.mark.parametrize("make", ALL)
def test_a_text_that_grows_after_a_prompt(make: Callable[[Path], Any], tmp_path: Path) -> None:
    pieces = Detokenizer(make(tmp_path))
    ids = pieces.tokenizer(TEXT, add_special_tokens=False)["input_ids"]
    text, whole = pieces.spell(ids, TEXT)
    spelling = StreamingDetokenizer(pieces, TEXT)
    grown = [spelling.append(number)[-1] for number in ids]
    assert tuple(grown) == whole
    assert "".join(token.text for token in grown) == text
    if make in (suffixed, plain_words, continued):
        assert text == f" {TEXT}", "a word ended before it"


@pytest.mark.parametrize("make", [suffixed, plain_words, word_pieces, continued, strange])
def test_no_name_shows_the_tokenizers_own_signs(
    make: Callable[[Path], Any], tmp_path: Path
) -> None:
    names = Detokenizer(make(tmp_path)).vocabulary
    assert not [name for name in names for sign in ("</w>", "@@", "##", "~") if sign in name]
    assert {"the", " the", "the "} & set(names)


def test_an_entry_that_ends_a_word_says_so(tmp_path: Path) -> None:
    pieces = Detokenizer(suffixed(tmp_path))
    number = pieces.tokenizer.convert_tokens_to_ids
    assert pieces.text(number("cat</w>")) == "cat "
    assert pieces.text(number("ca")) == "ca"


def test_bytes_make_characters() -> None:
    from transformers import ByT5Tokenizer

    text, tokens = Detokenizer(ByT5Tokenizer()).read("é!")
    assert text == "é!"
    assert [(each.text, each.part, each.start, each.end) for each in tokens[:3]] == [
        ("é", (1, 2), 0, 1), ("é", (2, 2), 0, 1), ("!", None, 1, 2),
    ]  # fmt: skip
    assert (tokens[3].special, tokens[3].start, tokens[3].end) == (True, 2, 2)


def test_code_points_have_no_list_of_names_and_halves_of_pairs_are_numbers() -> None:
    from transformers import CanineTokenizer

    pieces = Detokenizer(CanineTokenizer())
    assert pieces.vocabulary == ()
    assert pieces.entries == 0x110000
    assert pieces.text(0xD800) == "⟨ed a0 80⟩"
    assert pieces.text(ord("漢")) == "漢"


@pytest.mark.models
@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("smollm2-135m", "byte level"),
        ("minilm-l6", "word pieces"),
        ("bergamot-en-pt", "blanks"),
    ],
)
def test_rules_of_the_catalogue(model: str, expected: str, tmp_path: Path) -> None:
    from app.engine.engine import Engine
    from app.settings import Settings
    from app.text.token_spelling import rule_of

    engine = Engine(Settings(threads=1))
    with engine.store.use(model) as loaded:
        added = frozenset(loaded.tokenizer.added_tokens_decoder)
        assert rule_of(loaded.tokenizer, added).name == expected


def test_no_other_rule_is_taken_than_the_tokenizers_own(tmp_path: Path) -> None:
    from app.text.token_spelling import rule_of

    expected = ["</w>", "words", "word pieces", "@@", "decoded", "bytes", "blanks", "blanks"]
    assert [rule_of(make(tmp_path), frozenset({0, 1})).name for make in ALL] == expected
