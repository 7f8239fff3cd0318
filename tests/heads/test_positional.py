"""How much each head cares about distance, through the whole application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.api.test_runs import call

FILM = "the film is very good and it lives in paris"


@pytest.fixture(scope="module")
def client(heads: Any) -> Iterator[Any]:
    from fastapi.testclient import TestClient

    from app.server import create

    settings = heads.settings.model_copy(
        update={"allowed_hosts": ("127.0.0.1", "localhost", "testserver")}
    )
    with TestClient(create(settings, heads, warm=False)) as found:
        yield found


@pytest.fixture(scope="module")
def made(client: Any, head_folder: Any) -> str:
    model = f"path:{head_folder('labels')}"
    found: str = call(client, "sentiment", text=FILM, model=model)["trace_id"]
    return found


def test_the_share_of_every_head(client: Any, made: str, heads: Any) -> None:
    from app.analysis.distance_r2 import positional_share

    found = client.get(f"/heads/positional/{made}").json()
    table = np.array(found["share"])
    assert found["stack"] == "self"
    assert table.shape == (found["layers"], found["heads"]) == (3, 4)
    assert table.min() >= 0 and table.max() <= 1 and len(np.unique(table)) > 2
    expected = positional_share(heads.trace(made).stack("self")).share
    assert table == pytest.approx(expected, abs=1e-7)
    most, least = found["most"], found["least"]
    assert table[most["layer"], most["head"]] == most["share"] == table.max()
    assert table[least["layer"], least["head"]] == least["share"] == table.min()
    assert found["pairs"] == len(FILM.split()) ** 2  # the marks are left out
    assert found["left_out"] == "Left out: marks that stand for no text ([CLS], [SEP])."
    assert "R²" in found["definition"]
    assert client.get(f"/heads/positional/{made}?stack=self").json() == found


def test_what_cannot_be_said_is_refused_in_a_sentence(
    client: Any, made: str, head_folder: Any
) -> None:
    def refused(address: str) -> str:
        answer = client.get(f"/heads/positional/{address}")
        assert answer.status_code == 422
        told: str = answer.json()["error"]
        return told

    assert "stack must be one of self" in refused(f"{made}?stack=cross")
    assert "trace" in refused("0123456789abcdef").lower() or "run" in refused("0123").lower()
    short = call(client, "sentiment", text="the film", model=f"path:{head_folder('labels')}")
    assert "at least 4 tokens" in refused(short["trace_id"])
