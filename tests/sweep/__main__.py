"""Tries every architecture: `python -m tests.sweep [NAME …] [--write] [--all]`.

Without names it tries all of them in two processes and compares what came with the page
docs/architectures.md; `--write` writes that page.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.sweep.running import quiet, tried
from tests.sweep.trying import Told

PAGE = Path(__file__).parents[2] / "docs" / "architectures.md"
AT_ONCE = 2


def main() -> int:
    """Prints what is not exact; 1 where anything is wrong, fails, or is not as the page says."""
    import transformers

    from tests.sweep.table import table
    from tests.sweep.variants import variants

    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--write", action="store_true", help="write docs/architectures.md")
    asked.add_argument("--all", action="store_true", help="print refusals too")
    given = asked.parse_args()
    chosen = [each for each in variants() if not given.names or each.name in given.names]
    told: list[Told] = []
    with ProcessPoolExecutor(
        AT_ONCE if len(chosen) > 1 else 1, mp_context=get_context("spawn"), initializer=quiet
    ) as pool:
        for found in pool.map(tried, chosen):
            told.extend(found)
            for each in found:
                if each.outcome in ("wrong", "failed") or (given.all and each.outcome != "exact"):
                    line = f"{each.variant:24} {each.capability:13} {each.outcome:8} {each.says}"
                    print(line, flush=True)
    counts = Counter(each.outcome for each in told)
    print(f"{len(chosen)} models: {dict(counts)}")
    bad = bool(counts["wrong"] or counts["failed"])
    if not given.names and not bad:
        page = table(told, transformers.__version__)
        if given.write:
            PAGE.write_text(page)
        elif not PAGE.exists() or PAGE.read_text() != page:
            print("docs/architectures.md does not say this: write it by `make architectures`.")
            bad = True
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
