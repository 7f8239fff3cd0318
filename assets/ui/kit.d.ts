/* What the parts of the kit are given and keep. */

interface Point {
  x: number;
  y: number;
}

interface GridCell {
  row: number;
  column: number;
}

/** A cell of a grid, or only its row or its column. */
interface GridPlace {
  row: number | null;
  column: number | null;
}

/** What a grid shows; see `set` in kit/matrix_grid.js. */
interface GridPicture {
  rows: string[];
  columns: string[];
  values: ArrayLike<number>;
  scale: number;
  exact: boolean;
  current: number | null;
  format: (value: number) => string;
  hidden?: number | null;
  blank?: (row: number, column: number) => boolean;
  says?: string;
  band?: number;
  row?: number;
  palette?: ((node: HTMLElement) => Uint32Array) | null;
  tone?: (value: number, scale: number) => number;
}

interface GridState extends GridPicture {
  hidden: number | null;
  blank: (row: number, column: number) => boolean;
  band: number;
  row: number;
  tone: (value: number, scale: number) => number;
}

/** Where the weights of a head come from, in both lanes. */
type HeadAddresses = Record<LaneName, Address<NumberArray>>;

/** A row of a table of two bars; what is null was not among the possible. */
interface PairedRow {
  name: (Node | string)[];
  before: number | null | undefined;
  after: number | null | undefined;
  data?: Attributes["data"];
}

interface KnobSetting {
  key: string;
  label: string;
  min: number;
  max: number;
  step: number;
  says: string;
}

/** A token as a line of text shows it: `instead` of a hidden word, `says` to who cannot see it. */
type ShownToken = Pick<LaneToken, "id" | "text" | "start" | "end"> &
  Partial<LaneToken> & { instead?: string; says?: string };

/** Where a token stands in a text. */
type CharacterToken = { start: number; end: number; special?: boolean };

type TokenSpan = HTMLElement & { pgGap?: HTMLElement; pgWeight?: number | null };

interface TokenLine {
  spans: TokenSpan[];
  tokens: ShownToken[];
  draw(tokens: ShownToken[]): number;
  focus(index: number): void;
}

/** Tokens that carry a mark. */
interface Stretched {
  first: number;
  last: number;
  kind?: number;
  tag?: string;
}

interface TokenOptions {
  spaces?: "dot" | "keep";
  breaks?: boolean;
  part?: [number, number] | null;
}

/** A token of a tree of tokens; `path`: the probability of everything up to it. */
interface TreeChip {
  id: number;
  parent: number | null;
  step: number;
  text: string;
  probability: number;
  score: number;
  state: "kept" | "pruned" | "ended";
  path?: number;
}

interface Grown {
  nodes: TreeChip[];
  hypotheses: { node: number; score: number }[];
  length_penalty: number;
}

/** The tree as it is drawn; `finals`: the score of each finished text. */
interface Tree {
  nodes: TreeChip[];
  byId: Map<number | null, TreeChip>;
  children: Map<number | null, TreeChip[]>;
  columns: TreeChip[][];
  finals: Map<number, number>;
}
