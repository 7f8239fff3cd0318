/* The token that is pointed at, shared by the views of both lanes: pointed at in one, it is seen in all.
 *
 * pointing → {at, now, inLane, subscribe}. A place is {lane, text, index, side, from}: the index counts
 * the lane's own "tokens" or its "source"; `side` says whether it was pointed at as one that reads
 * ("query") or is read ("key"), and `from` names the view. Listeners are called once a frame.
 */
import { store } from "./store.js";

/** @typedef {{ lane: LaneName, text: "tokens" | "source" | "", index: number, side?: string, from?: string }} Place */

/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Place | null} */
let place = null;
let frame = 0;

/** @param {Place | null} next */
function at(next) {
  if (JSON.stringify(next) === JSON.stringify(place)) return;
  place = next;
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    for (const listener of listeners) listener();
  });
}

/** @type {(one: LaneToken, other: LaneToken) => boolean} */
const alike = (one, other) => {
  const [x, y] = [one.text.trim().toLowerCase(), other.text.trim().toLowerCase()];
  return x === y || (x !== "" && y !== "" && (x.startsWith(y) || y.startsWith(x)));
};

/** The same token among those of a lane, as {text, index, side, from, lane}, or null. Lanes are
 * matched by character: two tokenizers cut the same sentence in different places.
 * @param {LaneName} name
 * @returns {Place | null}
 */
function inLane(name) {
  if (!place || place.lane === name) return place;
  const { lane, text } = place;
  if (!text) return null;
  const [there, here] = [store.lanes[lane]?.[text], store.lanes[name]?.[text]];
  const pointed = there?.[place.index];
  if (!pointed || !here) return null;
  if (here[place.index]?.text === pointed.text && here[place.index].start === pointed.start)
    return { ...place, lane: name };
  // Some tokenizers count the blank before a word to it, others do not.
  const first = pointed.start + (pointed.text.trim() ? pointed.text.length - pointed.text.trimStart().length : 0);
  const index = here.findIndex(({ start, end, special }) => !special && start <= first && first < end);
  return index >= 0 && !pointed.special && alike(here[index], pointed) ? { ...place, lane: name, index } : null;
}

export const pointing = {
  at,
  now: () => place,
  inLane,
  subscribe: (/** @type {() => void} */ listener) => listeners.add(listener),
};
