"""Beam search equals transformers' own: the same hypotheses with the same scores."""

from __future__ import annotations

from typing import Any

import pytest

from app.decoding.sampling import Sampling
from app.trace.beams import Search
from tests.tiny import tiny_loaded

IDS = [5, 17, 8, 40, 21]
FAMILIES = ["llama", "gpt2", "gemma2", "t5", "bart", "marian", "m2m-100"]


def searched(loaded: Any, beams: int, penalty: float, most: int, **options: Any) -> Search:
    from app.decoding.beam_search import search
    from app.decoding.loop import end_marks, processors

    prefix = IDS
    if loaded.family == "encoder-decoder":
        prefix = [loaded.model.config.decoder_start_token_id]
    chain = processors(
        Sampling(num_beams=beams), loaded, longest=len(prefix) + most, first=options.get("first")
    )
    states = search(
        loaded,
        IDS,
        prefix,
        beams=beams,
        length_penalty=penalty,
        most=most,
        chain=chain,
        ends=end_marks(loaded),
        text=str,
        stop=options.get("stop", lambda: False),
    )
    return list(states)[-1]


def generated(loaded: Any, beams: int, penalty: float, most: int, **options: Any) -> Any:
    import torch

    ids = torch.tensor([IDS])
    with torch.inference_mode():
        return loaded.model.generate(
            ids,
            attention_mask=torch.ones_like(ids),
            num_beams=beams,
            num_return_sequences=beams,
            length_penalty=penalty,
            max_new_tokens=most,
            early_stopping=False,
            do_sample=False,
            output_scores=True,
            return_dict_in_generate=True,
            **options,
        )


@pytest.mark.parametrize("beams", [2, 4])
@pytest.mark.parametrize("penalty", [1.0, 0.0, 2.0])
@pytest.mark.parametrize("family", FAMILIES)
def test_equals_generate(family: str, penalty: float, beams: int) -> None:
    loaded = tiny_loaded(family, seed=3)
    # Without this the random models end by chance only, and long hypotheses are never finished.
    loaded.model.generation_config.eos_token_id = [1, 9, 30]
    ours = searched(loaded, beams, penalty, 9)
    theirs = generated(loaded, beams, penalty, 9)
    given = 1 if loaded.family == "encoder-decoder" else len(IDS)
    pad = loaded.model.config.pad_token_id
    assert len(ours.hypotheses) == beams
    for mine, ids, score in zip(ours.hypotheses, theirs.sequences, theirs.sequences_scores):
        row = ids.tolist()[given:]
        assert list(mine.tokens) == row[: len(mine.tokens)]
        assert set(row[len(mine.tokens) :]) <= {pad}
        assert mine.score == pytest.approx(float(score), abs=1e-5)


def test_rules_of_the_model_are_kept() -> None:
    loaded = tiny_loaded("bart")
    config = loaded.model.generation_config
    config.no_repeat_ngram_size = 2
    config.forced_bos_token_id = 7
    config.forced_eos_token_id = 1
    config.bad_words_ids = [[4], [11]]
    ours = searched(loaded, 3, 1.0, 10)
    theirs = generated(loaded, 3, 1.0, 10)
    for mine, ids in zip(ours.hypotheses, theirs.sequences):
        assert list(mine.tokens) == ids.tolist()[1 : 1 + len(mine.tokens)]
        assert mine.tokens[0] == 7


def test_every_branch_is_kept_and_adds_up() -> None:
    ours = searched(tiny_loaded("marian"), 3, 1.0, 6)
    states = [node.state for node in ours.nodes]
    assert states.count("kept") >= 3 * 5
    assert "pruned" in states
    for node in ours.nodes:
        before = ours.nodes[node.parent].score if node.parent is not None else 0.0
        assert node.score == pytest.approx(before + node.log_probability, abs=1e-4)
        assert node.parent is None or ours.nodes[node.parent].state == "kept"
    best = ours.hypotheses[0]
    assert ours.chosen == best.node
    assert ours.path(best.node) == best.tokens
    assert best.score == pytest.approx(best.log_probability / len(best.tokens), abs=1e-6)


def test_stop_leaves_the_running_hypotheses() -> None:
    steps = iter([False, False, True])
    ours = searched(tiny_loaded("marian"), 3, 1.0, 9, stop=lambda: next(steps))
    assert [len(each.tokens) for each in ours.hypotheses] == [2, 2, 2]


def test_an_unknown_node_is_refused() -> None:
    with pytest.raises(IndexError):
        Search(2, 1.0, (), ()).path(4)
