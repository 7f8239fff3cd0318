"""Judging a text end to end against the bare pass, and explaining it in batches or one by one."""

from __future__ import annotations

from typing import Any

from app.decoding.sampling import Sampling
from benchmarks._measure import Benchmark, Figure, in_turn
from benchmarks._models import engine

MODEL = "minilm-sst2"
LENGTH = 32
API_LIMIT = 1.3
# At least three times as fast: reached where a single pass does not fill the processor, which is up
# to about ten tokens on one thread; beyond that the arithmetic itself is the limit.
BATCH_LIMIT = 1 / 3
SHORT = "A joy to watch from start to end."
TEXT = (
    "The plot is thin and the jokes are old, but the two actors in the lead are a joy to "
    "watch that nobody in the theatre wanted an end"
)


def run() -> list[Figure]:
    import torch

    from app.api.predictions import sentiment
    from app.instrumentation.attention_function import SDPA

    with engine().store.use(MODEL) as model:
        pass
    bare: Any = model.model
    ids = torch.tensor([model.tokenizer(TEXT)["input_ids"]])
    if ids.shape[1] != LENGTH:
        raise AssertionError(f"the text has {ids.shape[1]} tokens, not {LENGTH}")
    found: dict[str, Any] = {}

    def ours() -> None:
        # The same request would be answered from the cache.
        engine()._traces._kept.clear()
        found["ours"] = sentiment(engine(), TEXT, MODEL)

    def peer() -> None:
        with torch.inference_mode():
            found["peer"] = bare(ids).logits[0]

    mine, theirs = in_turn(
        ours,
        peer,
        rounds=31,
        before_ours=lambda: bare.set_attn_implementation(SDPA),
        before_peer=lambda: bare.set_attn_implementation("sdpa"),
    )
    bare.set_attn_implementation(SDPA)
    logits = found["ours"]["logits"]
    if (
        max(abs(a - b) for a, b in zip(logits.values(), sorted(found["peer"].tolist())[::-1]))
        > 1e-3
    ):
        raise AssertionError("the two found different logits, so their times say nothing")
    return [
        Figure(
            f"sentiment, {LENGTH} tokens",
            mine * 1000,
            theirs * 1000,
            "ms",
            API_LIMIT,
            "the model's own forward pass with sdpa, nothing recorded",
        ),
        *_batched(model, SHORT, BATCH_LIMIT),
        *_batched(model, TEXT, None),
    ]


def _batched(model: Any, text: str, limit: float | None) -> list[Figure]:
    from app.analysis.alignment import members, words
    from app.experiments import attribution
    from app.experiments.input_embeddings import Inputs

    finished = engine().finish(engine().run("sentiment", MODEL, {"text": text}, Sampling()))
    answer = finished.answer
    score, _, _ = attribution._question(model, answer.trace, answer.result, "")
    inputs = Inputs(model, answer.trace, score)
    groups = members(words(answer.trace.text, answer.trace.tokens))

    def occluded(at_once: int) -> None:
        for start in range(0, len(groups), at_once):
            inputs.without(groups[start : start + at_once])

    figures = []
    for name, work in (
        ("occlusion", occluded),
        (
            "integrated gradients",
            lambda at_once: attribution._integrated(inputs, attribution.STEPS, at_once),
        ),
    ):
        mine, theirs = in_turn(
            lambda work=work: work(attribution.AT_ONCE),  # type: ignore[misc]
            lambda work=work: work(1),  # type: ignore[misc]
            rounds=5,
        )
        figures.append(
            Figure(
                f"{name}, batched, {len(answer.prompt)} tokens",
                mine * 1000,
                theirs * 1000,
                "ms",
                limit,
                "the same one by one",
            )
        )
    return figures


BENCHMARK = Benchmark("encoders", run)
