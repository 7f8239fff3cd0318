"""What is changed inside a run, as values: where, and how; see `app.analysis.interventions`."""

from __future__ import annotations

from dataclasses import dataclass

PARTS = ("link", "head", "mlp", "neuron", "state")
WAYS = {
    "link": ("cut",),
    "head": ("zero", "mean", "scale", "patch"),
    "mlp": ("zero", "mean", "scale", "patch"),
    "neuron": ("zero", "mean", "scale", "patch"),
    "state": ("patch", "add"),
}


@dataclass(frozen=True)
class Intervention:
    """One change inside a run. An empty tuple stands for all there are.

    part       "link"    what a query reads of a key, in some heads
               "head"    what a head hands on: Σ weight · value, before the output projection
               "mlp"     what the feed-forward part puts out at its last projection
               "neuron"  an activation between the two matrices of the feed-forward part
               "state"   the residual stream before a block
    how        "cut"     a link carries nothing
               "zero"    the vector is 0
               "mean"    the vector is its mean over the tokens of the run (of `source`, if named)
               "scale"   the vector times `factor`
               "patch"   the vector that the run `source` has at the same place
               "add"     plus `factor` times a direction: the mean state of `source` less that of
                         `minus` there, or a random one of the same length (`seed`)
    stack      whose: "self", or "encoder", "decoder" and "cross"
    layers     of attention for links and heads; blocks for the rest
    heads      of a layer
    positions  the tokens whose vectors are changed; of links the queries
    keys       the tokens that are no longer read, of links only
    neurons    of a feed-forward part
    renormalised  of links: the weights left share what was cut, as if the key had not been there
    """

    part: str
    how: str
    stack: str = "self"
    layers: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    keys: tuple[int, ...] = ()
    neurons: tuple[int, ...] = ()
    factor: float = 1.0
    source: str = ""
    minus: str = ""
    seed: int | None = None
    renormalised: bool = True
