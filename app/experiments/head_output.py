"""What a head writes into the residual stream, by the model's own output projection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from app.analysis.attention_steps import unavailable as no_steps
from app.errors import InputError
from app.instrumentation.output_projection import per_head, projection
from app.instrumentation.run import prepare
from app.trace import Attention, Floats, Trace
from app.trace.attached import Attached
from app.trace.attention import Scores

if TYPE_CHECKING:
    from app.models.loading import Loaded

_lengths: Attached[Attention, Floats] = Attached()


def output_matrix(loaded: Loaded, trace: Trace, attention: Attention, layer: int) -> Floats:
    """(head, width of a value, width): W_O of a layer, the rows of each head.

    Raises InputError where only finished weights were recorded, or W_O could not be found.
    """
    reason = no_steps(trace, attention)
    if reason:
        raise InputError(reason)
    prepare(loaded.model)
    found = projection(loaded.model, attention.name, attention.block(layer))
    matrix: Floats = per_head(loaded.model, found).numpy()
    return matrix


def value_output_norms(loaded: Loaded, trace: Trace, attention: Attention) -> Floats:
    """(layer, head, key): ‖v_k W_O^h‖₂, float32, in units of the residual stream.

    It is the length of what a head would write if it read key k alone; times the weight it is the
    norm of the weighted, transformed vector (Kobayashi et al. 2020, "Attention is not only a
    weight: analyzing transformers with vector norms"). The bias of the values is included, as v
    includes it; that of the output projection belongs to no head and is not. Worked out once per
    trace. Raises InputError as `output_matrix`.
    """
    if attention not in _lengths:
        _lengths[attention] = np.stack(
            [
                _of_layer(layer, output_matrix(loaded, trace, attention, number))
                for number, layer in enumerate(attention.layers)
            ]
        )
    return _lengths[attention]


def _of_layer(layer: Any, matrix: Floats) -> Floats:
    if not isinstance(layer, Scores):
        raise AssertionError("refused before")
    shared = len(matrix) // len(layer.value)
    # Head by head: all at once would hold (head, key, width) of a deep model's layer.
    return np.stack(
        [
            np.linalg.norm(layer.value[head // shared] @ rows, axis=1)
            for head, rows in enumerate(matrix)
        ]
    )


def unavailable(loaded: Loaded, trace: Trace, stack: str, width: int) -> str | None:
    """Why a vector written in a stack points to no words, in one sentence; None where it does."""
    output = loaded.model.get_output_embeddings()
    if stack == "encoder":
        return "What an encoder writes is read by the decoder and not turned into words."
    if trace.logits is None or output is None:
        return "This model has no output words that a written vector could point to."
    if output.weight.shape[1] != width:
        return "This model's output matrix is of another width than its blocks."
    return None


def direct_logit_effect(
    loaded: Loaded, written: Floats, *, words: int = 5
) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
    """(entry, change) most raised by adding this vector (width,), and most lowered.

    The change is the dot product with the entry's row of the output matrix, before the final norm,
    which rescales all of them, and any bias: a direction and not a prediction. Source: Elhage et
    al. 2021, "A mathematical framework for transformer circuits" (direct logit attribution).
    """
    output: Any = loaded.model.get_output_embeddings()
    with torch.inference_mode():
        matrix = output.weight
        changes = (matrix @ torch.from_numpy(written).to(matrix)).float().cpu()
    best, worst = changes.topk(words), (-changes).topk(words)
    return (
        [(int(n), float(changes[n])) for n in best.indices],
        [(int(n), float(changes[n])) for n in worst.indices],
    )
