"""Which tiny models the sweep tries: every kind, by its use, and heads of odd make."""

from __future__ import annotations

from typing import Any

from tests.sweep.building import TEXTLESS, Variant

# Kinds whose language model is one part of a model that also sees.
SEEING = (
    "gemma3",
    "llama4",
    "qwen3_5",
    "qwen3_5_moe",
    "qwen3_vl",
    "qwen2_5_vl",
    "llava",
    "mistral3",
)

# Settings of a kind under which it takes another way through its code.
SETTINGS: dict[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "falcon": (("-alibi", "AutoModelForCausalLM", {"alibi": True}),),
    "opt": (("-350m", "AutoModelForCausalLM", {"word_embed_proj_dim": 16}),),
    "longt5": (
        ("-tglobal", "AutoModelForSeq2SeqLM", {"encoder_attention_type": "transient-global"}),
    ),
    "big_bird": (
        ("-full", "AutoModelForMaskedLM", {"attention_type": "original_full"}),
    ),
    "bert": (("-decoder", "AutoModelForCausalLM", {"is_decoder": True}),),
    "roberta": (("-decoder", "AutoModelForCausalLM", {"is_decoder": True}),),
    "reformer": (
        ("-mlm", "AutoModelForMaskedLM", {"is_decoder": False}),
    ),
    "bart": (("-alone", "AutoModelForCausalLM", {"is_decoder": True}),),
    "llama": (
        ("-yarn", "AutoModelForCausalLM", {"rope_parameters": {
            "rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0,
            "original_max_position_embeddings": 16}}),
    ),
}  # fmt: skip

# Heads, by kind: what a classifier of this architecture reads, and of what make its outputs are.
LABELLED = (
    "bert", "roberta", "distilbert", "electra", "albert", "deberta-v2", "modernbert", "xlnet",
    "squeezebert", "esm", "funnel", "longformer", "yoso", "canine", "big_bird", "fnet", "ibert",
    "mra", "esmc", "gpt2", "llama", "qwen3", "gemma2", "falcon", "bloom", "mpnet",
)  # fmt: skip
ODD = ("bert", "roberta", "xlnet", "gpt2", "llama", "modernbert", "electra", "deberta-v2")
_MAKES: dict[str, dict[str, Any]] = {
    "+regression": {"num_labels": 1, "problem_type": "regression"},
    "+values": {"num_labels": 3, "problem_type": "regression"},
    "+several": {"num_labels": 3, "problem_type": "multi_label_classification"},
    "+one": {"num_labels": 1},
}
MARKED = ("bert", "roberta", "distilbert", "electra", "funnel", "longformer", "yoso", "canine",
          "big_bird", "deberta-v2", "modernbert", "xlnet")  # fmt: skip


def variants() -> tuple[Variant, ...]:
    """All of them, in an order that does not change."""
    from transformers.models.auto import modeling_auto as auto

    both = set(auto.MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES) - TEXTLESS
    masked = set(auto.MODEL_FOR_MASKED_LM_MAPPING_NAMES) - TEXTLESS - both
    writing = set(auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES) - TEXTLESS - masked - both
    found = [Variant(kind, "AutoModelForCausalLM") for kind in sorted(writing - set(SEEING))]
    found += [Variant(kind, "AutoModelForImageTextToText") for kind in SEEING]
    found += [Variant(kind, "AutoModelForMaskedLM") for kind in sorted(masked - {"reformer"})]
    found += [Variant(kind, "AutoModelForSeq2SeqLM") for kind in sorted(both)]
    found += [Variant("reformer", "AutoModelForCausalLM")]
    for kind, ways in SETTINGS.items():
        found += [Variant(kind, automatic, changes, name) for name, automatic, changes in ways]
    for kind in LABELLED:
        head = "AutoModelForSequenceClassification"
        found.append(Variant(kind, head, {"num_labels": 3}, "+labels"))
        if kind in ODD:
            found += [Variant(kind, head, changes, make) for make, changes in _MAKES.items()]
    for kind in MARKED:
        found.append(Variant(kind, "AutoModelForQuestionAnswering", {}, "+answer"))
        found.append(
            Variant(kind, "AutoModelForTokenClassification", {"num_labels": 5}, "+entities")
        )
    return tuple(found)


# One or two of each way of computing: what `make test` tries, the rest is `make sweep`.
SHORT = (
    "llama", "gpt2", "gemma2", "gemma3_text", "bloom", "mpt", "falcon-alibi", "gpt_oss",
    "mixtral", "qwen3_moe", "deepseek_v3", "deepseek_v32", "diffllama", "bamba", "qwen3_next",
    "lfm2", "mamba", "openai-gpt", "xlnet", "cohere2", "llama4_text", "llava", "bert", "xlm",
    "squeezebert", "longformer", "funnel", "big_bird", "t5", "bart", "marian", "fsmt",
    "longt5", "switch_transformers", "bert+regression", "gpt2+labels", "canine+labels",
    "roberta+answer",
)  # fmt: skip
