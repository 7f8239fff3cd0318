"""Every family that is read from gguf, against the model that was written and transformers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.errors import InputError
from app.models.catalog import row
from app.models.formats.gguf import Gguf
from app.models.formats.gguf_config import read_config
from app.models.formats.gguf_families import FAMILIES
from app.models.loading import Loaded, load
from tests.models.gguf_files import HEADS, KINDS, LAYERS, WIDTH, Kind, tiny_model, write_model

IDS = [[5, 9, 2, 77, 130, 8, 6, 201, 40, 41, 42, 43, 17, 90, 3, 3, 250, 11, 12, 13]]


def load_file(path: Path) -> Loaded:
    return load(row(f"path:{path.parent}"), path.parent, device="cpu")


def logits(model: Any) -> Any:
    import torch

    with torch.no_grad():
        return model(torch.tensor(IDS)).logits


def test_every_family_that_is_read_is_tried_here() -> None:
    assert {kind.architecture for kind in KINDS.values()} == set(FAMILIES)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_file_is_the_model_that_was_written(tmp_path: Path, kind: Kind) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    model = tiny_model(kind)
    path = write_model(tmp_path / "m.gguf", kind, model)
    loaded = load_file(path)
    ours = dict(loaded.model.named_parameters())
    for name, weight in model.named_parameters():
        assert torch.allclose(ours[name], weight, rtol=0, atol=1e-6), name
    assert set(ours) == set(dict(model.named_parameters()))
    expected, got = logits(model), logits(loaded.model)
    assert torch.allclose(expected, got, rtol=1e-5, atol=1e-4)
    tensors = (*loaded.model.parameters(), *loaded.model.buffers())
    assert not any(tensor.is_meta for tensor in tensors)
    assert loaded.row.layers == model.config.num_hidden_layers and loaded.family == "decoder"
    if kind.also_transformers:
        theirs = AutoModelForCausalLM.from_pretrained(
            tmp_path, gguf_file=path.name, dtype=torch.float32, local_files_only=True
        )
        assert torch.allclose(logits(theirs), got, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("llama", {"rope.scaling.type": "linear", "rope.scaling.factor": 4.0}, {"factor": 4.0}),
        (
            "qwen2",
            {
                "rope.scaling.type": "yarn",
                "rope.scaling.factor": 4.0,
                "rope.scaling.original_context_length": 256,
            },
            {"factor": 4.0, "original_max_position_embeddings": 256},
        ),
        ("llama", {"rope.scaling.type": "none"}, {}),
    ],
    ids=["linear", "yarn", "none"],
)
def test_scaled_positions_are_those_that_the_file_states(
    tmp_path: Path, name: str, facts: dict[str, Any], expected: dict[str, Any]
) -> None:
    import torch

    kind = KINDS[name]
    stated = {"rope_type": facts["rope.scaling.type"], "rope_theta": 10000.0, **expected}
    if not expected:
        stated["rope_type"] = "default"
    model = tiny_model(kind, rope_parameters=stated)
    loaded = load_file(write_model(tmp_path / "m.gguf", kind, model, **facts))
    assert loaded.model.config.rope_parameters == model.config.rope_parameters
    assert torch.allclose(logits(model), logits(loaded.model), rtol=1e-5, atol=1e-4)


def test_the_slower_waves_of_llama_3_are_told_from_the_file(tmp_path: Path) -> None:
    import torch

    kind = KINDS["llama"]
    stated = {
        "rope_type": "llama3",
        "rope_theta": 500000.0,
        "factor": 32.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192,
    }
    model = tiny_model(kind, rope_parameters=stated)
    plain = 1 / 500000.0 ** (torch.arange(0, 16, 2) / 16)
    slower = (plain / model.model.rotary_emb.inv_freq).numpy()
    assert slower.max() > 30 and slower.min() == pytest.approx(1)
    extra = {"rope_freqs.weight": slower}
    facts: dict[str, Any] = {"rope.freq_base": 500000.0}
    path = write_model(tmp_path / "m.gguf", kind, model, extra, **facts)
    loaded = load_file(path)
    assert loaded.model.config.rope_parameters == stated
    assert torch.allclose(logits(model), logits(loaded.model), rtol=1e-5, atol=1e-4)
    wrong = {"rope_freqs.weight": slower[::-1].copy()}
    write_model(path, kind, model, wrong, **facts)
    with pytest.raises(InputError, match="scaled rotary positions"):
        load_file(path)


def test_the_long_and_short_factors_of_phi_are_read(tmp_path: Path) -> None:
    import torch

    kind = KINDS["phi3"]
    short, long = ([1.0 + step * i for i in range(8)] for step in (0.125, 0.5))
    stated = {
        "rope_type": "longrope",
        "rope_theta": 10000.0,
        "short_factor": short,
        "long_factor": long,
        "original_max_position_embeddings": 256,
        "factor": 4.0,
    }
    model = tiny_model(kind, rope_parameters=stated)
    extra = {
        "rope_factors_short.weight": np.array(short, np.float32),
        "rope_factors_long.weight": np.array(long, np.float32),
    }
    facts: dict[str, Any] = {"rope.scaling.original_context_length": 256}
    loaded = load_file(write_model(tmp_path / "m.gguf", kind, model, extra, **facts))
    assert loaded.model.config.rope_parameters == model.config.rope_parameters
    assert torch.allclose(logits(model), logits(loaded.model), rtol=1e-5, atol=1e-4)


def test_the_largest_gemma_has_a_scale_of_its_own(tmp_path: Path) -> None:
    kind = KINDS["gemma3"]
    path = write_model(tmp_path / "m.gguf", kind, tiny_model(kind))
    gguf = Gguf(path)
    assert read_config(gguf)["query_pre_attn_scalar"] == 256
    gguf.metadata["gemma3.block_count"] = 62
    assert read_config(gguf)["query_pre_attn_scalar"] == WIDTH // HEADS


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("llama.block_count", 2**31),
        ("llama.embedding_length", 2**31),
        ("llama.embedding_length", 0),
        ("llama.feed_forward_length", 2**40),
        ("llama.attention.head_count", 2**31),
        ("llama.attention.head_count", 0),
        ("llama.attention.head_count", [4, 0, 2]),
        ("llama.attention.head_count_kv", 0),
        ("llama.attention.key_length", 2**31),
        ("llama.attention.key_length", -4),
        ("llama.rope.dimension_count", 0),
        ("llama.rope.freq_base", -1.0),
        ("llama.context_length", 2**40),
        ("llama.attention.layer_norm_rms_epsilon", "small"),
        ("llama.expert_count", "many"),
        ("tokenizer.ggml.tokens", ["a"] * 300),
        ("tokenizer.ggml.eos_token_id", 2**40),
        ("tokenizer.ggml.bos_token_id", -1),
        ("tokenizer.ggml.token_type", ["x"]),
        ("general.architecture", 7),
    ],
    ids=str,
)
def test_hostile_facts_take_no_memory_and_are_one_sentence(
    tmp_path: Path, key: str, value: Any
) -> None:
    import resource

    kind = KINDS["llama"]
    path = write_model(tmp_path / "m.gguf", kind, tiny_model(kind), over={key: value})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        loaded = load_file(path)
    except InputError as error:
        assert str(error).count(". ") == 0 and "object" not in str(error)
    else:
        assert key in HARMLESS and loaded.row.layers == LAYERS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


# Marks that no token has mark nothing.
HARMLESS = {
    "tokenizer.ggml.eos_token_id",
    "tokenizer.ggml.bos_token_id",
}
