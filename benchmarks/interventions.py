"""Changes inside a run: one of them, every head, and every word, against bare passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks._measure import Benchmark, Figure, in_turn
from benchmarks._models import ids, loaded

LENGTH = 32
ROUNDS = 3
ONE_LIMIT = 1.3
MAP_LIMIT = 0.25
WORDS_LIMIT = 0.4
ROOM = 1024


def run() -> list[Figure]:
    """A head that is cut, the map of all heads, and each word hidden in turn."""
    import torch

    from app.experiments.intervention import ablation_map, controls, intervene
    from app.instrumentation.run import Run
    from app.trace.interventions import Intervention

    model = loaded()
    text = model.tokenizer.decode(ids(LENGTH))
    text, tokens = model.pieces.read(text)
    recorded = Run(model)
    recorded.read([token.id for token in tokens])
    trace = recorded.trace(
        task="read",
        text=text,
        tokens=tokens,
        prompt=len(tokens),
        vocabulary=model.pieces.vocabulary,
    )
    numbers = torch.tensor([[token.id for token in tokens]])
    at = len(tokens) - 1
    head = Intervention("head", "zero", layers=(0,), heads=(3,))
    word = Intervention("link", "cut", keys=(4,))
    heads = len(trace.stack("self").layers) * trace.stack("self").heads

    def bare() -> None:
        with torch.inference_mode():
            model.model(input_ids=numbers, use_cache=False)

    def figure(
        name: str, ours: Callable[[], Iterator[Any]], passes: int, limit: float, note: str
    ) -> Figure:
        mine, one = in_turn(lambda: list(ours()), bare, rounds=ROUNDS)
        return Figure(name, mine * 1000, one * passes * 1000, "ms", limit, note)

    count = len(tokens)
    return [
        figure(
            f"one head cut, effect and trace, {count} tokens",
            lambda: intervene(model, trace, [head], {}, position=at),
            1,
            ONE_LIMIT,
            "one forward pass, nothing recorded",
        ),
        figure(
            f"every head and feed-forward part cut, {count} tokens",
            lambda: ablation_map(model, trace, "zero", position=at, room=ROOM),
            heads,
            MAP_LIMIT,
            f"{heads} forward passes, one per head",
        ),
        figure(
            f"each of 21 words hidden, {count} tokens",
            lambda: controls(model, trace, word, {}, position=at, room=ROOM),
            21,
            WORDS_LIMIT,
            "21 forward passes",
        ),
    ]


BENCHMARK = Benchmark("interventions", run)
