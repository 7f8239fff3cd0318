"""What the writing tasks share: compose a prompt, fit it, write, and keep the trace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.errors import InputError
from app.pieces import Pieces, Spelling
from app.tasks._task import Answer, Partial, Prompt, Request, Runner, Written
from app.trace import Token

if TYPE_CHECKING:
    from app.models.loading import Loaded

Compose = Callable[[Mapping[str, str]], Prompt]


def writing(task: str, compose: Compose) -> Runner:
    """A runner that continues the prompt `compose` makes of the fields."""

    def run(
        loaded: Loaded, request: Request, stop: Callable[[], bool]
    ) -> Iterator[Partial | Answer]:
        # torch is only imported once a model runs: the page is served before that.
        from app.decoding import start_mark, write
        from app.tracing import Run

        pieces = loaded.pieces
        text, prompt = request.prompt or read_prompt(loaded, pieces, compose(request.fields))
        new = request.sampling.max_new_tokens + len(request.forced)
        text, prompt, cut = fitted(text, prompt, request, new=new)
        ids = [token.id for token in prompt]
        encoder_decoder = loaded.family == "encoder-decoder"
        started = time.perf_counter()
        recorded = Run(loaded)
        written: list[Written] = []
        yield Partial(text, prompt, (), 0.0)
        stopped_by = "stop"
        spelling = Spelling(pieces, "" if encoder_decoder else text)
        for step in write(recorded, ids, request.sampling, forced=request.forced, stop=stop):
            runner_up = (step.runner_up[0], pieces.text(step.runner_up[0]), step.runner_up[1])
            tokens = spelling.append(step.id)
            written.append(
                Written(tokens[-1], step.probability, step.sampled, step.rank, runner_up)
            )
            # A later token may complete a character that earlier ones began.
            for place, token in enumerate(tokens, start=len(written) - len(tokens)):
                written[place] = replace(written[place], token=token)
            stopped_by = step.ended or stopped_by
            yield Partial(text, prompt, tuple(written), time.perf_counter() - started)
        seconds = time.perf_counter() - started
        before = "" if encoder_decoder else text
        new_text, new_tokens = pieces.spell([each.token.id for each in written], before)
        if encoder_decoder:
            mark = start_mark(recorded)
            whole, target = pieces.spell([mark, *(token.id for token in new_tokens)])
            trace = recorded.trace(
                task=task,
                text=text,
                tokens=prompt,
                prompt=1,
                vocabulary=pieces.vocabulary,
                target=target,
                target_text=whole,
            )
        else:
            trace = recorded.trace(
                task=task,
                text=text + new_text,
                tokens=(*prompt, *new_tokens),
                prompt=len(prompt),
                vocabulary=pieces.vocabulary,
            )
        plain = "".join(
            token.text for token in new_tokens if not token.special and not _continues(token)
        )
        yield Answer(plain, prompt, tuple(written), seconds, stopped_by, trace, cut)

    return run


def _continues(token: Token) -> bool:
    return token.part is not None and token.part[0] > 1


def read_prompt(loaded: Loaded, pieces: Pieces, prompt: Prompt) -> tuple[str, tuple[Token, ...]]:
    """The prompt as text and tokens, through the model's chat template where messages are given.

    A model without a template is given the messages as plain paragraphs.
    """
    if not prompt.messages:
        return pieces.read(prompt.text)
    tokenizer: Any = loaded.tokenizer
    messages = [{"role": role, "content": content} for role, content in prompt.messages]
    if loaded.chat_template:
        text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        # The template writes the model's marks itself.
        return pieces.read(text, special=False)
    return pieces.read("\n\n".join(content for _, content in prompt.messages) + "\n\n")


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
