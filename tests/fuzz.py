"""Random calls of everything that is served: no failure, no traceback of ours, no hang.

    python -m tests.fuzz --calls 2000 --seed 1

Every answer below 500, strict JSON, in bounded time; what is kept stays within its budget.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from app.api.failures import FAILED
from tests.in_thread import in_thread

ROOT = Path(__file__).parent.parent
# What every request passes through is in every traceback.
PASSED = ("guard", "leaving", "refusals", "ui/opening")
SECONDS = 30.0  # for one call, on a busy machine
TEXT = "the cat sat on a mat and it saw a big dog"
HOSTILE_TEXTS = (
    "", " ", "NaN", "null", "-Infinity", "0", "1e400", "9" * 5000, "x" * 3000, "\x00", "\ud800",
    "🙂👩‍👩‍👧", "שלום", "</s><s>", "<script>alert(1)</script>", "${7*7}{{7*7}}", "../../etc/passwd",
    "path:/etc", "hub:../..", "adapter:..", "a\u0301" * 40, "\n\n\n", "%s%n", "'; drop table", "-1",
    "1,2,3", "1,,2", "self", "cross", "block", "attention", "shuffle", "swap", "stretch", "shift",
    "same", "reverse", "head", "model", "neuron", "rotary", "learned", "good", "the: 2", "#3: -1",
)  # fmt: skip
HOSTILE_NUMBERS = (
    0, -1, 1, 2, 3, 5, 7, 0.5, -0.5, 1e-320, 1e30, 1e308, -1e308, 2**31, 2**63, 2**64, 10**30,
    10**400, float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
HOSTILE_SHAPES: tuple[Any, ...] = (
    None, True, False, [], {}, [[]], {"a": None}, [None], ["x"], {"lane": "b"}, {"__type__": "x"},
    {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}, [1e400] * 3,
)  # fmt: skip


@dataclass
class Found:
    """What a run of the fuzzer saw: how many answers of which kind, and everything it minds."""

    answers: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def strict(text: str) -> Any:
    """The value of a text in JSON. Raises ValueError for NaN and Infinity, which are none."""

    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


class Fuzzer:
    """Draws calls from what the application says it serves."""

    def __init__(self, address: str, chance: random.Random, models: list[str]) -> None:
        self._chance = chance
        self._models = models
        self._client = httpx.Client(base_url=address, timeout=SECONDS)
        self._paths = self._client.get("/openapi.json").json()["paths"]
        info = self._client.get("/gradio_api/info").json()["named_endpoints"]
        self._endpoints = {
            name: [each["parameter_name"] for each in told["parameters"]]
            for name, told in info.items()
        }
        self._events = self._client.get("/config").json()["dependencies"]
        self._traces: list[str] = []
        self.found = Found()

    def run(self, calls: int) -> Found:
        """That many random calls, one after another."""
        self._begin()
        kinds: list[Callable[[], None]] = [self._route, self._route, self._endpoint, self._event]
        for _ in range(calls):
            self._chance.choice(kinds)()
        return self.found

    def _begin(self) -> None:
        """A few good runs, so that much of what follows has something to look at."""
        for model in self._models:
            for name, asked in (
                ("/generate", {"prompt": TEXT, "max_new_tokens": 4}),
                ("/trace", {"text": TEXT}),
                ("/sentiment", {"text": TEXT}),
                ("/translate", {"text": TEXT}),
            ):
                self._call(name, {**asked, "model": model})

    def _route(self) -> None:
        path, methods = self._chance.choice(list(self._paths.items()))
        method, told = self._chance.choice(list(methods.items()))
        query = []
        for parameter in told.get("parameters", ()):
            name, value = parameter["name"], self._value(parameter["name"])
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", quote(_spelled(value), safe="") or "x")
            elif parameter.get("required") or self._chance.random() < 0.6:
                query.append((name, _spelled(value)))
        body = None
        if "requestBody" in told:
            names = ("text", "model", "page", "lines", "stack")
            body = _json({name: self._value(name) for name in names if self._chance.random() < 0.9})
        target = f"{path}?{urlencode(query)}" if query else path
        headers = {"Content-Type": "application/json"} if body else {}
        label = f"{method.upper()} {target[:300]} {(body or b'')[:200]!r}"
        try:
            answer = self._client.request(method, target, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._mind(
                f"{label}: {type(error).__name__} {error}", isinstance(error, httpx.HTTPError)
            )
            return
        self.found.answers[f"route {answer.status_code}"] += 1
        if answer.status_code >= 500:
            self._mind(f"{label}: {answer.status_code} {answer.text[:300]}")
        kind = answer.headers.get("content-type", "")
        lines = [answer.text] if "application/json" in kind and answer.text else []
        if "ndjson" in kind:
            lines = answer.text.splitlines()
        for line in lines:
            try:
                told_back = strict(line)
            except ValueError as error:
                self._mind(f"{label}: {error}: {line[:300]}")
                continue
            if isinstance(told_back, dict) and told_back.get("error") == FAILED:
                self._mind(f"{label}: failed inside")
            self._remember(told_back)

    def _endpoint(self) -> None:
        name, parameters = self._chance.choice(list(self._endpoints.items()))
        asked = {each: self._value(each) for each in parameters if self._chance.random() < 0.7}
        self._call(name, asked)

    def _call(self, name: str, asked: dict[str, Any]) -> None:
        label = f"{name} {str(asked)[:300]}"
        headers = {"Content-Type": "application/json"}
        try:
            begun = self._client.post(
                f"/gradio_api/call/v2{name}", content=_json(asked), headers=headers
            )
            if begun.status_code != 200:
                # Gradio's own check of the body.
                self.found.answers[f"endpoint {begun.status_code}"] += 1
                return
            answer = self._client.get(f"/gradio_api/call{name}/{begun.json()['event_id']}")
        except httpx.HTTPError as error:
            self._mind(f"{label}: {type(error).__name__} {error}")
            return
        kind, data = answer.text.strip().split("\n")[-2:]
        self.found.answers[f"endpoint {kind.removeprefix('event: ')}"] += 1
        try:
            told = strict(data.removeprefix("data: "))
        except ValueError as error:
            self._mind(f"{label}: {error}: {data[:300]}")
            return
        if "failed inside" in json.dumps(told):
            self._mind(f"{label}: failed inside")
        self._remember(told[0] if isinstance(told, list) and told else told)

    def _event(self) -> None:
        """An event of the page, as a tampering visitor sends it."""
        event = self._chance.choice(self._events)
        count = max(0, len(event["inputs"]) + self._chance.choice((0, 0, 0, 0, -1, 1)))
        session = f"fuzz{self._chance.random()}"
        detail = self._chance.choice(
            (
                *HOSTILE_SHAPES,
                {"lane": self._any(), "trace": self._trace(), "position": self._any(), "id": 9},
                {"lane": "b", "trace": self._trace(), "show": True, "settings": self._any()},
                {"lane": "a", "trace": self._trace(), "node": self._any()},
                {"lane": "a", "trace": self._trace(), "hide": self._any()},
                {"trace": self._trace(), "ids": self._any(), "position": 2, "settings": {}},
                {"trace": self._any(), "position": 2, "settings": {"order": self._any()}},
            )
        )
        body = {
            # Gradio sends some values back, and its JSON has no whole numbers beyond 64 bits.
            "data": [None if _is_long(value := self._any()) else value for _ in range(count)],
            "fn_index": event["id"],
            "session_hash": session,
            "event_data": detail,
        }
        headers = {"Content-Type": "application/json"}
        label = f"event {event['id']} {str(body)[:300]}"
        try:
            begun = self._client.post(
                "/gradio_api/queue/join", content=_json(body), headers=headers
            )
            self.found.answers[f"event {begun.status_code}"] += 1
            if begun.status_code != 200:
                return
            told = self._client.get("/gradio_api/queue/data", params={"session_hash": session})
        except httpx.HTTPError as error:
            self._mind(f"{label}: {type(error).__name__} {error}")
            return
        for line in told.text.splitlines():
            if line:
                try:
                    strict(line.removeprefix("data: "))
                except ValueError as error:
                    self._mind(f"{label}: {error}: {line[:300]}")

    def _value(self, name: str) -> Any:
        """A good value for a name about half of the time, so that calls reach deep."""
        if self._chance.random() < 0.35:
            return self._any()
        good: dict[str, Callable[[], Any]] = {
            "trace_id": self._trace,
            "one": self._trace,
            "other": self._trace,
            "other_trace_id": self._trace,
            "model": lambda: self._chance.choice(self._models),
            "text": lambda: TEXT,
            "prompt": lambda: TEXT,
            "context": lambda: TEXT,
            "question": lambda: "who sat?",
            "lines": lambda: [TEXT, "the dog ran far away"],
            "stack": lambda: self._chance.choice(("", "self", "cross", "encoder")),
            "part": lambda: self._chance.choice(("block", "attention")),
            "kind": lambda: self._chance.choice(
                ("swap", "shuffle", "reverse", "shift", "stretch", "same", "zero", "permute")
            ),
            "panel": lambda: self._chance.choice(("attention", "alignment", "next_token")),
            "view": lambda: self._chance.choice(("head", "model", "neuron")),
            "layers": lambda: self._chance.choice(("", "0,1", "2")),
            "positions": lambda: self._chance.choice(("", "0,1", "3")),
            "ids": lambda: "3,4,5",
            "tokens": lambda: "3,4",
            "heads": lambda: self._chance.choice((0, 1, 4)),
            "length": lambda: 20,
            "label": lambda: self._chance.choice(("", "good")),
            "side": lambda: self._chance.choice(("one", "other")),
            "chat": lambda: False,
            "truncate": lambda: True,
        }
        texts = ("bias", "banned", "order", "labels", "source", "target", "theme", "page")
        if name in texts:
            return ""
        return good.get(name, lambda: self._chance.choice((0, 1, 2, 3, -1)))()

    def _any(self) -> Any:
        pool: tuple[Any, ...] = self._chance.choice(
            (HOSTILE_TEXTS, HOSTILE_NUMBERS, HOSTILE_NUMBERS, HOSTILE_SHAPES)
        )
        return self._chance.choice(pool)

    def _trace(self) -> str:
        return self._chance.choice(self._traces) if self._traces else "none"

    def _remember(self, told: Any) -> None:
        if isinstance(told, dict) and isinstance(told.get("trace_id"), str) and told["trace_id"]:
            self._traces = [*self._traces[-40:], told["trace_id"]]

    def _mind(self, problem: str, minded: bool = True) -> None:
        if minded:
            self.found.problems.append(problem)


def _is_long(value: Any) -> bool:
    return isinstance(value, int) and abs(value) >= 2**63


def _spelled(value: Any) -> str:
    spelled = value if isinstance(value, str) else _json(value).decode("utf-8", "replace")
    return spelled.encode("utf-8", "replace").decode()


def _json(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


@contextlib.contextmanager
def listening_for_tracebacks() -> Iterator[list[str]]:
    """Everything that is logged or printed inside, traceback by traceback, where ours is in it."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    ours: list[str] = []
    try:
        with contextlib.redirect_stderr(log):
            yield ours
    finally:
        logging.getLogger().removeHandler(handler)
        for part in log.getvalue().split("Traceback (most recent call last)")[1:]:
            files = set(re.findall(r'File "([^"]+)"', part))
            files -= {str(ROOT / f"app/{name}.py") for name in PASSED}
            if any(name.startswith((f"{ROOT}/app/", f"{ROOT}/visualizers/")) for name in files):
                ours.append(part)


def fuzz(engine: Any, models: list[str], calls: int, seed: int) -> Found:
    """Random calls of a server of this engine; everything that was not as it should be."""
    with listening_for_tracebacks() as ours, in_thread(engine) as address:
        fuzzer = Fuzzer(address, random.Random(seed), models)
        found = fuzzer.run(calls)
        if httpx.get(f"{address}/healthz", timeout=SECONDS).status_code != 200:
            found.problems.append("it was not alive after all")
    found.problems += [f"traceback:{part[-1500:]}" for part in ours]
    budget = engine.settings.trace_memory
    if engine.kept_bytes > budget:
        found.problems.append(f"{engine.kept_bytes:,} bytes are kept and {budget:,} may be")
    if engine.turns.free != engine.settings.concurrent_runs:
        found.problems.append("a turn is held by nobody")
    return found


def tiny_engine(root: Path) -> tuple[Any, list[str]]:
    """An engine of tiny models below a folder, with little room for what it keeps."""
    from app.engine.engine import Engine
    from app.settings import Settings
    from tests.tiny import tiny_folder

    families = ("llama", "gpt2", "bert", "t5", "bloom")
    for family in families:
        tiny_folder(family, root / family)
    settings = Settings(
        cache_dir=root / "cache",
        adapter_dir=root / "adapters",
        allow_path=(root,),
        offline=True,
        threads=1,
        max_tokens=40,
        max_new_tokens=20,
        max_characters=2000,
        default_model=f"path:{root / 'llama'}",
        trace_memory=2 * 2**20,
        longest_wait=20,
    )
    return Engine(settings), [f"path:{root / family}" for family in families]


def _main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--calls", type=int, default=2000)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = fuzz(*tiny_engine(Path(folder)), asked.calls, asked.seed)
    for kind, count in sorted(found.answers.items()):
        print(f"{count:6} {kind}")
    for problem in found.problems:
        print(f"- {problem}")
    print(f"{len(found.problems)} problems")
    raise SystemExit(bool(found.problems))


if __name__ == "__main__":
    _main()
