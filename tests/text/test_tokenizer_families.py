"""The tokenizers of transformers' families, with small vocabularies of their own kind.

What we spell is what they decode, and every character of a text stands at one token.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest

from app.text.detokenizer import Detokenizer

CORPUS = ["the cats sat on the mat and it was a naïve café in Großmütter привет 漢字"] * 20
CORPUS += ["running jumped higher lowest playing snakes birds flying over mountains"] * 10
TEXT = "the cats sat on it"
BYTE_LEVEL = (
    "GPT2", "Roberta", "Bart", "Deberta", "Qwen2", "Longformer", "GPTNeoX", "CodeGen", "Whisper",
    "Blenderbot", "LED", "Luke", "Cohere",
)  # fmt: skip
WORD_PIECES = ("Bert", "DistilBert", "Electra", "Funnel", "MPNet", "LayoutLM", "SqueezeBert")
BLANKS = (
    "T5", "XLNet", "XLMRoberta", "Camembert", "DebertaV2", "BigBird", "MBart", "Barthez", "RemBert",
    "XGLM", "Gemma", "Llama",
)  # fmt: skip
ENDS = ("OpenAIGPT", "Herbert")
RULES = {
    **dict.fromkeys(BYTE_LEVEL, "byte level"),
    **dict.fromkeys(WORD_PIECES, "word pieces"),
    **dict.fromkeys(BLANKS, "blanks"),
    **dict.fromkeys(ENDS, "</w>"),
}


@cache
def trained(kind: str) -> Any:
    """What the model of a tokenizer trained on CORPUS says of itself."""
    import json

    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    quiet: dict[str, Any] = {"show_progress": False}
    if kind == "byte level":
        made = Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.ByteLevel()
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer: Any = trainers.BpeTrainer(vocab_size=500, initial_alphabet=alphabet, **quiet)
    elif kind == "</w>":
        made = Tokenizer(models.BPE(end_of_word_suffix="</w>", unk_token="<unk>"))
        made.pre_tokenizer = pre_tokenizers.Whitespace()
        trainer = trainers.BpeTrainer(
            vocab_size=300, end_of_word_suffix="</w>", special_tokens=["<unk>"], **quiet
        )
    elif kind == "word pieces":
        made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        trainer = trainers.WordPieceTrainer(vocab_size=300, special_tokens=marks, **quiet)
    else:
        made = Tokenizer(models.Unigram())
        made.pre_tokenizer = pre_tokenizers.Metaspace()
        marks = ["<unk>", "<s>", "</s>", "<pad>"]
        trainer = trainers.UnigramTrainer(
            vocab_size=200, unk_token="<unk>", special_tokens=marks, **quiet
        )
    made.train_from_iterator(CORPUS, trainer)
    return json.loads(made.to_str())["model"]


def tokenizer_of(family: str) -> Any:
    import transformers

    described = trained(RULES[family])
    vocabulary = described["vocab"]
    if isinstance(vocabulary, list):
        vocabulary = [tuple(entry) for entry in vocabulary]
    arguments: dict[str, Any] = {"vocab": vocabulary}
    if family in ("Gemma", "Llama"):
        entries = {entry: number for number, (entry, _) in enumerate(vocabulary)}
        arguments = {"vocab": entries, "merges": []}
    elif "merges" in described:
        arguments["merges"] = [tuple(pair) for pair in described["merges"]]
    return getattr(transformers, f"{family}Tokenizer")(**arguments)


@pytest.mark.parametrize("family", RULES)
def test_what_is_spelled_is_what_is_decoded(family: str) -> None:
    tokenizer = tokenizer_of(family)
    pieces = Detokenizer(tokenizer)
    assert pieces.rule == RULES[family]
    chance = random.Random(0)
    compared = 0
    while compared < 100:
        ids = [chance.randrange(len(tokenizer)) for _ in range(2)]
        if set(ids) & set(tokenizer.added_tokens_decoder) or len(set(ids)) < 2:
            continue
        names = tokenizer.convert_ids_to_tokens(ids)
        # Some decoders join marks to the word before them, which is no matter of spelling.
        if not all(any(map(str.isalpha, name)) for name in names) or names[0].startswith("##"):
            continue
        decoded = tokenizer.decode(ids, clean_up_tokenization_spaces=False)
        compared += 1
        if "\ufffd" not in decoded:
            assert pieces.spell(ids)[0].strip() == decoded.strip()


@pytest.mark.parametrize("family", RULES)
@pytest.mark.parametrize("text", [TEXT, "a  cat"])
def test_every_character_stands_at_one_token(family: str, text: str) -> None:
    read, tokens = Detokenizer(tokenizer_of(family)).read(text)
    own = [token for token in tokens if token.end > token.start]
    assert read == text
    assert all(text[token.start : token.end] == token.text for token in own)
    places = [place for token in own for place in range(token.start, token.end)]
    assert len(places) == len(set(places))
    assert {place for place, sign in enumerate(text) if sign != " "} <= set(places)
