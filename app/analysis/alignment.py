"""Which source words a written word was read from: the rows and heads that tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.text.words import members as members
from app.text.words import words as words
from app.trace import Attention, Floats, Trace


@dataclass(frozen=True)
class Heads:
    """The heads of one cross-attention layer whose mean is read as the alignment.

    title  what they are, in a few words
    why    why these, in one sentence
    """

    layer: int
    heads: tuple[int, ...]
    title: str
    why: str


def opening_heads(layers: int, heads: int, trained: Sequence[tuple[int, int]] = ()) -> Heads:
    """The heads to read the alignment from.

    Those that were trained to align, where a model says so (`trained`: layer and head); else the
    mean over the heads of the last layer but one. Source of the latter: Garg et al. 2019,
    "Jointly learning to align and translate with Transformer models", section 4.1.
    """
    if trained:
        layer = trained[0][0]
        chosen = tuple(head for at, head in trained if at == layer)
        names = " and ".join(str(head) for head in chosen)
        return Heads(
            layer,
            chosen,
            f"Layer {layer}, head {names}: trained to align",
            "This head was trained on word alignments, so each row works almost like a dictionary.",
        )
    layer = max(0, layers - 2)
    return Heads(
        layer,
        tuple(range(heads)),
        f"Mean over the {heads} heads of layer {layer}",
        "No head of this model was trained to align; on average the last layer but one does it "
        "best (Garg et al. 2019).",
    )


def heads_of(trace: Trace) -> Heads:
    """The opening heads of a trace with cross-attention. Raises KeyError when it has none."""
    cross = trace.stack("cross")
    return opening_heads(len(cross.layers), cross.heads, trace.trained_to_align)


def mean_weights(cross: Attention, chosen: Heads) -> Floats:
    """(query, key): the mean over the chosen heads; rows sum to 1."""
    heads = [cross.weights(chosen.layer, head)[0] for head in chosen.heads]
    return np.mean(heads, axis=0, dtype=np.float32)


def alignment(trace: Trace, chosen: Heads | None = None) -> Floats:
    """(written token, source token): whom the decoder read when it chose each token.

    The start mark has no row: row k belongs to the k-th written token, and it is the attention of
    the position before it, because that is the position that predicts it. Rows sum to 1.
    """
    weights = mean_weights(trace.stack("cross"), chosen or heads_of(trace))
    return weights[: len(trace.target) - 1]


def by_word(
    rows: Floats, targets: Sequence[Sequence[int]], sources: Sequence[Sequence[int]]
) -> Floats:
    """(target word, source word): the sum over a source word's tokens, the mean over a target's.

    A row sums to what its words get of it: what is missing went to marks such as the end mark.
    Source: Clark et al. 2019, "What does BERT look at?", section 4.1.
    """
    columns = np.stack([rows[:, list(places)].sum(axis=1) for places in sources], axis=1)
    return np.stack([columns[list(places)].mean(axis=0) for places in targets])
