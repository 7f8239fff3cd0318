"""Going on from a run that is kept: another token, another branch of a search, a hidden word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.analysis.next_token import unavailable
from app.decoding.sampling import Sampling
from app.engine.engine import Engine
from app.engine.events import Event, Finished
from app.engine.run_store import part
from app.errors import InputError, whole_number
from app.tasks import Partial, Request
from app.tasks.translate import joined
from app.trace import Token
from app.trace.beams import Search


def branch(
    engine: Engine,
    trace_id: str,
    position: int,
    token: int | Sequence[int],
    sampling: Sampling,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Event]:
    """Goes on from a trace: its text up to `position`, then `token`, then as the model likes.

    `token` may be several, or none at all. Raises InputError for an expired trace or a position
    or token out of range.
    """
    trace = engine.original(trace_id).answer.trace
    written = trace.written
    reason = unavailable(trace)
    if reason or trace.logits is None:
        raise InputError(reason or "This model predicts no words.")
    if not 0 <= position < len(written):
        raise InputError(f"position must be from 0 to {len(written) - 1}, not {position}.")
    chosen = (token,) if isinstance(token, int) else tuple(token)
    for each in chosen:
        if not 0 <= each < trace.logits.shape[-1]:
            most = trace.logits.shape[-1] - 1
            raise InputError(f"token must be from 0 to {most}, not {each}.")
    forced = [each.id for each in written[1 if trace.target else trace.prompt : position + 1]]
    given = min(position + 1, trace.prompt)
    yield from _go_on(engine, trace_id, given, (*forced, *chosen), sampling, None, stop)


def again(engine: Engine, trace_id: str) -> Iterator[Event]:
    """A run that is still kept, once more. Raises InputError when it has expired."""
    engine.finished(trace_id)
    whole, number = engine.whole(trace_id), part(trace_id)
    answer = whole.answer
    if "-" in trace_id and number != answer.shown:
        answer = joined(answer.sentences, number, answer.hint)
    yield replace(whole, answer=answer, cached=True)


def choose_beam(
    engine: Engine, trace_id: str, node: int, *, stop: Callable[[], bool] = lambda: False
) -> Iterator[Event]:
    """Another branch of a beam search becomes the one that is shown: it is read once.

    Raises InputError for an expired trace, one without a search, or an unknown node.
    """
    trace = engine.original(trace_id).answer.trace
    search = trace.search
    if search is None:
        raise InputError("This run kept one hypothesis only: set the beams to 2 or more.")
    whole_number(node, "node", 0, len(search.nodes) - 1)
    first = 1 if trace.target else trace.prompt
    # What was forced before the search began belongs to every hypothesis.
    best = search.hypotheses[0].tokens if search.hypotheses else ()
    chosen = search.path(search.chosen) if search.chosen is not None else best
    standing = [each.id for each in trace.written[first:]]
    forced = standing[: max(0, len(standing) - len(chosen))]
    yield from _go_on(
        engine,
        trace_id,
        trace.prompt,
        (*forced, *search.path(node)),
        Sampling(num_beams=search.beams, length_penalty=search.length_penalty),
        replace(search, chosen=node),
        stop,
    )


def mask_tokens(
    engine: Engine,
    trace_id: str,
    tokens: Sequence[int],
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Event]:
    """The same text to fill in, with these tokens hidden as well.

    Raises InputError for an expired trace, or one of another task.
    """
    finished = engine.original(trace_id)
    fields = dict(finished.fields)
    if "hide" not in {each.name for each in engine.task(finished.answer.trace.task).fields}:
        raise InputError("Only the task “Fill in” hides words.")
    fields["hide"] = ", ".join(map(str, sorted(set(tokens))))
    yield from engine.run(
        finished.answer.trace.task, finished.answer.trace.model, fields, stop=stop
    )


def _go_on(
    engine: Engine,
    trace_id: str,
    given: int,
    forced: tuple[int, ...],
    sampling: Sampling,
    search: Search | None,
    stop: Callable[[], bool],
) -> Iterator[Event]:
    """Runs a trace's task anew, with its first `given` tokens and then those `forced`."""
    finished = engine.finished(trace_id)
    trace, whole = finished.answer.trace, engine.whole(trace_id)
    task = engine.task(trace.task if engine.task(trace.task).writes else "generate")
    if trace.target:
        start: tuple[str, tuple[Token, ...]] = (trace.text, trace.tokens)
    else:
        kept = trace.written[:given]
        start = (trace.text[: max(each.end for each in kept)], kept)
    request = Request(
        {each.name: finished.fields.get(each.name, "") for each in task.fields},
        sampling.checked(engine.settings.max_new_tokens),
        engine.settings.max_tokens,
        prompt=start,
        forced=forced,
        search=search,
        resume=trace,
        within=trace_id if len(whole.answer.sentences) > 1 else "",
    )
    for event in engine.perform(task, trace.model, request, stop):
        yield _put_back(engine, event, whole, part(trace_id))


def _put_back(engine: Engine, event: Event, whole: Finished, number: int) -> Event:
    """What happens to one sentence, as a part of the text it belongs to."""
    sentences = whole.answer.sentences
    if len(sentences) < 2 or not isinstance(event, Partial | Finished):
        return event
    old = sentences[number]
    before, after = sentences[:number], sentences[number + 1 :]
    if isinstance(event, Finished) and len(event.answer.sentences) > 1:
        return event  # from the cache, where it was put back already
    if isinstance(event, Partial):
        return replace(event, before=before, after=after, gap=old.gap, start=old.start)
    new = replace(event.answer.sentences[0], gap=old.gap, start=old.start, cut=old.cut)
    answer = joined((*before, new, *after), number, whole.answer.hint)
    finished = replace(event, answer=answer)
    engine.put(finished)
    return finished
