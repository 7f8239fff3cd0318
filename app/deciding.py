"""What decides: how much each word adds to a label or an answer, by four ways of asking.

    gradient     gradient of the score times the word's embedding (Shrikumar et al. 2017)
    integrated   the same, integrated from an empty text to this one (Sundararajan et al. 2017);
                 its sum over the words is the score less that of the empty text, but for a gap
                 that is stated
    occlusion    how much the score falls when a mask stands for the word (Zeiler and Fergus 2014)
    rollout      how much attention leads from the deciding token to the word (Abnar and Zuidema
                 2020); it knows nothing of the label

The first two are captum's. All four are computed anew from the tokens of a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from app.alignment import members, words
from app.correlation import spearman
from app.decided import WAYS, Decided, Deciding, Word
from app.errors import InputError
from app.results import Labels, Spans
from app.rollout import rollout
from app.trace import Floats, Trace

if TYPE_CHECKING:
    from app.models.loading import Loaded
    from app.results import Result

STEPS = 64
AT_ONCE = 16


def decide(
    loaded: Loaded,
    trace: Trace,
    result: Result | None,
    label: str = "",
    *,
    steps: int = STEPS,
    at_once: int = AT_ONCE,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Deciding | Decided]:
    """How much each word of a trace adds to `label` (the chosen one when empty), or to the answer.

    Ends without a result when `stop` says so. Raises InputError where there is nothing to explain.
    """
    score, name, deciding_tokens = _question(loaded, trace, result, label)
    groups = members(words(trace.text, trace.tokens))
    if not groups:
        raise InputError("This text has no words that could decide anything.")
    batches = -(-len(groups) // at_once)
    total = 1 + -(-steps // at_once) + batches
    yield Deciding(0, total)
    inputs = _Inputs(loaded, trace)
    here = float(score(inputs.states(inputs.embedded))[0])
    gradient = _gradient(inputs, score)
    if stop():
        return
    yield Deciding(1, total)
    integrated, gap, empty = _integrated(inputs, score, steps, at_once)
    if stop():
        return
    yield Deciding(total - batches, total)
    drops: list[float] = []
    for start in range(0, len(groups), at_once):
        if stop():
            return
        drops.extend(_occluded(inputs, score, groups[start : start + at_once], here))
        yield Deciding(total - batches + len(drops) // at_once, total)
    flow = rollout(trace.stack("self"))[deciding_tokens].mean(axis=0)
    columns = {
        "gradient": _summed(gradient, groups),
        "integrated": _summed(integrated, groups),
        "occlusion": np.array(drops, dtype=np.float32),
        "rollout": _summed(flow, groups),
    }
    yield Decided(
        words=tuple(_word(trace, group, number, columns) for number, group in enumerate(groups)),
        target=name,
        score=here,
        empty_score=empty,
        gap=gap,
        correlations={
            f"{one} {other}": spearman(np.abs(columns[one]), np.abs(columns[other]))
            for place, one in enumerate(WAYS)
            for other in WAYS[place + 1 :]
        },
    )


def _question(
    loaded: Loaded, trace: Trace, result: Result | None, label: str
) -> tuple[Callable[[Any], torch.Tensor], str, list[int]]:
    """The score to explain, from the model's outputs; its name; and the tokens that decide it."""
    if isinstance(result, Labels):
        names = {each.label for each in result.scores}
        config: Any = loaded.model.config
        listed = {str(name): int(number) for number, name in config.id2label.items()}
        chosen = label or result.scores[0].label
        if chosen not in listed or chosen not in names:
            raise InputError(f"There is no label {chosen!r}: choose one of {', '.join(listed)}.")
        number = listed[chosen]
        return (lambda outputs: outputs.logits[:, number]), chosen, [0]
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


class _Inputs:
    """The tokens of a trace as embeddings, and the empty text of the same length."""

    def __init__(self, loaded: Loaded, trace: Trace) -> None:
        model: Any = loaded.model
        tokenizer: Any = loaded.tokenizer
        self._model = model
        self.ids = torch.tensor([[token.id for token in trace.tokens]], device=loaded.device)
        kept = [token.special for token in trace.tokens]
        self.nothing = tokenizer.mask_token_id
        if self.nothing is None:
            self.nothing = tokenizer.pad_token_id or 0
        blank = torch.full_like(self.ids, self.nothing)
        empty = torch.where(torch.tensor([kept], device=loaded.device), self.ids, blank)
        self._more: dict[str, torch.Tensor] = {}
        if types := loaded.token_types(trace.segments):
            self._more["token_type_ids"] = torch.tensor([types], device=loaded.device)
        self._embed = model.get_input_embeddings()
        with torch.no_grad():
            self.embedded = self._embed(self.ids)
            self.empty = self._embed(empty)

    def states(self, embedded: torch.Tensor) -> Any:
        """The model's outputs for embeddings (text, token, width)."""
        more = {name: each.expand(len(embedded), -1) for name, each in self._more.items()}
        return self._model(inputs_embeds=embedded, **more)

    def embedded_without(self, groups: tuple[tuple[int, ...], ...]) -> torch.Tensor:
        """(group, token, width): the text with one group of tokens replaced in each row."""
        rows = self.ids.repeat(len(groups), 1)
        for row, places in enumerate(groups):
            rows[row, list(places)] = self.nothing
        return self._embed(rows)


def _gradient(inputs: _Inputs, score: Callable[[Any], torch.Tensor]) -> Floats:
    from captum.attr import InputXGradient

    method = InputXGradient(lambda embedded: score(inputs.states(embedded)))
    given = inputs.embedded.detach().clone().requires_grad_()
    return _plain(method.attribute(given))


def _integrated(
    inputs: _Inputs, score: Callable[[Any], torch.Tensor], steps: int, at_once: int
) -> tuple[Floats, float, float]:
    """Per token, the completeness gap, and the score of the empty text."""
    from captum.attr import IntegratedGradients

    method = IntegratedGradients(lambda embedded: score(inputs.states(embedded)))
    found, gap = method.attribute(
        inputs.embedded,
        baselines=inputs.empty,
        n_steps=steps,
        internal_batch_size=at_once,
        return_convergence_delta=True,
    )
    with torch.no_grad():
        empty = float(score(inputs.states(inputs.empty))[0])
    return _plain(found), float(gap[0]), empty


def _occluded(
    inputs: _Inputs,
    score: Callable[[Any], torch.Tensor],
    groups: tuple[tuple[int, ...], ...],
    here: float,
) -> list[float]:
    with torch.inference_mode():
        scores = score(inputs.states(inputs.embedded_without(groups)))
    return [here - float(each) for each in scores]


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
        by={way: float(columns[way][number]) for way in WAYS},
    )
