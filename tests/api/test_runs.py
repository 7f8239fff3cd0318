"""The contract's endpoints, called as other programs call them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

TEXT = "the cat sat on a mat"


def call(client: Any, name: str, **arguments: Any) -> Any:
    """One call of a Gradio endpoint over HTTP; raises RuntimeError with the sentence it gave."""
    import json

    started = client.post(f"/gradio_api/call/v2/{name}", json=arguments)
    assert started.status_code == 200, started.text
    event = started.json()["event_id"]
    body = client.get(f"/gradio_api/call/{name}/{event}").text
    kind, data = body.strip().split("\n")[-2:]
    value = json.loads(data.removeprefix("data: "))
    if kind.removeprefix("event: ") == "error":
        raise RuntimeError(value["error"] if isinstance(value, dict) else value)
    return value[0]


def test_models_lists_the_catalogue(client: Any) -> None:
    listed = {each["id"]: each for each in call(client, "models")}
    assert {"smollm2-135m", "minilm-l6"} <= set(listed)
    assert set(listed["minilm-l6"]) >= {
        "id", "title", "family", "tasks", "layers", "heads", "parameters", "position_scheme",
        "source", "licence", "loaded",
    }  # fmt: skip
    assert listed["smollm2-135m"]["loaded"] is False


def test_generate_then_look_inside(client: Any, llama: str) -> None:
    made = call(client, "generate", prompt=TEXT, model=llama, max_new_tokens=5)
    assert set(made) >= {
        "trace_id", "text", "prompt_tokens", "tokens", "seconds", "tokens_per_second", "stopped_by",
    }  # fmt: skip
    assert all(set(each) >= {"id", "text", "probability"} for each in made["tokens"])
    assert len(made["tokens"]) == 5
    trace_id, given = made["trace_id"], len(made["prompt_tokens"])
    for place, token in enumerate(made["tokens"]):
        after = call(client, "next_token", trace_id=trace_id, position=given - 1 + place)
        best = after["candidates"][0]
        assert best["id"] == token["id"]
        assert best["raw_probability"] == pytest.approx(token["probability"], abs=1e-6)


def test_probabilities_over_the_whole_vocabulary_sum_to_one(client: Any, llama: str) -> None:
    made = call(client, "trace", text=TEXT, model=llama)
    shown = call(client, "next_token", trace_id=made["trace_id"], limit=60)
    raw = np.array([each["raw_probability"] for each in shown["candidates"]])
    assert raw.sum() == pytest.approx(1, abs=1e-9)
    assert shown["shown_mass"] == pytest.approx(1, abs=1e-9)
    assert shown["entropy_nats"] == pytest.approx(-(raw * np.log(raw)).sum(), abs=1e-6)
    cut = call(client, "next_token", trace_id=made["trace_id"], limit=60, top_k=4, temperature=2)
    kept = [each for each in cut["candidates"] if each["kept"]]
    assert len(kept) == 4
    assert sum(each["probability"] for each in kept) == pytest.approx(1, abs=1e-9)


def test_trace_and_attention(client: Any, llama: str, engine: Any) -> None:
    made = call(client, "trace", text=TEXT, model=llama)
    stack = {"name": "self", "layers": 3, "blocks": [0, 1, 2], "heads": 4, "queries": 6, "keys": 6}
    assert made["stacks"] == [stack]
    assert made["left_out"] == {}
    assert all(TEXT[each["start"] : each["end"]] == each["text"] for each in made["tokens"])
    one = call(client, "attention", trace_id=made["trace_id"], layer=2, head=3)
    weights = np.array(one["weights"], dtype=np.float32)
    exact = engine.trace(made["trace_id"]).attention[0].weights(2)[3]
    assert np.array_equal(weights, exact)
    assert one["queries"] == [each["text"] for each in made["tokens"]]


def test_positions_of_several_schemes(client: Any, tiny_folders: Path) -> None:
    schemes = {
        "llama": "rotary",
        "gpt2": "learned",
        "bert": "learned",
        "t5": "relative-bias",
        "bloom": "alibi",
    }
    for family, scheme in schemes.items():
        found = call(client, "positions", model=f"path:{tiny_folders / family}", length=12)
        assert found["scheme"] == scheme
        assert np.array(found["similarity"]).shape == (12, 12)


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("generate", {"prompt": ""}, "empty"),
    ("generate", {"prompt": TEXT, "temperature": -1}, "temperature"),
    ("generate", {"prompt": TEXT, "top_p": 1.5}, "top_p"),
    ("generate", {"prompt": TEXT, "max_new_tokens": 1000}, "max_new_tokens"),
    ("generate", {"prompt": TEXT, "model": "nobody"}, "smollm2-135m"),
    ("generate", {"prompt": TEXT, "model": "path:/etc"}, "allow"),
    ("generate", {"prompt": TEXT, "model": "hub:../../x"}, "hub:ORG/NAME"),
    ("generate", {"prompt": TEXT, "model": "<img src=x onerror=alert(1)>"}, "&lt;img"),
    ("trace", {"text": "the cat sat " * 20}, "limit 40"),
    ("attention", {"trace_id": "0" * 32}, "no longer kept"),
    ("next_token", {"trace_id": "0" * 32}, "no longer kept"),
    ("positions", {"length": 0}, "length"),
    ("positions", {"length": 100000}, "length"),
    ("move_positions", {"trace_id": "gone"}, "no longer kept"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), BAD)
def test_bad_input_is_one_sentence(
    client: Any, llama: str, name: str, arguments: dict[str, Any], expected: str
) -> None:
    if name in ("generate", "trace", "positions"):
        arguments = {"model": llama, **arguments}
    with pytest.raises(RuntimeError, match=expected) as caught:
        call(client, name, **arguments)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"layer": 3}, "layer must be a whole number from 0 to 2"),
        ({"layer": -1}, "layer"),
        ({"head": 4}, "head must be a whole number from 0 to 3"),
        ({"stack": "cross"}, "stack must be one of self"),
    ],
)
def test_layer_head_and_stack_out_of_range(
    client: Any, llama: str, arguments: dict[str, Any], expected: str
) -> None:
    made = call(client, "trace", text=TEXT, model=llama)
    with pytest.raises(RuntimeError, match=expected):
        call(client, "attention", trace_id=made["trace_id"], **arguments)
    with pytest.raises(RuntimeError, match="position must be from -6 to 5"):
        call(client, "next_token", trace_id=made["trace_id"], position=6)


def test_translate_then_look_inside(client: Any, tiny_folders: Path) -> None:
    model = f"path:{tiny_folders / 't5'}"
    made = call(client, "translate", text="the cat sat. it ran far.", model=model, num_beams=2)
    assert set(made) >= {
        "trace_id", "translation", "source_tokens", "target_tokens", "hypotheses", "seconds",
    }  # fmt: skip
    assert len(made["sentences"]) == 2
    for sentence in made["sentences"]:
        seen = call(client, "trace", trace_id=sentence["trace_id"])
        stacks = {stack["name"]: stack for stack in seen["stacks"]}
        assert set(stacks) == {"encoder", "decoder", "cross"}
        assert stacks["cross"]["queries"] == len(seen["target_tokens"])
        for name in stacks:
            head = call(
                client, "attention", trace_id=sentence["trace_id"], layer=1, head=2, stack=name
            )
            assert np.sum(head["weights"], axis=1) == pytest.approx(1, abs=1e-5)
    assert made["hypotheses"][0]["score"] >= made["hypotheses"][1]["score"]


def test_hiding_source_words_by_endpoint_and_by_route(client: Any, tiny_folders: Path) -> None:
    import json

    model = f"path:{tiny_folders / 't5'}"
    trace = call(client, "translate", text="the cat sat on a mat", model=model)["trace_id"]
    found = call(client, "hide", trace_id=trace, first=1, last=2)
    assert [word["text"] for word in found["words"]] == TEXT.split()
    answered = client.get(f"/experiments/hide/{trace}?first=1&last=2")
    lines = [json.loads(line) for line in answered.text.splitlines()]
    assert lines[0] == {"done": 0, "of": 12}
    assert lines[-2] == {"done": 12, "of": 12}
    assert lines[-1] == found
    refused = client.get(f"/experiments/hide/{trace}?first=1&last=200")
    assert refused.status_code == 422
    assert "last must be a whole number" in refused.json()["error"]
    assert client.get("/experiments/hide/gone?first=0&last=0").status_code == 422


def test_hiding_needs_a_source(client: Any, llama: str) -> None:
    trace = call(client, "generate", prompt=TEXT, model=llama, max_new_tokens=3)["trace_id"]
    with pytest.raises(RuntimeError, match="Only a run with cross-attention"):
        call(client, "hide", trace_id=trace)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"text": ""}, "is empty: type some text"),
        ({"text": "the cat", "num_beams": 99}, "num_beams must be a whole number from 1 to 16"),
        ({"text": "the cat", "num_beams": 1.5}, "num_beams must be a whole number"),
        ({"text": "the cat", "model": "nothing"}, "There is no model"),
        ({"text": "the cat", "length_penalty": 900}, "length_penalty must be"),
        ({"text": "the cat", "source": "x" * 600}, "the limit is 500"),
        ({"text": "cat " * 200}, "the limit is 500"),
    ],
)
def test_translate_refuses_in_one_sentence(
    arguments: dict[str, Any], sentence: str, client: Any, tiny_folders: Path
) -> None:
    given = {"model": f"path:{tiny_folders / 't5'}", **arguments}
    with pytest.raises(RuntimeError, match=sentence):
        call(client, "translate", **given)


def test_a_decoder_does_not_translate(client: Any, llama: str) -> None:
    with pytest.raises(RuntimeError, match="cannot do"):
        call(client, "translate", text=TEXT, model=llama)


def test_moved_positions_leave_a_trace_like_any_other(client: Any, llama: str) -> None:
    made = call(client, "generate", prompt=TEXT, model=llama, max_new_tokens=4)
    told = call(client, "move_positions", trace_id=made["trace_id"], kind="shuffle", seed=4)
    assert set(told) >= {
        "kind", "says", "note", "stack", "trace_id", "tokens", "hidden", "heads", "output",
        "next", "written",
    }  # fmt: skip
    assert told["output"] is None
    assert [each["before"] for each in told["written"]["tokens"]] == pytest.approx(
        [each["probability"] for each in made["tokens"]], abs=1e-5
    )
    one, other = (
        np.array(call(client, "attention", trace_id=each, layer=1, head=2)["weights"])
        for each in (made["trace_id"], told["trace_id"])
    )
    apart = np.abs(one - other).sum(axis=1).mean() / 2
    assert told["heads"][1][2] == pytest.approx(apart, abs=1e-5)
    assert apart > 1e-3
    after = call(
        client, "next_token", trace_id=told["trace_id"], position=told["next"]["at"], limit=60
    )
    shown = {each["id"]: each["raw_probability"] for each in after["candidates"]}
    for each in told["next"]["candidates"]:
        assert each["after"] == pytest.approx(shown[each["id"]], abs=1e-6)
    again = call(client, "move_positions", trace_id=made["trace_id"], kind="shuffle", seed=4)
    assert again["trace_id"] == told["trace_id"]
    with pytest.raises(RuntimeError, match="go back to the original"):
        call(client, "move_positions", trace_id=told["trace_id"], kind="reverse")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"kind": "mirror"}, "kind must be one of"),
        ({"kind": "swap", "first": 0, "second": 0}, "two different words"),
        ({"kind": "stretch", "by": 0}, "more than 0"),
        ({"kind": "shift", "by": 0.5}, "whole number"),
    ],
)
def test_a_bad_move_gets_one_sentence(
    client: Any, llama: str, arguments: dict[str, Any], says: str
) -> None:
    trace_id = call(client, "trace", text=TEXT, model=llama)["trace_id"]
    with pytest.raises(RuntimeError, match=says):
        call(client, "move_positions", trace_id=trace_id, **arguments)


def test_one_word_cannot_be_shuffled_and_a_table_ends(client: Any, tiny_folders: Path) -> None:
    bert = f"path:{tiny_folders / 'bert'}"
    one = call(client, "trace", text="cat", model=bert)["trace_id"]
    with pytest.raises(RuntimeError, match="one word only"):
        call(client, "move_positions", trace_id=one, kind="shuffle")
    with pytest.raises(RuntimeError, match="from 0 to 47"):
        call(client, "move_positions", trace_id=one, kind="shift", by=48)
    assert call(client, "positions", model=bert, length=48)["experiments"]["zero"]["allowed"]


def test_the_words_that_can_be_moved_are_listed(client: Any, llama: str) -> None:
    trace_id = call(client, "trace", text=TEXT, model=llama)["trace_id"]
    told = client.get(f"/experiments/positions/{trace_id}/words").json()
    assert [word["text"] for word in told["words"]] == TEXT.split()
    assert all(each["allowed"] for each in told["experiments"])
    assert told["causal"] is True
    assert client.get("/experiments/positions/gone/words").status_code == 422


def test_a_move_is_streamed_with_its_progress(client: Any, llama: str) -> None:
    import json

    trace_id = call(client, "trace", text=TEXT, model=llama)["trace_id"]
    body = client.get(f"/experiments/positions/{trace_id}?kind=permutation&seed=2").text
    *progress, result = map(json.loads, body.splitlines())
    assert [each["done"] for each in progress] == list(range(5))
    assert result["with_positions"] > 1e-3
    for query in ("kind=mirror", "kind=shift&by=inf", "kind=shift&by=nan"):
        refused = client.get(f"/experiments/positions/{trace_id}?{query}")
        assert refused.status_code in (200, 422)
        assert "must be" in refused.text
