"""A recorded pass against the same forward pass without recording."""

from __future__ import annotations

from benchmarks._measure import Benchmark, Figure, in_turn
from benchmarks._models import ids, loaded

LIMIT = 1.10


def run() -> list[Figure]:
    import torch

    from app.instrumentation.attention_function import SDPA
    from app.instrumentation.run import Run

    model = loaded()
    pieces = model.pieces
    figures = []
    for length in (16, 64, 256, 1024):
        numbers = ids(length)
        text, tokens = pieces.spell(numbers)

        def ours(numbers: list[int] = numbers, text: str = text, tokens: object = tokens) -> object:
            recorded = Run(model)
            recorded.read(numbers)
            return recorded.trace(task="", text=text, tokens=tokens, prompt=len(numbers))  # type: ignore[arg-type]

        def peer(numbers: list[int] = numbers) -> object:
            with torch.inference_mode():
                return model.model(input_ids=torch.tensor([numbers]))

        mine, theirs = in_turn(
            ours,
            peer,
            rounds=5 if length > 500 else 9,
            before_ours=lambda: model.model.set_attn_implementation(SDPA),
            before_peer=lambda: model.model.set_attn_implementation("sdpa"),
        )
        model.model.set_attn_implementation(SDPA)
        figures.append(
            Figure(
                f"tracing pass, {length} tokens",
                mine * 1000,
                theirs * 1000,
                "ms",
                LIMIT,
                "the same forward pass with sdpa, nothing recorded",
            )
        )
    return figures


BENCHMARK = Benchmark("tracing", run)
