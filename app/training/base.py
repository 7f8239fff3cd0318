"""The encoder that a training starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import InputError
from app.models.adapter import weights_sha256
from app.models.building import building
from app.models.catalog import ModelRow, row
from app.models.sources.fetch import fetch
from app.models.sources.progress import Progress, silent
from app.models.task_heads import HeadKind, automatic_class

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

_NO_LIMIT = 1_000_000  # tokenizers state an absurd number where they know no limit


@dataclass(frozen=True, eq=False)
class Base:
    """An encoder's files and tokenizer.

    sha256   of its weights' file
    longest  tokens that it reads at most, or None where there is no such limit
    """

    row: ModelRow
    folder: Path
    sha256: str
    tokenizer: PreTrainedTokenizerBase
    longest: int | None


def open_base(
    model_id: str,
    *,
    cache_dir: Path,
    offline: bool,
    allow_path: Sequence[Path] = (),
    progress: Progress = silent,
) -> Base:
    """The base of that id, fetched where needed.

    Raises InputError where it cannot be had, or is not an encoder in safetensors.
    """
    from transformers import AutoConfig

    from app.models.loading import be_quiet, family_of, read_tokenizer

    be_quiet()
    known = row(model_id)
    if known.base is not None:
        raise InputError(
            f"{known.id} is an adapter: name the model below it, {known.base}, as the base."
        )
    folder = fetch(
        known, cache_dir=cache_dir, offline=offline, allow_path=allow_path, progress=progress
    )
    config = None
    if (folder / "config.json").is_file():
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
    if config is None or family_of(config) != "encoder":
        raise InputError(f"{known.id} is no encoder in safetensors: choose one, such as minilm-l6.")
    tokenizer = read_tokenizer(known, folder)
    if not tokenizer.is_fast:
        raise InputError(
            f"{known.id} has no fast tokenizer, which tells where each token lies in the text: "
            "choose another base."
        )
    return Base(
        known, folder, weights_sha256(known, folder), tokenizer, _longest(config, tokenizer)
    )


def _longest(config: PreTrainedConfig, tokenizer: PreTrainedTokenizerBase) -> int | None:
    stated = [tokenizer.model_max_length, getattr(config, "max_position_embeddings", None)]
    known = [length for length in stated if isinstance(length, int) and 0 < length < _NO_LIMIT]
    return min(known, default=None)


@dataclass(frozen=True, eq=False)
class Student:
    """A base with a new head, ready to be trained.

    start  the base's own weights by the model's names, before any training; in the processor's
           memory wherever the model is
    head   names of the new, random weights
    """

    model: PreTrainedModel
    start: dict[str, Any]
    head: frozenset[str]


def new_student(
    base: Base,
    kind: HeadKind,
    labels: Sequence[str],
    *,
    seed: int,
    method: str,
    rank: int,
    device: torch.device | None = None,
) -> Student:
    """The base with a head of that kind, on `device`; what is not to be trained is frozen.

    The head is drawn on the processor, so that it is the same one on every device.

    The embeddings are frozen: they are half of the weights, and too few words of a small data
    set ever touch them.
    """
    import torch

    classes = {"id2label": dict(enumerate(labels)), "num_labels": len(labels)} if labels else {}
    with building(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model, report = automatic_class(kind).from_pretrained(
            base.folder,
            dtype=torch.float32,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            output_loading_info=True,
            **classes,
            **_without_attention_dropout(base),
        )
        head = frozenset(report["missing_keys"])
        start = {
            name: weight.detach().clone()
            for name, weight in model.named_parameters()
            if name not in head
        }
        if method == "lora":
            _add_lora(model, head, rank)
        else:
            for module in model.modules():
                if isinstance(module, torch.nn.Embedding):
                    module.requires_grad_(False)
    if device is not None:
        model.to(device)
    return Student(model, start, head)


def _without_attention_dropout(base: Base) -> dict[str, float]:
    """The setting, by the name that the base's config knows it by.

    Drawing a number for every pair of tokens is a fifth of a step's time; the dropout of the
    hidden states stays.
    """
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained(base.folder, local_files_only=True)
    names = ("attention_probs_dropout_prob", "attention_dropout")
    return {name: 0.0 for name in names if hasattr(config, name)}


def _add_lora(model: PreTrainedModel, head: frozenset[str], rank: int) -> None:
    """Low-rank differences on every matrix of the base; the head stays as it is, and trains."""
    import torch
    from peft import LoraConfig, inject_adapter_in_model

    matrices = [
        name
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear)
        and f"{name}.weight" not in head
        and module.weight is not model.get_input_embeddings().weight
    ]
    config = LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.05, target_modules=matrices)
    inject_adapter_in_model(config, model)  # freezes all but its own
    for name, weight in model.named_parameters():
        if name in head:
            weight.requires_grad_(True)


def trained_weights(student: Student) -> dict[str, Any]:
    """Every weight that training changes, by name; the tensors themselves, not copies."""
    return {
        name: weight for name, weight in student.model.named_parameters() if weight.requires_grad
    }
