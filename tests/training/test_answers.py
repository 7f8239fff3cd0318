import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.errors import InputError
from app.models.adapter import DESCRIPTION, read_description
from app.models.catalog import SHIPPED
from app.models.thresholds import STATES, UNDECIDED, Thresholds
from app.training.answer import LEAST_DOUBTED, MOST_LOST, best_thresholds, scores_of
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


def at(score: float, answer: str = "film 1") -> Found:
    start = PASSAGE.index(answer)
    return Found(start, start + len(answer), score)


def lopsided() -> tuple[list[Question], list[Found | None]]:
    """100 answerable questions with the scores 1 to 100, of which the ones of 1 to 4 are answered
    wrongly, and 10 others with the scores 10 to 100."""
    rows = [question("film 1")] * 100 + [question("")] * 10
    own = [at(float(n), "Good" if n <= 4 else "film 1") for n in range(1, 101)]
    return rows, [*own, *(at(10.0 * n) for n in range(1, 11))]


def test_thresholds_are_those_worked_out_by_hand() -> None:
    # What is wrong costs nothing; two and a half points of 96 right ones are two of a hundred.
    # Half of the ten others score 50 or less.
    assert best_thresholds(*lopsided()) == Thresholds(6.0, 50.0)
    rows, found = lopsided()
    assert best_thresholds(rows[:100], found[:100]) == UNDECIDED, "nothing to part"
    assert best_thresholds(rows[100:], found[100:]) == UNDECIDED


def test_the_thresholds_keep_what_they_promise() -> None:
    random = np.random.default_rng(0)
    rows = [question("film 1")] * 300 + [question("")] * 200
    found: list[Found | None] = [
        at(float(random.normal(4, 3)), str(random.choice(["film 1", "Good"]))) for _ in range(300)
    ]
    found += [at(float(random.normal(2, 3))) for _ in range(200)]
    scores = scores_of(rows, found, best_thresholds(rows, found))
    assert 0 <= scores["F1"] - scores["F1 as shown"] <= MOST_LOST
    assert scores["unanswerable answered"] <= 1 - LEAST_DOUBTED
    assert scores["unsure and right"] < scores["answered and right"] < 1


@pytest.mark.parametrize("sort", ["answerable", "unanswerable"])
def test_every_question_is_in_one_of_three_states(sort: str) -> None:
    rows, found = lopsided()
    rows, found = [*rows, question(""), question("film 1")], [*found, None, None]
    for limits in (Thresholds(6.0, 50.0), Thresholds(-9.0, -9.0), Thresholds(7.0, 1000.0)):
        scores = scores_of(rows, found, limits)
        shares = [scores[f"{sort} {state}"] for state in STATES]
        assert sum(shares) == pytest.approx(1) and min(shares) >= 0


def test_a_higher_threshold_never_answers_more() -> None:
    rows, found = lopsided()
    given = [
        [
            scores_of(rows, found, Thresholds(low, high))[f"{sort} answered"]
            for high in np.arange(low, 101, 3.5)
        ]
        for low in (-1.0, 20.0)
        for sort in ("answerable", "unanswerable")
    ]
    for shares in given:
        assert shares == sorted(shares, reverse=True) and len(set(shares)) > 5
    absent = [
        scores_of(rows, found, Thresholds(low, 101.0))["answerable absent"]
        for low in np.arange(0.0, 101, 3.5)
    ]
    assert absent == sorted(absent) and len(set(absent)) > 5


def test_a_score_on_a_threshold_is_below_it() -> None:
    limits = Thresholds(1.0, 2.0)
    states = [limits.state(score) for score in (None, 0.9, 1.0, 1.1, 2.0, 2.1)]
    assert states == ["absent", "absent", "absent", "unsure", "unsure", "answered"]


def test_shares_of_right_answers_are_those_worked_out_by_hand() -> None:
    rows = [question("film 1"), question("film 1"), question(""), question("film 1")]
    found: list[Found | None] = [at(5.0), at(5.0, "Good"), at(5.0), at(1.5)]
    scores = scores_of(rows, found, Thresholds(1.0, 2.0))
    assert scores["answered and right"] == pytest.approx(1 / 3)
    assert scores["unsure and right"] == 1
    assert scores["F1"] == scores["F1 as shown"] == pytest.approx(2 / 3)
    # 5 = 5 twice, and 1.5 < 5: half, half, and nothing.
    assert scores["ROC area"] == pytest.approx(1 / 3)


def test_an_adapter_of_an_earlier_version_has_one_threshold(tmp_path: Path) -> None:
    known = json.loads((SHIPPED / "minilm-squad" / DESCRIPTION).read_text())
    del known["unsure_above"], known["answered_above"]
    (tmp_path / DESCRIPTION).write_text(json.dumps(known | {"threshold": 5.0}))
    assert read_description(tmp_path).thresholds == Thresholds(5.0, 5.0)
    (tmp_path / DESCRIPTION).write_text(json.dumps(known))
    assert read_description(tmp_path).thresholds is None
    crossed = known | {"unsure_above": 2.0, "answered_above": 1.0}
    (tmp_path / DESCRIPTION).write_text(json.dumps(crossed))
    with pytest.raises(InputError, match="answered_above must be no smaller"):
        read_description(tmp_path)


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
