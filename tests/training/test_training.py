"""A whole training on toy data: resumed, stopped, and written down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from app.errors import InputError
from app.models.adapter import load_adapted, read_description
from app.training import checkpoint as checkpoints
from app.training.base import new_student
from app.training.classify import Classify
from app.training.events import Progress, Scores, Trained
from app.training.kinds import KINDS
from app.training.labelled import Labelled
from app.training.loop import Loop
from app.training.plan import Naming, Plan
from app.training.recipe import Recipe
from app.training.training import train
from tests.training.conftest import films

RECIPE = Recipe(batch=8, rate=5e-3, steps=30, max_length=24, score_every=10, rank=4)
NAMING = Naming("Films", "Of films.", "CC0", "python app.py train toy")


def lesson(base: Any, **changes: Any) -> Classify:
    rows = [Labelled(text, label) for text, label in films(48)]
    return Classify(base.tokenizer, ("bad", "good"), rows, rows[:9], max_length=24, **changes)


def loop(base: Any, recipe: Recipe = RECIPE, folder: Path | None = None, **changes: Any) -> Loop:
    taught = changes.pop("lesson", None) or lesson(base)
    student = new_student(
        base, taught.head_kind, taught.labels, seed=recipe.seed, method=recipe.method, rank=4
    )
    path = folder / checkpoints.FILE if folder else None
    facts: dict[str, Any] = {"identity": "toy", "checkpoint": path, "seconds_between": -1}
    return Loop(student, taught, recipe, **facts | changes)


def steps(made: Loop, count: int) -> list[Progress]:
    """The first events; the rest is left undone, as by a kill."""
    events = made.run()
    return [next(events) for _ in range(count)]


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[n], other[n]) for n in one)


def every_weight(made: Loop) -> dict[str, Any]:
    return dict(made._student.model.named_parameters())


@pytest.mark.parametrize("change", [{}, {"method": "lora"}, {"average": 0.8}])
def test_a_killed_training_goes_on_to_the_very_same_weights(
    base: Any, tmp_path: Path, change: dict[str, Any]
) -> None:
    recipe = Recipe(**RECIPE.as_json() | change)  # type: ignore[arg-type]
    whole = loop(base, recipe)
    events = list(whole.run())
    killed = loop(base, recipe, tmp_path)
    steps(killed, 17)
    resumed = loop(base, recipe, tmp_path)
    assert resumed.step == 17
    rest = list(resumed.run())
    assert [e.loss for e in rest] == [e.loss for e in events[17:]]
    assert same(every_weight(resumed), every_weight(whole))
    assert same(resumed.best_weights, whole.best_weights)
    assert resumed.history == whole.history


def test_the_same_seed_gives_the_same_weights_and_another_does_not(base: Any) -> None:
    def trained(seed: int) -> dict[str, Any]:
        made = loop(base, Recipe(**RECIPE.as_json() | {"seed": seed, "steps": 3}))  # type: ignore[arg-type]
        list(made.run())
        return every_weight(made)

    torch.manual_seed(99)
    first = trained(1)
    torch.manual_seed(5)
    assert same(trained(1), first)
    assert not same(trained(2), first)


def test_training_leaves_everybody_else_s_random_numbers_alone(base: Any) -> None:
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    list(loop(base, Recipe(**RECIPE.as_json() | {"steps": 2})).run())  # type: ignore[arg-type]
    assert torch.equal(torch.rand(2), expected)


def test_only_the_embeddings_stay(base: Any) -> None:
    made = loop(base)
    list(made.run())
    start = made._student.start
    changed = {
        n for n, w in every_weight(made).items() if n in start and not torch.equal(w, start[n])
    }
    stayed = set(start) - changed
    assert {name.split(".")[-2] for name in stayed} == {
        "word_embeddings",
        "position_embeddings",
        "token_type_embeddings",
    }


class Scripted(Classify):
    """Scores as a script says, so that the best is known."""

    script: Iterator[float]

    def quick_scores(self, model: Any) -> Scores:
        return {"accuracy": next(self.script)}


def scripted(base: Any, *scores: float) -> Scripted:
    rows = [Labelled(text, label) for text, label in films(48)]
    made = Scripted(base.tokenizer, ("bad", "good"), rows, rows, max_length=24)
    made.script = iter(scores)
    return made


def test_stop_keeps_the_best_so_far(base: Any) -> None:
    made = loop(base, lesson=scripted(base, 0.5, 0.9, 0.7))
    seen: list[Progress] = []
    kept: dict[str, Any] = {}
    for event in made.run(stop=lambda: len(seen) == 30 - 1):
        seen.append(event)
        if event.step == 20:
            kept = {n: w.detach().clone() for n, w in every_weight(made).items() if w.requires_grad}
    assert (made.ended, made.step, made.best, made.best_step) == ("stop", 29, 0.9, 20)
    assert same(made.best_weights, kept)
    assert not same(made.best_weights, {n: every_weight(made)[n] for n in kept})


def test_a_stop_before_any_score_keeps_what_there_is(base: Any) -> None:
    made = loop(base, lesson=scripted(base, 0.25))
    seen: list[Progress] = []
    for event in made.run(stop=lambda: len(seen) == 2):
        seen.append(event)
    assert seen[-1].scores == {"accuracy": 0.25} and made.best_weights


def test_training_ends_when_nothing_gets_better(base: Any) -> None:
    recipe = Recipe(**RECIPE.as_json() | {"patience": 2, "score_every": 3})  # type: ignore[arg-type]
    made = loop(base, recipe, lesson=scripted(base, 0.5, 0.9, 0.9, 0.8, 1.0))
    events = list(made.run())
    # Of the two that are equal the later one is kept, and neither it nor 0.8 is better.
    assert (made.ended, events[-1].step, made.best_step) == ("patience", 12, 9)


def test_the_average_is_kept_and_the_training_itself_is_not_touched(base: Any) -> None:
    plain, averaged = (
        loop(
            base,
            Recipe(**RECIPE.as_json() | {"average": average, "steps": 3, "score_every": 3}),  # type: ignore[arg-type]
        )
        for average in (0.0, 0.9)
    )
    path = [{n: w.detach().clone() for n, w in every_weight(averaged).items()}]
    for _ in averaged.run():
        path.append({n: w.detach().clone() for n, w in every_weight(averaged).items()})
    list(plain.run())
    assert same(every_weight(plain), every_weight(averaged))
    for name, mean in averaged.best_weights.items():
        expected = path[0][name]
        for step, weights in enumerate(path[1:]):
            kept = (1 + step) / (10 + step)  # below 0.9 in these steps
            expected = kept * expected + (1 - kept) * weights[name]
        assert torch.allclose(mean, expected, atol=1e-6)


def test_progress_counts_down(base: Any) -> None:
    events = list(loop(base).run())
    assert [event.step for event in events] == list(range(1, 31))
    assert {event.steps for event in events} == {30}
    assert events[-1].seconds_left == 0
    assert [event.step for event in events if event.scores] == [10, 20, 30]


def test_a_checkpoint_of_another_training_is_not_taken_over(base: Any, tmp_path: Path) -> None:
    steps(loop(base, folder=tmp_path), 3)
    with pytest.raises(InputError, match="other settings or data"):
        loop(base, folder=tmp_path, identity="another")


def test_a_damaged_checkpoint_is_named(base: Any, tmp_path: Path) -> None:
    steps(loop(base, folder=tmp_path), 3)
    path = tmp_path / checkpoints.FILE
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match=r"checkpoint\.safetensors"):
        loop(base, folder=tmp_path)


def test_a_kill_while_writing_leaves_the_former_checkpoint(base: Any, tmp_path: Path) -> None:
    steps(loop(base, folder=tmp_path), 3)
    (tmp_path / checkpoints.FILE).with_suffix(".partial").write_bytes(b"half")
    assert loop(base, folder=tmp_path).step == 3


def finish(events: Iterator[Progress | Trained]) -> Trained:
    last = list(events)[-1]
    assert isinstance(last, Trained)
    return last


@pytest.mark.parametrize("method", ["full", "lora"])
def test_what_is_written_has_learned_and_says_how(base: Any, tmp_path: Path, method: Any) -> None:
    longer = {"method": method, "steps": 70, "rate": {"full": 3e-3, "lora": 1e-2}[method]}
    recipe = Recipe(**RECIPE.as_json() | longer)  # type: ignore[arg-type]
    events = train(Plan(lesson(base), base, recipe, NAMING), tmp_path, seconds_between=-1)
    # Nobody needs to ask for more after the last event.
    made = next(event for event in events if isinstance(event, Trained))
    assert made.stopped == "steps" and made.scores["accuracy"] == 1
    assert made.scores["most frequent label"] == pytest.approx(2 / 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "README.md",
        "adapter.json",
        "adapter.safetensors",
    ]
    described = read_description(tmp_path)
    assert (described.head, described.labels) == ("sequence-classification", ("bad", "good"))
    assert described.size == made.size == (tmp_path / "adapter.safetensors").stat().st_size
    assert described.scores == made.scores and described.recipe["method"] == method
    card = (tmp_path / "README.md").read_text()
    for word in ("Films", "CC0", "python app.py train toy", "| accuracy | 1.0000 |", "`good`"):
        assert word in card


def test_the_written_model_is_nearly_the_trained_one(base: Any, tmp_path: Path) -> None:
    made = loop(base)
    list(made.run())
    finish(train(Plan(lesson(base), base, RECIPE, NAMING), tmp_path, device="cpu"))
    loaded = load_adapted(tmp_path, base.row, base.folder).eval()
    trained = made._student.model.eval()
    with torch.no_grad():
        for name, weight in trained.named_parameters():
            if name in made.best_weights:
                weight.copy_(made.best_weights[name])
    asked = base.tokenizer(
        ["the film is very good", "it is dull"], padding=True, return_tensors="pt"
    )
    with torch.inference_mode():
        apart = (trained(**asked).logits - loaded(**asked).logits).abs().max()
    assert 0 < apart < 0.1
    assert loaded.config.id2label == {0: "bad", 1: "good"}


def test_a_stopped_training_writes_its_best(base: Any, tmp_path: Path) -> None:
    made = finish(train(Plan(lesson(base), base, RECIPE, NAMING), tmp_path, stop=lambda: True))
    assert made.stopped == "stop" and read_description(tmp_path).recipe["steps_done"] == 0


def test_a_training_that_was_killed_at_its_end_is_only_written(base: Any, tmp_path: Path) -> None:
    for event in train(Plan(lesson(base), base, RECIPE, NAMING), tmp_path, seconds_between=-1):
        if event.step == 30:  # type: ignore[union-attr]
            break
    again = list(train(Plan(lesson(base), base, RECIPE, NAMING), tmp_path))
    assert len(again) == 1 and isinstance(again[0], Trained)


def test_a_folder_that_cannot_be_written_is_named(base: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        list(train(Plan(lesson(base), base, RECIPE, NAMING), tmp_path / "file" / "out"))


SCORES = {
    "sentiment": {"accuracy", "most frequent label", "examples", "clear"},
    "answer": {"exact match", "F1", "F1 as shown", "ROC area"}
    | {
        f"{sort}{state}"
        for sort in ("answerable", "unanswerable")
        for state in ("", " answered", " unsure", " absent")
    },
    "entities": {"F1 WikiGold", "F1 WNUT-17", "sentences WikiGold", "sentences WNUT-17"},
    "mask": {"top-1", "top-5", "perplexity", "hidden tokens"},
}


@pytest.mark.parametrize("kind", SCORES)
def test_every_kind_trains_and_its_scores_can_be_measured_again(
    base: Any, data: Path, tmp_path: Path, kind: str
) -> None:
    from app.training.evaluation import Adapted, evaluate, settled

    recipe = Recipe(batch=8, rate=2e-3, steps=4, max_length=40, score_every=2)
    taught = KINDS[kind].open(base, data, recipe)
    made = finish(train(Plan(taught, base, recipe, NAMING), tmp_path))
    # Where there is nothing in a state there is no share of right ones.
    shares = {"answered and right", "unsure and right", "accuracy where clear"}
    assert set(made.scores) - shares == SCORES[kind]
    described = read_description(tmp_path)
    assert (described.thresholds is not None) == (kind == "answer")
    assert described.data and "licence" not in json.dumps(described.recipe)
    model = load_adapted(tmp_path, base.row, base.folder).eval()
    found = Adapted(tmp_path, described, model, base.tokenizer)
    assert evaluate(found, data) == pytest.approx(made.scores)
    assert settled(found, data).described == described, "what is chosen is chosen alike again"
    card = (tmp_path / "README.md").read_text()
    assert all(name in card for name in made.scores)
