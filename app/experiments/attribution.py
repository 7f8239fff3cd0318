"""What decides: how much each word adds to a label or an answer, by four ways of asking.

    gradient     gradient of the score times the word's embedding (Shrikumar et al. 2017)
    integrated   the same, integrated from an empty text to this one (Sundararajan et al. 2017);
                 its sum over the words is the score less that of the empty text, but for a gap
                 that is stated
    occlusion    how much the score falls when a mask stands for the word (Zeiler and Fergus 2014)
    rollout      how much attention leads from the deciding token to the word (Abnar and Zuidema
                 2020); it knows nothing of the label

The first two are captum's. All four are computed anew from the tokens of a trace. The deciding
token is the one whose last state the score depends on: told by its gradient, never assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from app.analysis.alignment import members, words
from app.analysis.attention_rollout import rollout
from app.analysis.rank_correlation import spearman
from app.errors import InputError
from app.experiments.attribution_result import WAYS, Attribution, AttributionProgress, Word
from app.experiments.input_embeddings import Inputs, deciding_tokens
from app.models.task_heads import label_names
from app.trace import Floats, Trace
from app.trace.predictions import Labels, Spans

if TYPE_CHECKING:
    from app.models.loading import Loaded
    from app.trace.predictions import Result

STEPS = 64
AT_ONCE = 16


def attribute(
    loaded: Loaded,
    trace: Trace,
    result: Result | None,
    label: str = "",
    *,
    steps: int = STEPS,
    at_once: int = AT_ONCE,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[AttributionProgress | Attribution]:
    """How much each word of a trace adds to `label` (the chosen one when empty), or to the answer.

    Ends without a result when `stop` says so. Raises InputError where there is nothing to explain.
    """
    score, name, read_from = _question(loaded, trace, result, label)
    groups = members(words(trace.text, trace.tokens))
    if not groups:
        raise InputError("This text has no words that could decide anything.")
    batches = -(-len(groups) // at_once)
    total = 1 + -(-steps // at_once) + batches
    yield AttributionProgress(0, total)
    inputs = Inputs(loaded, trace, score)
    here = inputs.here
    gradient = _gradient(inputs)
    if stop():
        return
    yield AttributionProgress(1, total)
    integrated, gap, empty = _integrated(inputs, steps, at_once)
    if stop():
        return
    yield AttributionProgress(total - batches, total)
    drops: list[float] = []
    for start in range(0, len(groups), at_once):
        if stop():
            return
        batch = groups[start : start + at_once]
        drops.extend(here - each for each in inputs.without(batch))
        yield AttributionProgress(total - batches + len(drops) // at_once, total)
    columns = {
        "gradient": _summed(gradient, groups),
        "integrated": _summed(integrated, groups),
        "occlusion": np.array(drops, dtype=np.float32),
    }
    flow = _flow(trace, read_from or deciding_tokens(inputs))
    missing = {"rollout": flow} if isinstance(flow, str) else {}
    if not isinstance(flow, str):
        columns["rollout"] = _summed(flow, groups)
    ways = [way for way in WAYS if way in columns]
    yield Attribution(
        words=tuple(_word(trace, group, number, columns) for number, group in enumerate(groups)),
        target=name,
        score=here,
        empty_score=empty,
        gap=gap,
        correlations={
            f"{one} {other}": spearman(np.abs(columns[one]), np.abs(columns[other]))
            for place, one in enumerate(ways)
            for other in ways[place + 1 :]
        },
        missing=missing,
        empty=inputs.nothing_said,
    )


def _flow(trace: Trace, read_from: list[int]) -> Floats | str:
    """(token,): how much attention leads to each token, or why that cannot be said."""
    if "self" not in trace.stack_names:
        return trace.left_out.get("self", "This model left no attention that could be followed.")
    if not read_from:
        return "From which token the label was read could not be told, so no attention is followed."
    return rollout(trace.stack("self"))[read_from].mean(axis=0)


def _question(
    loaded: Loaded, trace: Trace, result: Result | None, label: str
) -> tuple[Callable[[Any], torch.Tensor], str, list[int]]:
    """The score to explain, from the model's outputs; its name; and where an answer was read."""
    if isinstance(result, Labels):
        names = {each.label for each in result.scores}
        config: Any = loaded.model.config
        listed = {each: number for number, each in enumerate(label_names(config, loaded.outputs))}
        chosen = label or result.scores[0].label
        if chosen not in listed or chosen not in names:
            raise InputError(f"There is no label {chosen!r}: choose one of {', '.join(listed)}.")
        number = listed[chosen]
        return (lambda outputs: outputs.logits[:, number]), chosen, []
    if isinstance(result, Spans) and result.spans:
        first, last = _answer_tokens(trace, result)
        return (
            lambda outputs: outputs.start_logits[:, first] + outputs.end_logits[:, last],
            result.spans[0].text,
            sorted({first, last}),
        )
    raise InputError("Only a label or an answer can be explained: run Sentiment or Answer first.")


def _answer_tokens(trace: Trace, result: Spans) -> tuple[int, int]:
    """The first and the last token of the best answer in the window that is shown."""
    best = result.spans[0]
    window = result.windows[result.shown]
    context = trace.text.index("\n") + 1
    start, end = context + best.start - window.start, context + best.end - window.start
    places = [
        place
        for place, token in enumerate(trace.tokens)
        if not token.special and token.start < end and token.end > start
    ]
    return places[0], places[-1]


def _gradient(inputs: Inputs) -> Floats:
    from captum.attr import InputXGradient

    method = InputXGradient(inputs.score_of)
    given = inputs.embedded.detach().clone().requires_grad_()
    return _plain(method.attribute(given))


def _integrated(inputs: Inputs, steps: int, at_once: int) -> tuple[Floats, float, float]:
    """Per token, the completeness gap, and the score of the empty text."""
    from captum.attr import IntegratedGradients

    method = IntegratedGradients(inputs.score_of)
    found, gap = method.attribute(
        inputs.embedded,
        baselines=inputs.empty,
        n_steps=steps,
        internal_batch_size=at_once,
        return_convergence_delta=True,
    )
    with torch.no_grad():
        empty = float(inputs.score_of(inputs.empty)[0])
    return _plain(found), float(gap[0]), empty


def _plain(found: torch.Tensor) -> Floats:
    """(token,): summed over the width of the embedding."""
    summed: Floats = found.detach()[0].sum(dim=-1).float().cpu().numpy()
    return summed


def _summed(values: Floats, groups: tuple[tuple[int, ...], ...]) -> Floats:
    return np.array([values[list(group)].sum() for group in groups], dtype=np.float32)


def _word(trace: Trace, group: tuple[int, ...], number: int, columns: dict[str, Floats]) -> Word:
    first, last = trace.tokens[group[0]], trace.tokens[group[-1]]
    span = trace.text[first.start : last.end]
    return Word(
        text=span.strip(),
        start=first.start + len(span) - len(span.lstrip()),
        end=last.end,
        pieces=(group[0], group[-1]),
        by={way: float(column[number]) for way, column in columns.items()},
    )
