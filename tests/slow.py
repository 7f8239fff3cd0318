"""An engine of tiny models that are slow to load and slow to run, also as a server of its own."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any


def slow_engine(
    folders: tuple[Path, ...],
    cache: Path,
    *,
    load_seconds: float = 0,
    step_seconds: float = 0.01,
    memory: int = 10**9,
) -> Any:
    """An engine whose models need a while for being loaded, and for every pass."""
    from app.engine.engine import Engine
    from app.models.loading import load
    from app.models.sources.fetch import fetch
    from app.models.store import Store
    from app.settings import Settings

    settings = Settings(
        cache_dir=cache,
        allow_path=folders,
        offline=True,
        threads=1,
        max_tokens=46,
        max_new_tokens=30,
        default_model=f"path:{folders[0] / 'llama'}",
    )

    def slowly(known: Any, folder: Path) -> Any:
        time.sleep(load_seconds)
        loaded = load(known, folder, device="cpu")
        loaded.model.register_forward_pre_hook(lambda *_: time.sleep(step_seconds))
        return loaded

    def fetched(known: Any, progress: Any) -> Path:
        return fetch(known, cache_dir=cache, offline=True, allow_path=folders, progress=progress)

    return Engine(settings, Store(memory, fetch=fetched, load=slowly))


def _main(folder: Path, port: int, load_seconds: float, step_seconds: float) -> None:
    from app.api.serving import listening, serve_on
    from app.server import create

    listener = listening("127.0.0.1", port)
    engine = slow_engine((folder,), folder, load_seconds=load_seconds, step_seconds=step_seconds)
    serve_on(create(engine.settings, engine, warm=False), listener)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
