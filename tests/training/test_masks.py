from typing import Any

import numpy as np
import pytest
import torch

from app.training.mask import guesses, hidden_batch, mask_scores
from app.training.masks import hide
from app.training.prose import blocks_of, plain, read_wikitext

SPECIAL, MASK, VOCABULARY = (0, 1, 2, 3), 3, 50_000


def hidden(share: float) -> Any:
    ids = np.random.default_rng(5).integers(4, 90, (300, 70))
    ids[:, 0], ids[:, 60:] = 1, 0
    random = np.random.default_rng(6)
    return ids, *hide(
        ids, special=SPECIAL, mask=MASK, vocabulary=VOCABULARY, share=share, random=random
    )


@pytest.mark.parametrize("share", [0.15, 0.3])
def test_the_shares_are_those_of_bert(share: float) -> None:
    ids, read, guessed = hidden(share)
    ordinary = 300 * 59
    assert guessed.sum() / ordinary == pytest.approx(share, abs=0.01)
    fates = [(read == MASK), (read != MASK) & (read != ids), read == ids]
    shares = [(fate & guessed).sum() / guessed.sum() for fate in fates]
    assert shares == pytest.approx([0.8, 0.1, 0.1], abs=0.015)


def test_special_tokens_are_never_hidden_and_the_rest_stays() -> None:
    ids, read, guessed = hidden(0.3)
    assert not guessed[np.isin(ids, SPECIAL)].any()
    assert np.array_equal(read[~guessed], ids[~guessed])


def test_marks_of_wikitext_become_ordinary_text() -> None:
    assert plain("a well @-@ known 1 @,@ 000 or 2 @.@ 5 @ home") == (
        "a well-known 1,000 or 2.5 @ home"
    )


def test_headings_are_left_out(data: Any) -> None:
    texts = read_wikitext(data / "wikitext2" / "test.txt")
    assert texts and all(text.startswith("the film") for text in texts)


def test_blocks_hold_every_token_once_and_rare_words_as_unknown(tokenizer: Any) -> None:
    texts = ["the film is <unk>", "ada wrote it in paris"]
    blocks = blocks_of(tokenizer, texts, 6)
    assert [len(block) for block in blocks] == [6, 6, 3]
    assert {block[0] for block in blocks} == {tokenizer.cls_token_id}
    assert {block[-1] for block in blocks} == {tokenizer.sep_token_id}
    inner = [token for block in blocks for token in block[1:-1]]
    assert tokenizer.convert_ids_to_tokens(inner) == (
        ["the", "film", "is", "[UNK]", "ada", "wrote", "it", "in", "paris"]
    )


@pytest.fixture(scope="module")
def masked_model(base: Any) -> Any:
    from app.training.base import new_student

    return new_student(base, "fill-mask", (), seed=1, method="full", rank=4).model.eval()


def test_logits_of_hidden_tokens_are_the_model_s_own(base: Any, masked_model: Any) -> None:
    blocks = blocks_of(base.tokenizer, ["the film is very good and it is fine"] * 9, 12)
    batch = hidden_batch(blocks, base.tokenizer, np.random.default_rng(2), share=0.4)
    with torch.inference_mode():
        logits, right = guesses(masked_model, batch)
        whole = masked_model(
            input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]
        ).logits
    assert torch.allclose(logits, whole[batch["guessed"]], atol=1e-5)
    assert torch.equal(right, batch["right"][batch["guessed"]])
    assert logits.shape[0] == int(batch["guessed"].sum()) > 0


def test_an_untrained_model_guesses_as_badly_as_it_should(base: Any, masked_model: Any) -> None:
    blocks = blocks_of(base.tokenizer, ["the film is very good and it is fine"] * 40, 12)
    with torch.inference_mode():
        scores = mask_scores(masked_model, base.tokenizer, blocks)
        assert mask_scores(masked_model, base.tokenizer, blocks) == scores, "always the same tokens"
    assert scores["top-1"] <= scores["top-5"] < 0.6
    assert 60 < scores["perplexity"] < 240, "120 entries, all about alike"
