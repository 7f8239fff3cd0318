"""Roles of heads on planted attention: each is found, and heads without one get none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.analysis.head_role_definitions import BY_ID, LOCAL, ROLES
from app.analysis.head_roles import Roles, roles, unavailable
from app.api.heads.roles import head_roles
from app.trace import Attention, Token
from app.trace.attention import Weights

# Lopsided: three words come back, one mark stands inside, one at the end.
WORDS = [
    "<s>",
    "the",
    "cat",
    "saw",
    "the",
    "dog",
    ",",
    "and",
    "a",
    "bird",
    "heard",
    "the",
    "cat",
    "run",
    "to",
    "me",
    ".",
]
NUMBERS = {word: number for number, word in enumerate(dict.fromkeys(WORDS))}
TOKENS = tuple(
    Token(NUMBERS[word], word, 3 * n, 3 * n + 2, special=word == "<s>")
    for n, word in enumerate(WORDS)
)
COUNT = len(TOKENS)


def planted(role: str, *, causal: bool, strength: float = 0.9, seed: int = 0) -> np.ndarray:
    """(query, key): most attention on what the role reads, the rest spread at random."""
    chance = np.random.default_rng(seed)
    rest = chance.gamma(1.0, 1.0, (COUNT, COUNT))
    allowed = np.tril(np.ones((COUNT, COUNT))) if causal else np.ones((COUNT, COUNT))
    rest *= allowed
    rest /= rest.sum(axis=1, keepdims=True)
    wanted = np.zeros((COUNT, COUNT))
    for q in range(COUNT):
        for k in range(COUNT):
            earlier = k > 0 and TOKENS[k - 1].id == TOKENS[q].id and k - 1 < q
            wanted[q, k] = {
                "previous": k == q - 1,
                "next": k == q + 1,
                "same": k == q,
                "sink": k == 0,
                "duplicate": k != q and TOKENS[k].id == TOKENS[q].id,
                "induction": earlier and k != q,
                "separator": TOKENS[k].text in ",." and k != q,
                "local": abs(k - q) <= LOCAL,
                "uniform": True,
            }[role]
    wanted *= allowed
    total = wanted.sum(axis=1, keepdims=True)
    share = strength * (total > 0)
    return np.asarray(share * wanted / np.where(total > 0, total, 1) + (1 - share) * rest)


def attention_of(*heads: np.ndarray, causal: bool) -> Attention:
    weights = Weights(np.stack(heads).astype(np.float32))
    return Attention("self", TOKENS, TOKENS, (weights,), causal)


def role_of(found: Roles, head: int) -> str | None:
    clear = found.clear(0, head)
    return clear and clear[0]


# A head that looks back cannot read the next token.
PLANTED = [
    (role, causal) for role in BY_ID for causal in (True, False) if (role, causal) != ("next", True)
]


@pytest.mark.parametrize(("role", "causal"), PLANTED)
def test_a_planted_role_is_found(role: str, causal: bool) -> None:
    strength = 1.0 if role == "uniform" else 0.9
    found = roles(attention_of(planted(role, causal=causal, strength=strength), causal=causal))
    assert role_of(found, 0) == role


@pytest.mark.parametrize("causal", [True, False])
def test_heads_without_a_preference_get_no_role(causal: bool) -> None:
    """Random attention of two hundred heads, from nearly even to very sharp."""
    for sharpness in (0.3, 1.0, 3.0):
        chance = np.random.default_rng(int(10 * sharpness))
        heads = chance.gamma(1 / sharpness, 1.0, (200, COUNT, COUNT)) + 1e-9
        if causal:
            heads *= np.tril(np.ones((COUNT, COUNT)))
        heads /= heads.sum(axis=-1, keepdims=True)
        found = roles(attention_of(*heads, causal=causal))
        named = [role_of(found, head) for head in range(200)]
        assert sum(name is not None for name in named) <= 4, (sharpness, named)


@pytest.mark.parametrize("role", sorted(set(BY_ID) - {"uniform", "next"}))
def test_a_measure_is_the_mean_weight_on_what_the_role_reads(role: str) -> None:
    planted_weights = planted(role, causal=True, strength=0.6)
    found = roles(attention_of(planted_weights, causal=True))
    asked = {
        "sink": range(1, COUNT),
        "previous": range(1, COUNT),
        "same": range(LOCAL + 1, COUNT),
        "local": range(LOCAL + 1, COUNT),
        # "the" and "cat" come back; the marks stand before what follows them.
        "duplicate": [n for n in range(COUNT) if WORDS[n] in WORDS[:n]],
        "induction": [n for n in range(COUNT) if WORDS[n] in WORDS[:n]],
        "separator": range(7, COUNT),
    }[role]
    sums = []
    for q in asked:
        keys = {
            "sink": [0],
            "previous": [q - 1],
            "same": [q],
            "local": [k for k in range(q - LOCAL, q + 1)],
            "duplicate": [k for k in range(q) if WORDS[k] == WORDS[q]],
            "induction": [k + 1 for k in range(q) if WORDS[k] == WORDS[q] and k + 1 != q],
            "separator": [k for k in range(q) if WORDS[k] in ",."],
        }[role]
        sums.append(planted_weights[q, keys].sum())
    assert found.measures[role][0, 0] == pytest.approx(np.mean(sums), abs=1e-5)


def test_what_chance_gives_is_even_attention() -> None:
    even = np.tril(np.ones((COUNT, COUNT)))
    even /= even.sum(axis=1, keepdims=True)
    found = roles(attention_of(even, causal=True))
    for role, value in found.chance.items():
        if role != "uniform":
            assert found.measures[role][0, 0] == pytest.approx(value, abs=1e-6)
            assert found.above(role, value) == pytest.approx(0, abs=1e-6)
    assert role_of(found, 0) == "uniform"


def test_the_view_opens_on_the_strongest_role_that_tells_something() -> None:
    heads = [
        planted("sink", causal=True, strength=1.0),
        planted("previous", causal=True, strength=0.6),
        planted("induction", causal=True, strength=0.95),
        planted("uniform", causal=True, strength=1.0),
    ]
    assert roles(attention_of(*heads, causal=True)).opening() == (0, 2, "induction")
    assert roles(attention_of(heads[0], heads[3], causal=True)).opening() is None


def test_reach_and_entropy_by_hand() -> None:
    found = roles(attention_of(planted("previous", causal=True, strength=1.0), causal=True))
    # The first token has only itself.
    assert found.reach is not None and found.reach[0, 0] == pytest.approx(
        (COUNT - 1) / COUNT, abs=1e-6
    )
    assert found.entropy[0, 0] == pytest.approx(0, abs=1e-6)


def test_a_text_in_which_nothing_comes_back_cannot_be_asked_for_induction() -> None:
    tokens = tuple(Token(n, f"w{n}", n, n + 1) for n in range(6))
    even = np.tril(np.ones((6, 6))) / np.arange(1, 7)[:, None]
    attention = Attention("self", tokens, tokens, (Weights(even[None].astype(np.float32)),), True)
    assert not {"induction", "duplicate", "separator"} & set(roles(attention).measures)


def test_stacks_without_roles_say_why() -> None:
    short = Attention(
        "self", TOKENS[:3], TOKENS[:3], (Weights(np.ones((1, 3, 3), np.float32)),), True
    )
    assert "Too short" in (unavailable(short) or "")
    for name in ("cross", "memory"):
        other = Attention(
            name, TOKENS, TOKENS, (Weights(np.ones((1, COUNT, COUNT), np.float32)),), True
        )
        assert unavailable(other)


def test_a_stack_without_roles_is_told_and_not_refused(client: Any, tiny_folders: Any) -> None:
    from tests.api.test_runs import call

    t5 = f"path:{tiny_folders / 't5'}"
    trace = call(client, "trace", text="the cat sat on the mat", model=t5)["trace_id"]
    answer = client.get(f"/heads/roles/{trace}?stack=cross")
    assert (answer.status_code, set(answer.json())) == (200, {"stack", "why"})
    assert client.get(f"/heads/roles/{trace}").json()["stack"] == "encoder"


def test_over_http(client: Any, llama: str, engine: Any) -> None:
    from tests.api.test_runs import call

    trace = call(client, "trace", text="the cat sat on the mat and the cat ran", model=llama)
    told = client.get(f"/heads/roles/{trace['trace_id']}").json()
    assert told == head_roles(engine, trace["trace_id"], "")
    assert len(told["roles"]) == told["layers"] == 3
    assert {"induction", "previous", "reach", "entropy"} <= set(told["measures"])
    weights = np.array(
        call(client, "attention", trace_id=trace["trace_id"], layer=1, head=2)["weights"]
    )
    assert told["measures"]["previous"][1][2] == pytest.approx(
        np.diagonal(weights, -1).mean(), abs=1e-5
    )
    assert all(role["says"] and role["formula"] for role in told["definitions"])
    assert client.get(f"/heads/roles/{trace['trace_id']}?stack=cross").status_code == 422
    assert len(ROLES) == len(BY_ID)


def test_a_head_that_reads_the_token_before_does_no_induction_by_chance() -> None:
    """In "as bad as" the token after the earlier "as" is the one before the later."""
    words = ["the", "film", "was", "not", "as", "bad", "as", "they", "said"]
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    tokens = tuple(Token(numbers[word], word, 5 * n, 5 * n + 4) for n, word in enumerate(words))
    count = len(tokens)
    before = np.zeros((1, count, count), dtype=np.float32)
    before[0, 0, 0] = 1
    before[0, np.arange(1, count), np.arange(count - 1)] = 1
    found = roles(Attention("self", tokens, tokens, (Weights(before),), causal=True))
    assert role_of(found, 0) == "previous"
    assert "induction" not in found.measures


def test_a_role_needs_more_than_one_query() -> None:
    words = ["big", "dogs", "bark", "and", "very", "big", "cats", "sleep"]
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    tokens = tuple(Token(numbers[word], word, 5 * n, 5 * n + 4) for n, word in enumerate(words))
    count = len(tokens)
    odd = np.full((1, count, count), 1 / count, dtype=np.float32)
    odd[0, 5] = 0
    odd[0, 5, 1] = 1  # the later "big" reads what came after the earlier one
    found = roles(Attention("encoder", tokens, tokens, (Weights(odd),), causal=False))
    assert found.measures["induction"][0, 0] == pytest.approx(1)
    assert found.asked["induction"] == 1
    assert role_of(found, 0) is None
