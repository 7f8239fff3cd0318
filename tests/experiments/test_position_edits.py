"""Laws of moved positions, on tiny random models of every family that tells order."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from app.analysis.position_edits import PositionEdit, PositionIds, order
from app.errors import InputError
from app.experiments.position_edits_result import PermutationResult, PositionEditResult
from app.instrumentation.position_sites import override_positions, sites
from app.trace import Trace
from tests.tiny import DECODERS, FAMILIES, tiny_loaded

TEXT = "the cat saw a big red dog"
ROTARY = ("llama", "qwen2", "gemma2", "gemma3", "mistral", "gpt-neox", "phi", "gpt-j")
RELATIVE = ("t5", "bloom", "mpt", "deberta", "deberta-v2")
ABSOLUTE = sorted(set(FAMILIES) - set(ROTARY) - set(RELATIVE))
CAUSAL = (*DECODERS, "bloom", "mpt", "gpt-j", "gpt-neo")
TURNS = (0, 3, 1, 6, 2, 5, 4)

_traces: dict[str, tuple[Any, Trace]] = {}


def traced(family: str) -> tuple[Any, Trace]:
    """A tiny model and its trace of TEXT."""
    from app.tasks import Request
    from app.tasks.read import run

    if family not in _traces:
        from app.decoding.sampling import Sampling

        loaded = tiny_loaded(family)
        request = Request({"text": TEXT}, Sampling(), 48)
        *_, answer = run(loaded, request, lambda: False)
        _traces[family] = (loaded, answer.trace)  # type: ignore[union-attr]
    return _traces[family]


def states(loaded: Any, ids: list[int], where: PositionIds | None) -> np.ndarray:
    """(token, width): the last hidden states of the side whose tokens are moved."""
    from app.instrumentation.run import Run

    run = Run(loaded)
    pair = loaded.family == "encoder-decoder"
    run.read(ids, [3] if pair else [], places=where)
    return np.asarray(run._states["encoder" if pair else "self"][0][-1][0].numpy())


def ids_of(family: str) -> tuple[Any, list[int]]:
    loaded, trace = traced(family)
    return loaded, [token.id for token in trace.tokens]


def whole(count: int, add: float = 0.0) -> PositionIds:
    return PositionIds(tuple(place + add for place in range(count)))


def moved(family: str, move: PositionEdit) -> PositionEditResult:
    from app.experiments.position_edits import read_at_positions as place

    loaded, trace = traced(family)
    *_, found = place(loaded, trace, move)
    assert isinstance(found, PositionEditResult)
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_a_site_and_its_own_places_change_nothing(family: str) -> None:
    loaded, ids = ids_of(family)
    assert sites(loaded.model)
    assert np.array_equal(states(loaded, ids, None), states(loaded, ids, whole(len(ids))))


def hooks_of(model: Any) -> list[tuple[int, int]]:
    return [(len(m._forward_hooks), len(m._forward_pre_hooks)) for m in model.modules()]


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_stays_behind(family: str) -> None:
    loaded, ids = ids_of(family)
    before = states(loaded, ids, None)
    hooks = hooks_of(loaded.model)  # transformers has some of its own
    for move in (whole(len(ids), 2), PositionIds((0.0,) * len(ids), zero=True)):
        assert not np.array_equal(states(loaded, ids, move), before) or family in ROTARY + RELATIVE
        assert np.array_equal(states(loaded, ids, None), before)
    assert hooks_of(loaded.model) == hooks
    assert not any(
        "build_" in name or "get_rel" in name for m in loaded.model.modules() for name in vars(m)
    )


@pytest.mark.parametrize("family", [*ROTARY, *RELATIVE])
def test_a_shift_leaves_schemes_of_distances_alone(family: str) -> None:
    found = moved(family, PositionEdit("shift", by=4))
    assert max(map(max, found.heads)) < 1e-3
    assert found.hidden[-1] < 1e-4


@pytest.mark.parametrize("family", ABSOLUTE)
def test_a_shift_changes_the_attention_of_schemes_of_places(family: str) -> None:
    found = moved(family, PositionEdit("shift", by=4))
    assert max(map(max, found.heads)) > 0.01
    assert found.hidden[0] > 0.01


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("kind", ["reverse", "zero", "same", "stretch"])
def test_the_other_moves_change_every_family(family: str, kind: str) -> None:
    found = moved(family, PositionEdit(kind, by=2))
    assert max(map(max, found.heads)) > 1e-3
    assert [len(row) for row in found.heads] == [len(found.heads[0])] * len(found.heads)
    assert found.trace.moved == kind


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - set(CAUSAL)))
def test_moved_places_equal_moved_words_where_every_token_sees_all(family: str) -> None:
    """Telling a token another place is the same as putting it there."""
    loaded, ids = ids_of(family)
    at = [0.0] * len(ids)
    for place, token in enumerate(TURNS):
        at[token] = float(place)
    told = states(loaded, ids, PositionIds(tuple(at)))
    put = states(loaded, [ids[turn] for turn in TURNS], None)
    scale = np.abs(put).max()
    assert np.abs(told[list(TURNS)] - put).max() < 1e-5 * scale


@pytest.mark.parametrize("family", FAMILIES)
def test_without_positions_order_matters_to_a_mask_only(family: str) -> None:
    from app.experiments.position_edits import read_at_positions as place

    loaded, trace = traced(family)
    *_, found = place(loaded, trace, PositionEdit("permutation", seed=3))
    assert isinstance(found, PermutationResult)
    assert found.without is not None
    assert found.causal == (family in CAUSAL)
    assert found.kept > 1e-3
    assert sorted(found.order) == list(range(len(trace.tokens)))
    if family in CAUSAL:
        assert found.without > 1e-3
        assert "Haviv" in found.explains
    else:
        assert found.without < 1e-5
        assert "Vaswani" in found.explains


@pytest.mark.parametrize("family", ["llama", "bloom", "mpt"])
def test_places_between_whole_numbers_where_the_scheme_has_them(family: str) -> None:
    halves, same = (
        moved(family, PositionEdit("stretch", by=0.5)),
        moved(family, PositionEdit("stretch", by=1)),
    )
    assert halves.note == ""
    assert max(map(max, halves.heads)) > 1e-4
    assert max(map(max, same.heads)) == 0


def test_a_table_has_none_and_says_so() -> None:
    found = moved("bert", PositionEdit("stretch", by=0.5))
    assert "rounded" in found.note
    assert "share a place" in found.note
    assert moved("bert", PositionEdit("stretch", by=2)).note == ""


def test_a_table_ends_and_rotation_does_not() -> None:
    with pytest.raises(InputError, match="from 0 to 47"):
        moved("bert", PositionEdit("shift", by=45))
    with pytest.raises(InputError, match="from 0 to 47"):
        moved("bert", PositionEdit("shift", by=-1))
    assert "beyond the 48 positions" in moved("llama", PositionEdit("shift", by=45)).note
    assert moved("llama", PositionEdit("shift", by=-3)).hidden[-1] < 1e-4


def test_numbers_of_a_move_are_those_of_the_two_traces() -> None:
    _, trace = traced("llama")
    found = moved("llama", PositionEdit("reverse"))
    one, other = trace.stack("self"), found.trace.stack("self")
    for layer in range(len(one.layers)):
        apart = np.abs(one.weights(layer) - other.weights(layer)).sum(-1).mean(-1) / 2
        assert found.heads[layer] == pytest.approx(apart, abs=1e-5)
    old, new = trace.hidden["self"], found.trace.hidden["self"]
    change = np.linalg.norm(new - old, axis=-1) / np.linalg.norm(old, axis=-1)
    assert found.hidden == pytest.approx(change.mean(axis=1), abs=1e-5)
    assert [each.change for each in found.tokens] == pytest.approx(change[-1], abs=1e-5)
    assert found.next is not None
    assert trace.logits is not None
    assert found.trace.logits is not None
    shares = [np.exp(each[-1] - each[-1].max()) for each in (trace.logits, found.trace.logits)]
    p, q = (each / each.sum() for each in shares)
    assert found.next.kl == pytest.approx(float((p * np.log(p / q)).sum()), abs=1e-5)
    for each in found.next.candidates:
        assert (each.before, each.after) == pytest.approx((p[each.id], q[each.id]), abs=1e-6)


def test_what_was_written_is_asked_again() -> None:
    from app.decoding.sampling import Sampling
    from app.experiments.position_edits import read_at_positions as place
    from app.tasks import Answer, Request
    from app.tasks._writing import write_out

    for family in ("llama", "marian"):
        loaded = tiny_loaded(family)
        loaded.model.generation_config.eos_token_id = None
        text, tokens = loaded.pieces.read(TEXT)
        request = Request({}, Sampling(max_new_tokens=5), 48)
        *_, answer = write_out(loaded, request, text, tokens, lambda: False, task="t")
        assert isinstance(answer, Answer)
        *_, found = place(loaded, answer.trace, PositionEdit("shuffle", seed=2))
        assert isinstance(found, PositionEditResult)
        assert found.text is not None
        written = answer.written
        assert [each.before for each in found.text.tokens] == pytest.approx(
            [each.probability for each in written], abs=1e-5
        )
        total = sum(np.log(each.probability) for each in written)
        assert found.text.before == pytest.approx(total, abs=1e-4)
        assert found.text.after != pytest.approx(total, abs=1e-4)
        # The first written word is what is compared: nobody had written anything yet.
        assert found.next is not None
        best = next(each for each in found.next.candidates if each.id == written[0].token.id)
        assert best.before == pytest.approx(written[0].probability, abs=1e-5)


@pytest.mark.parametrize("family", ["bert", "llama", "t5", "bloom", "deberta-v2"])
def test_another_thread_sees_the_models_own_positions(family: str) -> None:
    loaded, ids = ids_of(family)
    before = states(loaded, ids, None)
    found: list[np.ndarray] = []
    with override_positions(loaded.model, PositionIds((0.0,) * len(ids), zero=True)):
        thread = threading.Thread(target=lambda: found.append(states(loaded, ids, None)))
        thread.start()
        thread.join()
    assert np.array_equal(found[0], before)


def test_stopping_gives_no_result() -> None:
    from app.experiments.position_edits import read_at_positions as place

    loaded, trace = traced("bert")
    for kind in ("reverse", "permutation"):
        steps = list(place(loaded, trace, PositionEdit(kind), stop=lambda: True))
        assert not any(isinstance(step, PositionEditResult | PermutationResult) for step in steps)


def test_the_permutation_is_the_shuffle_of_the_same_seed() -> None:
    from app.experiments.position_edits import read_at_positions as place

    loaded, trace = traced("bert")
    *_, found = place(loaded, trace, PositionEdit("permutation", seed=5))
    assert isinstance(found, PermutationResult)
    assert found.order == order(PositionEdit("shuffle", seed=5), trace.text, trace.tokens)
