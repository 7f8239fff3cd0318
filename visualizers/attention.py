"""Attention: every head as a thumbnail, and who reads from whom in the chosen one."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12

from app.analysis.head_overview import overview
from app.analysis.opening_head import MEMORY, opening
from app.text.grouping import by_sentence, by_word, text_of
from app.trace import Attention, Token, Trace
from visualizers._panel import Panel, Selection

STACK_TITLES = {
    "self": "Self-attention",
    "encoder": "Encoder self-attention",
    "decoder": "Decoder self-attention",
    "cross": "Cross-attention",
    "memory": "Recurrent memory (no attention: what the decoder's cell still holds)",
}


# Below this the rows sum to 1 but for rounding.
_UNSEEN = 0.001

# What the two texts of a pair are, by task: those of segment 0 and of segment 1.
PAIRS = {"answer": ("question", "context"), "sentiment": ("text", "label")}


class Sink(TypedDict):
    """The key that is read most, and its share."""

    index: int
    share: float


class OpeningHead(TypedDict):
    """The head and the row to open on, and why."""

    layer: int
    head: int
    query: int
    why: str


class Units(TypedDict):
    """Where the words and the sentences of an axis begin, as places of tokens."""

    word: list[int]
    sentence: list[int]


class AxisUnits(TypedDict):
    """Of both axes."""

    query: Units
    key: Units


class Stack(TypedDict):
    """The attention of one stack; see visualizers/attention.py."""

    name: str
    title: str
    layers: int
    blocks: list[int]
    heads: int
    query_tokens: list[str]
    key_tokens: list[str]
    written_next: list[str] | None
    unseen: float
    groups: AxisUnits
    causal: bool
    sink: Sink | None
    opening: OpeningHead


class Absent(TypedDict):
    """Why there is no self-attention, and the stack that stands in its place."""

    says: str
    stack: str


class AttentionPanel(TypedDict):
    """What /panels/attention answers."""

    stacks: list[Stack]
    opening_stack: str
    absent: Absent | None
    left_out: dict[str, str]
    method: str
    segments: list[int]
    pair: list[str]


ANSWERS = (AttentionPanel,)


def needs(trace: Trace) -> str | None:
    """A reason when the trace holds no attention."""
    if not trace.attention:
        return next(
            (why for name, why in trace.left_out.items() if not name.startswith("states")),
            "This model left no attention weights: its architecture has none that can be read.",
        )
    return None


def unseen(attention: Attention) -> float:
    """The mean share of a row that goes to no token, as to a learned sink; 0 below a thousandth."""
    if attention.name == MEMORY:
        return 0.0
    rest = 1 - float(overview(attention).read.sum(axis=-1).mean())
    return rest if rest >= _UNSEEN else 0.0


def written_next(trace: Trace, attention: Attention) -> list[str] | None:
    """Per row the token that is written there next, "" where none was.

    None where the rows are not of a text that was written from another one.
    """
    target = trace.target
    if len(target) < 2 or attention.query_tokens != target:
        return None
    return [*(token.text for token in target[1:]), ""]


def stack_of(trace: Trace, name: str) -> Attention:
    """The stack of that name; the first one for an empty name. Raises InputError."""
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

    `sink` is None for a memory; `absent` says that a decoder has no self-attention, else None.
    `blocks` numbers the block of each layer. `unseen` is the mean share of a row that goes to no
    token. `written_next` is the token written at each row of a translation, else None. `left_out`
    says of a stack which of its layers are not shown, and why. `groups` says where the words and
    the sentences of each axis begin, as places of tokens.
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
                "blocks": [attention.block(layer) for layer in range(len(attention.layers))],
                "heads": attention.heads,
                "query_tokens": [token.text for token in attention.query_tokens],
                "key_tokens": [token.text for token in attention.key_tokens],
                "written_next": written_next(trace, attention),
                "unseen": unseen(attention),
                "groups": {
                    "query": row_groups(trace, attention),
                    "key": groups(trace, attention.key_tokens),
                },
                "causal": attention.causal,
                "sink": None if index is None else {"index": index, "share": share},
                "opening": opening(attention, index),
            }
        )
    return {
        "stacks": stacks,
        "opening_stack": opening_stack(trace),
        "absent": absent(list(trace.stack_names)),
        "left_out": {
            name: why for name, why in trace.left_out.items() if not name.startswith("states")
        },
        "method": trace.measured.method,
        "segments": segments(trace),
        "pair": list(PAIRS.get(trace.task, ("first text", "second text"))),
    }


def groups(trace: Trace, tokens: tuple[Token, ...]) -> dict[str, list[int]]:
    """Where words and sentences begin among these tokens of a trace."""
    text = text_of(trace, tokens)
    # The segments count the tokens that were read, not those that were written.
    ours = trace.segments if tokens == trace.tokens else ()
    return {"word": by_word(text, tokens), "sentence": by_sentence(text, tokens, ours)}


def row_groups(trace: Trace, attention: Attention) -> dict[str, list[int]]:
    """As `groups`, of the rows: those of a text that is written go with what is written next."""
    found = groups(trace, attention.query_tokens)
    if written_next(trace, attention) is None:
        return found
    last = len(attention.query_tokens) - 1
    return {
        unit: [*(start - 1 for start in starts if start), last] for unit, starts in found.items()
    }


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
    explains="To take in a word the model looks at others, once in every head of every layer: the "
    "thicker a line, the more. Click a word.",
    order=10,
    question="looked",
    view="attention",
    needs=needs,
    draw=draw,
)
