"""What each layer would predict: its state through the model's own final norm and output head.

Source: nostalgebraist 2020, "interpreting GPT: the logit lens". The last layer is the model's own
prediction. Earlier states were never trained to be read this way: early rows are often noise, which
is itself something to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from app.errors import InputError, whole_number
from app.instrumentation.mlp_boundary import block_layout, capture_mlp, down_weights
from app.instrumentation.unembedding import logits_of, normed
from app.trace import Floats, Trace
from app.trace.attached import Attached

if TYPE_CHECKING:
    from app.models.loading import Loaded

PARTS = ("block", "attention")
# Rows of logits held at once: 128 x 50,000 entries are 26 MB.
AT_ONCE = 128
# Rows gone through at once, several times each: few enough to stay in a processor's cache.
IN_CACHE = 4
_NO_WORDS = "This model has no output words, so its layers cannot be read as predictions."
_NO_STATES = "This run kept no states between its layers: press Run to record it anew."
_SIDE_BY_SIDE = (
    "In this model attention and feed-forward run side by side, so there is no state between them."
)
_NO_BETWEEN = (
    "No state was found between the halves of this model's blocks that gives the block's end with "
    "what the second half adds: it is changed on the way, or there is only one half."
)
_AGAIN = (
    "The blocks of this model run several times for a text, so a state between attention and "
    "feed-forward belongs to no single layer."
)
_NO_NEURONS = (
    "The feed-forward part of block {} is no single layer of neurons: it is made of several parts, "
    "such as experts of which each token takes a few. Choose another block."
)


@dataclass(eq=False)
class Grid:
    """Per layer and position what the lens shows; NaN or -1 where it was not computed yet.

    top, probability   the most likely entry and its probability
    final, rank        probability and rank (from 1) of the entry the last layer finds most likely
    entropy            in nats
    """

    top: NDArray[np.int64]
    probability: Floats
    final: Floats
    rank: NDArray[np.int64]
    entropy: Floats


@dataclass(eq=False)
class _Inside:
    """States after attention (layer, token, width); per layer its block and neurons, if any."""

    middle: Floats
    neurons: Mapping[int, tuple[int, Floats]]


_grids: Attached[Trace, dict[str, Grid]] = Attached()
_inside: Attached[Trace, _Inside] = Attached()


def stack_of(trace: Trace) -> str:
    """The stack whose states become words. Raises InputError where there is none."""
    if trace.logits is None:
        raise InputError(_NO_WORDS)
    name = "decoder" if trace.target else "self"
    if name not in trace.hidden:
        raise InputError(trace.left_out.get(f"states of {name}", _NO_STATES))
    return name


def layers_of(trace: Trace, part: str) -> int:
    """How many rows the grid has: the embeddings and every block, or every block's attention."""
    states = len(trace.hidden[stack_of(trace)])
    return states if part == "block" else states - 1


def grid(
    loaded: Loaded, trace: Trace, positions: Sequence[int], layers: Sequence[int], part: str
) -> Grid:
    """The lens at these layers and positions; what was computed before is kept with the trace.

    `part` "block" reads the state after a block (layer 0: the embeddings), "attention" the one
    between its attention and its feed-forward part. Raises InputError for anything out of range.
    """
    checked(trace, positions, layers, part)
    kept = _grids.setdefault(trace, {})
    if part not in kept:
        kept[part] = _empty(layers_of(trace, part), len(trace.written))
        _grids[trace] = kept
    found = kept[part]
    missing = [(layer, at) for layer in layers for at in positions if found.top[layer, at] < 0]
    for start in range(0, len(missing), AT_ONCE):
        cells = missing[start : start + AT_ONCE]
        _fill(found, cells, logits(loaded, trace, cells, part), trace)
    return found


def forget(trace: Trace) -> None:
    """Drops what was computed for a trace before its end does."""
    _grids.pop(trace, None)


def logits(
    loaded: Loaded, trace: Trace, cells: Sequence[tuple[int, int]], part: str
) -> torch.Tensor:
    """(cell, entry): the logits of the lens for (layer, position) pairs."""
    if trace.logits is None:
        raise InputError(_NO_WORDS)
    model: Any = loaded.model
    states = trace.hidden[stack_of(trace)] if part == "block" else inside(loaded, trace).middle
    last = len(trace.hidden[stack_of(trace)]) - 1
    chosen = np.stack([states[layer, at] for layer, at in cells])
    rows = torch.from_numpy(chosen).to(loaded.device, loaded.dtype)
    # What the model calls its last hidden state is normed already.
    after = [n for n, (layer, _) in enumerate(cells) if part == "block" and layer == last]
    with torch.inference_mode():
        between = normed(model, rows)
        for number in after:
            between[number] = rows[number]
        return logits_of(model, between).float()


def inside(loaded: Loaded, trace: Trace) -> _Inside:
    """States after attention and neurons, of all blocks.

    They take one more pass over the tokens, the first time they are asked for.
    """
    if trace not in _inside:
        model: Any = loaded.model
        known = block_layout(model)
        if None in known.blocks:
            raise InputError(_SIDE_BY_SIDE if known.side_by_side else _NO_BETWEEN)
        if trace.moved or trace.interventions:
            raise InputError("This run was changed inside: go back to the original run for this.")
        with capture_mlp(model, known) as seen, torch.inference_mode():
            _read(loaded, trace)
        # One block may run as several layers, with the same weights (ALBERT).
        layers = len(trace.hidden[stack_of(trace)]) - 1
        if len(seen.middle) != layers:
            raise InputError(_AGAIN)
        middle = np.stack([_array(each) for _, each in seen.middle])
        whole = len(seen.neurons) == layers
        numbered = enumerate(seen.neurons) if whole else ((n, (n, e)) for n, e in seen.neurons)
        neurons = {layer: (block, _array(each)) for layer, (block, each) in numbered}
        _inside[trace] = _Inside(middle, neurons)
    return _inside[trace]


def _read(loaded: Loaded, trace: Trace) -> None:
    from app.instrumentation.run import Run

    run = Run(loaded, hidden=False)
    run.read(
        [token.id for token in trace.tokens],
        [token.id for token in trace.target],
        segments=trace.segments,
    )


def _array(part: torch.Tensor) -> Floats:
    return part.float().cpu().numpy()


def checked(trace: Trace, positions: Sequence[int], layers: Sequence[int], part: str) -> None:
    """Raises InputError for an unknown part, and a layer or position out of range."""
    if part not in PARTS:
        raise InputError(f"part must be one of {', '.join(PARTS)}, not {part!r}.")
    for name, values, count in (
        ("layer", layers, layers_of(trace, part)),
        ("position", positions, len(trace.written)),
    ):
        for value in values:
            whole_number(value, name, 0, count - 1)


def _empty(layers: int, positions: int) -> Grid:
    shape = (layers, positions)
    floats = [np.full(shape, np.nan, dtype=np.float32) for _ in range(3)]
    return Grid(
        np.full(shape, -1, dtype=np.int64),
        floats[0],
        floats[1],
        np.zeros(shape, dtype=np.int64),
        floats[2],
    )


def _fill(found: Grid, cells: Sequence[tuple[int, int]], rows: torch.Tensor, trace: Trace) -> None:
    if trace.logits is None:
        raise AssertionError("checked before")
    best = {at: int(trace.logits[at].argmax()) for at in {at for _, at in cells}}
    finals = torch.tensor([best[at] for _, at in cells], device=rows.device)
    layers, places = (np.array(each) for each in zip(*cells, strict=True))
    parts = zip(torch.split(rows, IN_CACHE), torch.split(finals, IN_CACHE), strict=True)
    with torch.inference_mode():
        told = [torch.cat(each).cpu().numpy() for each in zip(*(_numbers(*part) for part in parts))]
    for values, name in zip(told, ("top", "probability", "final", "rank", "entropy"), strict=True):
        getattr(found, name)[layers, places] = values


def _numbers(rows: torch.Tensor, finals: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """Per row of logits what a Grid holds of it, in its order.

    With z the logit less the largest and m the sum of exp(z), the entropy is log m minus the mean
    of z. An entry that cannot come has -inf: cut off where exp gives 0, so that 0 times it is 0.
    """
    best, top = rows.max(dim=-1)
    mine = rows.gather(1, finals[:, None])
    rank = torch.count_nonzero(rows > mine, dim=-1) + 1
    below = (rows - best[:, None]).clamp_(min=-1e4)
    shares = below.exp()
    mass = shares.sum(dim=-1)
    entropy = mass.log() - (shares * below).sum(dim=-1) / mass
    return top, 1 / mass, (mine[:, 0] - best).exp() / mass, rank, entropy


@dataclass(frozen=True)
class Neuron:
    """One neuron of a feed-forward part.

    activation  what its projection is given at this token
    write       the norm of what it adds to the residual stream
    pushes      (entry, change of its logit through the output matrix), the largest first
    against     the same, the most negative first
    """

    number: int
    activation: float
    write: float
    pushes: tuple[tuple[int, float], ...]
    against: tuple[tuple[int, float], ...]


def neurons(
    loaded: Loaded, trace: Trace, layer: int, position: int, *, limit: int = 10, words: int = 5
) -> tuple[Neuron, ...]:
    """The neurons of a block that write most at a token, and the words they push towards.

    A neuron adds activation · w to the residual stream; through the output matrix that is a change
    of every logit (before the final norm, which rescales all of them).
    Source: Geva et al. 2022, "Transformer feed-forward layers build predictions by promoting
    concepts in the vocabulary space".
    """
    checked(trace, [position], [layer], "attention")
    model: Any = loaded.model
    seen = inside(loaded, trace)
    block, activations = seen.neurons.get(layer, (layer, np.zeros((0, 0), np.float32)))
    half = block_layout(model).blocks[block]
    if half is None or half.down is None or not activations.size:
        raise InputError(_NO_NEURONS.format(layer))
    active = torch.from_numpy(activations[position])
    with torch.inference_mode():
        directions = down_weights(model, half, block).float().cpu()
        writes = active.abs() * directions.norm(dim=1)
        chosen = writes.topk(min(limit, len(writes))).indices
        matrix = model.get_output_embeddings().weight
        added = (active[chosen, None] * directions[chosen]).to(matrix)
        if added.shape[1] != matrix.shape[1]:
            raise InputError("This model's output matrix is of another width than its blocks.")
        changes = (added @ matrix.T).float().cpu()
    best, worst = changes.topk(words, dim=1), (-changes).topk(words, dim=1)
    return tuple(
        Neuron(
            number=int(number),
            activation=float(active[number]),
            write=float(writes[number]),
            pushes=_pairs(best.indices[row], best.values[row]),
            against=_pairs(worst.indices[row], -worst.values[row]),
        )
        for row, number in enumerate(chosen)
    )


def _pairs(entries: torch.Tensor, values: torch.Tensor) -> tuple[tuple[int, float], ...]:
    return tuple((int(entry), float(value)) for entry, value in zip(entries, values, strict=True))
