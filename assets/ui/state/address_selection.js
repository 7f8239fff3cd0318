/* The selection in the address: a link brings back the head, the token and the way of looking. */
const URL_KEYS = { layer: "sel-layer", heads: "sel-head", position: "sel-position" };
// Written where they are not as at the start: what a link should bring back of the attention view.
/** @type {Record<Way, string>} */
const URL_WAYS = {
  view: "sel-view",
  reading: "sel-reading",
  over: "sel-over",
  unit: "sel-unit",
  stack: "sel-stack",
  colouring: "sel-colour",
  sorting: "sel-sort",
};
const URL_SINK = "sel-sink";
/** @typedef {"view" | "reading" | "over" | "unit" | "stack" | "colouring" | "sorting"} Way */
const WAYS = /** @type {Way[]} */ (Object.keys(URL_WAYS));
const URL_DELAY_MS = 250; // browsers limit replaceState to about 100 calls in 30 s
/** What these are at the start: only what differs is written.
 * @type {Record<Way, string | null>}
 */
const USUAL = {
  view: "links",
  reading: "weight",
  over: "mean",
  unit: "token",
  stack: null,
  colouring: "",
  sorting: "layer",
};

let addressTimer = 0;

/** Write the selection into the address, its head only where one was chosen on purpose.
 * @param {Selected} selection
 * @param {boolean} chosen
 */
export function writeSelection(selection, chosen) {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    const url = new URL(location.href);
    /** @type {(key: string, value: string | number | null) => void} */
    const put = (key, value) =>
      value === null ? url.searchParams.delete(key) : url.searchParams.set(key, String(value));
    if (chosen) {
      put(URL_KEYS.layer, selection.layer);
      put(URL_KEYS.heads, selection.heads.join("-"));
    }
    put(URL_KEYS.position, selection.position);
    for (const way of WAYS) put(URL_WAYS[way], selection[way] === USUAL[way] ? null : selection[way]);
    put(URL_SINK, selection.hideSink ? 1 : null);
    history.replaceState(history.state, "", url);
  }, URL_DELAY_MS);
}

/** What the address says of the selection: only what it names.
 * @param {URLSearchParams} query
 * @returns {Partial<Selected>}
 */
export function readSelection(query = new URLSearchParams(location.search)) {
  /** @param {string | null} text */
  const whole = (text) => (/^\d{1,6}$/.test(text || "") ? Number(text) : null);
  /** @type {Partial<Selected>} */
  const named = {};
  const layer = whole(query.get(URL_KEYS.layer));
  const heads = (query.get(URL_KEYS.heads) || "").split("-").map(whole);
  if (layer !== null) named.layer = layer;
  if (heads.every((head) => head !== null)) named.heads = /** @type {number[]} */ (heads);
  const position = whole(query.get(URL_KEYS.position));
  if (position !== null) named.position = position;
  for (const way of WAYS) {
    const value = query.get(URL_WAYS[way]) || "";
    if (/^[a-z][a-z_-]{0,23}$/.test(value)) named[way] = value;
  }
  if (query.get(URL_SINK) === "1") named.hideSink = true;
  return named;
}

/** Whether the address asks for a run. */
export const asksForARun = () => new URLSearchParams(location.search).has("text");
