/* The selection in the address: a link brings back the head, the token and the way of looking. */
const URL_KEYS = { layer: "sel-layer", heads: "sel-head", position: "sel-position" };
// Written where they are not as at the start: what a link should bring back of the attention view.
const URL_WAYS = { view: "sel-view", reading: "sel-reading", over: "sel-over", unit: "sel-unit" };
const URL_DELAY_MS = 250; // browsers limit replaceState to about 100 calls in 30 s
/** What these are at the start: only what differs is written. */
const USUAL = { view: "links", reading: "weight", over: "mean", unit: "token" };

let addressTimer = 0;

/** Write the selection into the address, its head only where one was chosen on purpose. */
export function writeSelection(selection, chosen) {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    const url = new URL(location.href);
    const put = (key, value) => (value === null ? url.searchParams.delete(key) : url.searchParams.set(key, value));
    if (chosen) {
      put(URL_KEYS.layer, selection.layer);
      put(URL_KEYS.heads, selection.heads.join("-"));
    }
    put(URL_KEYS.position, selection.position);
    for (const [key, name] of Object.entries(URL_WAYS))
      put(name, selection[key] === USUAL[key] ? null : selection[key]);
    history.replaceState(history.state, "", url);
  }, URL_DELAY_MS);
}

/** What the address says of the selection: only what it names. */
export function readSelection() {
  const query = new URLSearchParams(location.search);
  const whole = (text) => (/^\d{1,6}$/.test(text || "") ? Number(text) : null);
  const named = {};
  const layer = whole(query.get(URL_KEYS.layer));
  const heads = (query.get(URL_KEYS.heads) || "").split("-").map(whole);
  if (layer !== null) named.layer = layer;
  if (heads.every((head) => head !== null)) named.heads = heads;
  const position = whole(query.get(URL_KEYS.position));
  if (position !== null) named.position = position;
  for (const [key, name] of Object.entries(URL_WAYS)) {
    if (/^[a-z]{1,12}$/.test(query.get(name) || "")) named[key] = query.get(name);
  }
  return named;
}

/** Whether the address asks for a run. */
export const asksForARun = () => new URLSearchParams(location.search).has("text");
