"""From a folder of files to a model that is ready to run.

torch and transformers take seconds to import, and the page is served before: every function
imports what it needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import InputError
from app.models.adapter import Description, load_adapted, read_description
from app.models.building import building
from app.models.catalog import Family, ModelRow, tasks_of
from app.models.task_heads import (
    HeadKind,
    attention_mode,
    automatic_class,
    class_named,
    head_kind_of,
    saved_as,
)
from app.text.detokenizer import Detokenizer

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

# Where a config says how many positions it was made for; the first that is there counts.
_LENGTH_NAMES = ("max_position_embeddings", "n_positions", "max_seq_len", "max_sequence_length")
_VOCABULARIES = {"tokenizer.json", "tokenizer.model", "spiece.model", "tekken.json"}
_FEW_LAYERS = 1000  # so many are built in no time; a real model has as many tensors at least
_NO_LIMIT = 1_000_000  # tokenizers state an absurd number where they know no limit


@dataclass(eq=False)
class Loaded:
    """A model that is ready: in eval mode, without gradients, on its device.

    row            the catalogue's row, with every fact filled in that the files tell
    parameters     how many numbers were trained, shared ones counted once
    memory         bytes of parameters and buffers, shared ones counted once
    fingerprint    changes when the files do; part of cache keys
    max_length     positions the model was made for, or None where there is no such limit
    chat_template  whether the tokenizer knows how a conversation is written
    """

    id: str
    row: ModelRow
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    family: Family
    device: torch.device
    dtype: torch.dtype
    parameters: int
    memory: int
    fingerprint: str
    max_length: int | None
    chat_template: bool

    @property
    def head_kind(self) -> HeadKind | None:
        """What its head predicts, told from its class; None for one without, or one that writes."""
        return head_kind_of(type(self.model).__name__)

    @property
    def outputs(self) -> int:
        """How many outputs its head has, one per label."""
        return int(self.model.config.num_labels or 0)

    def token_types(self, segments: Sequence[int]) -> tuple[int, ...]:
        """Per token which of two texts it is of, as the model takes it; empty where it does not.

        RoBERTa, for one, has the input and a single type.
        """
        known = getattr(self.model.config, "type_vocab_size", None) or 2
        takes = "token_type_ids" in self.tokenizer.model_input_names
        return tuple(segments) if takes and max(segments, default=known) < known else ()

    @property
    def looks_ahead(self) -> bool:
        """Whether its output is about each token itself, since it reads from both sides."""
        from app.instrumentation.bidirectional import looks_ahead

        return self.family == "encoder" or looks_ahead(self.model)

    @property
    def trained_length(self) -> int | None:
        """The length of the examples an adapter was trained on, in tokens; None for others."""
        return read_description(self.row.adapter).max_length if self.row.adapter else None

    @cached_property
    def described(self) -> Description | None:
        """What an adapter says of itself, such as thresholds and labels; None for others."""
        return read_description(self.row.adapter) if self.row.adapter is not None else None

    @cached_property
    def pieces(self) -> Detokenizer:
        """How this model's tokens are shown; kept as long as the model is."""
        return Detokenizer(self.tokenizer)


def load(row: ModelRow, folder: Path, *, device: str = "auto") -> Loaded:
    """The model in `folder`, which may be a single gguf file, in float32, on the device named.

    What it is (decoder, encoder or both) is read from its files, never from its name.
    Raises InputError, with one sentence, for anything wrong with the files.
    """
    target = choose_device(device)
    be_quiet()
    fingerprint = fingerprint_of(row, folder)
    with building():
        model, tokenizer, family = _read(row, folder)
    model.eval().requires_grad_(False)
    model.to(target)  # type: ignore[arg-type]  # transformers' stub hides nn.Module.to
    parameters, memory = _measure(model)
    return Loaded(
        id=row.id,
        row=_completed(row, family, model, parameters),
        model=model,
        tokenizer=tokenizer,
        family=family,
        device=target,
        dtype=model.dtype,
        parameters=parameters,
        memory=memory,
        fingerprint=fingerprint,
        max_length=_max_length(model, tokenizer),
        chat_template=bool(getattr(tokenizer, "chat_template", None)),
    )


def _read(row: ModelRow, folder: Path) -> tuple[PreTrainedModel, PreTrainedTokenizerBase, Family]:
    """The model, its tokenizer and what it is, by the files that the folder has."""
    if folder.is_file():
        return *_from_gguf(row, folder), "decoder"
    gguf_files = sorted(folder.glob("*.gguf"))
    if row.adapter is not None:
        return load_adapted(row.adapter, row, folder), read_tokenizer(row, folder), "encoder"
    if gguf_files and not list(folder.glob("*.safetensors")):
        return *_from_gguf(row, gguf_files[0]), "decoder"
    if marian_files := sorted(folder.glob("*.intgemm.alphas.bin")):
        return *_from_marian(row, marian_files[0]), "encoder-decoder"
    model, family = _from_safetensors(row, folder)
    return model, read_tokenizer(row, folder), family


def choose_device(name: str) -> torch.device:
    """The device of that name; "auto" is CUDA, else MPS, else the CPU.

    Raises InputError for a device that this computer lacks.
    """
    import torch

    present = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if name == "auto":
        return torch.device(next(kind for kind, there in present.items() if there))
    if not present.get(name, False):
        raise InputError(
            f"The device {name!r} is not present here: set PLAYGROUND_DEVICE to auto or cpu."
        )
    return torch.device(name)


def fingerprint_of(row: ModelRow, folder: Path) -> str:
    """A short name of the files' state: of the catalogue's checksums, else of sizes and times."""
    if row.files:
        facts = [f"{file.name} {file.sha256}" for file in row.files]
    else:
        inside = [folder] if folder.is_file() else folder.iterdir()
        entries = sorted(path for path in inside if path.is_file())
        facts = [f"{p.name} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in entries]
        facts.append(str(folder))
    if row.adapter is not None:
        facts.append(read_description(row.adapter).sha256)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def family_of(config: PreTrainedConfig) -> Family:
    """Whether a config describes a decoder, an encoder or both.

    Told from the class it was saved from, where transformers has it. Else a kind of model that
    transformers knows as a causal language model and not as a masked one is a decoder.
    """
    from transformers.models.auto import modeling_auto

    name = saved_as(config)
    if head_kind_of(name) is not None or name.endswith("EncoderModel"):
        return "encoder"
    if config.is_encoder_decoder:
        return "encoder-decoder"
    if name.endswith(("ForCausalLM", "LMHeadModel")):
        return "decoder"
    kind = class_named(name)
    if kind is not None and kind.can_generate():
        return "decoder"
    causal = config.model_type in modeling_auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
    masked = config.model_type in modeling_auto.MODEL_FOR_MASKED_LM_MAPPING_NAMES
    return "decoder" if causal and not masked else "encoder"


def _classes(config: PreTrainedConfig, family: Family) -> tuple[Any, ...]:
    """The classes to try, best first: the next one is for files without the first one's head.

    The class it was saved from comes first: one architecture can have several heads of a kind.
    """
    import transformers

    saved = class_named(saved_as(config))
    own = () if saved is None or saved.config_class is not type(config) else (saved,)
    if family == "encoder-decoder":
        return (*own, transformers.AutoModelForSeq2SeqLM)
    if family == "decoder":
        return (*own, transformers.AutoModelForCausalLM)
    kind = head_kind_of(saved_as(config))
    if kind is not None:
        return (*own, automatic_class(kind), transformers.AutoModel)
    return (*own, transformers.AutoModel)


def _refuse_kinds(row: ModelRow, config: PreTrainedConfig) -> None:
    """Raises InputError for a checkpoint whose head no task here can ask."""
    name = saved_as(config)
    kind = head_kind_of(name)
    if kind is not None and config.is_encoder_decoder:
        raise InputError(
            f"The model {row.id} was saved as {name}: a head for {kind.replace('-', ' ')} on an "
            "encoder with a decoder, which no task here asks. Choose an encoder with such a head, "
            "or the checkpoint of the same architecture that writes."
        )


def _from_safetensors(row: ModelRow, folder: Path) -> tuple[PreTrainedModel, Family]:
    import torch
    from transformers import AutoConfig

    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # transformers raises whatever its parsers raise
        raise _unreadable(row, "config.json", error) from error
    _refuse_kinds(row, config)
    _check_layers(row, config, folder)
    family = family_of(config)
    missing: list[str] = []
    for automatic in _classes(config, family):
        try:
            model, report = automatic.from_pretrained(
                folder,
                config=config,
                dtype=torch.float32,
                local_files_only=True,
                trust_remote_code=False,
                use_safetensors=True,
                output_loading_info=True,
                # Decided before the weights are read: it cannot be changed afterwards.
                attn_implementation=attention_mode(automatic, config),
            )
        except Exception as error:
            raise _unreadable(row, "weights", error) from error
        missing = sorted(report["missing_keys"])
        if not missing:
            return model, family
        if all(name.split(".")[0] == "pooler" for name in missing):
            # Many encoders are saved without it, and nothing here reads what it gives.
            model.pooler = None
            return model, family
    raise InputError(
        f"The model {row.id} lacks weights for {missing[0]}, which are never made up: choose a "
        "checkpoint that is complete."
    )


def _check_layers(row: ModelRow, config: PreTrainedConfig, folder: Path) -> None:
    """Raises InputError where a config names more layers than there are tensors to fill them.

    All of them would be built, which for a made-up number takes for ever, before one is missed.
    """
    from safetensors import safe_open

    try:
        tensors = 0
        for path in folder.glob("*.safetensors"):
            with safe_open(path, "pt") as file:
                tensors += len(file.keys())
    except Exception as error:  # any damage at all
        raise _unreadable(row, "weights", error) from error
    for name, value in config.to_dict().items():
        counts = "layer" in name and isinstance(value, int) and not isinstance(value, bool)
        if counts and value > max(tensors, _FEW_LAYERS):
            raise InputError(
                f"The config.json of the model {row.id} states {value:,} for {name} and its files "
                f"have {tensors:,} tensors: choose a checkpoint that is complete."
            )


def read_tokenizer(row: ModelRow, folder: Path) -> PreTrainedTokenizerBase:
    """The tokenizer in a model's folder. Raises InputError where there is none it can read."""
    from transformers import AutoTokenizer

    try:
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False
        )
    except Exception as error:
        raise _unreadable(row, "tokenizer", error) from error
    wanted = set(tokenizer.vocab_files_names.values())
    there = {path.name for path in folder.iterdir()}
    if wanted and not there & (wanted | _VOCABULARIES):
        # transformers then makes an empty one without a word.
        raise InputError(
            f"The model {row.id} has no tokenizer: add its tokenizer.json to its other files."
        )
    return tokenizer


def _from_gguf(row: ModelRow, path: Path) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    from app.models.formats.gguf_model import load_gguf

    try:
        return load_gguf(path)
    except Exception as error:  # a damaged file can put anything anywhere
        raise _unreadable(row, "gguf file", error) from error


def _from_marian(row: ModelRow, path: Path) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    from app.models.architectures.bergamot_weights import load_bergamot

    try:
        model = load_bergamot(path)
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_file=str(path.parent / "tokenizer.json"),
            eos_token="</s>",
            unk_token="<unk>",
            pad_token="</s>",
        )
        # A source sentence ends with the end mark; the file leaves that to the program.
        tokenizer.backend_tokenizer.post_processor = TemplateProcessing(
            single="$A </s>", special_tokens=[("</s>", tokenizer.eos_token_id)]
        )
    except Exception as error:  # tokenizers raises plain Exception
        raise _unreadable(row, "Marian file", error) from error
    return model, tokenizer


def _unreadable(row: ModelRow, part: str, error: Exception) -> InputError:
    if isinstance(error, InputError):
        return error
    reason = " ".join(str(error).split())[:300] or type(error).__name__
    return InputError(
        f"The {part} of the model {row.id} cannot be read, so choose another model or fetch this "
        f"one again: {reason}"
    )


def _measure(model: PreTrainedModel) -> tuple[int, int]:
    """(numbers trained, bytes in memory); tied tensors and shared storages count once."""
    storages = {
        tensor.untyped_storage().data_ptr(): tensor.untyped_storage().nbytes()
        for tensor in (*model.parameters(), *model.buffers())
    }
    return sum(weight.numel() for weight in model.parameters()), sum(storages.values())


def _completed(row: ModelRow, family: Family, model: PreTrainedModel, parameters: int) -> ModelRow:
    config = model.config
    facts: dict[str, Any] = {
        "family": family,
        "layers": getattr(config, "num_hidden_layers", None),
        "heads": getattr(config, "num_attention_heads", None),
        "parameters": parameters,
        "head_kind": head_kind_of(type(model).__name__),
    }
    unknown = {name: fact for name, fact in facts.items() if getattr(row, name) is None}
    tasks = row.tasks or tasks_of(family, facts["head_kind"] if family == "encoder" else None)
    return replace(row, tasks=tasks, **unknown)


def _max_length(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> int | None:
    from app.instrumentation.positional_scheme import table_length

    config = model.config
    # A config may count rows that stand for no position (RoBERTa); the table itself does not lie.
    stated = [tokenizer.model_max_length, table_length(model) or 0]
    for name in _LENGTH_NAMES:
        if isinstance(length := getattr(config, name, None), int):
            stated.append(length)
            break
    known = [int(length) for length in stated if 0 < length < _NO_LIMIT]
    return min(known, default=None)


def be_quiet() -> None:
    """No progress bars and no notes from transformers: what matters is raised as an error."""
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
