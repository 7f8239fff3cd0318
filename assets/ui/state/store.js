/* What the page knows: the two lanes and what the visitor selected.
 *
 * Every view reads from here and none talks to another, so a view may be mounted late (Gradio
 * mounts a tab at its first opening) and still show the current state.
 */

import { asksForARun, readSelection, writeSelection } from "./address_selection.js";

/** @type {Lanes} */
const lanes = { a: null, b: null };
/** @type {Selected} */
const selection = {
  stack: null, //        null: each model's own opening stack
  layer: 0,
  heads: [0], //         more than one: their mean is shown
  position: null, //     index of a token in the text; null: the token still to come
  positionLane: "a", //  whose tokens `position` counts
  pinned: { a: null, b: null }, // the query row held open in the attention view
  hideSink: false,
  between: "all", //     of a pair of texts: which links are shown (lib/segments.js)
  view: "links", //      how the chosen heads are drawn (panels/attention/views/index.js)
  reading: "weight", //  what is drawn of them (panels/attention/measure.js)
  over: "mean", //       how several heads are put together: "mean" or "max"
  unit: "token", //      what rows and columns are: "token", "word" or "sentence"
  colouring: "", //      what colours the head map: "" for the weights themselves, else a measure
  sorting: "layer", //   its order: "layer" or "role"
};
// The model whose head the visitor picked on purpose; "url" when the address named one.
/** @type {string | null} */
let chosenFor = null;
/** @type {Lanes} */
const finished = { a: null, b: null }; // each lane's last whole run
/** @type {Record<LaneName, { run: number, index: number } | null>} */
const turnedTo = { a: null, b: null }; // {run, index}: the sentence the visitor turned to
/** @type {Record<LaneName, Record<string, any> | null>} */
const picked = { a: null, b: null }; // what a view asked for last: where the next run comes from
/** @type {Set<(change: Change) => void>} */
const listeners = new Set();

/** @param {Change} change */
const notify = (change) => {
  for (const listener of [...listeners]) {
    try {
      listener(change);
    } catch (error) {
      console.error("playground: a view failed to update", error);
    }
  }
};

/** @type {number | null} */
let openedAt = null; // the token that the page itself selected, for the run on screen

/** Select a token for a run that nobody has chosen one in.
 * @param {number} position
 */
function openAt(position) {
  if (selection.position !== null || asksForARun()) return;
  openedAt = position;
  select({ position, positionLane: "a" }, { byVisitor: false });
}

/** A selected token is kept across runs only while the text up to it stays the same.
 * @param {LaneName} name
 * @param {Lane} value
 * @param {Lane | null} old
 */
function keepOrDropPosition(name, value, old) {
  const { position, positionLane } = selection;
  if (position === null || name !== positionLane || !old) return;
  /** @param {LaneToken[]} tokens */
  const text = (tokens) =>
    tokens
      .slice(0, position + 1)
      .map((token) => token.text)
      .join("\u0000");
  if (position >= value.tokens.length || text(old.tokens) !== text(value.tokens)) select({ position: null });
}

const published = { a: "", b: "" }; // each lane's last state as it came

/** Publish a lane's new state; listeners get {lane, traceChanged}.
 *
 * Gradio changes what it handed over when the next state comes, so a copy is kept; and it hands
 * a lane's state over again when only the other lane has a new one.
 * @param {LaneName} name
 * @param {Lane | null | undefined} given
 */
function setLane(name, given) {
  if (given && given.lane !== name) return; // nothing that Python sent for this lane
  const text = JSON.stringify(given ?? null);
  if (text === published[name]) return;
  published[name] = text;
  /** @type {Lane | null} */
  let value = JSON.parse(text);
  const before = lanes[name];
  // A refused run takes nothing away: its sentence is shown over what was there.
  const refused = value && value.error && !value.running && !value.trace && !value.tokens.length;
  const kept = finished[name];
  if (value && refused && kept) value = { ...kept, error: value.error, consent: value.consent };
  // While a long text is translated the newest sentence is sent as the shown one.
  const turned = turnedTo[name];
  if (value && turned && turned.run === value.run && hasSentence(value, turned.index)) {
    value = withSentence(value, turned.index);
  }
  const old = finished[name];
  if (!value || value.trace) finished[name] = value || null;
  lanes[name] = value || null;
  const traceChanged = (before && before.trace) !== (value && value.trace);
  if (traceChanged) selection.pinned = { ...selection.pinned, [name]: null };
  // A position from the address belongs to the run it asks for, not to the recorded one.
  const comesFirst = old && old.recorded && asksForARun();
  if (traceChanged && value && value.trace && !value.recorded) {
    if (openedAt !== null && openedAt === selection.position) select({ position: null }, { byVisitor: false });
    else if (!comesFirst) keepOrDropPosition(name, value, old);
  }
  notify({ lane: name, traceChanged, selection: false, since: performance.now() });
}

// ---------------------------------------------------------------- sentences
/** @type {(lane: Lane | null, index: number) => boolean} */
const hasSentence = (lane, index) => Boolean(lane && lane.sentences && lane.sentences[index]?.trace);

/** A lane whose trace, tokens, source and alignment are those of one of its sentences.
 * @param {Lane} lane
 * @param {number} index
 * @returns {Lane}
 */
function withSentence(lane, index) {
  const { trace, tokens, source, alignment } = lane.sentences[index];
  return { ...lane, shown: index, trace, tokens, source, alignment };
}

/**
 * @param {LaneName} name
 * @param {number} index
 */
function turnTo(name, index) {
  const lane = lanes[name];
  if (!lane || !hasSentence(lane, index)) return;
  turnedTo[name] = { run: lane.run, index };
  if (lane.shown === index && lane.trace) return;
  lanes[name] = withSentence(lane, index);
  const kept = finished[name];
  if (kept?.run === lane.run) finished[name] = withSentence(kept, index);
  selection.pinned = { ...selection.pinned, [name]: null };
  notify({ lane: name, traceChanged: true, selection: false, since: performance.now() });
}

/** Make one sentence of a lane's text the shown one; a lane on the same text follows. The server
 * is not asked: every sentence has left a trace of its own.
 * @param {LaneName} name
 * @param {number} index
 */
function showSentence(name, index) {
  const chosen = lanes[name]?.sentences?.[index];
  if (!chosen) return;
  select({ position: null }); // it counted tokens of the sentence before
  const other = name === "a" ? "b" : "a";
  const alike = (lanes[other]?.sentences || []).findIndex(
    ({ start, text }) => start === chosen.start && text === chosen.text,
  );
  turnTo(name, index);
  if (alike >= 0) turnTo(other, alike);
}

/** Change the selection. `byVisitor` marks a head as chosen on purpose and writes the address.
 * @param {Partial<Selected>} patch
 * @param {{ byVisitor?: boolean, since?: number }} options
 */
function select(patch, { byVisitor = true, since = performance.now() } = {}) {
  const keys = /** @type {(keyof Selected)[]} */ (Object.keys(patch));
  const changed = keys.filter((key) => JSON.stringify(selection[key]) !== JSON.stringify(patch[key]));
  Object.assign(selection, patch);
  if (byVisitor && "position" in patch) openedAt = null;
  if (byVisitor && ("layer" in patch || "heads" in patch || "stack" in patch)) {
    chosenFor = (lanes.a && lanes.a.model) || "url";
  }
  if (byVisitor) writeSelection(selection, Boolean(chosenFor));
  if (changed.length) notify({ lane: null, traceChanged: false, selection: true, changed, byVisitor, since });
}

/** Whether a new trace should open on its own head. A choice holds for the model it was made in.
 * @param {string} model
 */
function mayOpen(model) {
  if (chosenFor === "url") {
    // The recorded run is only there until the one that the address asks for.
    if (lanes.a && lanes.a.recorded && asksForARun()) return false;
    chosenFor = model;
    return false;
  }
  return chosenFor !== model;
}

/** The selected token's index in `name`'s own tokens: lanes are matched by character, because
 * two tokenizers cut the same sentence in different places. null: the token still to come.
 * @param {LaneName} name
 */
function positionIn(name) {
  const { position, positionLane } = selection;
  const here = lanes[name];
  if (position === null || !here || !here.tokens.length) return null;
  const there = lanes[positionLane];
  // Behind the last token of one lane is behind that of the other as well.
  if (there && position >= there.tokens.length) return null;
  if (name === positionLane || !there || position >= there.tokens.length) {
    return position < here.tokens.length ? position : null;
  }
  const { start } = there.tokens[position];
  const index = here.tokens.findIndex((token) => token.end > start);
  if (index >= 0) return index;
  return here.tokens.length - 1;
}

const CHOICE = 0.95; // a token likelier than this was hardly one

/** The token whose prediction is explained in a lane: the selected one, or else the first written one that was
 * a choice. null: the token still to come, which a selected place behind the last token names as well.
 * @param {LaneName} name
 */
function placeIn(name) {
  const lane = lanes[name];
  if (!lane || selection.position !== null) return positionIn(name);
  /** @type {(token: LaneToken) => boolean} */
  const written = (token) => token.new && !token.special;
  const choice = lane.tokens.findIndex((token) => written(token) && (token.probability ?? 1) < CHOICE);
  const first = choice >= 0 ? choice : lane.tokens.findIndex(written);
  return first >= 0 ? first : null;
}

const named = readSelection();
Object.assign(selection, named);
if ("layer" in named || "heads" in named) chosenFor = "url";

export const store = {
  lanes,
  selection,
  picked,
  setLane,
  select,
  showSentence,
  mayOpen,
  openAt,
  /** Whether the selected token is the one that the page itself opened on. */
  get opened() {
    return openedAt !== null && openedAt === selection.position;
  },
  positionIn,
  placeIn,
  subscribe(/** @type {(change: Change) => void} */ listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
