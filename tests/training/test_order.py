from itertools import chain

import pytest

from app.errors import InputError
from app.training.order import batch_count, batches_of_epoch
from app.training.recipe import Recipe

LENGTHS = [3 + number * 7 % 61 for number in range(1003)]


def test_every_example_is_read_once_per_epoch() -> None:
    batches = batches_of_epoch(LENGTHS, 8, seed=1, epoch=0)
    assert sorted(chain(*batches)) == list(range(len(LENGTHS)))
    assert len(batches) == batch_count(len(LENGTHS), 8) == 126
    assert max(map(len, batches)) == 8


def test_a_batch_holds_examples_of_like_length() -> None:
    batches = batches_of_epoch(LENGTHS, 8, seed=1, epoch=0)
    padded = sum(len(b) * max(LENGTHS[n] for n in b) for b in batches)
    assert padded < 1.05 * sum(LENGTHS)


def test_the_order_is_a_function_of_seed_and_epoch() -> None:
    def order(seed: int, epoch: int) -> list[list[int]]:
        return batches_of_epoch(LENGTHS, 8, seed=seed, epoch=epoch)

    assert order(1, 0) == order(1, 0)
    assert order(1, 0) != order(1, 1) and order(1, 0) != order(2, 0)


def test_the_rate_rises_and_falls_on_straight_lines() -> None:
    recipe = Recipe(rate=1.0, warmup=0.2)
    rates = [recipe.learning_rate(step, 10) for step in range(10)]
    assert rates == pytest.approx([0.5, 1.0, 1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125])


def test_steps_count_instead_of_epochs_where_they_are_given() -> None:
    assert Recipe(epochs=2.5).total_steps(10) == 25
    assert Recipe(epochs=2.5, steps=7).total_steps(10) == 7
    assert Recipe(epochs=0.01).total_steps(10) == 1
    assert Recipe(epochs=2, fewest_steps=60).total_steps(10) == 60


@pytest.mark.parametrize(
    ("setting", "value"),
    [("epochs", 0), ("batch", 0), ("rate", 2.0), ("steps", 0), ("seed", -1), ("method", "half")],
)
def test_a_setting_outside_its_range_is_named(setting: str, value: object) -> None:
    with pytest.raises(InputError, match=setting):
        Recipe(**{setting: value})  # type: ignore[arg-type]
