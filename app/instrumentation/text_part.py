"""The part of a model that reads text: all of it, but for one that also sees or hears."""

from __future__ import annotations

from typing import Any

from transformers import PreTrainedModel


def text_part(model: Any) -> Any:
    """The submodel that the model's text config belongs to; the model itself where it is its own.

    The tables and rotations of a picture's patches are no positions of a text.
    """
    config = getattr(model, "config", None)
    if config is None or config.is_encoder_decoder:
        return model
    text = config.get_text_config()
    if text is config:
        return model
    for part in model.modules():
        if isinstance(part, PreTrainedModel) and part.config is text:
            return part
    return model
