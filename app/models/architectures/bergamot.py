"""Mozilla's small Marian translators as a transformers model.

An ordinary Transformer encoder; a decoder whose self-attention is replaced by a gated recurrent
cell (SSRU, Kim et al. 2019, "From research to production and back"), with cross-attention.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import GenerationMixin, PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import BaseModelOutput, Seq2SeqLMOutput
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

Mask = torch.Tensor | None


class BergamotConfig(PretrainedConfig):
    """Sizes of one translator. `</s>` is end, padding and start alike; there is no other mark."""

    model_type = "bergamot"

    def __init__(
        self,
        vocab_size: int = 32000,
        d_model: int = 256,
        encoder_layers: int = 6,
        decoder_layers: int = 2,
        heads: int = 8,
        ffn_dim: int = 1536,
        alignment_heads: tuple[tuple[int, int], ...] = ((1, 0),),
        max_length_factor: float = 2.5,
        **rest: Any,
    ) -> None:
        self.vocab_size = vocab_size
        self.d_model = self.hidden_size = d_model
        self.encoder_layers = self.num_hidden_layers = encoder_layers
        self.decoder_layers = decoder_layers
        self.heads = self.num_attention_heads = heads
        self.ffn_dim = ffn_dim
        # (layer, head) of the decoder, trained on word alignments.
        self.alignment_heads = [tuple(each) for each in alignment_heads]
        # Marian writes at most this many tokens for each token of the source.
        self.max_length_factor = max_length_factor
        marks = {"eos_token_id": 0, "pad_token_id": 0, "decoder_start_token_id": 0}
        super().__init__(is_encoder_decoder=True, **{**marks, "tie_word_embeddings": False, **rest})


def sinusoids(first: int, count: int, width: int, device: torch.device) -> torch.Tensor:
    """(count, width): all sines, then all cosines, with step ln(10000) / (width / 2 - 1)."""
    pairs = width // 2
    rates = torch.exp(torch.arange(pairs, device=device) * -(math.log(10000.0) / (pairs - 1)))
    angles = torch.arange(first, first + count, device=device)[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Positions(nn.Module):
    """The sinusoids as a table, made anew when a text is longer than any before.

    Sines first, then cosines, unlike Vaswani et al. 2017; and the step is ln(10000) over
    width / 2 - 1, where transformers' own Marian divides by width / 2.
    """

    weight: torch.Tensor

    def __init__(self, rows: int, width: int) -> None:
        super().__init__()
        table = sinusoids(0, rows, width, torch.device("cpu"))
        self.register_buffer("weight", table, persistent=False)

    def forward(self, first: int, count: int) -> torch.Tensor:
        """(count, width), from position `first` on."""
        if first + count > len(self.weight):
            rows = 2 * (first + count)
            self.weight = sinusoids(0, rows, self.weight.shape[1], self.weight.device)
        return self.weight[first : first + count]


def eager_attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: Mask,
    scaling: float,
    dropout: float = 0.0,
    **_: Any,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Attention written out; (batch, query, head, width) and the weights."""
    scores = query @ key.transpose(2, 3) * scaling
    if attention_mask is not None:
        if attention_mask.dtype == torch.bool:
            scores = scores.masked_fill(~attention_mask, torch.finfo(scores.dtype).min)
        else:
            scores = scores + attention_mask
    weights = scores.softmax(dim=-1)
    return (weights @ value).transpose(1, 2).contiguous(), weights


class Attention(nn.Module):
    """Attention with its residual and norm: LN(x + O·attention(Qx, Ky, Vy))."""

    is_causal = False

    def __init__(self, config: BergamotConfig) -> None:
        super().__init__()
        self.config = config
        width = config.d_model
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.norm = nn.LayerNorm(width, eps=1e-6)

    def _heads(self, x: torch.Tensor) -> torch.Tensor:
        # (batch, token, width) -> (batch, head, token, width / heads)
        return x.unflatten(-1, (self.config.heads, -1)).transpose(1, 2)

    def keys_values(self, source: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """What is read: (batch, head, key, width) twice; computed once per source."""
        return self._heads(self.key(source)), self._heads(self.value(source))

    def forward(
        self, x: torch.Tensor, read: tuple[torch.Tensor, torch.Tensor], mask: Mask
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """`x` (batch, query, width) after reading; and the weights, where the mode gives them."""
        attend = ALL_ATTENTION_FUNCTIONS.get_interface(
            self.config._attn_implementation, eager_attention
        )
        query = self._heads(self.query(x))
        attended, weights = attend(
            self, query, *read, mask, scaling=query.shape[-1] ** -0.5, dropout=0.0
        )
        return self.norm(x + self.output(attended.flatten(2))), weights


class FeedForward(nn.Module):
    """LN(x + W2·relu(W1·x))."""

    def __init__(self, config: BergamotConfig) -> None:
        super().__init__()
        self.inner = nn.Linear(config.d_model, config.ffn_dim)
        self.outer = nn.Linear(config.ffn_dim, config.d_model)
        self.norm = nn.LayerNorm(config.d_model, eps=1e-6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, token, width), the same shape."""
        return self.norm(x + self.outer(self.inner(x).relu()))


class Memory(nn.Module):
    """The recurrent cell in the place of self-attention.

    f = σ(Wf·x + bf);  c_t = f·c_(t-1) + (1 - f)·(W·x);  out = LN(x + relu(c)).
    """

    def __init__(self, config: BergamotConfig) -> None:
        super().__init__()
        width = config.d_model
        self.gate = nn.Linear(width, width)
        self.candidate = nn.Linear(width, width, bias=False)
        self.norm = nn.LayerNorm(width, eps=1e-6)

    def forward(
        self, x: torch.Tensor, cell: torch.Tensor | None
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """(output, the last cell, the gates f): (batch, token, width), the cell without token."""
        kept = self.gate(x).sigmoid()
        fresh = (1 - kept) * self.candidate(x)
        state = torch.zeros_like(x[:, 0]) if cell is None else cell
        states = []
        for step in range(x.shape[1]):
            state = kept[:, step] * state + fresh[:, step]
            states.append(state)
        cells = states[0][:, None] if len(states) == 1 else torch.stack(states, dim=1)
        return self.norm(x + cells.relu()), state, kept


class EncoderLayer(nn.Module):
    """Self-attention, then feed-forward."""

    def __init__(self, config: BergamotConfig) -> None:
        super().__init__()
        self.attention = Attention(config)
        self.feed_forward = FeedForward(config)

    def forward(self, x: torch.Tensor, mask: Mask) -> tuple[torch.Tensor, torch.Tensor | None]:
        """(batch, token, width) and the weights, where the mode gives them."""
        x, weights = self.attention(x, self.attention.keys_values(x), mask)
        return self.feed_forward(x), weights


class DecoderLayer(nn.Module):
    """Memory, cross-attention, feed-forward."""

    def __init__(self, config: BergamotConfig) -> None:
        super().__init__()
        self.memory = Memory(config)
        self.cross = Attention(config)
        self.feed_forward = FeedForward(config)


class BergamotCache:
    """What a step needs from the ones before: cells, the source's keys and values, the length."""

    is_compileable = False

    def __init__(self, layers: int) -> None:
        self.cells: list[torch.Tensor | None] = [None] * layers
        self.source: list[tuple[torch.Tensor, torch.Tensor] | None] = [None] * layers
        self.length = 0

    def get_seq_length(self, layer_idx: int = 0) -> int:
        """Target tokens read so far."""
        return self.length

    def reorder_cache(self, beam_idx: torch.Tensor) -> None:
        """Follows the beams. The source is the same for all of them."""
        self.cells = [None if cell is None else cell[beam_idx] for cell in self.cells]


@dataclass
class BergamotOutput(Seq2SeqLMOutput):
    """As Seq2SeqLMOutput; `memory_gates`: f per decoder layer, each (batch, token, width)."""

    memory_gates: tuple[torch.Tensor, ...] | None = None


class BergamotEncoder(PreTrainedModel):
    """Embeds the source and reads it both ways. Owns the one embedding."""

    config_class = BergamotConfig
    _supports_sdpa = True
    _supports_attention_backend = True

    def __init__(self, config: BergamotConfig) -> None:
        super().__init__(config)
        self.embedding = nn.Embedding(config.vocab_size, config.d_model)
        self.positions = Positions(512, config.d_model)
        self.layers = nn.ModuleList(EncoderLayer(config) for _ in range(config.encoder_layers))
        self.post_init()

    @classmethod
    def _can_set_attn_implementation(cls) -> bool:
        return True

    def get_input_embeddings(self) -> nn.Module:
        """The one embedding."""
        return self.embedding

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: Mask = None,
        output_attentions: bool | None = None,
        output_hidden_states: bool | None = None,
        return_dict: bool | None = None,
        **_: Any,
    ) -> BaseModelOutput:
        """Reads `input_ids` (batch, key); `attention_mask` is 1 where a token is real."""
        width = self.config.d_model
        x = math.sqrt(width) * self.embedding(input_ids)
        x = x + self.positions(0, input_ids.shape[1])
        mask = visible(attention_mask)
        states, attentions = [x], []
        for layer in self.layers:
            x, weights = layer(x, mask)
            states.append(x)
            attentions.append(weights)
        return BaseModelOutput(
            last_hidden_state=x,
            hidden_states=tuple(states) if output_hidden_states else None,
            attentions=tuple(attentions) if output_attentions else None,
        )


def visible(attention_mask: Mask) -> Mask:
    """(batch, 1, 1, key) boolean, or None when every token is real."""
    if attention_mask is None or bool(attention_mask.all()):
        return None
    return attention_mask[:, None, None, :].bool()


class BergamotForConditionalGeneration(PreTrainedModel, GenerationMixin):
    """The translator; works with `generate` (greedy, sampling, beams)."""

    config_class = BergamotConfig
    main_input_name = "input_ids"
    # Its cells and its source are put in order by its own cache.
    carries_exactly = True
    _supports_sdpa = True
    _supports_attention_backend = True
    _is_stateful = True

    def __init__(self, config: BergamotConfig) -> None:
        super().__init__(config)
        self.encoder = BergamotEncoder(config)
        self.layers = nn.ModuleList(DecoderLayer(config) for _ in range(config.decoder_layers))
        self.output_bias = nn.Parameter(torch.zeros(config.vocab_size))
        self.post_init()

    @classmethod
    def _can_set_attn_implementation(cls) -> bool:
        return True

    @classmethod
    def _supports_default_dynamic_cache(cls) -> bool:
        return False

    def get_encoder(self, *_: Any, **__: Any) -> BergamotEncoder:
        """The part that reads the source."""
        return self.encoder

    def get_input_embeddings(self) -> nn.Module:
        """The one embedding, which the encoder owns."""
        return self.encoder.embedding

    def get_output_embeddings(self) -> nn.Module:
        """The output product uses the one embedding, plus a bias of its own."""
        return self.encoder.embedding

    def prepare_inputs_for_generation(
        self,
        input_ids: torch.Tensor,
        past_key_values: BergamotCache | None = None,
        attention_mask: Mask = None,
        encoder_outputs: BaseModelOutput | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        """Only the tokens the cache has not seen."""
        seen = past_key_values.length if isinstance(past_key_values, BergamotCache) else 0
        return {
            "decoder_input_ids": input_ids[:, seen:],
            "past_key_values": past_key_values if seen else None,
            "attention_mask": attention_mask,
            "encoder_outputs": encoder_outputs,
            "use_cache": True,
        }

    def forward(
        self,
        input_ids: torch.Tensor | None = None,
        attention_mask: Mask = None,
        decoder_input_ids: torch.Tensor | None = None,
        encoder_outputs: BaseModelOutput | None = None,
        past_key_values: BergamotCache | None = None,
        use_cache: bool | None = None,
        output_attentions: bool | None = None,
        output_hidden_states: bool | None = None,
        return_dict: bool | None = None,
        **_: Any,
    ) -> BergamotOutput:
        """Logits (batch, token, entry) for `decoder_input_ids` after what the cache holds."""
        if encoder_outputs is None:
            encoder_outputs = self.encoder(
                input_ids,
                attention_mask,
                output_attentions=output_attentions,
                output_hidden_states=output_hidden_states,
            )
        if decoder_input_ids is None:
            raise ValueError("decoder_input_ids are needed: they start with the start mark, id 0")
        cache = past_key_values or BergamotCache(len(self.layers))
        source = encoder_outputs.last_hidden_state
        mask = visible(attention_mask)
        x = self._embedded(decoder_input_ids, cache.length)
        states, attentions, gates = [x], [], []
        for number, layer in enumerate(self.layers):
            x, cache.cells[number], gate = layer.memory(x, cache.cells[number])
            read = cache.source[number]
            if read is None:
                read = cache.source[number] = layer.cross.keys_values(source)
            x, weights = layer.cross(x, read, mask)
            x = layer.feed_forward(x)
            states.append(x)
            attentions.append(weights)
            gates.append(gate)
        cache.length += decoder_input_ids.shape[1]
        return BergamotOutput(
            logits=self.logits_of(x),
            past_key_values=cache if use_cache or use_cache is None else None,  # type: ignore[arg-type]
            decoder_hidden_states=tuple(states) if output_hidden_states else None,
            cross_attentions=tuple(attentions) if output_attentions else None,
            encoder_last_hidden_state=source,
            encoder_hidden_states=encoder_outputs.hidden_states,
            encoder_attentions=encoder_outputs.attentions,
            memory_gates=tuple(gates),
        )

    def logits_of(self, states: torch.Tensor) -> torch.Tensor:
        """(…, entry): the output product of last hidden states (…, width)."""
        return nn.functional.linear(states, self.encoder.embedding.weight, self.output_bias)

    def _embedded(self, ids: torch.Tensor, first: int) -> torch.Tensor:
        width = self.config.d_model
        x = math.sqrt(width) * self.encoder.embedding(ids)
        if first == 0:
            # The first input is the zero vector, whatever the start mark's id.
            x = torch.cat([torch.zeros_like(x[:, :1]), x[:, 1:]], dim=1)
        return x + self.encoder.positions(first, ids.shape[1])
