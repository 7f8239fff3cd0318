"""Whether a model reads a text from both sides: told by trying, never from its name."""

from __future__ import annotations

import weakref
from typing import Any

import torch

from app.instrumentation.attention_function import recording
from app.instrumentation.model_cache import source

_CLOSE = 1e-4


_known: weakref.WeakKeyDictionary[Any, bool] = weakref.WeakKeyDictionary()


def looks_ahead(model: Any) -> bool:
    """Whether what a model, or its decoder, says of a token changes with the tokens after it.

    Such an output is about the token's own place; it is no prediction of the next one. Told once
    per model.
    """
    if model not in _known:
        _known[model] = _tried(model)
    return _known[model]


def _tried(model: Any) -> bool:
    rows = model.get_input_embeddings().weight.shape[0]
    more: dict[str, Any] = {}
    name = "input_ids"
    ids = torch.tensor([[3, 5, 4, 9, 8], [3, 5, 4, 6, 7]], device=model.device) % rows
    try:
        with recording(None), torch.inference_mode():
            if model.config.is_encoder_decoder:
                name = "decoder_input_ids"
                more = {
                    "encoder_outputs": model.get_encoder()(input_ids=ids[:1], return_dict=True),
                    "use_cache": False,
                    **source(model, ids[:1]),
                }
            one, *others = (
                model(**{name: each[None]}, **more, return_dict=True).logits[0, :3].float()
                for each in (*ids, ids[0, :3])
            )
    except Exception:  # a model that cannot read so short a text is taken at its word
        return False
    return any(bool((one - each).abs().max() > _CLOSE * one.abs().max()) for each in others)
