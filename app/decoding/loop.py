"""A decoder writes token by token; every step is part of the recorded run."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import torch
from transformers import GenerationMixin
from transformers.generation.logits_process import (
    LogitsProcessor,
    LogitsProcessorList,
    MinPLogitsWarper,
    NoBadWordsLogitsProcessor,
    RepetitionPenaltyLogitsProcessor,
    SequenceBiasLogitsProcessor,
    SuppressTokensLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
    TypicalLogitsWarper,
)

from app.decoding.rules import is_active
from app.decoding.sampling import Sampling
from app.errors import InputError

if TYPE_CHECKING:
    from app.instrumentation.run import Run
    from app.models.loading import Loaded
    from app.trace import Trace


@dataclass(frozen=True)
class Step:
    """One written token.

    probability  of this token in the model's own distribution: softmax over the whole
                 vocabulary at temperature 1, before any setting
    sampled      its probability after the settings: what the draw was made from (1 when greedy)
    rank         1 for the most likely token of the model's own distribution
    runner_up    (id, probability) of the most likely other token
    ended        why the text ends here ("end of text", "length"), or None
    """

    id: int
    probability: float
    sampled: float
    rank: int
    runner_up: tuple[int, float]
    ended: str | None


def processors(
    sampling: Sampling,
    loaded: Loaded | None = None,
    *,
    first: int | None = None,
    longest: int | None = None,
    given: Sequence[int] = (),
    source: Sequence[int] = (),
) -> LogitsProcessorList:
    """Transformers' own logits processors, in the order of the settings.

    These settings, and the rules `loaded`'s generation config states, which come before the first
    of the rules that cut by probability, as in `generate`. `first` is the token a translation must
    begin with (a language's mark), `longest` the length at which it must end; `given` are the ids
    that stand before the first new one (a prompt, or the start mark), all counted with them, and
    `source` those an encoder reads. A repetition penalty of the settings takes the place of the
    model's own.
    """
    chain = LogitsProcessorList()
    ruled = loaded is None
    for name in sampling.order:
        if name in _CUTTING and not ruled and loaded is not None:
            chain.extend(_rules(loaded, sampling, first, longest, given, source))
            ruled = True
        # Greedy needs no temperature: the most likely token stays the most likely one.
        if is_active(name, sampling) and (name != "temperature" or sampling.temperature > 0):
            chain.append(_PROCESSORS[name](sampling))
    return chain


class Repeated(LogitsProcessor):
    """Takes a penalty off the logit of every token seen so far: once, and for every time.

    The prompt counts as seen, as for the repetition penalty.
    """

    def __init__(self, *, presence: float = 0.0, frequency: float = 0.0) -> None:
        self._presence, self._frequency = presence, frequency

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """`scores` (batch, entry) less the penalties of what stands in `input_ids`."""
        ones = torch.ones_like(input_ids, dtype=scores.dtype)
        counts = torch.zeros_like(scores).scatter_add_(1, input_ids, ones)
        penalty = self._presence * (counts > 0) + self._frequency * counts
        return scores - penalty


_CUTTING = ("temperature", "top_k", "top_p", "min_p", "typical_p")
_PROCESSORS: dict[str, Callable[[Sampling], LogitsProcessor]] = {
    "bias": lambda s: SequenceBiasLogitsProcessor([[[token], value] for token, value in s.bias]),
    "repetition": lambda s: RepetitionPenaltyLogitsProcessor(s.repetition_penalty),
    "presence": lambda s: Repeated(presence=s.presence_penalty),
    "frequency": lambda s: Repeated(frequency=s.frequency_penalty),
    "banned": lambda s: NoBadWordsLogitsProcessor([list(each) for each in s.banned]),
    "temperature": lambda s: TemperatureLogitsWarper(s.temperature),
    "top_k": lambda s: TopKLogitsWarper(s.top_k),
    "top_p": lambda s: TopPLogitsWarper(s.top_p),
    "min_p": lambda s: MinPLogitsWarper(s.min_p),
    "typical_p": lambda s: TypicalLogitsWarper(s.typical_p),
}


class Suppressed(LogitsProcessor):
    """Entries that are never written, as transformers' SuppressTokensLogitsProcessor.

    That one compares every entry with the list at every step, which is a twentieth of a small
    translator's time.
    """

    def __init__(self, never: Sequence[int]) -> None:
        self._never = list(never)

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """`scores` (batch, entry) with -inf for those entries."""
        settled = scores.clone()
        settled[:, self._never] = -torch.inf
        return settled


def _rules(
    loaded: Loaded,
    sampling: Sampling,
    first: int | None,
    longest: int | None,
    given: Sequence[int],
    source: Sequence[int],
) -> Iterator[Any]:
    """What the model's own generation config forbids or forces, as `generate` builds it itself."""
    model: Any = loaded.model
    config = copy.deepcopy(model.generation_config)
    ends = sorted(end_marks(loaded))
    config._eos_token_tensor = torch.tensor(ends, device=loaded.device) if ends else None
    # Settings of the page stand for these, and nothing is drawn here.
    config.do_sample = False
    config.guidance_scale = None
    if is_active("repetition", sampling):
        config.repetition_penalty = None
    if first is not None:
        config.forced_bos_token_id = first
    if longest is None:
        config.forced_eos_token_id = None
    else:
        config.max_length = longest
    encoded: Any = torch.tensor([list(source or given)], device=loaded.device)
    # A ported model need not know how to generate; the rules ask for its config only.
    build = getattr(model, "_get_logits_processor", None) or partial(
        GenerationMixin._get_logits_processor, model
    )
    made = build(
        generation_config=config,
        input_ids_seq_length=len(given),
        encoder_input_ids=encoded if encoded.numel() else None,
        device=str(loaded.device),
        model_kwargs={},
        logits_processor=LogitsProcessorList(),
    )
    for rule in made:
        if isinstance(rule, SuppressTokensLogitsProcessor):
            yield Suppressed(config.suppress_tokens)
        else:
            yield rule


# What a rule of a generation config is called on the page.
_NAMED = {
    "repetition_penalty": "a repetition penalty of {}",
    "encoder_repetition_penalty": "a repetition penalty of {} on what is not in the source",
    "no_repeat_ngram_size": "no sequence of {} tokens twice",
    "encoder_no_repeat_ngram_size": "no sequence of {} tokens from the source",
    "bad_words_ids": "forbidden words",
    "min_length": "at least {} tokens with the prompt",
    "min_new_tokens": "at least {} new tokens",
    "suppress_tokens": "tokens it never writes",
    "begin_suppress_tokens": "tokens it never begins with",
    "sequence_bias": "a bias for some words",
    "exponential_decay_length_penalty": "an end that grows more likely",
}


def rules_said(loaded: Loaded, sampling: Sampling) -> str:
    """One sentence on the rules of the model's own generation config; "" where it has none."""
    config: Any = loaded.model.generation_config
    named = []
    for name, words in _NAMED.items():
        value = getattr(config, name, None)
        off = value is None or value in (0, 1.0, [], {})
        if off or (name == "repetition_penalty" and is_active("repetition", sampling)):
            continue
        named.append(words.format(value))
    return f"This model's own settings apply as well: {', '.join(named)}." if named else ""


def end_marks(loaded: Loaded) -> frozenset[int]:
    """The ids after which a text of this model ends."""
    config: Any = loaded.model.generation_config or loaded.model.config
    stated = config.eos_token_id
    ids = stated if isinstance(stated, list) else [stated]
    return frozenset(int(number) for number in ids if number is not None)


def start_mark(run: Run) -> int:
    """The id an encoder-decoder's target starts with. Raises InputError when it states none."""
    for config in (run.model.generation_config, run.model.config):
        mark = getattr(config, "decoder_start_token_id", None)
        if mark is not None:
            return int(mark)
    raise InputError(
        f"{run.loaded.row.title} does not say what its target starts with: add "
        "decoder_start_token_id to its config.json."
    )


def write(
    run: Run,
    ids: Sequence[int],
    sampling: Sampling,
    *,
    forced: Sequence[int] = (),
    first: int | None = None,
    resume: Trace | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Step]:
    """Continues `ids`, yielding each token as soon as it is chosen.

    `forced` tokens are written first, whatever their probability, and read together with `ids`;
    then the model chooses up to `max_new_tokens`. `stop` is asked before every step. The last
    token is read by the model as well, so the record covers every position. An encoder-decoder
    reads `ids` as its source and writes from its start mark; `first` is the mark of the language
    it is to write, where the model wants one. `resume` is a trace that begins with the same tokens:
    where the model allows it, only what is new is read.
    """
    ends = end_marks(run.loaded)
    generator = torch.Generator(device=run.loaded.device).manual_seed(sampling.seed)
    if run.model.config.is_encoder_decoder:
        written = [start_mark(run)]
        rows = run.start(ids, [*written, *forced])
    else:
        written = list(ids)
        rows = _prompt(run, [*ids, *forced], resume, 1 + len(forced))
    longest = len(written) + len(forced) + sampling.max_new_tokens
    chain = processors(
        sampling, run.loaded, first=first, longest=longest, given=tuple(written), source=ids
    )
    for place, number in enumerate(forced):
        raw = rows[len(rows) - len(forced) - 1 + place].float()
        shares = torch.softmax(settled(raw, written, chain), dim=-1)
        written.append(number)
        yield _step(raw, number, float(shares[number]), None)
    for place in range(sampling.max_new_tokens):
        if stop():
            return
        raw = rows[-1].float()
        number, sampled = _choose(settled(raw, written, chain), sampling, generator)
        written.append(number)
        ended = "length" if place == sampling.max_new_tokens - 1 else None
        if number in ends:
            ended = "end of text"
        yield _step(raw, number, sampled, ended)
        rows = run.step([number])
        if ended:
            return


def _prompt(run: Run, ids: list[int], resume: Trace | None, last: int) -> torch.Tensor:
    """Reads `ids`; returns the logits (token, entry) of at least the `last` ones of them."""
    if resume is not None:
        known = [token.id for token in resume.tokens]
        pairs = zip(ids, known, strict=False)
        same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        # The last token is read in any case: what follows begins with its logits.
        shared = min(same, len(ids) - 1)
        rows = run.resume(resume, shared) if shared else None
        if rows is not None:
            new = run.step(ids[shared:])
            return torch.cat([rows[len(rows) - max(0, last - len(new)) :], new])
    return run.start(ids)


def settled(raw: torch.Tensor, written: list[int], chain: LogitsProcessorList) -> torch.Tensor:
    """The logits after the settings; -inf where a setting cuts an entry."""
    if not chain:
        return raw
    ids = torch.tensor([written], device=raw.device)
    scores: Any = chain(ids, raw[None].clone())  # type: ignore[arg-type]
    return scores[0]


def _choose(
    scores: torch.Tensor, sampling: Sampling, generator: torch.Generator
) -> tuple[int, float]:
    if sampling.temperature == 0:
        return int(scores.argmax()), 1.0
    shares = torch.softmax(scores, dim=-1)
    number = int(torch.multinomial(shares, 1, generator=generator))
    return number, float(shares[number])


def _step(raw: torch.Tensor, number: int, sampled: float, ended: str | None) -> Step:
    total = torch.logsumexp(raw, dim=-1)
    best, places = raw.topk(2)
    other = 1 if int(places[0]) == number else 0
    return Step(
        id=number,
        probability=float((raw[number] - total).exp()),
        sampled=sampled,
        rank=int((raw > raw[number]).sum()) + 1,
        runner_up=(int(places[other]), float((best[other] - total).exp())),
        ended=ended,
    )
