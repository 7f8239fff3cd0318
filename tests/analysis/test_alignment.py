"""Which source words a written word was read from: rows, words, and the heads that tell."""

from __future__ import annotations

import numpy as np
import pytest

from app.analysis.alignment import alignment, by_word, heads_of, opening_heads
from app.analysis.rank_correlation import ranks, spearman
from app.text.words import members, words
from app.trace import Token
from tests.visualizers.test_panels import translated


def tokens(*pieces: str) -> tuple[Token, ...]:
    found, start = [], 0
    for number, piece in enumerate(pieces):
        found.append(Token(number, piece, start, start + len(piece)))
        start += len(piece)
    return tuple(found)


def test_the_row_of_a_word_is_that_of_the_position_before_it() -> None:
    trace = translated()
    rows = alignment(trace)
    whole = trace.stack("cross").weights(1, 2)[0]
    assert rows.shape == (4, 4)
    # The start mark predicts the first word; the last position predicts nothing that was written.
    assert np.array_equal(rows, whole[:4])
    assert rows.sum(axis=1) == pytest.approx(1, abs=1e-6)


def test_without_a_trained_head_the_last_layer_but_one_is_averaged() -> None:
    chosen = opening_heads(6, 8)
    assert (chosen.layer, chosen.heads) == (4, tuple(range(8)))
    assert "Garg" in chosen.why
    assert opening_heads(1, 2).layer == 0
    assert heads_of(translated()).heads == (2,)


def test_words_are_joined_and_marks_stand_apart() -> None:
    pieces = tokens("Don", "'t", " re", "-", "do", " it", "!", "!", "  ")
    text = "".join(each.text for each in pieces)
    assert words(text, pieces) == (0, 0, 1, 1, 1, 2, 3, 3, None)
    assert members((0, 0, 1, None, 2)) == ((0, 1), (2,), (4,))


def test_signs_of_a_script_without_spaces_are_words() -> None:
    pieces = tokens("私は", "猫", "です")
    assert words("私は猫です", pieces) == (0, 1, 2)


def test_special_tokens_belong_to_no_word() -> None:
    mark = Token(9, "</s>", 0, 0, special=True)
    assert words("cat", (*tokens("cat"), mark)) == (0, None)


def test_words_get_the_sum_of_a_source_and_the_mean_of_a_target() -> None:
    rows = np.array([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6], [0.9, 0.1, 0.0]], dtype=np.float32)
    table = by_word(rows, [(0, 1), (2,)], [(0,), (1, 2)])
    assert table == pytest.approx(np.array([[0.3, 0.7], [0.9, 0.1]]), abs=1e-6)


def test_ranks_and_their_correlation_by_hand() -> None:
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]
    rising = np.array([1.0, 2.0, 5.0, 9.0])
    assert spearman(rising, rising**3) == pytest.approx(1.0)
    assert spearman(rising, -rising) == pytest.approx(-1.0)
    # d = (0, 1, -1, 0): 1 - 6·2 / (4·15) = 0.8
    assert spearman(rising, np.array([1.0, 3.0, 2.0, 4.0])) == pytest.approx(0.8)


def test_no_order_no_correlation() -> None:
    assert spearman(np.array([1.0, 2.0]), np.array([1.0, 2.0])) is None
    assert spearman(np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0, 3.0])) is None
