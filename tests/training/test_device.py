"""Where a training runs, and that what it keeps can be taken to another device."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from app.errors import InputError
from app.models.adapter import Description, read_description
from app.training import checkpoint as checkpoints
from app.training.base import new_student
from app.training.card import card
from app.training.device import beside, named, seeded
from app.training.events import Trained
from app.training.kinds import KINDS
from app.training.loop import Loop
from app.training.plan import Plan
from app.training.precision import autocast, has_bfloat16
from app.training.recipe import Recipe
from app.training.training import train
from tests.training.test_training import NAMING, RECIPE, SCORES, lesson

CPU = torch.device("cpu")
cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")


def loop(base: Any, device: str, folder: Path | None = None, **changes: Any) -> Loop:
    recipe = Recipe(**RECIPE.as_json() | changes)  # type: ignore[arg-type]
    taught = lesson(base)
    student = new_student(
        base,
        taught.head_kind,
        taught.labels,
        seed=recipe.seed,
        method=recipe.method,
        rank=4,
        device=torch.device(device),
    )
    path = folder / checkpoints.FILE if folder else None
    return Loop(student, taught, recipe, identity="toy", checkpoint=path, seconds_between=-1)


def weights(made: Loop) -> dict[str, torch.Tensor]:
    return {n: w.detach().cpu() for n, w in made._student.model.named_parameters()}


def apart(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> float:
    assert one.keys() == other.keys()
    return max(float((one[name] - other[name]).abs().max()) for name in one)


def test_a_batch_that_is_there_already_is_not_copied(base: Any) -> None:
    batch = {"input_ids": torch.tensor([[1, 2]])}
    model = new_student(base, "fill-mask", (), seed=1, method="full", rank=4).model
    assert beside(model, batch)["input_ids"] is batch["input_ids"]


def test_seeded_numbers_are_the_same_and_the_former_ones_go_on() -> None:
    torch.manual_seed(4)
    expected = torch.rand(3)
    torch.manual_seed(4)
    with seeded(9, CPU):
        first = torch.rand(5)
    with seeded(9, CPU):
        again = torch.rand(5)
    assert torch.equal(first, again)
    assert torch.equal(torch.rand(3), expected)


def test_the_best_weights_are_kept_apart_from_the_device(base: Any) -> None:
    made = loop(base, "cpu", steps=3)
    list(made.run())
    held = dict(made._student.model.named_parameters())
    for name, best in made.best_weights.items():
        assert best.device == CPU and best.data_ptr() != held[name].data_ptr()


def test_a_device_that_is_not_here_is_refused_before_anything_is_written(
    base: Any, tmp_path: Path
) -> None:
    plan = Plan(lesson(base), base, RECIPE, NAMING)
    with pytest.raises(InputError, match="not present here"):
        next(train(plan, tmp_path / "out", device="tpu"))
    assert not (tmp_path / "out").exists()


def test_a_card_names_the_device() -> None:
    recipe = {"device": "NVIDIA H100", "threads": 2, "precision": "bfloat16"}
    facts = {"title": "T", "kind": "mask", "head": "fill-mask", "base": "b", "base_sha256": ""}
    numbers = {"max_length": 8, "parameters": 1, "bits": 6}
    described = Description.model_validate({**facts, **numbers, "recipe": recipe})
    assert "0 minutes on one NVIDIA H100 in bfloat16" in card(described)
    plain = described.model_copy(update={"recipe": recipe | {"device": "cpu"}})
    assert "0 minutes on 2 thread(s) in bfloat16" in card(plain)


def test_what_is_written_says_where_it_was_made(base: Any, tmp_path: Path) -> None:
    recipe = Recipe(**RECIPE.as_json() | {"steps": 2})  # type: ignore[arg-type]
    list(train(Plan(lesson(base), base, recipe, NAMING), tmp_path, device="cpu"))
    assert read_description(tmp_path).recipe["device"] == "cpu"


@cuda
def test_cuda_multiplies_in_bfloat16_where_it_can() -> None:
    device = torch.device("cuda")
    one = torch.rand(8, 8, device=device)
    with autocast(device):
        expected = torch.bfloat16 if has_bfloat16(device) else torch.float32
        assert (one @ one).dtype == expected
    assert named(device) == torch.cuda.get_device_name()


@cuda
def test_random_numbers_of_cuda_are_left_alone() -> None:
    device = torch.device("cuda")
    torch.cuda.manual_seed(4)
    expected = torch.rand(3, device=device)
    torch.cuda.manual_seed(4)
    made = []
    for _ in range(2):
        with seeded(9, device):
            made.append(torch.rand(5, device=device))
    assert torch.equal(*made)
    assert torch.equal(torch.rand(3, device=device), expected)


@cuda
@pytest.mark.parametrize("change", [{}, {"method": "lora"}, {"average": 0.8}])
def test_a_training_on_cuda_goes_on_as_if_never_killed(
    base: Any, tmp_path: Path, change: dict[str, Any]
) -> None:
    whole = loop(base, "cuda", **change)
    losses = [event.loss for event in whole.run()]
    killed = loop(base, "cuda", tmp_path, **change)
    events = killed.run()
    for _ in range(17):
        next(events)
    resumed = loop(base, "cuda", tmp_path, **change)
    assert resumed.step == 17
    assert [event.loss for event in resumed.run()] == pytest.approx(losses[17:], abs=1e-3)
    assert apart(weights(resumed), weights(whole)) < 1e-3
    assert all(weight.device == CPU for weight in resumed.best_weights.values())


@cuda
@pytest.mark.parametrize("devices", [("cpu", "cuda"), ("cuda", "cpu")])
@pytest.mark.parametrize("change", [{}, {"average": 0.8}])
def test_a_checkpoint_goes_on_on_another_device(
    base: Any, tmp_path: Path, devices: tuple[str, str], change: dict[str, Any]
) -> None:
    first, second = devices
    killed = loop(base, first, tmp_path, steps=70, rate=3e-3, **change)
    events = killed.run()
    for _ in range(17):
        next(events)
    resumed = loop(base, second, tmp_path, steps=70, rate=3e-3, **change)
    assert apart(weights(resumed), weights(killed)) == 0
    for weight, state in resumed._optimizer.state.items():
        former = killed._optimizer.state[dict(killed._weights)[name_of(resumed, weight)]]
        assert all(each.device.type == second for each in state.values())
        assert all(torch.equal(state[key].cpu(), former[key].cpu()) for key in state)
    list(resumed.run())
    assert resumed.best == 1


def name_of(made: Loop, weight: torch.Tensor) -> str:
    return next(name for name, each in made._weights.items() if each is weight)


@cuda
@pytest.mark.parametrize("kind", SCORES)
def test_every_kind_trains_on_cuda_and_scores_alike_on_both(
    base: Any, data: Path, tmp_path: Path, kind: str
) -> None:
    from app.models.adapter import load_adapted
    from app.training.evaluation import Adapted, evaluate

    recipe = Recipe(batch=8, rate=2e-3, steps=4, max_length=40, score_every=2)
    taught = KINDS[kind].open(base, data, recipe)
    *_, made = train(Plan(taught, base, recipe, NAMING), tmp_path, device="cuda")
    assert isinstance(made, Trained)
    described = read_description(tmp_path)
    assert described.recipe["device"] == torch.cuda.get_device_name()
    for device in ("cpu", "cuda"):
        model = load_adapted(tmp_path, base.row, base.folder).eval()
        model.to(torch.device(device))
        again = evaluate(Adapted(tmp_path, described, model, base.tokenizer), data)
        assert again == pytest.approx(made.scores, rel=1e-3)
