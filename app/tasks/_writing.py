"""What the writing tasks share: compose a prompt, fit it, write, and keep the trace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from app.errors import InputError
from app.tasks._chat_prompt import chat_prompt
from app.tasks._task import Answer, Partial, Prompt, Request, Runner, Written
from app.text.detokenizer import Detokenizer, StreamingDetokenizer
from app.text.languages import unread_language
from app.trace import Token
from app.trace.beams import Search

if TYPE_CHECKING:
    from app.instrumentation.changes import Edit
    from app.instrumentation.run import Run
    from app.models.loading import Loaded

_SHOWN = 20  # characters of what is unknown; the rest is told by dots

Compose = Callable[[Mapping[str, str]], Prompt]


def writing(task: str, compose: Compose) -> Runner:
    """A runner that continues the prompt `compose` makes of the fields."""

    def run(
        loaded: Loaded, request: Request, stop: Callable[[], bool]
    ) -> Iterator[Partial | Answer]:
        pieces = loaded.pieces
        text, prompt = request.prompt or read_prompt(loaded, pieces, compose(request.fields))
        new = request.sampling.max_new_tokens + len(request.forced)
        text, prompt, cut = fitted(text, prompt, request, new=new)
        hint = told(
            unread_language(request.fields.get("text", ""), loaded.row.reads),
            unread(pieces.unknown(text, prompt)),
        )
        for state in write_out(loaded, request, text, prompt, stop, task=task):
            if isinstance(state, Answer):
                state = replace(state, cut=cut, hint=told(hint, state.hint))
            yield state

    return run


def told(*hints: str) -> str:
    """Several hints as one text; empty ones are left out."""
    return " ".join(filter(None, hints))


def write_out(
    loaded: Loaded,
    request: Request,
    text: str,
    prompt: tuple[Token, ...],
    stop: Callable[[], bool],
    *,
    task: str,
    first: int | None = None,
) -> Iterator[Partial | Answer]:
    """Writes after a prompt, or from a source, token by token; the answer with its trace last.

    With several beams the search comes first, unrecorded, and the best hypothesis is then read
    once to be recorded. `first` is the mark a translation must begin with.
    """
    # torch is only imported once a model runs: the page is served before that.
    from app.decoding.loop import rules_said, start_mark, write
    from app.instrumentation.run import Run

    pieces = loaded.pieces
    encoder_decoder = loaded.family == "encoder-decoder"
    ids = [token.id for token in prompt]
    before = "" if encoder_decoder else text
    started = time.perf_counter()
    edits: Sequence[Edit] = ()
    if request.interventions:
        from app.instrumentation.intervention_values import resolved

        edits = resolved(loaded, request.sources[""], request.interventions, request.sources)
    recorded = Run(loaded, edits=edits)
    so_far = partial(Partial, text, prompt, translates=encoder_decoder)
    yield so_far((), 0.0)
    sampling, forced, search = request.sampling, request.forced, request.search
    stopped = False
    if sampling.num_beams > 1 and search is None:
        for state in _searched(loaded, request, ids, recorded, first, stop):
            search = state
            tokens = _on_the_way(search, pieces, before)
            yield so_far(tokens, time.perf_counter() - started)
        stopped = stop()
        if search is not None and search.hypotheses:
            forced = (*forced, *search.hypotheses[0].tokens)
    if search is not None:
        sampling = replace(sampling, max_new_tokens=0)
    written: list[Written] = []
    stopped_by = "stop"
    spelling = StreamingDetokenizer(pieces, before)
    for step in write(
        recorded, ids, sampling, forced=forced, first=first, resume=request.resume, stop=stop
    ):
        runner_up = (step.runner_up[0], pieces.text(step.runner_up[0]), step.runner_up[1])
        tokens_ = spelling.append(step.id)
        written.append(Written(tokens_[-1], step.probability, step.sampled, step.rank, runner_up))
        # A later token may complete a character that earlier ones began.
        for place, token in enumerate(tokens_, start=len(written) - len(tokens_)):
            written[place] = replace(written[place], token=token)
        stopped_by = step.ended or stopped_by
        rows = tuple(recorded.alignment[: len(written)])
        yield so_far(
            tuple(written),
            time.perf_counter() - started,
            alignment=rows,
            heads=recorded.alignment_heads,
        )
    if search is not None and not stopped:
        stopped_by = _ending(loaded, written)
    seconds = time.perf_counter() - started
    new_text, new_tokens = pieces.spell([each.token.id for each in written], before)
    keep = partial(recorded.trace, task=task, vocabulary=pieces.vocabulary, search=search)
    if encoder_decoder:
        mark = start_mark(recorded)
        whole, target = pieces.spell([mark, *(token.id for token in new_tokens)])
        trace = keep(text=text, tokens=prompt, prompt=1, target=target, target_text=whole)
    else:
        trace = keep(text=text + new_text, tokens=(*prompt, *new_tokens), prompt=len(prompt))
    trace = replace(trace, interventions=request.interventions)
    hint = rules_said(loaded, sampling)
    yield Answer(plain(new_tokens), prompt, tuple(written), seconds, stopped_by, trace, hint=hint)


def _searched(
    loaded: Loaded,
    request: Request,
    ids: list[int],
    recorded: Run,
    first: int | None,
    stop: Callable[[], bool],
) -> Iterator[Search]:
    """The beam search after the prompt, with the texts of its hypotheses spelled out."""
    from app.decoding.beam_search import search
    from app.decoding.loop import end_marks, processors, start_mark

    sampling, pieces = request.sampling, loaded.pieces
    start = [*ids, *request.forced]
    given, source = tuple(ids), tuple(ids)
    if loaded.family == "encoder-decoder":
        start = [start_mark(recorded), *request.forced]
        given = tuple(start[:1])
    else:
        ids = start
    longest = len(start) + sampling.max_new_tokens
    states = search(
        loaded,
        ids,
        start,
        beams=sampling.num_beams,
        length_penalty=sampling.length_penalty,
        most=sampling.max_new_tokens,
        chain=processors(
            sampling, loaded, first=first, longest=longest, given=given, source=source
        ),
        early=loaded.model.generation_config.early_stopping or False,
        ends=end_marks(loaded),
        text=pieces.text,
        stop=stop,
    )
    for state in states:
        spelled = tuple(
            replace(each, text=plain(pieces.spell(each.tokens)[1])) for each in state.hypotheses
        )
        yield replace(state, hypotheses=spelled)


def _on_the_way(search: Search, pieces: Detokenizer, before: str) -> tuple[Written, ...]:
    """The best hypothesis of a search that goes on."""
    if search.chosen is None:
        return ()
    nodes, at = [], search.nodes[search.chosen]
    while True:
        nodes.append(at)
        if at.parent is None:
            break
        at = search.nodes[at.parent]
    nodes.reverse()
    _, tokens = pieces.spell([node.token for node in nodes], before)
    return tuple(
        Written(token, node.probability, 1.0, 0, None) for token, node in zip(tokens, nodes)
    )


def _ending(loaded: Loaded, written: list[Written]) -> str:
    from app.decoding.loop import end_marks

    ended = written and written[-1].token.id in end_marks(loaded)
    return "end of text" if ended else "length"


def plain(tokens: Sequence[Token]) -> str:
    """The text of tokens without marks, a character shared by several of them once."""
    return "".join(token.text for token in tokens if not token.special and not _continues(token))


def _continues(token: Token) -> bool:
    return token.part is not None and token.part[0] > 1


def read_prompt(
    loaded: Loaded, pieces: Detokenizer, prompt: Prompt
) -> tuple[str, tuple[Token, ...]]:
    """The prompt as text and tokens, through the model's chat template where messages are given.

    A model without a template is given the messages as plain paragraphs.
    """
    if not prompt.messages:
        return pieces.read_beginning(prompt.text)
    if loaded.chat_template:
        return chat_prompt(loaded.tokenizer, pieces, prompt.messages)
    return pieces.read_beginning("\n\n".join(content for _, content in prompt.messages) + "\n\n")


def unread(found: Sequence[str]) -> str:
    """One sentence on what a tokenizer has no entry for, as `Pieces.unknown` finds it, or ""."""
    if not found:
        return ""
    shown = [f"“{each[:_SHOWN]}…”" if len(each) > _SHOWN else f"“{each}”" for each in found[:3]]
    more = f"{len(found) - 3} more" if len(found) > 3 else ""
    *first, last = [*shown, *([more] if more else [])]
    named = f"{', '.join(first)} and {last}" if first else last
    verb = "are" if first else "is"
    return (
        f"{named} {verb} unknown to this model's tokenizer: it reads one and the same mark for all "
        "that it does not know."
    )


def fitted(
    text: str, tokens: tuple[Token, ...], request: Request, *, new: int = 0
) -> tuple[str, tuple[Token, ...], int]:
    """The prompt within the room beside `new` tokens, and how many tokens were cut to fit.

    Only when asked, a prompt that is to be continued loses its beginning, a text that is only
    read (`new` = 0) its end. Raises InputError saying how many tokens there are and how many fit.
    """
    room = request.room - new
    if not tokens:
        raise InputError("Type some text first: there is nothing to read.")
    if len(tokens) <= room:
        return text, tokens, 0
    if not request.truncate or room < 1:
        beside = f" beside {new} new ones" if new else ""
        raise InputError(
            f"The text is {len(tokens)} tokens long and {max(room, 0)} fit{beside} "
            f"(limit {request.room}): shorten it{', ask for fewer new tokens' if new else ''} "
            "or choose to cut it."
        )
    cut = len(tokens) - room
    if not new:
        # An encoder's closing mark belongs to every text it reads.
        kept = tokens[:room]
        if tokens[-1].special and room > 1:
            kept = (*tokens[: room - 1], replace(tokens[-1], start=0, end=0))
        return text[: max(token.end for token in kept)], kept, cut
    kept = tokens[cut:]
    start = kept[0].start
    moved = (replace(each, start=each.start - start, end=each.end - start) for each in kept)
    return text[start:], tuple(moved), cut
