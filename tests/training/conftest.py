"""A tiny encoder on disk with a tokenizer of BERT's kind, and toy data of every kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,!?'-@"
WORDS = ["the", "film", "is", "good", "bad", "very", "dull", "fine", "who", "wrote", "it", "ada"]
WORDS += ["paris", "in", "lives", "acme", "works", "at", "where", "does", "and", "a", "##s", "what"]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Models as tiny as these only wait for each other's threads, and long on a busy computer."""
    import torch

    former = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(former)


@pytest.fixture(scope="session")
def tokenizer_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lower-casing WordPiece tokenizer: some words, and every letter."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    entries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS]
    entries += [f"##{letter}" for letter in LETTERS] + [w for w in WORDS if w not in LETTERS]
    entries = list(dict.fromkeys(entries))
    numbers = {entry: number for number, entry in enumerate(entries)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", numbers["[CLS]"]), ("[SEP]", numbers["[SEP]"])],
    )
    folder = tmp_path_factory.mktemp("wordpiece")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
        model_max_length=64,
    ).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tokenizer(tokenizer_file: Path) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(tokenizer_file)


@pytest.fixture(scope="session")
def save_base(tokenizer_file: Path) -> Callable[..., Path]:
    """save_base(folder, family="bert", seed=7): a bare tiny encoder there, with the tokenizer."""
    import shutil

    import torch
    import transformers

    # 32 x 2048 numbers: the smallest matrices that are packed.
    sizes: dict[str, Any] = {"num_hidden_layers": 2, "num_attention_heads": 4, "hidden_size": 32}
    sizes |= {"intermediate_size": 2048, "max_position_embeddings": 64, "vocab_size": 120}
    sizes |= {"initializer_range": 0.1}
    families: dict[str, tuple[str, str, dict[str, Any]]] = {
        "bert": ("BertConfig", "BertModel", {}),
        "roberta": ("RobertaConfig", "RobertaModel", {"pad_token_id": 0}),
        "distilbert": (
            "DistilBertConfig",
            "DistilBertModel",
            {"dim": 32, "n_layers": 2, "n_heads": 4, "hidden_dim": 2048},
        ),
        "gpt2": (
            "GPT2Config",
            "GPT2LMHeadModel",
            {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 64},
        ),
    }

    def save(folder: Path, family: str = "bert", seed: int = 7) -> Path:
        config_name, class_name, more = families[family]
        config = getattr(transformers, config_name)(**sizes | more)
        torch.manual_seed(seed)
        getattr(transformers, class_name)(config).save_pretrained(folder)
        shutil.copytree(tokenizer_file, folder, dirs_exist_ok=True)
        return folder

    return save


@pytest.fixture(scope="session")
def base_folder(save_base: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_base(tmp_path_factory.mktemp("bases") / "tiny")


@pytest.fixture(scope="session")
def base(base_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The tiny encoder as a `Base`."""
    from app.training.base import open_base

    return open_base(
        f"path:{base_folder}",
        cache_dir=tmp_path_factory.mktemp("cache"),
        offline=True,
        allow_path=(base_folder.parent,),
    )


def films(count: int) -> list[tuple[str, int]]:
    """Sentences whose label is told by one word; twice as many are good."""
    kinds = [("good", 1), ("fine", 1), ("dull", 0)]
    rows = [kinds[number % 3] for number in range(count)]
    return [
        (f"{word} {'it is ' * (number % 5)}{word} {word}", label)
        for number, (word, label) in enumerate(rows)
    ]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every kind of file, a few rows each."""
    root = tmp_path_factory.mktemp("data")
    for folder in ("sst2", "qa", "ner/wikigold", "ner/btc", "ner/wnut17", "wikitext2"):
        (root / folder).mkdir(parents=True)
    for name, count in (("train", 48), ("dev", 9)):
        lines = ["sentence\tlabel", *(f"{text} \t{label}" for text, label in films(count))]
        (root / "sst2" / f"{name}.tsv").write_text("\n".join(lines) + "\n")
    _questions(root / "qa")
    _entities(root / "ner")
    for name, count in (("valid", 40), ("test", 15)):
        lines = [f" the film is {word} and it is <unk> ." for word in WORDS[:10]] * (
            count // 10 + 1
        )
        (root / "wikitext2" / f"{name}.txt").write_text(" = Film = \n \n" + "\n".join(lines) + "\n")
    return root


def _questions(folder: Path) -> None:
    passage = "ada wrote it in paris and lives at acme ."
    for name, sources in (("train", ("squad", "qed", "qamr")), ("dev", ("squad",))):
        rows = []
        for number in range(12):
            answer = ("ada", "paris")[number % 2]
            rows.append(
                {
                    "src": sources[number % len(sources)],
                    "title": f"article {number % 4}",
                    "q": "who wrote it" if number % 2 == 0 else "where does it",
                    "ctx": passage,
                    "answers": [{"start": passage.index(answer), "text": answer}],
                }
            )
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
        none = [row | {"src": "squad2", "q": "what is dull", "answers": []} for row in rows[:6]]
        (folder / f"unanswerable-{name}.jsonl").write_text("\n".join(map(json.dumps, none)) + "\n")


def _entities(folder: Path) -> None:
    block = "ada I-PER\nlives O\nin O\nparis I-LOC\n\nit O\nworks O\nat O\nacme I-ORG\n\n"
    (folder / "wikigold" / "train.conll").write_text(block * 10)
    tweets = "@ada\tB-person\nin\tO\nparis\tB-location\nParis\tI-location\n\n"
    for name in ("train", "dev"):
        (folder / "wnut17" / f"{name}.conll").write_text(tweets * 3)
    for part in "abefgh":
        (folder / "btc" / f"{part}.conll").write_text("acme\tB-ORG\n \tO\nis\tO\nfine\tO\n\n" * 2)
