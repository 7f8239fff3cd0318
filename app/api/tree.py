"""The JSON of the tree of likely continuations; see docs/api.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.api.checks import position_of
from app.api.registry import Range, capability
from app.decoding.limits import MOST_CHILDREN, MOST_DEPTH, MOST_NODES
from app.engine.disconnection import Left, never
from app.engine.engine import Engine


class TreeNode(TypedDict):
    """One token of a tree of continuations."""

    id: int
    parent: int | None
    depth: int
    token: int
    probability: float
    path: float
    ended: bool
    text: str


class GrownTree(TypedDict):
    """A line of /experiments/tree."""

    done: int
    of: int
    position: int
    nodes: list[TreeNode]


ANSWERS = (GrownTree,)


@capability(endpoint="tree", route="/experiments/tree/{trace_id}")
def tree(
    engine: Engine,
    trace_id: str,
    position: int = -1,
    children: Annotated[int, Range(1, MOST_CHILDREN)] = 3,
    depth: Annotated[int, Range(1, MOST_DEPTH)] = 3,
    nodes: Annotated[int, Range(1, MOST_NODES)] = 60,
    *,
    stop: Left = never,
) -> Iterator[dict[str, Any]]:
    """The most likely continuations after a token, as a tree with probabilities, by levels."""
    trace, place = position_of(engine, trace_id, position)
    engine.original(trace_id)
    with engine.use(trace.model, stop) as loaded:
        from app.decoding.continuation_tree import expand

        given = [token.id for token in trace.tokens]
        start = [token.id for token in trace.written[: place + 1]]
        with engine.turn(stop) as mine:
            if not mine:
                return
            for leaves in expand(
                loaded,
                given if trace.target else start,
                start,
                children=children,
                depth=depth,
                nodes=nodes,
                stop=stop,
            ):
                level = leaves[-1].depth
                yield {
                    "done": level,
                    "of": depth,
                    "position": place,
                    "nodes": [
                        {**asdict(leaf), "text": trace.vocabulary[leaf.token]} for leaf in leaves
                    ],
                }
