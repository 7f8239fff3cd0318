"""Answer: the words of a text that answer a question, how sure that is, or that none of them do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from app.errors import InputError
from app.tasks._one_pass import Pass, one_pass
from app.tasks._task import Answer, Field, Partial, Request, Task
from app.text.detokenizer import numbered_parts
from app.text.words import ink
from app.trace import Floats, Token, Trace
from app.trace.predictions import AnswerState, Span, Spans, Window
from app.trace.softmax import softmax
from app.training.windows import (
    LONGEST_ANSWER,
    Found,
    best_answers,
    question_room,
    span_scores,
    windows_of,
)
from app.training.windows import Window as TokenSurprisal

if TYPE_CHECKING:
    from app.models.loading import Loaded
    from app.models.thresholds import Thresholds

ALTERNATIVES = 5
NOWHERE = "not in the text"


def run(loaded: Loaded, request: Request, stop: Callable[[], bool]) -> Iterator[Partial | Answer]:
    """Reads the context in windows, each with the question; the trace is the winning window's."""
    # In the trace the first line is the question.
    question = " ".join(request.fields["question"].strip().splitlines())
    context = request.fields["text"]
    tokenizer: Any = loaded.tokenizer
    if not getattr(tokenizer, "is_fast", False):
        raise InputError(
            f"The tokenizer of {loaded.row.title} cannot say where its tokens stand in the text: "
            "choose a model with a tokenizer.json."
        )
    longest = min(request.room, loaded.trained_length or request.room)
    started = time.perf_counter()
    room = question_room(longest)
    asked = len(tokenizer(question, add_special_tokens=False, verbose=False)["input_ids"])
    if asked > room:
        # Cut, it would be another question: what is asked for often stands at its end.
        raise InputError(
            f"The question is {asked} tokens long and {room} fit beside the text "
            f"(limit {longest} for both): shorten it."
        )
    windows = windows_of(tokenizer, question, context, max_length=longest, longest_question=room)
    passes: list[Pass] = []
    logits: list[tuple[Floats, Floats]] = []
    for window in windows:
        if passes and stop():
            break
        text, tokens, segments = _shown(loaded, question, context, window)
        yield Partial(text, tokens, (), time.perf_counter() - started)
        made = one_pass(loaded, text, tokens, segments=segments, started=started)
        passes.append(made)
        logits.append((made.logits("start_logits"), made.logits("end_logits")))
    windows = windows[: len(passes)]
    found = best_answers(windows, logits, most=ALTERNATIVES)
    described = loaded.described
    thresholds = described.thresholds if described else None
    spans = tuple(_span(each, context, windows, logits) for each in found)
    state = _state(spans, thresholds)
    shown = spans[0].window if spans else 0
    start, end = logits[shown]
    result = Spans(
        spans=spans,
        state=state,
        unsure_above=thresholds.unsure_above if thresholds else None,
        answered_above=thresholds.answered_above if thresholds else None,
        right=described.scores.get(f"{state} and right") if described else None,
        windows=tuple(_window(window, pair) for window, pair in zip(windows, logits, strict=True)),
        shown=shown,
        start_logits=tuple(map(float, start)),
        end_logits=tuple(map(float, end)),
    )
    text = "" if state == "absent" else spans[0].text
    yield passes[shown].answer("answer", text, result)


def _state(spans: tuple[Span, ...], thresholds: Thresholds | None) -> AnswerState:
    """The state of the best one; without thresholds it is always the answer."""
    if thresholds is None:
        return "answered" if spans else "absent"
    return thresholds.state(spans[0].score if spans else None)


def _shown(
    loaded: Loaded, question: str, context: str, window: TokenSurprisal
) -> tuple[str, tuple[Token, ...], tuple[int, ...]]:
    """Question and stretch as one text, with the tokens in it and which of the two they are of."""
    inside = [span for span in window.spans if span[0] >= 0]
    first, last = (inside[0][0], max(end for _, end in inside)) if inside else (0, 0)
    text = f"{question}\n{context[first:last]}"
    shift = len(question) + 1 - first
    tokens, segments = [], []
    reached, seen = 0, False
    for number, held, asked in zip(window.ids, window.spans, window.asked, strict=True):
        if held[0] < 0 and asked[0] < 0:
            tokens.append(Token(number, loaded.pieces.text(number), reached, reached, special=True))
        else:
            seen = seen or held[0] >= 0
            start, reached = (each + shift for each in held) if held[0] >= 0 else asked
            tokens.append(Token(number, text[start:reached], start, reached))
        segments.append(1 if seen else 0)
    types = tuple(window.types) if window.types else ()
    return text, numbered_parts(tokens), types or tuple(segments)


def _span(
    found: Found, context: str, windows: list[TokenSurprisal], logits: list[tuple[Floats, Floats]]
) -> Span:
    """A found answer with its probability among the spans of the window it scores best in."""
    best = (-np.inf, 0, 0.0)
    for number, (window, (start, end)) in enumerate(zip(windows, logits, strict=True)):
        first, last = window.locate(found.start, found.end)
        if (first, last) == (0, 0):
            continue
        score = float(start[first] + end[last])
        if score > best[0]:
            best = (score, number, float(np.exp(score - _total(window, start, end))))
    first, last = ink(context, found.start, found.end)
    return Span(
        text=context[first:last],
        start=first,
        end=last,
        score=found.score,
        probability=best[2],
        window=best[1],
    )


def said(loaded: Loaded, trace: Trace, outputs: Any) -> dict[str, float]:
    """Every span of the context with its probability among all of them and "not in the text"."""
    start, end = (
        outputs[name][0].detach().double().cpu().numpy() for name in ("start_logits", "end_logits")
    )
    inside = [
        place
        for place, (token, segment) in enumerate(zip(trace.tokens, trace.segments, strict=True))
        if segment == 1 and not token.special
    ]
    pairs = [(a, b) for a in inside for b in inside if a <= b < a + LONGEST_ANSWER]
    scores = np.array([start[0] + end[0], *(start[a] + end[b] for a, b in pairs)])
    shares = softmax(scores)
    found = {NOWHERE: float(shares[0])}
    for (a, b), share in zip(pairs, shares[1:], strict=True):
        text = trace.text[trace.tokens[a].start : trace.tokens[b].end].strip()
        found[text] = max(found.get(text, 0.0), float(share))
    return found


def _total(window: TokenSurprisal, start: Floats, end: Floats) -> float:
    """The logarithm of the summed exponentials of every allowed span and of "not in the text"."""
    scores = span_scores(window, start, end)
    nothing = float(start[0] + end[0])
    most = max(float(scores.max()), nothing)
    return most + float(np.log(np.exp(scores - most).sum() + np.exp(nothing - most)))


def _window(window: TokenSurprisal, pair: tuple[Floats, Floats]) -> Window:
    inside = [span for span in window.spans if span[0] >= 0]
    best = float(span_scores(window, *pair).max()) - float(pair[0][0] + pair[1][0])
    first, last = (inside[0][0], max(end for _, end in inside)) if inside else (0, 0)
    return Window(first, last, best)


TASK = Task(
    id="answer",
    title="Answer",
    explains="The model marks the words of your text that answer the question; it writes none of "
    "its own.",
    order=65,
    fields=(
        Field("text", "Text to look in", "Paste a paragraph …"),
        Field("question", "Question", "What do you want to know?"),
    ),
    families=("encoder",),
    writes=False,
    run=run,
    example={
        "text": "Marie Curie was born in Warsaw in 1867. In 1903 she shared the Nobel Prize in "
        "Physics with Pierre Curie and Henri Becquerel, and in 1911 she received the Nobel Prize "
        "in Chemistry alone.",
        "question": "Where was Marie Curie born?",
    },
    heads=("question-answering",),
    said=said,
    verb="find",
    way="The answer",
    opens="deciding",
)
