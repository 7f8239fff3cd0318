"""Tiny random encoders with a head of every kind, saved to folders, and an engine for them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.training.conftest import tokenizer_file as tokenizer_file  # a fixture

HEADS: dict[str, tuple[str, dict[str, Any]]] = {
    "labels": ("ForSequenceClassification", {"id2label": {0: "dull", 1: "good", 2: "fine"}}),
    "several": (
        "ForSequenceClassification",
        {
            "id2label": {0: "sport", 1: "food"},
            "problem_type": "multi_label_classification",
        },
    ),
    "value": (
        "ForSequenceClassification",
        {"id2label": {0: "rating"}, "problem_type": "regression"},
    ),
    "values": (
        "ForSequenceClassification",
        {
            "id2label": {0: "valence", 1: "arousal", 2: "dominance"},
            "problem_type": "regression",
        },
    ),
    "entailment": (
        "ForSequenceClassification",
        {"id2label": {0: "CONTRADICTION", 1: "NEUTRAL", 2: "ENTAILMENT"}},
    ),
    "spans": ("ForQuestionAnswering", {}),
    "tags": (
        "ForTokenClassification",
        {"id2label": {0: "O", 1: "B-PER", 2: "I-PER", 3: "B-LOC", 4: "I-LOC"}},
    ),
    "words": ("ForMaskedLM", {}),
}
FAMILIES = {"bert": {}, "roberta": {"pad_token_id": 0, "type_vocab_size": 1}, "distilbert": {}}


@pytest.fixture(scope="session")
def head_folder(
    tokenizer_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, str], Path]:
    """head_folder(head, family): a tiny model with that head."""
    import torch
    import transformers

    root = tmp_path_factory.mktemp("heads")
    names = {"bert": "Bert", "roberta": "Roberta", "distilbert": "DistilBert"}

    def make(head: str, family: str = "bert") -> Path:
        folder = root / f"{family}-{head}"
        if folder.exists():
            return folder
        ending, more = HEADS[head]
        sizes: dict[str, Any] = {
            "hidden_size": 24,
            "num_hidden_layers": 3,
            "num_attention_heads": 4,
            "intermediate_size": 40,
            "max_position_embeddings": 66,
            "vocab_size": 120,
            "initializer_range": 0.3,
            **FAMILIES[family],
        }
        if family == "distilbert":
            sizes |= {"dim": 24, "n_layers": 3, "n_heads": 4, "hidden_dim": 40}
        if "id2label" in more:
            more = {**more, "label2id": {name: n for n, name in more["id2label"].items()}}
        config = getattr(transformers, f"{names[family]}Config")(**sizes, **more)
        torch.manual_seed(5)
        getattr(transformers, f"{names[family]}{ending}")(config).save_pretrained(folder)
        shutil.copytree(tokenizer_file, folder, dirs_exist_ok=True)
        return folder

    return make


@pytest.fixture(scope="session")
def heads(head_folder: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An engine that may load them."""
    from app.engine.engine import Engine
    from app.settings import Settings

    return Engine(
        Settings(
            cache_dir=tmp_path_factory.mktemp("cache"),
            allow_path=(head_folder("labels").parent,),
            offline=True,
            threads=1,
            max_tokens=60,
        )
    )
