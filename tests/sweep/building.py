"""Tiny random models of every architecture the installed transformers has, from its config class.

A config is shrunk by the names of its fields: what counts layers, heads, widths and entries is
given a small number. `CHANGES` holds what a single architecture needs beside that. All of this is
about building models to try; the product itself never asks for a name.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import Any

ENTRIES = 60
MOST_PARAMETERS = 1_000_000
WIDTH, LAYERS, HEADS, GROUPS, HEAD_WIDTH, INNER, LENGTH = 32, 4, 4, 2, 8, 40, 64

# The name of a field -> its small value; no two axes are alike where the model allows it.
SMALL: dict[str, Any] = {
    **dict.fromkeys(("vocab_size", "text_vocab_size", "n_vocab"), ENTRIES),
    **dict.fromkeys(
        ("hidden_size", "d_model", "n_embd", "dim", "emb_dim", "embed_dim", "embedding_size",
         "word_embed_proj_dim", "attention_hidden_size", "rnn_width", "lru_width"),
        WIDTH,
    ),
    **dict.fromkeys(
        ("num_hidden_layers", "n_layer", "n_layers", "num_layers", "encoder_layers"), LAYERS
    ),
    **dict.fromkeys(("decoder_layers", "num_decoder_layers"), 2),
    **dict.fromkeys(
        ("num_attention_heads", "n_head", "n_heads", "num_heads", "encoder_attention_heads",
         "decoder_attention_heads"),
        HEADS,
    ),
    **dict.fromkeys(("num_key_value_heads", "num_kv_heads"), GROUPS),
    **dict.fromkeys(("head_dim", "d_kv"), HEAD_WIDTH),
    **dict.fromkeys(
        ("intermediate_size", "ffn_dim", "d_ff", "d_inner", "n_inner", "hidden_dim", "inner_dim",
         "encoder_ffn_dim", "decoder_ffn_dim", "ffn_hidden_size", "block_ff_dim"),
        INNER,
    ),
    **dict.fromkeys(
        ("max_position_embeddings", "n_positions", "max_seq_len", "n_ctx", "seq_length",
         "max_sequence_length", "n_ctx_max"),
        LENGTH,
    ),
    **dict.fromkeys(("initializer_range", "init_std", "initializer_factor"), 0.25),
    **dict.fromkeys(("sliding_window", "attention_window_size", "local_attention"), 6),
    **dict.fromkeys(
        ("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts"), 4
    ),
    **dict.fromkeys(
        ("num_experts_per_tok", "num_experts_per_token", "moe_topk", "moe_k", "top_k_experts"), 2
    ),
    **dict.fromkeys(
        ("moe_intermediate_size", "expert_ffn_hidden_size", "shared_expert_intermediate_size",
         "moe_shared_expert_intermediate_size", "shared_intermediate_size", "intermediate_size_mlp",
         "prefix_dense_intermediate_size", "moe_latent_size"),
        20,
    ),
    **dict.fromkeys(("n_shared_experts", "moe_num_shared_experts", "num_shared_experts"), 1),
    **dict.fromkeys(("n_group", "topk_group"), 1),
    "first_k_dense_replace": 1,
    "q_lora_rank": 12,
    "kv_lora_rank": 10,
    "qk_nope_head_dim": 8,
    "qk_rope_head_dim": 4,
    "qk_head_dim": 12,
    "v_head_dim": 6,
    "mamba_d_state": 6, "mamba_n_heads": 4, "mamba_d_head": 16, "mamba_n_groups": 1,
    "mamba_num_heads": 4, "mamba_head_dim": 16, "mamba_dt_rank": 3,
    "ssm_state_size": 6, "state_size": 6, "n_groups": 1, "time_step_rank": 3,
    "linear_num_key_heads": 2, "linear_num_value_heads": 4,
    "linear_key_head_dim": 8, "linear_value_head_dim": 8,
    "type_vocab_size": 2,
    "bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 2, "decoder_start_token_id": 3,
    "cls_token_id": 0, "sep_token_id": 1,
    "tie_word_embeddings": False,
    "vocab_size_per_layer_input": ENTRIES, "hidden_size_per_layer_input": 8,
    "index_n_heads": 16, "index_head_dim": 8, "index_topk": 5,
    "num_nextn_predict_layers": 0,
    "chunk_size": 8, "mamba_chunk_size": 8,
}  # fmt: skip

# What an architecture needs beside that, by the name of its kind.
_LATENT: dict[str, Any] = {"head_dim": 4, "num_key_value_heads": HEADS}
_INKLING: dict[str, Any] = {
    "swa_num_attention_heads": HEADS, "swa_num_key_value_heads": GROUPS,
    "swa_head_dim": HEAD_WIDTH, "d_rel": 4, "rel_extent": 16, "unpadded_vocab_size": ENTRIES,
    "sliding_window_size": 6,
}  # fmt: skip
_MIXED = ["linear_attention", "full_attention", "linear_attention", "full_attention"]
_MAMBA = ["mamba", "attention", "mamba", "attention"]
CHANGES: dict[str, dict[str, Any]] = {
    **dict.fromkeys(
        ("axk1", "axk2", "deepseek_v2", "deepseek_v3", "deepseek_v32", "glm4_moe_lite",
         "glm_moe_dsa", "minicpm3", "youtu"),
        _LATENT,
    ),
    "bailing_hybrid": {**_LATENT, "layer_group_size": 2},
    "bamba": {"attn_layer_indices": [1, 3]},
    "bert-generation": {"is_decoder": True},
    "bigbird_pegasus": {"attention_type": "original_full"},
    "codegen": {"rotary_dim": 4},
    "led": {"attention_window": [8] * 4, "max_encoder_position_embeddings": LENGTH,
            "max_decoder_position_embeddings": LENGTH},
    "longformer": {"attention_window": [8] * 4},
    "cohere_compass_text": {
        "layer_types": ["sliding_attention", "full_attention"] * 2,
        "rope_parameters": {
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
            "full_attention": None,
        },
    },
    "canine": {"num_hash_buckets": 64, "downsampling_rate": 2, "local_transformer_stride": 8},
    "cpmant": {"dim_head": HEAD_WIDTH, "dim_ff": INNER, "prompt_types": 4, "prompt_length": 4,
               "segment_types": 4, "position_bias_num_buckets": 8,
               "position_bias_max_distance": 16},
    "ctrl": {"dff": INNER},
    "dbrx": {"attn_config": {"kv_n_heads": GROUPS, "rope_theta": 10000.0, "clip_qkv": 8.0},
             "ffn_config": {"ffn_hidden_size": INNER, "moe_num_experts": 4, "moe_top_k": 2}},
    "deepseek_v4": {"o_lora_rank": 8, "o_groups": 2, "num_key_value_heads": 1, "hc_mult": 2},
    "dots3_note_text": {**_LATENT, "shared_experts_intermediate_size": 20,
                        "layer_types": ["indexed_attention"] * 4},
    "esmc": {"num_key_value_heads": HEADS},
    "falcon_h1": {"mamba_d_ssm": 64},
    "fsmt": {"src_vocab_size": ENTRIES, "tgt_vocab_size": ENTRIES, "eos_token_id": 2,
             "pad_token_id": 1},
    "funnel": {"block_sizes": [2, 2], "d_head": HEAD_WIDTH},
    "gemma3n_text": {"num_kv_shared_layers": 2, "laurel_rank": 4, "altup_num_inputs": 2,
                     "layer_types": ["sliding_attention", "full_attention"] * 2,
                     "activation_sparsity_pattern": [0.0] * 4},
    "gemma4_text": {"layer_types": ["sliding_attention", "full_attention"] * 2,
                    "global_head_dim": 16, "num_global_key_value_heads": 1},
    "gpt_neo": {"attention_types": [[["global", "local"], 2]], "window_size": 5},
    "gptj": {"rotary_dim": 4},
    "granitemoehybrid": {"layer_types": _MAMBA},
    "inkling_text": _INKLING,
    "inkling2_text": _INKLING,
    "jamba": {"attn_layer_period": 2, "attn_layer_offset": 1},
    "kimi_linear": {**_LATENT, "linear_head_dim": 8, "linear_num_heads": 4,
                    "layer_types": _MIXED},
    "lfm2": {"layer_types": ["conv", "full_attention"] * 2},
    "lfm2_moe": {"layer_types": ["conv", "full_attention"] * 2, "num_dense_layers": 1},
    "lfm3": {"layer_types": ["conv", "full_attention"] * 2, "conv_L_cache": 3},
    "longcat_flash": {**_LATENT, "num_layers": 2, "num_hidden_layers": 4, "n_routed_experts": 4,
                      "zero_expert_num": 2},
    "luke": {"entity_vocab_size": 10, "entity_emb_size": 16},
    "mamba2": {"head_dim": 16},
    "minimax": {"layer_types": _MIXED, "block_size": 8},
    "mobilebert": {"intra_bottleneck_size": 16, "true_hidden_size": 16, "num_feedforward_networks":
                   2, "use_bottleneck": True},
    "nemotron_h": {"layers_block_type": ["mamba", "attention", "moe", "attention"]},
    "olmo_hybrid": {"layer_types": _MIXED},
    "qwen2_5_vl_text": {"rope_parameters": {"rope_type": "default", "rope_theta": 10000.0,
                                            "mrope_section": [2, 1, 1]}},
    "qwen3_5_text": {"layer_types": _MIXED, "num_key_value_heads": GROUPS},
    "qwen3_5_moe_text": {"layer_types": _MIXED},
    "qwen3_next": {"layer_types": _MIXED},
    "qwen4_exp_text": {"layer_types": _MIXED, "indexer_n_heads": 2, "indexer_kv_heads": 1,
                       "indexer_head_dim": 8, "indexer_budget": 64, "indexer_compress_ratio": 2,
                       "hc_count": 2, "hc_lowrank": 8, "ple_layer_ids": [], "ple_embed_dim": 8,
                       "ngram_vocab_size_base": 64, "heads_per_ngram": 2,
                       "make_ngram_vocab_size_divisible_by": 8, "split_ngram_parts": 2},
    "neomme": {"head_dim": 16, "embedding_rank": 12},
    "xlstm": {"num_heads": 4, "qk_dim_factor": 1.0, "hidden_size": 64, "chunk_size": 8,
              "ffn_round_up_to_multiple_of": 8},
    "reformer": {"axial_pos_embds": False, "attention_head_size": HEAD_WIDTH,
                 "feed_forward_size": INNER, "attn_layers": ["local", "lsh", "local", "lsh"],
                 "lsh_attn_chunk_length": 8, "local_attn_chunk_length": 8, "num_buckets": 4,
                 "is_decoder": True, "hash_seed": 3},
    "roc_bert": {"pronunciation_vocab_size": ENTRIES, "shape_vocab_size": ENTRIES,
                 "pronunciation_embed_dim": 8, "shape_embed_dim": 8},
    "xmod": {"default_language": "en_XX"},
    "zamba": {"attention_hidden_size": 64, "attention_head_dim": 16, "num_key_value_heads": HEADS,
              "attn_layer_period": 2, "attn_layer_offset": 1},
    "zamba2": {"layers_block_type": ["mamba", "hybrid"] * 2, "n_mamba_heads": 4,
               "num_key_value_heads": HEADS, "mamba_headdim": 16, "mamba_ngroups": 1,
               "adapter_rank": 4},
    "zaya": {"num_experts_per_tok": 1},
}  # fmt: skip

# Kinds that read pictures, sounds or bytes patched by another model, or write from another model's
# states: no text goes in and comes out of them here.
TEXTLESS = frozenset(
    (
        "aria_text", "gemma3n", "gemma4", "qwen4_exp", "t5gemma2", "audioflamingo3", "blt",
        "dots3_note", "emu3", "fuyu", "gemma4_assistant", "gemma4_unified",
        "gemma4_unified_assistant", "git", "glmasr", "got_ocr2", "granite_speech",
        "granite_speech_plus", "hyperclovax", "mllama", "modernvbert", "moshi",
        "moss_transcribe_diarize", "musicflamingo", "musicgen", "musicgen_melody",
        "nemo_speechlm", "perceiver", "phi4_multimodal", "qwen2_audio", "qwen3_asr",
        "seamless_m4t", "seamless_m4t_v2", "tapas", "trocr", "ultravbert", "vibevoice_asr",
        "voxtral", "voxtral_realtime", "whisper",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Variant:
    """One tiny model: its kind, the class that loads it, and changes to its config."""

    kind: str
    automatic: str
    changes: dict[str, Any] = field(default_factory=dict)
    suffix: str = ""

    @property
    def name(self) -> str:
        """How it is called in reports."""
        return f"{self.kind}{self.suffix}"


# Models in parts: the text goes through the part named here, pictures through another.
_SIGHT: dict[str, Any] = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 24,
    "image_size": 28,
    "patch_size": 14,
    "depth": 2,
    "num_heads": 2,
    "out_hidden_size": WIDTH,
    "fullatt_block_indexes": [1],
    "deepstack_visual_indexes": [1],
}
_SEES = {
    "gemma3": "gemma3_text", "gemma4": "gemma4_text", "llama4": "llama4_text",
    "qwen3_5": "qwen3_5_text", "qwen3_5_moe": "qwen3_5_moe_text", "qwen3_vl": "qwen3_vl_text",
    "qwen2_5_vl": "qwen2_5_vl_text", "llava": "llama", "mistral3": "mistral",
}  # fmt: skip


def _composed(kind: str) -> dict[str, Any]:
    """The parts of a model that sees or of an encoder with a decoder, each made small."""
    if kind in _SEES:
        from transformers.models.auto.configuration_auto import CONFIG_MAPPING

        text = small_config(_SEES[kind]).to_dict()
        sights = CONFIG_MAPPING[kind].sub_configs["vision_config"]
        known = _fields(sights)
        sight = {name: value for name, value in _SIGHT.items() if not known or name in known}
        if kind in ("gemma3", "llava", "mistral3"):
            sight = {}
            sight["model_type"] = {
                "gemma3": "siglip_vision_model",
                "llava": "clip_vision_model",
                "mistral3": "pixtral",
            }[kind]
            sight |= {
                name: _SIGHT[name]
                for name in (
                    "hidden_size",
                    "num_hidden_layers",
                    "num_attention_heads",
                    "intermediate_size",
                    "image_size",
                    "patch_size",
                )
            }
        if kind == "llama4":
            sight |= {
                "vision_output_dim": 16,
                "projector_input_dim": 16,
                "projector_output_dim": 16,
                "pixel_shuffle_ratio": 0.5,
            }
        return {"text_config": text, "vision_config": sight}
    if kind == "encoder-decoder":
        bert = small_config("bert").to_dict()
        return {
            "encoder": bert,
            "decoder": {**bert, "is_decoder": True, "add_cross_attention": True},
            "decoder_start_token_id": 0,
            "pad_token_id": 2,
            "eos_token_id": 1,
        }
    if kind == "t5gemma":
        part = {
            name: SMALL[name]
            for name in (
                "vocab_size",
                "hidden_size",
                "num_hidden_layers",
                "num_attention_heads",
                "num_key_value_heads",
                "head_dim",
                "intermediate_size",
                "sliding_window",
                "max_position_embeddings",
                "initializer_range",
            )
        }
        part["query_pre_attn_scalar"] = HEAD_WIDTH
        return {"encoder": part, "decoder": {**part, "num_hidden_layers": 2}, "vocab_size": ENTRIES}
    return {}


def small_config(kind: str, changes: dict[str, Any] | None = None) -> Any:
    """The config of a kind with every size that is known by name made small."""
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING

    config_class = CONFIG_MAPPING[kind]
    known = _fields(config_class)
    given = {name: value for name, value in SMALL.items() if name in known}
    for name, alias in getattr(config_class, "attribute_map", {}).items():
        if name in SMALL and alias not in given:
            given[alias] = SMALL[name]
    given.update(CHANGES.get(kind, {}))
    given.update(_composed(kind))
    given.update(changes or {})
    return config_class(**given)


def _fields(config_class: Any) -> set[str]:
    names: set[str] = set()
    for each in config_class.__mro__:
        names |= set(getattr(each, "__annotations__", {}))
        if "__init__" in vars(each):
            names |= set(inspect.signature(each.__init__).parameters)
    return names - {"self", "kwargs"}


def build(variant: Variant, seed: int = 7) -> Any:
    """The random model, in eval mode; attends sharply enough to show faults."""
    import torch
    import transformers

    config = small_config(variant.kind, variant.changes)
    automatic = getattr(transformers, variant.automatic)
    with torch.device("meta"):  # a field that nobody made small would fill the memory
        size = sum(each.numel() for each in automatic.from_config(config).parameters())
    if size > MOST_PARAMETERS:
        raise ValueError(f"{variant.name} has {size:,} parameters: make its config smaller")
    torch.manual_seed(seed)
    model = automatic.from_config(config, dtype=torch.float32)
    return model.eval().requires_grad_(False)
