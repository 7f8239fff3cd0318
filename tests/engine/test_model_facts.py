"""What helps to choose a model: its speed on this machine, and how well it expects a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.api.runs import models
from app.cli import cli
from app.engine.engine import Engine
from app.engine.model_comparison import Compared, expectation, page
from app.engine.model_facts import NOT_YET, note_speed, said_size, said_speed, speed_told_by
from app.errors import InputError
from app.models.adapter import read_description
from app.models.catalog import MODELS, SHIPPED, row
from app.models.speeds import FILE, Speed, keep_speed, machine, speeds
from app.settings import Settings, settings
from app.training.card import number


@pytest.fixture
def loaded(engine: Any, llama: str) -> Iterator[Any]:
    with engine.store.use(llama) as found:
        yield found


FAST = Speed(tokens_per_second=12.4, of="written", machine="a machine")


def test_speeds_are_kept_from_one_start_to_the_next(tmp_path: Path) -> None:
    assert speeds(tmp_path) == {}
    keep_speed(tmp_path / "new", "one", FAST)
    keep_speed(tmp_path / "new", "two", FAST)
    assert speeds(tmp_path / "new") == {"one": FAST, "two": FAST}
    assert [each.name for each in (tmp_path / "new").iterdir()] == [FILE]


@pytest.mark.parametrize("content", ["", "[1]", "{", '{"one": {"of": "written"}}', "\x00"])
def test_a_damaged_file_of_speeds_was_not_measured(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert speeds(tmp_path) == {}
    keep_speed(tmp_path, "one", FAST)
    assert speeds(tmp_path) == {"one": FAST}


def test_a_folder_that_takes_no_file_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep_speed(tmp_path / "file" / "below", "one", FAST)


def test_a_device_or_a_processor_with_its_threads_is_a_machine() -> None:
    assert machine("cuda:0", 2) == "cuda:0"
    assert machine("cpu", 1) != machine("cpu", 2)


def test_the_list_says_what_a_model_is_for_and_its_speed_once_it_ran(tmp_path: Path) -> None:
    engine = Engine(Settings(cache_dir=tmp_path))
    keep_speed(tmp_path, MODELS[0].id, FAST)
    told = {each["id"]: each for each in models(engine)}
    assert told[MODELS[0].id]["speed"] == FAST.model_dump()
    for known in MODELS:
        assert told[known.id]["for"] == [engine.task(task).title for task in known.tasks]
        assert (told[known.id]["speed"] is None) == (known.id != MODELS[0].id)
    assert said_speed(None) == NOT_YET
    assert said_speed(FAST) == "12 tokens written a second"
    assert said_size(row("smollm2-135m")) == "135 M parameters, 93 MB to fetch"


def test_only_a_run_that_was_long_enough_and_not_stopped_tells_a_speed(
    engine: Any, loaded: Any
) -> None:
    from app.decoding.sampling import Sampling

    finished = engine.finish(
        engine.run("generate", loaded.id, {"text": "one two"}, Sampling(max_new_tokens=9))
    )
    answer = finished.answer
    found = speed_told_by(answer, loaded, 1)
    if answer.new_tokens >= 8:
        assert found is not None and found.of == "written"
        assert found.tokens_per_second == pytest.approx(answer.new_tokens / answer.seconds)
    assert speed_told_by(replace(answer, stopped_by="stop"), loaded, 1) is None
    assert speed_told_by(replace(answer, written=answer.written[:3]), loaded, 1) is None


@pytest.mark.parametrize("at_once", [1000, 59, 7, 1])
def test_what_is_expected_equals_transformers_own_loss(at_once: int, loaded: Any) -> None:
    import torch

    text = "the cat sat on the mat and the dog ran after it " * 12
    ids = loaded.tokenizer(text, return_tensors="pt", add_special_tokens=False)["input_ids"][:, :60]
    with torch.inference_mode():
        theirs = float(loaded.model(input_ids=ids, labels=ids).loss)
    found = expectation(loaded, text, tokens=60, at_once=at_once)
    assert found.tokens == ids.shape[1] - 1
    assert found.perplexity == pytest.approx(torch.tensor(theirs).exp().item(), rel=1e-4)
    bits = theirs * found.tokens / torch.log(torch.tensor(2.0)).item()
    assert found.bits_per_byte == pytest.approx(bits / found.bytes, rel=1e-4)
    with pytest.raises(InputError, match="no two tokens"):
        expectation(loaded, "")


def test_the_page_names_what_was_left_out_and_why() -> None:
    rows = [
        Compared(MODELS[0], memory=5_000_000, tokens_per_second=12.4, of="written"),
        Compared(MODELS[1], why="its licence was not accepted here"),
    ]
    text = page(rows, machine="a machine", data=False)
    assert f"| `{MODELS[0].id}` |" in text and "12 written" in text and "5 MB" in text
    assert f"- `{MODELS[1].id}`: its licence was not accepted here." in text
    assert "needs `wikitext2`" in text


def test_the_page_of_the_comparison_has_every_model_and_the_scores_of_the_cards() -> None:
    text = (SHIPPED.parents[1] / "docs" / "models.md").read_text()
    for known in MODELS:
        assert f"| `{known.id}` | {', '.join(known.tasks)} | {said_size(known)} |" in text
        if known.adapter is not None:
            scores = read_description(known.adapter).scores
            told = ", ".join(f"{name} {number(value)}" for name, value in scores.items())
            assert f"| `{known.id}` | {told} |" in text


def test_the_command_lists_every_model_before_any_ran(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYGROUND_CACHE_DIR", str(tmp_path))
    done = CliRunner().invoke(cli, ["models"], env={"COLUMNS": "200"})
    settings.cache_clear()
    assert done.exit_code == 0
    for known in MODELS:
        assert known.id in done.output
    assert done.output.count(NOT_YET) == len(MODELS)


def test_a_run_of_a_path_model_is_written_nowhere(engine: Any, loaded: Any) -> None:
    from app.decoding.sampling import Sampling

    engine.finish(engine.run("read", loaded.id, {"text": "one two three " * 5}, Sampling()))
    assert loaded.id not in speeds(engine.settings.cache_dir)


def test_the_first_run_of_a_model_that_may_be_named_tells_its_speed(
    engine: Any, loaded: Any, tmp_path: Path
) -> None:
    from app.decoding.sampling import Sampling

    text = "one two three four five six " * 3
    answer = engine.finish(engine.run("read", loaded.id, {"text": text}, Sampling())).answer
    here = Settings(cache_dir=tmp_path, threads=1)
    named = replace(loaded, id="named")
    note_speed(answer, named, here)
    first = speeds(tmp_path)["named"]
    assert first.of == "read" and first.machine == machine("cpu", 1)
    assert first.tokens_per_second == pytest.approx(len(answer.prompt) / answer.seconds)
    note_speed(replace(answer, seconds=answer.seconds * 9), named, here)
    assert speeds(tmp_path)["named"] == first, "the first one is kept"
    there = Settings(cache_dir=tmp_path, threads=2)
    note_speed(replace(answer, seconds=answer.seconds * 9), named, there)
    assert speeds(tmp_path)["named"] != first, "but for another machine"
