/* What Python sends, by `python -m tests.payloads` from app/ui/lane_payload.py and the
 * ANSWERS of the files that answer. */

/** One lane at one moment. `run` is another number for every request; `trace` its finished run. */
interface Lane {
  lane: "a" | "b";
  run: number;
  trace: string | null;
  task: string;
  given: string;
  model: string;
  title: string;
  family: string | null;
  recorded: boolean;
  running: boolean;
  status: string;
  progress: number | null;
  error: string;
  consent: LaneConsent | null;
  tokens: LaneToken[];
  settings: LaneSettings;
  facts: LaneFacts | null;
  panels: Record<string, string | null>;
  opening_stack: string;
  source: LaneToken[];
  alignment: LaneAlignment | null;
  sentences: LaneSentence[];
  shown: number;
  hypotheses: Hypothesis[];
  hint: string;
  result: Labels | Spans | Entities | Filled | null;
}

/** The terms that a visitor has to accept before a model is fetched; `download` in bytes. */
interface LaneConsent {
  model: string;
  licence: string;
  title: string;
  url: string;
  download: number;
}

/** One token. `gap`: the text before it that belongs to no token; start, end: characters. */
interface LaneToken {
  id: number;
  text: string;
  gap: string;
  start: number;
  end: number;
  part: [number, number] | null;
  special: boolean;
  new: boolean;
  probability: number | null;
  rank: number | null;
  runner_up: RunnerUp | null;
}

/** The likeliest token that was not chosen. */
interface RunnerUp {
  text: string;
  probability: number;
}

/** The settings of the next token that a run was made with. */
interface LaneSettings {
  temperature: number;
  top_k: number;
  top_p: number;
  min_p: number;
  repetition_penalty: number;
  typical_p: number;
  presence_penalty: number;
  frequency_penalty: number;
  order: string[];
}

/** What a finished run took. */
interface LaneFacts {
  new_tokens: number | null;
  read_tokens: number | null;
  seconds: number;
  tokens_per_second: number | null;
  parameters: number;
  memory_bytes: number;
  stopped_by: string;
  dtype: string;
  device: string;
  cached: boolean;
}

/** Which source tokens each written one was read from: rows (target, source). */
interface LaneAlignment {
  title: string;
  why: string;
  rows: number[][];
}

/** One sentence of a translated text; its hypotheses are there when it is finished. */
interface LaneSentence {
  start: number;
  end: number;
  text: string;
  trace: string | null;
  translation: string;
  gap: string;
  source: LaneToken[];
  tokens: LaneToken[];
  alignment: LaneAlignment | null;
  hypotheses?: Hypothesis[];
}

/** One finished text of a beam search; `node` is its last one in the tree. */
interface Hypothesis {
  text: string;
  score: number;
  node: number;
}

/** The labels of a whole text, the most likely first; values in their own order. */
interface Labels {
  scores: Score[];
  exclusive: boolean;
  parts: Part[];
  plain: number | null;
  kind: "labels";
}

/** A label with its probability: softmax over the labels, or sigmoid where several may hold. */
interface Score {
  label: string;
  probability: number | null;
  logit: number;
}

/** One sentence of a text, judged by itself; `plain` as for `Labels`. */
interface Part {
  start: number;
  end: number;
  scores: Score[];
  plain: number | null;
}

/** Possible answers, the best first, and what is made of the best one. */
interface Spans {
  spans: Span[];
  state: "answered" | "unsure" | "absent";
  unsure_above: number | null;
  answered_above: number | null;
  right: number | null;
  windows: ReadWindow[];
  shown: number;
  start_logits: number[];
  end_logits: number[];
  kind: "spans";
}

/** A possible answer: characters of the context. */
interface Span {
  text: string;
  start: number;
  end: number;
  score: number;
  probability: number;
  window: number;
}

/** One stretch of the context that was read with the question; `best` is its best score. */
interface ReadWindow {
  start: number;
  end: number;
  best: number;
}

/** Entities in reading order, and per token the probability of every label (token, label). */
interface Entities {
  entities: Entity[];
  labels: string[];
  probabilities: number[][];
  kinds: string[];
  kind: "entities";
}

/** A named entity; its score is the mean probability of its type over its words. */
interface Entity {
  text: string;
  label: string;
  start: number;
  end: number;
  score: number;
}

/** The hidden places of a text, in reading order. */
interface Filled {
  blanks: Blank[];
  kind: "filled";
}

/** One hidden place: its token, the best guesses, and the word that stood there, if one did. */
interface Blank {
  position: number;
  start: number;
  end: number;
  guesses: Guess[];
  original: Guess | null;
  original_rank: number | null;
}

/** A word for a hidden place: softmax over the whole vocabulary. */
interface Guess {
  id: number;
  text: string;
  probability: number;
}

/** What /panels/alignment answers. */
interface AlignmentPanel {
  source: AlignedToken[];
  target: AlignedToken[];
  layers: number;
  heads: number;
  opening: OpeningHeads;
}

/** A token of one of the two texts, and the number of its word; None for a mark. */
interface AlignedToken {
  text: string;
  word: number | null;
  special: boolean;
}

/** The heads an alignment opens with, and why. */
interface OpeningHeads {
  layer: number;
  heads: number[];
  title: string;
  why: string;
}

/** What /panels/attention answers. */
interface AttentionPanel {
  stacks: Stack[];
  opening_stack: string;
  absent: Absent | null;
  left_out: Record<string, string>;
  method: string;
  segments: number[];
  pair: string[];
}

/** The attention of one stack; see visualizers/attention.py. */
interface Stack {
  name: string;
  title: string;
  layers: number;
  blocks: number[];
  heads: number;
  query_tokens: string[];
  key_tokens: string[];
  written_next: string[] | null;
  unseen: number;
  groups: AxisUnits;
  causal: boolean;
  sink: Sink | null;
  opening: OpeningHead;
}

/** Of both axes. */
interface AxisUnits {
  query: Units;
  key: Units;
}

/** Where the words and the sentences of an axis begin, as places of tokens. */
interface Units {
  word: number[];
  sentence: number[];
}

/** The key that is read most, and its share. */
interface Sink {
  index: number;
  share: number;
}

/** The head and the row to open on, and why. */
interface OpeningHead {
  layer: number;
  head: number;
  query: number;
  why: string;
}

/** Why there is no self-attention, and the stack that stands in its place. */
interface Absent {
  says: string;
  stack: string;
}

/** What /panels/beams answers. */
interface BeamsPanel {
  beams: number;
  length_penalty: number;
  nodes: BeamNode[];
  hypotheses: FinishedHypothesis[];
  chosen: number | null;
}

/** One token that was considered after a hypothesis. */
interface BeamNode {
  id: number;
  parent: number | null;
  step: number;
  token: number;
  token_id: number;
  text: string;
  probability: number;
  log_probability: number;
  score: number;
  state: "kept" | "pruned" | "ended";
}

/** A finished text of a search. */
interface FinishedHypothesis {
  text: string;
  score: number;
  log_probability: number;
  length: number;
  node: number;
}

/** What /panels/changes answers. */
interface ChangesPanel {
  stacks: ComparedStack[];
}

/** A stack of the heads that are compared. */
interface ComparedStack {
  name: string;
  layers: number;
  blocks: number[];
  heads: number;
}

/** What /panels/interventions answers. */
interface InterventionsPanel {
  stacks: ChangeableStack[];
  why_no_attention: string;
  blocks: number;
  block_stack: string;
  predicts: string;
}

/** A stack of attention: its size, and the tokens that read and are read. */
interface ChangeableStack {
  name: string;
  layers: number;
  heads: number;
  queries: string[];
  keys: string[];
  words: number[];
}

/** What /panels/lens answers. */
interface LensPanel {
  stack: string;
  predicts: string;
  states: number;
  positions: number;
  vocabulary: number;
  finals: number[];
  about: About;
  neurons: Told;
}

/** What the lens is, and what to beware of. */
interface About {
  says: string;
  formula: string;
  papers: Citation[];
  caution: string;
}

/** A publication; `arxiv` is its number there, or empty. */
interface Citation {
  title: string;
  authors: string;
  year: number;
  arxiv: string;
  page: string;
  url: string;
}

/** A way of looking, in words and as a formula. */
interface Told {
  says: string;
  formula: string;
  papers: Citation[];
}

/** What /panels/next_token answers. */
interface NextTokenPanel {
  position: number;
  positions: number;
  text: string;
  vocabulary: number;
  candidates: LikelyEntry[];
  actual: Actual | null;
}

/** A token and its probability. */
interface LikelyEntry {
  id: number;
  text: string;
  probability: number;
}

/** The token that came next. */
interface Actual {
  id: number;
  text: string;
  probability: number;
  rank: number;
}

/** What /panels/positions answers. */
interface PositionsPanel {
  scheme: string;
  title: string;
  caption: string;
  formula: string;
  explains: string;
  beyond: string;
  papers: Citation[];
  outside: boolean;
  parameters: Record<string, any>;
  heads: ChosenHead | null;
  dial: Dial | null;
  sections: Section[];
}

/** The layers and heads there are to choose from, and the one that is drawn. */
interface ChosenHead {
  layers: number;
  heads: number;
  layer: number;
  head: number;
  stack: string;
}

/** What a dial of rotary positions needs to turn. */
interface Dial {
  kinds: DialKind[];
  kind: string;
  trained_length: number | null;
  reach: number;
  attention_factor: number;
}

/** Radians per position of each pair, in one kind of layer. */
interface DialKind {
  name: string;
  frequencies: number[];
  unscaled: number[] | null;
}

/** A picture by plotly with its words. */
interface Section {
  title: string;
  explains: string;
  figure: Record<string, any>;
  finding?: string;
}

/** What /schemes answers. */
interface ComparedSchemes {
  schemes: ComparedScheme[];
  sections: Section[];
  maps: Section[];
}

/** A positional scheme in words. */
interface ComparedScheme {
  scheme: string;
  title: string;
  formula: string;
  unit: string;
  says: string;
  paper: Citation;
}

/** What /panels/reading answers. */
interface ReadingPanel {
  text: string;
  given: boolean;
}

/** What /experiments/decides answers. */
interface Attributed {
  words: AttributedWord[];
  target: string;
  score: number;
  empty_score: number;
  gap: number;
  correlations: Record<string, number | null>;
  missing: Record<string, string>;
  empty: string;
}

/** A word and what it adds, by each way of asking. */
interface AttributedWord {
  text: string;
  start: number;
  end: number;
  pieces: [number, number];
  by: Record<string, number>;
}

/** A line of /autocomplete. */
interface Suggestions {
  tokens: LikelyEntry[];
  text: string;
  read: number;
}

/** What /classic/plan answers. */
interface BertvizPlan {
  view: string;
  stack: string;
  layer: number;
  layers: number[];
  lines: number;
  says: string;
  why: string;
}

/** What /compare answers. */
interface Comparison {
  layers: number;
  heads: number;
  distances: number[][];
  most: ChangedHead[];
  same_tokens: boolean;
  unit: "word" | "token";
  rows: string[];
  columns: string[];
  words: MatchedAxes | null;
}

/** How far a head reads differently. */
interface ChangedHead {
  layer: number;
  head: number;
  distance: number;
}

/** Of those that read, and of those that are read. */
interface MatchedAxes {
  rows: MatchedAxis;
  columns: MatchedAxis;
}

/** The words of two texts along one side of a matrix. */
interface MatchedAxis {
  matched: MatchedWords[];
  only_one: Stretch[];
  only_other: Stretch[];
}

/** Two words that stand for each other. */
interface MatchedWords {
  one: Stretch;
  other: Stretch;
}

/** A word and its characters. */
interface Stretch {
  text: string;
  start: number;
  end: number;
}

/** What /heads/anatomy answers; all but the stack is missing where it is said `why`. */
interface HeadSteps {
  stack: string;
  why: string;
  layer?: number;
  head?: number;
  query?: number;
  key?: number;
  query_token?: string;
  key_token?: string;
  group?: HeadGroup;
  constants?: Constants;
  q?: number[];
  k?: number[];
  v?: number[];
  steps?: KeySteps;
  output?: number[] | null;
  written?: WrittenVector | null;
  why_not_written?: string;
  words?: PushedEntries | null;
  why_no_words?: string;
}

/** The heads that share keys and values. */
interface HeadGroup {
  group: number;
  groups: number;
  heads: number[];
}

/** The numbers between a dot product and a weight. */
interface Constants {
  scale: number;
  width: number;
  inverse_root: boolean;
  softcap: number | null;
  log_sum_exp: number;
}

/** One list over the keys per step; None for steps the head does not take. */
interface KeySteps {
  raw: number[] | null;
  scaled: number[] | null;
  capped: number[] | null;
  added: number[] | null;
  hidden: boolean[];
  logit: (number | null)[];
  weight: number[];
  length: number[] | null;
  written: number[] | null;
}

/** What a head writes to the residual stream, and how long that is. */
interface WrittenVector {
  vector: number[];
  length: number;
}

/** What a vector makes likelier, and what less likely. */
interface PushedEntries {
  toward: PushedEntry[];
  against: PushedEntry[];
}

/** An entry, and the change of its logit. */
interface PushedEntry {
  id: number;
  text: string;
  change: number;
}

/** What /heads/positional answers. */
interface DistanceShares {
  stack: string;
  layers: number;
  heads: number;
  share: number[][];
  most: HeadShare;
  least: HeadShare;
  pairs: number;
  left_out: string;
  definition: string;
}

/** A head, and the share of its attention that distance explains. */
interface HeadShare {
  layer: number;
  head: number;
  share: number;
}

/** What /heads/roles answers; all but the stack is missing where it is said `why`. */
interface HeadRoles {
  stack: string;
  why: string;
  layers?: number;
  heads?: number;
  measures?: Record<string, number[][]>;
  chance?: Record<string, number>;
  asked?: Record<string, number>;
  roles?: (ClearRole | null)[][];
  opening?: OpeningRole | null;
  definitions?: Role[];
}

/** The role of a head, and how clear it is. */
interface ClearRole {
  role: string;
  title: string;
  measure: number;
}

/** The head with the clearest role that is not trivial. */
interface OpeningRole {
  layer: number;
  head: number;
  role: string;
  says: string;
}

/** One thing a head may do; see app/analysis/head_role_definitions.py. */
interface Role {
  id: string;
  title: string;
  says: string;
  formula: string;
  threshold: number;
  trivial: boolean;
  source: string;
}

/** What /heads/induction answers. */
interface InductionScores {
  stack: string;
  length: number;
  sequences: number;
  chance: number;
  induction: number[][];
  duplicate: number[][];
  spread: number[][];
}

/** A line of /heads/sets. */
interface SetProgress {
  done: number;
  of: number;
  seconds_left: number | null;
  result?: SentenceSet;
}

/** What the heads did over the sentences so far. */
interface SentenceSet {
  stack: string;
  layers: number;
  heads: number;
  sentences: number;
  lines: number[];
  skipped: SkippedLine[];
  measures: Record<string, SetMeasure>;
  chance: Record<string, number>;
  roles: (ClearRole | null)[][];
  unlike: UnlikeLine[][][];
  definitions: Role[];
}

/** A line that took no part. */
interface SkippedLine {
  line: number;
  why: string;
}

/** One measure over many sentences: per layer and head. */
interface SetMeasure {
  asked: number;
  mean: number[][];
  spread: number[][];
}

/** A line in which a head behaves unlike itself. */
interface UnlikeLine {
  line: number;
  distance: number;
  measure: string;
  value: number;
  away: number;
}

/** What /experiments/intervene answers. */
interface InterventionEffect {
  trace: string;
  changes: Record<string, any>[];
  position: number | null;
  chosen: ChosenWord;
  rival: ChosenWord | null;
  difference: Before | null;
  next: ChangedDistribution | null;
  output: ChangedOutput | null;
  written: ChangedText | null;
  heads: ChangedHead[];
  writes: boolean;
}

/** A word, label or answer with its probability before and after; `id` None for a label. */
interface ChosenWord {
  id: number | null;
  text: string;
  before: number;
  after: number;
}

/** A number before a change and after it. */
interface Before {
  before: number;
  after: number;
}

/** The next token at one position; the divergence in nats. */
interface ChangedDistribution {
  at: number;
  token: string;
  candidates: ChangedOption[];
  kl_nats: number;
}

/** An entry with its probability before and after; None where it was no possibility. */
interface ChangedOption {
  id: number | null;
  text: string;
  before: number | null;
  after: number | null;
}

/** What a head of the model says; `kind` as in a result. */
interface ChangedOutput {
  kind: string;
  options: ChangedOption[];
}

/** What was written, read again: its log-probability in nats, and every token's probability. */
interface ChangedText {
  before: number;
  after: number;
  tokens: ChangedOption[];
}

/** A head whose weights changed, by the mean over queries of half the absolute change. */
interface ChangedHead {
  stack: string;
  layer: number;
  head: number;
  change: number;
}

/** What /experiments/controls answers; `larger`: how many of the others do less. */
interface InterventionControls {
  effect: number;
  others: OtherPlace[];
  larger: number;
}

/** The same kind of change elsewhere, and the change of the log-probability in nats. */
interface OtherPlace {
  change: Record<string, any>;
  effect: number;
}

/** What /experiments/ablate answers: changes of the log-probability, in nats. */
interface AblatedHeads {
  how: string;
  stacks: Record<string, number[][]>;
  mlp: number[] | null;
  no_mlp: string;
  before: number;
}

/** What /experiments/write answers: the changed run's text, and the id it is kept under. */
interface WrittenAnew {
  trace: string;
  text: string;
  before: string;
}

/** What /lens answers. */
interface LensCells {
  stack: string;
  part: string;
  predicts: string;
  layers: number[];
  positions: number[];
  tokens: string[];
  finals: Entry[];
  cells: LensCell[][];
}

/** An entry of a vocabulary. */
interface Entry {
  id: number;
  text: string;
}

/** What one layer predicts at one position; `final`, `rank`: of the last layer's entry. */
interface LensCell {
  id: number;
  text: string;
  probability: number;
  final: number;
  rank: number;
  entropy: number;
}

/** What /lens/cell answers. */
interface LensCandidates {
  layer: number;
  position: number;
  part: string;
  candidates: LensCandidate[];
}

/** An entry of one cell. */
interface LensCandidate {
  id: number;
  text: string;
  probability: number;
  logit: number;
}

/** What /lens/watch answers. */
interface LensWatch {
  layers: number[];
  position: number;
  part: string;
  tokens: WatchedEntry[];
}

/** An entry through the layers. */
interface WatchedEntry {
  id: number;
  text: string;
  probability: number[];
  rank: number[];
}

/** What /neurons answers. */
interface Neurons {
  layer: number;
  position: number;
  token: string;
  neurons: Neuron[];
}

/** A neuron, and what it writes. */
interface Neuron {
  neuron: number;
  activation: number;
  write: number;
  pushes: PushedEntry[];
  against: PushedEntry[];
}

/** What /lab answers. */
interface NamedEntries {
  position: number;
  seen: SeenEntry[];
  bias: BiasedEntry[];
  banned: Entry[];
  sequences: string[][];
}

/** How often a token was seen. */
interface SeenEntry {
  id: number;
  text: string;
  count: number;
}

/** What is added to a token. */
interface BiasedEntry {
  id: number;
  text: string;
  value: number;
}

/** What /lab/words answers. */
interface Texts {
  words: string[];
}

/** What /draw answers. */
interface Draws {
  position: number;
  draws: number;
  seed: number;
  different: number;
  counts: DrawnEntry[];
  fit: DrawFit;
}

/** How often a token was drawn, and was to be expected. */
interface DrawnEntry {
  id: number;
  text: string;
  count: number;
  expected: number;
}

/** The chi-square test of draws against what was expected. */
interface DrawFit {
  statistic: number;
  freedom: number;
  p: number | null;
  cells: number;
}

/** What /experiments/positions/words answers. */
interface MovableWords {
  stack: string;
  scheme: string;
  causal: boolean;
  trained_length: number | null;
  words: MovableWord[];
  experiments: PositionExperiment[];
}

/** A word, and its first and last token. */
interface MovableWord {
  text: string;
  pieces: number[];
}

/** A way of moving words, and why it cannot be had. */
interface PositionExperiment {
  kind: string;
  title: string;
  says: string;
  why: string;
  allowed: boolean;
}

/** What /experiments/positions answers, of a move. */
interface MovedPositions {
  kind: "swap" | "shuffle" | "reverse" | "shift" | "stretch" | "same" | "zero";
  says: string;
  note: string;
  stack: string;
  trace_id: string;
  tokens: MovedToken[];
  hidden: number[];
  heads: number[][];
  output: MovedOutput | null;
  next: MovedNext | null;
  written: MovedText | null;
}

/** Where a token stood and was told to stand, and how far that moved its last hidden state. */
interface MovedToken {
  id: number;
  text: string;
  start: number;
  end: number;
  part: number[] | null;
  special: boolean;
  before: number;
  after: number;
  change: number;
}

/** What a head of the model says, before and after. */
interface MovedOutput {
  kind: string;
  before: LabelShare[];
  after: LabelShare[];
}

/** A label; None where it was no possibility. */
interface LabelShare {
  label: string;
  probability: number | null;
}

/** The next token at one position, before and after. */
interface MovedNext {
  at: number;
  token: string;
  candidates: MovedOption[];
  kl_nats: number;
}

/** Something a model could have said, with its probability before and after. */
interface MovedOption {
  id: number | null;
  text: string;
  before: number | null;
  after: number | null;
}

/** What was written, before and after. */
interface MovedText {
  before: number;
  after: number;
  tokens: MovedOption[];
}

/** What /experiments/positions answers, of the permutation test. */
interface PermutedPositions {
  kind: "permutation";
  says: string;
  explains: string;
  causal: boolean;
  stack: string;
  order: number[];
  without: number | null;
  with_positions: number;
  tokens: PermutedToken[];
}

/** How far another order moved a token's last hidden state. */
interface PermutedToken {
  id: number;
  text: string;
  start: number;
  end: number;
  part: number[] | null;
  special: boolean;
  without: number | null;
  with_positions: number;
}

/** What /experiments/hide answers. */
interface Ablation {
  words: HiddenWord[];
  probability: number;
  log_probability: number;
  correlation: Record<string, number | null>;
  control: Record<string, AblationControl | null>;
  hidden_most: Record<string, number>;
  random: Record<string, number | null>;
}

/** A source word, the weight it got, and what hiding it changes, by two ways of hiding. */
interface HiddenWord {
  text: string;
  start: number;
  end: number;
  pieces: [number, number];
  attention: number;
  cross: number;
  encoder: number;
}

/** The same correlation for other words. */
interface AblationControl {
  mean: number;
  low: number;
  high: number;
  words: number;
}

/** What /score answers. */
interface ReadText {
  trace_id: string;
  tokens: ReadToken[];
  words: ReadWord[];
  sum_nats: number;
  mean_nats: number;
  perplexity: number;
  bits_per_character: number | null;
  counted_tokens: number;
  characters: number;
}

/** One token: how the model found it, given all that stands before it. */
interface ReadToken {
  id: number;
  text: string;
  start: number;
  end: number;
  surprise_nats: number | null;
  probability: number | null;
  rank: number | null;
  entropy_nats: number | null;
  best: LikelyEntry | null;
}

/** A word, and the summed surprise of its tokens. */
interface ReadWord {
  text: string;
  start: number;
  end: number;
  surprise_nats: number;
}

/** A line of /experiments/tree. */
interface GrownTree {
  done: number;
  of: number;
  position: number;
  nodes: TreeNode[];
}

/** One token of a tree of continuations. */
interface TreeNode {
  id: number;
  parent: number | null;
  depth: number;
  token: number;
  probability: number;
  path: number;
  ended: boolean;
  text: string;
}

/** What /status answers. */
interface ServerStatus {
  title: string;
  phase: string;
  fraction: number | null;
  problem: string;
}
