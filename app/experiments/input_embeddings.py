"""A text as embeddings that stand in for its tokens' own, so that a score can be asked of them.

The model is given the token ids as usual, and its embedding's output is exchanged: positions,
masks and whatever else it makes of the ids stay those of the run.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch

from app.errors import InputError
from app.instrumentation.unembedding import blocks_of
from app.trace import Trace

if TYPE_CHECKING:
    from app.models.loading import Loaded

# A token whose share of the gradient is below this does not decide.
_DECIDES = 1e-4
_NO_TABLE = (
    "This model does not look its tokens up in one table of embeddings, so it cannot be asked what "
    "a word adds."
)


class Inputs:
    """The tokens of a trace as embeddings, the empty text of the same length, and their scores."""

    def __init__(self, loaded: Loaded, trace: Trace, score: Callable[[Any], torch.Tensor]) -> None:
        """`score` takes the model's outputs and gives a number per text. Raises InputError."""
        model: Any = loaded.model
        self._model, self._score = model, score
        self._tokens = [token.id for token in trace.tokens]
        self.ids = torch.tensor([self._tokens], device=loaded.device)
        self._mask = getattr(loaded.tokenizer, "mask_token_id", None)
        self._more: dict[str, torch.Tensor] = {}
        if types := loaded.token_types(trace.segments):
            self._more["token_type_ids"] = torch.tensor([types], device=loaded.device)
        try:
            self._table = model.get_input_embeddings()
            with torch.no_grad():
                self.embedded = self._table(self.ids)
                nothing = self._nothing()
        except (NotImplementedError, AttributeError, TypeError) as error:
            raise InputError(_NO_TABLE) from error
        if not isinstance(self.embedded, torch.Tensor) or self.embedded.ndim != 3:
            raise InputError(_NO_TABLE)
        kept = torch.tensor([[token.special for token in trace.tokens]], device=loaded.device)
        self._blank = nothing
        self.empty = torch.where(kept[..., None], self.embedded, nothing)
        self._several = True
        if not self.score_of(self.embedded.detach().clone().requires_grad_()).requires_grad:
            raise InputError(_NO_TABLE)
        with torch.no_grad():
            self.here = float(self.score_of(self.embedded)[0])

    @property
    def nothing_said(self) -> str:
        """What stands for a word that is taken away, in a few words."""
        if self._mask is not None:
            return "the model's own mask"
        return "the mean of all token embeddings, since the model knows no mask"

    def _nothing(self) -> torch.Tensor:
        """(width,): the embedding of the mask, or the mean of all where there is none."""
        if self._mask is not None:
            blank: torch.Tensor = self._table(torch.full_like(self.ids[:, :1], self._mask))
            return blank[0, 0]
        return torch.as_tensor(self._table.weight.mean(dim=0))

    def score_of(self, embedded: torch.Tensor) -> torch.Tensor:
        """(text,): the scores of embeddings (text, token, width)."""
        return self._scores(self.ids.expand(len(embedded), -1), embedded)

    def without(self, groups: Sequence[tuple[int, ...]]) -> list[float]:
        """The score of the text with each group of tokens taken away."""
        rows = self.ids.repeat(len(groups), 1)
        embedded = self.embedded.repeat(len(groups), 1, 1)
        for row, places in enumerate(groups):
            if self._mask is not None:
                rows[row, list(places)] = self._mask
            embedded[row, list(places)] = self._blank
        with torch.inference_mode():
            scores = self._scores(rows, None if self._mask is not None else embedded)
        return [float(each) for each in scores]

    def _scores(self, rows: torch.Tensor, embedded: torch.Tensor | None) -> torch.Tensor:
        if self._several or len(rows) == 1:
            try:
                return self._asked(rows, embedded)
            except ValueError:
                # A classifier without a padding token reads one text at a time.
                if len(rows) == 1:
                    raise
                self._several = False
        parts = [
            self._asked(rows[n : n + 1], None if embedded is None else embedded[n : n + 1])
            for n in range(len(rows))
        ]
        return torch.cat(parts)

    def _asked(self, rows: torch.Tensor, embedded: torch.Tensor | None) -> torch.Tensor:
        more = {name: each.expand(len(rows), -1) for name, each in self._more.items()}
        with _exchanged(self._table, embedded):
            return self._score(self._model(input_ids=rows, return_dict=True, **more))


@contextmanager
def _exchanged(table: Any, embedded: torch.Tensor | None) -> Iterator[None]:
    """For this thread, the embedding gives these vectors."""
    if embedded is None:
        yield
        return
    mine = threading.get_ident()

    def instead(module: Any, arguments: Any, output: Any) -> Any:
        if threading.get_ident() != mine or not isinstance(output, torch.Tensor):
            return None
        if output.shape == embedded.shape:
            return embedded
        turned = embedded.transpose(0, 1)
        if output.shape == turned.shape:  # some keep the tokens on the first axis
            return turned
        count = embedded.shape[1]
        if output.ndim == 3 and output.shape[1] > count and len(output) == len(embedded):
            return torch.cat([embedded, output[:, count:]], dim=1)  # filled up to whole windows
        return None

    hook = table.register_forward_hook(instead)
    try:
        yield
    finally:
        hook.remove()


def deciding_tokens(inputs: Inputs) -> list[int]:
    """The tokens whose state after the last block the score depends on; empty where not known."""
    model = inputs._model
    kept: list[torch.Tensor] = []
    mine = threading.get_ident()

    def seen(module: Any, arguments: Any, output: Any) -> None:
        states = output[0] if isinstance(output, tuple) else output
        if threading.get_ident() == mine and isinstance(states, torch.Tensor):
            kept.append(states)

    hook = blocks_of(model)[-1].register_forward_hook(seen)
    try:
        given = inputs.embedded.detach().clone().requires_grad_()
        score = inputs.score_of(given)[0]
    finally:
        hook.remove()
    if not kept or not kept[-1].requires_grad:
        return []
    (gradient,) = torch.autograd.grad(score, kept[-1], allow_unused=True)
    if gradient is None:
        return []
    shares = gradient.abs().sum(dim=-1).reshape(-1)
    if len(shares) != inputs.ids.shape[1] or not bool(shares.max() > 0):
        return []
    return [int(place) for place in torch.nonzero(shares > _DECIDES * shares.max())[:, 0]]
