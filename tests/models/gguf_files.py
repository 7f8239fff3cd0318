"""gguf files of tiny random models, written as llama.cpp's converter writes them.

Names come from the gguf package's own table, so that ours are held against them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Change = Callable[[str, Array], Array]
LAYERS, HEADS, GROUPS, WIDTH, INNER, ENTRIES, LENGTH = 2, 4, 2, 64, 96, 300, 1024
COMMON = {
    "hidden_size": WIDTH,
    "intermediate_size": INNER,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "num_key_value_heads": GROUPS,
    "max_position_embeddings": LENGTH,
    "vocab_size": ENTRIES,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
}


def same(name: str, weight: Array) -> Array:
    return weight


def side_by_side(name: str, weight: Array) -> Array:
    """Queries and keys of Llama: the two rows that rotate together are neighbours."""
    heads = {"attn_q": HEADS, "attn_k": GROUPS}.get(name.split(".")[-2])
    if heads is None:
        return weight
    halves = weight.reshape(heads, 2, len(weight) // heads // 2, -1)
    return np.ascontiguousarray(halves.swapaxes(1, 2)).reshape(weight.shape)


def one_more(name: str, weight: Array) -> Array:
    return weight + np.float32(1) if name.endswith("norm.weight") else weight


def transposed(name: str, weight: Array) -> Array:
    turned = ("attn_qkv.weight", "attn_output.weight", "ffn_up.weight", "ffn_down.weight")
    return np.ascontiguousarray(weight.T) if name.endswith(turned) else weight


def all_queries_first(name: str, weight: Array) -> Array:
    """Bloom: q, k, v of one head after the other become all q, all k, all v."""
    if "attn_qkv" not in name:
        return weight
    heads = weight.reshape(HEADS, 3, WIDTH // HEADS, -1)
    return np.ascontiguousarray(heads.swapaxes(0, 1)).reshape(weight.shape)


@dataclass(frozen=True)
class Kind:
    """A family as its files have it, and the config of a tiny model of it."""

    architecture: str
    config: str
    settings: Mapping[str, Any]
    change: Change = same
    facts: Mapping[str, Any] = field(default_factory=dict)
    also_transformers: bool = True


RMS = {"attention.layer_norm_rms_epsilon": 1e-5}
PLAIN = {"attention.layer_norm_epsilon": 1e-5}
GEMMA = {"head_dim": 256, "rms_norm_eps": 1e-5, "sliding_window": 8}
GEMMA_FACTS = RMS | {"attention.key_length": 256, "attention.sliding_window": 8}
KINDS = {
    "llama": Kind("llama", "LlamaConfig", {"rms_norm_eps": 1e-5}, side_by_side, RMS),
    "llama with biases": Kind(
        "llama",
        "LlamaConfig",
        {"rms_norm_eps": 1e-5, "attention_bias": True, "mlp_bias": True},
        side_by_side,
        RMS,
        also_transformers=False,  # it leaves the biases out
    ),
    "mistral": Kind(
        "llama", "MistralConfig", {"rms_norm_eps": 1e-5, "head_dim": 32}, side_by_side,
        RMS | {"attention.key_length": 32, "rope.dimension_count": 32},
    ),
    "qwen2": Kind("qwen2", "Qwen2Config", {"rms_norm_eps": 1e-5}, facts=RMS),
    "qwen3": Kind(
        "qwen3", "Qwen3Config", {"rms_norm_eps": 1e-5, "head_dim": 128},
        facts=RMS | {"attention.key_length": 128},
    ),
    "gemma": Kind(
        "gemma", "GemmaConfig", {"head_dim": 32, "rms_norm_eps": 1e-5}, one_more,
        RMS | {"attention.key_length": 32}, also_transformers=False,
    ),
    "gemma2": Kind("gemma2", "Gemma2Config", GEMMA, one_more, GEMMA_FACTS),
    "gemma3": Kind(
        "gemma3", "Gemma3TextConfig", GEMMA | {"num_hidden_layers": 6}, one_more, GEMMA_FACTS
    ),
    "phi3": Kind("phi3", "Phi3Config", {"rms_norm_eps": 1e-5}, facts=RMS),
    "stablelm": Kind(
        "stablelm", "StableLmConfig", {"use_qkv_bias": True, "partial_rotary_factor": 0.25},
        facts=PLAIN | {"rope.dimension_count": WIDTH // HEADS // 4},
    ),
    "starcoder2": Kind("starcoder2", "Starcoder2Config", {"use_bias": True}, facts=PLAIN),
    "nemotron": Kind(
        "nemotron", "NemotronConfig", {"partial_rotary_factor": 0.5, "head_dim": 16}, one_more,
        PLAIN | RMS | {"rope.dimension_count": WIDTH // HEADS // 2},
    ),
    "gpt2": Kind("gpt2", "GPT2Config", {"n_inner": 4 * WIDTH}, transposed, PLAIN),
    "bloom": Kind("bloom", "BloomConfig", {}, all_queries_first, PLAIN),
    "falcon": Kind(
        "falcon", "FalconConfig", {"ffn_hidden_size": INNER}, facts=PLAIN, also_transformers=False
    ),
}  # fmt: skip


def tiny_model(kind: Kind, **settings: Any) -> Any:
    """A random model of that kind, in float32 and without dropout."""
    import torch
    import transformers

    torch.manual_seed(3)
    one_size = {"n_layer": LAYERS, "n_head": HEADS, "n_embd": WIDTH, "n_positions": LENGTH}
    gpt = kind.config == "GPT2Config"
    common = {**one_size, "vocab_size": ENTRIES} if gpt else COMMON
    chosen = {**common, **kind.settings, **settings}
    if kind.config == "BloomConfig":
        chosen = {"hidden_size": WIDTH, "n_layer": LAYERS, "n_head": HEADS, "vocab_size": ENTRIES}
    config = getattr(transformers, kind.config)(**chosen)
    model = transformers.AutoModelForCausalLM.from_config(config, dtype=torch.float32).eval()
    with torch.no_grad():
        for weight in model.parameters():
            # Large enough that every part matters, norms and biases too.
            weight.add_(torch.randn_like(weight) * 0.2)
    return model


def write_model(
    path: Path,
    kind: Kind,
    model: Any,
    extra: Mapping[str, Array] | None = None,
    over: Mapping[str, Any] | None = None,
    **more: Any,
) -> Path:
    """The model as a gguf file.

    extra  tensors beside its weights
    over   facts that the file states in the place of true ones
    more   facts of its architecture beside those of its kind
    """
    from gguf import MODEL_ARCH, MODEL_ARCH_NAMES, GGUFWriter, get_tensor_name_map
    from gguf.gguf_writer import GGUFValue

    writer = GGUFWriter(path, kind.architecture)
    config = model.config
    layers = config.num_hidden_layers
    facts: dict[str, Any] = {
        "block_count": layers,
        "context_length": LENGTH,
        "embedding_length": WIDTH,
        "feed_forward_length": INNER
        if kind.config not in ("BloomConfig", "GPT2Config")
        else 4 * WIDTH,
        "attention.head_count": HEADS,
        "rope.freq_base": 10000.0,
        **kind.facts,
    }
    if kind.config not in ("GPT2Config", "BloomConfig"):
        facts["attention.head_count_kv"] = 1 if kind.config == "FalconConfig" else GROUPS
    if kind.architecture == "gemma3":
        facts["rope.freq_base"] = 1e6
    for key, value in {**facts, **more}.items():
        add = writer.add_string if isinstance(value, str) else writer.add_uint32
        add = writer.add_float32 if isinstance(value, float) else add
        add(f"{kind.architecture}.{key}", value)
    add_byte_tokens(writer)
    number = next(a for a, name in MODEL_ARCH_NAMES.items() if name == kind.architecture)
    assert isinstance(number, MODEL_ARCH)
    table = get_tensor_name_map(number, layers)
    written = set()
    for name, weight in model.named_parameters():
        # The converter of Bloom takes the first word away before it looks a name up.
        known = (name, name.removeprefix("transformer."))
        names = (table.get_name(each, try_suffixes=(".weight", ".bias")) for each in known)
        ours = next(filter(None, names), None)
        assert ours is not None and ours not in written, name
        written.add(ours)
        writer.add_tensor(ours, kind.change(ours, weight.detach().numpy().copy()))
    for name, factors in (extra or {}).items():
        writer.add_tensor(name, factors)
    for key, value in (over or {}).items():
        writer.kv_data[0][key] = GGUFValue(value, value_type(value))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def value_type(value: Any) -> Any:
    from gguf import GGUFValueType

    if isinstance(value, int):
        return GGUFValueType.INT64
    return GGUFValueType.get_type(value)


def add_byte_tokens(writer: Any) -> None:
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    tokens = ["<none>", "<start>", "<end>", *bytes_to_unicode().values(), "he", "ll"]
    tokens += [f"[PAD{i}]" for i in range(len(tokens), ENTRIES)]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_types([3, 3, 3] + [1] * 258 + [5] * (ENTRIES - 261))
    writer.add_token_merges(["h e", "l l"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_pad_token_id(0)
