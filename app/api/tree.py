"""The JSON of the tree of likely continuations; see docs/api.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from app.api.checks import position_of
from app.engine.engine import Engine


def tree(
    engine: Engine,
    trace_id: str,
    position: int,
    children: int,
    depth: int,
    nodes: int,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[dict[str, Any]]:
    """The likely continuations after a position: the tree after every level."""
    trace, place = position_of(engine, trace_id, position)
    engine.original(trace_id)
    with engine.use(trace.model, stop) as loaded:
        from app.decoding.continuation_tree import grow

        given = [token.id for token in trace.tokens]
        start = [token.id for token in trace.written[: place + 1]]
        with engine.turn(stop) as mine:
            if not mine:
                return
            for leaves in grow(
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
