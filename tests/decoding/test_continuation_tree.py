"""The tree of likely continuations: every number is that of a plain pass over the same tokens."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.decoding.continuation_tree import TreeNode, expand
from app.errors import InputError
from tests.sweep.building import Variant, build
from tests.tiny import tiny_loaded

IDS = [5, 17, 8, 40, 21]
TARGET = [2, 11, 7]


def grown(loaded: Any, **wanted: int) -> tuple[TreeNode, ...]:
    wanted = {"children": 3, "depth": 3, "nodes": 400, **wanted}
    start = TARGET if loaded.family == "encoder-decoder" else IDS
    *_, tree = expand(loaded, IDS, start, **wanted)  # type: ignore[arg-type]
    return tree


def path(tree: tuple[TreeNode, ...], leaf: TreeNode) -> list[TreeNode]:
    found = [leaf]
    while found[0].parent is not None:
        found.insert(0, tree[found[0].parent])
    return found


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma2", "marian", "t5", "bart"])
def test_probabilities_equal_a_plain_pass(family: str) -> None:
    import torch

    loaded = tiny_loaded(family)
    loaded.model.generation_config.eos_token_id = None
    tree = grown(loaded)
    assert len(tree) == 3 + 9 + 27
    for leaf in tree[::4]:
        way = path(tree, leaf)
        before = [each.token for each in way[:-1]]
        with torch.inference_mode():
            if loaded.family == "encoder-decoder":
                logits = loaded.model(
                    input_ids=torch.tensor([IDS]),
                    decoder_input_ids=torch.tensor([[*TARGET, *before]]),
                ).logits
            else:
                logits = loaded.model(input_ids=torch.tensor([[*IDS, *before]])).logits
        shares = torch.softmax(logits[0, -1].double(), -1)
        assert leaf.probability == pytest.approx(float(shares[leaf.token]), abs=1e-5)
        assert leaf.path == pytest.approx(np.prod([each.probability for each in way]), rel=1e-6)
        assert leaf.depth == len(way)


def test_children_are_the_most_likely_ones_and_sum_to_at_most_their_parent() -> None:
    tree = grown(tiny_loaded("llama"))
    for parent in (None, *(leaf for leaf in tree if leaf.depth < 3)):
        number = None if parent is None else parent.id
        mine = [leaf for leaf in tree if leaf.parent == number]
        if not mine:
            continue
        assert sum(leaf.path for leaf in mine) <= (1 if parent is None else parent.path) + 1e-6
        assert len({leaf.token for leaf in mine}) == len(mine)


def test_the_budget_keeps_the_most_likely_paths() -> None:
    whole = grown(tiny_loaded("llama"), depth=2)
    small = grown(tiny_loaded("llama"), depth=2, nodes=7)
    assert len(small) == 7
    second = sorted((leaf.path for leaf in whole if leaf.depth == 2), reverse=True)
    kept = sorted((leaf.path for leaf in small if leaf.depth == 2), reverse=True)
    assert kept == pytest.approx(second[:4])


def test_an_end_mark_is_not_gone_on_from() -> None:
    loaded = tiny_loaded("llama")
    first = grown(loaded, depth=1)[0]
    loaded.model.generation_config.eos_token_id = first.token
    tree = grown(loaded)
    assert tree[0].ended
    assert not any(leaf.parent == 0 for leaf in tree)


def test_it_comes_level_by_level_and_stops() -> None:
    loaded = tiny_loaded("llama")
    loaded.model.generation_config.eos_token_id = None
    states = list(expand(loaded, IDS, IDS, children=2, depth=3, nodes=400))
    assert [len(state) for state in states] == [2, 6, 14]
    assert not list(expand(loaded, IDS, IDS, children=2, depth=3, nodes=9, stop=lambda: True))


@pytest.mark.parametrize(
    ("name", "value"), [("children", 0), ("children", 11), ("depth", 13), ("nodes", 401)]
)
def test_numbers_out_of_range_are_named(name: str, value: int) -> None:
    with pytest.raises(InputError, match=f"{name} must be"):
        grown(tiny_loaded("llama"), **{name: value})


@pytest.mark.parametrize("kind", ["mamba", "openai-gpt", "xlnet", "bamba", "lfm2"])
def test_a_model_without_keys_to_order_grows_a_tree_all_the_same(kind: str) -> None:
    import torch

    loaded = tiny_loaded("llama")
    loaded.model = build(Variant(kind, "AutoModelForCausalLM"))
    loaded.model.generation_config.eos_token_id = None
    tree = grown(loaded, children=2)
    assert len(tree) == 2 + 4 + 8
    for leaf in tree:
        before = [each.token for each in path(tree, leaf)[:-1]]
        with torch.inference_mode():
            logits = loaded.model(torch.tensor([[*IDS, *before]]), use_cache=False).logits[0, -1]
        expected = torch.softmax(logits, dim=-1)[leaf.token].item()
        assert leaf.probability == pytest.approx(expected, abs=1e-4)
