"""The adapters that come with the playground: they load, answer, and score as their cards say."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.models.adapter import read_description
from app.models.catalog import MODELS, SHIPPED, ModelRow, row
from app.models.loading import load
from app.training.card import number

DATA = Path(os.environ.get("PLAYGROUND_TEST_DATA", "../shared/data"))
ADAPTERS = [known for known in MODELS if known.adapter is not None]
MB = 1_000_000


@pytest.fixture(scope="module")
def loaded(real_folder: Callable[[str], Path]) -> Callable[[str], Any]:
    """loaded(kind) -> the shipped adapter of that kind of training; skips where there is none."""

    def load_kind(kind: str) -> Any:
        for known in ADAPTERS:
            assert known.adapter is not None
            if read_description(known.adapter).kind == kind:
                return load(known, real_folder(known.base or ""), device="cpu")
        pytest.skip(f"no adapter of the kind {kind} is shipped")

    return load_kind


@pytest.fixture(scope="module")
def real_folder() -> Callable[[str], Path]:
    from app.models.sources.fetch import fetch
    from app.settings import settings

    def folder_of(model_id: str) -> Path:
        return fetch(row(model_id), cache_dir=settings().cache_dir, offline=False, allow_path=())

    return folder_of


def test_the_files_are_as_small_as_was_promised() -> None:
    sizes = [path.stat().st_size for path in SHIPPED.rglob("*.safetensors")]
    assert all(size <= 11 * MB for size in sizes) and sum(sizes) <= 40 * MB


@pytest.mark.parametrize("known", ADAPTERS, ids=lambda known: known.id)
def test_a_card_tells_scores_command_and_data(known: ModelRow) -> None:
    assert known.adapter is not None
    described = read_description(known.adapter)
    assert described.scores and described.data and described.licence and described.note
    card = (known.adapter / "README.md").read_text()
    for words in (described.command, "## Scores", "## Data", *described.scores):
        assert words in card
    assert described.size == (known.adapter / "adapter.safetensors").stat().st_size


def test_the_documentation_states_the_scores_of_the_cards() -> None:
    text = (SHIPPED.parents[1] / "docs" / "training.md").read_text()
    for known in ADAPTERS:
        assert known.adapter is not None
        described = read_description(known.adapter)
        scores = ", ".join(f"{name} {number(value)}" for name, value in described.scores.items())
        size = f"{described.size / MB:.1f} MB"
        assert f"| `{known.id}` | {described.title} | {scores} | {size} |" in text


@pytest.mark.models
def test_sentiment_is_told(loaded: Callable[[str], Any]) -> None:
    from app.training.classify import accuracy
    from app.training.labelled import Labelled

    found = loaded("sentiment")
    rows = [
        Labelled("a warm, funny and moving film .", 1),
        Labelled("the best thing i have seen all year", 1),
        Labelled("dull, endless and badly acted", 0),
        Labelled("it is a mess and a waste of time .", 0),
    ]
    assert accuracy(found.model, found.tokenizer, rows, max_length=64)["accuracy"] == 1


@pytest.mark.models
@pytest.mark.skipif(not (DATA / "sst2").is_dir(), reason="needs the folder sst2 of the test data")
def test_sentiment_scores_as_its_card_says(loaded: Callable[[str], Any]) -> None:
    from app.training.classify import accuracy
    from app.training.labelled import read_sst2

    found = loaded("sentiment")
    rows = read_sst2(DATA / "sst2" / "dev.tsv")[::8]
    measured = accuracy(found.model, found.tokenizer, rows, max_length=128)["accuracy"]
    stated = read_description(found.row.adapter).scores["accuracy"]
    # Three standard errors of a share over that many rows.
    assert abs(measured - stated) < 3 * (stated * (1 - stated) / len(rows)) ** 0.5


@pytest.mark.models
def test_answers_are_found_and_declined(loaded: Callable[[str], Any]) -> None:
    from app.training.answer import answers_of
    from app.training.passages import Question

    found = loaded("answer")
    described = read_description(found.row.adapter)
    passage = (
        "Ada Lovelace was born in London in 1815. She wrote the first published program for the "
        "Analytical Engine, a machine that Charles Babbage had designed."
    )
    asked = ["Where was Ada Lovelace born?", "Who designed the Analytical Engine?"]
    rows = [Question(each, passage, (), "") for each in [*asked, "What is the price of bread?"]]
    given = answers_of(found.model, found.tokenizer, rows, max_length=described.max_length)
    texts = [passage[each.start : each.end] for each in given if each]
    assert "London" in texts[0] and "Babbage" in texts[1]
    scores = [each.score for each in given if each]
    assert scores[2] < min(scores[:2]), "the one without an answer is the least likely one"


@pytest.mark.models
def test_the_score_of_the_page_is_that_of_the_card_and_of_the_logits(
    loaded: Callable[[str], Any],
) -> None:
    """One scale: the answer's score, the one that the thresholds were chosen on, and by hand."""
    import torch

    from app.api.predictions import answer
    from app.engine.engine import Engine
    from app.models.thresholds import Thresholds
    from app.settings import settings
    from app.training.answer import answers_of
    from app.training.passages import Question

    found = loaded("answer")
    passage = "Ada Lovelace was born in London in 1815. She wrote a program for an engine."
    asked = "Where was Ada Lovelace born?"
    given = answer(Engine(settings()), asked, passage)
    with torch.inference_mode():
        output = found.model(**found.tokenizer(asked, passage, return_tensors="pt"))
        (trained,) = answers_of(
            found.model, found.tokenizer, [Question(asked, passage, (), "")], max_length=256
        )
    start, end = output.start_logits[0], output.end_logits[0]
    assert given["answer"] == "London" and trained is not None
    by_hand = float((start[1:].max() + end[1:].max()) - (start[0] + end[0]))  # one token: a word
    assert given["score"] == pytest.approx(by_hand, abs=1e-4)
    assert trained.score == pytest.approx(by_hand, abs=1e-4)
    limits = Thresholds(given["unsure_above"], given["answered_above"])
    assert limits == read_description(found.row.adapter).thresholds
    assert given["state"] == limits.state(given["score"])


@pytest.mark.models
def test_plain_statements_are_unclear_and_judgements_are_not() -> None:
    from app.api.predictions import sentiment
    from app.engine.engine import Engine
    from app.settings import settings
    from app.tasks.sentiment import TASK

    engine = Engine(settings())
    for text in ("It is a table.", "The meeting is on Monday.", "He works at a bank."):
        assert sentiment(engine, text)["unclear"], text
    for text in (TASK.example["text"], "I love this phone.", "The hotel was dirty and loud."):
        assert not sentiment(engine, text)["unclear"], text


@pytest.mark.models
def test_a_plain_statement_is_told_as_it_was_measured(loaded: Callable[[str], Any]) -> None:
    """The page's number is the one of the card, and that of the model's own states."""
    import torch

    from app.api.predictions import sentiment
    from app.engine.engine import Engine
    from app.settings import settings
    from app.training.statements import means

    found = loaded("sentiment")
    text = "The train leaves at noon. The film is a joy."
    told = sentiment(Engine(settings()), text)
    known = read_description(found.row.adapter).plain
    assert known is not None
    parts = [text, *(text[each["start"] : each["end"]] for each in told["sentences"])]
    plain = [told["plain"], *(each["plain"] for each in told["sentences"])]
    with torch.inference_mode():
        states = means(found.model, found.tokenizer, parts, max_length=128)
        own = found.model(
            **found.tokenizer(text, return_tensors="pt"), output_hidden_states=True
        ).hidden_states[-1][0]
    assert plain == pytest.approx([known.probability(row[None]) for row in states], abs=1e-4)
    assert told["plain"] == pytest.approx(known.probability(own.numpy()), abs=1e-4)


@pytest.mark.models
def test_the_names_of_the_shipped_example_are_right() -> None:
    from app.api.predictions import entities
    from app.engine.engine import Engine
    from app.settings import settings
    from app.tasks.entities import TASK

    found = entities(Engine(settings()), TASK.example["text"])["entities"]
    assert [(each["text"], each["label"]) for each in found] == [
        ("Angela Merkel", "PER"),
        ("Berlin", "LOC"),
        ("Lisbon", "LOC"),
        ("Siemens", "ORG"),
    ]


@pytest.mark.models
def test_names_are_found(loaded: Callable[[str], Any]) -> None:
    from app.training.entities import entities_in

    found = loaded("entities")
    text = "Angela Merkel visited Paris in 2015 ."
    (given,) = entities_in(found.model, found.tokenizer, [text], max_length=64)
    assert [(text[each.start : each.end], each.type) for each in given] == [
        ("Angela Merkel", "PER"),
        ("Paris", "LOC"),
    ]


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He was born [MASK] 1976 .", "in"),
        ("The capital of France is [MASK].", "paris"),
        ("She poured herself a cup of [MASK] and sat down by the window.", "tea"),
        ("The ship sailed across the [MASK].", "sea"),
        ("I would like to [MASK] a book.", "write"),
        ("The city was founded in the 12th [MASK].", "century"),
        ("Paris is the [MASK] of France.", "capital"),
    ],
)
def test_a_hidden_word_is_guessed(loaded: Callable[[str], Any], text: str, word: str) -> None:
    found = loaded("mask")
    encoded = found.tokenizer(text, return_tensors="pt")
    place = int((encoded["input_ids"][0] == found.tokenizer.mask_token_id).nonzero())
    best = found.model(**encoded).logits[0, place].topk(3).indices
    assert word in found.tokenizer.convert_ids_to_tokens(best.tolist())


@pytest.mark.models
@pytest.mark.skipif(not (DATA / "wikitext2").is_dir(), reason="needs wikitext2 of the test data")
def test_hidden_words_score_as_the_card_says(loaded: Callable[[str], Any]) -> None:
    import torch

    from app.training.mask import mask_scores, read_test

    found = loaded("mask")
    blocks = read_test(found.tokenizer, DATA, found.trained_length)[::16]
    with torch.inference_mode():
        measured = mask_scores(found.model, found.tokenizer, blocks)
    stated = read_description(found.row.adapter).scores["top-5"]
    spread = (stated * (1 - stated) / measured["hidden tokens"]) ** 0.5
    assert abs(measured["top-5"] - stated) < 3 * spread
