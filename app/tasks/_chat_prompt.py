"""Messages as the prompt a chat model was trained with, through its tokenizer's own template.

What a visitor types is text: signs in it that look like the template's marks stay literal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.errors import InputError

if TYPE_CHECKING:
    from app.text.detokenizer import Detokenizer
    from app.trace import Token

Message = dict[str, Any]
_ELSE = "choose another model, or Continue, which reads your text without a template"
# In place of the messages, to see whether a template writes them; it has no such signs itself.
_PROBE = "\ue000{}\ue001"


def chat_prompt(
    tokenizer: Any, pieces: Detokenizer, messages: Sequence[tuple[str, str]]
) -> tuple[str, tuple[Token, ...]]:
    """The prompt as text and tokens, ready for the model's answer.

    Raises InputError with the template's own sentence where it refuses, and with ours where it
    cannot be read, has no default, or leaves a message out.
    """
    named = tokenizer.chat_template
    if isinstance(named, Mapping) and "default" not in named:
        raise InputError(
            f"This model has several chat templates ({', '.join(named)}) and says of none that it "
            f"is the usual one: {_ELSE}."
        )
    shaped = _shaped(tokenizer, messages)
    text = _rendered(tokenizer, shaped)
    # The template writes the model's marks itself.
    read, tokens = pieces.read(text, special=False)
    literal = _literal_ids(tokenizer, shaped)
    return (read, tokens) if literal == [each.id for each in tokens] else pieces.spell(literal)


def _shaped(tokenizer: Any, messages: Sequence[tuple[str, str]]) -> list[Message]:
    """The messages in the shape the template writes: content as a string, or as a list of parts."""
    refused: InputError | None = None
    probes = [_PROBE.format(number) for number in range(len(messages))]
    for shape in (str, _parts):
        asked = [
            {"role": role, "content": shape(probe)} for (role, _), probe in zip(messages, probes)
        ]
        try:
            text = _rendered(tokenizer, asked)
        except InputError as error:
            refused = refused or error
            continue
        if all(probe in text for probe in probes):
            return [{"role": role, "content": shape(content)} for role, content in messages]
    raise refused or InputError(
        f"The chat template of this model leaves your message out: {_ELSE}."
    )


def _parts(content: str) -> list[dict[str, str]]:
    return [{"type": "text", "text": content}]


def _rendered(tokenizer: Any, messages: list[Message]) -> str:
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        return str(
            tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        )
    except TemplateSyntaxError as error:
        raise InputError(
            f"The chat template of this model has an error in line {error.lineno} "
            f"({_line(error)}): {_ELSE}."
        ) from error
    except TemplateError as error:  # what a template itself raises comes as this
        raise InputError(
            f"The chat template of this model refuses: “{_line(error)}” So {_ELSE}."
        ) from error
    except Exception as error:  # a template may do anything with a message
        raise InputError(
            f"The chat template of this model cannot be filled in ({_line(error)}): {_ELSE}."
        ) from error


def _line(error: Exception) -> str:
    said = " ".join(str(error).split())[:200].rstrip()
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _literal_ids(tokenizer: Any, messages: list[Message]) -> list[int]:
    """The prompt's tokens, with the template's marks as such and those in a message as text.

    Marks are the tokenizer's special entries, and what else was added to it and stands in the
    template, as transformers tells them.
    """
    try:
        made = tokenizer.apply_chat_template(
            messages,
            tokenize=True,
            add_generation_prompt=True,
            sanitize_control_tokens=True,
            return_dict=False,
        )
    except ValueError as error:  # a tokenizer that makes a mark of plain text, too
        raise InputError(
            "Your text holds a mark of this model's chat template that its tokenizer cannot read "
            "as text: leave it out."
        ) from error
    return [int(number) for number in made]
