/* What the scripts share, as types. What Python sends is in payloads.d.ts, which is generated. */

type LaneName = "a" | "b";

/** A listener or a callback whose arguments its own comment tells. */
type Heard = (...given: any[]) => void;

/** What the visitor has selected, on the whole page. */
interface Selected {
  stack: string | null;
  layer: number;
  heads: number[];
  position: number | null;
  positionLane: LaneName;
  pinned: Record<LaneName, number | null>;
  hideSink: boolean;
  between: string;
  view: string;
  reading: string;
  over: string;
  unit: string;
  colouring: string;
  sorting: string;
}

/** What listeners of the store get. */
interface Change {
  lane: LaneName | null;
  traceChanged: boolean;
  selection: boolean;
  changed?: string[];
  byVisitor?: boolean;
  since: number;
}

/** An array route's answer. */
interface NumberArray<Data extends Numbers = Float32Array> {
  shape: number[];
  data: Data;
}

interface Window {
  playground: Record<string, unknown>;
  Plotly: any;
}

/** Arguments of an address; what is null or undefined is left out. */
type Choice = Record<string, string | number | boolean | null | undefined>;

/** Whether a row (a query) and a column (a key) of a picture are linked. */
type Allowed = (query: number, key: number) => boolean;

type NumbersOrTexts = { shape: number[]; data: ArrayLike<number> } | string[];

interface HeadShape {
  layers: number;
  heads: number;
  blocks?: number[];
}

/** Where each head stands in the map, in CSS px. */
interface HeadLayout {
  width: number;
  height: number;
  cell: number;
  labels: { text: string; x: number; y: number; align: string }[];
  at(layer: number, head: number): { x: number; y: number } | undefined;
  find(x: number, y: number): { layer: number; head: number } | null;
}

type Numbers = Uint8Array | Int32Array | Float32Array | Float64Array;
type NumbersOf = new (from: ArrayBuffer | number) => Numbers;

/** What one rule of decoding left of a distribution whose places are sorted, see lib/decoding_rules.js. */
interface Stage {
  name: string;
  active: boolean;
  scores: Float64Array;
  order: Int32Array;
  powers: Float64Array;
  sum: number;
  cut: number;
  mass: number;
  kept: number;
  keeps(place: number): boolean;
  probability(place: number): number;
  readonly entropy: number;
}

type Rule = (name: string, before: Stage, value: number) => Stage;

/** By place: how often each was seen, what is added to it, and which ones may not come. */
interface NamedTokens {
  seen: Map<number, number>;
  bias: Map<number, number>;
  banned: Set<number>;
  bans: boolean;
}

/** A token by its number in the vocabulary; `count`: how often it was seen, `value`: what is added to it. */
interface NamedToken {
  id: number;
  text: string;
  count?: number;
  value?: number;
}

type Lanes = Record<LaneName, Lane | null>;

/** Attributes of an element: `text`, its data attributes and its listeners by their own names. */
interface Attributes {
  text?: string | number | null;
  data?: Record<string, string | number | boolean | null | undefined>;
  on?: { [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type]) => void };
  [name: string]: unknown;
}

type ElementOf<Tag extends string> = Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement;

/** What a tab gives its view. */
interface Props {
  explains?: string;
  [name: string]: any;
}

/** An address of the server, and the type of what it answers. */
type Address<Answer> = string & { readonly answer?: Answer };

/** What /panels/… answers, by the name of the panel. */
interface Panels {
  alignment: AlignmentPanel;
  attention: AttentionPanel;
  beams: BeamsPanel;
  changes: ChangesPanel;
  interventions: InterventionsPanel;
  lens: LensPanel;
  next_token: NextTokenPanel;
  reading: ReadingPanel;
  positions: PositionsPanel;
}

/** A line of an experiment that the server streams: how far it is, or why it ended, or its result. */
type StreamLine<Result> = Partial<Result> & { done?: number; of?: number; error?: string };

/** The distribution after one position of one run, see data/distribution.js. */
interface Distribution {
  trace: string;
  position: number;
  panel: NextTokenPanel;
  name(words: { bias: string; banned: string }): Promise<void>;
  spell(places: number[]): Promise<boolean>;
  idOf(place: number): number | undefined;
  namedEntries: NamedEntries | null;
  readonly named: boolean;
  readonly own: Stage;
  run(settings: Record<string, any>, order: string[]): Stage[];
  text(place: number): string | undefined;
  readonly actualPlace: number | null;
}

/** How a view is drawn: what its tab hands over, and how it tells Gradio of something. */
type Start = (root: HTMLElement, props: any, emit: Heard, watch: Heard) => void;
