"""Every panel on toy traces whose axes all have different lengths; figures are read back."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import visualizers
from app.analysis.head_overview import overview, quantised
from app.analysis.next_token import distribution, entropy
from app.analysis.opening_head import opening
from app.discovery import declared
from app.trace import Attention, Measured, Positions, Token, Trace
from app.trace.attention import Scores, Weights
from app.trace.beams import Hypothesis, Node, Search
from visualizers import Panel, Selection
from visualizers import alignment as alignment_view
from visualizers import attention as attention_view
from visualizers import attribution as deciding_view
from visualizers import beams as beams_view
from visualizers import compare as changes_view
from visualizers import next_token as next_token_view
from visualizers import positions as positions_view

LAYERS, HEADS, GROUPS, TOKENS, WIDTH, ENTRIES = 3, 4, 2, 7, 6, 50
PANELS = declared(visualizers, "PANEL", Panel)


def toy(*, seed: int = 5, logits: bool = True) -> Trace:
    numbers = np.random.default_rng(seed)

    def normal(*shape: int) -> Any:
        return numbers.normal(size=shape).astype(np.float32)

    tokens = tuple(Token(n + 3, f" t{n}", 3 * n, 3 * n + 3) for n in range(TOKENS))
    layers = tuple(
        Scores(
            2 * normal(HEADS, TOKENS, WIDTH),
            2 * normal(GROUPS, TOKENS, WIDTH),
            normal(GROUPS, TOKENS, WIDTH),
            scale=0.4,
            causal=True,
        )
        for _ in range(LAYERS)
    )
    return Trace(
        task="generate",
        model="toy",
        text="".join(token.text for token in tokens),
        tokens=tokens,
        prompt=4,
        attention=(Attention("self", tokens, tokens, layers, causal=True),),
        hidden={"self": normal(LAYERS + 1, TOKENS, 9)},
        logits=3 * normal(TOKENS, ENTRIES) if logits else None,
        positions=Positions(
            "rotary",
            {"rotated_dimensions": 6, "head_width": 6, "base": 100.0},
            frequencies={"all layers": np.array([1.0, 0.2, 0.04], dtype=np.float32)},
        ),
        measured=Measured(0.1, "float32", "cpu", "toy"),
        vocabulary=tuple(f"w{n}" for n in range(ENTRIES)),
    )


def translated(*, seed: int = 6) -> Trace:
    """Four source tokens, five target tokens with the start mark, and the search they came from."""
    numbers = np.random.default_rng(seed)
    source = tuple(
        Token(n, text, start, start + len(text))
        for n, text, start in ((1, "The", 0), (2, " ca", 3), (3, "ts", 6), (4, ".", 8))
    )
    target = (
        Token(0, "</s>", 0, 4, special=True),
        Token(5, "Os", 4, 6),
        Token(6, " ga", 6, 9),
        Token(7, "tos", 9, 12),
        Token(8, ".", 12, 13),
    )
    cross = numbers.dirichlet(np.ones(4), size=(3, 5)).astype(np.float32)
    nodes = (
        Node(0, None, 1, 5, "Os", 0.7, -0.36, -0.36, "kept"),
        Node(1, None, 1, 9, "As", 0.2, -1.61, -1.61, "pruned"),
        Node(2, 0, 2, 6, " ga", 0.9, -0.1, -0.46, "ended"),
    )
    return Trace(
        task="translate",
        model="toy",
        text="The cats.",
        tokens=source,
        prompt=1,
        attention=(
            Attention("encoder", source, source, (Weights(cross[:, :4]),), causal=False),
            Attention("cross", target, source, (Weights(cross), Weights(cross)), causal=False),
        ),
        hidden={},
        logits=numbers.normal(size=(5, ENTRIES)).astype(np.float32),
        positions=Positions("sinusoidal", {}, table=np.ones((8, 6), dtype=np.float32)),
        measured=Measured(0.1, "float32", "cpu", "toy"),
        vocabulary=tuple(f"w{n}" for n in range(ENTRIES)),
        target_text="</s>Os gatos.",
        target=target,
        trained_to_align=((1, 2),),
        search=Search(2, 1.0, nodes, (Hypothesis((5, 6), "Os ga", -0.23, -0.46, 2),), 2),
    )


def judged() -> Trace:
    """A text that was given a label."""
    return replace(toy(logits=False), task="sentiment")


def answered() -> Trace:
    """A question and its context, read as a pair."""
    return replace(toy(logits=False), task="answer", segments=(0, 0, 0, 1, 1, 1, 1))


def fitting(panel: Panel) -> Trace:
    """A trace the panel applies to."""
    known = (toy(), translated(), judged())
    return next(trace for trace in known if panel.needs(trace) is None)


def copies(trace: Trace) -> list[Any]:
    return [array.copy() for array in trace._arrays()]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.id)
def test_drawing_leaves_the_trace_as_it_was(panel: Panel) -> None:
    trace = fitting(panel)
    before = copies(trace)
    drawn = panel.draw(trace, Selection(trace.attention[0].name, 0, 2, 3))
    json.dumps(drawn, allow_nan=False)
    assert all(np.array_equal(x, y) for x, y in zip(before, trace._arrays(), strict=True))


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.id)
def test_every_panel_explains_itself(panel: Panel) -> None:
    assert panel.title
    assert panel.explains.endswith(".")


def test_panels_of_a_translation_say_why_they_do_not_apply() -> None:
    for panel in (alignment_view.PANEL, beams_view.PANEL):
        assert panel.needs(translated()) is None
        assert (panel.needs(toy()) or "").endswith(".")


def test_only_a_label_or_an_answer_can_be_explained() -> None:
    for trace in (judged(), answered()):
        assert deciding_view.PANEL.needs(trace) is None
    assert "“Sentiment” or “Answer”" in (deciding_view.PANEL.needs(toy()) or "")
    own_labels = replace(judged(), segments=answered().segments)
    assert "your own" in (deciding_view.PANEL.needs(own_labels) or "")


def test_what_two_traces_must_share_to_be_compared() -> None:
    assert changes_view.PANEL.needs(replace(toy(), attention=())) is not None
    cross = changes_view.PANEL.draw(translated(), Selection())["stacks"][1]
    assert cross == {"name": "cross", "layers": 2, "blocks": [0, 1], "heads": 3}


def test_attention_says_which_of_two_texts_a_token_belongs_to() -> None:
    drawn = attention_view.PANEL.draw(answered(), Selection())
    assert drawn["segments"] == [0, 0, 0, 1, 1, 1, 1]
    assert drawn["pair"] == ["question", "context"]
    alone = replace(answered(), segments=(0,) * TOKENS)
    assert attention_view.PANEL.draw(alone, Selection())["segments"] == []
    assert attention_view.PANEL.draw(toy(), Selection())["segments"] == []


def test_alignment_names_words_and_the_trained_head() -> None:
    drawn = alignment_view.draw(translated(), Selection())
    assert [each["word"] for each in drawn["source"]] == [0, 1, 1, 2]
    assert [each["word"] for each in drawn["target"]] == [0, 1, 1, 2]
    assert (drawn["opening"]["layer"], drawn["opening"]["heads"]) == (1, [2])
    untrained = replace(translated(), trained_to_align=())
    opening = alignment_view.draw(untrained, Selection())["opening"]
    assert (opening["layer"], opening["heads"]) == (0, [0, 1, 2])


def test_beams_keep_the_branches_that_lost() -> None:
    drawn = beams_view.draw(translated(), Selection())
    assert [node["state"] for node in drawn["nodes"]] == ["kept", "pruned", "ended"]
    assert drawn["chosen"] == drawn["hypotheses"][0]["node"] == 2


def test_next_token_says_why_it_does_not_apply() -> None:
    assert next_token_view.PANEL.needs(toy()) is None
    assert "no output words" in (next_token_view.PANEL.needs(toy(logits=False)) or "")


def test_attention_steps_are_worked_out_by_hand() -> None:
    layer = toy().attention[0].layers[1]
    assert isinstance(layer, Scores)
    head, query = 3, 5
    key = layer.key[1]  # heads 2 and 3 share group 1
    scores = [float(layer.query[head, query] @ key[k]) * 0.4 for k in range(query + 1)]
    shares = np.exp(scores) / np.exp(scores).sum()
    assert np.abs(layer.weights()[head, query, : query + 1] - shares).max() < 1e-6
    assert layer.weights()[head, query, query + 1 :].max() == 0


def test_shapes_that_do_not_match_are_refused() -> None:
    trace = toy()
    with pytest.raises(ValueError, match=r"\(7, 7\)"):
        replace(trace.attention[0], query_tokens=trace.tokens[:3])
    with pytest.raises(ValueError, match="logits"):
        replace(trace, logits=trace.logits[:2] if trace.logits is not None else None)


def test_a_quantised_weight_is_within_two_thousandths() -> None:
    weights = toy().attention[0].weights(2)
    assert np.abs(quantised(weights) / 255 - weights).max() < 0.002


def test_thumbnails_keep_the_strongest_link() -> None:
    queries = 70
    weights = np.full((2, queries, queries), 1 / queries, dtype=np.float32)
    weights[1, 61] = 0
    weights[1, 61, 13] = 1
    tokens = tuple(Token(0, "x", 0, 1) for _ in range(queries))
    stack = Attention("encoder", tokens, tokens, (Weights(weights),), causal=False)
    small = overview(stack).thumbnails
    assert small.shape == (1, 2, 32, 32)
    assert small[0, 1].max() == 255
    assert (small[0, 1] == 255).sum() == 1
    row, column = np.argwhere(small[0, 1] == 255)[0]
    edges = np.arange(32) * queries // 32
    assert (row, column) == tuple(np.searchsorted(edges, (61, 13), side="right") - 1)
    assert small[0, 0].max() < 10


def planted(layer: int, head: int) -> Attention:
    """Every head stares at token 0, and one reads token 2 from far away."""
    tokens = tuple(Token(n, f"t{n}", n, n + 1) for n in range(TOKENS))
    layers = []
    for number in range(LAYERS):
        weights = np.zeros((HEADS, TOKENS, TOKENS), dtype=np.float32)
        weights[:, :, 0] = 1
        if number == layer:
            weights[head, 5:] = 0
            weights[head, 5:, 2] = 0.9
            weights[head, 5:, 0] = 0.1
        layers.append(Weights(weights))
    return Attention("self", tokens, tokens, tuple(layers), causal=True)


@pytest.mark.parametrize(("layer", "head"), [(2, 1), (0, 3), (1, 0)])
def test_the_view_opens_on_the_head_that_reads_over_a_distance(layer: int, head: int) -> None:
    opened = opening(planted(layer, head), 0)
    assert (opened["layer"], opened["head"]) == (layer, head)
    assert opened["query"] in (5, 6)


def test_the_sink_is_the_key_that_takes_most() -> None:
    index, share = attention_view.sink(planted(1, 1))
    assert index == 0
    expected = 1 - 0.9 * 2 / (LAYERS * HEADS * TOKENS)
    assert share == pytest.approx(expected, abs=1e-6)


def remembering() -> Trace:
    """A decoder that reads a source and remembers: layer 1 holds its start for long."""
    trace = toy()
    written = tuple(Token(n, f"w{n}", n, n + 1) for n in range(5))
    shares = np.tril(np.full((1, 5, 5), 0.1, dtype=np.float32))
    long = shares.copy()
    long[0, 3, 1] = 0.6
    read = Weights(np.full((HEADS, 5, TOKENS), 1 / TOKENS, dtype=np.float32))
    cross = Attention("cross", written, trace.tokens, (read,), causal=False)
    memory = Attention("memory", written, written, (Weights(shares), Weights(long)), causal=True)
    return replace(
        trace, attention=(cross, memory), target=written, logits=np.zeros((5, 3), np.float32)
    )


def test_a_memory_has_no_sink_and_opens_where_it_holds_on_longest() -> None:
    drawn = attention_view.PANEL.draw(remembering(), Selection())
    cross, memory = drawn["stacks"]
    assert cross["sink"] is not None
    assert memory["sink"] is None
    opened = memory["opening"]
    assert (opened["layer"], opened["head"], opened["query"]) == (1, 0, 3)
    assert "holds on longest" in opened["why"]
    assert "head" not in opened["why"]


def test_rows_of_a_translation_name_what_is_written_next() -> None:
    drawn = attention_view.PANEL.draw(translated(), Selection())
    encoder, cross = drawn["stacks"]
    assert encoder["written_next"] is None
    assert cross["query_tokens"] == ["</s>", "Os", " ga", "tos", "."]
    assert cross["written_next"] == ["Os", " ga", "tos", ".", ""]
    # By words, the rows go with the word they write: "gatos" is written after "Os" and after " ga".
    starts = cross["groups"]["query"]["word"]
    written = ["".join(cross["written_next"][a:b]) for a, b in itertools.pairwise([*starts, 5])]
    assert written == ["Os", " gatos", ".", ""]
    assert cross["groups"]["key"]["word"] == [0, 1, 3]
    remembered = attention_view.PANEL.draw(remembering(), Selection())["stacks"]
    assert [each["written_next"] for each in remembered] == [["w1", "w2", "w3", "w4", ""]] * 2
    assert attention_view.PANEL.draw(toy(), Selection())["stacks"][0]["written_next"] is None


def test_what_is_written_next_is_read_as_the_alignment_says() -> None:
    """One head, one truth: the row that writes a word is the row the alignment gives that word."""
    from app.analysis.alignment import Heads, alignment

    trace = translated()
    cross = trace.stack("cross")
    drawn = attention_view.PANEL.draw(trace, Selection())["stacks"][1]
    rows = alignment(trace, Heads(1, (2,), "", ""))
    for place, token in enumerate(trace.target[1:]):
        row = drawn["written_next"].index(token.text)
        assert cross.weights(1, 2)[0, row] == pytest.approx(rows[place])


def test_layers_are_numbered_by_the_block_they_are_in() -> None:
    trace = toy()
    (own,) = trace.attention
    hybrid = replace(trace, attention=(replace(own, blocks=(1, 4, 5)),))
    for panel in (attention_view, changes_view):
        drawn = panel.PANEL.draw(hybrid, Selection())["stacks"][0]
        assert (drawn["layers"], drawn["blocks"]) == (LAYERS, [1, 4, 5])
        assert panel.PANEL.draw(trace, Selection())["stacks"][0]["blocks"] == [0, 1, 2]


def test_what_goes_to_no_token_is_told() -> None:
    trace = toy()
    (own,) = trace.attention
    assert attention_view.unseen(own) == 0
    taking = tuple(
        Weights(own.weights(layer) * np.float32(share))
        for layer, share in zip(range(LAYERS), (0.25, 0.71, 0.48), strict=True)
    )
    sunk = replace(own, layers=taking)
    assert attention_view.unseen(sunk) == pytest.approx(0.52, abs=1e-6)
    # What a recurrent cell has forgotten is another matter, with words of its own.
    assert attention_view.unseen(remembering().attention[1]) == 0
    drawn = attention_view.PANEL.draw(replace(trace, attention=(sunk,)), Selection())
    assert drawn["stacks"][0]["unseen"] == pytest.approx(0.52, abs=1e-6)
    assert "sum to 1" not in attention_view.PANEL.explains


def test_layers_that_are_left_out_are_told() -> None:
    left_out = {"self": "Layer 3 hands out scores.", "states of self": "They change."}
    drawn = attention_view.PANEL.draw(replace(toy(), left_out=left_out), Selection())
    assert drawn["left_out"] == {"self": "Layer 3 hands out scores."}


def test_a_decoder_without_self_attention_says_so_and_names_its_memory() -> None:
    drawn = attention_view.PANEL.draw(remembering(), Selection())
    assert drawn["absent"]["stack"] == "memory"
    assert "no self-attention" in drawn["absent"]["says"]
    assert attention_view.PANEL.draw(toy(), Selection())["absent"] is None
    full = remembering()
    decoder = replace(full.attention[1], name="decoder")
    complete = replace(full, attention=(full.attention[0], decoder))
    assert attention_view.PANEL.draw(complete, Selection())["absent"] is None


def test_probabilities_sum_to_one_over_the_whole_vocabulary() -> None:
    logits = toy().logits
    assert logits is not None
    for temperature in (0.0, 0.3, 1.0, 2.0):
        shares = distribution(logits, temperature)
        assert np.abs(shares.sum(axis=-1) - 1).max() < 1e-12


def test_entropy_is_in_nats() -> None:
    assert entropy(np.full(8, 1 / 8)) == pytest.approx(np.log(8))
    assert entropy(np.array([1.0, 0.0])) == 0


def test_the_panel_names_the_token_that_really_follows() -> None:
    trace = toy()
    drawn = next_token_view.PANEL.draw(trace, Selection(position=2))
    assert drawn["actual"]["id"] == trace.tokens[3].id
    assert trace.logits is not None
    order = np.argsort(-trace.logits[2], kind="stable")
    assert order[drawn["actual"]["rank"] - 1] == trace.tokens[3].id
    shares = distribution(trace.logits[2])
    first = {"id": int(order[0]), "text": f"w{order[0]}", "probability": shares[order[0]]}
    assert drawn["candidates"][0] == first
    assert drawn["actual"]["probability"] == shares[trace.tokens[3].id]
    assert next_token_view.PANEL.draw(trace, Selection(position=-1))["actual"] is None


def test_rotary_similarity_depends_on_the_distance_only() -> None:
    scheme = toy().positions
    rows = positions_view.similarity(scheme, 9)
    assert rows[2, 2] == pytest.approx(1)
    for distance in range(9):
        diagonal = np.diagonal(rows, distance)
        assert np.ptp(diagonal) < 1e-6
        expected = np.mean([np.cos(distance * f) for f in (1.0, 0.2, 0.04)])
        assert diagonal[0] == pytest.approx(expected, abs=1e-6)


def test_the_score_by_distance_is_a_mean_over_its_diagonal() -> None:
    trace = toy()
    layer = trace.attention[0].layers[2]
    assert isinstance(layer, Scores)
    measured = positions_view.score_by_distance(trace.attention[0], 2, 3)
    assert measured is not None
    pairs = [float(layer.query[3, q] @ layer.key[1, q - 4]) * 0.4 for q in range(4, TOKENS)]
    assert measured[4] == pytest.approx(np.mean(pairs), abs=1e-5)
    drawn = positions_view.PANEL.draw(trace, Selection("self", 2, 3))
    figure = drawn["sections"][-1]["figure"]
    assert figure["data"][0]["name"] == "measured"


@pytest.mark.parametrize(
    ("scheme", "needle"),
    [
        (
            Positions(
                "learned",
                {"positions": 9, "width": 5, "offset": 0},
                table=np.arange(45, dtype=np.float32).reshape(9, 5),
            ),
            "table of 9 vectors with 5 numbers",
        ),
        (
            Positions(
                "alibi",
                {"heads": 2, "slopes": [0.5, 0.25]},
                bias=-np.ones((2, 6, 6), dtype=np.float32),
            ),
            "2 heads",
        ),
        (Positions("none", {"note": "nothing here."}), "nothing here"),
    ],
)
def test_each_scheme_is_described_with_its_own_numbers(scheme: Positions, needle: str) -> None:
    drawn = positions_view.PANEL.draw(replace(toy(), positions=scheme), Selection())
    assert needle in drawn["caption"]
    for section in drawn["sections"]:
        assert section["explains"].endswith(".")


def test_the_learned_table_is_drawn_as_it_is() -> None:
    table = np.random.default_rng(1).normal(size=(9, 5)).astype(np.float32)
    scheme = Positions("learned", {"positions": 9, "width": 5, "offset": 0}, table=table)
    drawn = positions_view.PANEL.draw(replace(toy(), positions=scheme), Selection())
    import plotly.graph_objects as go

    figure = go.Figure(drawn["sections"][0]["figure"])
    assert np.abs(decoded(figure.data[0].z, (5, 9)) - table.T).max() < 1e-4


def decoded(values: Any, shape: tuple[int, int]) -> Any:
    import base64

    if isinstance(values, dict):
        flat = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
        return flat.reshape(shape)
    return np.array(values)


def test_a_masked_language_model_does_not_predict_the_next_token() -> None:
    reason = next_token_view.PANEL.needs(replace(toy(), predicts="own"))
    assert reason is not None
    assert "masked" in reason


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.id)
def test_a_trace_without_attention_is_drawn_or_refused_with_a_reason(panel: Panel) -> None:
    bare = replace(toy(), attention=())
    if panel.needs(bare) is None:
        json.dumps(panel.draw(bare, Selection(layer=2, head=1)), allow_nan=False)


def test_layers_of_different_kinds_use_their_own_frequencies() -> None:
    slow, fast = np.array([0.01], dtype=np.float32), np.array([1.0], dtype=np.float32)
    scheme = Positions(
        "rotary",
        {
            "rotated_dimensions": 2,
            "head_width": 6,
            "base": 10.0,
            "kind_of_layer": ["near", "far", "near"],
        },
        frequencies={"near": fast, "far": slow},
    )
    assert [positions_view.kind_of_layer(scheme, n) for n in range(3)] == ["near", "far", "near"]
    trace = replace(toy(), positions=scheme)
    for layer, kind in ((0, "near"), (1, "far")):
        section = positions_view.PANEL.draw(trace, Selection("self", layer, 0))["sections"][-1]
        assert f"({kind})" in section["explains"]
