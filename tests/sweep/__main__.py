"""Tries every architecture: `python -m tests.sweep [NAME …] [--part K/N] [--table FILE]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import warnings
from pathlib import Path


def main() -> int:
    """Prints what is not exact; returns 1 where anything is wrong or failed."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    warnings.filterwarnings("ignore")
    import torch
    import transformers

    from tests.sweep.trying import try_variant
    from tests.sweep.variants import variants

    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--part", default="1/1")
    asked.add_argument("--out", default="")
    asked.add_argument("--all", action="store_true")
    given = asked.parse_args()
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    part, parts = map(int, given.part.split("/"))
    chosen = [
        each
        for number, each in enumerate(variants())
        if number % parts == part - 1 and (not given.names or each.name in given.names)
    ]
    told = []
    with tempfile.TemporaryDirectory() as folder:
        for variant in chosen:
            for each in try_variant(variant, Path(folder)):
                told.append(each)
                if each.outcome in ("wrong", "failed") or (given.all and each.outcome != "exact"):
                    print(f"{each.variant:24} {each.capability:13} {each.outcome:8} {each.says}",
                          flush=True)  # fmt: skip
    if given.out:
        Path(given.out).write_text(json.dumps([vars(each) for each in told]))
    counts = {name: sum(each.outcome == name for each in told)
              for name in ("exact", "refused", "wrong", "failed")}  # fmt: skip
    print(len(chosen), "models", counts)
    return 1 if counts["wrong"] or counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
