"""What each architecture of gguf files is in transformers: its class, facts and tensors, as data.

The architecture is what a file states as `general.architecture`. Names of tensors and facts are
those of the gguf specification; how tensors are rearranged is what llama.cpp's converter does to
them on the way in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Turn = Literal["halves apart", "by group", "transposed", "less one"]


@dataclass(frozen=True)
class Family:
    """One architecture.

    model      the class of transformers
    facts      fields of its config that a file must state, by the file's keys without the
               architecture in front
    stated     fields that a file may state
    present    fields that are true where the file has a tensor
    absent     fields that are true where it has not
    modules    the model's modules, by the file's tensor names; {} stands for the layer
    turns      the file's tensors that are not stored as the model has them: by the last part of
               their names before .weight or .bias
    key_values the field of the number of key/value heads
    rotary     whether positions are rotary
    queries    whether its config has a scale of its own for scores
    partial    whether they may be on a part of each head only
    scaled     whether scaled positions are read
    local      the rotary base of the layers with a window, where it is another than the others'
    in_order   whether pieces of its SentencePiece vocabulary are merged in the order of the
               vocabulary, and not of their scores; its runs of spaces are kept as spaces
    blank_before_each  whether a space is put before each text between special tokens, also one
               that begins with a space, and not before the first text only
    head       the field of the width of one head, where its config has one
    """

    model: str
    facts: Mapping[str, str]
    modules: Mapping[str, str]
    stated: Mapping[str, str] = field(default_factory=dict)
    present: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    turns: Mapping[str, Turn] = field(default_factory=dict)
    key_values: str = "num_key_value_heads"
    rotary: bool = True
    queries: bool = False
    partial: bool = False
    scaled: bool = True
    local: float | None = None
    in_order: bool = False
    blank_before_each: bool = False
    head: str | None = "head_dim"


_SIZES = {
    "hidden_size": "embedding_length",
    "intermediate_size": "feed_forward_length",
    "num_hidden_layers": "block_count",
    "num_attention_heads": "attention.head_count",
    "max_position_embeddings": "context_length",
}
_RMS = "attention.layer_norm_rms_epsilon"
_EPSILON = "attention.layer_norm_epsilon"

_OUTSIDE = {
    "model.embed_tokens": "token_embd",
    "model.norm": "output_norm",
    "lm_head": "output",
}
_LAYER = "model.layers.{}."
_ATTENTION = {
    f"{_LAYER}self_attn.{theirs}": f"blk.{{}}.{ours}"
    for theirs, ours in (
        ("q_proj", "attn_q"),
        ("k_proj", "attn_k"),
        ("v_proj", "attn_v"),
        ("o_proj", "attn_output"),
    )
}
_GATED = {f"{_LAYER}mlp.{name}_proj": f"blk.{{}}.ffn_{name}" for name in ("gate", "up", "down")}
_NORMS = {
    f"{_LAYER}input_layernorm": "blk.{}.attn_norm",
    f"{_LAYER}post_attention_layernorm": "blk.{}.ffn_norm",
}
_HEAD_NORMS = {
    f"{_LAYER}self_attn.q_norm": "blk.{}.attn_q_norm",
    f"{_LAYER}self_attn.k_norm": "blk.{}.attn_k_norm",
}
_FOUR_NORMS = {
    f"{_LAYER}input_layernorm": "blk.{}.attn_norm",
    f"{_LAYER}post_attention_layernorm": "blk.{}.post_attention_norm",
    f"{_LAYER}pre_feedforward_layernorm": "blk.{}.ffn_norm",
    f"{_LAYER}post_feedforward_layernorm": "blk.{}.post_ffw_norm",
}
_BIASES = {"attention_bias": "blk.0.attn_q.bias"}

_LLAMA = Family(
    model="LlamaForCausalLM",
    facts=_SIZES | {"rms_norm_eps": _RMS},
    modules=_OUTSIDE | _ATTENTION | _GATED | _NORMS,
    present=_BIASES | {"mlp_bias": "blk.0.ffn_up.bias"},
    turns={"attn_q": "halves apart", "attn_k": "halves apart"},
)
_QWEN2 = replace(_LLAMA, model="Qwen2ForCausalLM", present={}, turns={})
_QWEN3 = replace(
    _QWEN2, model="Qwen3ForCausalLM", modules={**_QWEN2.modules, **_HEAD_NORMS}, present=_BIASES
)

# Gemma multiplies by one more than the weight of a norm; llama.cpp stores that sum.
_GEMMA_NORMS: dict[str, Turn] = dict.fromkeys(
    ("attn_norm", "ffn_norm", "output_norm", "post_attention_norm", "post_ffw_norm"), "less one"
)
_GEMMA = replace(
    _LLAMA,
    model="GemmaForCausalLM",
    present=_BIASES,
    turns=_GEMMA_NORMS,
    scaled=False,
    in_order=True,
)
_GEMMA2 = replace(
    _GEMMA,
    model="Gemma2ForCausalLM",
    modules=_OUTSIDE | _ATTENTION | _GATED | _FOUR_NORMS,
    queries=True,
    stated={
        "sliding_window": "attention.sliding_window",
        "attn_logit_softcapping": "attn_logit_softcapping",
        "final_logit_softcapping": "final_logit_softcapping",
    },
)
_GEMMA3 = replace(
    _GEMMA2,
    model="Gemma3ForCausalLM",
    modules={**_GEMMA2.modules, **_HEAD_NORMS},
    turns=_GEMMA_NORMS | {"attn_q_norm": "less one", "attn_k_norm": "less one"},
    stated={"sliding_window": "attention.sliding_window"},
    scaled=True,
    local=10000.0,
)
_PHI3 = Family(
    model="Phi3ForCausalLM",
    facts=_LLAMA.facts,
    stated={"sliding_window": "attention.sliding_window"},
    modules=_OUTSIDE
    | _NORMS
    | {
        f"{_LAYER}self_attn.qkv_proj": "blk.{}.attn_qkv",
        f"{_LAYER}self_attn.o_proj": "blk.{}.attn_output",
        f"{_LAYER}mlp.gate_up_proj": "blk.{}.ffn_up",
        f"{_LAYER}mlp.down_proj": "blk.{}.ffn_down",
    },
    partial=True,
    blank_before_each=True,
)
_STABLELM = replace(
    _LLAMA,
    model="StableLmForCausalLM",
    facts=_SIZES | {"layer_norm_eps": _EPSILON},
    present={"use_qkv_bias": "blk.0.attn_q.bias"},
    absent={"use_parallel_residual": "blk.0.ffn_norm.weight"},
    turns={},
    partial=True,
)
_STARCODER2 = replace(
    _LLAMA,
    model="Starcoder2ForCausalLM",
    facts=_SIZES | {"norm_epsilon": _EPSILON},
    modules=_OUTSIDE
    | _ATTENTION
    | _NORMS
    | {f"{_LAYER}mlp.c_fc": "blk.{}.ffn_up", f"{_LAYER}mlp.c_proj": "blk.{}.ffn_down"},
    present={"use_bias": "blk.0.attn_q.bias"},
    turns={},
)
_NEMOTRON = replace(
    _LLAMA,
    model="NemotronForCausalLM",
    facts=_SIZES | {"norm_eps": _EPSILON},
    modules=_OUTSIDE
    | _ATTENTION
    | _NORMS
    | {f"{_LAYER}mlp.{name}_proj": f"blk.{{}}.ffn_{name}" for name in ("up", "down")},
    turns=dict.fromkeys(("attn_norm", "ffn_norm", "output_norm"), "less one"),
    partial=True,
)

_BLOCK = "transformer.h.{}."
_GPT2 = Family(
    model="GPT2LMHeadModel",
    facts={
        "n_embd": "embedding_length",
        "n_inner": "feed_forward_length",
        "n_layer": "block_count",
        "n_head": "attention.head_count",
        "n_positions": "context_length",
        "layer_norm_epsilon": _EPSILON,
    },
    modules={
        "transformer.wte": "token_embd",
        "transformer.wpe": "position_embd",
        "transformer.ln_f": "output_norm",
        "lm_head": "output",
        f"{_BLOCK}ln_1": "blk.{}.attn_norm",
        f"{_BLOCK}ln_2": "blk.{}.ffn_norm",
        f"{_BLOCK}attn.c_attn": "blk.{}.attn_qkv",
        f"{_BLOCK}attn.c_proj": "blk.{}.attn_output",
        f"{_BLOCK}mlp.c_fc": "blk.{}.ffn_up",
        f"{_BLOCK}mlp.c_proj": "blk.{}.ffn_down",
    },
    turns=dict.fromkeys(("attn_qkv", "attn_output", "ffn_up", "ffn_down"), "transposed"),
    rotary=False,
)
_GROUPED = {
    "transformer.word_embeddings": "token_embd",
    "transformer.ln_f": "output_norm",
    "lm_head": "output",
    f"{_BLOCK}self_attention.query_key_value": "blk.{}.attn_qkv",
    f"{_BLOCK}self_attention.dense": "blk.{}.attn_output",
    f"{_BLOCK}mlp.dense_h_to_4h": "blk.{}.ffn_up",
    f"{_BLOCK}mlp.dense_4h_to_h": "blk.{}.ffn_down",
}
_BLOOM = Family(
    model="BloomForCausalLM",
    facts={
        "hidden_size": "embedding_length",
        "n_layer": "block_count",
        "n_head": "attention.head_count",
        "layer_norm_epsilon": _EPSILON,
    },
    modules=_GROUPED
    | {
        "transformer.word_embeddings_layernorm": "token_embd_norm",
        f"{_BLOCK}input_layernorm": "blk.{}.attn_norm",
        f"{_BLOCK}post_attention_layernorm": "blk.{}.ffn_norm",
    },
    turns={"attn_qkv": "by group"},
    rotary=False,
)
_FALCON = Family(
    model="FalconForCausalLM",
    facts={
        "hidden_size": "embedding_length",
        "num_hidden_layers": "block_count",
        "num_attention_heads": "attention.head_count",
        "max_position_embeddings": "context_length",
        "layer_norm_epsilon": _EPSILON,
    },
    stated={"ffn_hidden_size": "feed_forward_length"},
    present={"new_decoder_architecture": "blk.0.attn_norm_2.weight"},
    modules=_GROUPED
    | {
        f"{_BLOCK}input_layernorm": "blk.{}.attn_norm",
        f"{_BLOCK}ln_mlp": "blk.{}.attn_norm",
        f"{_BLOCK}ln_attn": "blk.{}.attn_norm_2",
    },
    turns={"attn_qkv": "by group"},
    key_values="num_kv_heads",
    head=None,
    scaled=False,
)

FAMILIES: dict[str, Family] = {
    "llama": _LLAMA,
    "qwen2": _QWEN2,
    "qwen3": _QWEN3,
    "gemma": _GEMMA,
    "gemma2": _GEMMA2,
    "gemma3": _GEMMA3,
    "phi3": _PHI3,
    "stablelm": _STABLELM,
    "starcoder2": _STARCODER2,
    "nemotron": _NEMOTRON,
    "gpt2": _GPT2,
    "bloom": _BLOOM,
    "falcon": _FALCON,
}
"""The architectures that are read, by the name that files state; Mistral and SmolLM are "llama"."""
