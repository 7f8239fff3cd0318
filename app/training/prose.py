"""Running text, cut into blocks of tokens for masked-word training."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.training.conll import read_conll
from app.training.labelled import read_lines
from app.training.passages import read_questions

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

_ENCODED_AT_ONCE = 1000


def read_wikitext(path: Path) -> list[str]:
    """The paragraphs of a WikiText file, without headings, its marks written as they were read.

    Its rare words are lost: `<unk>` becomes the tokenizer's own unknown token later on.
    """
    lines = [line.strip() for line in read_lines(path)]
    return [plain(line) for line in lines if line and not line.startswith("=")]


def plain(text: str) -> str:
    """WikiText's marks as ordinary text: "well @-@ known" is "well-known", "1 @,@ 000" "1,000"."""
    return re.sub(r" @([-,.])@ ", r"\1", text)


def read_prose(folder: Path) -> list[str]:
    """Every text below `folder` that is prose: WikiText's, the passages, WikiGold."""
    texts = read_wikitext(folder / "wikitext2" / "valid.txt")
    for name in ("train", "unanswerable-train"):
        texts += [row.passage for row in read_questions(folder / "qa" / f"{name}.jsonl")]
    texts += [each.text for each in read_conll(folder / "ner" / "wikigold" / "train.conll")]
    return list(dict.fromkeys(texts))  # each once; a passage has many questions


def blocks_of(
    tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], max_length: int
) -> list[list[int]]:
    """The texts one after the other, as blocks of exactly `max_length` tokens, the last but one.

    Each block has its special tokens around it; texts are not parted by any.
    """
    unknown = tokenizer.unk_token or "<unk>"
    stream: list[int] = []
    for first in range(0, len(texts), _ENCODED_AT_ONCE):
        part = [each.replace("<unk>", unknown) for each in texts[first : first + _ENCODED_AT_ONCE]]
        encoded = tokenizer(part, add_special_tokens=False, verbose=False)["input_ids"]
        stream += [token for ids in encoded for token in ids]
    before, after = _around(tokenizer)
    room = max_length - len(before) - len(after)
    return [
        [*before, *stream[start : start + room], *after] for start in range(0, len(stream), room)
    ]


def _around(tokenizer: PreTrainedTokenizerBase) -> tuple[list[int], list[int]]:
    """The special tokens before and after a text."""
    made = tokenizer("a", return_special_tokens_mask=True)
    ids, special = made["input_ids"], made["special_tokens_mask"]
    first, last = special.index(0), len(special) - special[::-1].index(0)
    return ids[:first], ids[last:]
