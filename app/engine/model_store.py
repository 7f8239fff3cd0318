"""The store of models that the settings ask for: where they are fetched and how they are loaded."""

from __future__ import annotations

from pathlib import Path

from app.models.building import building
from app.models.catalog import ModelRow
from app.models.loading import Loaded, load
from app.models.sources.fetch import fetch
from app.models.sources.progress import Progress
from app.models.store import Store
from app.settings import Settings


def model_store(settings: Settings) -> Store:
    """A store that fetches and loads as these settings say."""

    def fetch_model(known: ModelRow, progress: Progress) -> Path:
        return fetch(
            known,
            cache_dir=settings.cache_dir,
            offline=settings.offline,
            allow_path=settings.allow_path,
            progress=progress,
        )

    def load_model(known: ModelRow, folder: Path) -> Loaded:
        # transformers imports its parts when they are first named, and two threads that do so at
        # once find half a module. Loading is quick; fetching, which is not, stays outside.
        with building():
            import torch

            import app.decoding.loop
            import app.instrumentation.run  # noqa: F401  (so that no run is the first to import it)

            # torch reads this once per thread pool, so it is set before the first model.
            torch.set_num_threads(settings.threads)
            return load(known, folder, device=settings.device)

    return Store(settings.model_memory, fetch=fetch_model, load=load_model)
