"""The one door: request -> answer. Limits, caches and locks live here, and nowhere else."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import app.tasks
from app.cache import TraceCache
from app.decided import Decided, Deciding
from app.discovery import declared
from app.errors import InputError
from app.events import Event, Finished, Loading, Recorded, Waiting
from app.hidden import Hidden, Hiding
from app.models.catalog import MODELS, ModelRow, own_adapters, row
from app.models.loading import Loaded, load
from app.models.progress import Progress
from app.models.sources import fetch
from app.models.store import Store
from app.requests import checked_text, optional_text, request_key
from app.sampling import Sampling
from app.search import Search
from app.settings import Settings
from app.tasks._task import Partial, Request, Task
from app.tasks.translate import joined
from app.trace import Positions, Token, Trace
from visualizers.next_token import needs

log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
LOADS_AT_ONCE = 2

_importing = threading.Lock()


class Engine:
    """Answers requests with one shared store of models and one cache of traces."""

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        """`store` is replaceable so that tests bring tiny models."""
        self.settings = settings
        self.store = store or _store(settings)
        self.tasks: dict[str, Task] = {task.id: task for task in declared(app.tasks, "TASK", Task)}
        self._traces = TraceCache(settings.trace_memory)
        self._running = threading.BoundedSemaphore(settings.concurrent_runs)
        self._loads = threading.BoundedSemaphore(LOADS_AT_ONCE)
        self._seen: dict[str, ModelRow] = {}
        self.warm_problem = ""

    def rows(self) -> tuple[ModelRow, ...]:
        """The catalogue, what was trained here, then every other model used since the start."""
        own = own_adapters()
        listed = _CATALOGUE | {each.id for each in own}
        others = [each for key, each in sorted(self._seen.items()) if key not in listed]
        return (*MODELS, *own, *others)

    def forget(self, model_id: str) -> None:
        """Reads a model's files anew at its next use: they were changed, or are gone."""
        self.store.forget(model_id)
        self._seen.pop(model_id, None)

    def keep(self, recorded: Recorded) -> None:
        """Makes a recorded run available like any other; it never expires."""
        self._traces.pin(recorded.finished.trace_id, recorded.finished)

    def put(self, finished: Finished) -> None:
        """Keeps a run beside the others, as long as there is room."""
        self._traces.put(finished.trace_id, finished)

    def warm(self, model_id: str) -> None:
        """Loads a model, so that the first run need not wait; `warm_problem` says what failed."""
        try:
            with self.store.use(model_id) as loaded:
                self._note(loaded)
        except InputError as error:
            self.warm_problem = str(error)
        except Exception:
            log.exception("warming up %s failed", model_id)
            self.warm_problem = "The model could not be made ready: the log says why."

    def run(
        self,
        task_id: str,
        model_id: str,
        fields: Mapping[str, str],
        sampling: Sampling | None = None,
        *,
        truncate: bool = False,
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[Event]:
        """Runs a task; yields how far it is, then `Finished`. Raises InputError.

        The same request gives the same trace, from the cache when it is still there.
        """
        task = self.task(task_id)
        most = self.settings.max_characters
        texts = {
            each.name: (optional_text if each.optional else checked_text)(
                fields.get(each.name, ""), each.label, most
            )
            for each in task.fields
        }
        settings = Sampling(max_new_tokens=1)
        if task.writes:
            settings = (sampling or self.default_sampling()).checked(self.settings.max_new_tokens)
        request = Request(texts, settings, self.settings.max_tokens, truncate=truncate)
        yield from self._run(task, model_id, request, stop)

    def branch(
        self,
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
        trace = self.original(trace_id).answer.trace
        written = trace.written
        reason = needs(trace)
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
        yield from self._go_on(trace_id, given, (*forced, *chosen), sampling, None, stop)

    def kept(self, trace_id: str) -> Iterator[Event]:
        """A run that is still kept, once more. Raises InputError when it has expired."""
        self.finished(trace_id)
        whole, number = self.whole(trace_id), _part(trace_id)
        answer = whole.answer
        if "-" in trace_id and number != answer.shown:
            answer = joined(answer.sentences, number, answer.hint)
        yield replace(whole, answer=answer, cached=True)

    def choose(
        self, trace_id: str, node: int, *, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[Event]:
        """Another branch of a beam search becomes the one that is shown: it is read once.

        Raises InputError for an expired trace, one without a search, or an unknown node.
        """
        trace = self.original(trace_id).answer.trace
        search = trace.search
        if search is None:
            raise InputError("This run kept one hypothesis only: set the beams to 2 or more.")
        if isinstance(node, bool) or not isinstance(node, int) or not 0 <= node < len(search.nodes):
            raise InputError(f"node must be a whole number from 0 to {len(search.nodes) - 1}.")
        first = 1 if trace.target else trace.prompt
        # What was forced before the search began belongs to every hypothesis.
        best = search.hypotheses[0].tokens if search.hypotheses else ()
        chosen = search.path(search.chosen) if search.chosen is not None else best
        standing = [each.id for each in trace.written[first:]]
        forced = standing[: max(0, len(standing) - len(chosen))]
        yield from self._go_on(
            trace_id,
            trace.prompt,
            (*forced, *search.path(node)),
            Sampling(num_beams=search.beams, length_penalty=search.length_penalty),
            replace(search, chosen=node),
            stop,
        )

    def hide_tokens(
        self, trace_id: str, tokens: Sequence[int], *, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[Event]:
        """The same text to fill in, with these tokens hidden as well.

        Raises InputError for an expired trace, or one of another task.
        """
        finished = self.original(trace_id)
        fields = dict(finished.fields)
        if "hide" not in {each.name for each in self.task(finished.answer.trace.task).fields}:
            raise InputError("Only the task “Fill in” hides words.")
        fields["hide"] = ", ".join(map(str, sorted(set(tokens))))
        yield from self.run(
            finished.answer.trace.task, finished.answer.trace.model, fields, stop=stop
        )

    def decide(
        self, trace_id: str, label: str = "", *, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[Deciding | Decided]:
        """How much each word adds to a label or an answer; see `app.deciding.decide`.

        Raises InputError for an expired trace or one that has neither.
        """
        answer = self.original(trace_id).answer
        if answer.result is None:
            raise InputError("Only a label or an answer can be explained: run Sentiment or Answer.")
        with self.store.use(answer.trace.model) as loaded:
            from app.deciding import decide

            with self.turn(stop) as mine:
                if mine:
                    yield from decide(loaded, answer.trace, answer.result, label, stop=stop)

    @contextmanager
    def turn(self, stop: Callable[[], bool]) -> Iterator[bool]:
        """Waits for a model's turn; False when `stop` said so before it came."""
        while not self._running.acquire(timeout=POLL_SECONDS):
            if stop():
                yield False
                return
        try:
            yield True
        finally:
            self._running.release()

    def _go_on(
        self,
        trace_id: str,
        given: int,
        forced: tuple[int, ...],
        sampling: Sampling,
        search: Search | None,
        stop: Callable[[], bool],
    ) -> Iterator[Event]:
        """Runs a trace's task anew, with its first `given` tokens and then those `forced`."""
        finished = self.finished(trace_id)
        trace, whole = finished.answer.trace, self.whole(trace_id)
        task = self.task(trace.task if self.task(trace.task).writes else "generate")
        if trace.target:
            start: tuple[str, tuple[Token, ...]] = (trace.text, trace.tokens)
        else:
            kept = trace.written[:given]
            start = (trace.text[: max(each.end for each in kept)], kept)
        request = Request(
            {each.name: finished.fields.get(each.name, "") for each in task.fields},
            sampling.checked(self.settings.max_new_tokens),
            self.settings.max_tokens,
            prompt=start,
            forced=forced,
            search=search,
            resume=trace,
            within=trace_id if len(whole.answer.sentences) > 1 else "",
        )
        for event in self._run(task, trace.model, request, stop):
            yield self._put_back(event, whole, _part(trace_id))

    def _put_back(self, event: Event, whole: Finished, number: int) -> Event:
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
        self._traces.put(finished.trace_id, finished)
        return finished

    def default_sampling(self) -> Sampling:
        """Greedy, and as long as usual or as these settings allow."""
        usual = Sampling()
        return replace(
            usual, max_new_tokens=min(usual.max_new_tokens, self.settings.max_new_tokens)
        )

    def finish(self, events: Iterator[Event]) -> Finished:
        """The end of a run, for callers that want nothing before it."""
        for event in events:
            if isinstance(event, Finished):
                return event
        raise AssertionError("a run ends with Finished")

    def trace(self, trace_id: str) -> Trace:
        """The trace kept under an id. Raises InputError when it has expired."""
        return self.finished(trace_id).answer.trace

    def finished(self, trace_id: str) -> Finished:
        """The finished run kept under an id. Raises InputError when it has expired.

        A sentence of a text has the id of the run, a dash and its number.
        """
        found = self.whole(trace_id)
        if "-" not in trace_id:
            return found
        number = _part(trace_id)
        if not 0 <= number < len(found.answer.sentences):
            raise InputError(f"This run has {len(found.answer.sentences)} sentences, from 0 on.")
        return replace(found, trace_id=trace_id, answer=found.answer.sentences[number])

    def original(self, trace_id: str) -> Finished:
        """As `finished`, but refused for a run of an experiment, which cannot be gone on with."""
        found = self.finished(trace_id)
        if found.answer.trace.moved:
            raise InputError("This run's positions were moved: go back to the original run.")
        return found

    def whole(self, trace_id: str) -> Finished:
        """The run a trace belongs to, with all its sentences. Raises InputError."""
        key = trace_id.partition("-")[0] if isinstance(trace_id, str) else ""
        found = self._traces.get(key)
        if found is None:
            raise InputError("This run is no longer kept: press Run again to record it anew.")
        return found

    def known_model(self, trace_id: str) -> str:
        """The model a kept trace came from, or the default one for an expired id."""
        found = self._traces.get(trace_id.partition("-")[0])
        return found.answer.trace.model if found else self.settings.default_model

    def hide(
        self, trace_id: str, first: int, last: int, *, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[Hiding | Hidden]:
        """Hides each source word in turn and says what it did to a written word.

        See `app.hiding.hide`. Raises InputError for an expired trace, one without
        cross-attention, or a range outside of what was written.
        """
        trace = self.original(trace_id).answer.trace
        if not trace.target or "cross" not in [each.name for each in trace.attention]:
            raise InputError("Only a run with cross-attention has source words that can be hidden.")
        written = len(trace.target) - 1
        for name, value in (("first", first), ("last", last)):
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < written:
                raise InputError(f"{name} must be a whole number from 0 to {written - 1}.")
        with self.store.use(trace.model) as loaded:
            from app.hiding import hide

            with self.turn(stop) as mine:
                if mine:
                    yield from hide(loaded, trace, first, last, stop=stop)

    def positions(self, model_id: str, length: int) -> Positions:
        """The positional scheme of a model for `length` positions. Raises InputError."""
        most = self.settings.max_position_length
        if isinstance(length, bool) or not isinstance(length, int) or not 1 <= length <= most:
            raise InputError(f"length must be a whole number from 1 to {most}.")
        with self.store.use(row(model_id).id) as loaded:
            self._note(loaded)
            # torch is only imported once a model is there.
            from app.models.positions import positions, table_length

            rows = table_length(loaded.model)
            if rows is not None and length > rows:
                raise InputError(
                    f"This model has a place for {rows} tokens: ask for a length of at most {rows}."
                )
            return positions(loaded.model, length)

    def _note(self, loaded: Loaded) -> None:
        """Remembers a model that was used, with the facts only its weights tell."""
        from app.models.positions import positions

        known = loaded.row
        if loaded.id not in self._seen and known.position_scheme is None:
            known = replace(known, position_scheme=positions(loaded.model, 2).scheme)
        self._seen.setdefault(loaded.id, known)

    def _run(
        self, task: Task, model_id: str, request: Request, stop: Callable[[], bool]
    ) -> Iterator[Event]:
        model_id = row(model_id).id  # an unknown id is refused before anything is fetched
        yield from self._loading(model_id, stop)
        with self.store.use(model_id) as loaded:
            self._note(loaded)
            if loaded.family not in task.families:
                raise InputError(
                    f"{loaded.row.title} cannot do “{task.title}” (its kind is "
                    f"{loaded.family}): choose {_choices(task, self.rows())} or the task “Read”."
                )
            if task.heads and loaded.head_kind not in task.heads:
                raise InputError(
                    f"{loaded.row.title} has no head for “{task.title}”: choose "
                    f"{_choices(task, self.rows())}, or a Hub model made for it."
                )
            room = min(request.room, loaded.max_length or request.room)
            request = replace(request, room=room)
            key = request_key(task.id, model_id, loaded.fingerprint, request)
            known = self._traces.get(key)
            if known is not None:
                yield replace(known, cached=True)
                return
            while not self._running.acquire(timeout=POLL_SECONDS):
                yield Waiting()
                if stop():
                    raise InputError("Stopped before it began: press Run to ask again.")
            try:
                for event in task.run(loaded, request, stop):
                    if isinstance(event, Partial):
                        yield event
                        continue
                    finished = Finished(
                        key, event, loaded.memory, loaded.parameters, fields=dict(request.fields)
                    )
                    if event.stopped_by == "stop":
                        # A stopped run is not what the same request gives when left alone.
                        key = request_key(
                            f"{task.id} stopped", model_id, str(time.time_ns()), request
                        )
                        finished = replace(finished, trace_id=key)
                    self._traces.put(finished.trace_id, finished)
                    yield finished
            finally:
                self._running.release()

    def _loading(self, model_id: str, stop: Callable[[], bool]) -> Iterator[Loading]:
        """Loads a model in a thread of its own, saying how far it is meanwhile.

        Stop ends the waiting; the load itself goes on, and the next run finds it further.
        """
        if self.store.state(model_id).phase == "ready":
            return
        failed: list[BaseException] = []

        def load() -> None:
            try:
                # A visitor who leaves does not end a load, so few may be under way at once.
                with self._loads, self.store.use(model_id):
                    pass
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=load, name=f"loading {model_id}", daemon=True)
        thread.start()
        while thread.is_alive():
            yield Loading(self.store.state(model_id))
            thread.join(POLL_SECONDS)
            if stop():
                raise InputError("Stopped while the model was getting ready: press Run again.")
        if failed:
            raise failed[0]

    def task(self, task_id: str) -> Task:
        """The task of that id. Raises InputError naming those there are."""
        if task_id not in self.tasks:
            raise InputError(
                f"There is no task {task_id!r}: choose one of {', '.join(self.tasks)}."
            )
        return self.tasks[task_id]


def _part(trace_id: str) -> int:
    """The number of the sentence a trace id names; 0 when it names a whole run."""
    _, _, number = trace_id.partition("-")
    return int(number) if number.isascii() and number.isdigit() else 0 if not number else -1


def _store(settings: Settings) -> Store:
    """A store that fetches and loads as these settings say."""

    def fetch_model(known: ModelRow, progress: Progress) -> Path:
        return fetch(
            known,
            cache_dir=settings.cache_dir,
            offline=settings.offline,
            allow_path=settings.allow_path,
            progress=progress,
        )

    def load_model(known: ModelRow, folder: Path) -> Loaded:
        # transformers imports its parts when they are first named, and two threads that do so at
        # once find half a module. Loading is quick; fetching, which is not, stays outside.
        with _importing:
            import torch

            import app.decoding
            import app.tracing  # noqa: F401  (here, so that no run is the first to import it)

            # torch reads this once per thread pool, so it is set before the first model.
            torch.set_num_threads(settings.threads)
            return load(known, folder, device=settings.device)

    return Store(settings.model_memory, fetch=fetch_model, load=load_model)


_CATALOGUE = {each.id for each in MODELS}


def _choices(task: Task, rows: tuple[ModelRow, ...]) -> str:
    fitting = [each.title for each in rows if each.family in task.families]
    if task.heads:
        fitting = [each.title for each in rows if each.head_kind in task.heads]
    return " or ".join(fitting) or "another model"
