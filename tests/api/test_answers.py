"""What the routes answer has the types that the page's scripts are checked with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, with_config

from app.api.autocomplete import Suggestions
from app.api.bertviz.plan import BertvizPlan
from app.api.compare import Comparison
from app.api.heads.attention_steps import HeadSteps
from app.api.heads.distance_r2 import DistanceShares
from app.api.heads.roles import HeadRoles, InductionScores
from app.api.heads.sentence_sets import SetProgress
from app.api.logit_lens_answers import LensCandidates, LensCells, LensWatch, Neurons
from app.api.next_token_answers import Draws, NamedEntries, Texts
from app.api.position_edits_answers import MovableWords, MovedPositions, PermutedPositions
from app.api.source_ablation import Ablation
from app.api.surprisal import ReadText
from app.api.tree import GrownTree
from app.decoding.sampling import Sampling
from app.server import ServerStatus
from visualizers.alignment import AlignmentPanel
from visualizers.attention import AttentionPanel
from visualizers.beams import BeamsPanel
from visualizers.compare import ChangesPanel
from visualizers.logit_lens import LensPanel
from visualizers.next_token import NextTokenPanel
from visualizers.positions import PositionsPanel
from visualizers.positions.comparison import ComparedSchemes
from visualizers.surprisal import ReadingPanel


@pytest.fixture(scope="module")
def trace_id(engine: Any, llama: str) -> str:
    events = engine.run("generate", llama, {"text": "the cat saw the cat"}, Sampling(3))
    return str(engine.finish(events).trace_id)


@pytest.fixture(scope="module")
def translated(engine: Any, tiny_folders: Any) -> str:
    events = engine.run("translate", f"path:{tiny_folders / 't5'}", {"text": "the cat saw"})
    return str(engine.finish(events).trace_id)


@pytest.fixture(scope="module")
def searched(engine: Any, llama: str) -> str:
    sampling = Sampling(max_new_tokens=2, num_beams=2)
    return str(engine.finish(engine.run("generate", llama, {"text": "the cat"}, sampling)).trace_id)


def check(kind: Any, text: str) -> None:
    """Strictly, and with no field that the types do not know."""
    config = with_config({"extra": "forbid", "strict": True})
    TypeAdapter(config(kind)).validate_json(text)


ROUTES = [
    (AttentionPanel, "/panels/attention/{}"),
    (ChangesPanel, "/panels/changes/{}"),
    (LensPanel, "/panels/lens/{}"),
    (NextTokenPanel, "/panels/next_token/{}"),
    (NextTokenPanel, "/panels/next_token/{}?position=2"),
    (ReadingPanel, "/panels/reading/{}"),
    (PositionsPanel, "/panels/positions/{}"),
    (HeadRoles, "/heads/roles/{}"),
    (DistanceShares, "/heads/positional/{}"),
    (InductionScores, "/heads/induction/{}"),
    (HeadSteps, "/heads/anatomy/{}"),
    (NamedEntries, "/lab/{}?bias=cat:+2&banned=dog"),
    (Texts, "/lab/{}/words?ids=1,2"),
    (Draws, "/draw/{}?draws=50"),
    (ReadText, "/score/{}"),
    (LensCells, "/lens/{}"),
    (LensCandidates, "/lens/{}/cell?layer=0&position=1"),
    (LensWatch, "/lens/{}/watch?position=1&tokens=1,2"),
    (Neurons, "/neurons/{}?layer=0&position=1"),
    (MovableWords, "/experiments/positions/{}/words"),
    (BertvizPlan, "/classic/head/{}/plan"),
]


@pytest.mark.parametrize(("kind", "route"), ROUTES)
def test_an_answer_about_a_run_has_its_type(
    client: Any, trace_id: str, kind: Any, route: str
) -> None:
    answer = client.get(route.format(trace_id))
    assert answer.status_code == 200, answer.text
    check(kind, answer.text)


@pytest.mark.parametrize(
    ("kind", "route"),
    [
        (AttentionPanel, "/panels/attention/{}"),
        (AlignmentPanel, "/panels/alignment/{}"),
        (PositionsPanel, "/panels/positions/{}"),
        (HeadRoles, "/heads/roles/{}?stack=cross"),
        (HeadSteps, "/heads/anatomy/{}?stack=cross"),
        (BertvizPlan, "/classic/neuron/{}/plan?stack=cross"),
    ],
)
def test_an_answer_about_a_translation_has_its_type(
    client: Any, translated: str, kind: Any, route: str
) -> None:
    answer = client.get(route.format(translated))
    assert answer.status_code == 200, answer.text
    check(kind, answer.text)


def test_a_search_a_comparison_schemes_and_the_status_have_their_types(
    client: Any, trace_id: str, searched: str
) -> None:
    check(BeamsPanel, client.get(f"/panels/beams/{searched}").text)
    check(Comparison, client.get(f"/compare/{trace_id}/{trace_id}").text)
    check(Comparison, client.get(f"/compare/{trace_id}/{searched}").text)
    check(ComparedSchemes, client.get("/schemes").text)
    check(ServerStatus, client.get("/status").text)


STREAMS = [
    (GrownTree, "/experiments/tree/{}?depth=2&nodes=6", "trace_id"),
    (MovedPositions, "/experiments/positions/{}?kind=shuffle", "trace_id"),
    (PermutedPositions, "/experiments/positions/{}?kind=permutation", "trace_id"),
    (Ablation, "/experiments/hide/{}", "translated"),
]


@pytest.mark.parametrize(("kind", "route", "run"), STREAMS)
def test_the_last_line_of_an_experiment_has_its_type(
    client: Any, request: pytest.FixtureRequest, kind: Any, route: str, run: str
) -> None:
    answer = client.get(route.format(request.getfixturevalue(run)))
    last = answer.text.strip().split("\n")[-1]
    if "error" in json.loads(last):
        pytest.fail(last)
    check(kind, last)


def test_every_line_over_many_sentences_has_its_type(client: Any, llama: str) -> None:
    lines = ["the cat saw the dog", "", "a dog saw a cat"]
    answer = client.post("/heads/sets", json={"lines": lines, "model": llama})
    for line in answer.text.strip().split("\n"):
        check(SetProgress, line)


def test_a_suggestion_has_its_type(client: Any, llama: str) -> None:
    answer = client.post("/autocomplete", json={"text": "the cat", "model": llama})
    for line in answer.text.strip().split("\n"):
        check(Suggestions, line)
