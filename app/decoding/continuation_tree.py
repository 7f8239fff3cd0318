"""The most likely continuations of a text, as a tree that grows level by level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from app.decoding.beam_search import Stepper
from app.decoding.limits import MOST_CHILDREN, MOST_DEPTH, MOST_NODES
from app.decoding.loop import end_marks
from app.errors import whole_number

if TYPE_CHECKING:
    from app.models.loading import Loaded


@dataclass(frozen=True)
class TreeNode:
    """One token of the tree.

    parent       the number of the node before it, None on the first level
    probability  of the token, after those before it: softmax over the whole vocabulary
    path         the product of the probabilities from the root to here
    ended        whether the text ends with it
    """

    id: int
    parent: int | None
    depth: int
    token: int
    probability: float
    path: float
    ended: bool


def expand(
    loaded: Loaded,
    ids: Sequence[int],
    start: Sequence[int],
    *,
    children: int,
    depth: int,
    nodes: int,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[TreeNode, ...]]:
    """The tree after every level: of every leaf its `children` most likely tokens.

    `start` is what stands already, of a decoder equal to `ids`. With fewer than `nodes` left, the
    most likely paths go on. The numbers are the model's own, no setting takes part. Raises
    InputError for numbers out of range.
    """
    for name, value, most in (
        ("children", children, MOST_CHILDREN),
        ("depth", depth, MOST_DEPTH),
        ("nodes", nodes, MOST_NODES),
    ):
        whole_number(value, name, 1, most)
    ends = end_marks(loaded)
    tree: list[TreeNode] = []
    frontier: list[TreeNode | None] = [None]
    with torch.inference_mode():
        stepper = Stepper(loaded, ids, start, 1)
    for level in range(1, depth + 1):
        if stop():
            return
        made = _level(stepper.logits, frontier, level, children, ends)
        made = sorted(made, key=lambda pair: -pair[1].path)[: nodes - len(tree)]
        numbered = [
            (row, _numbered(leaf, len(tree) + place)) for place, (row, leaf) in enumerate(made)
        ]
        tree.extend(leaf for _, leaf in numbered)
        yield tuple(tree)
        going = [(row, leaf) for row, leaf in numbered if not leaf.ended]
        if not going or len(tree) >= nodes or level == depth:
            return
        frontier = [leaf for _, leaf in going]
        device = stepper.logits.device
        with torch.inference_mode():
            stepper.step(
                torch.tensor([row for row, _ in going], device=device),
                torch.tensor([leaf.token for _, leaf in going], device=device),
            )


def _level(
    logits: torch.Tensor,
    frontier: Sequence[TreeNode | None],
    level: int,
    children: int,
    ends: frozenset[int],
) -> list[tuple[int, TreeNode]]:
    """(row of the parent, child) of every leaf's most likely tokens."""
    shares = torch.softmax(logits.float(), dim=-1).topk(min(children, logits.shape[-1]), dim=-1)
    made = []
    for row, parent in enumerate(frontier):
        for share, token in zip(
            shares.values[row].tolist(), shares.indices[row].tolist(), strict=True
        ):
            before = 1.0 if parent is None else parent.path
            leaf = TreeNode(
                id=-1,
                parent=None if parent is None else parent.id,
                depth=level,
                token=token,
                probability=share,
                path=before * share,
                ended=token in ends,
            )
            made.append((row, leaf))
    return made


def _numbered(leaf: TreeNode, number: int) -> TreeNode:
    return TreeNode(
        number, leaf.parent, leaf.depth, leaf.token, leaf.probability, leaf.path, leaf.ended
    )
