"""A Llama-architecture gguf file, told in transformers' terms: config, weights and tokenizer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.errors import InputError
from app.models.formats.gguf import Floats, Gguf

if TYPE_CHECKING:
    from tokenizers import Tokenizer, pre_tokenizers

_OUTSIDE = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
}
_INSIDE = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
_THREADS = 2
_CONTROL, _USER_DEFINED = 3, 4

# How text is cut before the merges apply, by the file's own `tokenizer.ggml.pre`.
# The digits matter: of "a  1" the first kind makes a,space,space+1 and the second a,2 spaces,1.
_PLAIN = frozenset({"default", "gpt-2", "mpt", "olmo", "jais", "phi-2"})
_SINGLE_DIGITS = frozenset({"smollm", "starcoder", "refact", "command-r", "codeshell", "exaone"})


def read_config(gguf: Gguf) -> dict[str, Any]:
    """Keyword arguments of transformers' LlamaConfig, from the file's metadata.

    Raises InputError for another architecture, or a Llama with parts that are not read here.
    """
    architecture = gguf.metadata.get("general.architecture")
    if architecture != "llama":
        raise InputError(
            f"{gguf.name} holds the architecture {architecture!r} and only 'llama' is read from "
            "gguf: convert the model to safetensors."
        )
    heads = _fact(gguf, "attention.head_count")
    width = _fact(gguf, "embedding_length")
    head_width = gguf.metadata.get("llama.attention.key_length", width // heads)
    _refuse_variants(gguf, head_width)
    tokens = gguf.metadata.get("tokenizer.ggml.tokens", ())
    ids = {
        name: gguf.metadata.get(f"tokenizer.ggml.{key}_token_id")
        for name, key in (("bos", "bos"), ("pad", "padding"))
    }
    ends = _ends(gguf)
    ids["eos"] = ends if len(ends) > 1 else next(iter(ends), None)
    return {
        "architectures": ["LlamaForCausalLM"],
        "vocab_size": gguf.metadata.get("llama.vocab_size", len(tokens)),
        "hidden_size": width,
        "intermediate_size": _fact(gguf, "feed_forward_length"),
        "num_hidden_layers": _fact(gguf, "block_count"),
        "num_attention_heads": heads,
        "num_key_value_heads": gguf.metadata.get("llama.attention.head_count_kv", heads),
        "head_dim": head_width,
        "max_position_embeddings": _fact(gguf, "context_length"),
        "rms_norm_eps": _fact(gguf, "attention.layer_norm_rms_epsilon"),
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": gguf.metadata.get("llama.rope.freq_base", 10000.0),
        },
        "tie_word_embeddings": "output.weight" not in gguf.entries,
        **{f"{name}_token_id": token for name, token in ids.items()},
    }


def read_state_dict(gguf: Gguf) -> dict[str, Floats]:
    """Every weight as float32 under the name LlamaForCausalLM gives it.

    A tied output layer is the embedding's own array. Raises ValueError when a tensor is missing.
    """
    names = dict(_OUTSIDE)
    for layer in range(_fact(gguf, "block_count")):
        for theirs, ours in _INSIDE.items():
            names[f"model.layers.{layer}.{theirs}.weight"] = f"blk.{layer}.{ours}.weight"
    if "output.weight" in gguf.entries:
        names["lm_head.weight"] = "output.weight"
    if missing := sorted(set(names.values()) - set(gguf.entries)):
        raise ValueError(f"{gguf.name} lacks the tensor {missing[0]}")
    if unknown := sorted(set(gguf.entries) - set(names.values())):
        raise InputError(
            f"{gguf.name} has a tensor {unknown[0]!r} that a plain Llama does not: convert the "
            "model to safetensors."
        )
    heads = _fact(gguf, "attention.head_count")
    shared = {"q_proj": heads, "k_proj": gguf.metadata.get("llama.attention.head_count_kv", heads)}

    def weight(theirs: str) -> Floats:
        stored = gguf.tensor(names[theirs])
        heads = shared.get(theirs.split(".")[-2])
        return stored if heads is None else _halves_apart(stored, heads)

    # Most of the time goes into memory that is new to the process: two threads halve that.
    with ThreadPoolExecutor(_THREADS) as threads:
        weights = dict(zip(names, threads.map(weight, names), strict=True))
    weights.setdefault("lm_head.weight", weights["model.embed_tokens.weight"])
    return weights


def read_tokenizer(gguf: Gguf) -> Tokenizer:
    """The byte-level BPE tokenizer that the file describes, with its special tokens whole.

    Raises InputError for other kinds of tokenizer.
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, processors

    pre_tokenizer = _pre_tokenizer(gguf)
    tokens: list[str] = gguf.metadata.get("tokenizer.ggml.tokens", [])
    merges: list[str] = gguf.metadata.get("tokenizer.ggml.merges", [])
    if not tokens or not merges:
        raise ValueError(f"{gguf.name} has no tokens or no merges")
    vocabulary = {token: index for index, token in enumerate(tokens)}
    pairs = [(left, right) for left, _, right in (merge.partition(" ") for merge in merges)]
    try:
        tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=pairs))
    except (
        Exception
    ) as error:  # tokenizers raises bare Exception for a merge outside the vocabulary
        raise ValueError(f"{gguf.name} has merges that do not fit its tokens: {error}") from error
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.ByteLevel()
    kinds = list(gguf.metadata.get("tokenizer.ggml.token_type", ()))
    kinds += [0] * (len(tokens) - len(kinds))
    for end in _ends(gguf):
        if 0 <= end < len(tokens):
            kinds[end] = _CONTROL
    whole = [
        AddedToken(token, normalized=False, special=kind == _CONTROL)
        for token, kind in zip(tokens, kinds, strict=True)
        if kind in (_CONTROL, _USER_DEFINED)
    ]
    tokenizer.add_tokens(whole)
    # What a file says of an end mark after every text (add_eos_token) is left aside: the model
    # would go on after an end.
    before = _start_token(gguf)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=[*before, "$A"],
        pair=[*before, "$A", *(f"{token}:1" for token in before), "$B:1"],
        special_tokens=[(token, vocabulary[token]) for token in before],
    )
    return tokenizer


def special_tokens(gguf: Gguf) -> dict[str, str]:
    """The tokens with a role: bos_token, eos_token, unk_token, pad_token, those the file names."""
    tokens: list[str] = gguf.metadata.get("tokenizer.ggml.tokens", [])
    roles = {"bos": "bos", "eos": "eos", "unk": "unknown", "pad": "padding"}
    found = {}
    for role, key in roles.items():
        index = gguf.metadata.get(f"tokenizer.ggml.{key}_token_id")
        if index is not None and 0 <= index < len(tokens):
            found[f"{role}_token"] = tokens[index]
    return found


def open_llama(path: Path) -> Gguf:
    """The file, once it is known to be a Llama that can be read."""
    gguf = Gguf(path)
    read_config(gguf)
    return gguf


def _fact(gguf: Gguf, key: str) -> Any:
    try:
        return gguf.metadata[f"llama.{key}"]
    except KeyError as error:
        raise ValueError(f"{gguf.name} does not state llama.{key}") from error


def _refuse_variants(gguf: Gguf, head_width: int) -> None:
    scaling = gguf.metadata.get("llama.rope.scaling.type", "none")
    rotated = gguf.metadata.get("llama.rope.dimension_count", head_width)
    experts = gguf.metadata.get("llama.expert_count", 0)
    for odd, part in (
        (scaling != "none" or "rope_freqs.weight" in gguf.entries, "scaled rotary positions"),
        (rotated != head_width, "rotary positions on part of each head"),
        (experts > 0, "a mixture of experts"),
    ):
        if odd:
            raise InputError(
                f"{gguf.name} has {part}, which is not read from gguf: convert the model to "
                "safetensors."
            )


def _halves_apart(stored: Floats, heads: int) -> Floats:
    """Query or key rows in transformers' order.

    gguf keeps the two rows that rotate together side by side; transformers keeps all first ones
    of a head in its first half and all second ones in its second half.
    """
    rows, columns = stored.shape
    pairs = stored.reshape(heads, rows // heads // 2, 2, columns)
    return np.ascontiguousarray(pairs.swapaxes(1, 2)).reshape(rows, columns)


def _pre_tokenizer(gguf: Gguf) -> pre_tokenizers.PreTokenizer:
    from tokenizers import pre_tokenizers

    kind = gguf.metadata.get("tokenizer.ggml.model")
    cut = gguf.metadata.get("tokenizer.ggml.pre", "default")
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False)
    if kind == "gpt2" and cut in _PLAIN:
        return byte_level
    if kind == "gpt2" and cut in _SINGLE_DIGITS:
        return pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level])
    raise InputError(
        f"{gguf.name} has a tokenizer ({kind}, {cut}) that is not read from gguf: convert the "
        "model to safetensors with its tokenizer.json."
    )


def _start_token(gguf: Gguf) -> list[str]:
    wanted = gguf.metadata.get("tokenizer.ggml.add_bos_token", False)
    token = special_tokens(gguf).get("bos_token")
    return [token] if wanted and token is not None else []


def _ends(gguf: Gguf) -> list[int]:
    """The marks after which a text, a turn or a message ends, those the file names; each once."""
    found = (gguf.metadata.get(f"tokenizer.ggml.{key}_token_id") for key in ("eos", "eot", "eom"))
    return list(dict.fromkeys(int(each) for each in found if each is not None))
