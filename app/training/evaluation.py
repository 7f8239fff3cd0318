"""The scores of finished adapters, measured from the files that are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import InputError
from app.models.adapter import Description, load_adapted, read_description
from app.models.catalog import ModelRow, row
from app.models.loading import be_quiet, choose_device, read_tokenizer
from app.models.sources.fetch import fetch
from app.models.thresholds import UNDECIDED
from app.training import answer, entities, mask
from app.training.classify import STATEMENTS_DATA, STATEMENTS_SEED, accuracy
from app.training.events import Scores
from app.training.labelled import read_sst2
from app.training.statements import learn, plain_scores, read_statements
from app.training.table import read_table, split

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


@dataclass(frozen=True, eq=False)
class Adapted:
    """An adapter that is ready to be scored, and the folder it is in."""

    folder: Path
    described: Description
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase


def open_adapted(
    name: str,
    *,
    cache_dir: Path,
    offline: bool,
    allow_path: Sequence[Path] = (),
    device: str = "auto",
) -> Adapted:
    """The adapter of that id, or in that folder, with its base, on the device named.

    Raises InputError where there is none, or it cannot be loaded, or the device is not here.
    """
    target = choose_device(device)
    be_quiet()
    folder, base = _place(name)
    files = fetch(base, cache_dir=cache_dir, offline=offline, allow_path=allow_path)
    model = load_adapted(folder, base, files).eval()
    model.to(target)
    return Adapted(folder, read_description(folder), model, read_tokenizer(base, files))


def _place(name: str) -> tuple[Path, ModelRow]:
    if Path(name).is_dir():
        folder = Path(name)
    else:
        known = row(name)
        if known.adapter is None:
            raise InputError(f"{name} is no adapter: name one, or the folder of one.")
        folder = known.adapter
    return folder, row(read_description(folder).base)


def settled(adapted: Adapted, data: Path) -> Adapted:
    """The adapter with its settings chosen anew, on the data that its training held back.

    Only what is chosen after a training changes, never a weight. Raises InputError where the data
    is missing or broken.
    """
    import torch

    described, model, tokenizer = adapted.described, adapted.model, adapted.tokenizer
    length = described.max_length
    chosen: dict[str, Any] = {}
    with torch.inference_mode():
        if described.kind == "answer":
            _, held = answer.read_train(data)
            found = answer.answers_of(model, tokenizer, held, max_length=length)
            chosen = asdict(answer.best_thresholds(held, found))
        if described.kind == "sentiment":
            chosen["plain"] = learn(
                model,
                tokenizer,
                read_statements(data, seed=STATEMENTS_SEED),
                read_sst2(data / "sst2" / "train.tsv"),
                max_length=length,
                seed=STATEMENTS_SEED,
            )
            chosen["data"] = STATEMENTS_DATA
    return replace(adapted, described=described.model_copy(update=chosen))


def evaluate(adapted: Adapted, data: Path) -> Scores:
    """The scores of the card, measured anew on the data below `data` (a file for kind csv).

    Raises InputError where the data is missing or broken, or the kind is unknown.
    """
    import torch

    described, model, tokenizer = adapted.described, adapted.model, adapted.tokenizer
    length = described.max_length
    with torch.inference_mode():
        if described.kind == "sentiment":
            dev = read_sst2(data / "sst2" / "dev.tsv")
            scores = accuracy(model, tokenizer, dev, max_length=length)
            if described.plain is None:
                return scores
            statements = read_statements(data, seed=STATEMENTS_SEED)
            return scores | plain_scores(
                model, tokenizer, described.plain, statements, dev, max_length=length
            )
        if described.kind == "answer":
            return answer.question_scores(
                model,
                tokenizer,
                answer.read_dev(data),
                max_length=length,
                thresholds=described.thresholds or UNDECIDED,
            )
        if described.kind == "entities":
            return entities.entity_scores(
                model, tokenizer, entities.read_dev(data), max_length=length
            )
        if described.kind == "mask":
            return mask.mask_scores(model, tokenizer, mask.read_test(tokenizer, data, length))
        if described.kind == "csv":
            table = read_table(data)
            if table.labels != described.labels:
                raise InputError(
                    f"{data.name} has other labels than the adapter: {', '.join(table.labels)} "
                    f"against {', '.join(described.labels)}; name the file it was trained on."
                )
            # The rows that were held back then: the others were learned.
            _, held = split(table.rows, seed=int(described.recipe.get("seed", 1)))
            return accuracy(model, tokenizer, held, max_length=length)
    raise InputError(f"There are no scores for the kind {described.kind!r}: train it again.")
