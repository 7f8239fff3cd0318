"""Who leaves frees their turn: at any moment, in every kind of answer, loaded or not."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.heads.conftest import head_folder as head_folder  # fixtures
from tests.in_thread import in_thread
from tests.slow import slow_engine
from tests.training.conftest import tokenizer_file as tokenizer_file

TEXT = "the cat sat on a mat and it saw"
LEAVING = 30
PATIENCE = 60.0  # on a busy machine; none of it is waited for where all is well


@pytest.fixture(scope="module", params=[0.0, 0.4], ids=["loaded", "slow to load"])
def served(
    request: pytest.FixtureRequest,
    tiny_folders: Path,
    head_folder: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    """(address, engine, how a page runs): a real server on a real socket."""
    labels = head_folder("labels")
    # With room for one model only, every request for another one waits for a load.
    engine = slow_engine(
        (tiny_folders, labels.parent),
        tmp_path_factory.mktemp("cache"),
        load_seconds=request.param,
        memory=10**9 if request.param == 0 else 130_000,
    )
    with in_thread(engine) as address:
        yield address, engine, kinds(address, engine, tiny_folders, labels)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def kinds(address: str, engine: Any, tiny_folders: Path, labels: Path) -> dict[str, Any]:
    """Every kind of answer that goes on for a while, by its name: asked, and read to its end."""
    llama, t5 = f"path:{tiny_folders / 'llama'}", f"path:{tiny_folders / 't5'}"

    def made(task: str, model: str) -> str:
        return str(engine.finish(engine.run(task, model, {"text": TEXT})).trace_id)

    written, translated = made("generate", llama), made("translate", t5)
    judged = made("sentiment", f"path:{labels}")
    config = httpx.get(f"{address}/config", timeout=PATIENCE).json()
    buttons = {each["id"]: each["props"].get("elem_id") for each in config["components"]}
    handlers = {
        buttons.get(target): each["id"]
        for each in config["dependencies"]
        for target, event in each["targets"]
        if event in ("click", "pick")
    }

    async def read(client: httpx.AsyncClient, method: str, path: str, **more: Any) -> list[Any]:
        async with client.stream(method, address + path, **more) as answer:
            lines = [line async for line in answer.aiter_lines()]
        return [json.loads(line) for line in lines if line]

    async def queued(
        client: httpx.AsyncClient, handler: str, data: list[Any], event: Any, session: str = ""
    ) -> Any:
        session = session or f"page{random.random()}"
        body = {
            "data": data,
            "fn_index": handlers[handler],
            "session_hash": session,
            "event_data": event,
        }
        asked = await client.post(f"{address}/gradio_api/queue/join", json=body)
        assert asked.status_code == 200, asked.text
        told = f"{address}/gradio_api/queue/data?session_hash={session}"
        shown = None
        async with client.stream("GET", told) as answer:
            async for line in answer.aiter_lines():
                message = json.loads(line.removeprefix("data: ")) if line else {}
                shown = message.get("output") or shown
                if message.get("msg") == "process_completed":
                    return shown

    async def endpoint(client: httpx.AsyncClient, name: str, **arguments: Any) -> Any:
        asked = await client.post(f"{address}/gradio_api/call/v2/{name}", json=arguments)
        told = f"{address}/gradio_api/call/{name}/{asked.json()['event_id']}"
        return (await client.get(told)).text

    async def stop(client: httpx.AsyncClient, session: str) -> None:
        body = {"data": [], "fn_index": handlers["stop"], "session_hash": session}
        asked = await client.post(f"{address}/gradio_api/run/predict", json=body)
        assert asked.status_code == 200, asked.text

    def page(words: str) -> list[Any]:
        both = settings() + settings()
        return ["generate", words, *[""] * 6, False, llama, "none", "", *both]

    typed = {"text": TEXT, "model": llama, "page": "page"}
    lines = {"lines": [TEXT] * 40, "model": llama}
    return {
        "autocomplete": lambda c: read(c, "POST", "/autocomplete", json=typed),
        "tree": lambda c: read(c, "GET", f"/experiments/tree/{written}?depth=8&nodes=200"),
        "hide": lambda c: read(c, "GET", f"/experiments/hide/{translated}?first=0&last=0"),
        "decides": lambda c: read(c, "GET", f"/experiments/decides/{judged}"),
        "positions": lambda c: read(c, "GET", f"/experiments/positions/{written}?kind=shuffle"),
        "sets": lambda c: read(c, "POST", "/heads/sets", json=lines),
        "a page's run": lambda c, session="": queued(
            c, "run", page(f"{TEXT} {random.random()}"), None, session
        ),
        "stop": stop,
        "a page's choice": lambda c: queued(
            c, "output-a", page("")[10:], {"lane": "a", "trace": written, "position": 3, "id": 9}
        ),
        "generate": lambda c: endpoint(
            c, "generate", prompt=f"{TEXT} {random.random()}", model=llama, max_new_tokens=25
        ),
        "lens": lambda c: c.get(f"{address}/lens/{written}"),
        "what comes": lambda c: endpoint(c, "next_token", trace_id=written),
    }


def settings() -> list[Any]:
    """What a lane's controls hold before anybody touches them."""
    from app.decoding.sampling import Sampling
    from app.ui.controls import NAMES

    usual = Sampling(max_new_tokens=25)
    return [getattr(usual, name) for name in NAMES]


async def leave(kind: Any, after: float) -> bool:
    """Asks and goes away; whether the answer was there before."""
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        try:
            await asyncio.wait_for(kind(client), after)
        except TimeoutError:
            return False
    return True


def test_thirty_who_leave_at_any_moment_free_every_turn(served: Any) -> None:
    _, engine, asked = served
    chance = random.Random(11)
    every = [name for name in asked if name != "stop"] * 3
    moments = [(name, chance.uniform(0, 0.5)) for name in every[:LEAVING]]
    chance.shuffle(moments)

    async def all_of_them() -> list[bool]:
        waiting = []
        for name, after in moments:
            waiting.append(asyncio.create_task(leave(asked[name], after)))
            await asyncio.sleep(chance.uniform(0, 0.1))
        return await asyncio.gather(*waiting)

    assert not all(asyncio.run(all_of_them())), "nobody left before the end"
    until(lambda: bool(engine.turns.free == engine.settings.concurrent_runs))

    async def answer() -> None:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            told = await asked["tree"](client)
            assert told[-1]["nodes"], told
            shown = await asked["a page's run"](client)
            assert shown["data"][0] is not None, shown

    asyncio.run(answer())
    until(lambda: bool(engine.turns.free == engine.settings.concurrent_runs))


@pytest.mark.parametrize("kind", ["autocomplete", "tree", "sets", "a page's run", "generate"])
def test_who_waits_for_a_turn_and_leaves_waits_no_longer(served: Any, kind: str) -> None:
    """All turns are taken: who has left must be out of the line before one is free."""
    _, engine, asked = served
    with engine.turns.place() as one, engine.turns.place() as other:
        until(lambda: one.wait(0) and other.wait(0))
        with engine.store.use(engine.settings.default_model):
            assert not asyncio.run(leave(asked[kind], 0.5))
        until(lambda: engine.turns.waiting == 0)
    until(lambda: bool(engine.turns.free == engine.settings.concurrent_runs))


@pytest.mark.parametrize("phase", ["waits for a turn", "waits for its model"])
def test_stop_ends_the_waiting(served: Any, phase: str) -> None:
    _, engine, asked = served
    model = engine.settings.default_model
    with engine.turns.place() as one, engine.turns.place() as other:
        until(lambda: one.wait(0) and other.wait(0))
        if phase == "waits for its model":
            engine.store.forget(model)

        async def visit() -> Any:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                run = asyncio.create_task(asked["a page's run"](client, session="stops"))
                if phase == "waits for a turn":
                    while not engine.turns.waiting:
                        assert not run.done(), await run
                        await asyncio.sleep(0.02)
                await asyncio.sleep(0.05)
                while not run.done():
                    # A page presses it once; here the run may only just be on its way.
                    await asked["stop"](client, session="stops")
                    await asyncio.sleep(0.1)
                return await run

        shown = asyncio.run(asyncio.wait_for(visit(), PATIENCE))
    assert "Stopped" in json.dumps(shown), shown
    until(lambda: bool(engine.turns.free == engine.settings.concurrent_runs))
