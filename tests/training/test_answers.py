import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.errors import InputError
from app.training.answer import best_threshold
from app.training.passages import Question, hold_back, read_questions
from app.training.squad_scores import exact_match, f1
from app.training.windows import Found, Window, best_answers, windows_of

PASSAGE = " ".join(f"film {number} is Good." for number in range(40))


def test_a_place_in_the_passage_is_found_and_read_back(tokenizer: Any) -> None:
    for text in ("27 is", "Good", "film 39"):
        start = PASSAGE.index(text)
        holding = 0
        for window in windows_of(tokenizer, "what is it", PASSAGE, max_length=50):
            first, last = window.locate(start, start + len(text))
            if first:
                holding += 1
                assert PASSAGE[window.spans[first][0] : window.spans[last][1]] == text
        assert holding >= 1


def test_windows_together_cover_the_passage_and_overlap(tokenizer: Any) -> None:
    windows = windows_of(tokenizer, "what is it", PASSAGE, max_length=100)
    assert len(windows) > 1 and max(len(window.ids) for window in windows) == 100
    covered = [[span for span in window.spans if span[0] >= 0] for window in windows]
    assert covered[0][0][0] == 0 and covered[-1][-1][1] == len(PASSAGE)
    for former, following in pairwise(covered):
        assert following[0][0] < former[-1][1], "neighbours share some tokens"


def test_only_tokens_of_the_passage_have_a_place(tokenizer: Any) -> None:
    (window,) = windows_of(tokenizer, "what is it", "ada wrote it", max_length=40)
    pieces = tokenizer.convert_ids_to_tokens(window.ids)
    inside = [piece for piece, span in zip(pieces, window.spans) if span[0] >= 0]
    assert inside == ["ada", "wrote", "it"]
    assert window.types == [0] * 5 + [1] * 4
    assert window.locate(0, 100) == (0, 0), "what it does not hold whole it does not hold"


def test_an_endless_question_leaves_room_for_the_passage(tokenizer: Any) -> None:
    windows = windows_of(tokenizer, "who " * 500, "ada wrote it", max_length=100)
    assert any(span == (0, 3) for span in windows[0].spans)


def window(tokens: int) -> Window:
    """[CLS] and that many tokens of one character each."""
    return Window([0] * (tokens + 1), [], [(-1, -1), *((n, n + 1) for n in range(tokens))])


def logits(tokens: int, **high: float) -> Any:
    found = np.zeros(tokens + 1, np.float32)
    for name, value in high.items():
        found[int(name[1:])] = value
    return found


def test_the_best_span_never_ends_before_it_starts_and_is_never_outside() -> None:
    starts, ends = logits(5, t0=3.0, t3=2.0, t4=9.0), logits(5, t0=1.0, t3=9.0, t5=4.0)
    (best,) = best_answers([window(5)], [(starts, ends)])
    assert (best.start, best.end) == (3, 5), "tokens 4 to 5; 4 to 3 would score 18"
    assert best.score == pytest.approx(9 + 4 - (3 + 1))


def test_an_answer_is_no_longer_than_thirty_tokens() -> None:
    (best,) = best_answers([window(40)], [(logits(40, t1=5.0), logits(40, t31=5.0))])
    assert best.end - best.start <= 30


def test_the_smallest_score_of_nothing_counts_over_windows() -> None:
    sure, unsure = (logits(3, t0=-1.0, t2=4.0), logits(3, t2=4.0)), (logits(3, t0=6.0), logits(3))
    (best,) = best_answers([window(3), window(3)], [sure, unsure])
    assert (best.start, best.end, best.score) == (1, 2, 9.0)


def test_alternatives_do_not_overlap() -> None:
    starts, ends = logits(6, t2=5.0, t5=3.0), logits(6, t2=5.0, t3=4.9, t5=3.0)
    found = best_answers([window(6)], [(starts, ends)], most=2)
    assert [(each.start, each.end) for each in found] == [(1, 2), (4, 5)]


def test_scores_are_those_worked_out_by_hand() -> None:
    assert exact_match("The  Cat.", ["dog", "a cat"]) == 1
    assert exact_match("cats", ["cat"]) == 0
    # given: big red cat; right: red cat sat -> 2 of 3 and 2 of 3
    assert f1("the big red cat", ["red cat sat", "dog"]) == pytest.approx(2 / 3)
    assert f1("red", ["red cat sat"]) == pytest.approx(0.5)
    assert f1("dog", ["cat"]) == 0


def question(answer: str, article: str = "") -> Question:
    answers = ((PASSAGE.index(answer), answer),) if answer else ()
    return Question("what", PASSAGE, answers, "squad", article)


def test_the_threshold_parts_what_is_there_from_what_is_not() -> None:
    rows = [question("film 1"), question("film 2"), question(""), question("")]
    right = [Found(row.answers[0][0], row.answers[0][0] + 6, 0.0) for row in rows[:2]]
    found = [
        Found(right[0].start, right[0].end, 5.0),
        Found(right[1].start, right[1].end, 2.0),
        Found(0, 4, 1.0),
        Found(0, 4, -3.0),
    ]
    assert best_threshold(rows, found) == 1.5
    assert best_threshold(rows[:2], found[:2]) == 0, "nothing to part"


def test_whole_articles_are_held_back() -> None:
    rows = [question("film 1", f"article {number % 5}") for number in range(11)]
    train, held = hold_back([*rows, question("film 2")], 2)
    assert {row.article for row in held} == {"article 3", "article 4"}
    assert {row.article for row in train} == {"", "article 0", "article 1", "article 2"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("no json", "Row 2 .* q, ctx and answers"),
        ('{"q": "a", "ctx": "b"}', "Row 2 .* q, ctx and answers"),
        ('{"q": "a", "ctx": "bcd", "answers": [{"start": 0, "text": "cd"}]}', "'cd' at character"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, row: str, message: str) -> None:
    good = {"q": "a", "ctx": "bcd", "answers": [{"start": 1, "text": "cd"}]}
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps(good) + "\n" + row + "\n")
    with pytest.raises(InputError, match=message):
        read_questions(path)
