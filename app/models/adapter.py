"""Adapters: a base model with a small trained part, kept in a folder of its own.

adapter.json          what it is (`Description`)
adapter.safetensors   the trained weights as their compact difference (packed_delta)
README.md             its card, for people
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.errors import InputError
from app.models.formats import packed_delta
from app.models.plain_statements import PlainStatements
from app.models.task_heads import HeadKind, attention_mode, automatic_class
from app.models.thresholds import Thresholds

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from app.models.catalog import ModelRow

DESCRIPTION = "adapter.json"
WEIGHTS = "adapter.safetensors"
CARD = "README.md"
_LONGEST_DESCRIPTION = 1_000_000  # bytes


class Description(BaseModel):
    """What adapter.json says.

    format       of both files; 1
    kind         of the lesson: sentiment, answer, entities, mask or csv
    head         what it predicts
    base         id of the model below it, and base_sha256 of that model's weights
    sha256, size of adapter.safetensors
    labels       of the classes, in the order of the outputs
    max_length   tokens of the examples it was trained on
    parameters   numbers of the whole model, shared ones counted once
    bits         of one number of a packed matrix
    unsure_above, answered_above  question answering: thresholds of the score, which is a
                 stretch's logits less those of "not in the text". Up to the first the answer is
                 not in the text, up to the second it is unsure
    plain        sentiment: tells plain statements, which the labels say little about
    scores       measured from these very files; data: the names of the data sets
    recipe       the settings of the training; command: what repeats it
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    title: str = Field(max_length=200)
    kind: str = Field(max_length=40)
    head: HeadKind
    base: str = Field(max_length=300)
    base_sha256: str
    sha256: str = ""
    size: int = Field(default=0, ge=0)
    labels: tuple[str, ...] = Field(default=(), max_length=1000)
    max_length: int = Field(ge=2, le=100_000)
    parameters: int = Field(ge=1)
    bits: int = Field(ge=2, le=8)
    unsure_above: float | None = None
    answered_above: float | None = None
    plain: PlainStatements | None = None
    licence: str = ""
    note: str = ""
    scores: dict[str, float] = Field(default_factory=dict)
    data: tuple[str, ...] = ()
    recipe: dict[str, Any] = Field(default_factory=dict)
    command: str = ""
    seconds: float = 0.0

    @model_validator(mode="before")
    @classmethod
    def _one_threshold(cls, fields: Any) -> Any:
        """An adapter of an earlier version has one `threshold`: nothing lies between the two."""
        if isinstance(fields, dict) and fields.get("threshold") is not None:
            both = dict.fromkeys(("unsure_above", "answered_above"), fields["threshold"])
            return both | fields
        return fields

    @model_validator(mode="after")
    def _in_order(self) -> Description:
        low, high = self.unsure_above, self.answered_above
        if (low is None) != (high is None) or (low is not None and high is not None and low > high):
            raise ValueError("answered_above must be no smaller than unsure_above")
        return self

    @property
    def thresholds(self) -> Thresholds | None:
        """Both thresholds of an answer's score; None where there are none."""
        if self.unsure_above is None or self.answered_above is None:
            return None
        return Thresholds(self.unsure_above, self.answered_above)


def read_description(folder: Path) -> Description:
    """What the adapter in `folder` is. Raises InputError where its file is missing or damaged."""
    path = folder / DESCRIPTION
    try:
        if path.stat().st_size > _LONGEST_DESCRIPTION:
            raise ValueError("it is too large")
        return Description.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"There is no adapter in {folder.name}: name a folder that `python app.py train` wrote."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = f"{place}: {first['msg']}" if place else first["msg"]
        raise _damaged(folder, DESCRIPTION, reason) from error
    except ValueError as error:
        raise _damaged(folder, DESCRIPTION, str(error)) from error


def weights_sha256(row: ModelRow, folder: Path) -> str:
    """The sha256 of a model's safetensors files, in hex: of the one, or of all in their order.

    The catalogue's own, where it has one: those were checked when the files came.
    """
    paths = sorted(folder.glob("*.safetensors"))
    for file in row.files:
        if [path.name for path in paths] == [file.name]:
            return file.sha256
    stamps = tuple((path, path.stat().st_size, path.stat().st_mtime_ns) for path in paths)
    return _sha256(stamps)


@lru_cache(maxsize=16)
def _sha256(stamps: tuple[tuple[Path, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, _, _ in stamps:
        with path.open("rb") as file:
            while chunk := file.read(1024 * 1024):
                digest.update(chunk)
    return digest.hexdigest()


def load_adapted(adapter: Path, base: ModelRow, folder: Path) -> PreTrainedModel:
    """The model of the base in `folder` with the trained part of `adapter`, in float32.

    Raises InputError where the adapter is damaged, or was trained on another base.
    """
    described = read_description(adapter)
    if described.base_sha256 != weights_sha256(base, folder):
        raise InputError(
            f"The adapter {adapter.name} was trained on other weights than those of {base.id} "
            "here: choose the adapter's own base, or train it again."
        )
    stored = _read_weights(adapter, described)
    model, new = _bare(described, folder)
    try:
        _apply(model, stored, new, bits=described.bits)
    except ValueError as error:
        raise _damaged(adapter, WEIGHTS, str(error)) from error
    return model


def _read_weights(adapter: Path, described: Description) -> dict[str, Any]:
    from safetensors.torch import load

    try:
        content = (adapter / WEIGHTS).read_bytes()
    except OSError as error:
        raise InputError(
            f"The adapter {adapter.name} has no {WEIGHTS}: put back the file that the training "
            "wrote, or train it again."
        ) from error
    if hashlib.sha256(content).hexdigest() != described.sha256:
        raise _damaged(adapter, WEIGHTS, "its sha256 differs")
    try:
        return load(content)
    except Exception as error:  # safetensors raises an exception of its own, and others
        raise _damaged(adapter, WEIGHTS, str(error)) from error


def _bare(described: Description, folder: Path) -> tuple[PreTrainedModel, set[str]]:
    """The base with an untrained head, and the names of the weights that are still random."""
    import torch
    from transformers import AutoConfig

    automatic = automatic_class(described.head)
    config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    classes: dict[str, Any] = {}
    if described.labels:
        classes["num_labels"] = len(described.labels)
        classes["id2label"] = dict(enumerate(described.labels))
        classes["label2id"] = {label: number for number, label in enumerate(described.labels)}
    with torch.random.fork_rng(devices=[]):  # the random head must not disturb anybody's seed
        model, report = automatic.from_pretrained(
            folder,
            dtype=torch.float32,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            output_loading_info=True,
            attn_implementation=attention_mode(automatic, config),
            **classes,
        )
    return model, set(report["missing_keys"])


def _apply(model: PreTrainedModel, stored: dict[str, Any], new: set[str], *, bits: int) -> None:
    """Put the stored weights in place. Raises ValueError unless they fit and none is missing."""
    import torch

    weights = dict(model.named_parameters())
    told = packed_delta.names(stored)
    if unknown := sorted(told - set(weights)):
        raise ValueError(f"the base has no {unknown[0]}")
    # A head may know one weight by two names, such as the bias of a masked model.
    every = dict(model.named_parameters(remove_duplicate=False))
    given = {id(weights[name]) for name in told}
    if missing := sorted(name for name in new if id(every[name]) not in given):
        raise ValueError(f"{missing[0]} is missing")
    with torch.no_grad():
        for name in sorted(told):
            weight = weights[name]
            start = torch.zeros_like(weight) if name in new else weight
            weight.copy_(packed_delta.decode(name, stored, start, bits=bits))


def _damaged(folder: Path, name: str, reason: str) -> InputError:
    short = " ".join(reason.split())[:300]
    return InputError(
        f"The file {name} of the adapter {folder.name} is damaged ({short}): put back the one "
        "that the training wrote, or train it again."
    )
