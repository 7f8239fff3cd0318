"""What the tests of the scripts are held to is what Python computes today."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.golden import GOLDEN, file_of


def same(kept: Any, now: Any, where: str) -> None:
    if isinstance(now, dict):
        assert kept.keys() == now.keys(), where
        for key in now:
            same(kept[key], now[key], f"{where}/{key}")
    elif isinstance(now, list):
        assert len(kept) == len(now), where
        for i, (one, other) in enumerate(zip(kept, now, strict=True)):
            same(one, other, f"{where}/{i}")
    elif isinstance(now, float):
        assert kept == pytest.approx(now, rel=1e-12, abs=1e-15), where
    else:
        assert kept == now, where


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_file_is_what_python_computes(name: str) -> None:
    now = json.loads(json.dumps(GOLDEN[name]()))
    same(json.loads(file_of(name).read_text(encoding="utf-8")), now, name)
