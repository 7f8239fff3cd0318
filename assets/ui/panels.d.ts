/* What the panels keep and hand to each other. */

// ---------------------------------------------------------------- alignment
/** A piece of a text, or a word made of its pieces. */
interface Unit {
  first: number;
  last: number;
  text: string;
  special: boolean;
}

type Side = "source" | "target";

interface Focus {
  lane: LaneName;
  side: Side;
  index: number;
  across?: number | null;
}

/** The word each piece belongs to, in both texts. */
type WordsOf = Record<Side, (number | null)[]>;

/** The weights of the written units on those that were read, row by row. */
interface Alignment {
  source: Unit[];
  target: Unit[];
  at: Record<Side, number[]>;
  weights: Float32Array;
  title: string;
  why: string;
}

type MatrixLabel = HTMLElement & { pgWidth: number };

// ---------------------------------------------------------------- two runs
/** The chosen head of both runs. */
interface ComparedHead {
  blocks?: number[];
  rows: string[];
  columns: string[];
  unit: string;
  layer: number;
  head: number;
  addresses: HeadAddresses;
}

/** Its weights in both, and their difference. */
interface Difference extends Omit<ComparedHead, "addresses"> {
  a: ArrayLike<number>;
  b: ArrayLike<number>;
  values: Float32Array;
}

interface ComparedRuns extends Comparison {
  blocks?: number[];
  stack: string;
  traces: Record<LaneName, string>;
}

/** How a text was read, and the text. */
type Reading = ReadText & ReadingPanel;

/** A word that both models read, and how surprising it was to each. */
interface DisagreedWord {
  text: string;
  start: number;
  end: number;
  a: number;
  b: number;
  difference: number;
}

// ---------------------------------------------------------------- the tree of runs
type BranchToken = Pick<LaneToken, "id" | "text" | "special" | "probability"> & { made: boolean };

interface Branch {
  trace: string;
  parent: string | null;
  position: number | null;
  name: string;
  model: string;
  title: string;
  settings: LaneSettings;
  tokens: BranchToken[];
  gone: boolean;
}

interface BranchRow {
  branch: Branch;
  depth: number;
}

/** A place after which one may branch off. */
interface TreePlace {
  trace: string;
  position: number;
}

// ---------------------------------------------------------------- layers
interface LensOf {
  trace: string;
  part: string;
}

/** Where the neurons of a block are asked for. */
interface LensPlace {
  trace: string;
  layer: number;
  position: number;
  text: string;
}

/** A cell that was pressed, as the page's selection has it. */
interface LensChoice {
  row: string;
  layer: number;
  position: number | null;
}

type LensSwitch = "part" | "tint";

/** The cells in sight. */
interface LensView {
  rows: { first: number; last: number };
  columns: { first: number; last: number };
}

/** What a grid of predictions is of: `words` entries there are, `finals` what the last layer says. */
interface LensShape {
  rows: string[];
  tokens: LaneToken[];
  words: number;
  finals: number[];
}

// ---------------------------------------------------------------- next token
/** What was drawn: how often each entry. */
interface DrawCounts {
  draws: number;
  counts: Map<number, number>;
}

/** What a lane of the tab shows. */
interface NextTokenState {
  trace: string | null;
  tokens: LaneToken[];
  position: number | null;
  data: Distribution | null;
  busy: number;
}

/** A rule in words; `text`: what may be typed, else the ends of its slider. */
interface RuleWords {
  label: string;
  says: string;
  text?: string;
  on?: number;
  min?: number;
  max?: number;
  step?: number;
}

/** What sets a rule: a slider with its number, or a box to type in. */
interface RuleField {
  node: HTMLElement;
  input?: HTMLInputElement;
  set(value: any): void;
}

/** The rules of decoding by the name of their setting. */
type Rules = Record<string, any>;

/** The scale of bars of probability, see lib/probability_scale.js. */
interface ProbabilityScale {
  full: number;
  words: string;
  width(probability: number): number;
}

interface RuleBar {
  text: string | undefined;
  before: number;
  was: boolean;
  after: number;
  kept: boolean;
}

// ---------------------------------------------------------------- positions
/** A lane of a part of the tab; `open` may answer with the sentence that says why not. */
interface PositionPart {
  body: HTMLElement;
  open(lane: Lane): Promise<string> | string;
  close(): void;
}

/** What a label had before a move and has after it. */
interface LabelPair {
  label: string;
  before: number | null;
  after: number | null;
}

interface DialState {
  together: boolean;
  kind: number;
  pair: number;
  query: number;
  key: number;
}

// ---------------------------------------------------------------- fine-tuning
/** How a training goes, see app/ui/finetune_tab.py. */
interface TrainingState {
  losses: [number, number][];
  scores: [number, number][];
  steps: number;
  seconds_left: number | null;
}

// ---------------------------------------------------------------- figures
/** A panel of figures, and what it shows. */
type FigurePanel = "positions";
type FigureContent = PositionsPanel;

// ---------------------------------------------------------------- attention
type AxisSide = "query" | "key";

/** A row or a column of a picture; `key`: the cell of the row that is pointed at. */
interface AxisPlace {
  side: AxisSide;
  index: number;
  key?: number | null;
}

interface HeadPlace {
  layer: number;
  head: number;
}

interface HeadPick {
  layer: number;
  heads: number[];
}

/** How the numbers of heads are read, see panels/attention/measure.js. */
interface ReadingWay {
  reading: string;
  over: string;
  unit: string;
  hide: boolean;
}

/** The numbers of the chosen heads, by tokens, words or sentences. */
interface Picture {
  queries: string[];
  next: string[] | null;
  labels: string[];
  keys: string[];
  values: Float32Array | Uint8Array;
  exact: boolean;
  hidden: number | null;
  starts: Record<AxisSide, number[]>;
  reading: string;
  unit: string;
  scale: number;
  parts: { head: number; values: Float32Array | Uint8Array }[];
  causal: boolean;
}

/** A picture with what the visitor chose; `query`: the row shown at rest. */
interface ShownPicture extends Picture {
  allowed: Allowed | null;
  query: number;
  pinned: number | null;
  format: (value: number) => string;
  says: string[];
}

/** What a picture is of. */
interface PictureOf {
  address: Address<NumberArray<Uint8Array>>;
  trace: string;
  stack: Stack;
  pick: HeadPick;
  way: ReadingWay;
  token: number;
}

/** What a sentence about a picture is made from. */
interface PictureWords extends HeadPick {
  stack: Stack;
  picture: ShownPicture;
  way: ReadingWay;
  focus: AxisPlace | null;
  sinkShare: (row: number | null) => number | null;
}

/** One way of drawing a picture: `set`, or `show` where it needs to know what it is of. */
interface AttentionView {
  set?(picture: ShownPicture): void;
  show?(shown: PictureOf & { picture: ShownPicture; since: number }): void;
  redraw(): void;
  reveal?(row: number): void;
  focus?(): AxisPlace | null;
  point?(at: AxisPlace | null): void;
  drawing?(): SVGElement | null;
  numbers?(): { rows: string[]; columns: string[]; values: ArrayLike<number> } | null;
}

/** A token in a column, with what it shows. */
type LinkRow = HTMLElement & { bar?: string; number?: string };

interface ViewListeners {
  onPin: (row: number | null, since: number) => void;
  onFocus: (place: AxisPlace | null, since: number) => void;
  onHead: (head: Partial<Selected>, since: number) => void;
  onDrawn: (since: number) => void;
}

/** What is on screen, for a file to say. */
interface ViewAbout {
  trace: string | null;
  lane: Lane | null;
  stack: Stack | null;
  pick: HeadPick;
  way: ReadingWay;
}

interface AttentionLane {
  node: HTMLElement;
  stack(): Stack | null;
  stacks(): Stack[];
  lane(): Lane | null;
  pair(): string[] | null;
  update(change: Partial<Change> & { since: number }): boolean;
}

/** One head at one query, as its steps are asked for. */
interface StepsOf extends HeadPlace {
  trace: string;
  stack: string;
  query: number;
  named: number | string;
  queries: string[];
  keys: string[];
}

/** The steps of a head that has any. */
type KnownSteps = Required<HeadSteps>;

interface ToldSteps {
  told: KnownSteps;
  keys: string[];
}

/** A column of the table of keys; one with `most` has a bar. */
interface StepColumn {
  label: string;
  title: string;
  values: (number | null)[];
  write: (value: number) => string;
  most?: number;
}

interface VectorRow {
  name: string;
  of: string;
  values: number[];
}

/** The roles of a stack, with what was asked for besides. */
type ToldRoles = Required<HeadRoles> & { extras: HeadMeasure[] };

interface HeadMeasure {
  id: string;
  title: string;
  formula: string;
  source: string;
}

/** A measure of heads over many sentences, and how its numbers are written. */
interface SetMeasureWords {
  id: string;
  title: string;
  short: string;
  says: string;
  write: (value: number) => string;
  both: (mean: number, sd: number) => string;
  asked: number;
  mean: number[][];
  sd: number[][];
}

type ToldSet = SentenceSet & { blocks?: number[] };

interface ShownSet {
  told: ToldSet;
  measures: SetMeasureWords[];
  shown: string;
}

interface SetHead extends HeadPlace {
  told: ToldSet;
  measures: SetMeasureWords[];
  lines: string[];
  trace: string | null;
}

interface SetRequest {
  lines: string[];
  model: string;
  title: string;
}

/** A column of the table of heads. */
interface SetColumn {
  by: string;
  title: string;
  css: string;
  key: (place: HeadPlace) => number;
  cell?: (place: HeadPlace) => string;
}

// ---------------------------------------------------------------- results
/** How one kind of result is shown, and what it marks in the text. */
interface ResultView<Kind> {
  nodes: HTMLElement[];
  draw(result: Kind, lane: Lane): void;
  words(result: Kind, lane: Lane): string;
  tokens?(result: Kind, tokens: LaneToken[]): ShownToken[];
  note?(index: number): (Node | string)[];
  pick?(index: number): boolean;
  point?(index: number | null): void;
}

/** A label of a token, its probability and the kind it counts for. */
type Ranked = [label: string, probability: number, kind: string];
