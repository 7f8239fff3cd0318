"""One lane as the scripts of the page read it: plain JSON values, text as text."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from app.analysis.alignment import alignment, heads_of
from app.analysis.head_overview import AHEAD
from app.api.failures import told
from app.api.runs import hypotheses
from app.decoding.sampling import Sampling
from app.engine.engine import Engine
from app.engine.events import Event, Finished, Loading, Recorded, Waiting
from app.errors import InputError
from app.models.catalog import TERMS, ModelRow, lacks, row
from app.tasks import Answer, Partial, Written
from app.trace import Floats, Token
from visualizers import Panel
from visualizers import alignment as alignment_view
from visualizers import attention as attention_view

log = logging.getLogger(__name__)

PHASES = {
    "absent": "Getting {title} ready",
    "fetching": "Fetching {title}",
    "loading": "Loading {title}",
    "ready": "",
}


def blank(
    lane: str, known: ModelRow, sampling: Sampling, task: str = "", given: str = ""
) -> dict[str, Any]:
    """A lane that has been asked for something and shows nothing yet."""
    return {
        "lane": lane,
        # Gradio sends nothing for an equal value, and a second refusal is news as well.
        "run": time.time_ns(),
        "trace": None,
        "task": task,
        "given": given,
        "model": known.id,
        "title": known.title,
        "family": known.family,
        "recorded": False,
        "running": True,
        "status": "",
        "progress": None,
        "error": "",
        "consent": None,
        "tokens": [],
        "settings": {
            "temperature": sampling.temperature,
            "top_k": sampling.top_k,
            "top_p": sampling.top_p,
            "min_p": sampling.min_p,
            "repetition_penalty": sampling.repetition_penalty,
            "typical_p": sampling.typical_p,
            "presence_penalty": sampling.presence_penalty,
            "frequency_penalty": sampling.frequency_penalty,
            "order": list(sampling.order),
        },
        "facts": None,
        "panels": {},
        "opening_stack": "",
        "source": [],
        "alignment": None,
        "sentences": [],
        "shown": 0,
        "hypotheses": [],
        "hint": "",
        "result": None,
    }


def failed(lane: str, model_id: str, sentence: str) -> dict[str, Any]:
    """A lane whose request was refused: the page keeps what it showed before."""
    known = ModelRow(id=model_id, title=model_id, family=None, tasks=(), source="")
    return {**blank(lane, known, Sampling()), "running": False, "error": sentence}


def lane_states(
    events: Iterator[Event],
    *,
    lane: str,
    model_id: str,
    sampling: Sampling,
    panels: tuple[Panel, ...],
    task: str = "",
    given: str = "",
) -> Iterator[dict[str, Any]]:
    """The lane after every event of a run; a refused request ends in an error, never in a raise."""
    try:
        state = blank(lane, row(model_id), sampling, task, given)
        yield state
        for event in events:
            if isinstance(event, Finished):
                AHEAD.begin(event.answer.trace.attention)
            state = _after(state, event, panels)
            yield state
    except InputError as error:
        yield failed(lane, model_id, str(error))
    except Exception as error:
        # Whatever it is, the lane must not look as if it were still running.
        log.exception("a run of %s failed", model_id)
        yield failed(lane, model_id, told(error))


def _after(state: dict[str, Any], event: Event, panels: tuple[Panel, ...]) -> dict[str, Any]:
    if isinstance(event, Loading):
        text = PHASES[event.state.phase].format(title=state["title"])
        fetching = event.state.phase == "fetching" and event.state.fraction > 0
        progress = event.state.fraction if fetching else None
        if progress is not None:
            text = f"{text}: {progress:.0%}"
        return {**state, "status": text and f"{text} …", "progress": progress}
    if isinstance(event, Waiting):
        return {**state, "status": _waiting(event.before), "progress": None}
    if isinstance(event, Partial):
        state = {
            **state,
            "status": "Writing …" if event.written else "Reading the text …",
            "progress": None,
            "tokens": _tokens(event.text, event.prompt, event.written),
        }
        return _with_source(state, event) if event.translates else state
    return finished_state(state, event, panels)


def _waiting(before: int) -> str:
    if not before:
        return "Waiting for another run to end, then comes yours …"
    runs = "1 run comes" if before == 1 else f"{before} runs come"
    return f"Waiting for other runs to end: {runs} before yours …"


def _with_source(state: dict[str, Any], event: Partial) -> dict[str, Any]:
    """The lane of a run that writes from a source, while it goes on."""
    now = {
        "start": event.start,
        "end": event.start + len(event.text),
        "text": event.text,
        "trace": None,
        "translation": "".join(each.token.text for each in event.written if not each.token.special),
        "gap": event.gap,
        "source": _given(event.text, event.prompt),
        "tokens": _from_source(event.written),
        "alignment": {
            "title": event.heads.title if event.heads else "",
            "why": event.heads.why if event.heads else "",
            "rows": _rounded(event.alignment),
        },
    }
    around = [_sentence(each, None) for each in (*event.before, *event.after)]
    shown = len(event.before)
    return _showing(state, [*around[:shown], now, *around[shown:]], shown)


def _showing(state: dict[str, Any], sentences: list[dict[str, Any]], shown: int) -> dict[str, Any]:
    now = sentences[shown]
    return {
        **state,
        "sentences": sentences,
        "shown": shown,
        **{name: now[name] for name in ("source", "tokens", "alignment")},
    }


def _sentence(answer: Answer, trace_id: str | None) -> dict[str, Any]:
    """One finished sentence of a lane."""
    trace = answer.trace
    aligned = None
    if alignment_view.needs(trace) is None:
        heads = heads_of(trace)
        rows = _rounded(alignment(trace, heads))
        aligned = {"title": heads.title, "why": heads.why, "rows": rows}
    return {
        "start": answer.start,
        "end": answer.start + len(trace.text),
        "text": trace.text,
        "trace": trace_id,
        "translation": answer.text.strip(),
        "gap": answer.gap,
        "source": _given(trace.text, answer.prompt),
        "tokens": _from_source(answer.written, trace.target[0]),
        "alignment": aligned,
        "hypotheses": hypotheses(trace),
    }


def _rounded(rows: Iterable[Floats]) -> list[list[float]]:
    # Finer than the page ever prints; the exact weights are an address of their own.
    return [[round(float(weight), 6) for weight in row] for row in rows]


def finished_state(
    state: dict[str, Any], finished: Finished, panels: tuple[Panel, ...]
) -> dict[str, Any]:
    """The lane at the end of a run."""
    answer = finished.answer
    status = f"The first {answer.cut} tokens were cut off to fit." if answer.cut else ""
    if answer.cut and (not answer.written or answer.trace.target):
        status = f"The last {answer.cut} tokens were cut off to fit."
    state = {
        **state,
        "trace": finished.id_of(answer.shown),
        "task": answer.trace.task,
        "running": False,
        "status": status,
        "progress": None,
        "hint": answer.hint,
        "result": asdict(answer.result) if answer.result else None,
        "hypotheses": hypotheses(answer.trace),
        "facts": {
            "new_tokens": answer.new_tokens if answer.written else None,
            "read_tokens": None if answer.written else len(answer.prompt),
            "seconds": answer.seconds,
            "tokens_per_second": answer.tokens_per_second if answer.written else None,
            "parameters": finished.parameters,
            "memory_bytes": finished.memory,
            "stopped_by": answer.stopped_by,
            "dtype": answer.trace.measured.dtype,
            "device": answer.trace.measured.device,
            "cached": finished.cached,
        },
        "panels": {panel.id: panel.needs(answer.trace) for panel in panels},
        "opening_stack": attention_view.opening_stack(answer.trace),
    }
    if answer.trace.target and answer.written:
        parts = answer.sentences or (answer,)
        sentences = [_sentence(part, finished.id_of(n)) for n, part in enumerate(parts)]
        return _showing(state, sentences, answer.shown)
    if answer.trace.target:
        # The panels count positions over what was written, and that starts with the start mark.
        source = _given(answer.trace.text, answer.prompt)
        return {**state, "source": source, "tokens": _from_source((), answer.trace.target[0])}
    return {**state, "tokens": _tokens(answer.trace.text, answer.prompt, answer.written)}


def recorded_state(recorded: Recorded, panels: tuple[Panel, ...]) -> dict[str, Any]:
    """Lane A as the page first shows it: a real run, recorded earlier, and marked so."""
    known = row(recorded.finished.answer.trace.model)
    state = finished_state(blank("a", known, recorded.sampling), recorded.finished, panels)
    return {**state, "recorded": True}


def _tokens(
    text: str, prompt: tuple[Token, ...], written: tuple[Written, ...]
) -> list[dict[str, Any]]:
    return [*_given(text, prompt), *_new(written)]


def _from_source(written: tuple[Written, ...], mark: Token | None = None) -> list[dict[str, Any]]:
    """What was written from a source, after the start mark where that is known already."""
    start = mark or Token(id=-1, text="", start=0, end=0, special=True)
    return [_token(start), *_new(written)]


def _new(written: tuple[Written, ...]) -> list[dict[str, Any]]:
    return [
        {
            **_token(each.token),
            "new": True,
            "probability": each.probability,
            "rank": each.rank or None,
            "runner_up": each.runner_up
            and {"text": each.runner_up[1], "probability": each.runner_up[2]},
        }
        for each in written
    ]


def _given(text: str, prompt: tuple[Token, ...]) -> list[dict[str, Any]]:
    given, reached = [], 0
    for token in prompt:
        given.append(_token(token, gap=text[reached : token.start]))
        reached = max(reached, token.end)
    return given


def _token(token: Token, *, gap: str = "") -> dict[str, Any]:
    """One token; `gap` is the text before it that belongs to no token, such as a space."""
    return {
        "id": token.id,
        "text": token.text,
        "gap": gap,
        "start": token.start,
        "end": token.end,
        "part": list(token.part) if token.part else None,
        "special": token.special,
        "new": False,
        "probability": None,
        "rank": None,
        "runner_up": None,
    }


def consent(engine: Engine, model_id: str) -> dict[str, Any] | None:
    """The terms to be accepted before a model is fetched, as the page shows them; None: none."""
    known = row(model_id)
    name = engine.unaccepted(known)
    if not name:
        return None
    terms = TERMS[name]
    return {
        "model": known.id,
        "licence": name,
        "title": terms.title,
        "url": terms.url,
        "download": known.wheel_size,
    }


def known_rows(
    engine: Engine,
    task_families: tuple[str, ...],
    chosen: str | None = None,
    heads: Sequence[str] = (),
    task_id: str = "",
) -> list[tuple[str, str]]:
    """(title, id) of the models a task can use, and of the `chosen` one when it has its own name.

    One that is known to be of another family is left out. `heads` are those one of which the task
    needs. A box shows a value only when it is one of its choices.
    """
    choices = [
        (known.title, known.id)
        for known in engine.rows()
        if known.family is None or known.family in task_families
        if not heads or known.head_kind in heads
        if not lacks(known, task_id)
    ]
    if chosen and ":" in chosen and chosen not in [each for _, each in choices]:
        family = engine.family(chosen)
        if family is None or family in task_families:
            choices.append((chosen, chosen))
    return choices
