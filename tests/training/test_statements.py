"""Plain statements are told from opinions by a logistic regression on frozen states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from app.models.plain_statements import PlainStatements
from app.training.labelled import Labelled
from app.training.statements import Statements, learn, means, plain_scores, read_statements

PLAIN = [f"ada works at acme in paris {n}" for n in range(40)]
OPINIONS = [
    Labelled(f"the film is very {'good' if n % 2 else 'dull'} {n}", n % 2) for n in range(40)
]


def test_the_probability_is_the_logistic_of_the_mean_worked_out_by_hand() -> None:
    states = np.array([[1.0, 4.0], [3.0, 0.0]], dtype=np.float32)  # mean 2, 2
    found = PlainStatements(weights=(0.5, 1.0), bias=-3.0)
    assert found.probability(states) == pytest.approx(0.5)
    assert PlainStatements(weights=(0.5, 1.0), bias=-2.0).probability(states) == pytest.approx(
        1 / (1 + np.exp(-1))
    )
    with pytest.raises(ValueError, match="3 weights"):
        PlainStatements(weights=(1.0, 1.0, 1.0), bias=0.0).probability(states)


def test_states_are_those_of_the_text_alone_whatever_it_is_padded_to(base: Any) -> None:
    from transformers import AutoModel

    model = AutoModel.from_pretrained(base.folder).eval()
    model.forward = _with_logits(model.forward)
    texts = ["ada", "the film is very good and ada works at acme in paris", "it is dull"]
    with torch.inference_mode():
        found = means(model, base.tokenizer, texts, max_length=40)
        for text, row in zip(texts, found, strict=True):
            alone = model(**base.tokenizer(text, return_tensors="pt"))
            assert row == pytest.approx(alone.last_hidden_state[0].mean(0).numpy(), abs=1e-5)


def _with_logits(forward: Any) -> Any:
    def both(**given: Any) -> Any:
        output = forward(**given)
        output.logits = output.pooler_output
        return output

    return both


def test_what_is_learned_tells_the_two_apart_and_the_marks_do_not_matter(base: Any) -> None:
    from transformers import AutoModelForSequenceClassification

    torch.manual_seed(0)
    model = AutoModelForSequenceClassification.from_pretrained(base.folder).eval()
    statements = Statements(PLAIN[:30], {"held": PLAIN[30:], "marked": [f"{t}." for t in PLAIN]})
    with torch.inference_mode():
        found = learn(model, base.tokenizer, statements, OPINIONS[:30], max_length=40, seed=1)
        again = learn(model, base.tokenizer, statements, OPINIONS[:30], max_length=40, seed=1)
        scores = plain_scores(
            model, base.tokenizer, found, statements, OPINIONS[30:], max_length=40
        )
    assert found == again
    assert scores["clear"] == scores["unclear held"] == scores["unclear marked"] == 1
    assert not any(
        weight.requires_grad and weight.grad is not None for weight in model.parameters()
    )


def test_no_sentence_that_is_measured_on_was_learned(tmp_path: Path) -> None:
    for name in ("wikitext2", "qa", "tatoeba"):
        (tmp_path / name).mkdir()
    both = "Ada lives in Paris ."
    for name, number in (("valid", 1), ("test", 2)):
        lines = [f" {both} Ada wrote {number} films . Too <unk> to be read .", " = A ="]
        (tmp_path / "wikitext2" / f"{name}.txt").write_text("\n".join(lines))
    for name, number in (("train", 3), ("dev", 4)):
        row = {"q": "who", "ctx": f"{both} Ada works at {number} acme .", "answers": []}
        (tmp_path / "qa" / f"{name}.jsonl").write_text(f"{json.dumps(row)}\n" * 2)
    found = read_statements(tmp_path, seed=1)
    assert sorted(found.learned) == sorted(
        [both, both, "Ada wrote 1 films .", "Ada works at 3 acme ."]
    )
    assert found.held == {
        "WikiText-2": ["Ada wrote 2 films ."],
        "passages": ["Ada works at 4 acme ."],
    }
    (tmp_path / "tatoeba" / "en-pt.en").write_text("One.\nTwo.\n\nThree.\nFour.\n")
    found = read_statements(tmp_path, seed=1)
    assert found.learned[-2:] == ["One.", "Two."] and found.held["Tatoeba"] == ["Three.", "Four."]
