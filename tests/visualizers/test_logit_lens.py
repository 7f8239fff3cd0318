"""The panels Layers and Reading: when they apply, and the facts their scripts start from."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from app.trace import Token
from tests.visualizers.test_panels import ENTRIES, LAYERS, TOKENS, toy, translated
from visualizers import Selection, logit_lens, surprisal


def test_the_grid_has_a_row_more_than_there_are_blocks() -> None:
    facts = logit_lens.draw(toy(), Selection())
    assert (facts["states"], facts["positions"]) == (LAYERS + 1, TOKENS)
    assert (facts["stack"], facts["predicts"], facts["vocabulary"]) == ("self", "next", ENTRIES)
    json.dumps(facts)


def test_the_final_words_are_those_of_the_logits() -> None:
    trace = toy()
    assert trace.logits is not None
    assert logit_lens.draw(trace, Selection())["finals"] == trace.logits.argmax(axis=-1).tolist()


def test_definitions_name_their_papers() -> None:
    facts = logit_lens.draw(toy(), Selection())
    years = [paper["year"] for part in ("about", "neurons") for paper in facts[part]["papers"]]
    assert years == [2020, 2023, 2021, 2022]
    links = [paper["url"] for part in ("about", "neurons") for paper in facts[part]["papers"]]
    assert all(link.startswith("https://") for link in links)
    assert "lesswrong" in links[0]
    assert links[1].endswith("2303.08112")


def test_layers_need_words_and_states() -> None:
    assert logit_lens.needs(toy()) is None
    assert "no output words" in str(logit_lens.needs(toy(logits=False)))
    assert "press Run" in str(logit_lens.needs(replace(toy(), hidden={})))


def test_a_translators_layers_are_those_of_its_decoder() -> None:
    trace = translated()
    logits = np.zeros((len(trace.written), 9), dtype=np.float32)
    states = np.zeros((3, len(trace.written), 4), dtype=np.float32)
    both = replace(trace, logits=logits, hidden={"encoder": states[:, :4], "decoder": states})
    assert logit_lens.draw(both, Selection())["stack"] == "decoder"
    assert "press Run" in str(logit_lens.needs(replace(both, hidden={"encoder": states[:, :4]})))


def test_a_reading_is_of_what_was_written() -> None:
    assert surprisal.draw(toy(), Selection()) == {"text": toy().text, "given": False}
    assert surprisal.draw(translated(), Selection())["text"] == translated().target_text


@pytest.mark.parametrize(
    ("trace", "says"),
    [
        (toy(logits=False), "An encoder sees every word at once"),
        (replace(toy(), predicts="own"), "An encoder sees every word at once"),
        (
            replace(toy(), tokens=(Token(3, "t", 0, 1),), logits=np.zeros((1, 9), np.float32)),
            "longer text",
        ),
    ],
)
def test_a_reading_needs_a_next_token(trace: object, says: str) -> None:
    assert says in str(surprisal.needs(trace))  # type: ignore[arg-type]
