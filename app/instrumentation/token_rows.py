"""Whether a model has a vector for every token that its tokenizer makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch

from app.errors import InputError

if TYPE_CHECKING:
    from app.models.loading import Loaded


def check_rows(loaded: Loaded, ids: Sequence[int], *, decoder: bool = False) -> None:
    """Raises InputError, with the token named, where the model has no row for one of `ids`.

    `decoder`: they are read by the decoder beside an encoder, whose table may be another one.
    """
    most = max(ids, default=0)
    count = _count(loaded.model, decoder=decoder)
    if count is None or most < count:
        return
    raise InputError(
        f"The tokenizer of {loaded.row.title} makes the token “{loaded.pieces.text(most)}” "
        f"(number {most}) of this text, and the model has rows for {count} tokens only: leave it "
        "out, or choose a model whose files belong together."
    )


def _count(model: Any, *, decoder: bool) -> int | None:
    """How many tokens the table has; None where tokens are looked up in no single one."""
    try:
        part = model.get_decoder() if decoder else model
        table = part.get_input_embeddings()
    except (NotImplementedError, AttributeError):
        return None
    return table.num_embeddings if isinstance(table, torch.nn.Embedding) else None
