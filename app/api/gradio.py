"""Every capability that has a name, as an endpoint of Gradio; gradio_client and MCP see them too.

See docs/api.md.
"""

from __future__ import annotations

import functools
import html
import inspect
import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, get_type_hints

import gradio as gr

from app.api.failures import told
from app.api.registry import Argument, Capability, capabilities
from app.api.visitors import visitor_left
from app.engine.disconnection import asked_by
from app.engine.engine import Engine
from app.errors import InputError

log = logging.getLogger(__name__)

Arguments = ParamSpec("Arguments")
Given = TypeVar("Given")


def refusing(function: Callable[Arguments, Given]) -> Callable[Arguments, Given]:
    """The function, with an InputError as the one-sentence error a client sees.

    Gradio shows errors as markup, so what a visitor typed is escaped.
    """

    @functools.wraps(function)
    def wrapped(*arguments: Arguments.args, **named: Arguments.kwargs) -> Given:
        try:
            return function(*arguments, **named)
        except InputError as error:
            sentence = html.escape(str(error), quote=False)
            raise gr.Error(sentence, print_exception=False) from error
        except Exception as error:
            log.exception("%s failed", getattr(function, "__name__", function))
            raise gr.Error(told(error), print_exception=False) from error

    return wrapped


def add(engine: Engine) -> None:
    """Adds the endpoints to the Blocks being built."""
    for each in capabilities():
        if each.endpoint:
            gr.api(  # type: ignore[attr-defined]
                _handler(each, engine),
                api_name=each.endpoint,
                api_description=each.explains,
                concurrency_limit=engine.settings.concurrent_runs,
            )


def _handler(own: Capability, engine: Engine) -> Callable[..., Any]:
    """A function with the arguments of the capability, as Gradio reads them."""
    arguments = own.arguments_of(engine)
    gives = get_type_hints(own.function)["return"]
    gives = gives if not own.streams else dict[str, Any]
    signature = inspect.Signature([_parameter(each) for each in arguments], return_annotation=gives)

    @refusing
    def ask(*values: Any, **named: Any) -> Any:
        bound = signature.bind(*values, **named)
        bound.apply_defaults()
        with asked_by(visitor_left()):
            return own.result(engine, bound.arguments)

    handler: Any = ask
    handler.__name__ = own.endpoint
    handler.__signature__ = signature
    handler.__annotations__ = {each.name: each.kind for each in arguments} | {"return": gives}
    return handler


def _parameter(argument: Argument) -> inspect.Parameter:
    return inspect.Parameter(
        argument.name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=argument.default,
        annotation=argument.kind,
    )
