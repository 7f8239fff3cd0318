"""One thing inside a run is changed, and what followed is set beside the run as it was.

What an intervention shows is a cause in this model, on this text: the rest was the same. It does
not show that the part does nothing else, nor that another part could not stand in for it (McGrath
et al. 2023, "The hydra effect"); so every effect has controls, the same change elsewhere.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from app.analysis.interventions import checked, siblings
from app.errors import InputError
from app.experiments.comparison import (
    head_changes,
    next_token,
    options,
    predicting,
    written_text,
)
from app.experiments.intervention_result import (
    AblationMap,
    Chosen,
    Control,
    Controls,
    Effect,
    HeadChange,
    Progress,
)
from app.instrumentation.changes import NO_NEURONS, sites
from app.instrumentation.intervention_values import Sources, read_again, resolved
from app.instrumentation.run import Run
from app.instrumentation.variants import Text, Variant, variants_logits
from app.trace import Floats, Trace
from app.trace.interventions import Intervention
from app.trace.softmax import log_softmax

if TYPE_CHECKING:
    from app.models.loading import Loaded

Said = Callable[[Trace, Any], dict[str, float]]
MOST_CONTROLS = 20
MOST_HEADS = 5
_LEAST = 1e-12


def intervene(
    loaded: Loaded,
    trace: Trace,
    changes: Sequence[Intervention],
    sources: Sources,
    said: Said | None = None,
    *,
    position: int | None = None,
    token: int | None = None,
    rival: int | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Progress | Effect]:
    """Reads a run's tokens once more with the changes inside; how far it is, then the effect.

    Of what a model writes or fills in, `token` at `position` is asked about, against `rival`: by
    default the word that was written there (else the likeliest) and the likeliest other. Of a model
    with a head, the likeliest label or answer. Ends without a result when `stop` says so. Raises
    InputError.
    """
    for change in changes:
        checked(change, trace)
    passes = 2 if said else 1
    yield Progress(0, passes)
    run = Run(loaded, edits=resolved(loaded, trace, changes, sources))
    read_again(run, trace)
    new = _traced(run, trace, changes)
    if stop():
        return
    yield Progress(1, passes)
    if said is not None:
        plain = Run(loaded, hidden=False)
        read_again(plain, trace)
        before, after = said(trace, plain.outputs), said(new, run.outputs)
        yield Progress(2, passes)
        yield _effect(trace, new, changes, None, *_named(before, after), options(before, after))
        return
    if trace.logits is None:
        raise InputError("This model predicts nothing, so no effect of a change can be measured.")
    at, chosen, other = target(trace, position, token, rival)
    yield _effect(trace, new, changes, at, *_words(trace, new, at, chosen, other), ())


def _traced(run: Run, trace: Trace, changes: Sequence[Intervention]) -> Trace:
    new = run.trace(
        task=trace.task,
        text=trace.text,
        tokens=trace.tokens,
        prompt=trace.prompt,
        vocabulary=trace.vocabulary,
        target_text=trace.target_text,
        target=trace.target,
        segments=trace.segments,
    )
    return replace(new, interventions=tuple(changes))


def target(
    trace: Trace, position: int | None, token: int | None, rival: int | None
) -> tuple[int, int, int]:
    """(position, entry, other entry) that an effect is measured at. Raises InputError."""
    if trace.logits is None:
        raise InputError("This model predicts no words.")
    count, entries = trace.logits.shape
    at = predicting(trace) if position is None else position
    if not 0 <= at < count:
        raise InputError(f"position must be from 0 to {count - 1}, not {at}.")
    order = np.argsort(-trace.logits[at], kind="stable")
    if token is None:
        written = trace.predicts == "next" and at + 1 < count
        token = trace.written[at + 1].id if written else int(order[0])
    if rival is None:
        rival = next(int(each) for each in order if int(each) != token)
    for name, value in (("token", token), ("rival", rival)):
        if not 0 <= value < entries:
            raise InputError(f"{name} must be from 0 to {entries - 1}, not {value}.")
    if token == rival:
        raise InputError("token and rival are the same: choose two different words.")
    return at, token, rival


def _words(old: Trace, new: Trace, at: int, token: int, rival: int) -> tuple[Chosen, Chosen]:
    if old.logits is None or new.logits is None:
        raise AssertionError("checked before")
    one, other = (
        log_softmax(np.asarray(each[at], np.float64)) for each in (old.logits, new.logits)
    )
    names = old.vocabulary
    first, second = (
        Chosen(names[n] if names else str(n), float(one[n]), float(other[n]), n)
        for n in (token, rival)
    )
    return first, second


def _named(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[Chosen, Chosen | None]:
    if not before:
        raise InputError("The model said nothing here whose probability could change.")
    order = sorted(before, key=lambda name: -before[name])
    listed = [
        Chosen(
            name,
            float(np.log(max(before[name], _LEAST))),
            float(np.log(max(after.get(name, 0.0), _LEAST))),
        )
        for name in order[:2]
    ]
    return listed[0], listed[1] if len(listed) > 1 else None


def _effect(
    trace: Trace,
    new: Trace,
    changes: Sequence[Intervention],
    at: int | None,
    chosen: Chosen,
    rival: Chosen | None,
    output: Any,
) -> Effect:
    found = [
        HeadChange(stack, layer, head, change)
        for stack in new.stack_names
        if stack in trace.stack_names
        for layer, heads in enumerate(head_changes(trace, new, stack))
        for head, change in enumerate(heads)
    ]
    found.sort(key=lambda each: -each.change)
    return Effect(
        changes=tuple(changes),
        trace=new,
        position=at,
        chosen=chosen,
        rival=rival,
        next=next_token(trace, new, at),
        output=output,
        text=written_text(trace, new),
        heads=tuple(each for each in found[:MOST_HEADS] if each.change > 0),
    )


def controls(
    loaded: Loaded,
    trace: Trace,
    change: Intervention,
    sources: Sources,
    said: Said | None = None,
    *,
    position: int | None = None,
    token: int | None = None,
    seed: int = 0,
    room: int = 4096,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Progress | Controls]:
    """The effect of the same kind of change at up to 20 other places, drawn by `seed`.

    See `app.analysis.interventions.siblings`. Ends without a result when `stop` says so. Raises
    InputError where there is no other place of its kind.
    """
    checked(change, trace)
    others = siblings(change, trace)
    if change.how == "add":
        others = [replace(change, seed=seed + n) for n in range(MOST_CONTROLS)]
    elif len(others) > MOST_CONTROLS and change.part == "link" and change.positions:
        others = others[:MOST_CONTROLS]  # those of nearest weight
    elif len(others) > MOST_CONTROLS:
        others = random.Random(seed).sample(others, MOST_CONTROLS)
    if not others:
        raise InputError(
            "There is no other place of the same kind to compare with: change one head, one layer, "
            "one link or one word."
        )
    wanted = [change, *others]
    effects: list[float | None] = [None] * len(wanted)
    yield Progress(0, len(wanted))
    for numbers, values in _effects(
        loaded, trace, [[each] for each in wanted], sources, said, position, token, room, stop
    ):
        for number, value in zip(numbers, values, strict=True):
            effects[number] = value
        yield Progress(sum(each is not None for each in effects), len(wanted))
    if any(each is None for each in effects):
        return
    mine, *rest = (each for each in effects if each is not None)
    yield Controls(
        mine,
        tuple(Control(each, effect) for each, effect in zip(others, rest, strict=True)),
        sum(abs(each) < abs(mine) for each in rest),
    )


def _effects(
    loaded: Loaded,
    trace: Trace,
    wanted: Sequence[Sequence[Intervention]],
    sources: Sources,
    said: Said | None,
    position: int | None,
    token: int | None,
    room: int,
    stop: Callable[[], bool],
) -> Iterator[tuple[Sequence[int], list[float]]]:
    """Numbers of changed runs with the change of the log-probability in each, batch by batch."""
    edits = [resolved(loaded, trace, each, sources) for each in wanted]
    if said is not None:
        plain = Run(loaded, hidden=False)
        read_again(plain, trace)
        before = said(trace, plain.outputs)
        chosen, _ = _named(before, before)
        for number, each in enumerate(edits):
            if stop():
                return
            run = Run(loaded, hidden=False, edits=each)
            read_again(run, trace)
            after, _ = _named(before, said(trace, run.outputs))
            yield [number], [after.after - chosen.before]
        return
    at, entry, _ = target(trace, position, token, None)
    variants = [
        Variant(tuple(each), _first_block(trace, changes))
        for each, changes in zip(edits, wanted, strict=True)
    ]
    text = Text(
        tuple(each.id for each in trace.tokens),
        tuple(each.id for each in trace.target),
        trace.segments,
    )
    if trace.logits is None:
        raise AssertionError("checked before")
    base = float(log_softmax(np.asarray(trace.logits[at], np.float64))[entry])
    for numbers, logits in variants_logits(loaded, text, variants, at, room=room, stop=stop):
        shares = torch.log_softmax(logits.double(), dim=-1)[:, entry]
        yield numbers, [float(each) - base for each in shares]


def _first_block(trace: Trace, changes: Sequence[Intervention]) -> int:
    firsts = []
    for change in changes:
        if change.part in ("link", "head"):
            stack = trace.stack(change.stack)
            firsts.append(min(stack.block(n) for n in change.layers or (0,)))
        else:
            firsts.append(min(change.layers or (0,)))
    return min(firsts)


def ablation_map(
    loaded: Loaded,
    trace: Trace,
    how: str = "zero",
    said: Said | None = None,
    *,
    position: int | None = None,
    token: int | None = None,
    room: int = 4096,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Progress | AblationMap]:
    """Every head, and every feed-forward part, taken out alone: what that does to a word.

    `how` is "zero", or "mean" for the mean over the text's tokens, which takes away what a head
    says of this place and leaves what it always says. Ends without a result when `stop` says so.
    Raises InputError.
    """
    if how not in ("zero", "mean"):
        raise InputError(f"how must be zero or mean, not {how!r}.")
    stacks = [each for each in trace.stack_names if each != "memory"]
    if not stacks:
        raise InputError("This run recorded no attention, so there is no head to take out.")
    places: list[Intervention] = [
        Intervention("head", how, name, (layer,), (head,))
        for name in stacks
        for layer in range(len(trace.stack(name).layers))
        for head in range(trace.stack(name).heads)
    ]
    ends = {name: len(trace.stack(name).layers) * trace.stack(name).heads for name in stacks}
    parts, no_mlp = _feed_forward(loaded, trace, how)
    total = len(places) + len(parts)
    yield Progress(0, total)
    effects: dict[Intervention, float] = {}
    # The encoder's are runs of their own.
    for group in (
        [each for each in (*places, *parts) if each.stack == "encoder"],
        [each for each in (*places, *parts) if each.stack != "encoder"],
    ):
        if not group:
            continue
        for numbers, values in _effects(
            loaded, trace, [[each] for each in group], {}, said, position, token, room, stop
        ):
            for number, value in zip(numbers, values, strict=True):
                effects[group[number]] = value
            yield Progress(len(effects), total)
    if len(effects) < total:
        return
    tables: dict[str, tuple[tuple[float, ...], ...]] = {}
    start = 0
    for name in stacks:
        mine: Floats = np.array([effects[each] for each in places[start : start + ends[name]]])
        start += ends[name]
        rows = mine.reshape(len(trace.stack(name).layers), -1)
        tables[name] = tuple(tuple(map(float, row)) for row in rows)
    yield AblationMap(
        how,
        tables,
        tuple(effects[each] for each in parts) if parts else None,
        no_mlp,
        _before(loaded, trace, said, position, token),
    )


def _before(
    loaded: Loaded, trace: Trace, said: Said | None, position: int | None, token: int | None
) -> float:
    if said is not None:
        plain = Run(loaded, hidden=False)
        read_again(plain, trace)
        now = said(trace, plain.outputs)
        return _named(now, now)[0].before
    at, entry, _ = target(trace, position, token, None)
    if trace.logits is None:
        raise AssertionError("checked before")
    return float(log_softmax(np.asarray(trace.logits[at], np.float64))[entry])


def _feed_forward(loaded: Loaded, trace: Trace, how: str) -> tuple[list[Intervention], str]:
    """A change of each feed-forward part of the stack that predicts, or why there is none."""
    stack = "decoder" if trace.target else "self"
    if stack not in trace.hidden:
        return [], trace.left_out.get(f"states of {stack}", NO_NEURONS.format(0))
    blocks = range(len(trace.hidden[stack]) - 1)
    try:
        list(sites(loaded.model, stack, "mlp", blocks))
    except InputError as error:
        return [], str(error)
    return [Intervention("mlp", how, stack, (n,)) for n in blocks], ""
