"""Is the alignment true? Source words are hidden, and the written word's probability is asked for.

A weight says where a head looked; it does not say that what it saw mattered (Jain and Wallace
2019, "Attention is not explanation"). So each source word is hidden in turn, the same target is
read again, and the change of the word's log-probability is set beside its weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.alignment import alignment, by_word, members, words
from app.analysis.rank_correlation import spearman
from app.errors import InputError
from app.experiments.source_ablation_result import (
    Control,
    SourceAblation,
    SourceAblationProgress,
    Word,
)
from app.instrumentation.model_cache import repeated
from app.instrumentation.model_cache import source as wanted
from app.trace import Floats, Trace

if TYPE_CHECKING:
    from app.models.loading import Loaded

AT_ONCE = 8
# Weights and changes below this count as none when they are ranked: a hundredth of all attention,
# or of the word's probability. Without it the order of what does not matter would decide.
SMALL = 0.01
WAYS = ("cross", "encoder")


def ablate_source(
    loaded: Loaded,
    trace: Trace,
    first: int,
    last: int,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[SourceAblationProgress | SourceAblation]:
    """Hides each source word from the cross-attention, and from encoder and cross-attention both.

    `first` to `last` are the written tokens of the target word, counted without the start mark. A
    hidden word keeps its place; nobody can read it. Ends without a result when `stop` says so.
    Raises InputError where there is nothing to hide or the range is not in the target.
    """
    written = len(trace.target) - 1
    if written < 1 or trace.logits is None:
        raise InputError("Nothing was written here, so no word's probability can change.")
    if not 0 <= first <= last < written:
        raise InputError(f"first and last must be from 0 to {written - 1}, first before last.")
    sources = members(words(trace.text, trace.tokens))
    if not sources:
        raise InputError("The source has no words that could be hidden.")
    targets = _targets(trace, first, last)
    base = _log_probabilities(torch.from_numpy(trace.logits[:-1]), trace)
    changes: dict[str, list[Floats]] = {way: [] for way in WAYS}
    total = len(WAYS) * len(sources)
    yield SourceAblationProgress(0, total)
    for way in WAYS:
        for start in range(0, len(sources), AT_ONCE):
            if stop():
                return
            batch = sources[start : start + AT_ONCE]
            hidden = _log_probabilities(_logits(loaded, trace, batch, way), trace)
            changes[way].extend(hidden - base)
            yield SourceAblationProgress(sum(map(len, changes.values())), total)
    yield _result(trace, first, last, sources, targets, base, changes)


def _targets(trace: Trace, first: int, last: int) -> list[tuple[int, ...]]:
    """The tokens of every other target word, as written tokens."""
    groups = members(words(trace.target_text, trace.target[1:]))
    asked = set(range(first, last + 1))
    return [group for group in groups if not asked & set(group)]


def _logits(
    loaded: Loaded, trace: Trace, batch: tuple[tuple[int, ...], ...], way: str
) -> torch.Tensor:
    """(hidden word, written token, entry) with one word of the batch hidden in each row."""
    model: Any = loaded.model
    device = loaded.device
    rows = len(batch)
    source = torch.tensor([[token.id for token in trace.tokens]], device=device)
    target = torch.tensor([[token.id for token in trace.target]], device=device)
    seen = torch.ones(rows, source.shape[1], dtype=torch.long, device=device)
    for row, places in enumerate(batch):
        seen[row, list(places)] = 0
    with torch.inference_mode():
        if way == "encoder":
            encoded = model.get_encoder()(
                input_ids=source.expand(rows, -1), attention_mask=seen, return_dict=True
            )
        else:
            encoded = repeated(model.get_encoder()(input_ids=source, return_dict=True), rows)
        outputs = model(
            encoder_outputs=encoded,
            attention_mask=seen,
            **wanted(model, source.expand(rows, -1)),
            decoder_input_ids=target.expand(rows, -1),
            use_cache=False,
            return_dict=True,
        )
    return outputs.logits[:, :-1].float().cpu()


def _log_probabilities(logits: torch.Tensor, trace: Trace) -> Floats:
    """(…, written token): the log-probability of each token that was written, in nats."""
    ids = torch.tensor([token.id for token in trace.target[1:]])
    shares = torch.log_softmax(logits, dim=-1)
    index = ids.expand(shares.shape[:-1])[..., None]
    return shares.gather(-1, index)[..., 0].numpy()


def _result(
    trace: Trace,
    first: int,
    last: int,
    sources: tuple[tuple[int, ...], ...],
    others: list[tuple[int, ...]],
    base: Floats,
    changes: dict[str, list[Floats]],
) -> SourceAblation:
    asked = list(range(first, last + 1))
    weights = by_word(alignment(trace), [asked], sources)[0]
    tables = {way: np.stack(rows) for way, rows in changes.items()}
    mine = {way: table[:, asked].sum(axis=1) for way, table in tables.items()}
    found = []
    for number, places in enumerate(sources):
        tokens = [trace.tokens[place] for place in places]
        span = trace.text[tokens[0].start : tokens[-1].end]
        lead = len(span) - len(span.lstrip())
        found.append(
            Word(
                text=span.strip(),
                start=tokens[0].start + lead,
                end=tokens[-1].end,
                pieces=(places[0], places[-1]),
                attention=float(weights[number]),
                change={way: float(mine[way][number]) for way in WAYS},
            )
        )
    total = float(base[asked].sum())
    return SourceAblation(
        words=tuple(found),
        probability=float(np.exp(total)),
        log_probability=total,
        correlation={way: _agreement(weights, mine[way]) for way in WAYS},
        control={way: _control(weights, tables[way], others) for way in WAYS},
        most={way: float(mine[way][int(weights.argmax())]) for way in WAYS},
        random={way: _elsewhere(weights, mine[way]) for way in WAYS},
    )


def _elsewhere(weights: NDArray[np.floating], changes: NDArray[np.floating]) -> float | None:
    """The mean change over the words other than the one with the largest weight.

    With that one in it, the control would be made of what it is a control for.
    """
    others = np.delete(changes, int(weights.argmax()))
    return float(others.mean()) if others.size else None


def _agreement(weights: NDArray[np.floating], changes: NDArray[np.floating]) -> float | None:
    # A word that matters makes the target less likely, so the sign is turned.
    return spearman(
        np.where(weights < SMALL, 0, weights), np.where(np.abs(changes) < SMALL, 0, -changes)
    )


def _control(
    weights: NDArray[np.floating], table: Floats, others: list[tuple[int, ...]]
) -> Control | None:
    found = [_agreement(weights, table[:, list(group)].sum(axis=1)) for group in others]
    known = [each for each in found if each is not None]
    if not known:
        return None
    return Control(float(np.mean(known)), min(known), max(known), len(known))
