"""Bad settings get one clear sentence."""

from __future__ import annotations

import math
from typing import Any

import pytest

from app.decoding.sampling import Sampling
from app.errors import InputError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", math.nan),
        ("temperature", -0.1),
        ("temperature", math.inf),
        ("top_k", -1),
        ("top_k", 2.5),
        ("top_p", 0.0),
        ("top_p", 1.01),
        ("top_p", math.nan),
        ("min_p", -0.2),
        ("repetition_penalty", 0.0),
        ("repetition_penalty", math.nan),
        ("seed", -3),
        ("seed", True),
        ("max_new_tokens", 0),
        ("max_new_tokens", 65),
        ("max_new_tokens", "ten"),
    ],
)
def test_a_setting_out_of_range_is_named(name: str, value: Any) -> None:
    with pytest.raises(InputError) as caught:
        Sampling(**{name: value}).checked(64)
    assert str(caught.value).startswith(name)
    assert str(caught.value).endswith(".")


def test_whole_numbers_may_come_as_floats() -> None:
    checked = Sampling(max_new_tokens=5.0, top_k=3.0, seed=7.0).checked(64)  # type: ignore[arg-type]
    assert (checked.max_new_tokens, checked.top_k, checked.seed) == (5, 3, 7)
    assert isinstance(checked.max_new_tokens, int)
