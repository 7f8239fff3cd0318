"""The array routes, the guard in front of everything, and health."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import numpy as np
import pytest

from app.api.arrays import Packed, packed_weights, unpacked
from app.decoding.sampling import Sampling

TEXT = "the cat sat on a mat and it saw"


@pytest.fixture(scope="module")
def trace_id(engine: Any, llama: str) -> str:
    events = engine.run("generate", llama, {"text": TEXT}, Sampling(max_new_tokens=4))
    return str(engine.finish(events).trace_id)


def array(response: Any) -> Any:
    assert response.status_code == 200, response.text
    shape = tuple(map(int, response.headers["x-shape"].split(",")))
    dtype, order = response.headers["x-dtype"], response.headers["x-order"]
    return unpacked(Packed(gzip.compress(response.content), shape, dtype, order))


def test_health_answers_without_a_model(client: Any) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def test_quantised_layers_are_within_two_thousandths(
    client: Any, engine: Any, trace_id: str
) -> None:
    attention = engine.trace(trace_id).attention[0]
    whole = array(client.get(f"/arrays/{trace_id}/attention/self"))
    assert whole.dtype == np.uint8
    for layer in range(3):
        one = array(client.get(f"/arrays/{trace_id}/attention/self/{layer}"))
        assert np.array_equal(one, whole[layer])
        assert np.abs(one / 255 - attention.weights(layer)).max() < 0.002


@pytest.mark.parametrize(("shape", "causal"), [((3, 5, 5), True), ((2, 4, 3, 7), False)])
def test_packing_loses_nothing(shape: tuple[int, ...], causal: bool) -> None:
    weights = np.random.default_rng(3).integers(0, 256, shape).astype(np.uint8)
    if causal:
        weights = np.tril(weights)
    packed = packed_weights(weights, causal=causal)
    assert packed.order == ("lower-columns" if causal else "columns")
    assert np.array_equal(unpacked(packed), weights)


def test_one_head_is_exact(client: Any, engine: Any, trace_id: str) -> None:
    weights = array(client.get(f"/arrays/{trace_id}/attention/self/1/2"))
    assert weights.dtype == np.float32
    assert np.array_equal(weights, engine.trace(trace_id).attention[0].weights(1, 2)[0])


def test_one_query_is_told_in_every_head(client: Any, engine: Any, trace_id: str) -> None:
    attention = engine.trace(trace_id).attention[0]
    for query in (0, 2, 4):
        rows = array(client.get(f"/arrays/{trace_id}/attention/self/rows/{query}"))
        assert rows.shape == (3, attention.heads, len(attention.key_tokens))
        for layer in range(3):
            assert np.abs(rows[layer] - attention.weights(layer)[:, query]).max() < 1e-6
    refused = client.get(f"/arrays/{trace_id}/attention/self/rows/{len(attention.query_tokens)}")
    assert refused.status_code == 422 and "query" in refused.json()["error"]


def test_rollout_is_the_product_of_the_layers(client: Any, engine: Any, trace_id: str) -> None:
    attention = engine.trace(trace_id).attention[0]
    flow = itself = np.eye(len(attention.key_tokens))
    for layer in range(3):
        flow = (attention.weights(layer).mean(axis=0) + itself) / 2 @ flow
        told = array(client.get(f"/arrays/{trace_id}/attention/self/rollout/{layer}"))
        assert np.abs(told - flow).max() < 1e-6
        assert told.sum(axis=1) == pytest.approx(1, abs=1e-5)
        rows = array(client.get(f"/arrays/{trace_id}/attention/self/rollout/rows/3"))
        assert np.abs(rows[layer, 0] - flow[3]).max() < 1e-6
    assert client.get(f"/arrays/{trace_id}/attention/self/rollout/3").status_code == 422


def test_logits_come_sorted_and_whole(client: Any, engine: Any, trace_id: str) -> None:
    logits = array(client.get(f"/arrays/{trace_id}/logits/3"))
    assert np.array_equal(logits, np.sort(engine.trace(trace_id).logits[3])[::-1])
    drawn = client.get(f"/panels/next_token/{trace_id}?position=3").json()
    row = engine.trace(trace_id).logits[3]
    ids = [each["id"] for each in drawn["candidates"]]
    assert np.array_equal(row[ids], logits[: len(ids)])


def test_arrays_travel_compressed(client: Any, trace_id: str) -> None:
    url = f"/arrays/{trace_id}/attention/self/0"
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    plain = client.get(url, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


@pytest.mark.parametrize(
    "path",
    [
        "/arrays/{id}/attention/self/9",
        "/arrays/{id}/attention/self/0/99",
        "/arrays/{id}/attention/cross/0",
        "/arrays/{id}/logits/99",
        "/arrays/ffff/attention/self/0",
        "/panels/nothing/{id}",
        "/panels/attention/ffff",
        "/panels/next_token/{id}?position=99",
    ],
)
def test_what_is_not_there_is_one_sentence(client: Any, trace_id: str, path: str) -> None:
    response = client.get(path.format(id=trace_id))
    assert response.status_code == 422
    assert response.json()["error"].endswith(".")


def test_every_panel_draws_json(client: Any, trace_id: str) -> None:
    for panel in ("attention", "next_token", "positions"):
        assert client.get(f"/panels/{panel}/{trace_id}").status_code == 200


def test_a_foreign_host_name_is_refused_everywhere(client: Any, trace_id: str) -> None:
    for path in ("/", f"/arrays/{trace_id}/logits/0", "/ui/state/store.js", "/gradio_api/info"):
        response = client.get(path, headers={"Host": "evil.example"})
        assert response.status_code == 421
        assert client.get(path, headers={"Host": "localhost:7860"}).status_code == 200


def test_a_password_guards_page_and_routes_alike(
    tiny_settings: Any, engine: Any, trace_id: str
) -> None:
    from fastapi.testclient import TestClient

    from app.server import create

    guarded = tiny_settings.model_copy(update={"password": "open sesame"})
    with TestClient(create(guarded, engine, warm=False)) as client:
        code = base64.b64encode(b"me:open sesame").decode()
        wrong = base64.b64encode(b"me:open").decode()
        for path in ("/", f"/arrays/{trace_id}/logits/0", "/ui/state/store.js", "/gradio_api/info"):
            assert client.get(path).status_code == 401
            bad = client.get(path, headers={"Authorization": f"Basic {wrong}"})
            assert bad.status_code == 401
            good = client.get(path, headers={"Authorization": f"Basic {code}"})
            assert good.status_code == 200
        assert client.get("/healthz").status_code == 200


def test_files_are_taken_where_training_is_and_only_from_the_page(
    client: Any, tiny_settings: Any, engine: Any
) -> None:
    from fastapi.testclient import TestClient

    from app.server import create

    table = {"files": ("x.csv", b"x" * 2000)}
    foreign = {"Origin": "http://evil.example"}
    assert client.post("/gradio_api/upload", files=table).status_code == 200
    assert client.post("/gradio_api/upload", files=table, headers=foreign).status_code == 403
    without = tiny_settings.model_copy(update={"training": False})
    with TestClient(create(without, engine, warm=False)) as closed:
        assert closed.post("/gradio_api/upload", files=table).status_code == 403
    small = tiny_settings.model_copy(update={"max_upload": 1000})
    with TestClient(create(small, engine, warm=False)) as limited:
        assert limited.post("/gradio_api/upload", files=table).status_code == 413


def test_foreign_pages_are_refused(client: Any) -> None:
    foreign = {"Origin": "http://evil.example"}
    own = {"Origin": "http://localhost:7860"}
    body = {"data": [], "session_hash": "x"}
    assert client.post("/gradio_api/call/models", json=body, headers=foreign).status_code == 403
    assert client.post("/gradio_api/call/models", json=body, headers=own).status_code == 200


def test_health_can_be_asked_with_head(client: Any) -> None:
    assert client.head("/healthz").status_code == 200


def test_the_page_asks_no_foreign_host(client: Any) -> None:
    page = client.get("/").text
    assert "fonts.googleapis" not in page
    assert "cdn." not in page


def test_assets_outside_the_folder_are_not_served(client: Any) -> None:
    assert client.get("/ui/../recorded/first-look.npz").status_code == 404
    assert client.get("/ui/%2e%2e/%2e%2e/pyproject.toml").status_code == 404
