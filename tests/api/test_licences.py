"""Terms of a model: told, refused in one sentence, accepted by who runs the playground."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.api.licences import accept
from app.engine.engine import Engine
from app.errors import InputError
from app.models.sources.consent import FILE, accepted
from app.settings import Settings

GEMMA = "gemma3-270m"


@pytest.fixture
def unaccepted(engine: Any) -> Any:
    """The cache folder, in which nothing is accepted before or after."""
    folder = engine.settings.cache_dir
    (folder / FILE).unlink(missing_ok=True)
    yield folder
    (folder / FILE).unlink(missing_ok=True)


def test_a_model_under_terms_is_not_loaded_before_they_are_accepted(
    client: Any, engine: Any, unaccepted: Path
) -> None:
    from tests.api.test_runs import call

    listed = {each["id"]: each for each in call(client, "models")}
    assert listed[GEMMA]["accept"] == "gemma" and listed[GEMMA]["download"] > 200_000_000
    assert listed[GEMMA]["languages"] and not listed["smollm2-135m"]["accept"]
    with pytest.raises(RuntimeError, match=r"Gemma Terms of Use|offline.*--accept-licence gemma"):
        call(client, "generate", prompt="Hello", model=GEMMA, max_new_tokens=1)


def test_terms_are_accepted_by_their_own_name(tmp_path: Path) -> None:
    engine = Engine(Settings(cache_dir=tmp_path, shared=False))
    for model, licence, said in (
        (GEMMA, "mit", "give gemma as the licence"),
        ("smollm2-135m", "gemma", "needs no licence"),
        ("nobody", "gemma", "There is no model"),
    ):
        with pytest.raises(InputError, match=said):
            accept(engine, model, licence)
    assert accepted(tmp_path) == frozenset()
    assert accept(engine, GEMMA, "gemma") == {"model": GEMMA, "accepted": "gemma"}
    assert accepted(tmp_path) == {"gemma"}
    known = next(each for each in engine.rows() if each.id == GEMMA)
    assert engine.unaccepted(known) == ""


def test_another_web_page_cannot_accept(client: Any, unaccepted: Path) -> None:
    body = {"model": GEMMA, "licence": "gemma"}
    done = client.post("/accept", json=body, headers={"Origin": "https://elsewhere.example"})
    assert done.status_code == 403 and accepted(unaccepted) == frozenset()


def test_on_a_shared_server_only_who_runs_it_accepts(client: Any, unaccepted: Path) -> None:
    done = client.post("/accept", json={"model": GEMMA, "licence": "gemma"})
    assert done.status_code == 422
    said = done.json()["error"]
    assert "whoever runs it" in said and "--accept-licence gemma" in said
    assert accepted(unaccepted) == frozenset()
