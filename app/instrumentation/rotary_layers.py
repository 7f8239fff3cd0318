"""Which blocks turn their queries by position, and how much of them: told by trying.

A text of one token, again and again, gives every position the same state, as long as nothing but
rotation tells order. Queries that differ between two positions then differ by their rotation alone.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from app.analysis.position_edits import PositionIds
from app.instrumentation.attention_function import Recorder, recording
from app.instrumentation.position_sites import Rotary, override_positions, sites

_COUNT = 8
_CLOSE = 1e-5
# Slow pairs hardly move from one position to the next, so the last one stands far away.
_FAR = 2000

_known: weakref.WeakKeyDictionary[Any, RotaryLayers] = weakref.WeakKeyDictionary()
_trying = threading.RLock()


@dataclass(frozen=True)
class RotaryLayers:
    """What the queries of a model do with positions.

    components  per block how many components of a query turn, 0 for none; a block that cannot be
                told, since something else moves its states too, is absent
    width       components of a query, per block
    """

    components: Mapping[int, int]
    width: Mapping[int, int]

    @property
    def still(self) -> list[int]:
        """The blocks that turn nothing."""
        return [block for block, count in sorted(self.components.items()) if count == 0]


def rotary_layers(model: Any) -> RotaryLayers:
    """Told once per model; empty for one whose attention is not recorded."""
    with _trying:
        if model in _known:
            return _known[model]
        try:
            found = _tried(model)
        except Exception:  # a model that cannot read such a text tells nothing by it
            found = RotaryLayers({}, {})
        if found.width:
            _known[model] = found
        return found


def _tried(model: Any) -> RotaryLayers:
    whole = model.get_encoder() if model.config.is_encoder_decoder else model
    rows = model.get_input_embeddings().weight.shape[0]
    ids = torch.full((1, _COUNT), 7 % rows, device=model.device)
    recorder = Recorder()
    places = None
    known = sites(model)
    if known and all(isinstance(site, Rotary) for site in known):
        last = min(_FAR, _longest(model) - 1)
        places = PositionIds((*map(float, range(_COUNT - 1)), float(max(last, _COUNT))))
    with override_positions(model, places), recording(recorder), torch.inference_mode():
        outputs = whole(input_ids=ids, output_hidden_states=True, return_dict=True)
    states = getattr(outputs, "hidden_states", None) or ()
    components: dict[int, int] = {}
    width: dict[int, int] = {}
    for number, call in enumerate(recorder.current):
        block = number if call.block is None else call.block
        if call.query.shape[2] != _COUNT or block >= len(states):
            continue
        width[block] = call.query.shape[3]
        if not _alike(states[block].reshape(-1, states[block].shape[-1])[-2:]):
            continue
        pair = call.query[0, :, -2:].float()
        moved = (pair[:, 0] - pair[:, 1]).abs().amax(dim=0) > _CLOSE * pair.abs().amax()
        components[block] = max(components.get(block, 0), int(moved.sum()))
    return RotaryLayers(components, width)


def _alike(pair: torch.Tensor) -> bool:
    pair = pair.float()
    return bool((pair[0] - pair[1]).abs().max() <= _CLOSE * pair.abs().max())


def _longest(model: Any) -> int:
    """How far positions may go without the model changing its frequencies for a longer text."""
    config = model.config.get_text_config()
    rope = getattr(config, "rope_parameters", None) or {}
    sets = [each for each in rope.values() if isinstance(each, dict)] or [rope]
    firsts = [each.get("original_max_position_embeddings") for each in sets]
    lengths = [*firsts, getattr(config, "max_position_embeddings", None)]
    return min((int(each) for each in lengths if each), default=_FAR)
