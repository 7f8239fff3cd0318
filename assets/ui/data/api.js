/* What the server was asked for so far: JSON and arrays, kept until they take too much room. */
const CACHE_BYTES = 96 * 1024 * 1024;

/** @type {Map<string, { promise: Promise<any> | null, value: any, bytes: number }>} */
const cache = new Map(); // url → {promise, value, bytes}; a Map keeps insertion order, oldest first
let cachedBytes = 0;

/** @type {Record<string, NumbersOf>} */
const ARRAYS = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array, float64: Float64Array };

/** @param {Response} response */
async function refusal(response) {
  let sentence = `The server answered ${response.status}.`;
  try {
    sentence = (await response.json()).error || sentence;
  } catch {
    // not JSON: the status line is all we know
  }
  return new Error(sentence);
}

/**
 * @param {string} url
 * @returns {Promise<[value: any, bytes: number]>}
 */
async function load(url) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin" });
  } catch {
    throw new Error("The server cannot be reached. Is the playground still running?");
  }
  if (!response.ok) throw await refusal(response);
  const sizes = response.headers.get("X-Shape");
  if (sizes === null) return [await response.json(), 20_000];
  const buffer = await response.arrayBuffer();
  const shape = sizes.split(",").map(Number);
  const data = new (ARRAYS[response.headers.get("X-Dtype") || ""] || Float32Array)(buffer);
  return [{ shape, data: inRows(data, shape, response.headers.get("X-Order")) }, buffer.byteLength];
}

/** Attention weights travel key by key, and without the zeros above the diagonal, because that
 * is smaller; the views want them query by query. See app/api/arrays.py.
 * @param {Numbers} data
 * @param {number[]} shape
 * @param {string | null} order
 */
function inRows(data, shape, order) {
  if (!["columns", "lower-columns", "lower"].includes(order || "")) return data;
  const [queries, keys] = shape.slice(-2);
  const each = queries * keys;
  const rows = new /** @type {NumbersOf} */ (data.constructor)(shape.reduce((product, length) => product * length, 1));
  let from = 0;
  if (order === "lower") {
    for (let start = 0; start < rows.length; start += each) {
      for (let query = 0; query < queries; from += ++query)
        rows.set(data.subarray(from, from + query + 1), start + query * keys);
    }
    return rows;
  }
  for (let start = 0; start < rows.length; start += each) {
    for (let key = 0; key < keys; key++) {
      const first = order === "lower-columns" ? key : 0;
      for (let query = first; query < queries; query++) rows[start + query * keys + key] = data[from++];
    }
  }
  return rows;
}

/** JSON, or {shape, data} for an array route; kept until CACHE_BYTES are passed.
 * @template Answer
 * @param {Address<Answer>} url
 * @returns {Promise<Answer>}
 */
function get(url) {
  const held = cache.get(url);
  if (held) {
    cache.delete(url); // move to the young end
    cache.set(url, held);
    return /** @type {Promise<any>} */ (held.promise);
  }
  /** @type {{ promise: Promise<any> | null, value: any, bytes: number }} */
  const entry = { promise: null, value: undefined, bytes: 0 };
  entry.promise = load(url).then(
    ([value, bytes]) => {
      if (cache.get(url) !== entry) return value; // dropped while it was on its way
      entry.value = value;
      entry.bytes = bytes;
      cachedBytes += bytes;
      for (const [old, { bytes: freed }] of cache) {
        if (cachedBytes <= CACHE_BYTES || old === url) break;
        cache.delete(old);
        cachedBytes -= freed;
      }
      return value;
    },
    (error) => {
      cache.delete(url); // a failure may be gone at the next try
      throw error;
    },
  );
  cache.set(url, entry);
  return entry.promise;
}

/** What `get` has already brought, or undefined: for drawing within the same frame.
 * @template Answer
 * @param {Address<Answer>} url
 * @returns {Answer | undefined}
 */
const peek = (url) => cache.get(url)?.value;

/** The sentence of what went wrong.
 * @param {unknown} error
 */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** The answer of now, kept nowhere.
 * @template Answer
 * @param {Address<Answer>} url
 * @returns {Promise<Answer>}
 */
async function fresh(url) {
  const response = await fetch(url, { credentials: "same-origin" });
  return response.json();
}

/** Tell the server something. Rejects with its sentence.
 * @param {string} url
 * @param {Record<string, unknown>} values
 */
async function post(url, values) {
  const response = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(values),
  });
  if (!response.ok) throw await refusal(response);
  return response.json();
}

export { fresh, get, messageOf, peek, post };
