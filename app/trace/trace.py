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

from app.errors import InputError
from app.trace.attention import Scores, Weights
from app.trace.beams import Search
from app.trace.interventions import Intervention
from app.trace.softmax import Floats as Floats


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
class Attention:
    """One stack of attention: who reads from whom, per layer and head.

    name                      "self", or "encoder", "decoder" and "cross"
    query_tokens, key_tokens  the token per position; equal for self-attention
    layers                    one record per layer, weights computed when somebody looks
    causal                    True where no query may see a later key
    blocks                    the number of the block each layer is in, which is not its own number
                              where some blocks have no attention; empty where it is

    Raises ValueError when an axis does not match its tokens.
    """

    name: str
    query_tokens: tuple[Token, ...]
    key_tokens: tuple[Token, ...]
    layers: tuple[Scores | Weights, ...]
    causal: bool
    blocks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.blocks and len(self.blocks) != len(self.layers):
            raise ValueError(f"{len(self.blocks)} blocks, {len(self.layers)} layers")
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
        """(head, query, key), float32; (1, query, key) for one head.

        Query rows sum to 1; to less where a learned sink takes a share, which is no token's.
        """
        return self.layers[layer].weights(head)

    def block(self, layer: int) -> int:
        """The number of the block a layer is in, as the states between the blocks are counted."""
        return self.blocks[layer] if self.blocks else layer

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
    experiments  kind of experiment on positions (position_edits) -> "" where the model allows it,
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
    left_out      what the run could not keep (the name of a stack, or "states of" one) -> why, in
                  one sentence
    moved         the experiment whose positions the tokens were given, "" for their own
    interventions  what was changed inside the run, empty where nothing was
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
    interventions: tuple[Intervention, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

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
        """The stack of that name. Raises InputError naming those there are."""
        for attention in self.attention:
            if attention.name == name:
                return attention
        raise InputError(f"stack must be one of {', '.join(self.stack_names)}, not {name!r}.")

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
