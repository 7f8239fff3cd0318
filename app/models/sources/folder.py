"""Model files from a folder of this computer, below one that the owner has allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from app.errors import InputError
from app.models.catalog import ModelRow

_SPLIT = re.compile(r".*-\d{5}-of-\d{5}\.gguf")


def split_gguf(name: str) -> bool:
    """Whether a file is called as the parts of a split gguf file are."""
    return _SPLIT.fullmatch(name) is not None


def find_folder(row: ModelRow, *, allow_path: Sequence[Path]) -> Path:
    """The folder that a `path:` row names, or the gguf file, links resolved.

    Raises InputError unless it, and every file in it, lies below a folder of `allow_path`. The
    message is the same whether or not something exists outside of them.
    """
    allowed = [folder.expanduser().resolve() for folder in allow_path]
    named = row.source.removeprefix("path:")
    try:
        folder = Path(named).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, an unknown user, a null byte
        raise _outside() from None
    if not _is_below(folder, allowed):
        raise _outside()
    try:
        if folder.suffix == ".gguf" and folder.is_file():
            _refuse_part(folder.name)
            return folder
        if not folder.is_dir():
            raise InputError(
                f"There is no folder {named[:200]}, and no gguf file of that name: name one that "
                "holds a model."
            )
        _check_files(folder, named, allowed)
    except OSError as error:  # a name that is too long, a folder that may not be read
        reason = error.strerror or type(error).__name__
        raise InputError(
            f"The folder {named[:200]} cannot be read ({reason.lower()}): name another one."
        ) from None
    return folder


def _outside() -> InputError:
    return InputError(
        "A path: model must lie below a folder that the playground was started with: start it "
        "with --allow-path DIR."
    )


def _is_below(path: Path, allowed: Sequence[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in allowed)


def _check_files(folder: Path, named: str, allowed: Sequence[Path]) -> None:
    files = [path for path in folder.iterdir() if not path.is_dir()]
    for path in files:
        if not _is_below(path.resolve(), allowed):
            raise InputError(
                f"The file {path.name} in {named} is a link to a place that is not allowed: "
                "copy the file itself into the folder."
            )
    suffixes = [path.suffix for path in files if path.is_file()]
    if ".safetensors" in suffixes:
        if not (folder / "config.json").is_file():
            raise InputError(f"The folder {named} has no config.json: add the model's own.")
        return
    for path in files:
        _refuse_part(path.name)
    if suffixes.count(".gguf") == 1:
        return
    if suffixes.count(".gguf") > 1:
        raise InputError(
            f"The folder {named} has several .gguf files: name one of them as path:DIR/FILE."
        )
    raise InputError(
        f"The folder {named} has no .safetensors and no .gguf file: save the model there with "
        "save_pretrained(…, safe_serialization=True)."
    )


def _refuse_part(name: str) -> None:
    if split_gguf(name):
        raise InputError(
            f"{name} is one part of a gguf file that was split, and a file in parts is not read: "
            "join its parts (llama-gguf-split --merge), or choose a file that is whole."
        )
