"""The tokenizers that gguf files describe, against those that transformers makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.models.formats.gguf import Gguf
from app.models.formats.gguf_splits import SPLITS
from app.models.formats.gguf_tokenizer import (
    merges_by_score,
    merges_of,
    read_tokenizer,
    special_tokens,
)
from tests.models.test_gguf import DIGITS, TEXTS

BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
WORDS = "▁hello ▁world ▁the ello llo ell he ▁th ▁▁▁▁ lo! don't"
SPOKEN = (
    "hello world",
    "  hello  the   world",
    "don't\n\nhello!\t<eos>the<eos> hello",
    "<turn> hello<turn>hello",
    "▁hello",
    "naïve 中文 🙂",
    "hello     the      world",
)


def pieces() -> list[str]:
    """A SentencePiece vocabulary: marks, bytes, letters, every start of a few words."""
    starts = {word[:end] for word in WORDS.split() for end in range(2, len(word) + 1)}
    letters = sorted(set("▁helowrdtn'!e"))
    # As Gemma has them, one that is nothing but spaces, and a mark that is no role.
    marks = ["<unk>", "<bos>", "<eos>", "<pad>", "<mask>", "<turn>"]
    return [*marks, "     ", *BYTES, *letters, *sorted(starts)]


def sentencepiece_file(path: Path, architecture: str, **flags: bool) -> Path:
    from gguf import GGUFWriter

    tokens = pieces()
    writer = GGUFWriter(path, architecture)
    writer.add_name("tiny")
    writer.add_block_count(1)
    writer.add_context_length(64)
    writer.add_embedding_length(32)
    writer.add_feed_forward_length(32)
    writer.add_head_count(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    # Longer pieces are better, and of one length the earlier one.
    writer.add_token_scores([len(token) - index / 1000 for index, token in enumerate(tokens)])
    writer.add_token_types([2] + [3] * 5 + [4] + [6] * 256 + [1] * (len(tokens) - 263))
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_pad_token_id(3)
    for name, value in flags.items():
        getattr(writer, f"add_{name}")(value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def as_transformers(path: Path) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name, local_files_only=True)


@pytest.mark.parametrize(
    ("architecture", "flags"),
    [
        ("llama", {}),
        ("llama", {"add_bos_token": False}),
        ("phi3", {}),
        ("gemma2", {"add_space_prefix": False}),
        ("gemma3", {"add_space_prefix": False, "add_bos_token": True}),
    ],
    ids=str,
)
def test_sentencepiece_is_read_as_transformers_reads_it(
    tmp_path: Path, architecture: str, flags: dict[str, bool]
) -> None:
    path = sentencepiece_file(tmp_path / "m.gguf", architecture, **flags)
    ours, theirs = read_tokenizer(Gguf(path)), as_transformers(path)
    for text in (*SPOKEN, *TEXTS):
        got = ours.encode(text)
        assert got.ids == theirs(text).input_ids, text
        assert got.offsets == theirs(text, return_offsets_mapping=True).offset_mapping, text
        for skip in (True, False):
            expected = theirs.decode(got.ids, skip_special_tokens=skip)
            assert ours.decode(got.ids, skip_special_tokens=skip) == expected, text
    # transformers adds the usual marks of its own class where a file has others.
    assert ours.get_vocab().items() <= theirs.get_vocab().items()
    roles = special_tokens(Gguf(path))
    assert roles == {name: getattr(theirs, name) for name in roles}


def test_a_start_mark_is_put_first_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    for said, first in (({}, ["<bos>"]), ({"add_bos_token": False}, [])):
        path = sentencepiece_file(tmp_path / "m.gguf", "llama", **said)
        assert read_tokenizer(Gguf(path)).encode("hello").tokens == [*first, "▁hello"]


def test_no_blank_comes_first_where_the_file_says_so(tmp_path: Path) -> None:
    path = sentencepiece_file(tmp_path / "m.gguf", "llama", add_space_prefix=False)
    tokenizer = read_tokenizer(Gguf(path))
    assert tokenizer.encode("hello").tokens[1] != "▁hello"
    for text in ("hello", " hello", "  the world"):
        assert tokenizer.decode(tokenizer.encode(text).ids) == text


@pytest.mark.parametrize("rule", SPLITS)
def test_text_is_cut_as_transformers_cuts_it(rule: str) -> None:
    from tokenizers import Regex, pre_tokenizers
    from transformers.integrations.gguf.gguf_tokenizer_mapping import GGUF_PRE_TOKENIZER_SPLITS

    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    ours = pre_tokenizers.Sequence(
        [*(pre_tokenizers.Split(Regex(cut), "isolated") for cut in SPLITS[rule]), byte_level]
    )
    usual = pre_tokenizers.ByteLevel(add_prefix_space=False)
    theirs: Any = usual
    if (pattern := GGUF_PRE_TOKENIZER_SPLITS.get(rule)) is not None:
        theirs = pre_tokenizers.Sequence(
            [pre_tokenizers.Split(Regex(pattern), "isolated"), byte_level]
        )
    elif len(SPLITS[rule]) > 1:
        # These put their own cuts around GPT-2's, which transformers leaves out.
        digits = pre_tokenizers.Digits(individual_digits=True)
        theirs = pre_tokenizers.Sequence([digits, usual])
    if rule in ("falcon", "bloom", "stablelm2"):
        return  # transformers takes GPT-2's for them; what they do is said below
    for text in (*TEXTS, *DIGITS, "HelloWorld's they'RE x²y 12345 abc/\n//\r\n", "ÀÉ dž a\u0301B"):
        assert ours.pre_tokenize_str(text) == theirs.pre_tokenize_str(text), text


@pytest.mark.parametrize(
    ("rule", "text", "cut"),
    [
        ("falcon", "a12345, b", ["a", "123", "45", ",", "Ġb"]),
        ("bloom", "it's 12345, b", ["it's", "Ġ12345", ",", "Ġb"]),
        ("stablelm2", "a 123", ["a", "Ġ", "1", "2", "3"]),
    ],
)
def test_the_rules_that_transformers_lacks_cut_their_own_way(
    rule: str, text: str, cut: list[str]
) -> None:
    from tokenizers import Regex, pre_tokenizers

    cuts = [pre_tokenizers.Split(Regex(each), "isolated") for each in SPLITS[rule]]
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    found = pre_tokenizers.Sequence([*cuts, byte_level]).pre_tokenize_str(text)
    assert [piece for piece, _ in found] == cut


def test_merges_come_in_the_order_that_transformers_gives_them() -> None:
    from transformers.tokenization_utils_base import generate_merges

    tokens = pieces()
    vocabulary = {token: index for index, token in enumerate(tokens)}
    in_order = {token: -float(index) for index, token in enumerate(tokens)}
    assert merges_of(vocabulary, tokens) == generate_merges(vocabulary, in_order)
    # Many of one score, so that lengths decide.
    scores = [float(len(token) % 3) for token in tokens]
    by_score = generate_merges(vocabulary, dict(zip(tokens, scores)))
    assert merges_by_score(vocabulary, scores) == by_score
    assert len(by_score) > 30
