"""A training's state on disk, so that it goes on after a kill."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import InputError

if TYPE_CHECKING:
    import torch

Weights = dict[str, "torch.Tensor"]
FILE = "checkpoint.safetensors"


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that a training needs to go on.

    The order of the data, the dropout and the masks follow from seed and step, and the learning
    rate from the step: none of them is kept.

    facts    step, scores so far and the like: what JSON holds
    weights  of the last step; best, those of the best score; means, the average if there is one
    first, second  AdamW's moving means of the gradient and of its square
    """

    facts: dict[str, Any]
    weights: Weights
    first: Weights
    second: Weights
    best: Weights
    means: Weights


def write(path: Path, kept: Checkpoint) -> None:
    """Write it in one step: a kill leaves the former one, and so does a full disk.

    Raises OSError where it cannot be written.
    """
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    groups = {
        "weights": kept.weights,
        "first": kept.first,
        "second": kept.second,
        "best": kept.best,
        "means": kept.means,
    }
    tensors = {
        f"{group}/{name}": tensor.detach().contiguous()
        for group, held in groups.items()
        for name, tensor in held.items()
    }
    partial = path.with_suffix(".partial")
    try:
        save_file(tensors, partial, metadata={"facts": json.dumps(kept.facts)})
        os.replace(partial, path)
    except SafetensorError as error:
        # The library has an error of its own for a disk that is full.
        raise OSError(f"{error}") from error
    finally:
        partial.unlink(missing_ok=True)


def read(path: Path) -> Checkpoint | None:
    """The checkpoint at `path`, or None where there is none. Raises InputError if it is damaged."""
    from safetensors import safe_open

    if not path.is_file():
        return None
    names = ("weights", "first", "second", "best", "means")
    groups: dict[str, Weights] = {name: {} for name in names}
    try:
        with safe_open(path, "pt") as file:
            facts = json.loads(file.metadata()["facts"])
            for key in file.keys():  # noqa: SIM118  # it is no mapping
                group, _, name = key.partition("/")
                groups[group][name] = file.get_tensor(key)
    except Exception as error:  # any damage at all
        raise InputError(
            f"The checkpoint {path.name} of the folder cannot be read, so delete it to begin anew: "
            f"{error}"
        ) from error
    return Checkpoint(facts, **groups)
