"""The command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import cli


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command line sets variables; none of them may outlive a test."""
    from app.settings import settings

    for name in ("CACHE_DIR", "OFFLINE", "PORT", "HOST", "ALLOW_PATH"):
        monkeypatch.setenv(f"PLAYGROUND_{name}", "")
        monkeypatch.delenv(f"PLAYGROUND_{name}")
    yield
    settings.cache_clear()


def test_offline_fetch_says_how_to_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_CACHE_DIR", str(tmp_path))
    done = CliRunner().invoke(cli, ["fetch", "smollm2-135m", "--offline"])
    assert done.exit_code == 1
    assert "python app.py fetch smollm2-135m" in " ".join(done.output.split())


def test_an_unknown_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_CACHE_DIR", str(tmp_path))
    done = CliRunner().invoke(cli, ["fetch", "nobody", "--offline"])
    assert done.exit_code == 1
    assert "smollm2-135m" in done.output


def test_help_names_the_options_of_serve() -> None:
    text = CliRunner().invoke(cli, ["serve", "--help"], env={"COLUMNS": "120"}).output
    for option in ("--host", "--port", "--allow-path", "--offline", "--no-browser"):
        assert option in text


@pytest.mark.parametrize(("name", "value"), [("PORT", "abc"), ("ALLOWED_HOSTS", "my.host")])
def test_a_setting_that_cannot_be_used_is_one_sentence(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLAYGROUND_{name}", value)
    done = CliRunner().invoke(cli, ["serve", "--no-browser"])
    assert done.exit_code == 2
    assert "so change it" in done.output
    assert name.lower() in done.output.lower()
    assert "Traceback" not in done.output
