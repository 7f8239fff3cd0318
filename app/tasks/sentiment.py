"""Sentiment: the labels of a text, with any label set; by sentence for a longer one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from app.errors import InputError
from app.models.task_heads import label_names
from app.tasks._one_pass import Pass, one_pass, scores_of
from app.tasks._task import Answer, Field, Partial, Request, Task
from app.tasks._writing import fitted
from app.text.sentences import sentences
from app.trace import Token, Trace
from app.trace.predictions import Labels, Part, Score
from app.trace.softmax import softmax

if TYPE_CHECKING:
    from app.models.loading import Loaded

MOST_LABELS = 20
MOST_SENTENCES = 40
HYPOTHESIS = "This example is {}."


def run(loaded: Loaded, request: Request, stop: Callable[[], bool]) -> Iterator[Partial | Answer]:
    """Judges the whole text in one recorded pass, then each of its sentences by itself.

    With `labels` a model of entailment (NLI) says how well each of them follows from the text.
    """
    text = request.fields["text"]
    wanted = _candidates(request.fields.get("labels", ""))
    if wanted:
        yield from _zero_shot(loaded, request, text, wanted, stop)
        return
    started = time.perf_counter()
    read, tokens = loaded.pieces.read(text)
    read, tokens, cut = fitted(read, tokens, request)
    yield Partial(read, tokens, (), 0.0)
    made = one_pass(loaded, read, tokens, started=started)
    scores, exclusive = scores_of(made.logits(), loaded.model.config)
    plain = _plain(loaded, made)
    found = Labels(scores, exclusive, plain=plain)
    said = "unclear" if found.unclear else scores[0].label
    if found.regression:
        said = ", ".join(f"{each.label} {each.logit:.4g}" for each in scores)
    answer = made.answer("sentiment", said, found, cut=cut)
    pieces = [(at, part) for at, part in sentences(read, "en") if part.strip()]
    if 1 < len(pieces) <= MOST_SENTENCES:
        yield Partial(read, tokens, (), time.perf_counter() - started)
        parts = tuple(_judged(loaded, request, pieces, stop))
        answer = replace(
            answer,
            seconds=time.perf_counter() - started,
            result=Labels(scores, exclusive, parts, plain),
        )
    yield answer


def _judged(
    loaded: Loaded, request: Request, pieces: list[tuple[int, str]], stop: Callable[[], bool]
) -> Iterator[Part]:
    for at, sentence in pieces:
        if stop():
            return
        words = sentence.strip()
        start = at + len(sentence) - len(sentence.lstrip())
        read, tokens = loaded.pieces.read(words)
        read, tokens, _ = fitted(read, tokens, replace(request, truncate=True))
        made = one_pass(loaded, read, tokens)
        scores, _ = scores_of(made.logits(), loaded.model.config)
        yield Part(start, start + len(words), scores, _plain(loaded, made))


def _plain(loaded: Loaded, made: Pass) -> float | None:
    """The probability that the text is a plain statement, where an adapter can tell."""
    known = loaded.described.plain if loaded.described else None
    if known is None or made.outputs.hidden_states is None:
        return None
    return known.probability(made.outputs.hidden_states[-1][0].detach().float().cpu().numpy())


def said(loaded: Loaded, trace: Trace, outputs: Any) -> dict[str, float]:
    """Every label's probability; nothing for values, or labels read as a pair with the text."""
    if trace.segments:
        return {}
    logits = outputs.logits[0].detach().float().cpu().numpy()
    scores, _ = scores_of(logits, loaded.model.config)
    return {each.label: each.probability for each in scores if each.probability is not None}


def _candidates(text: str) -> list[str]:
    """The labels of a comma-separated list, each once. Raises InputError for too many."""
    found = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if len(found) > MOST_LABELS:
        raise InputError(
            f"There are {len(found)} labels and at most {MOST_LABELS} fit: name fewer."
        )
    if len(found) == 1:
        raise InputError("One label alone is always the best one: name two or more.")
    return found


def _zero_shot(
    loaded: Loaded,
    request: Request,
    text: str,
    wanted: list[str],
    stop: Callable[[], bool],
) -> Iterator[Partial | Answer]:
    """The labels by how well "This example is LABEL." follows from the text.

    The share of a label is the softmax of the entailment logits over the labels. Source: Yin et
    al. 2019, "Benchmarking zero-shot text classification", as in transformers' pipeline.
    """
    names = [name.lower() for name in label_names(loaded.model.config, loaded.outputs)]
    place = next((n for n, name in enumerate(names) if name.startswith("entail")), None)
    if place is None:
        raise InputError(
            f"{loaded.row.title} knows its own labels only: leave “Labels” empty, or choose a "
            "model of entailment (NLI)."
        )
    started = time.perf_counter()
    passes: list[Pass] = []
    for label in wanted:
        if passes and stop():
            break
        hypothesis = HYPOTHESIS.format(label)
        read, tokens, segments, cut = _pair(loaded, request, text, hypothesis)
        yield Partial(read, tokens, (), time.perf_counter() - started)
        passes.append(one_pass(loaded, read, tokens, segments=segments, started=started))
    logits = np.array([each.logits()[place] for each in passes], dtype=np.float32)
    shares = softmax(logits)
    order = np.argsort(-shares)
    scores = tuple(Score(wanted[n], float(shares[n]), float(logits[n])) for n in order)
    best = passes[int(order[0])]
    yield best.answer("sentiment", scores[0].label, Labels(scores), cut=cut)


def _pair(
    loaded: Loaded, request: Request, text: str, hypothesis: str
) -> tuple[str, tuple[Token, ...], tuple[int, ...], int]:
    """Text and hypothesis as one, and how many tokens of the text were cut to fit both.

    The end of the pair is the label itself, so it is the text that loses its end.
    """
    read, tokens, segments = loaded.pieces.read_pair(text, hypothesis)
    over = len(tokens) - request.room
    shift = len(text) + 1
    own = [token for token in tokens if token.end < shift and not token.special]
    if over <= 0 or not request.truncate or over >= len(own):
        _, tokens, cut = fitted(read, tokens, replace(request, truncate=False))
        return read, tokens, segments, cut
    shorter = text[: own[-over - 1].end]
    read, tokens, segments = loaded.pieces.read_pair(shorter, hypothesis)
    return read, tokens, segments, over


TASK = Task(
    id="sentiment",
    title="Sentiment",
    explains="The model judges your text with the labels it was trained on; longer texts also "
    "sentence by sentence.",
    order=60,
    fields=(
        Field("text", "Text to judge", "Type a sentence or a review …"),
        Field("labels", "Labels", "for models of entailment: sport, politics, food", optional=True),
    ),
    families=("encoder",),
    writes=False,
    run=run,
    example={"text": "The plot is thin, but the actors are a joy to watch."},
    heads=("sequence-classification",),
    said=said,
    verb="judge",
    way="Sentiment",
    opens="deciding",
)
