"""Experiments on positions: the same tokens are read again, and told that they stand elsewhere.

Both passes, before and after, are made here in the same way, so that a move which changes nothing
gives zeros and not the noise between two ways of running.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from app.analysis.position_edits import (
    BY_ID,
    PositionEdit,
    PositionIds,
    looks_back,
    order,
    position_ids,
    stack_moved,
    words_of,
)
from app.errors import InputError
from app.experiments.comparison import (
    head_changes,
    next_token,
    options,
    relative_change,
    written_text,
)
from app.experiments.position_edits_result import (
    Moved,
    PermutationResult,
    PositionEditProgress,
    PositionEditResult,
)
from app.instrumentation.position_sites import Site, sites
from app.instrumentation.run import Run
from app.trace import Floats, Trace

if TYPE_CHECKING:
    from app.models.loading import Loaded

# Below this a change is rounding, not effect: float32 keeps seven digits.
NOTHING = 1e-4

Said = Callable[[Trace, Any], dict[str, float]]
_CAUSAL = (
    "A token of this model reads only those before it. The first token of a text reads itself "
    "alone, the second one two, and so on: how much there is to read tells how far on a token "
    "stands, and what each token read differs with the order. So order is known even without "
    "positions (Haviv et al. 2022)."
)
_EQUAL = (
    "Without positions every token reads the same set of vectors, whatever their order, so its own "
    "vector cannot depend on the order (Vaswani et al. 2017, section 3.5)."
)
_MORE = (
    "Something beside positions tells order here, such as a window of attention or a convolution."
)
_KEPT = "Where positions enter this model is not known, so they could only be kept."


def read_at_positions(
    loaded: Loaded,
    trace: Trace,
    move: PositionEdit,
    said: Said | None = None,
    *,
    at: int | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[PositionEditProgress | PositionEditResult | PermutationResult]:
    """Reads the tokens of a trace again at the positions of `move`; see `position_edits`.

    `said` names what a head of the model says of a pass, with probabilities; `at` is the position
    whose prediction is compared, usually that of the first written word. Of an encoder-decoder
    the encoder's tokens are moved, and the decoder reads what was written. Ends without a result
    when `stop` says so. Raises InputError where the model does not allow the move.
    """
    if move.kind not in BY_ID:
        raise InputError(f"kind must be one of {', '.join(BY_ID)}, not {move.kind!r}.")
    reason = trace.positions.experiments.get(move.kind, "")
    if reason:
        raise InputError(reason)
    known = sites(loaded.model)
    stack = stack_moved(trace)
    if unreadable := trace.left_out.get(f"states of {stack}"):
        raise InputError(f"Nothing to compare with: {unreadable[0].lower()}{unreadable[1:]}")
    if move.kind == "permutation":
        yield from _permuted(loaded, trace, move, bool(known), stop)
        return
    wanted = position_ids(move, trace.text, trace.tokens, trace.segments)
    note = _checked(wanted, known, trace, move)
    yield PositionEditProgress(0, 2)
    before = _read(loaded, trace, None)
    yield PositionEditProgress(1, 2)
    if stop():
        return
    after = _read(loaded, trace, wanted)
    yield PositionEditProgress(2, 2)
    yield _compared(trace, move, wanted, note, before, after, said, at)


def _checked(wanted: PositionIds, known: Sequence[Site], trace: Trace, move: PositionEdit) -> str:
    """What to know about these places. Raises InputError where the model has none of them."""
    whole = any(not site.fractional for site in known)
    rows = min((site.rows for site in known if site.rows is not None), default=None)
    told = [float(np.floor(place + 0.5)) if whole else place for place in wanted.at]
    if rows is not None and (max(told) >= rows or min(told) < 0):
        reach = f"{min(told):g} to {max(told):g}"
        raise InputError(
            f"The places {reach} are not all in this model's table, which goes from 0 to "
            f"{rows - 1}: choose a smaller number."
        )
    notes = []
    if told != list(wanted.at):
        notes.append("Places between whole numbers were rounded: this model's scheme has no others")
        if len(set(told)) < len(told):
            notes.append("so some tokens share a place")
    trained = trace.positions.parameters.get("trained_length")
    if trained and max(told) >= trained:
        notes.append(f"the last place lies beyond the {trained} positions the model was made for")
    sentence = ", ".join(notes)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def _read(
    loaded: Loaded, trace: Trace, wanted: PositionIds | None, tokens: Sequence[int] | None = None
) -> tuple[Trace, Any]:
    """The trace of one more pass over the tokens (in another order, if given), and its outputs."""
    turns = range(len(trace.tokens)) if tokens is None else tokens
    run = Run(loaded)
    run.read(
        [trace.tokens[turn].id for turn in turns],
        [token.id for token in trace.target],
        segments=[trace.segments[turn] for turn in turns] if trace.segments else (),
        places=wanted,
    )
    read = run.trace(
        task=trace.task,
        text=trace.text,
        tokens=tuple(trace.tokens[turn] for turn in turns),
        prompt=trace.prompt,
        vocabulary=trace.vocabulary,
        target_text=trace.target_text,
        target=trace.target,
        segments=trace.segments,
    )
    return read, run.outputs


def _compared(
    trace: Trace,
    move: PositionEdit,
    wanted: PositionIds,
    note: str,
    before: tuple[Trace, Any],
    after: tuple[Trace, Any],
    said: Said | None,
    at: int | None,
) -> PositionEditResult:
    stack = stack_moved(trace)
    old, new = before[0], after[0]
    states = relative_change(old.hidden[stack], new.hidden[stack])
    return PositionEditResult(
        kind=move.kind,
        says=_says(move, trace),
        note=note,
        stack=stack,
        trace=replace(new, moved=move.kind),
        tokens=tuple(
            Moved(token, float(place), wanted.at[place], float(states[-1, place]))
            for place, token in enumerate(trace.tokens)
        ),
        hidden=tuple(map(float, states.mean(axis=1))),
        heads=head_changes(old, new, stack),
        output=options(said(old, before[1]), said(new, after[1])) if said else (),
        next=next_token(old, new, at),
        text=written_text(old, new),
    )


def _says(move: PositionEdit, trace: Trace) -> str:
    count = len(trace.tokens)
    if move.kind == "swap":
        names = [
            trace.text[trace.tokens[group[0]].start : trace.tokens[group[-1]].end].strip()
            for group in words_of(trace.text, trace.tokens)
        ]
        return f"“{names[move.first]}” and “{names[move.second]}” traded places."
    return {
        "shuffle": f"The words trade places at random (seed {move.seed}).",
        "reverse": "The words stand in reverse order.",
        "shift": f"All {count} tokens stand {move.by:+g} places away.",
        "stretch": f"All {count} positions were multiplied by {move.by:g}.",
        "same": f"All {count} tokens were told that they stand at place 0.",
        "zero": f"The positional encoding of all {count} tokens was taken away.",
    }[move.kind]


def _permuted(
    loaded: Loaded, trace: Trace, move: PositionEdit, known: bool, stop: Callable[[], bool]
) -> Iterator[PositionEditProgress | PermutationResult]:
    shuffled = PositionEdit("shuffle", seed=move.seed)
    turns = order(shuffled, trace.text, trace.tokens, trace.segments)
    stack = stack_moved(trace)
    causal = looks_back(trace)
    away = PositionIds((0.0,) * len(turns), zero=True)
    ways: list[PositionIds | None] = [None, away] if known else [None]
    changes: list[Floats] = []
    for number, way in enumerate(ways):
        last = []
        for step, tokens in enumerate((None, turns)):
            yield PositionEditProgress(2 * number + step, 2 * len(ways))
            if stop():
                return
            last.append(_read(loaded, trace, way, tokens)[0].hidden[stack][-1])
        # Row k of the second pass is the token that stood at turns[k].
        changes.append(relative_change(last[0][list(turns)], last[1]))
    yield PositionEditProgress(2 * len(ways), 2 * len(ways))
    yield _tested(trace, stack, causal, turns, changes, move.seed)


def _tested(
    trace: Trace,
    stack: str,
    causal: bool,
    turns: tuple[int, ...],
    changes: list[Floats],
    seed: int,
) -> PermutationResult:
    kept = changes[0]
    without = changes[1] if len(changes) > 1 else None
    by_token = {
        turn: (None if without is None else float(without[k]), float(kept[k]))
        for k, turn in enumerate(turns)
    }
    most = None if without is None else float(without.max())
    explains = _KEPT if most is None else _EQUAL if most < NOTHING else _CAUSAL if causal else _MORE
    return PermutationResult(
        says=f"The words were read in another order (seed {seed}), and each token's last vector "
        "was compared with the one it had before.",
        explains=explains,
        stack=stack,
        causal=causal,
        order=turns,
        without=most,
        kept=float(kept.max()),
        tokens=tuple((token, *by_token[n]) for n, token in enumerate(trace.tokens)),
    )
