"""A local folder of any family is loaded and traced through the same door."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.tiny import ENCODER_DECODERS, ENCODERS, FALLBACKS, FAMILIES, tiny_folder, tiny_model


@pytest.mark.parametrize("family", FAMILIES)
def test_a_saved_model_is_traced_as_the_model_it_was(family: str, tmp_path: Path) -> None:
    import torch

    from app.instrumentation.run import EAGER, RECORDED, Run
    from app.models.catalog import row
    from app.models.loading import load

    folder = tiny_folder(family, tmp_path / family)
    loaded = load(row(f"path:{folder}"), folder, device="cpu")
    assert loaded.family == (
        "encoder-decoder"
        if family in ENCODER_DECODERS
        else "encoder"
        if family in (*ENCODERS, "deberta", "deberta-v2")
        else "decoder"
    )
    text, tokens = loaded.pieces.read("the cat sat on a mat")
    ids = [token.id for token in tokens]
    run = Run(loaded)
    target = [2, 5, 9] if family in ENCODER_DECODERS else []
    run.read(ids, target)
    target_text, written = loaded.pieces.spell(target)
    trace = run.trace(
        task="read",
        text=text,
        tokens=tokens,
        prompt=len(tokens),
        target=written,
        target_text=target_text,
    )
    assert trace.measured.method == (EAGER if family in FALLBACKS else RECORDED)
    with torch.inference_mode():
        options = {"decoder_input_ids": torch.tensor([target])} if target else {}
        original = tiny_model(family)(input_ids=torch.tensor([ids]), **options).logits[0]
    assert trace.logits is not None
    assert np.abs(trace.logits - original.numpy()).max() < 1e-5
