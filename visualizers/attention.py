"""Attention: every head as a thumbnail, and who reads from whom in the chosen one."""

from __future__ import annotations

from typing import Any

from app.overview import overview
from app.trace import Attention, Token, Trace
from visualizers._groups import by_sentence, by_word, text_of
from visualizers._opening_head import MEMORY, opening
from visualizers._panel import Panel, Selection

STACK_TITLES = {
    "self": "Self-attention",
    "encoder": "Encoder self-attention",
    "decoder": "Decoder self-attention",
    "cross": "Cross-attention",
    "memory": "Recurrent memory (no attention: what the decoder's cell still holds)",
}


# What the two texts of a pair are, by task: those of segment 0 and of segment 1.
PAIRS = {"answer": ("question", "context"), "sentiment": ("text", "label")}


def needs(trace: Trace) -> str | None:
    """A reason when the trace holds no attention."""
    if not trace.attention:
        return next(
            (why for name, why in trace.left_out.items() if not name.startswith("states")),
            "This model left no attention weights: its architecture has none that can be read.",
        )
    return None


def stack_of(trace: Trace, name: str) -> Attention:
    """The stack of that name; the first one for an empty name. Raises KeyError."""
    return trace.stack(name) if name else trace.attention[0]


def opening_stack(trace: Trace) -> str:
    """The stack to look at first: what was read to write, where something was; "" without any."""
    names = trace.stack_names
    return "cross" if "cross" in names else next(iter(names), "")


def sink(attention: Attention) -> tuple[int, float]:
    """(key position, share): the key that takes most attention, and how much of all of it.

    The share is the mean weight on that key over all layers, heads and queries, from 0 to 1.
    Source: Xiao et al. 2024, "Efficient streaming language models with attention sinks".
    """
    shares = overview(attention).read.mean(axis=(0, 1))
    index = int(shares.argmax())
    return index, float(shares[index])


def draw(trace: Trace, selection: Selection) -> dict[str, Any]:
    """The stacks with their tokens, sink and opening head; the weights travel as arrays.

    `says` is a sentence on layers that are left out or numbered otherwise than blocks, or "".
    `sink` is None for a memory; `absent` says that a decoder has no self-attention, else None.
    `groups` says where the words and the sentences of each axis begin, as places of tokens.
    `segments` holds 0 or 1 per token where two texts were read, and `pair` what they are.
    """
    stacks = []
    for attention in trace.attention:
        index, share = (None, 0.0) if attention.name == MEMORY else sink(attention)
        stacks.append(
            {
                "name": attention.name,
                "title": STACK_TITLES.get(attention.name, attention.name),
                "layers": len(attention.layers),
                "heads": attention.heads,
                "query_tokens": [token.text for token in attention.query_tokens],
                "key_tokens": [token.text for token in attention.key_tokens],
                "groups": {
                    "query": groups(trace, attention.query_tokens),
                    "key": groups(trace, attention.key_tokens),
                },
                "causal": attention.causal,
                "says": _said(trace, attention),
                "sink": None if index is None else {"index": index, "share": share},
                "opening": opening(attention, index),
            }
        )
    return {
        "stacks": stacks,
        "opening_stack": opening_stack(trace),
        "absent": absent(list(trace.stack_names)),
        "method": trace.measured.method,
        "segments": segments(trace),
        "pair": list(PAIRS.get(trace.task, ("first text", "second text"))),
    }


def _said(trace: Trace, attention: Attention) -> str:
    """What is not as it seems: layers that are left out, or whose number is not their block's."""
    sentences = [trace.left_out[attention.name]] if attention.name in trace.left_out else []
    blocks = [attention.block(layer) for layer in range(len(attention.layers))]
    if blocks != list(range(len(blocks))):
        listed = ", ".join(map(str, blocks))
        sentences.append(f"Its layers are those of the model's blocks {listed}, in this order.")
    return " ".join(sentences)


def groups(trace: Trace, tokens: tuple[Token, ...]) -> dict[str, list[int]]:
    """Where words and sentences begin among these tokens of a trace."""
    text = text_of(trace, tokens)
    # The segments count the tokens that were read, not those that were written.
    ours = trace.segments if tokens == trace.tokens else ()
    return {"word": by_word(text, tokens), "sentence": by_sentence(text, tokens, ours)}


def segments(trace: Trace) -> list[int]:
    """Per token which of two texts it belongs to, 0 or 1; empty where there is one text."""
    return list(trace.segments) if set(trace.segments) == {0, 1} else []


def absent(names: list[str]) -> dict[str, str] | None:
    """What a decoder that reads a source lacks, and the stack that shows what it has instead."""
    if "cross" not in names or "decoder" in names:
        return None
    if MEMORY in names:
        return {
            "says": "This decoder has no self-attention: it carries a recurrent memory instead.",
            "stack": MEMORY,
        }
    return {"says": "This decoder has no self-attention that could be recorded.", "stack": ""}


PANEL = Panel(
    id="attention",
    title="Attention",
    explains="Every head of every layer, and whom each token reads from. Attention rows sum to 1, "
    "or to less where a learned sink takes a share.",
    order=10,
    view="attention",
    needs=needs,
    draw=draw,
)
