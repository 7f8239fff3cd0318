"""Beam search, step by step, with everything it considers.

The rules are those of transformers' `generate`, so the hypotheses and their scores are equal to
its own; it keeps what `generate` throws away: the branches that lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

import torch
from transformers import LogitsProcessorList

from app.instrumentation.model_cache import (
    ModelCache,
    cache_of,
    reads_at_once,
    reads_side_by_side,
    reordered,
    repeated,
    source,
)
from app.instrumentation.token_rows import check_rows
from app.trace.beams import Hypothesis, Node, Search, State

if TYPE_CHECKING:
    from app.models.loading import Loaded


class Stepper:
    """A model that reads one more token for each of several hypotheses; nothing is recorded.

    Where what the model carries cannot follow the hypotheses exactly, their tokens are read anew.
    """

    def __init__(
        self, loaded: Loaded, ids: Sequence[int], prefix: Sequence[int], beams: int
    ) -> None:
        """Reads the source and `prefix` (encoder-decoder), or the text `ids` (decoder), once.

        Raises InputError for a token the model has no row for.
        """
        self.model = cast(Any, loaded.model)
        self._device = loaded.device
        self._encoded: Any = None
        self._carried: ModelCache | None = None
        check_rows(loaded, ids)
        rows = torch.tensor([list(ids)], device=loaded.device)
        if self.model.config.is_encoder_decoder:
            check_rows(loaded, prefix, decoder=True)
            self._encoded = self.model.get_encoder()(input_ids=rows, return_dict=True)
            self._source = source(self.model, rows)
            rows = torch.tensor([list(prefix)], device=loaded.device)
        self._rows = rows.expand(beams, -1)
        self._count = 0
        if self._encoded is None or rows.shape[1] == 1 or reads_at_once(self.model):
            self.logits = self._read(self._rows)
        else:
            for end in range(1, self._rows.shape[1] + 1):
                new = self._rows[:, :end] if self._carried is None else self._rows[:, end - 1 : end]
                self.logits = self._read(new)

    def _read(self, rows: torch.Tensor) -> torch.Tensor:
        # What cannot be gone on from is not kept either: some mask later tokens only then.
        inputs: dict[str, Any] = {"use_cache": self._count == 0 or self._carried is not None}
        if self._carried is not None:
            inputs |= self._carried.inputs
        if self._encoded is None:
            inputs["input_ids"] = rows
        else:
            inputs["decoder_input_ids"] = rows
            inputs["encoder_outputs"] = repeated(self._encoded, len(rows))
            for name, ids in self._source.items():
                inputs[name] = ids.expand(len(rows), -1)
        outputs = self.model(**inputs, return_dict=True)
        self._count = self._count + rows.shape[1] if self._carried else rows.shape[1]
        self._carried = cache_of(self.model, outputs, self._count)
        logits: torch.Tensor = outputs.logits[:, -1].float()
        return logits

    def step(self, parents: torch.Tensor, tokens: torch.Tensor) -> None:
        """Goes on with the hypotheses in the order of `parents`, each by its token (beam,)."""
        self._rows = torch.cat([self._rows[parents], tokens[:, None]], dim=1)
        if self._carried is not None:
            followed = reordered(self.model, self._carried.value, parents)
            self._carried = followed and ModelCache(self._carried.argument, followed)
        if not reads_side_by_side(self.model):
            self._carried = None
            self.logits = torch.cat([self._read(row[None]) for row in self._rows])
            return
        self.logits = self._read(self._rows if self._carried is None else tokens[:, None])


def search(
    loaded: Loaded,
    ids: Sequence[int],
    start: Sequence[int],
    *,
    beams: int,
    length_penalty: float,
    most: int,
    chain: LogitsProcessorList,
    ends: frozenset[int],
    text: Callable[[int], str],
    early: bool | str = False,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Search]:
    """The search so far after every step; `chosen` is the best running or finished node.

    `start` is what stands already: an encoder-decoder's start mark, or a decoder's prompt (then
    equal to `ids`). At most `most` tokens are written. The last value is the finished search; when
    `stop` says so, the hypotheses are those that were still running. `early` is what the model's
    generation config calls early_stopping: True ends with the first full set of hypotheses, "never"
    goes on as long as any longer one could still be better.

    Source: transformers, GenerationMixin._beam_search.
    """
    growing = _Growing(
        loaded, ids, start, beams, length_penalty, chain, ends, text, early=early, most=most
    )
    for step in range(1, most + 1):
        if stop():
            break
        with torch.inference_mode():
            going = growing.advance(step, last=step == most)
        yield growing.so_far()
        if not going:
            break
    yield growing.finished()


class _Growing:
    """The hypotheses of one search while it goes on."""

    def __init__(
        self,
        loaded: Loaded,
        ids: Sequence[int],
        start: Sequence[int],
        beams: int,
        length_penalty: float,
        chain: LogitsProcessorList,
        ends: frozenset[int],
        text: Callable[[int], str],
        *,
        early: bool | str,
        most: int,
    ) -> None:
        self._beams = beams
        self._early = early
        self._most = most
        self._penalty = length_penalty
        self._chain = chain
        self._ends = ends
        self._text = text
        self._nodes: list[Node] = []
        self._done: list[Hypothesis] = []
        with torch.inference_mode():
            self._stepper = Stepper(loaded, ids, start, beams)
        device = loaded.device
        self._written = torch.tensor([list(start)] * beams, device=device)
        # Only the first hypothesis counts at first, or all beams would be the same.
        self._scores = torch.full((beams,), -1e9, device=device)
        self._scores[0] = 0.0
        self._leaves: list[int | None] = [None] * beams
        self._improvable = True

    def advance(self, step: int, *, last: bool) -> bool:
        """One token for every hypothesis; False when nothing better can come."""
        raw = torch.log_softmax(self._stepper.logits, dim=-1)
        settled: Any = self._chain(self._written, raw.clone())  # type: ignore[arg-type]
        entries = raw.shape[-1]
        totals = (settled + self._scores[:, None]).reshape(-1)
        # Enough that as many stay as there are beams, even if every other one ends here.
        most = min(max(2, 1 + len(self._ends)) * self._beams, len(totals))
        best, places = totals.topk(most)
        parents, tokens = places // entries, places % entries
        ended = [last or int(token) in self._ends for token in tokens]
        going = [place for place, over in enumerate(ended) if not over][: self._beams]
        made: list[int | None] = []
        full = self._early is True and len(self._done) == self._beams
        for place in range(most):
            parent, token = int(parents[place]), int(tokens[place])
            total = float(best[place])
            if total <= -1e8:
                # A token that a rule forbids, or a beam that does not exist yet.
                made.append(None)
                continue
            counts = ended[place] and place < self._beams
            state: State = "ended" if counts else "kept" if place in going else "pruned"
            log_probability = float(settled[parent, token])
            node = Node(
                id=len(self._nodes),
                parent=self._leaves[parent],
                step=step,
                token=token,
                text=self._text(token),
                probability=float(raw[parent, token].exp()),
                log_probability=log_probability,
                score=total,
                state=state,
            )
            self._nodes.append(node)
            made.append(node.id)
            if counts and self._improvable and not full:
                self._done.append(self._hypothesis(node, step))
        self._done = sorted(self._done, key=lambda each: -each.score)[: self._beams]
        if not going:
            return False
        # Fewer go on than there are beams where the rules forbid all else: the rest counts nothing.
        spare = [place for place in range(most) if place not in going]
        kept = (going + spare)[: self._beams]
        order = torch.tensor(kept, device=parents.device)
        self._scores = best[order].clone()
        for place, number in enumerate(kept):
            if ended[number]:
                self._scores[place] = -1e9
        self._leaves = [made[number] for number in kept]
        self._written = torch.cat([self._written[parents[order]], tokens[order][:, None]], dim=1)
        self._improvable = self._improvable and self._can_improve(step)
        if not self._improvable:
            return False
        self._stepper.step(parents[order], tokens[order])
        return True

    def _can_improve(self, step: int) -> bool:
        if len(self._done) < self._beams:
            return True
        if self._early is True:
            return False
        longest = self._most if self._early == "never" and self._penalty > 0 else step
        return float(self._scores[0]) / longest**self._penalty > self._done[-1].score

    def _hypothesis(self, node: Node, length: int) -> Hypothesis:
        tokens = Search(1, 1.0, tuple(self._nodes), ()).path(node.id)
        return Hypothesis(tokens, "", node.score / length**self._penalty, node.score, node.id)

    def so_far(self) -> Search:
        """The search with the best node there is."""
        running = [leaf for leaf in self._leaves if leaf is not None]
        chosen = running[0] if running else None
        if self._done and (
            chosen is None
            or self._done[0].score
            > self._nodes[chosen].score / self._nodes[chosen].step ** self._penalty
        ):
            chosen = self._done[0].node
        return Search(self._beams, self._penalty, tuple(self._nodes), tuple(self._done), chosen)

    def finished(self) -> Search:
        """The search at its end: without a finished hypothesis, the running ones."""
        if not self._done:
            self._done = [
                self._hypothesis(self._nodes[leaf], self._nodes[leaf].step)
                for leaf in self._leaves
                if leaf is not None
            ]
        chosen = self._done[0].node if self._done else None
        return Search(self._beams, self._penalty, tuple(self._nodes), tuple(self._done), chosen)
