"""Every way of storing numbers, against the gguf package."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from app.models.formats.ggml_blocks import NOT_READ, STORAGES, Storage, as_float32


def blocks_of(storage: Storage, count: int) -> np.ndarray:
    """Random blocks: any bits are a block, and scales may be anything, not numbers too."""
    dice = np.random.default_rng(storage.size)
    return dice.integers(0, 256, (count, storage.size), dtype=np.uint8)


def test_the_ways_of_storing_are_those_that_were_promised() -> None:
    promised = "F32 F16 BF16 Q8_0 Q4_0 Q4_1 Q5_0 Q5_1 Q4_K Q5_K Q6_K Q2_K Q3_K"
    assert {storage.name for storage in STORAGES.values()} == set(promised.split())
    assert not set(STORAGES) & set(NOT_READ)


def test_numbers_and_names_are_those_of_ggml() -> None:
    from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

    for number, storage in STORAGES.items():
        kind = GGMLQuantizationType(number)
        assert kind.name == storage.name
        assert GGML_QUANT_SIZES[kind] == (storage.block, storage.size)
    for number, name in NOT_READ.items():
        assert GGMLQuantizationType(number).name == name
    known = {int(kind) for kind in GGMLQuantizationType}
    assert known <= set(STORAGES) | set(NOT_READ) | {41}


@pytest.mark.parametrize("number", STORAGES, ids=lambda number: STORAGES[number].name)
def test_blocks_are_read_bit_for_bit(number: int) -> None:
    from gguf import GGMLQuantizationType
    from gguf.quants import dequantize

    storage = STORAGES[number]
    raw = blocks_of(storage, 2_100 if storage.block > 1 else 4_096)
    with np.errstate(all="ignore"):
        rows = raw if storage.block > 1 else raw.reshape(1, -1)
        expected = dequantize(rows, GGMLQuantizationType(number)).reshape(-1)
        got = as_float32(raw.reshape(-1), storage)
        with ThreadPoolExecutor(2) as threads:
            shared = as_float32(raw.reshape(-1), storage, threads)
    assert got.dtype == np.float32 and got.shape == (len(raw) * storage.block,)
    real = ~np.isnan(expected)
    assert np.array_equal(real, ~np.isnan(got))
    assert np.array_equal(expected[real].view(np.uint32), got[real].view(np.uint32))
    assert np.array_equal(got.view(np.uint32), shared.view(np.uint32))


def test_an_error_of_a_thread_is_an_error() -> None:
    def broken(blocks: object, out: object) -> None:
        raise ZeroDivisionError

    storage = Storage("X", 32, 34, broken)
    with ThreadPoolExecutor(2) as threads, pytest.raises(ZeroDivisionError):
        as_float32(np.zeros(34 * 10_000, np.uint8), storage, threads)
