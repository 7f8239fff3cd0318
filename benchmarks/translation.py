"""Translating with everything recorded, against the Rust engine and against not recording."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import torch

from app.instrumentation.run import Run
from benchmarks import _rust
from benchmarks._measure import Benchmark, Figure, in_turn
from benchmarks._models import engine

RUST_LIMIT = 6.0
RECORDING_LIMIT = 1.10
SENTENCES = (
    "The history of science is the study of how people came to understand the world.",
    "Long before there were laboratories, sailors watched the stars, farmers watched the weather, "
    "and healers watched the sick.",
    "She said that she would come tomorrow, but I do not believe it.",
    "The black cat sleeps on the red chair.",
    "What is the capital of France?",
    "I have never seen such a beautiful house by the sea.",
    "Economic policy matters.",
    "Rain.",
)


class Unrecorded(Run):
    """The same steps with nothing kept but the logits that choose the next token."""

    def _forward(self, part: str, inputs: dict[str, Any], module: Any = None) -> Any:
        outputs = (module or self.model)(**inputs, return_dict=True)
        if part != "encoder":
            self._logits.append(outputs.logits[0])
        return outputs


def run() -> list[Figure]:
    from app.decoding.loop import write
    from app.decoding.sampling import Sampling
    from app.tasks import Answer, Request

    with engine().store.use("bergamot-en-pt") as model:
        pass
    task = engine().tasks["translate"]
    rust: Any = None
    with contextlib.suppress(RuntimeError):
        rust = _rust.direction("enpt-1693087644")
    texts: dict[str, list[str]] = {"ours": [], "rust": []}
    tokens: dict[str, list[list[int]]] = {"kept": [], "bare": []}

    def ours() -> None:
        texts["ours"] = []
        for sentence in SENTENCES:
            for event in task.run(model, Request({"text": sentence}, Sampling(), 512), bool):
                if isinstance(event, Answer):
                    texts["ours"].append(event.text.strip())

    def peer() -> None:
        texts["rust"] = [rust.translate(sentence) for sentence in SENTENCES]

    sources = [model.pieces.read(sentence)[1] for sentence in SENTENCES]

    def written(made: Run, source: Sequence[Any]) -> list[int]:
        ids = [token.id for token in source]
        sampling = Sampling(max_new_tokens=-(-5 * len(ids) // 2))
        return [step.id for step in write(made, ids, sampling)]

    def kept() -> None:
        tokens["kept"] = []
        for source in sources:
            made = Run(model)
            ids = written(made, source)
            tokens["kept"].append(ids)
            _, target = model.pieces.spell([0, *ids])
            made.trace(task="translate", text="", tokens=source, prompt=1, target=target)

    def bare() -> None:
        tokens["bare"] = [written(Unrecorded(model), source) for source in sources]

    figures = []
    if rust is not None:
        mine, theirs = in_turn(ours, peer)
        same = sum(a == b for a, b in zip(texts["ours"], texts["rust"], strict=True))
        note = f"the wheel's Rust engine (int8, shortlist); {same} of {len(SENTENCES)} texts equal"
        each = len(SENTENCES) / 1000
        figures.append(
            Figure("translation, recorded", mine / each, theirs / each, "ms", RUST_LIMIT, note)
        )
    with torch.inference_mode():
        recorded, plain = in_turn(kept, bare)
    if tokens["kept"] != tokens["bare"]:
        raise AssertionError("the two wrote different tokens, so their times say nothing")
    figures.append(
        Figure(
            "translation, recording on / off",
            recorded / len(SENTENCES) * 1000,
            plain / len(SENTENCES) * 1000,
            "ms",
            RECORDING_LIMIT,
            "the same loop, keeping nothing",
        )
    )
    return figures


BENCHMARK = Benchmark("translation", run)
