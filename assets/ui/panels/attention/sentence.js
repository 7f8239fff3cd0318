/* What an attention head does, as a sentence: the same facts as the picture, for everyone. */

import { rowName } from "../../kit/row_name.js";
import { quoted } from "../../kit/tokens.js";
import { layerName } from "../../lib/attention_names.js";
import { listed } from "../../lib/format.js";

const NAMED = 3; //        how many tokens a sentence lists
const WORTH_NAMING = 0.05;

/** @param {number} weight */
const number = (weight) => (weight > 0 && weight < 0.005 ? "<\u202f0.01" : weight.toFixed(2));

/** Indices of the largest values below `length`, strongest first.
 * @param {(index: number) => number} valueAt
 * @param {number} length
 * @param {number | null} skip
 * @returns {[value: number, index: number][]}
 */
function strongest(valueAt, length, skip) {
  /** @type {[value: number, index: number][]} */
  const order = [];
  for (let i = 0; i < length; i++) if (i !== skip) order.push([valueAt(i), i]);
  return order.sort((x, y) => y[0] - x[0]).slice(0, NAMED);
}

/** " cat" (0.62), then " the" (0.20) and " mat" (0.08)
 * @param {[value: number, index: number][]} found
 * @param {(index: number) => (Node | string)[]} named
 * @param {(value: number) => string} say
 * @returns {(Node | string)[]}
 */
function list(found, named, say) {
  /** @type {(Node | string)[]} */
  const words = [];
  found.forEach(([weight, index], i) => {
    if (i > 0) words.push(i === 1 ? ", then " : " and ");
    words.push(...named(index), ` (${say(weight)})`);
  });
  return words;
}

/** The single largest link; a decoder's first token can only read itself, so that row says nothing.
 * @param {ShownPicture} picture
 * @param {number | null} skip
 * @returns {{ query: number, key: number, weight: number } | null}
 */
function strongestLink({ causal, queries, keys, values }, skip) {
  let best = null;
  for (let query = causal ? 1 : 0; query < queries.length; query++) {
    for (let key = 0; key < keys.length; key++) {
      const weight = values[query * keys.length + key];
      if (key !== skip && (!best || weight > best.weight)) best = { query, key, weight };
    }
  }
  return best;
}

/** @type {Record<string, string[]>} */
const VERBS = {
  weight: ["looks most at", "is looked at most by"],
  value: ["takes most from", "gives most to"],
  rollout: ["goes back most to", "goes most into"],
};

/**
 * @param {ReadingWay} way
 * @param {HeadPick & { stack: Stack }} of
 */
function whose({ reading, over }, { stack, layer, heads }) {
  const at = layerName(stack, layer);
  if (reading === "rollout") return `From the input up to layer ${at}: `;
  const which = heads.length === stack.heads ? `all ${heads.length}` : `heads ${listed(heads)}`;
  if (heads.length === 1) return `Layer ${at}, head ${heads[0]}: `;
  return over === "max" ? `Layer ${at}, the largest of ${which}: ` : `Layer ${at}, mean of ${which}: `;
}

/** Nodes of the sentence for {stack, layer, heads, picture, way, focus, sinkShare}.
 * @param {PictureWords} words
 * @returns {(Node | string)[]}
 */
function attentionWords({ stack, layer, heads, picture, way, focus, sinkShare }) {
  const { queries, keys, values, exact, hidden, allowed, query, scale } = picture;
  const where = whose(way, { stack, layer, heads });
  if (!exact) return [`${where}reading the exact numbers…`];
  const width = keys.length;
  /** @param {number} row */
  const rowAt = (row) => rowName(picture, row);
  /** @param {number} key */
  const keyAt = (key) => [quoted(keys[key])];
  const [reads, isRead] = VERBS[way.reading];
  const worth = WORTH_NAMING * scale;
  /** @type {(value: number) => string} */
  const say = way.reading === "value" ? (length) => length.toFixed(2) : number;
  const notes = [];
  if (picture.next) notes.push(" Rows are named: token read → token written next.");
  if (way.hide && stack.sink) {
    const share = sinkShare(focus && focus.side === "key" ? null : focus ? focus.index : query);
    notes.push(
      " The resting place ",
      quoted(stack.key_tokens[stack.sink.index]),
      share === null ? " is hidden" : ` takes ${say(share)} of its attention and is hidden`,
      "; the other numbers are not rescaled.",
    );
  }
  if (focus && focus.side === "key") {
    const found = strongest(
      (q) => ((allowed?.(q, focus.index) ?? true) ? values[q * width + focus.index] : 0),
      queries.length,
      null,
    ).filter(([w], i) => i === 0 || w >= worth);
    return [where, quoted(keys[focus.index]), ` ${isRead} `, ...list(found, rowAt, say), ".", ...notes];
  }
  const reader = focus ? focus.index : query;
  const found = strongest(
    (k) => ((allowed?.(reader, k) ?? true) ? values[reader * width + k] : 0),
    width,
    hidden,
  ).filter(([w], i) => w > 0 && (i === 0 || w >= worth));
  const sentence = found.length
    ? [where, ...rowAt(reader), ` ${reads} `, ...list(found, keyAt, say), "."]
    : [where, ...rowAt(reader), " looks at nothing else."];
  if (allowed) notes.push(" Links other than those chosen are left out; the numbers are not rescaled.");
  const link = focus || allowed ? null : strongestLink(picture, hidden);
  if (link && !(link.query === reader && found.length && link.key === found[0][1])) {
    notes.push(
      " Strongest link: ",
      ...rowAt(link.query),
      picture.next ? " from " : " → ",
      quoted(keys[link.key]),
      ` (${say(link.weight)}).`,
    );
  }
  return [...sentence, ...notes];
}

export { attentionWords };
