"""Training at the command line: a bar, the scores as they come, and Ctrl-C as Stop."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bars
from rich.table import Table

from app.models.catalog import MODELS
from app.settings import Settings
from app.training.base import open_base
from app.training.card import number, write_description
from app.training.evaluation import evaluate, open_adapted, settled
from app.training.events import Progress, Scores, Trained
from app.training.kinds import kind_of, prepare
from app.training.training import train

_SMOOTHING = 0.98  # of the loss shown, which jumps from step to step


def run(
    name: str, data: Path, out: Path, *, base_id: str, options: dict[str, Any], settings: Settings
) -> Trained:
    """Train and report to the terminal; options are settings of `Recipe`, None for its own."""
    import torch

    kind_of(name)  # a wrong name is told before anything is fetched
    torch.set_num_threads(settings.threads)
    base = open_base(
        base_id,
        cache_dir=settings.cache_dir,
        offline=settings.offline,
        allow_path=settings.allow_path,
    )
    console = Console(stderr=True)
    console.print(f"Reading {data} …", highlight=False)
    plan = prepare(name, base, data, {n: v for n, v in options.items() if v is not None})
    with _stop_on_interrupt(console) as asked, _bars(console) as bars:
        return _show(train(plan, out, device=settings.device, stop=asked.is_set), bars, console)


def score(
    adapters: list[str] | None, data: Path, *, settings: Settings, write: bool = False
) -> None:
    """Print the scores of adapters, by id or folder; of all shipped ones where none is named.

    With `write` what is chosen after a training, such as thresholds, is chosen anew, and that and
    the scores are written into the adapters' descriptions and cards.
    """
    import torch

    torch.set_num_threads(settings.threads)
    console = Console()
    for name in adapters or [known.id for known in MODELS if known.adapter is not None]:
        adapted = open_adapted(
            name,
            cache_dir=settings.cache_dir,
            offline=settings.offline,
            allow_path=settings.allow_path,
            device=settings.device,
        )
        if write:
            adapted = settled(adapted, data)
        table = Table(title=f"{name}: {adapted.described.title}", title_justify="left")
        for heading in ("score", "measured", "on the card"):
            table.add_column(heading, justify="left" if heading == "score" else "right")
        scores = evaluate(adapted, data)
        for each, value in scores.items():
            stated = adapted.described.scores.get(each)
            table.add_row(each, number(value), "" if stated is None else number(stated))
        console.print(table)
        if write:
            described = adapted.described.model_copy(update={"scores": scores})
            write_description(adapted.folder, described)


def _bars(console: Console) -> Bars:
    return Bars(
        TextColumn("{task.completed}/{task.total}"),
        BarColumn(),
        TextColumn("{task.fields[loss]}  {task.fields[best]}  {task.fields[left]}"),
        console=console,
    )


def _show(events: Iterator[Progress | Trained], bars: Bars, console: Console) -> Trained:
    bar = bars.add_task("training", total=None, loss="", best="", left="")
    loss: float | None = None
    for event in events:
        if isinstance(event, Trained):
            bars.stop()
            console.print(f"{event.folder}: {event.size / 1e6:.2f} MB, ended by {event.stopped}")
            console.print(_words(event.scores), highlight=False)
            return event
        if event.loss is not None:
            loss = event.loss if loss is None else _SMOOTHING * loss + (1 - _SMOOTHING) * event.loss
        if event.scores is not None:
            console.print(
                f"step {event.step}: loss {loss or 0:.3f}, {_words(event.scores)}", highlight=False
            )
        bars.update(
            bar,
            completed=event.step,
            total=event.steps,
            loss=f"loss {loss:.3f}" if loss is not None else "",
            best=f"best {event.best:.3f}" if event.best is not None else "",
            left=_clock(event.seconds_left),
        )
    raise AssertionError("a training ends with what it wrote")


def _words(scores: Scores) -> str:
    return ", ".join(f"{name} {number(value)}" for name, value in scores.items())


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02} left"


@contextmanager
def _stop_on_interrupt(console: Console) -> Iterator[Event]:
    """An event that the first Ctrl-C sets; the second one ends the program as ever."""
    asked = Event()

    def ask(number: int, frame: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, former)
        console.print("Stopping: the best so far is being written. Ctrl-C again ends at once.")

    former = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, former)
