/* Which source words a written word was read from, and which of them the visitor points at.
 *
 * The output pane, the input box and the alignment panel show the same numbers and light up together:
 * they all read `aligned` and none knows of the others. A unit is a piece, or a word made
 * of its pieces; indices of target units count what the model wrote, without the start mark.
 */

import { wordNumbers } from "../lib/word_spans.js";
import { store } from "./store.js";

/** @type {{ unit: string, focus: Focus | null }} */
const state = { unit: "words", focus: null };
/** @type {Set<(change: { focus: boolean, since: number }) => void>} */
const listeners = new Set();
/** @type {Map<string | null, WordsOf>} */
const words = new Map(); //  trace → {source, target}: the word each piece belongs to
/** @type {Record<LaneName, (Omit<LaneAlignment, "rows"> & { trace: string, rows: ArrayLike<number>[] }) | null>} */
const instead = { a: null, b: null }; // the head chosen in place of the lane's own alignment
/** @type {Record<LaneName, any>} */
const drawnFrom = { a: null, b: null }; //    the last answer of `of`, and what it was made from

/** @param {{ focus: boolean, since: number }} change */
const notify = (change) => listeners.forEach((listener) => listener(change));

// ---------------------------------------------------------------- units
/** [{first, last, text, special}]; pieces of one word stand together, marks alone.
 * @param {LaneToken[]} tokens
 * @param {(number | null)[] | false} wordOf
 */
function units(tokens, wordOf) {
  /** @type {Unit[]} */
  const list = [];
  tokens.forEach((token, i) => {
    const before = list.at(-1);
    if (wordOf && wordOf[i] !== null && before && wordOf[before.last] === wordOf[i]) {
      before.last = i;
      before.text += (token.gap || "") + token.text;
    } else list.push({ first: i, last: i, text: token.text, special: Boolean(token.special) });
  });
  if (wordOf) for (const unit of list) unit.text = unit.text.trim() || unit.text;
  return list;
}

/** The unit each token belongs to: pointing asks for it at every token.
 * @param {Unit[]} list
 * @returns {number[]}
 */
const unitAt = (list) => list.flatMap(({ first, last }, index) => Array(last - first + 1).fill(index));

/** @type {(wordOf: (number | null)[] | undefined, tokens: LaneToken[]) => (number | null)[]} */
const fits = (wordOf, tokens) => (wordOf && wordOf.length >= tokens.length ? wordOf : wordNumbers(tokens));

// ---------------------------------------------------------------- weights
/** Target × source, row by row: summed over a source word's pieces, averaged over a target word's.
 * @param {ArrayLike<number>[]} rows
 * @param {Unit[]} target
 * @param {Unit[]} source
 */
function combined(rows, target, source) {
  const weights = new Float32Array(target.length * source.length);
  target.forEach(({ first, last }, t) => {
    for (let row = first; row <= last; row++) {
      source.forEach((unit, s) => {
        let sum = 0;
        for (let column = unit.first; column <= unit.last; column++) sum += rows[row][column];
        weights[t * source.length + s] += sum / (last - first + 1);
      });
    }
  });
  return weights;
}

/**
 * @param {LaneName} name
 * @param {Lane} lane
 */
function rowsOf(name, lane) {
  const other = instead[name];
  return other && other.trace === lane.trace ? other : lane.alignment;
}

/** {source, target (units), weights (target × source), title, why} of a lane in the chosen unit;
 * null where nothing is aligned. The same object comes back until something changes.
 * @param {LaneName} name
 * @returns {Alignment | null}
 */
function of(name) {
  const lane = store.lanes[name];
  if (!lane || !lane.alignment || !(lane.source || []).length) return null;
  const from = /** @type {{ rows: ArrayLike<number>[], title: string, why: string }} */ (rowsOf(name, lane));
  const known = words.get(lane.trace);
  const old = drawnFrom[name];
  if (old && old.from === from && old.tokens === lane.tokens && old.known === known && old.unit === state.unit)
    return old.value;
  const written = lane.tokens.filter((token) => token.new).slice(0, from.rows.length);
  const inWords = state.unit === "words";
  const source = units(lane.source, inWords && fits(known?.source, lane.source));
  const target = units(written, inWords && fits(known?.target, written));
  const at = { source: unitAt(source), target: unitAt(target) };
  const value = { source, target, at, weights: combined(from.rows, target, source), title: from.title, why: from.why };
  drawnFrom[name] = { from, tokens: lane.tokens, known, unit: state.unit, value };
  return value;
}

/** The units one unit is aligned with, strongest first: [{unit, index, weight}].
 * @param {Pick<Alignment, "source" | "target" | "weights">} alignment
 * @param {Side} side
 * @param {number} index
 */
function read({ source, target, weights }, side, index) {
  const others = side === "target" ? source : target;
  /** @param {number} i */
  const at = (i) => (side === "target" ? weights[index * source.length + i] : weights[i * source.length + index]);
  return others.map((unit, i) => ({ unit, index: i, weight: at(i) })).sort((x, y) => y.weight - x.weight);
}

// ---------------------------------------------------------------- pointing
/** @type {(x: Focus | null, y: Focus | null) => boolean} */
const same = (x, y) =>
  x === y || Boolean(x && y && x.lane === y.lane && x.side === y.side && x.index === y.index && x.across === y.across);

/** {lane, side: "target" | "source", index, across: a unit of the other side or null}, or null.
 * @param {Focus | null} next
 */
function focus(next, since = performance.now()) {
  if (same(next, state.focus)) return;
  state.focus = next;
  notify({ focus: true, since });
}

/** The unit a token belongs to; null when it has none, such as the start mark.
 * @type {(alignment: Alignment, side: Side, token: number) => number | null}
 */
const unitOf = (alignment, side, token) => alignment.at[side][token] ?? null;

store.subscribe((change) => {
  if (change.lane && change.traceChanged && state.focus?.lane === change.lane) focus(null);
});

export const aligned = {
  state,
  of,
  read,
  focus,
  unitOf,
  setUnit(/** @type {string} */ unit) {
    state.unit = unit;
    state.focus = null;
    notify({ focus: false, since: performance.now() });
  },
  /** Which word each piece of a trace belongs to, as the server divides them.
   * @param {string} trace
   * @param {WordsOf} known
   */
  setWords(trace, known) {
    words.set(trace, known);
    while (words.size > 64) words.delete(words.keys().next().value ?? null);
    notify({ focus: false, since: performance.now() });
  },
  /** Show another head's rows, {trace, rows, title, why}; null goes back to the lane's own.
   * @param {LaneName} name
   * @param {(Omit<LaneAlignment, "rows"> & { trace: string, rows: ArrayLike<number>[] }) | null} other
   */
  setHead(name, other) {
    instead[name] = other;
    notify({ focus: false, since: performance.now() });
  },
  subscribe(/** @type {(change: { focus: boolean, since: number }) => void} */ listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
