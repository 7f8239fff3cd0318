"""Tasks of encoders with a head equal the model's own outputs, whatever the architecture."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.api.predictions import answer, entities, fill_mask, sentiment
from app.decoding.sampling import Sampling
from app.errors import InputError
from app.models.adapter import DESCRIPTION, Description
from app.tasks import Answer, Request
from app.tasks.answer import TASK
from app.tasks.entities import entities as joined
from app.trace import Token
from app.trace.predictions import Spans
from tests.heads.conftest import FAMILIES

FILM = "the film is good. it is very dull! a fine film"


def outputs(engine: Any, folder: Any, *texts: str) -> Any:
    """The plain model's outputs, and its encoding."""
    import torch

    with engine.store.use(f"path:{folder}") as loaded:
        encoded = loaded.tokenizer(*texts, return_tensors="pt")
        if folder.name.startswith(("roberta", "distilbert")):
            encoded.pop("token_type_ids", None)
        with torch.inference_mode():
            return loaded.model(**encoded), encoded["input_ids"][0].tolist(), loaded


@pytest.mark.parametrize("family", FAMILIES)
def test_labels_equal_the_model(family: str, heads: Any, head_folder: Any) -> None:
    import torch

    folder = head_folder("labels", family)
    found = sentiment(heads, FILM, f"path:{folder}")
    theirs, _, _ = outputs(heads, folder, FILM)
    shares = torch.softmax(theirs.logits[0], -1).tolist()
    assert found["scores"] == pytest.approx(dict(zip(["dull", "good", "fine"], shares)), abs=1e-5)
    assert sum(found["scores"].values()) == pytest.approx(1, abs=1e-6)
    assert found["label"] == max(found["scores"], key=found["scores"].get)
    assert [FILM[part["start"] : part["end"]] for part in found["sentences"]] == [
        "the film is good.",
        "it is very dull!",
        "a fine film",
    ]
    one, _, _ = outputs(heads, folder, "it is very dull!")
    alone = torch.softmax(one.logits[0], -1).tolist()
    assert list(found["sentences"][1]["scores"].values()) == pytest.approx(
        sorted(alone, reverse=True), abs=1e-5
    )


def test_labels_that_do_not_exclude_each_other(heads: Any, head_folder: Any) -> None:
    import torch

    folder = head_folder("several")
    found = sentiment(heads, FILM, f"path:{folder}")
    theirs, _, _ = outputs(heads, folder, FILM)
    assert found["exclusive"] is False
    assert found["scores"] == pytest.approx(
        dict(zip(["sport", "food"], torch.sigmoid(theirs.logits[0]).tolist())), abs=1e-5
    )


def test_your_own_labels_through_entailment(heads: Any, head_folder: Any) -> None:
    import torch

    folder = head_folder("entailment")
    found = sentiment(heads, FILM, f"path:{folder}", labels="paris, film , paris,work")
    logits = []
    for label in ("paris", "film", "work"):
        theirs, _, _ = outputs(heads, folder, FILM, f"This example is {label}.")
        logits.append(float(theirs.logits[0, 2]))
    shares = torch.softmax(torch.tensor(logits), -1).tolist()
    assert found["scores"] == pytest.approx(dict(zip(["paris", "film", "work"], shares)), abs=1e-5)
    trace = heads.trace(found["trace_id"])
    assert set(trace.segments) == {0, 1}
    with pytest.raises(InputError, match="One label alone"):
        sentiment(heads, FILM, f"path:{folder}", labels="paris")
    with pytest.raises(InputError, match="knows its own labels only"):
        sentiment(heads, FILM, f"path:{head_folder('labels')}", labels="a, b")


def test_a_long_text_loses_its_own_end_and_not_the_label(heads: Any, head_folder: Any) -> None:
    model = f"path:{head_folder('entailment')}"
    text = "the film is good and " * 20
    with pytest.raises(InputError, match="shorten it"):
        sentiment(heads, text, model, labels="paris, film")
    found = sentiment(heads, text, model, labels="paris, film", truncate=True)
    trace = heads.trace(found["trace_id"])
    assert len(trace.tokens) == 60
    said, label = trace.text.split("\n")
    assert label == f"This example is {found['label']}."
    assert text.startswith(said)
    with heads.store.use(model) as loaded:
        whole = loaded.pieces.read_pair(text, label)[1]
    assert found["cut"] == len(whole) - 60
    assert trace.segments[-1] == 1


@pytest.mark.parametrize("family", FAMILIES)
def test_spans_equal_the_model(family: str, heads: Any, head_folder: Any) -> None:
    folder = head_folder("spans", family)
    question, context = "who wrote it", "ada wrote it in paris and ada lives at acme"
    found = answer(heads, question, context, f"path:{folder}")
    theirs, ids, _ = outputs(heads, folder, question, context)
    start, end = theirs.start_logits[0].numpy(), theirs.end_logits[0].numpy()
    first = ids.index(3) + 1  # after the question's [SEP]
    table = np.full((len(ids), len(ids)), -np.inf)
    for a in range(first, len(ids) - 1):
        for b in range(a, min(a + 30, len(ids) - 1)):
            table[a, b] = start[a] + end[b]
    nothing = start[0] + end[0]
    best = found["alternatives"][0]
    assert best["score"] == pytest.approx(table.max() - nothing, abs=1e-4)
    total = np.exp(table[np.isfinite(table)]).sum() + np.exp(nothing)
    assert best["probability"] == pytest.approx(np.exp(table.max()) / total, abs=1e-5)
    assert context[best["start"] : best["end"]] == best["text"]
    assert found["state"] == "answered", "no threshold was trained, so the best one is given"
    trace = heads.trace(found["trace_id"])
    assert [token.id for token in trace.tokens] == ids
    assert trace.segments == tuple([0] * first + [1] * (len(ids) - first))
    shown = [trace.text[token.start : token.end] for token in trace.tokens if not token.special]
    assert "".join(shown).replace(" ", "") == (question + context).replace(" ", "")


def test_a_long_context_is_read_in_windows(heads: Any, head_folder: Any) -> None:
    context = "ada lives in paris and works at acme. " * 25
    found = answer(heads, "who wrote it", context, f"path:{head_folder('spans')}")
    assert len(found["windows"]) > 2
    assert found["windows"][0]["start"] == 0
    assert found["windows"][-1]["end"] == len(context.rstrip())
    for former, later in zip(found["windows"], found["windows"][1:]):
        assert later["start"] <= former["end"] + 1, "nothing is left out"
    best = found["alternatives"][0]
    scores = [window["best"] for window in found["windows"]]
    assert best["window"] == int(np.argmax(scores)) or best["score"] >= max(scores) - 1e-4
    assert context[best["start"] : best["end"]] == best["text"]


@pytest.mark.parametrize("family", FAMILIES)
def test_tags_equal_the_model(family: str, heads: Any, head_folder: Any) -> None:
    import torch

    folder = head_folder("tags", family)
    text = "ada works at acme in paris."
    found = entities(heads, text, f"path:{folder}")
    theirs, ids, _ = outputs(heads, folder, text)
    shares = torch.softmax(theirs.logits[0], -1).numpy()
    ours = np.array([token["probabilities"] for token in found["tokens"]])
    assert ours == pytest.approx(shares, abs=1e-5)
    assert [token["id"] for token in found["tokens"]] == ids
    for each in found["entities"]:
        assert text[each["start"] : each["end"]] == each["text"]


@pytest.mark.parametrize("seed", range(4))
def test_names_equal_those_of_transformers_pipeline(
    seed: int, heads: Any, head_folder: Any
) -> None:
    import torch
    from transformers import pipeline

    texts = (
        "ada works at acme in paris.",
        "the film is good, and ada's acme is not!",
        "it is fine",
    )
    with heads.store.use(f"path:{head_folder('tags')}") as loaded:
        kept = loaded.model.classifier.weight.clone()
        # Random heads of several kinds, so that names begin, go on and end everywhere.
        generator = torch.Generator().manual_seed(seed)
        loaded.model.classifier.weight.copy_(torch.randn(kept.shape, generator=generator))
        asked = pipeline(
            "token-classification",
            model=loaded.model,
            tokenizer=loaded.tokenizer,
            aggregation_strategy="first",
        )
        labels = [loaded.model.config.id2label[n] for n in range(5)]
        for text in texts:
            read, tokens = loaded.pieces.read(text)
            with torch.inference_mode():
                logits = loaded.model(torch.tensor([[token.id for token in tokens]])).logits[0]
            ours = joined(read, tokens, torch.softmax(logits, -1).numpy(), labels)
            theirs: Any = asked(text)
            assert [(each.start, each.end, each.label) for each in ours] == [
                (each["start"], each["end"], each["entity_group"]) for each in theirs
            ]
            assert theirs or seed
        loaded.model.classifier.weight.copy_(kept)


def test_entities_are_joined_by_words_and_kinds() -> None:
    text = "Angela Merkel met Ana Sá-Reis"
    pieces = ["Angela", " Mer", "kel", " met", " Ana", " Sá", "-", "Reis"]
    tokens, start = [], 0
    for number, piece in enumerate(pieces):
        tokens.append(Token(number, piece, start, start + len(piece)))
        start += len(piece)
    labels = ["O", "B-PER", "I-PER", "I-LOC"]
    # "kel" alone would be nothing: the first piece of its word decides.
    best = [1, 2, 0, 0, 1, 1, 2, 2]
    shares = np.full((8, 4), 0.1, dtype=np.float32)
    shares[np.arange(8), best] = 0.7
    found = list(joined(text, tuple(tokens), shares, labels))
    assert [each.text for each in found] == ["Angela Merkel", "Ana", "Sá-Reis"]
    assert {each.label for each in found} == {"PER"}
    # The probability of a type is that of its labels together: B-PER and I-PER.
    assert found[0].score == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize("family", FAMILIES)
def test_words_equal_the_model(family: str, heads: Any, head_folder: Any) -> None:
    import torch

    folder = head_folder("words", family)
    found = fill_mask(heads, "the film is ___ and [MASK]", f"path:{folder}", 5)
    theirs, ids, loaded = outputs(heads, folder, "the film is [MASK] and [MASK]")
    places = [n for n, number in enumerate(ids) if number == loaded.tokenizer.mask_token_id]
    assert [blank["position"] for blank in found["blanks"]] == places
    for blank in found["blanks"]:
        shares, numbers = torch.softmax(theirs.logits[0, blank["position"]], -1).topk(5)
        assert [each["id"] for each in blank["candidates"]] == numbers.tolist()
        assert [each["probability"] for each in blank["candidates"]] == pytest.approx(
            shares.tolist(), abs=1e-5
        )
    # The whole distribution is the next-token panel's, at its own place.
    trace = heads.trace(found["trace_id"])
    assert trace.predicts == "own"
    assert trace.logits[places[0]] == pytest.approx(theirs.logits[0, places[0]].numpy(), abs=1e-4)


def test_a_hidden_word_is_compared_with_the_guesses(heads: Any, head_folder: Any) -> None:
    folder = head_folder("words")
    fields = {"text": "the film is good", "hide": "4"}
    result = heads.finish(heads.run("fill", f"path:{folder}", fields)).answer.result
    (blank,) = result.blanks
    assert (blank.start, blank.end) == (12, 16)
    theirs, ids, _ = outputs(heads, folder, "the film is [MASK]")
    import torch

    shares = torch.softmax(theirs.logits[0, 4], -1)
    good = outputs(heads, folder, "the film is good")[1][4]
    assert ids[4] != good
    assert blank.original.id == good
    assert blank.original.probability == pytest.approx(float(shares[good]), abs=1e-6)
    assert blank.original_rank == int((shares > shares[good]).sum()) + 1


@pytest.mark.parametrize(
    ("task", "head", "fields", "sentence"),
    [
        ("answer", "spans", {"text": "ada", "question": " "}, "“Question” is empty"),
        ("answer", "spans", {"text": "", "question": "who"}, "“Text to look in” is empty"),
        ("answer", "labels", {"text": "ada", "question": "who"}, "has no head for “Answer”"),
        ("sentiment", "spans", {"text": "ada"}, "has no head for “Sentiment”"),
        ("fill", "words", {"text": "ada is here"}, "Nothing is hidden yet"),
        ("fill", "words", {"text": "ada is", "hide": "0"}, "a mark of the tokenizer"),
        ("fill", "words", {"text": "ada is", "hide": "99"}, "numbers of tokens from 0 to"),
        ("fill", "words", {"text": "ada is", "hide": "x"}, "numbers of tokens from 0 to"),
        ("entities", "tags", {"text": "a " * 200}, "shorten it"),
        ("sentiment", "labels", {"text": "a", "labels": "a,b" + ",x" * 9}, "knows its own"),
        ("sentiment", "labels", {"text": "a", "labels": ",".join("abcdefghijklmnopqrstuv")}, "few"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_one_sentence(
    task: str, head: str, fields: Any, sentence: str, heads: Any, head_folder: Any
) -> None:
    with pytest.raises(InputError, match=sentence):
        heads.finish(heads.run(task, f"path:{head_folder(head)}", fields))


def test_a_question_that_does_not_fit_is_refused_and_one_that_does_is_read_whole(
    heads: Any, head_folder: Any
) -> None:
    model = f"path:{head_folder('spans')}"
    with pytest.raises(
        InputError, match=r"is 90 tokens long and 30 fit beside the text \(limit 60"
    ):
        answer(heads, "who is it " * 30, "ada lives in paris", model)
    found = answer(heads, "who is it " * 10, "ada lives in paris", model)
    assert found["alternatives"]
    assert sum(part == 0 for part in heads.trace(found["trace_id"]).segments) == 2 + 30


@pytest.mark.parametrize("family", FAMILIES)
def test_unknown_words_of_a_question_keep_their_place(
    family: str, heads: Any, head_folder: Any
) -> None:
    question, context = "where was 😀 ada, [SEP] born?", "ada 😀 lives in paris"
    found = answer(heads, question, context, f"path:{head_folder('spans', family)}")
    trace = heads.trace(found["trace_id"])
    own = [token for token in trace.tokens if not token.special]
    shown = [trace.text[token.start : token.end].strip() for token in own]
    assert "".join(shown) == (question + context).replace(" ", "")
    emoji = [token.id for token, text in zip(own, shown) if text == "😀"]
    assert emoji == [1, 1], "[UNK] stands for it"
    assert len([token for token in trace.tokens if token.special]) == 3


def test_scores_and_threshold_of_an_answer_have_one_unit(heads: Any, head_folder: Any) -> None:
    context = "ada wrote it in paris"
    found = answer(heads, "who wrote it", context, f"path:{head_folder('spans')}")
    best = found["alternatives"][0]
    assert (found["score"], found["probability"]) == (best["score"], best["probability"])
    assert (found["state"], found["answered"]) == ("answered", True)
    assert found["unsure_above"] is found["answered_above"] is found["right"] is None


@pytest.mark.parametrize(
    ("low", "high", "state"), [(-2, -1, "answered"), (-1, 1, "unsure"), (1, 2, "absent")]
)
def test_an_answer_says_its_state_and_what_it_rests_on(
    low: float, high: float, state: str, heads: Any, head_folder: Any, tmp_path: Path
) -> None:
    """The tiny model as an adapter would have it, with thresholds around its score."""
    model = f"path:{head_folder('spans')}"
    context = "ada wrote it in paris"
    plain = answer(heads, "who wrote it", context, model)
    described = Description(
        title="",
        kind="answer",
        head="question-answering",
        base="",
        base_sha256="",
        max_length=60,
        parameters=1,
        bits=6,
        unsure_above=plain["score"] + low,
        answered_above=plain["score"] + high,
        scores={f"{state} and right": 0.25},
    )
    (tmp_path / DESCRIPTION).write_text(described.model_dump_json())
    request = Request({"text": context, "question": "who wrote it"}, Sampling(), room=60)
    with heads.store.use(model) as loaded:
        adapted = replace(loaded, row=replace(loaded.row, adapter=tmp_path))
        *_, made = TASK.run(adapted, request, lambda: False)
    assert isinstance(made, Answer) and isinstance(made.result, Spans)
    result = made.result
    assert result.state == state and result.right == 0.25
    assert result.spans[0].score == pytest.approx(plain["score"], abs=1e-5)
    assert result.answered_above == plain["score"] + high
    assert made.text == ("" if state == "absent" else plain["answer"])


def with_tokenizer(folder: Path, tokenizer: Any) -> Path:
    """A copy of a model's folder with another tokenizer."""
    made = folder.parent / f"{folder.name}-{type(tokenizer).__name__}"
    shutil.copytree(folder, made)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (made / name).unlink()
    tokenizer.save_pretrained(made)
    return made


def test_blanks_are_no_part_of_an_answer(heads: Any, head_folder: Any) -> None:
    from transformers import DebertaV2Tokenizer

    entries = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "▁who", "▁wrote", "▁it", "▁ada", "▁in", "▁paris"]
    tokenizer = DebertaV2Tokenizer(vocab=[(entry, -float(n)) for n, entry in enumerate(entries)])
    context = "ada wrote it in paris"
    offsets = tokenizer(context, return_offsets_mapping=True)["offset_mapping"]
    assert context[slice(*offsets[2])] == " wrote", "its offsets hold the blank"
    folder = with_tokenizer(head_folder("spans"), tokenizer)
    found = answer(heads, "who wrote it", context, f"path:{folder}")
    for each in found["alternatives"]:
        assert each["text"] == context[each["start"] : each["end"]] == each["text"].strip()
    assert any(each["start"] for each in found["alternatives"])


def test_outputs_of_one_name_are_all_shown() -> None:
    from types import SimpleNamespace

    from app.models.task_heads import label_names, stated_names
    from app.tasks._one_pass import scores_of

    config = SimpleNamespace(id2label={0: "neg", 1: "pos", 2: "pos"}, problem_type=None)
    assert label_names(config, 3) == ["neg", "pos (1)", "pos (2)"]
    assert stated_names(config, 3) == ["neg", "pos", "pos"]
    scores, _ = scores_of(np.array([0.0, 1.0, 2.0]), config)
    assert {score.label: score.logit for score in scores} == {
        "pos (2)": 2.0, "pos (1)": 1.0, "neg": 0.0,
    }  # fmt: skip


def test_a_regression_has_values_and_no_probabilities(heads: Any, head_folder: Any) -> None:
    import torch

    text = "the film is good. it is dull."
    for head, names in (("value", ["rating"]), ("values", ["valence", "arousal", "dominance"])):
        folder = head_folder(head)
        found = sentiment(heads, text, f"path:{folder}")
        with heads.store.use(f"path:{folder}") as loaded, torch.inference_mode():
            ids = loaded.tokenizer(text, return_tensors="pt")["input_ids"]
            own = loaded.model(ids).logits[0].tolist()
        assert list(found["values"]) == names
        assert list(found["values"].values()) == pytest.approx(own, abs=1e-4)
        assert (found["label"], found["scores"], found["exclusive"]) == ("", {}, False)
        for part in found["sentences"]:
            assert list(part["values"]) == names
            assert (part["label"], part["scores"]) == ("", {})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("the __ is good", "the * is good"),
        ("it is ____.", "it is *."),
        ("call snake__case or a____b", "call snake__case or a____b"),
        ("__init__ it", "*init* it"),
        ("\u6211\u4f4f\u5728__\u3002\u6211__\u4f60", "\u6211\u4f4f\u5728*\u3002\u6211*\u4f60"),
        ("the [MASK] and the <mask>", "the * and the *"),
    ],
)
def test_underscores_are_a_blank_unless_they_join_a_name(text: str, left: str) -> None:
    from app.tasks.fill import BLANK

    assert BLANK.sub("*", text) == left


def test_a_number_of_thousands_of_digits_is_no_token(heads: Any, head_folder: Any) -> None:
    fields = {"text": "the film is good", "hide": "9" * 5000}
    with pytest.raises(InputError, match="“Hide” holds numbers of tokens"):
        heads.finish(heads.run("fill", f"path:{head_folder('words')}", fields))
