"""A full disk and too little memory end in a sentence that says so, and leave nothing half done."""

from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.api.failures import FAILED, NO_MEMORY, NO_SPACE, told
from app.errors import InputError
from app.training import checkpoint as checkpoints
from tests.training.conftest import (
    base as base,  # fixtures
)
from tests.training.conftest import (
    base_folder as base_folder,
)
from tests.training.conftest import (
    save_base as save_base,
)
from tests.training.conftest import (
    tokenizer_file as tokenizer_file,
)
from tests.training.test_training import NAMING, RECIPE, lesson

MIB = 2**20


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InputError("Type some text first."), "Type some text first."),
        (OSError(errno.ENOSPC, "No space left on device"), NO_SPACE),
        (MemoryError(), NO_MEMORY),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), NO_MEMORY),
        (ImportError("libtorch_cpu.so: failed to map segment from shared object"), NO_MEMORY),
        (RuntimeError("can't start new thread"), NO_MEMORY),
        (OSError(errno.ENOENT, "secret"), FAILED),
        (ZeroDivisionError("secret"), FAILED),
    ],
)
def test_the_sentence_of_a_failure(error: Exception, sentence: str) -> None:
    assert told(error) == sentence


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file of this process may grow beyond that: as where a disk is full."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


@pytest.mark.parametrize("half", ["the checkpoint", "the adapter"])
def test_a_training_on_a_full_disk_ends_in_a_sentence(base: Any, tmp_path: Path, half: str) -> None:
    from app.training.plan import Plan
    from app.training.training import train

    plan = Plan(lesson(base), base, RECIPE, NAMING)
    out = tmp_path / "out"
    out.mkdir()
    said = r"cannot be written \(.*\): free space there"
    if half == "the checkpoint":
        with files_of_at_most(10_000), pytest.raises(InputError, match=said):
            list(train(plan, out, device="cpu", seconds_between=-1))
    else:
        # A device of the operating system on which every write fails for want of space.
        (out / "adapter.safetensors.partial").symlink_to("/dev/full")
        with pytest.raises(InputError, match=said):
            list(train(plan, out, device="cpu", seconds_between=-1))
    left = {path.name for path in out.iterdir()}
    assert left <= {checkpoints.FILE}, "nothing half written lies about"
    assert list(train(plan, out, device="cpu", seconds_between=-1))
    assert (out / "adapter.json").is_file()


def test_an_upload_to_a_full_disk_is_told(client: Any) -> None:
    table = {"files": ("x.csv", b"x" * 12 * MIB)}
    with files_of_at_most(8 * MIB):
        answer = client.post("/gradio_api/upload", files=table)
    assert answer.status_code == 507, answer.text
    assert answer.json() == {"error": NO_SPACE}
    assert client.post("/gradio_api/upload", files=table).status_code == 200
