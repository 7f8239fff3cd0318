"""The one door: request -> answer. Limits, caches and locks live here, and nowhere else."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import app.tasks
from app.decoding.sampling import Sampling
from app.discovery import declared
from app.engine.disconnection import Left, gone, never
from app.engine.events import Event, Finished, Loading, Waiting
from app.engine.model_facts import note_speed
from app.engine.model_store import model_store
from app.engine.requests import checked_text, optional_text, request_key
from app.engine.run_store import RunStore
from app.engine.turns import Turns
from app.errors import InputError, whole_number
from app.models.catalog import MODELS, TERMS, Family, ModelRow, lacks, own_adapters, row
from app.models.loading import Loaded
from app.models.sources.consent import accept, command, needs_consent
from app.models.store import Store
from app.settings import Settings
from app.tasks import Partial, Request, Task
from app.text import languages
from app.trace import Positions

log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
LOADS_AT_ONCE = 2


class Engine(RunStore):
    """Answers requests with one shared store of models and one cache of traces."""

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        """`store` is replaceable so that tests bring tiny models."""
        super().__init__(settings.trace_memory)
        self.settings = settings
        self.store = store or model_store(settings)
        self.tasks: dict[str, Task] = {task.id: task for task in declared(app.tasks, "TASK", Task)}
        self.turns = Turns(settings.concurrent_runs, settings.most_waiting)
        self._loads = threading.BoundedSemaphore(LOADS_AT_ONCE)
        self._seen: dict[str, ModelRow] = {}
        self.warm_problem = ""

    def rows(self) -> tuple[ModelRow, ...]:
        """The catalogue, what was trained here, then models of the Hub used since the start.

        A folder is named by whoever uses it, and by its name to nobody else: only the default
        model may be one.
        """
        own = own_adapters()
        listed = _CATALOGUE | {each.id for each in own}
        others = [each for key, each in sorted(self._seen.items()) if key not in listed]
        default = self.settings.default_model
        return (
            *MODELS,
            *own,
            *(each for each in others if each.id == default or not each.id.startswith("path:")),
        )

    def forget(self, model_id: str) -> None:
        """Reads a model's files anew at its next use: they were changed, or are gone."""
        self.store.forget(model_id)
        self._seen.pop(model_id, None)

    def accept(self, model_id: str, licence: str) -> None:
        """Keeps that the terms of a model were accepted, so that it may be fetched.

        Raises InputError where it needs none, for another licence, and on a shared server.
        """
        known = row(model_id)
        if known.terms is None:
            raise InputError(f"{known.title} needs no licence accepted: use it as it is.")
        if licence != known.terms:
            raise InputError(
                f"{known.title} is under the {TERMS[known.terms].title}: to accept them, give "
                f"{known.terms} as the licence."
            )
        if self.settings.is_shared:
            raise InputError(
                "On this shared server only whoever runs it can accept a licence, with "
                f"`python app.py {command(known)}`: ask them."
            )
        accept(licence, self.settings.cache_dir)

    def unaccepted(self, known: ModelRow) -> str:
        """The name of the terms that have to be accepted before the model is fetched, or ""."""
        return (known.terms or "") if needs_consent(known, self.settings.cache_dir) else ""

    def warm(self, model_id: str) -> None:
        """Loads a model, so that the first run need not wait; `warm_problem` says what failed."""
        try:
            with self.store.use(model_id) as loaded:
                self._note(loaded)
                self._try_out(loaded)
            # The first text in another language must not wait for what tells languages apart.
            languages.prepare()
        except InputError as error:
            self.warm_problem = str(error)
        except Exception:
            log.exception("warming up %s failed", model_id)
            self.warm_problem = "The model could not be made ready: the log says why."

    def _try_out(self, loaded: Loaded) -> None:
        """What is told by trying, once per model, is known before the first visitor asks."""
        from app.instrumentation.positional_scheme import positions

        with self.turn(lambda: False) as mine:
            if mine:
                self._note(loaded, positions(loaded.model, 2).scheme)
                loaded.looks_ahead  # noqa: B018  (kept with the model)

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
        yield from self.perform(task, model_id, request, stop)

    @contextmanager
    def turn(self, stop: Left = never) -> Iterator[bool]:
        """Waits for a model's turn; False when `stop` said so before it came.

        Raises InputError when it did not come in time, or nobody waits for it any more.
        """
        began = time.monotonic()
        with self.turns.place() as mine:
            while not mine.wait(POLL_SECONDS):
                if stop():
                    yield False
                    return
                if gone():
                    raise InputError("Nobody waits for this any more: ask again.")
                if time.monotonic() - began > self.settings.longest_wait:
                    raise InputError(
                        f"Other runs have been going on for {self.settings.longest_wait:.0f} "
                        "seconds: try again when they have ended."
                    )
            yield True

    @contextmanager
    def use(self, model_id: str, stop: Left = never) -> Iterator[Loaded]:
        """As `store.use`, but whoever stops or leaves need not wait for a model that loads.

        Raises InputError.
        """
        for _ in self._loading(model_id, stop):
            pass
        with self.store.use(model_id) as loaded:
            yield loaded

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

    def positions(self, model_id: str, length: int) -> Positions:
        """The positional scheme of a model for `length` positions. Raises InputError."""
        most = self.settings.max_position_length
        whole_number(length, "length", 1, most)
        with self.use(row(model_id).id) as loaded:
            self._note(loaded)
            # torch is only imported once a model is there.
            from app.instrumentation.positional_scheme import positions, table_length

            rows = table_length(loaded.model)
            if rows is not None and length > rows:
                raise InputError(
                    f"This model has a place for {rows} tokens: ask for a length of at most {rows}."
                )
            return positions(loaded.model, length)

    def _note(self, loaded: Loaded, scheme: str | None = None) -> None:
        """Remembers a model that was used, with the positional `scheme` once a run has told it."""
        known = self._seen.setdefault(loaded.id, loaded.row)
        if known.position_scheme is None and scheme is not None:
            self._seen[loaded.id] = replace(known, position_scheme=scheme)

    def family(self, model_id: str) -> Family | None:
        """The kind of a model, or None where only loading it can tell."""
        seen = self._seen.get(model_id)
        listed = (each.family for each in self.rows() if each.id == model_id)
        return seen.family if seen else next(listed, None)

    def perform(
        self, task: Task, model_id: str, request: Request, stop: Callable[[], bool]
    ) -> Iterator[Event]:
        """As `run`, for a request that is checked already. Raises InputError."""
        model_id = row(model_id).id  # an unknown id is refused before anything is fetched
        yield from self._loading(model_id, stop)
        with self.store.use(model_id) as loaded:
            self._note(loaded)
            # Whatever a kept run began with, its model could do.
            if loaded.family not in task.families and request.prompt is None:
                raise InputError(
                    f"{loaded.row.title} cannot do “{task.title}” (its kind is "
                    f"{loaded.family}): choose {_choices(task)} or the task “Read”."
                )
            if task.heads and loaded.head_kind not in task.heads:
                raise InputError(
                    f"{loaded.row.title} has no head for “{task.title}”: choose "
                    f"{_choices(task)}, or a Hub model made for it."
                )
            if lacks(loaded.row, task.id) and request.prompt is None:
                raise InputError(
                    f"{loaded.row.title} cannot do “{task.title}”, since it was trained to "
                    f"continue a text and not to answer: choose {_choices(task)}, or the task "
                    "“Continue”."
                )
            room = min(request.room, loaded.max_length or request.room)
            request = replace(request, room=room)
            key = self._key(task.id, model_id, loaded.fingerprint, request)
            known = self.same(key)
            finished = replace(known, cached=True) if known is not None else None
            if finished is None:
                with self.turns.place() as mine:
                    while not mine.wait(POLL_SECONDS):
                        yield Waiting(mine.before)
                        if stop() or gone():
                            raise InputError("Stopped before it began: press Run to ask again.")
                    if task.writes and loaded.looks_ahead:
                        raise InputError(
                            f"What {loaded.row.title} says of a place changes with what stands "
                            "after it, so it is no prediction of the next token: choose the task "
                            "“Read” or another model."
                        )
                    for event in task.run(loaded, request, lambda: stop() or gone()):
                        if isinstance(event, Partial):
                            yield event
                            continue
                        if event.stopped_by == "stop":
                            # A stopped run is not what the same request gives when left alone.
                            key = self._key(
                                f"{task.id} stopped", model_id, str(time.time_ns()), request
                            )
                        finished = Finished(
                            key,
                            event,
                            loaded.memory,
                            loaded.parameters,
                            fields=dict(request.fields),
                        )
                        self.put(finished)
                        self._note(loaded, event.trace.positions.scheme)
                        note_speed(event, loaded, self.settings)
        # Told only now: whoever asks for nothing after it must not keep the turn.
        if finished is not None:
            yield finished

    def _key(self, task_id: str, model_id: str, fingerprint: str, request: Request) -> str:
        """The id of a request's trace: nobody who has not the secret can tell it from the text."""
        return request_key(task_id, model_id, fingerprint, request, self.settings.secret)

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
            if stop() or gone():
                raise InputError("Stopped while the model was getting ready: press Run again.")
        if failed:
            raise failed[0]

    def known_model(self, trace_id: str) -> str:
        """The model a kept trace came from, or the default one for an expired id."""
        found = self.same(trace_id.partition("-")[0])
        return found.answer.trace.model if found else self.settings.default_model

    def task(self, task_id: str) -> Task:
        """The task of that id. Raises InputError naming those there are."""
        if not isinstance(task_id, str) or task_id not in self.tasks:
            raise InputError(
                f"There is no task {task_id!r}: choose one of {', '.join(self.tasks)}."
            )
        return self.tasks[task_id]


_CATALOGUE = {each.id for each in MODELS}


def _choices(task: Task) -> str:
    """The titles of models that can do a task: what any visitor of any server may know of."""
    rows = (*MODELS, *own_adapters())
    fitting = [
        each.title for each in rows if each.family in task.families and not lacks(each, task.id)
    ]
    if task.heads:
        fitting = [each.title for each in rows if each.head_kind in task.heads]
    return " or ".join(fitting) or "another model"
