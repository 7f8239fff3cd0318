"""Changes inside a pass: links that are cut, and vectors that are exchanged where they arise.

Attention is changed where it is recorded, in the attention function, so a cut link is cut before
the softmax in every architecture that hands its attention over. What a feed-forward part or a block
works on is changed by hooks on modules that are found by what they do (`mlp_boundary`). Hooks act
in the thread that asked for them only: others may run the same model meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch

from app.errors import InputError
from app.instrumentation.attention_function import Call, weighed
from app.instrumentation.mlp_boundary import block_layout, given_tensor
from app.instrumentation.unembedding import blocks_of
from app.trace.interventions import Intervention

AGAIN = (
    "The blocks of this model run several times for a text, so a change belongs to no single one: "
    "change its attention instead."
)
NO_NEURONS = (
    "The feed-forward part of block {} is no single layer of neurons, such as where each token "
    "takes a few of several experts: choose another block, or change its attention."
)
OTHER_ORDER = (
    "This model does not keep one row of vectors per text, so what is between its blocks cannot "
    "be changed: change its attention instead."
)

# What is changed by hooks on modules, and not in the attention.
_BETWEEN = ("mlp", "neuron", "state")


@dataclass(frozen=True, eq=False)
class Edit:
    """An intervention with the vectors it needs.

    values  per layer (or block) what stands there instead, or is added, float32: of heads (head,
            token, width), else (token, width); a token axis of 1 is for all of them
    row     the text of a batch that is changed; None: every one
    """

    change: Intervention
    values: Mapping[int, torch.Tensor] = field(default_factory=dict)
    row: int | None = None

    def concerns(self, stack: str, layer: int, *parts: str) -> bool:
        """Whether something of this layer (or block) is changed."""
        change = self.change
        if change.part not in parts or change.stack != stack:
            return False
        return not change.layers or layer in change.layers


class Changes:
    """The edits of one run in one thread; `begin` before each pass, `installed` around them."""

    def __init__(self, model: Any, edits: Sequence[Edit]) -> None:
        self._model = model
        self.edits = tuple(edits)
        self._part, self._first, self._tokens = "self", 0, 1
        self._seen: dict[str, list[Call]] = {}

    @property
    def in_attention(self) -> bool:
        """Whether attention is changed, which only a model that hands it over allows."""
        return any(edit.change.part in ("link", "head") for edit in self.edits)

    def begin(self, part: str, first: int, tokens: int) -> None:
        """A pass of `part` ("self", "encoder" or "decoder") over so many tokens from `first` on."""
        self._part, self._first, self._tokens, self._seen = part, first, tokens, {}

    # -------------------------------------------------------------- attention
    def attended(self, call: Call, output: torch.Tensor) -> torch.Tensor:
        """(row, query, head, width): what the heads hand on, with the edits of this layer.

        `output` is what they made. What is cut is noted in the call, for the record.
        """
        cross = self._part == "decoder" and call.reads_source
        stack = "cross" if cross else self._part
        layer = self._layer(stack, call)
        edits = [each for each in self.edits if each.concerns(stack, layer, "link", "head")]
        if not edits:
            return output
        changed = output.clone()
        for edit in edits:
            if edit.change.part == "link":
                self._cut(edit, call, len(changed), cross)
        if call.kept is not None:
            # Only the queries from which something was cut are computed anew.
            cut = ~call.kept.all(dim=-1)  # (text, head, query)
            texts = cut.flatten(1).any(dim=1).nonzero()[:, 0].tolist()
            if texts:
                mine = cut[texts].transpose(1, 2)[..., None].to(changed.device)
                changed[texts] = torch.where(mine, weighed(call, texts), changed[texts])
        for edit in edits:
            if edit.change.part == "head":
                heads = edit.change.heads or range(changed.shape[2])
                for head in heads:
                    value = edit.values.get(layer)
                    self._exchange(
                        edit, changed[:, :, head], None if value is None else value[head]
                    )
        return changed

    def _layer(self, stack: str, call: Call) -> int:
        """The number of this call's layer; a module that is asked twice for the same is one."""
        seen = self._seen.setdefault(stack, [])
        if not seen or not _asked_again(seen[-1], call):
            seen.append(call)
        return len(seen) - 1

    def _cut(self, edit: Edit, call: Call, texts: int, cross: bool) -> None:
        """Notes in the call what is cut."""
        change = edit.change
        heads, queries, keys = call.query.shape[1], call.query.shape[2], call.keys
        first_key = 0 if cross else self._first + queries - keys
        rows = _inside(change.positions, self._first, queries)
        columns = _inside(change.keys, first_key, keys)
        if not rows or not columns:
            return
        if call.kept is None:
            call.kept = torch.ones(texts, heads, queries, keys, dtype=torch.bool)
            call.renormalised = change.renormalised
        text = slice(None) if edit.row is None else slice(edit.row, edit.row + 1)
        which = torch.zeros(heads, queries, keys, dtype=torch.bool)
        which[
            torch.tensor(change.heads or range(heads))[:, None, None],
            torch.tensor(rows)[:, None],
            torch.tensor(columns),
        ] = True
        call.kept[text] &= ~which

    def _exchange(self, edit: Edit, vectors: torch.Tensor, value: torch.Tensor | None) -> None:
        """Changes (row, token, width) in place."""
        change = edit.change
        tokens = vectors.shape[1]
        places = _inside(change.positions, self._first, tokens)
        if not places:
            return
        rows = slice(None) if edit.row is None else slice(edit.row, edit.row + 1)
        if change.part == "neuron":
            count = vectors.shape[2]
            if any(number >= count for number in change.neurons):
                raise InputError(
                    f"neuron must be from 0 to {count - 1}, not {max(change.neurons)}."
                )
            columns = torch.tensor(change.neurons)
        else:
            columns = torch.arange(vectors.shape[2])
        at = (torch.tensor(places)[:, None], columns)
        old = vectors[rows]
        new = old.clone()
        for text in new:
            if change.how == "zero":
                text[at] = 0
            elif change.how == "scale":
                text[at] = text[at] * change.factor
            elif value is not None:
                stands = value if len(value) == 1 else value[[self._first + n for n in places]]
                stands = stands.to(text)
                chosen = stands[:, columns].expand(len(places), -1)
                text[at] = text[at] + chosen * change.factor if change.how == "add" else chosen
        vectors[rows] = new

    # -------------------------------------------------------------- between the attention
    @contextmanager
    def installed(self) -> Iterator[None]:
        """Hooks for what is not attention, as long as it lasts. Raises InputError.

        To be entered before the attention is changed: what is found out by a pass is found here.
        """
        hooks: list[Any] = []
        for stack in {each.change.stack for each in self.edits}:
            if any(
                each.change.part in _BETWEEN and each.change.stack == stack for each in self.edits
            ):
                block_layout(self._model, encoder=stack == "encoder")
        try:
            for stack in dict.fromkeys(edit.change.stack for edit in self.edits):
                for part in _BETWEEN:
                    edits = [
                        each
                        for each in self.edits
                        if each.change.part == part and each.change.stack == stack
                    ]
                    if edits:
                        hooks.extend(self._hooks(stack, part, edits))
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def _hooks(self, stack: str, part: str, edits: Sequence[Edit]) -> Iterator[Any]:
        for number, module in sites(self._model, stack, part, _layers(edits)):
            mine = [each for each in edits if each.concerns(stack, number, part)]
            if not mine:
                continue
            act = self._acting(mine, number)
            if part == "mlp":
                yield module.register_forward_hook(_after(act))
            else:
                yield module.register_forward_pre_hook(_before(act), with_kwargs=True)

    def _acting(
        self, edits: Sequence[Edit], number: int
    ) -> Callable[[torch.Tensor], torch.Tensor | None]:
        thread = threading.get_ident()

        def act(vectors: torch.Tensor) -> torch.Tensor | None:
            if threading.get_ident() != thread:
                return None
            # Some lay the tokens of all texts end to end.
            flat = vectors.ndim == 2 and len(vectors) % self._tokens == 0
            if vectors.ndim != 3 and not flat:
                raise InputError(OTHER_ORDER)
            new = vectors.reshape(-1, self._tokens, vectors.shape[1]) if flat else vectors
            new = new.clone()
            for edit in edits:
                self._exchange(edit, new, edit.values.get(number))
            return new.reshape(vectors.shape)

        return act


def sites(
    model: Any, stack: str, part: str, blocks: Sequence[int] = ()
) -> Iterator[tuple[int, Any]]:
    """The module of each block (of those asked for) where a part is changed or watched.

    Raises InputError where there is no such place.
    """
    own = blocks_of(model, encoder=stack == "encoder")
    layout = block_layout(model, encoder=stack == "encoder")
    if layout.repeated:
        raise InputError(AGAIN)
    for number in blocks or range(len(own)):
        if not 0 <= number < len(own):
            raise InputError(f"This stack has {len(own)} blocks, from 0 on: there is no {number}.")
        if part == "state":
            yield number, own[number]
            continue
        half = layout.blocks[number]
        if half is None or half.down is None:
            raise InputError(NO_NEURONS.format(number))
        yield number, own[number].get_submodule(half.down)


@contextmanager
def watched(
    model: Any, stack: str, part: str, blocks: Sequence[int]
) -> Iterator[dict[int, torch.Tensor]]:
    """Per block (token, width) what a part puts out, or its neurons, in the pass made meanwhile.

    Raises InputError where there is no such place.
    """
    seen: dict[int, torch.Tensor] = {}
    thread = threading.get_ident()

    def keep(number: int) -> Callable[[torch.Tensor], None]:
        def kept(vectors: torch.Tensor) -> None:
            if threading.get_ident() == thread:
                seen[number] = vectors.detach().float().cpu().reshape(-1, vectors.shape[-1])

        return kept

    hooks: list[Any] = []
    try:
        for number, module in sites(model, stack, part, blocks):
            if part == "mlp":
                hooks.append(module.register_forward_hook(_after(keep(number))))
            else:
                hook = _before(keep(number))
                hooks.append(module.register_forward_pre_hook(hook, with_kwargs=True))
        yield seen
    finally:
        for hook in hooks:
            hook.remove()


def _layers(edits: Sequence[Edit]) -> list[int]:
    """The blocks that are named; none where an edit is for all of them."""
    if any(not each.change.layers for each in edits):
        return []
    return sorted({layer for each in edits for layer in each.change.layers})


def _inside(places: Sequence[int], first: int, count: int) -> list[int]:
    """Those of the places that are in a pass over `count` tokens from `first` on, in the pass."""
    if not places:
        return list(range(count))
    return [place - first for place in places if first <= place < first + count]


def _asked_again(one: Call, other: Call) -> bool:
    return (
        one.module is other.module
        and one.query.shape == other.query.shape
        and one.keys == other.keys
        and bool(torch.equal(one.query, other.query))
    )


def _after(act: Callable[[torch.Tensor], Any]) -> Any:
    def hook(module: Any, arguments: Any, output: Any) -> Any:
        return act(output)

    return hook


def _before(act: Callable[[torch.Tensor], Any]) -> Any:
    def hook(module: Any, arguments: Any, named: Any) -> Any:
        state = given_tensor(arguments, named)
        if state is None:
            return None
        new = act(state)
        if new is None:
            return None
        return (
            tuple(new if each is state else each for each in arguments),
            {name: new if each is state else each for name, each in named.items()},
        )

    return hook
