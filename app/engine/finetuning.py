"""Fine-tuning in the page: one's own labels from a CSV, with the same training as the command's."""

from __future__ import annotations

import io
import re
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import InputError
from app.models.catalog import ModelRow, adapter_folder, own_adapters

if TYPE_CHECKING:
    from app.engine.engine import Engine
    from app.training.events import Progress, Trained

# What an adapter's folder holds for others; a checkpoint of a training under way is not for them.
FILES = ("adapter.json", "adapter.safetensors", "README.md")
# A page is watched: a cut-off training loses little, and small trainings are not slowed down.
SECONDS_BETWEEN = 30.0


@dataclass(frozen=True)
class Preparing:
    """The base is being loaded and the table read."""


class Finetuning:
    """Trains, lists, packs and deletes adapters of one's own; one training at a time."""

    def __init__(self, engine: Engine) -> None:
        """`engine` gives the settings, and forgets a model whose files were changed."""
        self._engine = engine
        self._under_way = threading.Lock()
        # By the name of an adapter: the page that trained it since this process started.
        self._trained_by: dict[str, str] = {}

    @property
    def allowed(self) -> bool:
        """Whether this server trains at all."""
        return self._engine.settings.training

    def own(self) -> tuple[ModelRow, ...]:
        """The adapters that were trained here."""
        return own_adapters()

    def train(
        self,
        name: str,
        base: str,
        table: Path,
        *,
        epochs: float,
        page: str | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[Preparing | Progress | Trained]:
        """Trains a classifier on a CSV with the columns text and label; `Trained` comes last.

        `page` is the session of the page that asks; on a shared server it alone may delete what it
        trained. Raises InputError for a name that is taken or none, and for a table that is not as
        it should be, with the numbers of its rows.
        """
        settings = self._engine.settings
        if not settings.training:
            raise InputError("Training is switched off on this server: run a playground yourself.")
        self._free_place(name)
        size = table.stat().st_size
        if size > settings.max_upload:
            raise InputError(
                f"The file has {size / 2**20:.1f} MiB and {settings.max_upload / 2**20:.0f} fit: "
                "keep fewer rows."
            )
        with self._alone():
            # Once more: another training may have ended since, under the same name.
            folder = self._free_place(name)
            if page is not None:
                self._trained_by[name] = page
            yield Preparing()
            # torch is only imported once a training runs: the page is served before that.
            from app.training.base import open_base
            from app.training.kinds import prepare
            from app.training.table import read_table
            from app.training.training import train

            rows = len(read_table(table).rows)
            if rows > settings.max_training_rows:
                raise InputError(
                    f"The table has {rows:,} rows and this server trains on at most "
                    f"{settings.max_training_rows:,}: keep fewer of them."
                )
            opened = open_base(
                base,
                cache_dir=settings.cache_dir,
                offline=settings.offline,
                allow_path=settings.allow_path,
            )
            plan = prepare("csv", opened, table, {"epochs": epochs})
            plan = replace(plan, naming=replace(plan.naming, title=f"{name} (trained here)"))
            yield from train(
                plan,
                folder,
                device=settings.device,
                stop=stop,
                seconds_between=SECONDS_BETWEEN,
            )
            self._engine.forget(f"adapter:{name}")

    def packed(self, name: str) -> bytes:
        """The adapter as a zip file: its settings, its weights and its card. Raises InputError."""
        folder = self._there(name)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for file in FILES:
                if (folder / file).is_file():
                    archive.write(folder / file, f"{name}/{file}")
        return packed.getvalue()

    def delete(self, name: str, *, page: str | None = None) -> None:
        """Removes an adapter that was trained here; on a shared server by the same `page` only.

        Raises InputError where there is none, or where it is another's.
        """
        if not self.allowed:
            raise InputError("Training is switched off on this server, and so is deleting.")
        folder = self._there(name)
        if self._shared and (page is None or self._trained_by.get(name) != page):
            raise InputError(
                f"On this shared server {name} can be deleted only on the page that trained it, "
                "for as long as that page stays open: ask whoever runs the server."
            )
        shutil.rmtree(folder)
        self._trained_by.pop(name, None)
        self._engine.forget(f"adapter:{name}")

    @property
    def _shared(self) -> bool:
        return self._engine.settings.is_shared

    def _there(self, name: str) -> Path:
        folder = adapter_folder(name)
        if not (folder / FILES[0]).is_file():
            raise InputError(f"There is no adapter {name} here: choose one of the list.")
        return folder

    def _free_place(self, name: str) -> Path:
        folder = adapter_folder(name)
        if (folder / FILES[0]).exists():
            way = "choose another name" if self._shared else "delete it or choose another name"
            raise InputError(f"There is an adapter {name} already: {way}.")
        if len(self.own()) >= self._engine.settings.most_adapters:
            way = "one of yours, or ask whoever runs this server" if self._shared else "one"
            raise InputError(
                f"There are {self._engine.settings.most_adapters} adapters already: delete {way}."
            )
        return folder

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._under_way.acquire(blocking=False):
            raise InputError("Another training is under way here: try again when it has ended.")
        try:
            yield
        finally:
            self._under_way.release()


def name_for(file: str) -> str:
    """A name for an adapter from that of its file: letters, digits and dashes."""
    return re.sub(r"[^A-Za-z0-9]+", "-", Path(file).stem).strip("-")[:40] or "my-labels"
