"""Whether a model can be told other positions, and does what it is told: tried once per model."""

from __future__ import annotations

import inspect
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import torch

from app.analysis.position_edits import PositionIds
from app.instrumentation.position_sites import override_positions, sites

_CLOSE = 1e-3
_MOVED = (3, 1, 2, 0)
UNREACHED = "Where positions enter this model could not be found, so they cannot be changed."
NOTHING = (
    "Telling this model other positions at the place that was found changes nothing, so order "
    "enters it elsewhere too and cannot be moved."
)
ELSEWHERE = (
    "This model uses positions in more places than can be moved here, so an experiment would not "
    "show what they do."
)

_known: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
_trying = threading.RLock()


def unavailable(model: Any) -> str:
    """Why the positions of a model cannot be moved, in one sentence; "" where they can."""
    with _trying:
        if model not in _known:
            _known[model] = _tried(model)
        return _known[model]


def _tried(model: Any) -> str:
    if not sites(model):
        return UNREACHED
    try:
        with torch.inference_mode():
            plain = _state(model, None)
            moved = _state(model, PositionIds(tuple(map(float, _MOVED))))
            if _same(plain, moved):
                return NOTHING
            for own in _own(model, plain):
                # Some take such an argument and do nothing with it.
                return "" if _same(own, moved) or _same(own, plain) else ELSEWHERE
    except Exception:  # what fails for four tokens fails for more
        return ELSEWHERE
    return ""


def _state(model: Any, places: PositionIds | None, **more: Any) -> torch.Tensor:
    whole = model.get_encoder() if model.config.is_encoder_decoder else model
    rows = model.get_input_embeddings().weight.shape[0]
    ids = torch.tensor([[3, 5, 4, 9]], device=model.device) % rows
    with override_positions(model, places):
        outputs = whole(input_ids=ids, output_hidden_states=True, return_dict=True, **more)
    states = getattr(outputs, "hidden_states", None)
    last: torch.Tensor = states[-1] if states else outputs[0]
    return last.float()


def _own(model: Any, plain: torch.Tensor) -> Iterator[torch.Tensor]:
    """The state with the same places as an argument of the pass, where the model takes one."""
    if model.config.is_encoder_decoder:
        return
    if "position_ids" not in inspect.signature(model.forward).parameters:
        return
    padding = getattr(model.config.get_text_config(), "pad_token_id", None)
    count = len(_MOVED)
    # Without a mask, positions that jump would be taken for several texts in one row.
    mask = torch.ones(1, count, dtype=torch.long, device=model.device)
    for first in (0, 1 + (padding if isinstance(padding, int) else 0), 2):
        try:
            usual = torch.arange(first, first + count, device=model.device)[None]
            if not _same(_state(model, None, position_ids=usual, attention_mask=mask), plain):
                continue
            at = torch.tensor([_MOVED], device=model.device) + first
            yield _state(model, None, position_ids=at, attention_mask=mask)
        except Exception:  # not every model takes positions that jump
            return
        return


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    return bool((one - other).abs().max() <= _CLOSE * max(1.0, float(one.abs().max())))
