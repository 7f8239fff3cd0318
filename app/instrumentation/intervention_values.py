"""Interventions with the vectors they put in place: of another run, a mean, or a direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import torch

from app.errors import InputError
from app.instrumentation.changes import Edit, watched
from app.instrumentation.run import Run
from app.trace import Trace
from app.trace.attention import Scores
from app.trace.interventions import Intervention

if TYPE_CHECKING:
    from app.models.loading import Loaded

# Runs by the id that an intervention names.
Sources = Mapping[str, Trace]
_OTHER_MODEL = "The run it is taken from is of another model: a change needs two runs of one model."
_OTHER_LENGTH = (
    "The other run has {} tokens and this one {}: name the positions to be exchanged, which are "
    "to be there in both."
)
_NO_VALUES = (
    "Only finished weights were recorded of this stack, so its heads hand on nothing known."
)


def resolved(
    loaded: Loaded, trace: Trace, changes: Sequence[Intervention], sources: Sources
) -> list[Edit]:
    """The interventions with the vectors they put in place. Raises InputError."""
    return [_resolved(loaded, trace, change, sources) for change in changes]


def _resolved(loaded: Loaded, trace: Trace, change: Intervention, sources: Sources) -> Edit:
    if change.how in ("cut", "zero", "scale"):
        return Edit(change)
    for name in filter(None, (change.source, change.minus)):
        if sources[name].model != trace.model:
            raise InputError(_OTHER_MODEL)
    layers = change.layers or range(_layers(trace, change))
    if change.how == "mean":
        given = _vectors(loaded, sources.get(change.source, trace), change, layers)
        return Edit(change, {n: each.mean(dim=-2, keepdim=True) for n, each in given.items()})
    if change.how == "add":
        return Edit(change, _directions(loaded, trace, change, layers, sources))
    source = sources[change.source]
    given = _vectors(loaded, source, change, layers)
    there = next(iter(given.values())).shape[-2]
    here = _tokens(trace, change)
    if not change.positions and there != here:
        raise InputError(_OTHER_LENGTH.format(there, here))
    if change.positions and max(change.positions) >= there:
        raise InputError(_OTHER_LENGTH.format(there, here))
    return Edit(change, given)


def _directions(
    loaded: Loaded, trace: Trace, change: Intervention, layers: Sequence[int], sources: Sources
) -> dict[int, torch.Tensor]:
    found: dict[int, torch.Tensor] = {}
    for layer in layers:
        state = torch.from_numpy(trace.hidden[change.stack][layer])
        if change.source:
            one, other = (
                torch.from_numpy(sources[name].hidden[change.stack][layer]).mean(dim=0)
                for name in (change.source, change.minus)
            )
            direction = one - other
        else:
            direction = state.mean(dim=0)
        if change.seed is not None:
            chance = torch.Generator().manual_seed(change.seed)
            other = torch.randn(direction.shape, generator=chance)
            direction = other * (direction.norm() / other.norm())
        found[layer] = direction[None]
    return found


def _layers(trace: Trace, change: Intervention) -> int:
    if change.part in ("link", "head"):
        return len(trace.stack(change.stack).layers)
    return len(trace.hidden[change.stack]) - 1


def _tokens(trace: Trace, change: Intervention) -> int:
    if change.part in ("link", "head"):
        return len(trace.stack(change.stack).query_tokens)
    return int(trace.hidden[change.stack].shape[1])


def _vectors(
    loaded: Loaded, source: Trace, change: Intervention, layers: Sequence[int]
) -> dict[int, torch.Tensor]:
    """Per layer what stands at this place in a run: (head, token, width) or (token, width)."""
    if change.part == "state":
        return {n: torch.from_numpy(source.hidden[change.stack][n]) for n in layers}
    if change.part == "head":
        found = {}
        for layer in layers:
            record = source.stack(change.stack).layers[layer]
            if not isinstance(record, Scores):
                raise InputError(_NO_VALUES)
            found[layer] = torch.from_numpy(record.outputs())
        return found
    run = Run(loaded, hidden=False)
    with watched(loaded.model, change.stack, change.part, layers) as seen:
        read_again(run, source)
    return seen


def read_again(run: Run, trace: Trace) -> None:
    """Reads the tokens of a trace, those of its target as well, in one pass."""
    run.read(
        [token.id for token in trace.tokens],
        [token.id for token in trace.target],
        segments=trace.segments,
    )
