"""What the tasks of encoders with a head share: one recorded pass, and its head's logits."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.models.task_heads import label_names
from app.tasks._task import Answer
from app.tasks._writing import told, unread
from app.text.languages import unread_language
from app.trace import Floats, Token
from app.trace.predictions import Score
from app.trace.softmax import softmax

if TYPE_CHECKING:
    from app.instrumentation.run import Run
    from app.models.loading import Loaded
    from app.trace.predictions import Result


@dataclass(eq=False)
class Pass:
    """One recorded pass over a text."""

    run: Run
    text: str
    tokens: tuple[Token, ...]
    started: float
    segments: tuple[int, ...] = ()

    @property
    def outputs(self) -> Any:
        """The model's own outputs."""
        return self.run.outputs

    def logits(self, name: str = "logits") -> Floats:
        """A tensor of the outputs without its batch axis, in float32."""
        tensor = getattr(self.outputs, name)
        return np.asarray(tensor[0].detach().float().cpu().numpy(), dtype=np.float32)

    def answer(self, task: str, text: str, result: Result, *, cut: int = 0) -> Answer:
        """The answer with the trace of this pass."""
        trace = self.run.trace(
            task=task,
            text=self.text,
            tokens=self.tokens,
            prompt=len(self.tokens),
            vocabulary=self.run.loaded.pieces.vocabulary,
            segments=self.segments,
        )
        seconds = time.perf_counter() - self.started
        loaded = self.run.loaded
        hint = told(
            unread_language(self.text, loaded.row.reads),
            unread(loaded.pieces.unknown(self.text, self.tokens)),
        )
        return Answer(text, self.tokens, (), seconds, "", trace, cut, result=result, hint=hint)


def one_pass(
    loaded: Loaded,
    text: str,
    tokens: tuple[Token, ...],
    *,
    segments: Sequence[int] = (),
    started: float | None = None,
) -> Pass:
    """Reads the tokens once, recorded."""
    from app.instrumentation.run import Run

    begun = time.perf_counter() if started is None else started
    run = Run(loaded)
    run.read([token.id for token in tokens], segments=segments)
    return Pass(run, text, tokens, begun, tuple(segments))


def scores_of(logits: NDArray[np.floating], config: Any) -> tuple[tuple[Score, ...], bool]:
    """The labels with their probabilities, the most likely first; and whether they exclude.

    As the model was trained: softmax for one of several labels, sigmoid where its config says
    that several may hold or where there is a single output. A regression has values, in the order
    of its outputs, and no probabilities.
    """
    names = label_names(config, len(logits))
    values = np.asarray(logits, dtype=np.float32)
    kind = getattr(config, "problem_type", None)
    if kind == "regression":
        return tuple(Score(name, None, float(each)) for name, each in zip(names, values)), False
    exclusive = len(logits) > 1 and kind != "multi_label_classification"
    shares = softmax(values) if exclusive else 1 / (1 + np.exp(-values.astype(np.float64)))
    listed = [
        Score(name, float(share), float(logit))
        for name, share, logit in zip(names, shares, values, strict=True)
    ]
    return tuple(sorted(listed, key=lambda each: -(each.probability or 0.0))), exclusive
