"""`python -m benchmarks [--only NAME] [--json]`: one figure per line."""

from __future__ import annotations

import json
import logging
import os
import warnings
from dataclasses import asdict
from typing import Annotated

os.environ.setdefault("OMP_NUM_THREADS", "1")

import typer

import benchmarks
from app.discovery import declared
from benchmarks._measure import Benchmark, Figure


def main(
    only: Annotated[str, typer.Option(help="Measure only the benchmark of this name.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Measures every benchmark and prints name, ours, peer, ratio and limit."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    found = {each.name: each for each in declared(benchmarks, "BENCHMARK", Benchmark)}
    if only and only not in found:
        raise typer.BadParameter(f"choose one of {', '.join(found)}", param_hint="--only")
    missed = False
    if not as_json:
        typer.echo(f"{'figure':<34} {'ours':>12} {'peer':>12} {'ratio':>8} {'limit':>6}")
    for name, benchmark in found.items():
        if only in ("", name):
            for figure in benchmark.run():
                missed = missed or figure.within is False
                typer.echo(_json(figure) if as_json else _line(figure))
    if missed:
        raise typer.Exit(1)


def _json(figure: Figure) -> str:
    return json.dumps({**asdict(figure), "ratio": figure.ratio, "within": figure.within})


def _line(figure: Figure) -> str:
    limit = "" if figure.limit is None else f"{figure.limit:.2f}"
    verdict = {None: "", True: "ok", False: "OVER"}[figure.within]
    return (
        f"{figure.name:<34} {_number(figure.ours):>12} {_number(figure.peer):>12} "
        f"{figure.ratio:>8.3f} {limit:>6} {verdict:<4} {figure.unit}, peer: {figure.note}"
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


if __name__ == "__main__":
    typer.run(main)
