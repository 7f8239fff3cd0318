from typing import Any

import numpy as np
import pytest
import torch

from app.models.formats import packed_delta

ROWS, COLUMNS = 300, 257  # lopsided, no multiple of 8, and large enough to be packed


def trained_pair() -> tuple[torch.Tensor, torch.Tensor]:
    made = torch.Generator().manual_seed(3)
    start = torch.randn(ROWS, COLUMNS, generator=made)
    # Each row has a difference of its own size, and the first none at all.
    sizes = torch.logspace(-5, 0, ROWS)[:, None] * (torch.arange(ROWS) > 0)[:, None]
    return start, start + sizes * torch.randn(ROWS, COLUMNS, generator=made)


@pytest.mark.parametrize("bits", [8, 6, 5, 2])
def test_a_matrix_comes_back_within_half_a_step_of_its_row(bits: int) -> None:
    start, weight = trained_pair()
    stored = packed_delta.encode({"w": weight}, {"w": start}, bits=bits)
    back = packed_delta.decode("w", stored, start, bits=bits)
    largest = (weight - start).abs().amax(dim=1)
    bound = largest / (2**bits - 2) * 1.001 + 1e-6
    assert ((back - weight).abs().amax(dim=1) <= bound).all()
    assert torch.equal(back[0], start[0]), "a row that did not change is exactly the base's"


@pytest.mark.parametrize("bits", [8, 6])
def test_a_number_takes_its_bits_and_no_more(bits: int) -> None:
    start, weight = trained_pair()
    stored = packed_delta.encode({"w": weight}, {"w": start}, bits=bits)
    assert set(stored) == {"w:packed", "w:step"}
    assert stored["w:packed"].dtype == torch.uint8
    assert stored["w:packed"].numel() == ROWS * -(-COLUMNS * bits // 8)


def test_packing_keeps_every_number_that_fits() -> None:
    for bits in range(2, 9):
        largest = 2 ** (bits - 1) - 1
        numbers = np.arange(-largest, largest + 1, dtype=np.int8)
        numbers = np.stack([numbers, numbers[::-1]])
        packed = packed_delta._pack(numbers, bits)
        assert np.array_equal(packed_delta._unpack(packed, bits, numbers.shape[1]), numbers)


def test_a_matrix_that_the_base_lacks_is_stored_from_zero() -> None:
    _, weight = trained_pair()
    stored = packed_delta.encode({"head": weight}, {}, bits=8)
    back = packed_delta.decode("head", stored, torch.zeros_like(weight), bits=8)
    assert (back - weight).abs().max() <= weight.abs().max() / 254 * 1.001


def test_biases_and_small_heads_are_stored_as_they_are() -> None:
    weights = {"bias": torch.tensor([1.0, -2.5, 0.0]), "head": torch.ones(2, 32) / 3}
    stored = packed_delta.encode(weights, {"bias": torch.zeros(3)}, bits=8)
    assert {tensor.dtype for tensor in stored.values()} == {torch.float16}
    for name, weight in weights.items():
        back = packed_delta.decode(name, stored, torch.zeros_like(weight), bits=8)
        assert torch.allclose(back, weight, rtol=2**-11)


def test_low_rank_matrices_are_multiplied() -> None:
    down, up = torch.tensor([[1.0, 2.0, 0.0]]), torch.tensor([[3.0], [-1.0]])
    stored = packed_delta.encode_low_rank("w", down, up)
    back = packed_delta.decode("w", stored, torch.ones(2, 3), bits=8)
    assert back.tolist() == [[4.0, 7.0, 1.0], [0.0, -1.0, 1.0]]
    assert packed_delta.names(stored) == {"w"}


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1e6])
def test_weights_beyond_all_bounds_are_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="beyond all bounds"):
        packed_delta.encode({"w": torch.tensor([bad])}, {}, bits=8)


def damaged() -> dict[str, dict[str, Any]]:
    start, weight = trained_pair()
    good = packed_delta.encode({"w": weight}, {"w": start}, bits=8)
    low = packed_delta.encode_low_rank("w", torch.ones(2, COLUMNS), torch.ones(ROWS, 3))
    return {
        "fewer rows": {**good, "w:packed": good["w:packed"][:-1]},
        "fewer columns": {**good, "w:packed": good["w:packed"][:, :-1].contiguous()},
        "fewer steps": {**good, "w:step": good["w:step"][:-1]},
        "no steps": {"w:packed": good["w:packed"]},
        "not finite": {**good, "w:step": good["w:step"] * float("inf")},
        "ranks differ": low,
        "whole, other shape": {"w": torch.zeros(ROWS)},
        "unknown way": {"w:zipped": torch.zeros(3)},
    }


@pytest.mark.parametrize("what", list(damaged()))
def test_stored_tensors_that_do_not_fit_are_refused(what: str) -> None:
    start, _ = trained_pair()
    with pytest.raises(ValueError):
        packed_delta.decode("w", damaged()[what], start, bits=8)
