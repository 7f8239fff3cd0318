"""Fine-tuning in the page: Stop keeps the best; the result is used, packed and deleted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.engine.finetuning import Finetuning, Preparing, name_for
from app.errors import InputError
from app.settings import settings
from tests.training.conftest import (  # noqa: F401  (fixtures)
    base_folder,
    films,
    save_base,
    tokenizer_file,
)


def table(folder: Path, count: int = 60) -> Path:
    path = folder / "my films.csv"
    rows = [f"{text},{'good' if label else 'bad'}" for text, label in films(count)]
    path.write_text("text,label\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def engine(
    base_folder: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Any]:
    from app.engine.engine import Engine
    from app.settings import Settings

    monkeypatch.setenv("PLAYGROUND_ADAPTER_DIR", str(tmp_path / "adapters"))
    settings.cache_clear()
    yield Engine(
        Settings(
            cache_dir=tmp_path / "cache",
            allow_path=(base_folder.parent,),
            offline=True,
            threads=1,
            allowed_hosts=("127.0.0.1", "testserver"),
            shared=False,
        )
    )
    settings.cache_clear()


def trained(engine: Any, base: Path, csv: Path, **options: Any) -> list[Any]:
    return list(
        Finetuning(engine).train("films", f"path:{base}", csv, epochs=options.pop("epochs", 3))
    )


def test_train_use_pack_delete(engine: Any, base_folder: Path, tmp_path: Path) -> None:  # noqa: F811
    events = trained(engine, base_folder, table(tmp_path))
    assert isinstance(events[0], Preparing)
    progress = events[1:-1]
    assert [each.step for each in progress] == sorted(each.step for each in progress)
    assert any(each.scores and "accuracy" in each.scores for each in progress)
    assert 0 <= events[-1].scores["accuracy"] <= 1
    rows = {row.id: row for row in engine.rows()}
    assert rows["adapter:films"].head_kind == "sequence-classification"
    fields = {"text": "dull dull dull"}
    answer = engine.finish(engine.run("sentiment", "adapter:films", fields)).answer
    assert {each.label for each in answer.result.scores} == {"good", "bad"}
    tuning = Finetuning(engine)
    with zipfile.ZipFile(io.BytesIO(tuning.packed("films"))) as archive:
        assert sorted(archive.namelist()) == [
            "films/README.md", "films/adapter.json", "films/adapter.safetensors",
        ]  # fmt: skip
    with pytest.raises(InputError, match="There is an adapter films already"):
        trained(engine, base_folder, table(tmp_path))
    tuning.delete("films")
    assert tuning.own() == ()
    with pytest.raises(InputError, match="There is no adapter films"):
        tuning.packed("films")


def test_stop_keeps_the_best_so_far(engine: Any, base_folder: Path, tmp_path: Path) -> None:  # noqa: F811
    seen: list[Any] = []

    def stop() -> bool:
        return any(getattr(each, "scores", None) for each in seen)

    for event in Finetuning(engine).train(
        "films", f"path:{base_folder}", table(tmp_path), epochs=20, stop=stop
    ):
        seen.append(event)
    assert seen[-1].stopped == "stop"
    assert seen[-2].step < seen[-2].steps
    assert engine.finish(engine.run("sentiment", "adapter:films", {"text": "good"})).answer.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("text,label\n" + "good,yes\n" * 30, "add rows with another"),
        ("text,label\n" + "good,yes\nbad\n" * 30, "[Rr]ow"),
        ("text,label\ngood,yes\nbad,no\n", "20"),
        ("words,kind\n" + "good,yes\nbad,no\n" * 30, "text"),
    ],
)
def test_a_broken_table_is_refused(
    content: str,
    sentence: str,
    engine: Any,
    base_folder: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(content)
    with pytest.raises(InputError, match=sentence):
        trained(engine, base_folder, path)


def test_limits_of_a_shared_server(engine: Any, base_folder: Path, tmp_path: Path) -> None:  # noqa: F811
    from app.engine.engine import Engine

    def with_settings(**changes: Any) -> Any:
        return Engine(engine.settings.model_copy(update=changes))

    csv = table(tmp_path)
    for changes, sentence in (
        ({"training": False}, "switched off"),
        ({"max_upload": 10}, "fit"),
        ({"max_training_rows": 20}, "at most 20"),
        ({"most_adapters": 0}, "delete one"),
    ):
        with pytest.raises(InputError, match=sentence):
            trained(with_settings(**changes), base_folder, csv)
    tuning = Finetuning(engine)
    first: Any = tuning.train("one", f"path:{base_folder}", csv, epochs=1)
    next(first)
    with pytest.raises(InputError, match="Another training is under way"):
        next(tuning.train("two", f"path:{base_folder}", csv, epochs=1))
    first.close()


def test_on_a_shared_server_a_page_deletes_what_it_trained_itself(
    engine: Any,
    base_folder: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    from app.engine.engine import Engine

    shared = Engine(engine.settings.model_copy(update={"shared": True}))
    tuning = Finetuning(shared)
    asked: Any = ("films", f"path:{base_folder}", table(tmp_path))
    list(tuning.train(*asked, epochs=1, page="mine"))
    for other in ("another", None):
        with pytest.raises(InputError, match="only on the page that trained it"):
            tuning.delete("films", page=other)
    with pytest.raises(InputError, match="films already: choose another name"):
        list(tuning.train(*asked, epochs=1, page="another"))
    with pytest.raises(InputError, match="only on the page that trained it"):
        Finetuning(shared).delete("films", page="another")
    tuning.delete("films", page="mine")
    assert tuning.own() == ()
    list(tuning.train(*asked, epochs=1, page="another"))
    with pytest.raises(InputError, match="only on the page that trained it"):
        tuning.delete("films", page="mine")
    Finetuning(engine).delete("films")  # one's own computer: whoever trained it


@pytest.mark.parametrize(
    ("changes", "shared"),
    [
        ({}, False),
        ({"host": "::1"}, False),
        ({"host": "localhost"}, False),
        ({"host": "0.0.0.0"}, True),
        ({"host": "192.168.1.4"}, True),
        ({"password": "secret"}, True),
        ({"allowed_hosts": ("127.0.0.1", "play.example.org")}, True),
        ({"host": "0.0.0.0", "shared": False}, False),
        ({"shared": True}, True),
    ],
)
def test_a_server_is_shared_where_others_can_reach_it(
    changes: dict[str, Any], shared: bool
) -> None:
    from app.settings import Settings

    assert Settings(**changes).is_shared is shared


def test_a_visitor_who_leaves_ends_the_training(
    engine: Any,
    base_folder: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    """The page is told nothing more; the best so far is kept, and others may train."""
    import gradio as gr

    from app.engine.cancellation import ActiveRuns
    from app.ui.finetune import FinetuneTab

    tuning = Finetuning(engine)
    tab = FinetuneTab(engine, tuning)
    request: Any = gr.Request(session_hash="me")
    csv = str(table(tmp_path))
    states: Any = tab.train(request, csv, "one", f"path:{base_folder}", 20)
    next(states)
    next(states)
    states.close()
    gone = {"left": False}
    with ActiveRuns().running("me", "finetune", lambda: gone["left"]) as stopped:
        steps: Any = tuning.train("two", f"path:{base_folder}", Path(csv), epochs=20, stop=stopped)
        next(steps)
        next(steps)
        gone["left"] = True
        *_, last = steps
    assert last.stopped == "stop"


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".hidden", "x" * 200])
def test_names_lead_nowhere_else(name: str, engine: Any) -> None:
    with pytest.raises(InputError, match="does not name an adapter"):
        Finetuning(engine).delete(name)


def test_a_name_is_made_of_the_file() -> None:
    assert name_for("/tmp/my films (2).csv") == "my-films-2"
    assert name_for("….csv") == "my-labels"


def test_the_download_is_a_route(engine: Any, base_folder: Path, tmp_path: Path) -> None:  # noqa: F811
    from fastapi.testclient import TestClient

    from app.server import create

    trained(engine, base_folder, table(tmp_path))
    with TestClient(create(engine.settings, engine, warm=False)) as client:
        found = client.get("/adapters/films.zip")
        assert found.headers["content-type"] == "application/zip"
        assert zipfile.ZipFile(io.BytesIO(found.content)).testzip() is None
        refused = client.get("/adapters/gone.zip")
        assert refused.status_code == 422
        assert "There is no adapter gone" in refused.json()["error"]
