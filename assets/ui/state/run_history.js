/* The branches of this visit: every finished run of a lane, and the one it grew from.
 *
 * treeMemory → {all(), get(trace), rows(), current, rename, remove, forgotten, subscribe}. It outlives a reload of
 * the page (sessionStorage), the traces themselves are the server's and may expire there.
 */

import { LANES } from "../lib/lanes.js";
import { store } from "./store.js";

const KEY = "playground-tree";
const MOST = 60;

/** @type {Map<string, Branch>} */
const branches = new Map(); // trace → branch, oldest first
/** @type {Record<LaneName, string | null>} */
const current = { a: null, b: null }; // the branch each lane shows
/** @type {Record<LaneName, string | null>} */
const seen = { a: null, b: null }; //   {run, trace} noted last
/** @type {Set<() => void>} */
const listeners = new Set();
let numbered = 0;

// ---------------------------------------------------------------- keeping
function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
    numbered = kept?.numbered || 0;
    for (const one of kept?.branches || [])
      if (typeof one.trace === "string" && Array.isArray(one.tokens)) branches.set(one.trace, one);
  } catch {
    branches.clear(); // another version's, or none at all
  }
}

function changed() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ numbered, branches: [...branches.values()] }));
  } catch {
    // no room or no storage: the tree then lives as long as the page
  }
  for (const listener of listeners) listener();
}

// ---------------------------------------------------------------- noting
/** @param {{ id: number }[]} tokens */
const ids = (tokens) => tokens.map((one) => one.id);

/** The branch a finished lane grew from: the one that was picked, if it really begins alike.
 * @param {LaneName} name
 * @param {Lane} lane
 */
function parentOf(name, lane) {
  const pick = store.picked[name];
  if (!pick) return null;
  let parent = !pick.show && pick.position !== undefined ? branches.get(pick.trace) : null;
  // What leaves before the place where its branch left itself grew from the one below.
  while (parent?.parent && pick.position <= (parent.position ?? -1)) parent = branches.get(parent.parent);
  if (!parent || parent.model !== lane.model) return null;
  const upTo = pick.position + 1;
  const [mine, theirs] = [ids(lane.tokens).slice(0, upTo), ids(parent.tokens).slice(0, upTo)];
  return mine.join() === theirs.join() ? { parent, position: pick.position } : null;
}

/** @param {LaneName} name */
function note(name) {
  const lane = store.lanes[name];
  if (!lane || lane.running) {
    if (!lane) current[name] = null;
    return;
  }
  if (lane.error && store.picked[name]?.show) return expired(name);
  if (!lane.trace || lane.panels?.tree !== null) {
    current[name] = null;
    return changed();
  }
  if (seen[name] === `${lane.trace}${lane.run}`) return;
  seen[name] = `${lane.trace}${lane.run}`;
  current[name] = lane.trace;
  if (!branches.has(lane.trace)) add(name, { ...lane, trace: lane.trace });
  store.picked[name] = null;
  changed();
}

/** @param {LaneName} name */
function expired(name) {
  const one = branches.get(store.picked[name]?.trace);
  store.picked[name] = null;
  if (one) one.gone = true;
  changed();
}

/**
 * @param {LaneName} name
 * @param {Lane & { trace: string }} lane
 */
function add(name, lane) {
  const from = parentOf(name, lane);
  const tokens = lane.tokens.map(({ id, text, special, new: made, probability }) => ({
    id,
    text,
    special,
    made,
    probability,
  }));
  numbered += 1;
  branches.set(lane.trace, {
    trace: lane.trace,
    parent: from ? from.parent.trace : null,
    position: from ? from.position : null,
    name: from ? `Branch ${numbered}` : `Run ${numbered}`,
    model: lane.model,
    title: lane.title,
    settings: lane.settings,
    tokens,
    gone: false,
  });
  while (branches.size > MOST) {
    const oldest = [...branches.keys()].find((trace) => !Object.values(current).includes(trace));
    if (oldest) drop(oldest);
  }
}

/** What grew from a branch that goes is the child of what that one grew from.
 * @param {string} trace
 */
function drop(trace) {
  const gone = branches.get(trace);
  branches.delete(trace);
  for (const one of branches.values()) {
    if (one.parent !== trace) continue;
    one.parent = gone?.parent ?? null;
    one.position = gone?.parent ? Math.min(one.position ?? 0, gone.position ?? 0) : null;
  }
}

// ---------------------------------------------------------------- reading
/** The branches as an outline, what grew from one right below it: [{branch, depth}]. */
function rows() {
  /** @type {Map<string | null, Branch[]>} */
  const children = new Map();
  for (const one of branches.values()) {
    if (!children.has(one.parent)) children.set(one.parent, []);
    children.get(one.parent)?.push(one);
  }
  /** @type {{ branch: Branch, depth: number }[]} */
  const rows = [];
  /** @type {(parent: string | null, depth: number) => void} */
  const walk = (parent, depth) => {
    for (const branch of children.get(parent) || []) {
      rows.push({ branch, depth });
      walk(branch.trace, depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}

/** How likely the model found what was written: {count, sum, mean} of log-probabilities in nats.
 * @param {Branch} branch
 */
function likelihood({ tokens }) {
  const known = tokens.filter(({ made, probability }) => made && typeof probability === "number");
  const sum = known.reduce((total, { probability }) => total + Math.log(/** @type {number} */ (probability)), 0);
  return { count: known.length, sum, mean: known.length ? sum / known.length : 0 };
}

restore();
for (const name of LANES) note(name);
store.subscribe((change) => change.lane && note(change.lane));
export const treeMemory = {
  current,
  rows,
  likelihood,
  get: (/** @type {string} */ trace) => branches.get(trace),
  /**
   * @param {string} trace
   * @param {string} name
   */
  rename(trace, name) {
    const branch = branches.get(trace);
    if (branch) branch.name = name.trim().slice(0, 60) || branch.name;
    changed();
  },
  remove(/** @type {string} */ trace) {
    drop(trace);
    changed();
  },
  subscribe: (/** @type {() => void} */ listener) => listeners.add(listener),
};
