"""From a Marian file's names to the translator's modules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from numpy.typing import NDArray

from app.models.architectures.bergamot import (
    BergamotConfig,
    BergamotForConditionalGeneration,
    Positions,
)
from app.models.formats import marian

Weights = dict[str, NDArray[np.float32]]


def load_bergamot(path: Path) -> BergamotForConditionalGeneration:
    """The translator in a Marian file, in float32. Raises ValueError when it is another model."""
    weights, described = marian.read(path)
    config = _config(weights, yaml.safe_load(described) or {})
    with torch.device("meta"):  # no memory and no random numbers for weights that follow
        model = BergamotForConditionalGeneration(config)
    try:
        named = _named(weights, config)
    except KeyError as error:
        raise ValueError(f"the Marian file has no {error.args[0]}") from error
    try:
        model.load_state_dict(
            {name: torch.tensor(weight) for name, weight in named.items()}, assign=True
        )
    except RuntimeError as error:
        raise ValueError(f"the Marian file does not hold this architecture: {error}") from error
    # Computed, not stored, and on "meta" it was not.
    model.encoder.positions = Positions(512, config.d_model)
    model.generation_config.suppress_tokens = [1]  # Marian never writes <unk>
    model.eval()  # type: ignore[no-untyped-call]
    return model


def _config(weights: Weights, described: dict[str, Any]) -> BergamotConfig:
    if described.get("dec-cell", "ssru") != "ssru":
        raise ValueError(f"a decoder of type {described['dec-cell']} is not supported")
    entries, width = weights[marian.PLAIN_MATRIX].shape
    encoder, decoder = (
        sum(name.startswith(f"{side}_l") and name.endswith("_ffn_W1") for name in weights)
        for side in ("encoder", "decoder")
    )
    return BergamotConfig(
        vocab_size=entries,
        d_model=width,
        encoder_layers=encoder,
        decoder_layers=decoder,
        heads=int(described.get("transformer-heads", 8)),
        ffn_dim=len(weights["encoder_l1_ffn_W1"]),
    )


def _named(weights: Weights, config: BergamotConfig) -> Weights:
    named = {
        "encoder.embedding.weight": weights[marian.PLAIN_MATRIX],
        "output_bias": weights["decoder_ff_logit_out_b"].reshape(-1),
    }
    for number in range(config.encoder_layers):
        theirs, ours = f"encoder_l{number + 1}", f"encoder.layers.{number}"
        named |= _attention(weights, f"{theirs}_self", f"{ours}.attention")
        named |= _feed_forward(weights, f"{theirs}_ffn", f"{ours}.feed_forward")
    for number in range(config.decoder_layers):
        theirs, ours = f"decoder_l{number + 1}", f"layers.{number}"
        named |= _attention(weights, f"{theirs}_context", f"{ours}.cross")
        named |= _feed_forward(weights, f"{theirs}_ffn", f"{ours}.feed_forward")
        named[f"{ours}.memory.candidate.weight"] = weights[f"{theirs}_rnn_W"]
        named[f"{ours}.memory.gate.weight"] = weights[f"{theirs}_rnn_Wf"]
        named[f"{ours}.memory.gate.bias"] = weights[f"{theirs}_rnn_bf"].reshape(-1)
        named |= _norm(weights, f"{theirs}_rnn_ffn_ln", f"{ours}.memory.norm")
    return named


def _attention(weights: Weights, theirs: str, ours: str) -> Weights:
    named = {}
    for letter, part in (("q", "query"), ("k", "key"), ("v", "value"), ("o", "output")):
        named[f"{ours}.{part}.weight"] = weights[f"{theirs}_W{letter}"]
        named[f"{ours}.{part}.bias"] = weights[f"{theirs}_b{letter}"].reshape(-1)
    return named | _norm(weights, f"{theirs}_Wo_ln", f"{ours}.norm")


def _feed_forward(weights: Weights, theirs: str, ours: str) -> Weights:
    named = {}
    for number, part in (("1", "inner"), ("2", "outer")):
        named[f"{ours}.{part}.weight"] = weights[f"{theirs}_W{number}"]
        named[f"{ours}.{part}.bias"] = weights[f"{theirs}_b{number}"].reshape(-1)
    return named | _norm(weights, f"{theirs}_ffn_ln", f"{ours}.norm")


def _norm(weights: Weights, theirs: str, ours: str) -> Weights:
    return {
        f"{ours}.weight": weights[f"{theirs}_scale"].reshape(-1),
        f"{ours}.bias": weights[f"{theirs}_bias"].reshape(-1),
    }
