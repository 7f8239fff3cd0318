"""The command line, from CSV to scores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.models.adapter import read_description
from app.settings import settings
from tests.training.conftest import films


@pytest.fixture
def run(base_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """run(*words) -> the result of `python app.py WORDS`, with settings of its own."""
    monkeypatch.setenv("PLAYGROUND_ALLOW_PATH", f'["{base_folder.parent}"]')
    monkeypatch.setenv("PLAYGROUND_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PLAYGROUND_OFFLINE", "true")
    monkeypatch.setenv("PLAYGROUND_THREADS", "1")
    yield lambda *words: CliRunner().invoke(cli, [str(word) for word in words])
    settings.cache_clear()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    rows = [f"{text},{('bad', 'good')[label]}" for text, label in films(60)]
    path.write_text("text,label\n" + "\n".join(rows) + "\n")
    return path


def test_a_csv_is_learned_and_scored(
    run: Any, table: Path, base_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "cache" / "adapters" / "mine"
    words = ["train", "csv", "--data", table, "--out", out, "--base", f"path:{base_folder}"]
    words += ["--steps", 70, "--rate", 0.01, "--score-every", 10, "--method", "lora"]
    done = run(*words)
    assert done.exit_code == 0, done.output
    described = read_description(out)
    assert described.scores["accuracy"] == 1 and described.labels == ("bad", "good")
    for word in ("--method lora", "--steps 70", "--rate 0.01", "--seed 1", "--rank 16"):
        assert word in described.command, "the words that repeat it"
    assert str(tmp_path) not in (out / "README.md").read_text()
    done = run("evaluate", out, "--data", table)
    assert done.exit_code == 0 and "accuracy" in done.output and "1.0000" in done.output
    done = run("evaluate", "adapter:mine", "--data", table)
    assert done.exit_code == 0, done.output
    held = described.scores["examples"]
    assert held == 12 and "12" in done.output, "only rows that were not learned are scored"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["telepathy"], "no training 'telepathy'"),
        (["csv", "--rate", "9"], "rate is 9"),
        (["csv", "--base", "bergamot"], "no model 'bergamot'"),
        (["sentiment"], "cannot be read"),
    ],
)
def test_a_mistake_is_one_sentence(
    run: Any, table: Path, tmp_path: Path, base_folder: Path, words: list[str], message: str
) -> None:
    words = ["train", *words, "--data", str(table), "--out", str(tmp_path / "out")]
    if "--base" not in words:
        words += ["--base", f"path:{base_folder}"]
    done = run(*words)
    assert done.exit_code == 1 and message in done.output
    assert "Traceback" not in done.output


def test_a_broken_csv_is_told_with_its_row(
    run: Any, table: Path, tmp_path: Path, base_folder: Path
) -> None:
    table.write_text(table.read_text() + "one column only\n")
    base = f"path:{base_folder}"
    done = run("train", "csv", "--data", table, "--out", tmp_path / "out", "--base", base)
    assert done.exit_code == 1 and "broken: 62" in done.output


def test_what_is_no_adapter_is_not_scored(run: Any, table: Path) -> None:
    done = run("evaluate", "minilm-l6", "--data", table)
    assert done.exit_code == 1 and "is no adapter" in done.output
