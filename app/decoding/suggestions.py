"""What may come next while somebody types: three tokens at once, then a greedy continuation."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import torch

from app.decoding.loop import end_marks, processors, settled
from app.decoding.sampling import Sampling
from app.instrumentation.model_cache import ModelCache, is_cuttable
from app.instrumentation.model_cache import cache_of as carried
from app.instrumentation.token_rows import check_rows

if TYPE_CHECKING:
    from app.models.loading import Loaded

SHOWN = 3


@dataclass(eq=False)
class Prefix:
    """What a model has read so far: the ids, and what it carries on from them."""

    ids: list[int] = field(default_factory=list)
    carried: ModelCache | None = None

    def shared_with(self, ids: Sequence[int]) -> int:
        """How many tokens of `ids` need not be read again; the last one always is."""
        pairs = zip(ids, self.ids, strict=False)
        same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        return min(same, len(ids) - 1)

    def cut(self, count: int) -> None:
        """Forgets what comes after the first `count` tokens, or all where that cannot be done."""
        removed = len(self.ids) - count
        if count == 0 or self.carried is None or (removed and not is_cuttable(self.carried.value)):
            self.ids, self.carried = [], None
        elif removed:
            self.carried.value.crop(-removed)
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
    answer takes one plain pass over what is new. It ends at the end of a line or of the text. The
    continuation follows the rules of the model's own generation config, the shares do not. Raises
    InputError for a token the model has no row for.
    """
    check_rows(loaded, ids)
    prefix.cut(prefix.shared_with(ids))
    new = list(ids[len(prefix.ids) :])
    logits = _read(loaded, new, prefix)
    shares = torch.softmax(logits, dim=-1).topk(min(SHOWN, len(logits)))
    pairs = zip(shares.indices.tolist(), shares.values.tolist(), strict=True)
    first = Suggestion(tuple(pairs), (), len(new))
    yield first
    ends = end_marks(loaded)
    chain = processors(Sampling(max_new_tokens=1), loaded, given=ids, longest=len(ids) + most)
    written: tuple[int, ...] = ()
    while len(written) < most and not stop():
        token = int(settled(logits, [*ids, *written], chain).argmax())
        if token in ends:
            return
        written = (*written, token)
        yield Suggestion(first.likeliest, written, first.read)
        if ends_line(token) or len(written) == most:
            return
        logits = _read(loaded, [token], prefix)


def _read(loaded: Loaded, ids: Sequence[int], prefix: Prefix) -> torch.Tensor:
    """The logits (entry,) after the last of `ids`, which are read after the prefix."""
    if prefix.carried is not None and not prefix.carried.together and len(ids) > 1:
        for each in ids[:-1]:
            _read(loaded, [each], prefix)
        ids = ids[-1:]
    model = cast(Any, loaded.model)
    everything = [*prefix.ids, *ids]
    new = ids if prefix.carried is not None else everything
    rows = torch.tensor([list(new)], device=loaded.device)
    more = prefix.carried.inputs if prefix.carried is not None else {}
    with torch.inference_mode():
        outputs = model(input_ids=rows, **more, use_cache=True, return_dict=True)
        prefix.carried = carried(model, outputs, len(everything))
    prefix.ids = everything
    logits: torch.Tensor = outputs.logits[0, -1].float()
    return logits
