/* What the scripts share, as types. What Python sends is in payloads.d.ts, which is generated. */

type LaneName = "a" | "b";

/** A listener or a callback whose arguments its own comment tells. */
type Heard = (...given: any[]) => void;

/** What the visitor has selected, on the whole page. */
interface Selection {
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
interface NumberArray {
  shape: number[];
  data: Uint8Array | Int32Array | Float32Array | Float64Array;
}

interface Window {
  playground: Record<string, unknown>;
  Plotly: any;
}
