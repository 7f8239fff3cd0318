"""The endpoints other programs call; gradio_client and MCP see them too. See docs/api.md."""

from __future__ import annotations

import functools
import html
import inspect
import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, get_type_hints

import gradio as gr

from app.analysis.position_edits import Move
from app.api import compare as contract_compare
from app.api import experiments, logit_lens, predictions, runs, surprisal
from app.api import next_token as contract_lab
from app.api import tree as contract_tree
from app.api.failures import told
from app.api.heads import sentence_sets
from app.api.laboratory import numbers_of, sampling_of
from app.api.visitors import visitor_left
from app.decoding.sampling import Sampling
from app.engine.disconnection import asked_by
from app.engine.engine import Engine
from app.errors import InputError

log = logging.getLogger(__name__)

MOST_NUMBER = 1e18
Arguments = ParamSpec("Arguments")
Given = TypeVar("Given")


def refusing(
    function: Callable[Arguments, Given], *, checked: bool = True
) -> Callable[Arguments, Given]:
    """The function, with an InputError as the one-sentence error a client sees.

    Values of another type than the hints name are refused, unless `checked` is false. Gradio shows
    errors as markup, so what a visitor typed is escaped.
    """
    kinds = get_type_hints(function) if checked else {}
    signature = inspect.signature(function)

    @functools.wraps(function)
    def wrapped(*arguments: Arguments.args, **named: Arguments.kwargs) -> Given:
        try:
            for name, value in signature.bind(*arguments, **named).arguments.items():
                _check(name, value, kinds.get(name))
            with asked_by(visitor_left()):
                return function(*arguments, **named)
        except InputError as error:
            sentence = html.escape(str(error), quote=False)
            raise gr.Error(sentence, print_exception=False) from error
        except Exception as error:
            log.exception("%s failed", getattr(function, "__name__", function))
            raise gr.Error(told(error), print_exception=False) from error

    return wrapped


def _check(name: str, value: object, kind: object) -> None:
    """Raises InputError for a value of another type than the endpoint's own hints name."""
    must = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind in (int, float) and number:
        # A number of JSON may be of any size.
        if not -MOST_NUMBER <= value <= MOST_NUMBER:  # type: ignore[operator]
            raise InputError(f"{name} must be a number from {-MOST_NUMBER:g} to {MOST_NUMBER:g}.")
        if kind is float or isinstance(value, int):
            return
    elif kind in (str, bool) and isinstance(value, kind):
        return
    if kind in must:
        raise InputError(f"{name} must be {must[kind]}.")


def add(engine: Engine) -> None:
    """Adds the contract's endpoints to the Blocks being built."""
    default = engine.settings.default_model

    def models() -> list[dict[str, Any]]:
        """Every model that can be named, and what is known of it."""
        return runs.models(engine)

    def generate(
        prompt: str,
        model: str = default,
        max_new_tokens: float = 20,
        temperature: float = 0,
        top_k: float = 0,
        top_p: float = 1,
        min_p: float = 0,
        repetition_penalty: float = 1,
        seed: float = 0,
        num_beams: float = 1,
        length_penalty: float = 1,
        chat: bool = False,
        truncate: bool = False,
    ) -> dict[str, Any]:
        """Continues a prompt; every new token comes with its probability."""
        sampling = Sampling(
            max_new_tokens=max_new_tokens,  # type: ignore[arg-type]
            temperature=temperature,
            top_k=top_k,  # type: ignore[arg-type]
            top_p=top_p,
            min_p=min_p,
            repetition_penalty=repetition_penalty,
            seed=seed,  # type: ignore[arg-type]
            num_beams=num_beams,  # type: ignore[arg-type]
            length_penalty=length_penalty,
        )
        return runs.generate(engine, prompt, model, sampling, chat=chat, truncate=truncate)

    def translate(
        text: str,
        model: str = "bergamot-en-pt",
        num_beams: float = 1,
        length_penalty: float = 1,
        source: str = "",
        target: str = "",
    ) -> dict[str, Any]:
        """Translates a text sentence by sentence; several beams keep every hypothesis."""
        sampling = Sampling(
            num_beams=num_beams,  # type: ignore[arg-type]
            length_penalty=length_penalty,
        )
        return runs.translate(engine, text, model, sampling, source=source, target=target)

    def sentiment(
        text: str, model: str = "minilm-sst2", labels: str = "", truncate: bool = False
    ) -> dict[str, Any]:
        """Judges a text with the model's labels, or with yours through a model of entailment."""
        return predictions.sentiment(engine, text, model, labels=labels, truncate=truncate)

    def answer(question: str, context: str, model: str = "minilm-squad") -> dict[str, Any]:
        """The words of the context that answer the question, with alternatives."""
        return predictions.answer(engine, question, context, model)

    def entities(text: str, model: str = "minilm-ner", truncate: bool = False) -> dict[str, Any]:
        """The names in a text, and the probability of every label for every token."""
        return predictions.entities(engine, text, model, truncate=truncate)

    def fill_mask(
        text: str, model: str = "minilm-mlm", limit: int = 5, truncate: bool = False
    ) -> dict[str, Any]:
        """The words expected where the text has [MASK]."""
        return predictions.fill_mask(engine, text, model, limit, truncate=truncate)

    def decides(trace_id: str, label: str = "") -> dict[str, Any]:
        """How much each word adds to a label or an answer, by four ways of asking."""
        return predictions.decides(engine, trace_id, label)

    def compare(trace_id: str, other: str, stack: str = "self") -> dict[str, Any]:
        """Which heads read differently in two runs, by token or, where those differ, by word."""
        return contract_compare.compare(engine, trace_id, other, stack)

    def heads_over_sentences(text: str, model: str = default, stack: str = "") -> dict[str, Any]:
        """What every head does on average over many sentences, one per line."""
        return sentence_sets.heads_over_sentences(engine, model, text.split("\n"), stack)

    def hide(trace_id: str, first: int = 0, last: int = -1) -> dict[str, Any]:
        """Hides each source word in turn: the change of the log-probability of a written word."""
        return runs.hide(engine, trace_id, first, first if last == -1 else last)

    def trace(
        text: str = "", model: str = default, truncate: bool = False, trace_id: str = ""
    ) -> dict[str, Any]:
        """Reads a text once and keeps the trace: tokens with character spans, attention stacks.

        With `trace_id` it describes a run that is kept instead, such as that of a translation.
        """
        return runs.trace(engine, text, model, truncate=truncate, trace_id=trace_id)

    def attention(
        trace_id: str, layer: int = 0, head: int = 0, stack: str = "self"
    ) -> dict[str, Any]:
        """The attention weights of one head in full precision, rows over queries."""
        return runs.attention(engine, trace_id, layer, head, stack)

    def next_token(
        trace_id: str,
        position: int = -1,
        temperature: float = 1,
        top_k: float = 0,
        top_p: float = 1,
        min_p: float = 0,
        limit: int = 50,
        typical_p: float = 1,
        repetition_penalty: float = 1,
        presence_penalty: float = 0,
        frequency_penalty: float = 0,
        bias: str = "",
        banned: str = "",
        order: str = "",
    ) -> dict[str, Any]:
        """The exact distribution after a token, before and after the settings, rule by rule."""
        sampling = sampling_of(
            temperature,
            top_k,  # type: ignore[arg-type]
            top_p,
            min_p,
            typical_p,
            repetition_penalty,
            presence_penalty,
            frequency_penalty,
            order,
        )
        return contract_lab.next_token(
            engine, trace_id, position, sampling, limit, bias=bias, banned=banned
        )

    def lens(
        trace_id: str, part: str = "block", positions: str = "", layers: str = ""
    ) -> dict[str, Any]:
        """What each layer would predict at each position, through the model's own head."""
        asked = numbers_of(positions, "positions") if positions else None
        rows = numbers_of(layers, "layers") if layers else None
        return logit_lens.lens(engine, trace_id, asked, rows, part)

    def tree(
        trace_id: str, position: int = -1, children: int = 3, depth: int = 3, nodes: int = 60
    ) -> dict[str, Any]:
        """The most likely continuations after a token, as a tree with probabilities."""
        *_, last = contract_tree.tree(engine, trace_id, position, children, depth, nodes)
        return last

    def score(text: str = "", model: str = default, trace_id: str = "") -> dict[str, Any]:
        """How surprising a text is to a model: per token, and as bits per character."""
        if not trace_id:
            trace_id = engine.finish(engine.run("read", model, {"text": text})).trace_id
        return surprisal.score(engine, trace_id)

    def positions(model: str = default, length: int = 64) -> dict[str, Any]:
        """How a model tells where a token stands."""
        return runs.positions(engine, model, length)

    def move_positions(
        trace_id: str,
        kind: str = "shuffle",
        first: int = 0,
        second: int = 1,
        by: float = 1,
        seed: int = 0,
    ) -> dict[str, Any]:
        """Reads a run's tokens again, told that they stand at other positions."""
        return experiments.run(engine, trace_id, Move(kind, first, second, by, seed))

    for function in (
        models,
        generate,
        translate,
        hide,
        sentiment,
        answer,
        entities,
        fill_mask,
        decides,
        compare,
        heads_over_sentences,
        trace,
        attention,
        next_token,
        lens,
        tree,
        score,
        positions,
        move_positions,
    ):
        gr.api(  # type: ignore[attr-defined]
            refusing(function),
            api_name=function.__name__,
            api_description=function.__doc__,
            concurrency_limit=engine.settings.concurrent_runs,
        )
