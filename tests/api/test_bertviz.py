"""bertviz's own views: its numbers are the run's, it fetches nothing, and no token can run."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from app.api.bertviz.document import VENDOR, document, literal, policy, shown
from app.api.bertviz.plan import CARRIED, DRAWN, Plan, around, plan
from app.decoding.sampling import Sampling
from app.errors import InputError
from app.trace import Attention, Token, Trace
from app.trace.attention import Scores, Weights
from tests.experiments.test_logit_lens import traced
from tests.house import ROOT
from tests.tiny import tiny_loaded

HOSTILE = "</script><img src=x onerror=alert(1)>"
VIEWS = ("head", "model", "neuron")


def made(trace: Trace, view: str, stack: str = "", layer: int = 1, heads: Any = (2,)) -> str:
    return document(trace, plan(trace, view, stack, layer), heads, "light", "N0nce")


def parameters(html: str) -> dict[str, Any]:
    """What bertviz's script is given, read as a browser would."""
    found = re.search(r"const params = (?=\{)", html)
    assert found
    value, _ = json.JSONDecoder().raw_decode(html, found.end())
    return dict(value)


def drawn(html: str, view: str) -> dict[str, Any]:
    attention = parameters(html)["attention"]
    return dict(attention["all"] if view == "neuron" else attention[0])


def long_run(tokens: int, layers: int = 3, heads: int = 4, width: int = 8) -> Trace:
    """A run of so many tokens, without a model."""
    texts = tuple(Token(n, f"w{n}", 0, 0) for n in range(tokens))
    part = np.random.default_rng(tokens).normal(size=(heads, tokens, width)).astype(np.float32)
    record = Scores(part, part, part, width**-0.5, causal=True)
    stack = Attention("self", texts, texts, (record,) * layers, True)
    return replace(traced(tiny_loaded("llama")), tokens=texts, attention=(stack,), logits=None)


@pytest.mark.parametrize("view", ["head", "model"])
@pytest.mark.parametrize("family", ["llama", "bert", "t5", "marian", "bloom"])
def test_the_weights_are_those_of_the_run(family: str, view: str) -> None:
    trace = traced(tiny_loaded(family))
    for attention in trace.attention:
        html = made(trace, view, attention.name)
        given, part = parameters(html), drawn(html, view)
        assert given["include_layers"] == list(range(len(attention.layers)))
        for layer in range(len(attention.layers)):
            difference = np.array(part["attn"][layer]) - attention.weights(layer)
            assert np.abs(difference).max() < 1e-6
        assert part["left_text"] == [token.text for token in attention.query_tokens]
        assert part["right_text"] == [token.text for token in attention.key_tokens]
        assert len(given["attention"]) == 1, "stacks are never mixed"
    names = [attention.name for attention in trace.attention]
    assert names == (["self"] if len(names) == 1 else ["encoder", "decoder", "cross"])


def test_the_head_view_opens_with_the_chosen_layer_and_heads() -> None:
    given = parameters(made(traced(tiny_loaded("llama")), "head", layer=2, heads=(0, 3)))
    assert (given["layer"], given["heads"]) == (2, [0, 3])


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma3", "mistral", "bert", "marian", "t5"])
def test_the_neurons_lead_to_the_weights_of_the_run(family: str) -> None:
    """softmax(q·k / √d), which is what the view computes and draws, gives the recorded weights."""
    trace = traced(tiny_loaded(family))
    seen = 0
    for attention in trace.attention:
        found = plan(trace, "neuron", attention.name, 1)
        if found.why:
            continue
        seen += 1
        html = made(trace, "neuron", attention.name)
        part, given = drawn(html, "neuron"), parameters(html)
        assert (given["layer"], given["head"]) == (0, 2)
        assert given["bidirectional"] != attention.causal
        q, k = np.array(part["queries"][0]), np.array(part["keys"][0])
        weights = attention.weights(1)
        assert np.abs(np.array(part["attn"][0]) - weights).max() < 1e-6
        logits = np.where(weights > 0, q @ k.transpose(0, 2, 1) / q.shape[-1] ** 0.5, -np.inf)
        shares = np.exp(logits - logits.max(axis=-1, keepdims=True))
        assert np.abs(shares / shares.sum(axis=-1, keepdims=True) - weights).max() < 1e-5
        record = attention.layers[1]
        assert isinstance(record, Scores)
        scaled = abs(record.scale * record.query.shape[2] ** 0.5 - 1) > 1e-6
        assert ("q is shown times" in found.says) == scaled
    assert seen == {"marian": 3, "t5": 1}.get(family, 1)


def test_a_mask_beyond_the_order_is_said() -> None:
    assert "the mask hides" in plan(traced(tiny_loaded("mistral")), "neuron", "", 1).says
    assert "the mask hides" not in plan(traced(tiny_loaded("llama")), "neuron", "", 1).says


@pytest.mark.parametrize(
    ("family", "stack", "why"),
    [
        ("gemma2", "", "holds its scores down by a soft cap"),
        ("t5", "encoder", "adds a bias to its scores"),
        ("bloom", "", "only the finished weights could be recorded"),
    ],
)
def test_neurons_that_would_not_lead_to_the_weights_are_refused(
    family: str, stack: str, why: str
) -> None:
    trace = traced(tiny_loaded(family))
    assert why in plan(trace, "neuron", stack, 1).why
    for view in ("head", "model"):
        assert plan(trace, view, stack, 1).why == ""


def test_a_memory_has_no_picture() -> None:
    trace = traced(tiny_loaded("llama"))
    shares = Weights(np.eye(6, dtype=np.float32)[None])
    memory = Attention("memory", trace.tokens, trace.tokens, (shares,), True)
    trace = replace(trace, attention=(memory,))
    for view in VIEWS:
        assert "A recurrent memory is no attention" in plan(trace, view, "", 0).why


def test_what_does_not_fit_is_left_out_and_said() -> None:
    fits = int((DRAWN["model"] / 12) ** 0.5)
    assert plan(long_run(fits), "model", "", 1).says == ""
    found = plan(long_run(fits + 20), "model", "", 2)
    assert found.layers == (1, 2)
    assert found.lines == 2 * 4 * (fits + 20) ** 2 <= DRAWN["model"]
    assert found.says == f"Layers 1 to 2 of 3: all of them would be {found.lines * 3 // 2:,} lines."
    # The head view draws one layer and carries the others.
    carried = int((CARRIED / 12) ** 0.5)
    assert plan(long_run(carried), "head", "", 1).layers == (0, 1, 2)
    assert plan(long_run(carried + 1), "head", "", 0).layers == (0, 1)


def test_a_document_holds_the_layers_of_its_plan() -> None:
    trace = long_run(100)
    found = plan(trace, "model", "", 2)
    assert found.layers == (1, 2)
    html = document(trace, found, (0,), "light", "n")
    given = parameters(html)
    assert given["include_layers"] == [1, 2]
    assert np.array(given["attention"][0]["attn"]).shape == (2, 4, 100, 100)
    assert 'data-layers="[1, 2]"' in html


@pytest.mark.parametrize("view", VIEWS)
def test_a_text_that_is_too_long_is_refused_with_the_way_out(view: str) -> None:
    # In the neuron view 7 n² + 3 · 8 n shapes, in the others 4 n².
    size = 105 if view == "neuron" else int((DRAWN[view] / 4) ** 0.5)
    assert plan(long_run(size), view, "", 1).why == ""
    why = plan(long_run(size + 1), view, "", 1).why
    assert f"{DRAWN[view]:,}" in why
    assert why.endswith("Matrix shows texts of every length.")
    assert plan(long_run(size + 1), view, "", 1).layers == ()


@pytest.mark.parametrize(
    ("layer", "count", "fitting", "layers"),
    [(0, 5, 2, (0, 1)), (2, 5, 3, (1, 2, 3)), (4, 5, 3, (2, 3, 4)), (3, 5, 9, (0, 1, 2, 3, 4))],
)
def test_the_layers_around_the_chosen_one(
    layer: int, count: int, fitting: int, layers: tuple[int, ...]
) -> None:
    assert around(layer, count, fitting) == layers


class Elements(HTMLParser):
    """The elements of a document and the attributes that fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [name for name, _ in attrs if name in ("src", "href", "srcset", "data")]


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_fetched_and_no_token_is_markup(view: str) -> None:
    trace = traced(tiny_loaded("llama"))
    texts = (HOSTILE, "<!--<script>", "]]>", "\u2028&amp;\u2029", "PYTHON_PARAMS", "';\n//")
    tokens = tuple(replace(each, text=text) for each, text in zip(trace.tokens, texts, strict=True))
    attention = replace(trace.attention[0], query_tokens=tokens, key_tokens=tokens)
    trace = replace(trace, tokens=tokens, attention=(attention,))
    html = made(trace, view)
    page = Elements()
    page.feed(html)
    assert page.fetched == []
    assert page.tags.count("script") == html.count('<script nonce="N0nce">') == 6
    assert "img" not in page.tags
    # Namespaces are names; the others stand in comments.
    told = {"www.w3.org", "d3js.org", "github.com"}
    assert set(re.findall(r"(?:https?:)?//([\w-]+(?:\.[\w-]+)+)", html)) <= told
    assert drawn(html, view)["left_text"] == [shown(token) for token in tokens]
    assert HOSTILE in drawn(html, view)["left_text"]


def test_signs_for_what_has_no_shape() -> None:
    texts = {" the": " the", "  ": "··", "a\nb": "a↵b", "\x01": "␁", "": "▯", "\u200b": "▯"}
    assert {text: shown(Token(0, text, 0, 0)) for text in texts} == texts


def test_json_that_no_text_can_end() -> None:
    given = {"text": "</script> <!-- & \u2028\u2029 é"}
    assert json.loads(literal(given)) == given
    assert not set(literal(given)) & set("<>&\u2028\u2029")


def test_a_policy_lets_only_its_own_scripts_run() -> None:
    parts = dict(part.strip().partition(" ")[::2] for part in policy("abc").split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == "'nonce-abc'"
    assert parts["sandbox"] == "allow-scripts"
    assert parts["frame-ancestors"] == "'self'"


def test_the_vendored_scripts_are_those_of_the_readme() -> None:
    table = re.findall(
        r"^\| (\S+\.js) \|.*\| (\w{64}) \|$", (VENDOR / "README.md").read_text(), re.M
    )
    scripts = sorted(path.name for path in VENDOR.glob("*.js"))
    assert [name for name, _ in table] == scripts
    for name, digest in table:
        data = (VENDOR / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
        assert b"</script" not in data
        assert b"<!--" not in data


# ---------------------------------------------------------------- the routes
@pytest.fixture(scope="module")
def trace_id(engine: Any, llama: str) -> str:
    events = engine.run("generate", llama, {"text": HOSTILE}, Sampling(max_new_tokens=2))
    return str(engine.finish(events).trace_id)


@pytest.mark.parametrize("view", VIEWS)
def test_the_route_gives_a_document_under_its_policy(client: Any, trace_id: str, view: str) -> None:
    answer = client.get(f"/classic/{view}/{trace_id}?layer=1&heads=2&theme=dark")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", answer.headers["content-security-policy"])
    assert nonce
    assert answer.text.count(f'<script nonce="{nonce[1]}">') == 6
    again = client.get(f"/classic/{view}/{trace_id}?layer=1&heads=2&theme=dark")
    assert nonce[1] not in again.headers["content-security-policy"]


def test_the_plan_route_says_what_a_document_would_hold(client: Any, trace_id: str) -> None:
    found = client.get(f"/classic/model/{trace_id}/plan?layer=1").json()
    assert Plan(**{**found, "layers": tuple(found["layers"])}).layers == (0, 1, 2)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("other/{}", "bertviz has no view"),
        ("head/{}?stack=cross", "stack must be one of self"),
        ("head/{}?layer=3", "layer must be a whole number from 0 to 2"),
        ("head/{}?heads=4", "head must be a whole number from 0 to 3"),
        ("head/{}?heads=a", "heads must be whole numbers"),
        ("head/{}?theme=red", "theme must be one of light, dark"),
        ("head/gone", "run"),
    ],
)
def test_the_route_refuses_with_a_sentence(
    client: Any, trace_id: str, address: str, says: str
) -> None:
    answer = client.get(f"/classic/{address.format(trace_id)}")
    assert answer.status_code == 422
    assert says in answer.json()["error"]


def test_what_cannot_be_drawn_has_a_plan_and_no_document(
    client: Any, engine: Any, tiny_folders: Any
) -> None:
    model = f"path:{tiny_folders / 'bloom'}"
    events = engine.run("read", model, {"text": "the cat sat"}, Sampling())
    run = engine.finish(events).trace_id
    plan_of = client.get(f"/classic/neuron/{run}/plan")
    assert plan_of.status_code == 200
    assert "only the finished weights" in plan_of.json()["why"]
    answer = client.get(f"/classic/neuron/{run}")
    assert answer.status_code == 422
    assert answer.json()["error"] == plan_of.json()["why"]


def test_a_plan_needs_no_bertviz() -> None:
    code = (
        "import sys, app.api.bertviz.plan, app.api.bertviz.routes\n"
        "print(sorted({'torch', 'transformers', 'bertviz', 'IPython'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_model_without_attention_has_nothing_to_draw() -> None:
    trace = replace(traced(tiny_loaded("llama")), attention=())
    with pytest.raises(InputError, match="nothing to draw"):
        plan(trace, "head", "", 0)
