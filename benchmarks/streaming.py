"""Streaming with everything recorded against transformers' own generate."""

from __future__ import annotations

from benchmarks._measure import Benchmark, Figure, in_turn
from benchmarks._models import engine, ids, loaded

NEW = 64
LIMIT = 1.10


def run() -> list[Figure]:
    import torch

    from app.decoding.sampling import Sampling
    from app.instrumentation.attention_function import SDPA
    from app.tasks import Answer, Request

    model = loaded()
    prompt = ids(26)
    text = model.tokenizer.decode(prompt)
    task = engine().tasks["generate"]
    request = Request({"text": text}, Sampling(max_new_tokens=NEW), room=2048)
    made: dict[str, list[int]] = {}

    def ours() -> None:
        for event in task.run(model, request, lambda: False):
            if isinstance(event, Answer):
                made["ours"] = [each.token.id for each in event.written]

    def peer() -> None:
        given = torch.tensor([prompt])
        out = model.model.generate(
            given,
            attention_mask=torch.ones_like(given),
            max_new_tokens=NEW,
            min_new_tokens=NEW,
            do_sample=False,
            pad_token_id=0,
        )
        made["peer"] = out[0, len(prompt) :].tolist()

    mine, theirs = in_turn(
        ours,
        peer,
        rounds=5,
        before_ours=lambda: model.model.set_attn_implementation(SDPA),
        before_peer=lambda: model.model.set_attn_implementation("sdpa"),
    )
    model.model.set_attn_implementation(SDPA)
    if made["ours"] != made["peer"]:
        raise AssertionError("the two wrote different tokens, so their times say nothing")
    return [
        Figure(
            f"streaming {NEW} tokens",
            mine * 1000,
            theirs * 1000,
            "ms",
            LIMIT,
            "transformers' generate, greedy, the same tokens",
        )
    ]


BENCHMARK = Benchmark("streaming", run)
