"""What one pass left behind, as plain arrays: no torch, no model, no batch axis.

Axis names, used in every docstring of the project:

    token   a position of the text            head    one attention head of a layer
    query   the position that reads           group   key/value heads shared by several heads
    key     the position that is read         pair    two dimensions turned by one rotary angle
    layer   one block of the stack            width   components of a vector
    entry   one token of the vocabulary
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search import Search

Floats = NDArray[np.float32]

# Queries whose weights are computed at once.
BLOCK = 64


def softmax(scores: Floats) -> Floats:
    """Softmax over the last axis, same shape; each row sums to 1."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def softmax_in_place(scores: Floats) -> Floats:
    """The same in the array it is given: for long texts a copy costs more than the arithmetic."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    # A product with ones is the fastest sum there is.
    scores /= (scores @ np.ones(scores.shape[-1], dtype=np.float32))[..., None]
    return scores


def log_softmax(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """The logarithm of the softmax over the last axis, in nats; same shape and number type."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    total: NDArray[np.floating] = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted - total


@dataclass(frozen=True)
class Token:
    """One token as a person reads it.

    text        its characters, whitespace included; a piece of a longer character shows it whole
    start, end  character span in `Trace.text` (for target tokens: in `Trace.target_text`)
    part        (n, of) when several tokens share one character, else None
    special     True for marks such as end-of-text that stand for no characters
    """

    id: int
    text: str
    start: int
    end: int
    part: tuple[int, int] | None = None
    special: bool = False


@dataclass(frozen=True, eq=False)
class Scores:
    """One layer of attention, kept as what it was computed from.

    query   (head, query, width)  after rotary positions
    key     (group, key, width)   heads are split evenly over the groups, in order
    value   (group, key, width)
    scale   the factor on q·k
    bias    (1 or head, query, key), added to the scaled score; -inf where a key is hidden
    causal  True hides every key after its query (instead of, or on top of, `bias`)
    softcap c in c·tanh(score / c), applied before the bias (Gemma 2), or None
    """

    query: Floats
    key: Floats
    value: Floats
    scale: float
    bias: Floats | None = None
    causal: bool = False
    softcap: float | None = None

    def __post_init__(self) -> None:
        if self.query.shape[0] % self.key.shape[0] or self.query.shape[2] != self.key.shape[2]:
            raise ValueError(f"query {self.query.shape} does not go with key {self.key.shape}")
        if self.key.shape[:2] != self.value.shape[:2]:
            raise ValueError(f"key {self.key.shape} does not go with value {self.value.shape}")

    @property
    def shape(self) -> tuple[int, int, int]:
        """(heads, queries, keys)."""
        return self.query.shape[0], self.query.shape[1], self.key.shape[1]

    def arrays(self) -> Iterator[NDArray[Any]]:
        """The arrays it holds, for counting bytes."""
        yield from (self.query, self.key, self.value)
        if self.bias is not None:
            yield self.bias

    def scores(self, head: int | None = None) -> Floats:
        """q·k·scale, soft-capped where the model does so, before mask or bias.

        (head, query, key), or (1, query, key) for one head. Unit: the logit of attention.
        """
        _, queries, keys = self.shape
        return self._scores(head, slice(0, queries), keys)

    def _scores(self, head: int | None, rows: slice, keys: int) -> Floats:
        heads, groups, width = self.query.shape[0], self.key.shape[0], self.query.shape[2]
        # There are fewer components than keys, so the factor goes to the queries.
        chosen = self.query[:, rows] if head is None else self.query[head : head + 1, rows]
        query: Floats = np.multiply(chosen, np.float32(self.scale))
        raw: Floats
        if head is not None:
            raw = query @ self.key[head * groups // heads, :keys][None].transpose(0, 2, 1)
        else:
            grouped = query.reshape(groups, -1, width)
            raw = (grouped @ self.key[:, :keys].transpose(0, 2, 1)).reshape(heads, -1, keys)
        if self.softcap is not None:
            cap = np.float32(self.softcap)
            raw /= cap
            np.tanh(raw, out=raw)
            raw *= cap
        return raw

    def blocks(self, head: int | None = None) -> Iterator[tuple[int, Floats]]:
        """(first query, weights (head, query, key)) of some queries after another.

        Where no query sees a later key, the keys after a block's last query are left out: their
        weights are 0. A block is small enough to stay in a processor's cache.
        """
        _, queries, keys = self.shape
        for first in range(0, queries, BLOCK):
            last = min(first + BLOCK, queries)
            seen = min(last, keys) if self.causal else keys
            scores = self._scores(head, slice(first, last), seen)
            if self.bias is not None:
                one = head is not None and len(self.bias) > 1
                bias = self.bias[head : head + 1] if one and head is not None else self.bias
                scores += bias[:, first:last, :seen]
            if self.causal:  # no key before the block comes after one of its queries
                later = np.arange(first, seen)[None, :] > np.arange(first, last)[:, None]
                np.copyto(scores[..., first:], np.float32(-np.inf), where=later)
            yield first, softmax_in_place(scores)

    def row(self, query: int) -> Floats:
        """(head, key): the weights of one query."""
        _, queries, keys = self.shape
        place = range(queries)[query]
        scores = self._scores(None, slice(place, place + 1), keys)[:, 0]
        if self.bias is not None:
            scores += self.bias[:, place]
        if self.causal:
            scores[:, place + 1 :] = -np.inf
        return softmax_in_place(scores)

    def weights(self, head: int | None = None) -> Floats:
        """Attention weights; each query row sums to 1 over the keys.

        (head, query, key), or (1, query, key) for one head.
        Source: Vaswani et al. 2017, section 3.2.1.
        """
        heads, queries, keys = self.shape
        if queries <= BLOCK:
            return next(self.blocks(head))[1] if queries else np.zeros((heads, 0, keys), np.float32)
        whole = np.zeros((heads if head is None else 1, queries, keys), dtype=np.float32)
        for first, block in self.blocks(head):
            whole[:, first : first + block.shape[1], : block.shape[2]] = block
        return whole

    def outputs(self) -> Floats:
        """What each head takes from the values, Σ weight · v: (head, query, width of a value)."""
        heads, groups = self.query.shape[0], self.key.shape[0]
        # Every head of a group reads the same values.
        grouped = self.weights().reshape(groups, heads // groups, *self.shape[1:])
        taken = grouped @ self.value[:, None]
        return taken.reshape(*self.query.shape[:2], self.value.shape[2])


@dataclass(frozen=True, eq=False)
class Weights:
    """One layer of attention where only the finished weights are known (head, query, key)."""

    probabilities: Floats

    @property
    def shape(self) -> tuple[int, int, int]:
        """(heads, queries, keys)."""
        heads, queries, keys = self.probabilities.shape
        return heads, queries, keys

    def arrays(self) -> Iterator[NDArray[Any]]:
        """The arrays it holds, for counting bytes."""
        yield self.probabilities

    def weights(self, head: int | None = None) -> Floats:
        """As `Scores.weights`."""
        return self.probabilities if head is None else self.probabilities[head : head + 1]

    def row(self, query: int) -> Floats:
        """As `Scores.row`."""
        return self.probabilities[:, query]

    def blocks(self, head: int | None = None) -> Iterator[tuple[int, Floats]]:
        """As `Scores.blocks`."""
        weights = self.weights(head)
        for first in range(0, self.shape[1], BLOCK):
            yield first, weights[:, first : first + BLOCK]


@dataclass(frozen=True, eq=False)
class Attention:
    """One stack of attention: who reads from whom, per layer and head.

    name                      "self", or "encoder", "decoder" and "cross"
    query_tokens, key_tokens  the token per position; equal for self-attention
    layers                    one record per layer, weights computed when somebody looks
    causal                    True where no query may see a later key

    Raises ValueError when an axis does not match its tokens.
    """

    name: str
    query_tokens: tuple[Token, ...]
    key_tokens: tuple[Token, ...]
    layers: tuple[Scores | Weights, ...]
    causal: bool

    def __post_init__(self) -> None:
        expected = (len(self.query_tokens), len(self.key_tokens))
        for number, layer in enumerate(self.layers):
            if layer.shape[1:] != expected:
                raise ValueError(
                    f"{self.name} layer {number} is {layer.shape[1:]} (query, key), "
                    f"its tokens are {expected}"
                )

    @property
    def heads(self) -> int:
        """Heads per layer."""
        return self.layers[0].shape[0]

    def weights(self, layer: int, head: int | None = None) -> Floats:
        """(head, query, key), float32; (1, query, key) for one head. Query rows sum to 1."""
        return self.layers[layer].weights(head)

    def rows(self, query: int) -> Floats:
        """(layer, head, key), float32: what one query reads, in every head."""
        return np.stack([layer.row(query) for layer in self.layers])


@dataclass(frozen=True, eq=False)
class Positions:
    """How a model tells where a token stands, read from its weights.

    scheme       "learned", "sinusoidal", "rotary", "relative-bias", "alibi" or "none"
    parameters   the model's own numbers in the scheme, JSON values
    table        (token, width): the vector added at each position (learned, sinusoidal)
    frequencies  (pair,) per kind of layer, radians per position (rotary)
    bias         (head, token, token): what is added to the score for query and key position
                 (relative-bias, alibi), from the first layer that has it
    experiments  kind of experiment on positions (app.places) -> "" where the model allows it,
                 else the reason in one sentence
    """

    scheme: str
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    table: Floats | None = None
    frequencies: Mapping[str, Floats] = field(default_factory=lambda: MappingProxyType({}))
    bias: Floats | None = None
    experiments: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def arrays(self) -> Iterator[NDArray[Any]]:
        """The arrays it holds, for counting bytes."""
        for array in (self.table, self.bias, *self.frequencies.values()):
            if array is not None:
                yield array


@dataclass(frozen=True)
class Measured:
    """How the run was made: wall-clock seconds, number type, device, and which way of tracing."""

    seconds: float
    dtype: str
    device: str
    method: str


@dataclass(frozen=True, eq=False)
class Trace:
    """One recorded run.

    task, model   what was asked of which model (a catalogue id, hub: or path:)
    text, tokens  what was read; for a decoder prompt and continuation in one
    prompt        how many of the written tokens were given, not generated
    target        what an encoder-decoder wrote (starting with its start mark), else empty
    attention     the stacks
    hidden        per stack of blocks (layer, token, width): the residual stream, embeddings
                  first, as transformers' hidden_states
    logits        (token, entry) over `written`, or None where the model has no output words
    positions     the positional scheme
    vocabulary    the text of every entry, in the order of the last axis of `logits`
    predicts      what a row of logits is about: the "next" token, or the token's "own" place (a
                  masked language model)
    trained_to_align  (layer, head) of the cross-attention heads that were trained to align
    search        the beam search this was chosen from, or None
    segments      per token which of two texts it belongs to (0 question, 1 context), or empty
    moved         the experiment whose positions the tokens were given, "" for their own
    """

    task: str
    model: str
    text: str
    tokens: tuple[Token, ...]
    prompt: int
    attention: tuple[Attention, ...]
    hidden: Mapping[str, Floats]
    logits: Floats | None
    positions: Positions
    measured: Measured
    vocabulary: tuple[str, ...] = ()
    predicts: str = "next"
    target_text: str = ""
    target: tuple[Token, ...] = ()
    trained_to_align: tuple[tuple[int, int], ...] = ()
    search: Search | None = None
    segments: tuple[int, ...] = ()
    moved: str = ""

    def __post_init__(self) -> None:
        if self.logits is not None and len(self.logits) != len(self.written):
            raise ValueError(f"{len(self.logits)} rows of logits, {len(self.written)} tokens")

    @property
    def written(self) -> tuple[Token, ...]:
        """The tokens the logits belong to: the target where there is one, else the text."""
        return self.target or self.tokens

    @property
    def stack_names(self) -> tuple[str, ...]:
        """The names of the stacks, in their order."""
        return tuple(attention.name for attention in self.attention)

    def stack(self, name: str) -> Attention:
        """The stack of that name. Raises KeyError naming those there are."""
        for attention in self.attention:
            if attention.name == name:
                return attention
        raise KeyError(", ".join(attention.name for attention in self.attention))

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays, a shared one counted once."""
        held: dict[int, int] = {}
        for array in self._arrays():
            held[id(array)] = array.nbytes
        return sum(held.values())

    def _arrays(self) -> Iterator[NDArray[Any]]:
        for attention in self.attention:
            for layer in attention.layers:
                yield from layer.arrays()
        yield from self.hidden.values()
        yield from self.positions.arrays()
        if self.logits is not None:
            yield self.logits
