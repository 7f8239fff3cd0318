"""The config of transformers for a gguf file, from its metadata."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.errors import InputError
from app.models.formats.gguf import Gguf
from app.models.formats.gguf_families import FAMILIES, Family
from app.models.formats.gguf_positions import rope_parameters

# Gemma divides scores by the root of this; the largest of Gemma 2 and of Gemma 3 have their own.
_LAYERS_OF_27B = (46, 62)
_MOST = 2**28  # no count of a real model is as large, and no shape made of smaller ones overflows


def family_of(gguf: Gguf) -> Family:
    """The row of the file's architecture. Raises InputError for one that is not read."""
    architecture = gguf.architecture
    if architecture not in FAMILIES:
        raise InputError(
            f"{gguf.name} holds the architecture {architecture[:60]!r}, and those read from gguf "
            f"are {', '.join(FAMILIES)}: convert the model to safetensors."
        )
    return FAMILIES[architecture]


def read_config(gguf: Gguf) -> dict[str, Any]:
    """Keyword arguments of the config of `family_of(gguf).model`.

    Raises InputError for another architecture, or one with parts that are not read here, and
    ValueError where the file lacks a fact.
    """
    family = family_of(gguf)
    if gguf.fact("expert_count", 0):
        raise InputError(
            f"{gguf.name} has a mixture of experts, which is not read from gguf: convert the model "
            "to safetensors."
        )
    config = {field: _needed(gguf, key) for field, key in family.facts.items()}
    config |= {
        field: value
        for field, key in family.stated.items()
        if (value := gguf.fact(key, None)) is not None
    }
    config |= {field: name in gguf.entries for field, name in family.present.items()}
    config |= {field: name not in gguf.entries for field, name in family.absent.items()}
    if config.get("sliding_window") == 0:  # how files say that there is none
        config["sliding_window"] = None
    heads, width = _needed(gguf, "attention.head_count"), _needed(gguf, "embedding_length")
    head = _count(gguf, "attention.key_length", width // heads)
    if family.rotary:
        if family.head is not None:
            config[family.head] = head
        config[family.key_values] = _count(gguf, "attention.head_count_kv", heads)
        config["rope_parameters"] = rope_parameters(gguf, family, head)
    if family.queries:
        largest = _needed(gguf, "block_count") in _LAYERS_OF_27B
        config["query_pre_attn_scalar"] = width // heads if largest else head
    embedding = gguf.entries.get("token_embd.weight")
    if embedding is None:
        raise ValueError(f"{gguf.name} lacks the tensor token_embd.weight")
    return config | {
        "architectures": [family.model],
        "vocab_size": embedding.shape[0],
        "tie_word_embeddings": "output.weight" not in gguf.entries,
        "dtype": "float32",
        **_marks(gguf),
    }


def ends(gguf: Gguf) -> list[int]:
    """The marks after which a text, a turn or a message ends, those the file names; each once."""
    found = (gguf.metadata.get(f"tokenizer.ggml.{key}_token_id") for key in ("eos", "eot", "eom"))
    return list(dict.fromkeys(int(each) for each in found if each is not None))


def _marks(gguf: Gguf) -> dict[str, Any]:
    known = ends(gguf)
    return {
        "bos_token_id": gguf.metadata.get("tokenizer.ggml.bos_token_id"),
        "pad_token_id": gguf.metadata.get("tokenizer.ggml.padding_token_id"),
        "eos_token_id": known if len(known) > 1 else next(iter(known), None),
    }


def _needed(gguf: Gguf, key: str) -> Any:
    if gguf.fact(key, None) is None:
        raise ValueError(f"{gguf.name} does not state {gguf.architecture}.{key}")
    return _small(gguf, key) if key.endswith("epsilon") else _count(gguf, key, 0)


def _count(gguf: Gguf, key: str, otherwise: int) -> int:
    value = gguf.fact(key, otherwise)
    if isinstance(value, np.ndarray):
        # One number per layer is how pruned models are written.
        raise InputError(
            f"{gguf.name} states {key} for each layer apart, which is not read from gguf: convert "
            "the model to safetensors."
        )
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < _MOST:
        raise ValueError(f"{gguf.name} states an impossible {key}: {str(value)[:40]}")
    return value


def _small(gguf: Gguf, key: str) -> float:
    value = gguf.fact(key, None)
    if not isinstance(value, float) or not 0 <= value < 1:
        raise ValueError(f"{gguf.name} states an impossible {key}: {str(value)[:40]}")
    return value
