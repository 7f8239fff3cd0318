"""What decides: captum's own laws, and each way against a plain computation."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from app.analysis.attention_rollout import rollout
from app.errors import InputError
from app.experiments.attribution_result import WAYS, Attribution, AttributionProgress
from app.trace import Attention, Token
from app.trace.attention import Weights
from tests.heads.conftest import FAMILIES

FILM = "the film is very good and it lives in paris"


def decided(
    heads: Any, folder: Any, task: str, fields: Any, **options: Any
) -> tuple[Any, Attribution]:
    from app.experiments.attribution import attribute

    finished = heads.finish(heads.run(task, f"path:{folder}", fields))
    with heads.store.use(f"path:{folder}") as loaded:
        answer = finished.answer
        *_, found = attribute(loaded, answer.trace, answer.result, **options)
    assert isinstance(found, Attribution)
    return answer, found


@pytest.mark.parametrize("family", FAMILIES)
def test_integrated_gradients_are_complete(family: str, heads: Any, head_folder: Any) -> None:
    folder = head_folder("labels", family)
    answer, found = decided(heads, folder, "sentiment", {"text": FILM}, steps=400)
    assert found.target == answer.result.scores[0].label
    assert found.score == pytest.approx(answer.result.scores[0].logit, abs=1e-4)
    total = sum(word.by["integrated"] for word in found.words)
    assert total + 0.0 == pytest.approx(found.score - found.empty_score, abs=0.05)
    assert found.gap == pytest.approx(total - (found.score - found.empty_score), abs=1e-3)


def test_gradient_and_occlusion_equal_a_plain_computation(heads: Any, head_folder: Any) -> None:
    import torch

    folder = head_folder("labels")
    _, found = decided(heads, folder, "sentiment", {"text": FILM}, label="dull")
    assert [word.text for word in found.words] == FILM.split()
    with heads.store.use(f"path:{folder}") as loaded:
        ids = loaded.tokenizer(FILM, return_tensors="pt")["input_ids"]
        embedded = loaded.model.get_input_embeddings()(ids).detach().requires_grad_()
        score = loaded.model(inputs_embeds=embedded).logits[0, 0]
        (gradient,) = torch.autograd.grad(score, embedded)
        by_token = (gradient * embedded).sum(-1)[0].detach().numpy()
        for word in found.words:
            first, last = word.pieces
            own = by_token[first : last + 1].sum()
            assert word.by["gradient"] == pytest.approx(float(own), abs=1e-4)
            masked = ids.clone()
            masked[0, first : last + 1] = loaded.tokenizer.mask_token_id
            with torch.inference_mode():
                without = loaded.model(masked).logits[0, 0]
            assert word.by["occlusion"] == pytest.approx(score.item() - without.item(), abs=1e-4)


def test_an_answer_is_explained_by_its_two_ends(heads: Any, head_folder: Any) -> None:
    fields = {"text": "ada wrote it in paris", "question": "who wrote it"}
    answer, found = decided(heads, head_folder("spans"), "answer", fields, steps=400)
    best = answer.result.spans[0]
    start, end = answer.result.start_logits, answer.result.end_logits
    assert found.target == best.text
    assert found.score == pytest.approx(best.score + start[0] + end[0], abs=1e-3)
    assert [word.text for word in found.words] == [
        "who",
        "wrote",
        "it",
        "ada",
        "wrote",
        "it",
        "in",
        "paris",
    ]
    total = sum(word.by["integrated"] for word in found.words)
    assert total == pytest.approx(found.score - found.empty_score, abs=0.1)


def test_the_ways_are_compared_and_progress_is_told(heads: Any, head_folder: Any) -> None:
    from app.experiments.attribution import attribute

    folder = head_folder("labels")
    finished = heads.finish(heads.run("sentiment", f"path:{folder}", {"text": FILM}))
    with heads.store.use(f"path:{folder}") as loaded:
        answer = finished.answer
        steps = list(attribute(loaded, answer.trace, answer.result))
        stopped = list(attribute(loaded, answer.trace, answer.result, stop=lambda: True))
    told = [step for step in steps if isinstance(step, AttributionProgress)]
    assert [step.done for step in told] == sorted(step.done for step in told)
    assert told[0].done == 0
    found = steps[-1]
    assert isinstance(found, Attribution)
    assert len(found.correlations) == len(WAYS) * (len(WAYS) - 1) // 2
    assert all(-1 <= each <= 1 for each in found.correlations.values() if each is not None)
    assert not any(isinstance(step, Attribution) for step in stopped)


def test_rollout_is_worked_out_by_hand() -> None:
    tokens = tuple(Token(n, f"t{n}", n, n + 1) for n in range(2))
    first = Weights(np.array([[[1.0, 0.0], [0.4, 0.6]], [[0.6, 0.4], [0.4, 0.6]]], np.float32))
    second = Weights(np.array([[[0.5, 0.5], [0.0, 1.0]]] * 2, np.float32))
    flow = rollout(Attention("self", tokens, tokens, (first, second), causal=False))
    # Layer 1: half of [[.8, .2], [.4, .6]] and half the identity: [[.9, .1], [.2, .8]].
    # Layer 2: [[.75, .25], [0, 1]]; its product with layer 1:
    assert flow == pytest.approx(np.array([[0.725, 0.275], [0.2, 0.8]]), abs=1e-6)


def test_refusals(heads: Any, head_folder: Any) -> None:
    with pytest.raises(InputError, match="There is no label 'nice'"):
        decided(heads, head_folder("labels"), "sentiment", {"text": FILM}, label="nice")
    with pytest.raises(InputError, match="Only a label or an answer"):
        decided(heads, head_folder("tags"), "entities", {"text": FILM})


@pytest.mark.parametrize("padding", [None, 0])
def test_a_classifier_that_reads_its_last_token(
    padding: int | None, heads: Any, head_folder: Any
) -> None:
    """GPT-2's kind: no mask, perhaps no padding token, and all is told from the last token."""
    import shutil

    import torch
    from transformers import GPT2Config, GPT2ForSequenceClassification

    other = head_folder("labels")
    folder = other.parent / f"gpt2-labels-{padding}"
    sizes: Any = {"vocab_size": 120, "n_embd": 24, "n_layer": 3, "n_head": 4, "n_positions": 66}
    names = {0: "dull", 1: "good", 2: "fine"}
    config = GPT2Config(
        **sizes, id2label=names, label2id={name: n for n, name in names.items()},
        initializer_range=0.3, bos_token_id=2, eos_token_id=3, pad_token_id=padding,
    )  # fmt: skip
    torch.manual_seed(5)
    GPT2ForSequenceClassification(config).save_pretrained(folder)
    shutil.copytree(other, folder, dirs_exist_ok=True, ignore=_weights)
    tokenizer_config = folder / "tokenizer_config.json"
    stated = json.loads(tokenizer_config.read_text())
    stated.pop("mask_token", None)
    tokenizer_config.write_text(json.dumps(stated))
    answer, found = decided(heads, folder, "sentiment", {"text": FILM}, steps=200)
    flow = rollout(answer.trace.stack("self"))[-1]
    for word in found.words:
        first, last = word.pieces
        assert word.by["rollout"] == pytest.approx(float(flow[first : last + 1].sum()), abs=1e-5)
    assert found.empty == "the mean of all token embeddings, since the model knows no mask"
    total = sum(word.by["integrated"] for word in found.words)
    assert found.gap == pytest.approx(total - (found.score - found.empty_score), abs=1e-3)
    with heads.store.use(f"path:{folder}") as loaded, torch.inference_mode():
        assert loaded.tokenizer.mask_token_id is None
        ids = torch.tensor([[token.id for token in answer.trace.tokens]])
        number = int(loaded.model.config.label2id[found.target])
        table = loaded.model.get_input_embeddings().weight
        for word in found.words[:3]:
            embedded = table[ids].clone()
            embedded[0, word.pieces[0] : word.pieces[1] + 1] = table.mean(dim=0)
            without = float(loaded.model(inputs_embeds=embedded).logits[0, number])
            assert word.by["occlusion"] == pytest.approx(found.score - without, abs=1e-4)


def _weights(_: str, names: list[str]) -> list[str]:
    return [each for each in names if each in ("config.json", "model.safetensors")]
