/* What is shown of the chosen heads: one matrix of numbers, worked out from what the server has sent.
 *
 * attentionReading → {KINDS, UNITS, of, addresses, title}. `address` is that of a stack; a pick is
 * {layer, heads}; a way is {reading, over, unit, hide}. Every view draws the same picture:
 *
 *   queries, keys  texts of the rows and the columns (tokens, words or sentences)
 *   next           what is written next at each row of a text that is written, else null
 *   labels         what the rows are called: by both
 *   values         one number per query and key, row after row
 *   exact          false while only the 8-bit weights are here: good for drawing, not for printing
 *   scale          the number that is drawn at full strength
 *   hidden         the key that is left out (the sink), or null
 *   starts         {query, key}: the first token of each row and column
 *   parts          the same per chosen head, [{head, values}], where there are several
 */

import { peek } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { rowLabels } from "../../lib/attention_names.js";

const WHOLE_STACK = 4.5e6; // bytes: up to here all layers are fetched at once

const KINDS = [
  {
    id: "weight",
    title: "Weight",
    unit: "",
    says: "How much of what a token takes in comes from each token it reads: softmax(q·kᵀ/√d). A row sums to 1, or to less where a learned sink takes a share that is no token's.",
    source: "Vaswani et al. 2017, “Attention is all you need”, section 3.2.1",
  },
  {
    id: "value",
    title: "Weight × value",
    unit: "length",
    says: "The weight times the length of what would be written if the token were read alone: ‖w(q, k) · v(k) · W_O‖. A token with a large weight and a short value writes little; the sink is the common case. These are lengths and sum to nothing in particular; of several heads the mean (or the largest) is shown.",
    source: "Kobayashi et al. 2020, “Attention is not only a weight”",
  },
  {
    id: "rollout",
    title: "Rollout",
    unit: "",
    says: "From the input up to the chosen layer: the product over the layers of half the mean attention of all heads and half the token itself, which stands for the residual connection. It says where attention leads, not what it carries. A row sums to 1.",
    source: "Abnar and Zuidema 2020, “Quantifying attention flow in transformers”, section 3",
  },
];
const UNITS = [
  ["token", "tokens"],
  ["word", "words"],
  ["sentence", "sentences"],
];
/** @param {string} id */
const kind = (id) => KINDS.find((each) => each.id === id) || KINDS[0];

/** @param {Stack} one */
const isSmall = ({ layers, heads, query_tokens: q, key_tokens: k }) =>
  layers * heads * q.length * k.length <= WHOLE_STACK;

/** What has to be fetched before the exact numbers can be printed.
 * @param {Address<NumberArray<Uint8Array>>} address
 * @param {{ layer: number, heads: number[] }} pick
 * @param {{ reading: string }} how
 */
function addresses(address, { layer, heads }, { reading }) {
  if (reading === "rollout") return [endpoints.rollout(address, layer)];
  const exact = heads.map((head) => endpoints.headWeights(address, layer, head));
  return reading === "value" ? [...exact, endpoints.valueNorms(address)] : exact;
}

/** Weights of each chosen head: exact if those have come, else from the 8-bit layer, else null.
 * @param {Address<NumberArray<Uint8Array>>} address
 * @param {Stack} one
 * @param {{ layer: number, heads: number[] }} pick
 */
function weights(address, one, pick) {
  const size = one.query_tokens.length * one.key_tokens.length;
  const exact = pick.heads.map((head) => peek(endpoints.headWeights(address, pick.layer, head)));
  const there = exact.filter((array) => array !== undefined);
  if (there.length === exact.length) return { exact: true, by: 1, each: there.map(({ data }) => data) };
  const whole = peek(address);
  const part = peek(endpoints.layerWeights(address, pick.layer));
  const some = whole || part;
  if (!some) return null;
  const each = pick.heads.map((head) => {
    const first = (whole ? pick.layer * one.heads + head : head) * size;
    return some.data.subarray(first, first + size);
  });
  return { exact: false, by: 1 / 255, each };
}

/** The numbers of each chosen head in this reading, {exact, each}, or null while they are missing.
 * @param {Address<NumberArray<Uint8Array>>} address
 * @param {Stack} one
 * @param {{ layer: number, heads: number[] }} pick
 * @param {string} reading
 */
function numbers(address, one, pick, reading) {
  if (reading === "rollout") {
    const flow = peek(endpoints.rollout(address, pick.layer));
    return flow ? { exact: true, each: [flow.data] } : null;
  }
  const found = weights(address, one, pick);
  if (!found) return null;
  if (reading !== "value")
    return { exact: found.exact, each: found.by === 1 ? found.each : found.each.map((data) => scaled(data, found.by)) };
  const lengths = peek(endpoints.valueNorms(address));
  if (!lengths) return null;
  const keys = one.key_tokens.length;
  const each = found.each.map((data, place) => {
    const from = (pick.layer * one.heads + pick.heads[place]) * keys;
    const out = new Float32Array(data.length);
    for (let i = 0; i < out.length; i++) out[i] = data[i] * found.by * lengths.data[from + (i % keys)];
    return out;
  });
  return { exact: found.exact, each };
}

/**
 * @param {Uint8Array | Float32Array} data
 * @param {number} by
 */
function scaled(data, by) {
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = data[i] * by;
  return out;
}

/**
 * @param {Float32Array[] | Uint8Array[]} arrays
 * @param {string} over
 */
function together(arrays, over) {
  if (arrays.length === 1) return arrays[0];
  const sum = Float32Array.from(arrays[0]);
  for (const array of arrays.slice(1)) {
    for (let i = 0; i < sum.length; i++) sum[i] = over === "max" ? Math.max(sum[i], array[i]) : sum[i] + array[i];
  }
  if (over !== "max") for (let i = 0; i < sum.length; i++) sum[i] /= arrays.length;
  return sum;
}

/** Rows and columns summed up to words or sentences: the sum over the tokens that are read, the
 * mean over those that read (Clark et al. 2019, section 4.1). `skip`: a key that is left out.
 * @param {ArrayLike<number>} values
 * @param {number[]} rows
 * @param {number[]} columns
 * @param {number} queries
 * @param {number} keys
 * @param {number | null} skip
 */
function grouped(values, rows, columns, queries, keys, skip) {
  const out = new Float32Array(rows.length * columns.length);
  const place = new Int32Array(keys);
  columns.forEach((start, column) => place.fill(column, start, columns[column + 1] ?? keys));
  rows.forEach((start, row) => {
    const end = rows[row + 1] ?? queries;
    for (let query = start; query < end; query++) {
      for (let key = 0; key < keys; key++) {
        if (key !== skip) out[row * columns.length + place[key]] += values[query * keys + key] / (end - start);
      }
    }
  });
  return out;
}

/** The texts of tokens from each start to the next.
 * @param {string[]} texts
 * @param {number[]} starts
 */
const joined = (texts, starts) => starts.map((start, i) => texts.slice(start, starts[i + 1] ?? texts.length).join(""));

/** @param {number} length */
const every = (length) => Array.from({ length }, (_, i) => i);

/**
 * @param {ArrayLike<number>} values
 * @param {number} keys
 * @param {number | null} hidden
 */
function largest(values, keys, hidden) {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > most && i % keys !== hidden) most = values[i];
  return most || 1;
}

const KEPT = 4; // two lanes, each with one to go back to
/** @type {{ key: string, picture: Picture }[]} */
const made = []; // {key, picture}: the same numbers are not worked out twice

/** The picture, or null while its numbers are on their way.
 * @param {Address<NumberArray<Uint8Array>>} address
 * @param {Stack} one
 * @param {{ layer: number, heads: number[] }} pick
 * @param {ReadingWay} way
 */
function of(address, one, pick, way) {
  const { reading, over, unit, hide } = way;
  const found = numbers(address, one, pick, reading);
  if (!found) return null;
  const key = JSON.stringify([address, pick, way, found.exact]);
  const before = made.find((each) => each.key === key);
  if (before) return before.picture;
  const [queries, keys] = [one.query_tokens.length, one.key_tokens.length];
  const whole = unit === "token" || !one.groups;
  const starts = {
    query: whole ? every(queries) : one.groups.query[/** @type {keyof Units} */ (unit)],
    key: whole ? every(keys) : one.groups.key[/** @type {keyof Units} */ (unit)],
  };
  const skip = hide && one.sink ? one.sink.index : null;
  /** @param {Uint8Array | Float32Array} values */
  const put = (values) => (whole ? values : grouped(values, starts.query, starts.key, queries, keys, skip));
  // A sink that is a word by itself is left out with its word; in a longer one its share is.
  const at = skip === null ? -1 : starts.key.findLastIndex((start) => start <= skip);
  const alone = at >= 0 && (starts.key[at + 1] ?? keys) - starts.key[at] === 1;
  const hidden = alone ? at : null;
  const values = put(together(found.each, over));
  const texts = whole ? one.query_tokens : joined(one.query_tokens, starts.query);
  const next = one.written_next ? joined(one.written_next, starts.query) : null;
  const picture = {
    queries: texts,
    next,
    labels: rowLabels(texts, next),
    keys: whole ? one.key_tokens : joined(one.key_tokens, starts.key),
    values,
    exact: found.exact,
    hidden,
    starts,
    reading,
    unit,
    scale: reading === "value" ? largest(values, starts.key.length, hidden) : 1,
    parts:
      pick.heads.length > 1 && found.each.length > 1
        ? found.each.map((data, i) => ({ head: pick.heads[i], values: put(data) }))
        : [],
    causal: one.causal,
  };
  made.push({ key, picture });
  if (made.length > KEPT) made.shift();
  return picture;
}

/** The row or column of a picture that a token belongs to.
 * @param {number[]} starts
 * @param {number | null} token
 */
const groupOf = (starts, token) =>
  token === null
    ? null
    : Math.max(
        0,
        starts.findLastIndex((start) => start <= token),
      );

export const attentionReading = { KINDS, UNITS, kind, of, addresses, isSmall, groupOf };
