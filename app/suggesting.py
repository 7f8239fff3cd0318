"""What may come next while somebody types: three tokens at once, then a greedy continuation."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import torch
from transformers import DynamicCache

from app.decoding import end_marks

if TYPE_CHECKING:
    from app.models.loading import Loaded

SHOWN = 3


@dataclass(eq=False)
class Prefix:
    """What a model has read so far: the ids, and their keys and values."""

    ids: list[int] = field(default_factory=list)
    cache: Any = field(default_factory=DynamicCache)

    def shared_with(self, ids: Sequence[int]) -> int:
        """How many tokens of `ids` need not be read again; the last one always is."""
        pairs = zip(ids, self.ids, strict=False)
        same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        return min(same, len(ids) - 1)

    def cut(self, count: int) -> None:
        """Forgets what comes after the first `count` tokens."""
        # A layer that only sees a window has forgotten the beginning itself.
        if count == 0 or any(getattr(self.cache, "is_sliding", [])):
            self.ids, self.cache = [], DynamicCache()
        elif count < len(self.ids):
            self.cache.crop(count - len(self.ids))  # a negative number: how many to remove
            self.ids = self.ids[:count]


@dataclass(frozen=True)
class Suggestion:
    """What is known so far.

    likeliest  (id, probability) of the three most likely next tokens: softmax over the whole
               vocabulary, no setting takes part
    written    the ids of the greedy continuation so far
    read       how many tokens were read for it, those before were known
    """

    likeliest: tuple[tuple[int, float], ...]
    written: tuple[int, ...]
    read: int


def suggest(
    loaded: Loaded,
    ids: Sequence[int],
    prefix: Prefix,
    *,
    most: int,
    ends_line: Callable[[int], bool],
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Suggestion]:
    """The next token after `ids` as soon as they are read, then up to `most` tokens, one by one.

    `prefix` is what was read before; it is brought up to date. Nothing is recorded, so the first
    answer takes one plain pass over what is new. It ends at the end of a line or of the text.
    """
    prefix.cut(prefix.shared_with(ids))
    new = list(ids[len(prefix.ids) :])
    logits = _read(loaded, new, prefix)
    shares = torch.softmax(logits, dim=-1).topk(min(SHOWN, len(logits)))
    pairs = zip(shares.indices.tolist(), shares.values.tolist(), strict=True)
    first = Suggestion(tuple(pairs), (), len(new))
    yield first
    ends = end_marks(loaded)
    written: tuple[int, ...] = ()
    while len(written) < most and not stop():
        token = int(logits.argmax())
        if token in ends:
            return
        written = (*written, token)
        yield Suggestion(first.likeliest, written, first.read)
        if ends_line(token) or len(written) == most:
            return
        logits = _read(loaded, [token], prefix)


def _read(loaded: Loaded, ids: Sequence[int], prefix: Prefix) -> torch.Tensor:
    """The logits (entry,) after the last of `ids`, which are read after the prefix."""
    model = cast(Any, loaded.model)
    rows = torch.tensor([list(ids)], device=loaded.device)
    with torch.inference_mode():
        outputs = model(input_ids=rows, past_key_values=prefix.cache, use_cache=True)
    kept = getattr(outputs, "past_key_values", None)
    if isinstance(kept, DynamicCache):
        prefix.cache = kept
        prefix.ids = [*prefix.ids, *ids]
        logits: torch.Tensor = outputs.logits[0, -1].float()
        return logits
    raise TypeError(f"{loaded.row.title} keeps no keys and values")
