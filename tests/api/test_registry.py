"""One place per capability: routes, endpoints, ranges and docs/api.md all say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Route

from app.api import gradio, routes
from app.api.registry import Argument, Capability, Range, capabilities, capability
from app.api.streaming import Streams
from app.decoding.sampling import SETTINGS, Sampling
from app.engine.disconnection import Left, never
from app.engine.engine import Engine
from app.errors import InputError
from app.server import create
from tests.api.test_runs import call
from tests.house import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text()


def written(argument: Argument) -> str:
    """An argument with its default, as the table of endpoints has it."""
    default = argument.default
    if default is Argument.REQUIRED or (argument.name == "model" and default == ""):
        return argument.name
    if isinstance(default, bool):
        return f"{argument.name}={str(default).lower()}"
    if default is None:
        return f"{argument.name}=null"
    return f"{argument.name}=" + (f'"{default}"' if isinstance(default, str) else f"{default:g}")


def queried(argument: Argument) -> str:
    """An argument with its default, as the table of routes has it."""
    default = argument.default
    if default is Argument.REQUIRED:
        return argument.name
    return f"{argument.name}=" + ("" if default is None else str(default).removesuffix(".0"))


def test_the_table_of_endpoints_is_the_registry() -> None:
    rows = dict(re.findall(r"^\| `/(\w+)` \| (.*?) ?\| ", PAGE, re.M))
    stated = {each.endpoint: each for each in capabilities() if each.endpoint}
    assert {name: rows.get(name) for name in stated} == {
        name: ", ".join(map(written, each.arguments)) for name, each in stated.items()
    }


@pytest.mark.parametrize(
    "own", [each for each in capabilities() if each.route], ids=lambda each: each.route
)
def test_a_route_is_in_the_table_with_its_arguments(own: Capability) -> None:
    if own.method == "POST":
        names = ", ".join(each.name for each in own.arguments)
        assert f"| POST `{own.route}` {{{names}}} |" in PAGE
        return
    query = "&".join(queried(each) for each in own.arguments if f"{{{each.name}}}" not in own.route)
    assert f"| `{own.route}{'?' if query else ''}{query}` |" in PAGE


def test_every_route_of_ours_is_in_the_docs(tiny_settings: Any, engine: Any) -> None:
    paths = {
        str(route.path)
        for route in create(tiny_settings, engine, warm=False).routes
        if isinstance(route, Route) and route.endpoint.__module__.startswith("app.")
    }
    own = {each for each in paths if not each.startswith("/ui/")}
    assert own and not {each for each in own if f"`{each}" not in PAGE and each not in PAGE}


def test_settings_have_one_default_and_one_range() -> None:
    plain, sampling = Sampling(), cast(Any, Sampling)
    for name, setting in SETTINGS.items():
        if setting.least is not None:
            assert getattr(plain, name) == setting.default
            sampling(**{name: setting.default}).checked(20)
        if setting.most is not None and name != "num_beams":
            with pytest.raises(InputError, match=name):
                sampling(**{name: setting.most * 2}).checked(20)


def test_generate_takes_every_setting_the_page_writes_with() -> None:
    own = next(each for each in capabilities() if each.endpoint == "generate")
    assert set(SETTINGS) == {each.name for each in own.arguments} - {
        *("prompt", "model", "chat", "truncate")
    }


def test_a_text_written_with_every_setting_is_the_one_the_page_writes(
    client: Any, engine: Any, llama: str
) -> None:
    settings: dict[str, Any] = {
        "max_new_tokens": 6,
        "temperature": 0.8,
        "top_k": 12,
        "top_p": 0.95,
        "min_p": 0.01,
        "repetition_penalty": 1.2,
        "seed": 4,
        "typical_p": 0.97,
        "presence_penalty": 0.3,
        "frequency_penalty": 0.2,
    }
    order = tuple(reversed(Sampling().order))
    made = call(
        client, "generate", prompt="the cat saw a", model=llama, **settings,
        bias="#9: 3.5, #11: -2", banned="#7", order=",".join(order),
    )  # fmt: skip
    sampling = Sampling(**settings, bias=((9, 3.5), (11, -2.0)), banned=((7,),), order=order)
    events = engine.run("generate", llama, {"text": "the cat saw a"}, sampling)
    answer = engine.finish(events).answer
    assert [each["id"] for each in made["tokens"]] == [each.token.id for each in answer.written]
    assert 7 not in [each["id"] for each in made["tokens"]]


@capability(endpoint="count", route="/count/{text}")
def count(
    engine: Engine,
    text: str,
    times: Annotated[int, Range(1, 3)] = 2,
    *,
    stop: Left = never,
) -> Iterator[dict[str, Any]]:
    """Counts to a number, as long as somebody listens."""
    for number in range(times):
        yield {"done": number + 1, "of": times, "text": text}
        if stop():
            return


def test_one_function_is_a_route_and_an_endpoint(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = count.capability  # type: ignore[attr-defined]
    for room in (routes, gradio):
        monkeypatch.setattr(room, "capabilities", lambda: (own,))
    app = FastAPI()
    routes.add(app, engine, Streams(4))
    client = TestClient(app)
    lines = client.get("/count/one?times=3").text.splitlines()
    assert len(lines) == 3
    handler = gradio._handler(own, engine)
    assert handler("one") == {"done": 2, "of": 2, "text": "one"}
    with pytest.raises(Exception, match="times must be a whole number from 1 to 3"):
        handler("one", 4)
    with pytest.raises(Exception, match="text must be text"):
        handler(5)


def test_a_range_holds_for_both_transports(client: Any, llama: str) -> None:
    made = call(client, "trace", text="the cat saw a dog", model=llama)
    told = client.get("/capabilities").json()
    tree = next(each for each in told if each["endpoint"] == "/tree")
    assert tree["route"] == "/experiments/tree/{trace_id}" and tree["streams"]
    for argument in tree["arguments"]:
        if argument["most"] is None:
            continue
        beyond = int(argument["most"]) + 1
        sentence = f"{argument['name']} must be a whole number from 1 to {beyond - 1}."
        path = f"/experiments/tree/{made['trace_id']}?{argument['name']}={beyond}"
        answer = client.get(path)
        assert (answer.status_code, answer.json()["error"]) == (422, sentence)


def test_what_is_stopped_before_a_result_says_so(engine: Any) -> None:
    @capability(endpoint="never")
    def never_done(engine: Engine, *, stop: Left = never) -> Iterator[dict[str, Any]]:
        """Only ever on its way."""
        yield {"done": 0, "of": 2}

    with pytest.raises(InputError, match="stopped before it had a result"):
        never_done.capability.result(engine, {})  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"bias": "#999999: 3"}, "is no token"),
        ({"banned": "#999999"}, "is no token"),
        ({"bias": "cat"}, "bias is a list such as"),
        ({"order": "top_k,top_p"}, "order must name each of"),
    ],
)
def test_words_and_rules_that_cannot_be_used_get_one_sentence(
    client: Any, llama: str, given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RuntimeError, match=sentence):
        call(client, "generate", prompt="the cat", model=llama, max_new_tokens=2, **given)
