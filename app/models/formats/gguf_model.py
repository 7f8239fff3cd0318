"""A gguf file as a model of transformers and its tokenizer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.models.formats.gguf import Gguf
from app.models.formats.gguf_config import family_of, read_config
from app.models.formats.gguf_tokenizer import read_tokenizer, special_tokens
from app.models.formats.gguf_weights import read_weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


def load_gguf(path: Path) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The model in float32, in memory, and its tokenizer.

    Raises InputError for an architecture, a tokenizer or a part that is not read, and any other
    error for a damaged file.
    """
    gguf = Gguf(path)
    # A large vocabulary takes as long as the weights do, which are mostly waited for.
    with ThreadPoolExecutor(1) as thread:
        tokenizer = thread.submit(read_tokenizer, gguf)
        model = _model(gguf)
    return model, _with_roles(gguf, tokenizer.result())


def _model(gguf: Gguf) -> PreTrainedModel:
    import torch
    import transformers

    stated = read_config(gguf)
    if int(gguf.fact("block_count", 0)) > len(gguf.entries):
        raise ValueError(f"{gguf.name} states more layers than it has tensors")
    kind: Any = getattr(transformers, family_of(gguf).model)
    config = kind.config_class(**stated)
    with torch.device("meta"):  # no memory and no random numbers for weights that follow
        empty = kind(config)
    shapes = {name: tuple(weight.shape) for name, weight in empty.named_parameters()}
    weights = {name: torch.from_numpy(each) for name, each in read_weights(gguf, shapes).items()}
    # Also makes what is computed and not stored, such as rotary frequencies, and ties what is tied.
    model: PreTrainedModel = kind.from_pretrained(None, config=config, state_dict=weights)
    return model


def _with_roles(gguf: Gguf, tokenizer: Tokenizer) -> PreTrainedTokenizerBase:
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_object=_Given(tokenizer),
        chat_template=gguf.metadata.get("tokenizer.chat_template"),
        model_max_length=gguf.fact("context_length", None),
        **special_tokens(gguf),
    )


class _Given:
    """A tokenizer that is handed over as it is.

    transformers copies the one it gets by way of its text form, which takes seconds for a large
    vocabulary.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __deepcopy__(self, memo: dict[int, Any]) -> Tokenizer:
        return self._tokenizer
