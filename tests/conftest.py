"""Tiny random models on disk, and an engine and a server that know only those."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="whole corpora instead of every fourth sentence"
    )


@pytest.fixture(scope="session")
def one_in(pytestconfig: pytest.Config) -> int:
    """Of how many sentences of a corpus one is tried."""
    return 1 if pytestconfig.getoption("--thorough") else 4


def pytest_runtest_teardown() -> None:
    """A load that a visitor left goes on: tests build models themselves, and not beside it."""
    for thread in threading.enumerate():
        if thread.name.startswith(("loading ", "warm-up")):
            thread.join(60)
    if modeling := sys.modules.get("transformers.modeling_utils"):
        assert modeling.PreTrainedModel.tie_weights.__name__ == "tie_weights", (
            "two threads built a model at once: no model of this process has tied weights now"
        )


@pytest.fixture(scope="session")
def tiny_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one tiny model per name: llama, gpt2, bert, t5, bloom."""
    from tests.tiny import tiny_folder

    root = tmp_path_factory.mktemp("models")
    for family in ("llama", "gpt2", "bert", "t5", "bloom"):
        tiny_folder(family, root / family)
    return root


@pytest.fixture(scope="session")
def tiny_settings(tiny_folders: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Offline settings that allow the tiny models and nothing else."""
    from app.settings import Settings

    return Settings(
        cache_dir=tmp_path_factory.mktemp("cache"),
        allow_path=(tiny_folders,),
        offline=True,
        max_tokens=40,
        max_new_tokens=20,
        max_characters=500,
        max_position_length=48,
        threads=1,
        default_model=f"path:{tiny_folders / 'llama'}",
        allowed_hosts=("127.0.0.1", "localhost", "testserver"),
    )


@pytest.fixture(scope="session")
def engine(tiny_settings: Any) -> Any:
    from app.engine.engine import Engine

    return Engine(tiny_settings)


@pytest.fixture(scope="session")
def llama(tiny_folders: Path) -> str:
    """The id of the tiny decoder."""
    return f"path:{tiny_folders / 'llama'}"


@pytest.fixture(scope="session")
def client(tiny_settings: Any, engine: Any) -> Iterator[Any]:
    """An HTTP client of the whole application."""
    from fastapi.testclient import TestClient

    from app.server import create

    with TestClient(create(tiny_settings, engine, warm=False)) as found:
        yield found
