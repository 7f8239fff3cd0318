/* Two texts read as a pair: which links lead from one to the other, and which stay within one.
 *
 * segments → {choices, links, chosen, reader}. Links that are left out are not drawn; nothing is rescaled.
 */
const WITHIN = "within";
/** @type {Record<string, number[]>} */
const ACROSS = { "0-1": [0, 1], "1-0": [1, 0] };

/** [[value, text]]: what may be shown of a pair of texts.
 * @param {string[]} titles
 * @returns {[string, string][]}
 */
const choices = ([first, second]) => [
  ["all", "all"],
  ["0-1", `${first} → ${second}`],
  ["1-0", `${second} → ${first}`],
  [WITHIN, "within each"],
];

/** Whether a link is one of those chosen, as (query, key) → boolean; null where all are.
 * @param {number[] | null | undefined} segments
 * @param {string} mode
 * @returns {Allowed | null}
 */
function links(segments, mode) {
  if (!segments?.length || mode === "all") return null;
  if (mode === WITHIN) return (query, key) => segments[query] === segments[key];
  const [from, to] = ACROSS[mode] || [];
  return from === undefined ? null : (query, key) => segments[query] === from && segments[key] === to;
}

/** A lane's memory of what is chosen: the same function for the same choice, so that the lines are
 * drawn anew only for another one. chosen() → (segments, mode, picture) → (row, column) → boolean
 * between the rows and columns of a picture, or null for all. */
function chosen() {
  /** @type {{ of?: number[] | null, mode?: string, tokens: Allowed | null, units: Map<string, Allowed> }} */
  let last = { tokens: null, units: new Map() };
  /** @type {(of: number[] | null, mode: string, picture: { unit: string, starts: { query: number[], key: number[] } }) => Allowed | null} */
  return (of, mode, { unit, starts }) => {
    if (last.of !== of || last.mode !== mode) last = { of, mode, tokens: links(of, mode), units: new Map() };
    const { tokens, units } = last;
    if (!tokens || unit === "token") return tokens;
    if (!units.has(unit)) units.set(unit, (row, column) => tokens(starts.query[row], starts.key[column]));
    return units.get(unit) || null;
  };
}

/** The token that reads most strongly along the links that are left: shown where the usual one has none.
 * @param {ArrayLike<number>} weights
 * @param {number} queries
 * @param {number} keys
 * @param {Allowed} allowed
 */
function reader(weights, queries, keys, allowed) {
  let best = { query: 0, weight: -1 };
  for (let query = 0; query < queries; query++) {
    for (let key = 0; key < keys; key++) {
      const weight = weights[query * keys + key];
      if (weight > best.weight && allowed(query, key)) best = { query, weight };
    }
  }
  return best.query;
}

export const segments = { choices, links, chosen, reader };
