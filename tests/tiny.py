"""Tiny random models of many families: lopsided, and attending sharply enough to show faults."""

from __future__ import annotations

from typing import Any

VOCABULARY = 60
DECODERS = ("llama", "gpt2", "qwen2", "gemma2", "gemma3", "mistral", "gpt-neox", "opt", "phi")
ENCODERS = ("bert", "roberta", "distilbert", "electra", "albert")
ENCODER_DECODERS = ("t5", "bart", "marian", "mbart", "m2m-100")
FALLBACKS = ("bloom", "mpt", "gpt-j", "deberta", "deberta-v2", "gpt-neo")

_COMMON: dict[str, Any] = {
    "vocab_size": VOCABULARY,
    "hidden_size": 24,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 40,
    "max_position_embeddings": 48,
    "initializer_range": 0.25,
    "bos_token_id": 0,
    "eos_token_id": 1,
    "pad_token_id": 2,
}
_GROUPED: dict[str, Any] = {**_COMMON, "num_key_value_heads": 2, "head_dim": 6}
_BART: dict[str, Any] = {
    "vocab_size": VOCABULARY,
    "d_model": 24,
    "encoder_layers": 3,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 40,
    "decoder_ffn_dim": 36,
    "max_position_embeddings": 48,
    "init_std": 0.25,
    "bos_token_id": 0,
    "eos_token_id": 1,
    "pad_token_id": 2,
    "decoder_start_token_id": 2,
    "forced_eos_token_id": None,
}

# family -> (config class, model class, arguments)
_FAMILIES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "llama": ("LlamaConfig", "LlamaForCausalLM", _GROUPED),
    "gpt2": (
        "GPT2Config",
        "GPT2LMHeadModel",
        {**_COMMON, "n_embd": 24, "n_layer": 3, "n_head": 4, "n_positions": 48},
    ),
    "qwen2": ("Qwen2Config", "Qwen2ForCausalLM", _GROUPED),
    "gemma2": (
        "Gemma2Config",
        "Gemma2ForCausalLM",
        {
            **_GROUPED,
            "sliding_window": 5,
            "attn_logit_softcapping": 2.0,
            "query_pre_attn_scalar": 6,
        },
    ),
    "gemma3": (
        "Gemma3TextConfig",
        "Gemma3ForCausalLM",
        {**_GROUPED, "sliding_window": 5, "query_pre_attn_scalar": 6, "sliding_window_pattern": 2},
    ),
    "mistral": ("MistralConfig", "MistralForCausalLM", {**_GROUPED, "sliding_window": 6}),
    "gpt-neox": ("GPTNeoXConfig", "GPTNeoXForCausalLM", {**_COMMON, "rotary_pct": 0.5}),
    "opt": (
        "OPTConfig",
        "OPTForCausalLM",
        {**_COMMON, "ffn_dim": 40, "word_embed_proj_dim": 24, "init_std": 0.25},
    ),
    "phi": (
        "PhiConfig",
        "PhiForCausalLM",
        {
            **_COMMON,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10000.0,
                "partial_rotary_factor": 0.6667,
            },
        },
    ),
    "bert": ("BertConfig", "BertForMaskedLM", _COMMON),
    "roberta": ("RobertaConfig", "RobertaForMaskedLM", _COMMON),
    "distilbert": (
        "DistilBertConfig",
        "DistilBertForMaskedLM",
        {**_COMMON, "dim": 24, "n_layers": 3, "n_heads": 4, "hidden_dim": 40},
    ),
    "electra": ("ElectraConfig", "ElectraForMaskedLM", {**_COMMON, "embedding_size": 16}),
    "albert": ("AlbertConfig", "AlbertForMaskedLM", {**_COMMON, "embedding_size": 16}),
    "t5": (
        "T5Config",
        "T5ForConditionalGeneration",
        {
            "vocab_size": VOCABULARY,
            "d_model": 24,
            "d_kv": 6,
            "d_ff": 40,
            "num_layers": 3,
            "num_decoder_layers": 2,
            "num_heads": 4,
            "relative_attention_num_buckets": 8,
            "relative_attention_max_distance": 16,
            "initializer_factor": 1.5,
            "decoder_start_token_id": 0,
            "pad_token_id": 0,
            "eos_token_id": 1,
        },
    ),
    "bart": ("BartConfig", "BartForConditionalGeneration", _BART),
    "marian": ("MarianConfig", "MarianMTModel", _BART),
    "mbart": ("MBartConfig", "MBartForConditionalGeneration", _BART),
    "m2m-100": (
        "M2M100Config",
        "M2M100ForConditionalGeneration",
        # As in the real ones: it starts with the end mark, for padding counts as no position.
        {**_BART, "eos_token_id": 2, "pad_token_id": 1},
    ),
    "bloom": ("BloomConfig", "BloomForCausalLM", {**_COMMON, "n_layer": 3, "n_head": 4}),
    "mpt": (
        "MptConfig",
        "MptForCausalLM",
        {
            "vocab_size": VOCABULARY,
            "d_model": 24,
            "n_heads": 6,  # no power of two: the rule for such counts of ALiBi is needed
            "n_layers": 3,
            "max_seq_len": 48,
            "initializer_range": 0.25,
        },
    ),
    "gpt-j": (
        "GPTJConfig",
        "GPTJForCausalLM",
        {**_COMMON, "n_embd": 24, "n_layer": 3, "n_head": 4, "n_positions": 48, "rotary_dim": 4},
    ),
    "deberta": (
        "DebertaConfig",
        "DebertaForMaskedLM",
        {
            **_COMMON,
            "relative_attention": True,
            "max_relative_positions": 48,
            "pos_att_type": ["c2p", "p2c"],
            "position_biased_input": False,
        },
    ),
    "deberta-v2": (
        "DebertaV2Config",
        "DebertaV2ForMaskedLM",
        {
            **_COMMON,
            "relative_attention": True,
            "pos_att_type": ["c2p", "p2c"],
            "position_biased_input": False,
        },
    ),
    "lfm2": (
        "Lfm2Config",
        "Lfm2ForCausalLM",
        {
            **_GROUPED,
            "num_hidden_layers": 4,
            "layer_types": ["conv", "full_attention"] * 2,
        },
    ),
    "gpt-oss": (
        "GptOssConfig",
        "GptOssForCausalLM",
        {
            **_GROUPED,
            "num_local_experts": 3,
            "num_experts_per_tok": 2,
            "sliding_window": 5,
        },
    ),
    "xlnet": (
        "XLNetConfig",
        "XLNetLMHeadModel",
        {
            "vocab_size": VOCABULARY,
            "d_model": 24,
            "n_layer": 3,
            "n_head": 4,
            "d_inner": 40,
            "initializer_range": 0.25,
        },
    ),
    "gpt-neo": (
        "GPTNeoConfig",
        "GPTNeoForCausalLM",
        {
            **{key: value for key, value in _COMMON.items() if key != "num_hidden_layers"},
            "num_layers": 2,
            "num_heads": 4,
            "window_size": 5,
            "attention_types": [[["global", "local"], 1]],
        },
    ),
}
# XLNet writes in an order of its own, and is here only for what it does with positions; the two
# others only for how their attention is shown.
_APART = ("xlnet", "lfm2", "gpt-oss")
FAMILIES = tuple(family for family in _FAMILIES if family not in _APART)


def tiny_model(
    family: str,
    *,
    attention: str | None = None,
    seed: int = 7,
    changes: dict[str, Any] | None = None,
) -> Any:
    """A random model of `family` in eval mode, always the same for the same seed.

    `changes` are other values of its config.
    """
    import torch
    import transformers

    config_name, model_name, arguments = _FAMILIES[family]
    config = getattr(transformers, config_name)(**{**arguments, **(changes or {})})
    if attention:
        config._attn_implementation = attention
    torch.manual_seed(seed)
    return getattr(transformers, model_name)(config).eval().requires_grad_(False)


def tiny_tokenizer() -> Any:
    """Byte-level BPE over all 256 bytes would not fit 60 entries, so this one is word level."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = ["the", "cat", "sat", "on", "a", "mat", "and", "it", "saw", "dog", "ran", "far"]
    words += ["away", "from", "here", "now", "big", "red"]
    entries = ["<s>", "</s>", "<pad>", "<unk>"]
    entries += [f"▁{word}" for word in words] + list("abcdefghijklmnopqrstuvwxyz▁.,!?")
    entries = entries[:VOCABULARY]
    vocabulary = {entry: number for number, entry in enumerate(entries)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
    )


def tiny_folder(family: str, folder: Any, *, seed: int = 7) -> Any:
    """Saves a tiny model and tokenizer in Hugging Face layout; returns the folder."""
    tiny_model(family, seed=seed).save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)
    return folder


def tiny_loaded(family: str, *, seed: int = 7) -> Any:
    """A `Loaded` around a tiny model, without files."""
    import torch

    from app.models.catalog import row
    from app.models.loading import Loaded

    model = tiny_model(family, seed=seed)
    kind: Any = (
        "encoder-decoder"
        if family in ENCODER_DECODERS
        else "encoder"
        if family in ENCODERS or family.startswith("deberta")
        else "decoder"
    )
    parameters = sum(parameter.numel() for parameter in model.parameters())
    return Loaded(
        id=f"tiny-{family}",
        row=row("smollm2-135m"),
        model=model,
        tokenizer=tiny_tokenizer(),
        family=kind,
        device=torch.device("cpu"),
        dtype=torch.float32,
        parameters=parameters,
        memory=4 * parameters,
        fingerprint=f"tiny-{family}-{seed}",
        max_length=48,
        chat_template=False,
    )
