"""Induction on random tokens that are said twice, and the roles of cross-attention."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.analysis.alignment import members, words
from app.analysis.cross_attention_roles import CROSS_ROLES, cross_roles, unavailable
from app.experiments.induction import LENGTH, SEQUENCES, repeated
from app.trace import Attention, Measured, Positions, Token, Trace
from app.trace.attention import Weights


def read(loaded: Any, text: str) -> Trace:
    from app.instrumentation.run import Run

    text, tokens = loaded.pieces.read(text)
    run = Run(loaded)
    run.read([token.id for token in tokens])
    return run.trace(task="", text=text, tokens=tokens, prompt=len(tokens))


def use(engine: Any, model: str) -> Any:
    return engine.store.use(model)


@pytest.mark.parametrize("kind", ["llama", "bert"])
def test_it_is_the_mean_weight_after_the_earlier_occurrence(
    engine: Any, kind: str, tiny_folders: Path
) -> None:
    from app.instrumentation.run import Run

    with use(engine, f"path:{tiny_folders / kind}") as loaded:
        trace = read(loaded, "the cat saw a big dog")
        found = repeated(loaded, trace, lambda: False)
        assert found is not None
        again = repeated(loaded, trace, lambda: False)
        assert again is not None and (again.induction == found.induction).all()
        assert found.length <= LENGTH and found.sequences == SEQUENCES
        # The same, worked out here from the ids that were read.
        from app.experiments.induction import SEED, _said_twice

        expected = []
        for number in range(SEQUENCES):
            random = np.random.default_rng((SEED, number))
            ids, first = _said_twice(loaded, trace, found.length, random)
            half = ids[first : first + found.length]
            assert ids[first + found.length : first + 2 * found.length] == half
            assert len(set(half)) == len(half)
            run = Run(loaded)
            run.read(ids)
            tokens = tuple(Token(each, "", 0, 0) for each in ids)
            attention = run.trace(task="", text="", tokens=tokens, prompt=len(ids)).attention[0]
            rows = []
            for layer in range(len(attention.layers)):
                weights = attention.weights(layer)
                total = np.zeros(attention.heads)
                for place in range(found.length):
                    query = first + found.length + place
                    total += weights[:, query, first + place + 1]
                rows.append(total / found.length)
            expected.append(rows)
        assert found.induction == pytest.approx(np.mean(expected, axis=0), abs=1e-6)
        assert found.spread == pytest.approx(np.std(expected, axis=0), abs=1e-6)


def test_it_is_told_by_a_route_and_remembered(client: Any, engine: Any, llama: str) -> None:
    finished = engine.finish(engine.run("generate", llama, {"text": "the cat saw a big dog"}))
    told = client.get(f"/heads/induction/{finished.trace_id}").json()
    assert told["stack"] == "self" and told["length"] <= LENGTH
    assert np.array(told["induction"]).shape == np.array(told["duplicate"]).shape == (3, 4)
    assert 0 < told["chance"] < 0.1
    assert client.get(f"/heads/induction/{finished.trace_id}").json() == told
    assert client.get("/heads/induction/none").status_code == 422


def test_a_stop_ends_it(engine: Any, llama: str) -> None:
    with use(engine, llama) as loaded:
        assert repeated(loaded, read(loaded, "the cat saw"), lambda: True) is None


SOURCE = ["the", " old", " cat", " sleeps", ".", "</s>"]
TARGET = ["<s>", "le", " chat", " dort", "."]


def translated(heads: list[Any]) -> Trace:
    """Head 0 of the layer that is read as the alignment; the others as given."""

    def tokens(parts: list[str]) -> tuple[Token, ...]:
        found, at = [], 0
        for number, part in enumerate(parts):
            special = part.startswith("<")
            end = at if special else at + len(part)
            found.append(Token(number, part, at, end, special=special))
            at = end
        return tuple(found)

    source, target = tokens(SOURCE), tokens(TARGET)
    cross = Attention(
        "cross", target, source, (Weights(np.stack(heads).astype(np.float32)),), causal=False
    )
    return Trace(
        task="translate",
        model="toy",
        text="".join(SOURCE[:-1]),
        tokens=source,
        prompt=0,
        attention=(cross,),
        hidden={},
        logits=None,
        positions=Positions("none"),
        measured=Measured(0.0, "float32", "cpu", "toy"),
        target_text="".join(TARGET[1:]),
        target=target,
        trained_to_align=((0, 0),),
    )


def test_heads_that_align_and_heads_that_rest_are_told_apart() -> None:
    rows, keys = len(TARGET), len(SOURCE)
    aligns = np.full((rows, keys), 0.02)
    for row, key in enumerate((0, 2, 3, 4, 5)):  # le→the, chat→cat, dort→sleeps, .→.
        aligns[row, key] = 0.9
    rests = np.full((rows, keys), 0.02)
    rests[:, 5] = 0.9
    even = np.full((rows, keys), 1 / keys)
    lost = np.full((rows, keys), 0.1)
    lost[:, 1] = 0.5
    heads = [each / each.sum(axis=1, keepdims=True) for each in (aligns, rests, even, lost)]
    trace = translated(heads)
    assert unavailable(trace) is None
    found = cross_roles(trace)
    clear = [found.clear(0, head) or ("", 0) for head in range(4)]
    assert [name for name, _ in clear] == ["alignment", "end", "uniform", ""]
    assert [measure for _, measure in clear[:2]] == pytest.approx([0.9, 0.9])
    assert found.chance["alignment"] == pytest.approx(1 / keys)
    assert found.reach is None
    assert {role.id for role in CROSS_ROLES} == set(found.measures)
    assert members(words(trace.text, trace.tokens))[2] == (2,)
    short = replace(trace, text="the", tokens=trace.tokens[:1], attention=())
    assert "two words" in str(unavailable(short))
