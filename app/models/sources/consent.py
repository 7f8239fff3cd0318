"""Terms that somebody has to accept before a model under them is fetched, and who has done so.

What was accepted is kept in the cache folder as `accepted.json`: the names of the terms, for
everything that uses that folder.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from app.errors import InputError
from app.models.catalog import TERMS, ModelRow
from app.models.sources.manifest import cannot_write

FILE = "accepted.json"


def accepted(cache_dir: Path) -> frozenset[str]:
    """The names of the terms that were accepted; a file that cannot be read accepts nothing."""
    try:
        names = json.loads((cache_dir / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    known = names if isinstance(names, list) else []
    return frozenset(name for name in known if isinstance(name, str)) & frozenset(TERMS)


def accept(name: str, cache_dir: Path) -> None:
    """Keeps that these terms were accepted. Raises InputError for terms that no model is under."""
    if name not in TERMS:
        raise InputError(
            f"There are no terms {str(name)[:60]!r} to accept: those of models here are "
            f"{', '.join(TERMS)}."
        )
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(prefix=".accepted-", dir=cache_dir)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(sorted(accepted(cache_dir) | {name}), file)
            os.replace(partial, cache_dir / FILE)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise cannot_write(cache_dir, error) from error


def needs_consent(row: ModelRow, cache_dir: Path) -> bool:
    """Whether the model is under terms that nobody has accepted."""
    return row.terms is not None and row.terms not in accepted(cache_dir)


def require_consent(row: ModelRow, cache_dir: Path) -> None:
    """Raises InputError, which names the terms and says how they are accepted, where it is due."""
    if row.terms is not None and needs_consent(row, cache_dir):
        terms = TERMS[row.terms]
        raise InputError(
            f"{row.title} is under the {terms.title} ({terms.url}) and is fetched only after you "
            f"accept them: read them, then run `python app.py {command(row)}`."
        )


def command(row: ModelRow) -> str:
    """What fetches the model on the command line."""
    return f"fetch {row.id}" + (f" --accept-licence {row.terms}" if row.terms else "")
