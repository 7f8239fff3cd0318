"""The surprise of a text equals transformers' own loss, and its sums are sums."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from app.analysis.surprisal import surprisal
from app.errors import InputError
from app.trace import Trace
from tests.tiny import tiny_loaded

TEXT = "the cat saw a big  red dog and it ran"


def read(family: str, text: str = TEXT) -> Trace:
    from app.decoding.sampling import Sampling
    from app.tasks import Answer, Request
    from app.tasks.read import run

    *_, answer = run(tiny_loaded(family), Request({"text": text}, Sampling(), 48), lambda: False)
    assert isinstance(answer, Answer)
    return answer.trace


@pytest.mark.parametrize("family", ["llama", "gpt2", "bloom"])
def test_the_mean_is_the_models_own_loss(family: str) -> None:
    import torch

    trace = read(family)
    found = surprisal(trace)
    ids = torch.tensor([[token.id for token in trace.tokens]])
    with torch.inference_mode():
        loss = tiny_loaded(family).model(input_ids=ids, labels=ids).loss
    assert found.mean == pytest.approx(float(loss), abs=1e-5)
    assert found.perplexity == pytest.approx(math.exp(float(loss)), rel=1e-4)
    assert found.counted == len(trace.tokens) - 1


def test_every_token_by_hand() -> None:
    trace = read("llama")
    assert trace.logits is not None
    found = surprisal(trace).tokens
    assert found[0].surprise is None
    for place in range(1, len(trace.tokens)):
        row = trace.logits[place - 1].astype(np.float64)
        shares = np.exp(row) / np.exp(row).sum()
        mine = shares[trace.tokens[place].id]
        assert found[place].probability == pytest.approx(mine, abs=1e-6)
        assert found[place].surprise == pytest.approx(-math.log(mine), abs=1e-5)
        assert found[place].rank == 1 + (shares > mine).sum()
        assert found[place].entropy == pytest.approx(-(shares * np.log(shares)).sum(), abs=1e-4)
        best = found[place].best
        assert best is not None
        assert best[0] == shares.argmax()


def test_sums_of_words_and_characters() -> None:
    trace = read("llama")
    found = surprisal(trace)
    assert found.total == pytest.approx(sum(each.surprise or 0 for each in found.tokens))
    assert sum(word.surprise for word in found.words) == pytest.approx(found.total, abs=1e-9)
    assert [trace.text[word.start : word.end] for word in found.words] == TEXT.split()[
        len(TEXT.split()) - len(found.words) :
    ]
    first = trace.tokens[0]
    assert found.characters == len(TEXT) - (first.end - first.start)
    assert found.bits_per_character == pytest.approx(found.total / math.log(2) / found.characters)


def test_a_word_is_as_long_as_its_tokens() -> None:
    from dataclasses import replace

    from app.trace import Token

    trace = read("llama", "the cat sat on")
    text = "我北京人a,"
    cuts = ((0, 1), (1, 3), (3, 4), (4, 6))
    tokens = tuple(
        Token(each.id, text[start:end], start, end)
        for each, (start, end) in zip(trace.tokens, cuts, strict=True)
    )
    found = surprisal(replace(trace, text=text, tokens=tokens))
    words = [(text[word.start : word.end], word.surprise) for word in found.words]
    nats = [each.surprise for each in found.tokens[1:]]
    assert words == list(zip(["北京", "人", "a,"], nats, strict=True))


def test_a_translator_is_asked_about_what_it_wrote() -> None:
    from app.decoding.sampling import Sampling
    from app.tasks import Answer, Request
    from app.tasks._writing import write_out

    loaded: Any = tiny_loaded("marian")
    loaded.model.generation_config.eos_token_id = None
    text, tokens = loaded.pieces.read(TEXT)
    request = Request({}, Sampling(max_new_tokens=5), 48)
    *_, answer = write_out(loaded, request, text, tokens, lambda: False, task="translate")
    assert isinstance(answer, Answer)
    found = surprisal(answer.trace)
    assert [each.probability for each in found.tokens[1:]] == pytest.approx(
        [each.probability for each in answer.written], abs=1e-5
    )


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(InputError, match="predicts the next token"):
        surprisal(read("bert"))
    with pytest.raises(InputError, match="One token"):
        surprisal(read("gpt2", "cat"))
