"""The laboratory: another continuation against its own tokens, the lens against a forward pass."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from benchmarks._measure import Benchmark, Figure, in_turn
from benchmarks._models import engine, ids, loaded

PREFIX = 200
NEW = 10
LENGTH = 64
BRANCH_LIMIT = 1.3
COLUMN_LIMIT = 0.5
GRID_LIMIT = 3.0
SUGGESTION_LIMIT = 1.2


def run() -> list[Figure]:
    """A branch, one column of the lens and its whole grid, and the first suggestion."""
    return [_branch(), *_lens(), _suggestion()]


def _suggestion() -> Figure:
    """Three next tokens of a text nothing is known of, against one bare pass over it."""
    import itertools

    import torch

    from app.engine.autocomplete import Autocomplete

    model = loaded()
    text = model.tokenizer.decode(ids(LENGTH))
    read, tokens = model.pieces.read(text)
    numbers = torch.tensor([[token.id for token in tokens]])
    typing = Autocomplete(engine())
    pages = itertools.count()

    def ours() -> None:
        # A page of its own each time: nothing was read for it before.
        told = next(iter(typing.suggest(read, "smollm2-135m", f"page {next(pages)}")))
        assert len(told["tokens"]) == 3

    def peer() -> None:
        with torch.inference_mode():
            model.model(input_ids=numbers, logits_to_keep=1)

    mine, theirs = in_turn(ours, peer)
    return Figure(
        f"first suggestion, {LENGTH} tokens",
        mine * 1000,
        theirs * 1000,
        "ms",
        SUGGESTION_LIMIT,
        "one forward pass over the text that gives its last logits, nothing recorded",
    )


def _branch() -> Figure:
    """Ten tokens after a prefix whose keys and values are kept, against those ten steps alone."""
    import torch

    from app.decoding.sampling import Sampling
    from app.engine import continuations
    from app.engine.events import Finished
    from app.instrumentation.attention_function import SDPA

    model = loaded()
    text = model.tokenizer.decode(ids(PREFIX))
    sampling = Sampling(max_new_tokens=NEW - 1)
    first = _last(engine().run("read", "smollm2-135m", {"text": text}, Sampling()))
    position = len(first.answer.trace.written) - 1
    written = first.answer.trace.logits[position].argsort()[::-1]
    turn = iter(int(each) for each in written)

    def ours() -> None:
        # Another token each time: the same one would be answered from what is kept.
        made = _last(continuations.branch(engine(), first.trace_id, position, next(turn), sampling))
        assert isinstance(made, Finished)
        assert len(made.answer.trace.written) - position - 1 == NEW

    prefix = torch.tensor([ids(PREFIX)])
    state: dict[str, Any] = {}

    def read_prefix() -> None:
        model.model.set_attn_implementation("sdpa")
        with torch.inference_mode():
            state["out"] = model.model(input_ids=prefix, use_cache=True)

    def peer() -> None:
        with torch.inference_mode():
            out = state["out"]
            for _ in range(NEW):
                token = out.logits[:, -1].argmax(dim=-1, keepdim=True)
                out = model.model(
                    input_ids=token, past_key_values=out.past_key_values, use_cache=True
                )

    mine, theirs = in_turn(
        ours,
        peer,
        before_ours=lambda: model.model.set_attn_implementation(SDPA),
        before_peer=read_prefix,
    )
    model.model.set_attn_implementation(SDPA)
    return Figure(
        f"branch of {NEW} after {PREFIX} tokens",
        mine * 1000,
        theirs * 1000,
        "ms",
        BRANCH_LIMIT,
        "those ten steps alone, with sdpa and a cache, nothing recorded",
    )


def _last(events: Iterable[Any]) -> Any:
    """The last event of a run."""
    return deque(events, maxlen=1).pop()


def _lens() -> list[Figure]:
    import torch

    from app.experiments import logit_lens
    from app.instrumentation.attention_function import SDPA
    from app.instrumentation.run import Run

    model = loaded()
    numbers = ids(LENGTH)
    text, tokens = model.pieces.spell(numbers)
    model.model.set_attn_implementation(SDPA)
    recorded = Run(model)
    recorded.read(numbers)
    trace = recorded.trace(task="", text=text, tokens=tokens, prompt=LENGTH)
    rows = range(logit_lens.layers_of(trace, "block"))

    def forward() -> None:
        with torch.inference_mode():
            model.model(input_ids=torch.tensor([numbers]))

    def column() -> None:
        logit_lens.grid(model, trace, [LENGTH - 1], rows, "block")

    def whole() -> None:
        logit_lens.grid(model, trace, range(LENGTH), rows, "block")

    figures = []
    for name, work, limit in (
        ("last position", column, COLUMN_LIMIT),
        (f"whole grid, {LENGTH} tokens", whole, GRID_LIMIT),
    ):
        mine, theirs = in_turn(
            work,
            forward,
            before_ours=lambda: logit_lens.forget(trace),
            before_peer=lambda: model.model.set_attn_implementation("sdpa"),
        )
        figures.append(
            Figure(
                f"lens of all layers, {name}",
                mine * 1000,
                theirs * 1000,
                "ms",
                limit,
                f"one forward pass over {LENGTH} tokens with sdpa, nothing recorded",
            )
        )
    model.model.set_attn_implementation(SDPA)
    return figures


BENCHMARK = Benchmark("laboratory", run)
