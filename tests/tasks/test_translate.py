"""Translation through one task, whatever the architecture and its way to name languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.api.runs import translate
from app.decoding.sampling import Sampling
from app.engine import continuations
from app.engine.engine import Engine
from app.engine.events import Finished
from app.errors import InputError
from app.settings import Settings
from app.tasks import Partial
from app.text.languages import codes, direction, hint, reading, unlike, unread_language
from app.text.sentences import sentences
from tests.tongues import KINDS, translator_folder

pytestmark = pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")

LANGUAGES = {
    "marian": ("", ""),
    "marian of many": ("", "por"),
    "m2m-100": ("en", "pt"),
    "nllb": ("eng_Latn", "por_Latn"),
    "mbart-50": ("en_XX", "pt_XX"),
    "t5": ("en", "de"),
}
TEXT = "the cat sat. it ran far."


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("translators")
    return {kind: translator_folder(kind, root / kind.replace(" ", "-")) for kind in KINDS}


@pytest.fixture(scope="module")
def translators(folders: dict[str, Path]) -> Engine:
    root = next(iter(folders.values())).parent
    return Engine(Settings(threads=1, allow_path=(root,), offline=True, max_tokens=60))


def run(engine: Engine, folder: Path, kind: str, text: str = TEXT, **options: Any) -> Finished:
    source, target = options.pop("languages", LANGUAGES[kind])
    fields = {"text": text, "source": source, "target": target}
    sampling = Sampling(**options)
    return engine.finish(engine.run("translate", f"path:{folder}", fields, sampling))


@pytest.mark.parametrize("beams", [1, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_equals_generate(
    kind: str, beams: int, translators: Engine, folders: dict[str, Path]
) -> None:
    import torch

    finished = run(translators, folders[kind], kind, num_beams=beams)
    parts = finished.answer.sentences
    assert [part.trace.text for part in parts] == ["the cat sat.", "it ran far."]
    with translators.store.use(f"path:{folders[kind]}") as loaded:
        model: Any = loaded.model
        for part in parts:
            ids = torch.tensor([[token.id for token in part.prompt]])
            most = min(int(np.ceil(2.5 * ids.shape[1])) + 10, 59)
            going = direction(loaded, *LANGUAGES[kind])
            with torch.inference_mode():
                theirs = model.generate(
                    ids,
                    attention_mask=torch.ones_like(ids),
                    num_beams=beams,
                    max_new_tokens=most,
                    do_sample=False,
                    forced_bos_token_id=going.first,
                )
            row = theirs[0, 1:].tolist()
            ours = [each.token.id for each in part.written]
            assert ours == row[: len(ours)]


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [("m2m-100", "fr", "pt"), ("nllb", "fra_Latn", "por_Latn"), ("mbart-50", "fr_XX", "pt_XX")],
)
def test_the_source_is_read_as_the_tokenizer_itself_would(
    kind: str, source: str, target: str, translators: Engine, folders: dict[str, Path]
) -> None:
    with translators.store.use(f"path:{folders[kind]}") as loaded:
        tokenizer: Any = loaded.tokenizer
        going = direction(loaded, source, target)
        before = tokenizer.src_lang
        theirs = tokenizer._build_translation_inputs(
            "the cat", return_tensors=None, src_lang=source, tgt_lang=target
        )
        tokenizer.src_lang = before
        with reading(loaded, going):
            _, tokens = loaded.pieces.read("the cat")
        assert [token.id for token in tokens] == list(theirs["input_ids"])
        assert going.first == theirs["forced_bos_token_id"]
        assert tokenizer.src_lang == before


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "marian"])
def test_a_model_of_many_languages_asks_for_them(
    kind: str, translators: Engine, folders: dict[str, Path]
) -> None:
    with pytest.raises(InputError, match="write one of"):
        run(translators, folders[kind], kind, languages=("", ""))
    with pytest.raises(InputError, match="does not know 'xx-klingon'"):
        run(translators, folders[kind], kind, languages=(LANGUAGES[kind][0], "xx-klingon"))


def test_a_pair_a_t5_was_not_trained_for_is_refused(
    translators: Engine, folders: dict[str, Path]
) -> None:
    with translators.store.use(f"path:{folders['t5']}") as loaded:
        assert codes(loaded).target == ("de", "fr")
        assert direction(loaded, "en", "fr").prefix == "a big dog: "
        with pytest.raises(InputError, match="to go from: write one of en"):
            direction(loaded, "", "fr")


def test_the_words_a_t5_is_asked_with_are_no_part_of_the_source(
    translators: Engine, folders: dict[str, Path]
) -> None:
    trace = run(translators, folders["t5"], "t5").answer.trace
    assert trace.text == "the cat sat."
    assert [token.special for token in trace.tokens[:4]] == [True] * 4
    assert [trace.text[token.start : token.end] for token in trace.tokens[4:6]] == ["the", " cat"]


def test_each_sentence_has_its_own_trace(translators: Engine, folders: dict[str, Path]) -> None:
    finished = run(translators, folders["marian"], "marian", "the cat sat.  it ran.\n\nit saw.")
    parts = finished.answer.sentences
    assert [part.gap for part in parts] == ["", "  ", "\n\n"]
    assert [part.start for part in parts] == [0, 14, 23]
    for number, part in enumerate(parts):
        trace = translators.trace(finished.id_of(number))
        assert trace is part.trace
        assert [each.name for each in trace.attention] == ["encoder", "decoder", "cross"]
        assert trace.stack("cross").weights(0).sum(-1) == pytest.approx(1, abs=1e-5)
    assert finished.answer.nbytes == sum(part.trace.nbytes for part in parts)
    with pytest.raises(InputError, match="3 sentences"):
        translators.trace(f"{finished.trace_id}-7")
    with pytest.raises(InputError, match="3 sentences"):
        translators.trace(f"{finished.trace_id}-x")


def test_a_branch_changes_its_sentence_only(translators: Engine, folders: dict[str, Path]) -> None:
    before = run(translators, folders["marian"], "marian")
    seen: list[Any] = []
    for event in continuations.branch(translators, before.id_of(1), 1, 7, Sampling()):
        seen.append(event)
    after = seen[-1]
    assert all(len(each.before) == 1 for each in seen if isinstance(each, Partial))
    assert after.answer.shown == 1
    assert after.answer.sentences[0] is before.answer.sentences[0]
    assert [each.token.id for each in after.answer.sentences[1].written][1] == 7
    assert translators.trace(after.id_of(1)).target[2].id == 7
    again = translators.finish(continuations.branch(translators, before.id_of(1), 1, 7, Sampling()))
    assert again.cached
    assert again.answer.text == after.answer.text


def test_a_translator_does_not_continue_a_text(
    translators: Engine, folders: dict[str, Path]
) -> None:
    with pytest.raises(InputError, match="cannot do “Continue”"):
        translators.finish(
            translators.run("generate", f"path:{folders['marian']}", {"text": "the cat"})
        )


@pytest.mark.parametrize("kind", ["marian", "m2m-100"])
def test_what_a_translator_only_read_can_be_gone_on_from(
    kind: str, translators: Engine, folders: dict[str, Path]
) -> None:
    read = translators.finish(
        translators.run("read", f"path:{folders[kind]}", {"text": "the cat sat"})
    )
    after = translators.finish(continuations.branch(translators, read.trace_id, 0, 7, Sampling(3)))
    assert after.answer.written[0].token.id == 7
    assert after.answer.trace.target[1].id == 7
    again = translators.finish(continuations.branch(translators, after.trace_id, 1, 8, Sampling(3)))
    assert [each.token.id for each in again.answer.written[:2]] == [7, 8]


def test_rows_of_the_alignment_come_with_the_words(
    translators: Engine, folders: dict[str, Path]
) -> None:
    from app.analysis.alignment import alignment

    fields = {"text": "the cat sat.", "source": "", "target": ""}
    events = list(translators.run("translate", f"path:{folders['marian']}", fields))
    partial = [event for event in events if isinstance(event, Partial)]
    assert [len(each.alignment) for each in partial] == [len(each.written) for each in partial]
    end = events[-1]
    assert isinstance(end, Finished)
    rows = alignment(end.answer.trace)
    assert np.stack(partial[-1].alignment) == pytest.approx(rows, abs=1e-6)


def test_another_hypothesis_becomes_the_one_that_is_shown(
    translators: Engine, folders: dict[str, Path]
) -> None:
    first = run(translators, folders["marian"], "marian", "the cat sat.", num_beams=3)
    search = first.answer.trace.search
    assert search is not None
    other = search.hypotheses[1]
    chosen = translators.finish(continuations.choose_beam(translators, first.trace_id, other.node))
    assert [each.token.id for each in chosen.answer.written] == list(other.tokens)
    trace = chosen.answer.trace
    assert trace.search is not None
    assert trace.search.chosen == other.node
    # Its numbers are those of a pass over it: the sum of the log-probabilities is its score.
    shares = np.log([each.probability for each in chosen.answer.written])
    assert shares.sum() == pytest.approx(other.log_probability, abs=1e-3)
    back = translators.finish(
        continuations.choose_beam(translators, chosen.trace_id, search.hypotheses[0].node)
    )
    assert back.answer.text == first.answer.text
    with pytest.raises(InputError, match="node must be"):
        translators.finish(continuations.choose_beam(translators, first.trace_id, 10_000))


def test_a_greedy_run_has_no_other_hypothesis(
    translators: Engine, folders: dict[str, Path]
) -> None:
    greedy = run(translators, folders["marian"], "marian")
    with pytest.raises(InputError, match="set the beams to 2 or more"):
        translators.finish(continuations.choose_beam(translators, greedy.trace_id, 0))


def test_beams_and_drawing_do_not_go_together(
    translators: Engine, folders: dict[str, Path]
) -> None:
    with pytest.raises(InputError, match="set the temperature to 0, or the beams to 1"):
        run(translators, folders["marian"], "marian", num_beams=2, temperature=0.7)


def test_stop_ends_after_the_sentences_that_are_done(
    translators: Engine, folders: dict[str, Path]
) -> None:
    stopped: list[bool] = []
    fields = {"text": "a dog ran. the cat saw it.", "source": "", "target": ""}
    events = translators.run(
        "translate", f"path:{folders['marian']}", fields, stop=lambda: bool(stopped)
    )
    for event in events:
        if isinstance(event, Partial) and event.before and len(event.written) == 2:
            stopped.append(True)
    assert isinstance(event, Finished)
    assert event.answer.stopped_by == "stop"
    assert event.answer.shown == 1
    assert len(event.answer.sentences[1].written) == 2


def test_the_endpoint_counts_characters_in_the_whole_text(
    translators: Engine, folders: dict[str, Path]
) -> None:
    made = translate(
        translators,
        "the cat. it ran.",
        f"path:{folders['marian']}",
        Sampling(num_beams=2),
        source="",
        target="",
    )
    spans = [each for each in made["source_tokens"] if not each["special"]]
    assert spans[-1]["end"] == len("the cat. it ran.")
    assert len(made["sentences"]) == 2
    assert len(made["hypotheses"]) == 2
    assert made["hypotheses"][0]["score"] >= made["hypotheses"][1]["score"]


def test_nothing_is_lost_between_sentences() -> None:
    text = "  Mr. Smith paid 3.50 dollars. “Why?” she asked… Fine!\n\nBye"
    parts = list(sentences(text, "en"))
    assert "".join(part for _, part in parts) == text
    assert all(text[start : start + len(part)] == part for start, part in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chapter One\nIt was dark.", ["Chapter One\n", "It was dark."]),
        ("Total: 5\r\n\r\nTax: 2\n", ["Total: 5\r\n", "\r\n", "Tax: 2\n"]),
        ("He came. She\nleft.", ["He came. ", "She\n", "left."]),
    ],
)
def test_a_line_break_ends_a_sentence(text: str, expected: list[str]) -> None:
    assert [sentence for _, sentence in sentences(text, "en")] == expected


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\n\n  ", " \n- "])
def test_lines_stay_lines(gap: str, translators: Engine, folders: dict[str, Path]) -> None:
    made = translate(
        translators,
        f"the cat{gap}it ran",
        f"path:{folders['marian']}",
        Sampling(),
        source="",
        target="",
    )
    first, *_, second = made["sentences"]
    between = gap.rstrip("- ") if "-" in gap else gap
    assert made["translation"].startswith(f"{first['translation']}{between}")
    assert made["translation"].endswith(second["translation"])
    assert (first["text"], second["text"]) == ("the cat", "- it ran" if "-" in gap else "it ran")


def test_signs_the_tokenizer_does_not_know_are_named(
    translators: Engine, folders: dict[str, Path]
) -> None:
    def hint_of(text: str) -> str:
        return run(translators, folders["marian"], "marian", text).answer.hint

    assert hint_of("the cat sat") == ""
    assert "“😀” is unknown to this model's tokenizer" in hint_of("the cat 😀 sat")
    assert "“😀”, “.” and “漢” are unknown" in hint_of("the 😀 cat. it 漢 ran 😀 far.")


def test_the_language_is_guessed_only_when_it_is_plain() -> None:
    assert unlike("O gato preto dorme na cadeira vermelha.", "en") == "pt"
    assert unlike("Ok", "en") is None
    said = hint("O gato preto dorme na cadeira vermelha.", "en", other="pt")
    assert "looks like Portuguese" in said
    assert "reads English" in said
    assert "Swap" in said
    assert hint("The black cat sleeps on the chair.", "en", other="pt") == ""
    assert hint("O gato preto dorme na cadeira.", None) == ""
    # The other direction reads Portuguese: it is no help with Chinese.
    chinese = hint("这部电影太糟糕了，我再也不想看第二遍。", "en", other="pt")
    assert "reads English" in chinese
    assert "Swap" not in chinese


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("这部电影太糟糕了", True),
        ("Этот фильм ужасен, и я ушёл.", True),
        ("O gato preto dorme na cadeira vermelha.", True),
        ("The film is dull and it is good.", False),
        ("Berlin", False),
        ("Angela Merkel", False),
        ("def f(x): return x", False),
        ("", False),
    ],
)
def test_a_text_in_a_language_the_model_does_not_read_is_told(text: str, says: bool) -> None:
    assert bool(unread_language(text, "en")) == says
    assert unread_language(text, None) == ""
