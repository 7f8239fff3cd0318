"""One model of the sweep, in a process that says nothing beside."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path

from tests.sweep.building import Variant
from tests.sweep.trying import Told


def tried(variant: Variant) -> list[Told]:
    """All capabilities of one model, in a folder of its own."""
    from tests.sweep.trying import try_variant

    with tempfile.TemporaryDirectory() as folder:
        return list(try_variant(variant, Path(folder)))


def quiet() -> None:
    """No hub, one thread, no notes."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    warnings.filterwarnings("ignore")
    import torch
    import transformers

    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
