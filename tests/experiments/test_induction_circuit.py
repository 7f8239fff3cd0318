"""A circuit that was planted is found: a head that says which token came before feeds the copying.

The model is built by hand, as Elhage et al. 2021 ("A mathematical framework for transformer
circuits") describe it: two layers of attention and nothing else. Its residual stream has four
parts: the token, its position, the token before (written by head 1 of layer 0) and what comes next
(written by head 2 of layer 1, which looks for a place whose token before is the one at hand). All
other heads are noise.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from app.experiments.intervention import ablation_map, controls, intervene
from app.experiments.intervention_result import AblationMap, Controls, Effect
from app.trace.interventions import Intervention
from tests.instrumentation.test_run import loaded, tokens

ENTRIES, PLACES, WIDTH, HEADS = 12, 20, 80, 4
BEFORE_HEAD, COPY_HEAD = (0, 1), (1, 2)
# A text whose second half repeats the first: 7 comes after 3, so it does again.
IDS = [5, 3, 7, 2, 9, 1, 5, 3]
SHARP = 60.0


@cache
def planted() -> Any:
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(0)
    config = GPT2Config(
        vocab_size=ENTRIES,
        n_positions=PLACES,
        n_embd=WIDTH,
        n_layer=2,
        n_head=HEADS,
        n_inner=4,
        tie_word_embeddings=False,
        bos_token_id=0,
        eos_token_id=0,
    )
    model: Any = GPT2LMHeadModel(config).eval()
    token, place = slice(0, ENTRIES), slice(ENTRIES, ENTRIES + PLACES)
    before = slice(place.stop, place.stop + ENTRIES)
    after = slice(before.stop, before.stop + ENTRIES)
    each = WIDTH // HEADS
    with torch.no_grad():
        body = model.transformer
        body.wte.weight.zero_()
        body.wte.weight[:, token] = torch.eye(ENTRIES)
        body.wpe.weight.zero_()
        body.wpe.weight[:, place] = torch.eye(PLACES)
        for block in body.h:
            block.mlp.c_proj.weight.zero_()
            block.mlp.c_proj.bias.zero_()
            block.attn.c_attn.weight.mul_(0.2)
            block.attn.c_proj.weight.zero_()
            block.attn.c_proj.bias.zero_()

        def wire(where: tuple[int, int], query: Any, key: Any, read: slice, write: slice) -> None:
            layer, head = where
            attention = body.h[layer].attn
            mine = slice(head * each, (head + 1) * each)
            weight = attention.c_attn.weight  # (input, query | key | value)
            for number, matrix in enumerate((query, key)):
                part = weight[:, number * WIDTH : (number + 1) * WIDTH]
                part[:, mine] = 0
                part[:, mine][: matrix.shape[0], : matrix.shape[1]] = matrix
            values = weight[:, 2 * WIDTH :]
            values[:, mine] = 0
            values[read, mine.start : mine.start + ENTRIES] = torch.eye(ENTRIES)
            attention.c_proj.weight[mine.start : mine.start + ENTRIES, write] = torch.eye(ENTRIES)

        where = torch.zeros(WIDTH, each)
        where[place, :PLACES] = torch.eye(PLACES) * SHARP
        one_on = torch.zeros(WIDTH, each)
        one_on[place, :PLACES] = torch.eye(PLACES).roll(1, dims=1)  # place j is looked for by j + 1
        wire(BEFORE_HEAD, where, one_on, token, before)
        mine = torch.zeros(WIDTH, each)
        mine[token, :ENTRIES] = torch.eye(ENTRIES) * SHARP
        theirs = torch.zeros(WIDTH, each)
        theirs[before, :ENTRIES] = torch.eye(ENTRIES)
        wire(COPY_HEAD, mine, theirs, token, after)
        model.lm_head.weight.zero_()
        model.lm_head.weight[:, after] = torch.eye(ENTRIES) * 4
    return loaded(model)


@cache
def trace() -> Any:
    from app.instrumentation.run import Run

    run = Run(planted())
    run.read(IDS)
    return run.trace(
        task="read",
        text="",
        tokens=tokens(IDS),
        prompt=len(IDS),
        vocabulary=tuple(f"t{n}" for n in range(ENTRIES)),
    )


def effect(change: Intervention) -> Effect:
    *_, found = intervene(planted(), trace(), [change], {}, position=len(IDS) - 1)
    assert isinstance(found, Effect)
    return found


def test_the_model_copies() -> None:
    assert int(np.asarray(trace().logits)[-1].argmax()) == 7
    assert trace().stack("self").weights(*BEFORE_HEAD)[0, 7, 6] > 0.9
    assert trace().stack("self").weights(*COPY_HEAD)[0, 7, 2] > 0.9


@pytest.mark.parametrize("how", ["zero", "mean"])
def test_the_map_names_the_two_heads_and_no_other(how: str) -> None:
    *_, found = ablation_map(planted(), trace(), how, position=len(IDS) - 1)
    assert isinstance(found, AblationMap)
    table = np.array(found.stacks["self"])
    planted_heads = {BEFORE_HEAD, COPY_HEAD}
    for place, value in np.ndenumerate(table):
        assert value < -0.7 if place in planted_heads else abs(value) < 1e-4, (place, value)


def test_cutting_the_head_that_says_what_came_before_ruins_the_copying() -> None:
    for layer, head in np.ndindex(2, HEADS):
        found = effect(Intervention("head", "zero", layers=(layer,), heads=(head,)))
        assert found.chosen.id == 7
        ruined = found.chosen.after < found.chosen.before - 0.7
        assert ruined == ((layer, head) in {BEFORE_HEAD, COPY_HEAD})


def test_one_link_carries_it() -> None:
    layer, head = COPY_HEAD
    link = Intervention("link", "cut", layers=(layer,), heads=(head,), positions=(7,), keys=(2,))
    assert effect(link).chosen.after < effect(link).chosen.before - 0.7
    *_, found = controls(planted(), trace(), link, {}, position=7)
    assert isinstance(found, Controls)
    assert found.larger == len(found.others) == 7


def test_the_state_of_the_other_text_brings_its_answer() -> None:
    """Patched where the token before was written, the copying follows the other text."""
    from app.instrumentation.run import Run

    other_ids = [5, 3, 8, 2, 9, 1, 5, 3]
    run = Run(planted())
    run.read(other_ids)
    other = run.trace(task="read", text="", tokens=tokens(other_ids), prompt=8)
    patch = Intervention("state", "patch", layers=(1,), positions=(2,), source="other")
    *_, found = intervene(
        planted(), trace(), [patch], {"other": other}, position=7, token=8, rival=7
    )
    assert isinstance(found, Effect) and found.difference is not None
    assert found.difference[0] < -2 < 2 < found.difference[1]
