"""Model files from the Hugging Face Hub: safetensors or gguf and the texts beside them."""

from __future__ import annotations

import logging
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import InputError
from app.models.catalog import ModelRow
from app.models.sources.content import sha256_of
from app.models.sources.folder import split_gguf
from app.models.sources.manifest import Manifest, cannot_write, read_manifest
from app.models.sources.progress import Progress, watching

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo

log = logging.getLogger(__name__)

# Only a model's main weights: repositories also hold halved, older and exported copies of them.
_WEIGHTS = re.compile(r"model(-\d+-of-\d+)?\.safetensors")
_TEXTS = (".json", ".txt", ".model", ".spm", ".jinja")


def fetch_hub(row: ModelRow, *, cache_dir: Path, offline: bool, progress: Progress) -> Path:
    """The folder with the files of a `hub:` row, or the one gguf file that the row names.

    The network is asked the first time only.

    The model stays at the revision it was first fetched at. Raises InputError when the Hub cannot
    be reached, does not know the model, or asks for terms to be accepted, and when the model has
    nothing but pickled weights.
    """
    name, _, file = row.source.removeprefix("hub:").partition(":")
    repository = name.replace("/", "--")
    listed = f"{repository}--{file.replace('/', '--')}" if file else repository
    list_file = cache_dir / "hub" / f"{listed}.json"
    manifest = read_manifest(list_file)
    notes = list_file.parent / f"models--{repository}"
    if manifest is not None and manifest.is_whole(list_file.parent / manifest.origin, notes):
        return list_file.parent / manifest.origin / file
    if offline:
        raise InputError(
            f"The model {row.id} is not in the cache, or its files were changed, and the "
            f"playground is offline: run `python app.py fetch {row.id}` once with a network."
        )
    try:
        changed = manifest is not None and notes.is_dir()
        folder, sizes = _download(row, name, file, cache_dir / "hub", progress, anew=changed)
        hashes = {each: sha256_of(folder / each) for each in sizes}
        Manifest(folder.relative_to(list_file.parent).as_posix(), sizes, hashes).write(list_file)
    except InputError:
        raise
    except Exception as error:
        raise hub_error(row, error, cache_dir) from error
    return folder / file


def hub_error(row: ModelRow, error: Exception, cache_dir: Path) -> InputError:
    """What to tell the visitor when the Hub's own library raised `error`."""
    from huggingface_hub import errors

    # The HTTP library's own base error; which library that is has changed between releases.
    network_error = errors.HfHubHTTPError.__bases__[0]
    name = row.source.removeprefix("hub:").partition(":")[0]
    if isinstance(error, errors.GatedRepoError):
        return InputError(
            f"The model {name} is gated: accept its terms on its Hub page and log in with "
            "`hf auth login`."
        )
    if isinstance(error, errors.RepositoryNotFoundError):
        return InputError(
            f"The Hub has no model {name} that you may read: check the spelling, or log in with "
            "`hf auth login` if it is private."
        )
    if isinstance(error, errors.HfHubHTTPError):
        return InputError(
            f"The Hub answered {error.response.status_code} for the model {name}: try again later."
        )
    if isinstance(error, errors.OfflineModeIsEnabled):
        return InputError(
            f"The model {name} cannot be fetched while HF_HUB_OFFLINE is set: unset it, or choose "
            "a model that is in the cache."
        )
    if isinstance(error, (network_error, ConnectionError, errors.LocalEntryNotFoundError)):
        return InputError(
            f"The Hub cannot be reached for the model {name}: check the network and the proxy, or "
            "choose a model of the catalogue, which comes from the package index instead."
        )
    if isinstance(error, OSError):
        return cannot_write(cache_dir / "hub", error)
    log.warning("fetching %s failed", name, exc_info=error)
    return InputError(f"The model {name} could not be fetched from the Hub: {error}")


def choose_files(row: ModelRow, sizes: dict[str, int], file: str = "") -> dict[str, int]:
    """Of the files in a repository those that are fetched, with their sizes in bytes.

    file  the one gguf file that is wanted, which holds everything; else the model's main files

    Raises InputError when there are no weights in a form that is safe to read.
    """
    if file:
        return {file: _size_of(row, sizes, file)}
    top = {name: size for name, size in sizes.items() if "/" not in name}
    texts = {name: size for name, size in top.items() if name.endswith(_TEXTS)}
    weights = {name: size for name, size in top.items() if _WEIGHTS.fullmatch(name)}
    if weights:
        if "config.json" not in texts:
            raise InputError(f"{row.title} has no config.json: choose a model of transformers.")
        return texts | weights
    gguf = {name: size for name, size in top.items() if name.endswith(".gguf")}
    if gguf and all(map(split_gguf, gguf)):
        raise InputError(
            f"{row.title} has its gguf file in parts, and a file in parts is not read: join them "
            "(llama-gguf-split --merge) in a folder and name that as path:DIR."
        )
    if len(gguf) == 1:
        return texts | gguf
    if gguf:
        raise InputError(
            f"{row.title} has several .gguf files: name one of them as {row.source}:FILE, such as "
            f"{row.source}:{min(gguf, key=len)}."
        )
    if any(name.endswith((".bin", ".pt", ".pth", ".ckpt", ".pkl", ".msgpack")) for name in sizes):
        raise InputError(
            f"{row.title} has only pickle weights, which are never loaded: choose a model with "
            "safetensors."
        )
    raise InputError(f"{row.title} has no model.safetensors: choose a model of transformers.")


def _size_of(row: ModelRow, sizes: dict[str, int], file: str) -> int:
    if split_gguf(file):
        raise InputError(
            f"{file} is one part of a gguf file that was split, and a file in parts is not read: "
            "choose one that is whole, or join its parts (llama-gguf-split --merge) in a folder."
        )
    if file not in sizes:
        there = sorted(name for name in sizes if name.endswith(".gguf"))
        known = ", ".join(there[:5]) + (" and others" if len(there) > 5 else "")
        name = row.source.removeprefix("hub:").partition(":")[0]
        way = f"choose one of {known}" if there else "choose a repository that has one"
        raise InputError(f"The Hub's {name} has no file {file}: {way}.")
    return sizes[file]


def _download(
    row: ModelRow, name: str, file: str, folder: Path, progress: Progress, *, anew: bool = False
) -> tuple[Path, dict[str, int]]:
    # Imported here: it takes half a second, and most sessions never ask the Hub.
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    info = HfApi().model_info(name, files_metadata=True)
    files = choose_files(row, _sizes(info), file)
    folder.mkdir(parents=True, exist_ok=True)
    blobs = folder / f"models--{name.replace('/', '--')}" / "blobs"
    with watching(blobs, row.id, sum(files.values()), progress):
        fetch_all = partial(
            snapshot_download,
            name,
            revision=info.sha,
            cache_dir=folder,
            allow_patterns=list(files),
        )
        # What is there is taken for whole, whatever became of it.
        snapshot = Path(fetch_all(force_download=anew))
        if not Manifest("", files).holds(snapshot):
            # The library takes a file that is there for whole; one that was cut off is not.
            snapshot = Path(fetch_all(force_download=True))
    return snapshot, {each: (snapshot / each).stat().st_size for each in files}


def _sizes(info: ModelInfo) -> dict[str, int]:
    return {file.rfilename: file.size or 0 for file in info.siblings or ()}
