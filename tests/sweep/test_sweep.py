"""A few of each way of computing, against transformers; all of them are `make sweep`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sweep.building import TEXTLESS
from tests.sweep.table import table
from tests.sweep.trying import Told, try_variant
from tests.sweep.variants import SHORT, variants


@pytest.mark.parametrize("name", SHORT)
@pytest.mark.filterwarnings("ignore")
def test_an_architecture_is_exact_or_says_why_not(name: str, tmp_path: Path) -> None:
    variant = next(each for each in variants() if each.name == name)
    told = list(try_variant(variant, tmp_path))
    bad = [each for each in told if each.outcome not in ("exact", "refused")]
    assert not bad, "\n".join(f"{each.capability}: {each.says}" for each in bad)
    assert sum(each.outcome == "exact" for each in told) >= 3


def test_every_architecture_of_transformers_is_tried_or_named() -> None:
    from transformers.models.auto import modeling_auto as auto

    known = {each.kind for each in variants()}
    for mapping in (
        auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        auto.MODEL_FOR_MASKED_LM_MAPPING_NAMES,
        auto.MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
    ):
        assert set(mapping) <= known | TEXTLESS


def test_the_page_says_what_was_found() -> None:
    told = [
        Told("a", "read", "exact"),
        Told("a", "labels", "refused", "a cannot, and layer 3 neither."),
        Told("b", "read", "exact"),
        Told("b", "labels", "refused", "b cannot, and layer 0 neither."),
    ]
    page = table(told, "5")
    assert "| a | = | 1 |" in page
    assert "| b | = | 1 |" in page
    assert "1. The model cannot, and layer N neither." in page
