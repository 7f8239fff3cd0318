"""The shape of what the page's routes answer; docs/api.md says what the numbers mean.

`python -m tests.payloads` writes these as types of the scripts (assets/ui/payloads.d.ts), and
tests/api/test_answers.py holds real answers against them.
"""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12


class Entry(TypedDict):
    """An entry of a vocabulary."""

    id: int
    text: str


class LikelyEntry(Entry):
    """A token and its probability."""

    probability: float


class Citation(TypedDict):
    """A publication; `arxiv` is its number there, or empty."""

    title: str
    authors: str
    year: int
    arxiv: str
    page: str
    url: str


class Told(TypedDict):
    """A way of looking, in words and as a formula."""

    says: str
    formula: str
    papers: list[Citation]


class _Section(TypedDict):
    title: str
    explains: str
    figure: dict[str, Any]


class Section(_Section, total=False):
    """A picture by plotly with its words."""

    finding: str


# ---------------------------------------------------------------- panels
class AlignedToken(TypedDict):
    """A token of one of the two texts, and the number of its word; None for a mark."""

    text: str
    word: int | None
    special: bool


class OpeningHeads(TypedDict):
    """The heads an alignment opens with, and why."""

    layer: int
    heads: list[int]
    title: str
    why: str


class AlignmentPanel(TypedDict):
    """What /panels/alignment answers."""

    source: list[AlignedToken]
    target: list[AlignedToken]
    layers: int
    heads: int
    opening: OpeningHeads


class Sink(TypedDict):
    """The key that is read most, and its share."""

    index: int
    share: float


class OpeningHead(TypedDict):
    """The head and the row to open on, and why."""

    layer: int
    head: int
    query: int
    why: str


class Units(TypedDict):
    """Where the words and the sentences of an axis begin, as places of tokens."""

    word: list[int]
    sentence: list[int]


class AxisUnits(TypedDict):
    """Of both axes."""

    query: Units
    key: Units


class Stack(TypedDict):
    """The attention of one stack; see visualizers/attention.py."""

    name: str
    title: str
    layers: int
    blocks: list[int]
    heads: int
    query_tokens: list[str]
    key_tokens: list[str]
    written_next: list[str] | None
    unseen: float
    groups: AxisUnits
    causal: bool
    sink: Sink | None
    opening: OpeningHead


class Absent(TypedDict):
    """Why there is no self-attention, and the stack that stands in its place."""

    says: str
    stack: str


class AttentionPanel(TypedDict):
    """What /panels/attention answers."""

    stacks: list[Stack]
    opening_stack: str
    absent: Absent | None
    left_out: dict[str, str]
    method: str
    segments: list[int]
    pair: list[str]


class BeamNode(TypedDict):
    """One token that was considered after a hypothesis."""

    id: int
    parent: int | None
    step: int
    token: int
    token_id: int
    text: str
    probability: float
    log_probability: float
    score: float
    state: Literal["kept", "pruned", "ended"]


class FinishedHypothesis(TypedDict):
    """A finished text of a search."""

    text: str
    score: float
    log_probability: float
    length: int
    node: int


class BeamsPanel(TypedDict):
    """What /panels/beams answers."""

    beams: int
    length_penalty: float
    nodes: list[BeamNode]
    hypotheses: list[FinishedHypothesis]
    chosen: int | None


class ComparedStack(TypedDict):
    """A stack of the heads that are compared."""

    name: str
    layers: int
    blocks: list[int]
    heads: int


class ChangesPanel(TypedDict):
    """What /panels/changes answers."""

    stacks: list[ComparedStack]


class About(Told):
    """What the lens is, and what to beware of."""

    caution: str


class LensPanel(TypedDict):
    """What /panels/lens answers."""

    stack: str
    predicts: str
    states: int
    positions: int
    vocabulary: int
    finals: list[int]
    about: About
    neurons: Told


class Actual(TypedDict):
    """The token that came next."""

    id: int
    text: str
    probability: float
    rank: int


class NextTokenPanel(TypedDict):
    """What /panels/next_token answers."""

    position: int
    positions: int
    text: str
    vocabulary: int
    candidates: list[LikelyEntry]
    actual: Actual | None


class ReadingPanel(TypedDict):
    """What /panels/reading answers."""

    text: str
    given: bool


class ChosenHead(TypedDict):
    """The layers and heads there are to choose from, and the one that is drawn."""

    layers: int
    heads: int
    layer: int
    head: int
    stack: str


class DialKind(TypedDict):
    """Radians per position of each pair, in one kind of layer."""

    name: str
    frequencies: list[float]
    unscaled: list[float] | None


class Dial(TypedDict):
    """What a dial of rotary positions needs to turn."""

    kinds: list[DialKind]
    kind: str
    trained_length: int | None
    reach: int
    attention_factor: float


class PositionsPanel(TypedDict):
    """What /panels/positions answers."""

    scheme: str
    title: str
    caption: str
    formula: str
    explains: str
    beyond: str
    papers: list[Citation]
    outside: bool
    parameters: dict[str, Any]
    heads: ChosenHead | None
    dial: Dial | None
    sections: list[Section]


# ---------------------------------------------------------------- heads
class Role(TypedDict):
    """One thing a head may do; see app/analysis/head_role_definitions.py."""

    id: str
    title: str
    says: str
    formula: str
    threshold: float
    trivial: bool
    source: str


class ClearRole(TypedDict):
    """The role of a head, and how clear it is."""

    role: str
    title: str
    measure: float


class OpeningRole(TypedDict):
    """The head with the clearest role that is not trivial."""

    layer: int
    head: int
    role: str
    says: str


class _NamedStack(TypedDict):
    stack: str
    why: str


class HeadRoles(_NamedStack, total=False):
    """What /heads/roles answers; all but the stack is missing where it is said `why`."""

    layers: int
    heads: int
    measures: dict[str, list[list[float]]]
    chance: dict[str, float]
    asked: dict[str, int]
    roles: list[list[ClearRole | None]]
    opening: OpeningRole | None
    definitions: list[Role]


class HeadShare(TypedDict):
    """A head, and the share of its attention that distance explains."""

    layer: int
    head: int
    share: float


class DistanceShares(TypedDict):
    """What /heads/positional answers."""

    stack: str
    layers: int
    heads: int
    share: list[list[float]]
    most: HeadShare
    least: HeadShare
    pairs: int
    left_out: str
    definition: str


class InductionScores(TypedDict):
    """What /heads/induction answers."""

    stack: str
    length: int
    sequences: int
    chance: float
    induction: list[list[float]]
    duplicate: list[list[float]]
    spread: list[list[float]]


class HeadGroup(TypedDict):
    """The heads that share keys and values."""

    group: int
    groups: int
    heads: list[int]


class Constants(TypedDict):
    """The numbers between a dot product and a weight."""

    scale: float
    width: int
    inverse_root: bool
    softcap: float | None
    log_sum_exp: float


class KeySteps(TypedDict):
    """One list over the keys per step; None for steps the head does not take."""

    raw: list[float] | None
    scaled: list[float] | None
    capped: list[float] | None
    added: list[float] | None
    hidden: list[bool]
    logit: list[float | None]
    weight: list[float]
    length: list[float] | None
    written: list[float] | None


class WrittenVector(TypedDict):
    """What a head writes to the residual stream, and how long that is."""

    vector: list[float]
    length: float


class PushedEntry(TypedDict):
    """An entry, and the change of its logit."""

    id: int
    text: str
    change: float


class PushedEntries(TypedDict):
    """What a vector makes likelier, and what less likely."""

    toward: list[PushedEntry]
    against: list[PushedEntry]


class HeadSteps(_NamedStack, total=False):
    """What /heads/anatomy answers; all but the stack is missing where it is said `why`."""

    layer: int
    head: int
    query: int
    key: int
    query_token: str
    key_token: str
    group: HeadGroup
    constants: Constants
    q: list[float]
    k: list[float]
    v: list[float]
    steps: KeySteps
    output: list[float] | None
    written: WrittenVector | None
    why_not_written: str
    words: PushedEntries | None
    why_no_words: str


class SkippedLine(TypedDict):
    """A line that took no part."""

    line: int
    why: str


class SetMeasure(TypedDict):
    """One measure over many sentences: per layer and head."""

    asked: int
    mean: list[list[float]]
    spread: list[list[float]]


class UnlikeLine(TypedDict):
    """A line in which a head behaves unlike itself."""

    line: int
    distance: float
    measure: str
    value: float
    away: float


class SentenceSet(TypedDict):
    """What the heads did over the sentences so far."""

    stack: str
    layers: int
    heads: int
    sentences: int
    lines: list[int]
    skipped: list[SkippedLine]
    measures: dict[str, SetMeasure]
    chance: dict[str, float]
    roles: list[list[ClearRole | None]]
    unlike: list[list[list[UnlikeLine]]]
    definitions: list[Role]


class _SetProgress(TypedDict):
    done: int
    of: int
    seconds_left: float | None


class SetProgress(_SetProgress, total=False):
    """A line of /heads/sets."""

    result: SentenceSet


# ---------------------------------------------------------------- predictions
class SeenEntry(Entry):
    """How often a token was seen."""

    count: int


class BiasedEntry(Entry):
    """What is added to a token."""

    value: float


class NamedEntries(TypedDict):
    """What /lab answers."""

    position: int
    seen: list[SeenEntry]
    bias: list[BiasedEntry]
    banned: list[Entry]
    sequences: list[list[str]]


class Texts(TypedDict):
    """What /lab/words answers."""

    words: list[str]


class DrawnEntry(Entry):
    """How often a token was drawn, and was to be expected."""

    count: int
    expected: float


class DrawFit(TypedDict):
    """The chi-square test of draws against what was expected."""

    statistic: float
    freedom: int
    p: float | None
    cells: int


class Draws(TypedDict):
    """What /draw answers."""

    position: int
    draws: int
    seed: int
    different: int
    counts: list[DrawnEntry]
    fit: DrawFit


class ReadToken(TypedDict):
    """One token: how the model found it, given all that stands before it."""

    id: int
    text: str
    start: int
    end: int
    surprise_nats: float | None
    probability: float | None
    rank: int | None
    entropy_nats: float | None
    best: LikelyEntry | None


class ReadWord(TypedDict):
    """A word, and the summed surprise of its tokens."""

    text: str
    start: int
    end: int
    surprise_nats: float


class ReadText(TypedDict):
    """What /score answers."""

    trace_id: str
    tokens: list[ReadToken]
    words: list[ReadWord]
    sum_nats: float
    mean_nats: float
    perplexity: float
    bits_per_character: float | None
    counted_tokens: int
    characters: int


class LensCell(Entry):
    """What one layer predicts at one position; `final`, `rank`: of the last layer's entry."""

    probability: float
    final: float
    rank: int
    entropy: float


class LensCells(TypedDict):
    """What /lens answers."""

    stack: str
    part: str
    predicts: str
    layers: list[int]
    positions: list[int]
    tokens: list[str]
    finals: list[Entry]
    cells: list[list[LensCell]]


class LensCandidate(LikelyEntry):
    """An entry of one cell."""

    logit: float


class LensCandidates(TypedDict):
    """What /lens/cell answers."""

    layer: int
    position: int
    part: str
    candidates: list[LensCandidate]


class WatchedEntry(Entry):
    """An entry through the layers."""

    probability: list[float]
    rank: list[int]


class LensWatch(TypedDict):
    """What /lens/watch answers."""

    layers: list[int]
    position: int
    part: str
    tokens: list[WatchedEntry]


class Neuron(TypedDict):
    """A neuron, and what it writes."""

    neuron: int
    activation: float
    write: float
    pushes: list[PushedEntry]
    against: list[PushedEntry]


class Neurons(TypedDict):
    """What /neurons answers."""

    layer: int
    position: int
    token: str
    neurons: list[Neuron]


# ---------------------------------------------------------------- two runs
class ChangedHead(TypedDict):
    """How far a head reads differently."""

    layer: int
    head: int
    distance: float


class Stretch(TypedDict):
    """A word and its characters."""

    text: str
    start: int
    end: int


class MatchedWords(TypedDict):
    """Two words that stand for each other."""

    one: Stretch
    other: Stretch


class MatchedAxis(TypedDict):
    """The words of two texts along one side of a matrix."""

    matched: list[MatchedWords]
    only_one: list[Stretch]
    only_other: list[Stretch]


class MatchedAxes(TypedDict):
    """Of those that read, and of those that are read."""

    rows: MatchedAxis
    columns: MatchedAxis


class Comparison(TypedDict):
    """What /compare answers."""

    layers: int
    heads: int
    distances: list[list[float]]
    most: list[ChangedHead]
    same_tokens: bool
    unit: Literal["word", "token"]
    rows: list[str]
    columns: list[str]
    words: MatchedAxes | None


class ComparedScheme(TypedDict):
    """A positional scheme in words."""

    scheme: str
    title: str
    formula: str
    unit: str
    says: str
    paper: Citation


class ComparedSchemes(TypedDict):
    """What /schemes answers."""

    schemes: list[ComparedScheme]
    sections: list[Section]
    maps: list[Section]


# ---------------------------------------------------------------- experiments
class AttributedWord(TypedDict):
    """A word and what it adds, by each way of asking."""

    text: str
    start: int
    end: int
    pieces: tuple[int, int]
    by: dict[str, float]


class Attributed(TypedDict):
    """What /experiments/decides answers."""

    words: list[AttributedWord]
    target: str
    score: float
    empty_score: float
    gap: float
    correlations: dict[str, float | None]
    missing: dict[str, str]
    empty: str


class HiddenWord(TypedDict):
    """A source word, the weight it got, and what hiding it changes, by two ways of hiding."""

    text: str
    start: int
    end: int
    pieces: tuple[int, int]
    attention: float
    cross: float
    encoder: float


class AblationControl(TypedDict):
    """The same correlation for other words."""

    mean: float
    low: float
    high: float
    words: int


class Ablation(TypedDict):
    """What /experiments/hide answers."""

    words: list[HiddenWord]
    probability: float
    log_probability: float
    correlation: dict[str, float | None]
    control: dict[str, AblationControl | None]
    hidden_most: dict[str, float]
    random: dict[str, float | None]


class MovableWord(TypedDict):
    """A word, and its first and last token."""

    text: str
    pieces: list[int]


class PositionExperiment(TypedDict):
    """A way of moving words, and why it cannot be had."""

    kind: str
    title: str
    says: str
    why: str
    allowed: bool


class MovableWords(TypedDict):
    """What /experiments/positions/words answers."""

    stack: str
    scheme: str
    causal: bool
    trained_length: int | None
    words: list[MovableWord]
    experiments: list[PositionExperiment]


class PlacedToken(TypedDict):
    """A token as the contract shows it."""

    id: int
    text: str
    start: int
    end: int
    part: list[int] | None
    special: bool


class MovedToken(PlacedToken):
    """Where a token stood and was told to stand, and how far that moved its last hidden state."""

    before: float
    after: float
    change: float


class LabelShare(TypedDict):
    """A label; None where it was no possibility."""

    label: str
    probability: float | None


class MovedOutput(TypedDict):
    """What a head of the model says, before and after."""

    kind: str
    before: list[LabelShare]
    after: list[LabelShare]


class MovedOption(TypedDict):
    """Something a model could have said, with its probability before and after."""

    id: int | None
    text: str
    before: float | None
    after: float | None


class MovedNext(TypedDict):
    """The next token at one position, before and after."""

    at: int
    token: str
    candidates: list[MovedOption]
    kl_nats: float


class MovedText(TypedDict):
    """What was written, before and after."""

    before: float
    after: float
    tokens: list[MovedOption]


class MovedPositions(TypedDict):
    """What /experiments/positions answers, of a move."""

    kind: Literal["swap", "shuffle", "reverse", "shift", "stretch", "same", "zero"]
    says: str
    note: str
    stack: str
    trace_id: str
    tokens: list[MovedToken]
    hidden: list[float]
    heads: list[list[float]]
    output: MovedOutput | None
    next: MovedNext | None
    written: MovedText | None


class PermutedToken(PlacedToken):
    """How far another order moved a token's last hidden state."""

    without: float | None
    with_positions: float


class PermutedPositions(TypedDict):
    """What /experiments/positions answers, of the permutation test."""

    kind: Literal["permutation"]
    says: str
    explains: str
    causal: bool
    stack: str
    order: list[int]
    without: float | None
    with_positions: float
    tokens: list[PermutedToken]


class TreeNode(TypedDict):
    """One token of a tree of continuations."""

    id: int
    parent: int | None
    depth: int
    token: int
    probability: float
    path: float
    ended: bool
    text: str


class GrownTree(TypedDict):
    """A line of /experiments/tree."""

    done: int
    of: int
    position: int
    nodes: list[TreeNode]


# ---------------------------------------------------------------- bertviz, and the rest
class BertvizPlan(TypedDict):
    """What /classic/plan answers."""

    view: str
    stack: str
    layer: int
    layers: list[int]
    lines: int
    says: str
    why: str


class ServerStatus(TypedDict):
    """What /status answers."""

    title: str
    phase: str
    fraction: float | None
    problem: str


class Suggestions(TypedDict):
    """A line of /autocomplete."""

    tokens: list[LikelyEntry]
    text: str
    read: int


ANSWERS = (
    AlignmentPanel,
    AttentionPanel,
    BeamsPanel,
    ChangesPanel,
    LensPanel,
    NextTokenPanel,
    ReadingPanel,
    PositionsPanel,
    HeadRoles,
    DistanceShares,
    InductionScores,
    HeadSteps,
    SetProgress,
    NamedEntries,
    Texts,
    Draws,
    ReadText,
    LensCells,
    LensCandidates,
    LensWatch,
    Neurons,
    Comparison,
    ComparedSchemes,
    Attributed,
    Ablation,
    MovableWords,
    MovedPositions,
    PermutedPositions,
    GrownTree,
    BertvizPlan,
    ServerStatus,
    Suggestions,
)
