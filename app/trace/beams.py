"""What a beam search looked at: every hypothesis with its score, and the branches it dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["kept", "pruned", "ended"]


@dataclass(frozen=True)
class Node:
    """One token that was considered after a hypothesis.

    parent           id of the node before it; None at the start
    step             1 for the first written token
    probability      of the token after its hypothesis: softmax over the whole vocabulary, before
                     any setting
    log_probability  its natural logarithm, after the settings: what is added up
    score            the sum of the log-probabilities from the start to here
    state            "kept": went on from here; "pruned": others were better; "ended": a finished
                     hypothesis
    """

    id: int
    parent: int | None
    step: int
    token: int
    text: str
    probability: float
    log_probability: float
    score: float
    state: State


@dataclass(frozen=True)
class Hypothesis:
    """A finished hypothesis.

    tokens           the ids written, the end mark included where there is one
    score            log_probability / length ** length_penalty, the measure they are ranked by
    log_probability  the sum over its tokens
    node             its last node
    """

    tokens: tuple[int, ...]
    text: str
    score: float
    log_probability: float
    node: int


@dataclass(frozen=True)
class Search:
    """One beam search; `nodes` in the order of their ids, `hypotheses` best first.

    chosen  the node whose text is the one shown
    """

    beams: int
    length_penalty: float
    nodes: tuple[Node, ...]
    hypotheses: tuple[Hypothesis, ...]
    chosen: int | None = None

    def path(self, node: int) -> tuple[int, ...]:
        """The ids of the tokens from the start to a node. Raises IndexError for an unknown one."""
        tokens: list[int] = []
        at: int | None = node
        while at is not None:
            if not 0 <= at < len(self.nodes):
                raise IndexError(f"node {at} of {len(self.nodes)}")
            tokens.append(self.nodes[at].token)
            at = self.nodes[at].parent
        return tuple(reversed(tokens))
