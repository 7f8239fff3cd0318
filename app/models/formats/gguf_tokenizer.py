"""The tokenizer of a gguf file, from the vocabulary, merges and rules in its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.errors import InputError
from app.models.formats.gguf import Gguf
from app.models.formats.gguf_config import ends, family_of
from app.models.formats.gguf_families import Family
from app.models.formats.gguf_splits import SPLITS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_CONTROL, _USER_DEFINED = 3, 4
_BLANK = "▁"  # how SentencePiece writes a space
_SENTENCEPIECE = "llama"


def read_tokenizer(gguf: Gguf) -> Tokenizer:
    """The tokenizer that the file describes, with its special tokens whole.

    Raises InputError for other kinds of tokenizer than byte-level BPE ("gpt2") and SentencePiece's
    BPE ("llama"), and for a rule of cutting text that is not known.
    """
    from tokenizers import AddedToken, processors

    tokens: list[str] = gguf.metadata.get("tokenizer.ggml.tokens", [])
    if not tokens:
        raise ValueError(f"{gguf.name} has no tokens")
    sentencepiece = gguf.metadata.get("tokenizer.ggml.model") == _SENTENCEPIECE
    family = family_of(gguf)
    spelled = list(map(_spelled, tokens)) if sentencepiece and family.in_order else tokens
    vocabulary = {token: index for index, token in enumerate(spelled)}
    try:
        build = _sentencepiece if sentencepiece else _byte_level
        tokenizer = build(gguf, family, vocabulary, spelled)
    except InputError:
        raise
    except Exception as error:
        # tokenizers raises bare Exception for a merge outside the vocabulary
        raise ValueError(f"{gguf.name} has merges that do not fit its tokens: {error}") from error
    kinds = [int(kind) for kind in gguf.metadata.get("tokenizer.ggml.token_type", ())]
    kinds += [0] * (len(tokens) - len(kinds))
    for end in ends(gguf):
        if 0 <= end < len(tokens):
            kinds[end] = _CONTROL
    tokenizer.add_tokens(
        [
            AddedToken(token, normalized=False, special=kind == _CONTROL)
            for token, kind in zip(tokens, kinds, strict=False)
            if kind in (_CONTROL, _USER_DEFINED) and token in vocabulary
        ]
    )
    # What a file says of an end mark after every text (add_eos_token) is left aside: the model
    # would go on after an end.
    before = _start_token(gguf, sentencepiece)
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


def _byte_level(
    gguf: Gguf, family: Family, vocabulary: dict[str, int], tokens: Sequence[str]
) -> Tokenizer:
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

    kind = gguf.metadata.get("tokenizer.ggml.model")
    rule = gguf.metadata.get("tokenizer.ggml.pre", "default")
    if kind != "gpt2" or rule not in SPLITS:
        raise InputError(
            f"{gguf.name} has a tokenizer ({str(kind)[:40]}, {str(rule)[:40]}) that is not read "
            "from gguf: convert the model to safetensors with its tokenizer.json."
        )
    if not gguf.metadata.get("tokenizer.ggml.merges"):
        raise ValueError("there are none")
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=_stated_merges(gguf)))
    cuts = [pre_tokenizers.Split(Regex(each), behavior="isolated") for each in SPLITS[rule]]
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [*cuts, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def _sentencepiece(
    gguf: Gguf, family: Family, vocabulary: dict[str, int], tokens: Sequence[str]
) -> Tokenizer:
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

    if gguf.metadata.get("tokenizer.ggml.merges"):
        merges = _stated_merges(gguf)
    elif family.in_order:
        merges = merges_of(vocabulary, tokens)
    else:
        merges = merges_by_score(vocabulary, gguf.metadata["tokenizer.ggml.scores"])
    tokenizer = Tokenizer(
        models.BPE(
            vocab=vocabulary,
            merges=merges,
            unk_token=special_tokens(gguf).get("unk_token"),
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    replaced = normalizers.Replace(" ", _BLANK)
    parts: list[Any] = [decoders.Replace(_BLANK, " "), decoders.ByteFallback(), decoders.Fuse()]
    if not gguf.metadata.get("tokenizer.ggml.add_space_prefix", True):
        tokenizer.normalizer = replaced
    elif family.blank_before_each:
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend(_BLANK), replaced])
        parts.append(decoders.Strip(" ", 1, 0))
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(
            replacement=_BLANK, prepend_scheme="first", split=False
        )
        parts.append(decoders.Strip(" ", 1, 0))
    tokenizer.decoder = decoders.Sequence(parts)
    return tokenizer


def _spelled(token: str) -> str:
    """Gemma's tokens of nothing but spaces are kept with real ones."""
    return _BLANK * len(token) if token.startswith(" ") and not token.strip() else token


def _stated_merges(gguf: Gguf) -> list[tuple[str, str]]:
    merges: list[str] = gguf.metadata["tokenizer.ggml.merges"]
    return [(left, right) for left, _, right in (merge.partition(" ") for merge in merges)]


def merges_of(vocabulary: dict[str, int], tokens: Sequence[str]) -> list[tuple[str, str]]:
    """Every two tokens that make a third, in the order of the third; its longest start first."""
    found = []
    for token in tokens:
        for cut in range(len(token) - 1, 0, -1):
            start = token[:cut]
            if start in vocabulary and token[cut:] in vocabulary:
                found.append((start, token[cut:]))
    return found


def merges_by_score(vocabulary: dict[str, int], scores: Sequence[float]) -> list[tuple[str, str]]:
    """Those merges with the best score first, and of one score the longest start first."""
    tokens = list(vocabulary)

    def rank(merge: tuple[str, str]) -> tuple[float, int, int]:
        left, right = merge
        return score[vocabulary[left + right]], len(left), len(right)

    score = [float(each) for each in scores]
    return sorted(merges_of(vocabulary, tokens), key=rank, reverse=True)


def _start_token(gguf: Gguf, usual: bool) -> list[str]:
    wanted = gguf.metadata.get("tokenizer.ggml.add_bos_token", usual)
    token = special_tokens(gguf).get("bos_token")
    return [token] if wanted and token is not None else []
