"""Tiny random translators with the real tokenizers of their families, saved to folders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.tiny import tiny_model, tiny_tokenizer

KINDS = ("marian", "marian of many", "m2m-100", "nllb", "mbart-50", "t5")
TEXT = """the cat sat on a mat and it saw the dog
a big red dog ran far away from here now
the mat is red and the cat is big
it ran and sat and saw a cat on the mat"""


def sentencepiece_model(path: Path, *, entries: int = 48) -> Path:
    import sentencepiece

    text = path.with_suffix(".txt")
    text.write_text("\n".join([TEXT] * 5))
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(path.with_suffix("")),
        vocab_size=entries,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return path.with_suffix(".model")


def pieces_of(model: Path) -> list[str]:
    import sentencepiece

    spm = sentencepiece.SentencePieceProcessor(model_file=str(model))
    return [spm.id_to_piece(number) for number in range(len(spm))]


def translator_folder(kind: str, folder: Path) -> Path:
    """A tiny random translator of `kind` in Hugging Face layout."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer, family = _tokenizer(kind, folder)
    # M2M-100 counts its language marks from the end of its own vocabulary on.
    marks = getattr(tokenizer, "lang_code_to_id", {})
    changes: dict[str, Any] = {"vocab_size": max(len(tokenizer), *marks.values(), 0) + 1}
    if kind == "t5":
        changes["task_specific_params"] = {
            "translation_en_to_de": {"prefix": "the cat from far: "},
            "translation_en_to_fr": {"prefix": "a big dog: "},
            "summarization": {"prefix": "now: "},
        }
    for name in ("pad_token_id", "eos_token_id"):
        changes[name] = getattr(tokenizer, name)
    # Marian starts with padding, M2M-100 and mBART with the end mark.
    starts_with = "pad_token_id" if kind.startswith("marian") or kind == "t5" else "eos_token_id"
    changes["decoder_start_token_id"] = changes[starts_with]
    tokenizer.save_pretrained(folder)
    tiny_model(family, changes=changes).save_pretrained(folder)
    return folder


def _tokenizer(kind: str, folder: Path) -> tuple[Any, str]:
    import transformers

    if kind == "t5":
        return tiny_tokenizer(), "t5"
    if kind == "nllb":
        signs = sorted(set(TEXT.replace("\n", " ").replace(" ", "▁")))
        entries = {name: n for n, name in enumerate(["<s>", "<pad>", "</s>", "<unk>", *signs])}
        return transformers.NllbTokenizer(vocab=entries, merges=[]), "m2m-100"
    model = sentencepiece_model(folder / "made.model")
    names = pieces_of(model)
    if kind == "mbart-50":
        scored = [(name, -float(n)) for n, name in enumerate(names)]
        return transformers.MBart50Tokenizer(vocab=scored), "mbart"
    vocabulary = folder / "made.json"
    if kind == "m2m-100":
        marks = ["<s>", "<pad>", "</s>", "<unk>"]
        listed = [*marks, *(name for name in names if name not in marks)]
        vocabulary.write_text(json.dumps({name: n for n, name in enumerate(listed)}))
        return transformers.M2M100Tokenizer(str(vocabulary), str(model)), "m2m-100"
    codes = [">>por<<", ">>fra<<"] if kind == "marian of many" else []
    listed = ["</s>", "<unk>", *(n for n in names if n not in ("</s>", "<unk>")), *codes, "<pad>"]
    vocabulary.write_text(json.dumps({name: n for n, name in enumerate(listed)}))
    return transformers.MarianTokenizer(str(model), str(model), str(vocabulary)), "marian"
