/* What was found to decide a label or an answer, and the tint it gives to the words of the text.
 *
 * The panel finds it and chooses the column, the output pane shows it; neither knows of the other.
 */
import { el } from "../kit/dom.js";
import { store } from "./store.js";

const WAYS = [
  {
    key: "gradient",
    title: "Gradient",
    says: "gradient of the score times the word's embedding: how the score would begin to move",
  },
  {
    key: "integrated",
    title: "Integrated",
    says: "the same, integrated from an empty text to this one: its parts sum to what the score gained, but for a gap",
  },
  { key: "occlusion", title: "Occlusion", says: "how much the score falls when a mask stands in the word's place" },
  {
    key: "rollout",
    title: "Rollout",
    says: "how much attention leads from the deciding token to the word, through all layers; it knows nothing of the label and has no sign",
  },
];

/** @type {Record<LaneName, { trace: string, attribution: any } | null>} */
const finished = { a: null, b: null }; // {trace, told}: the last finished explanation of a lane
/** @type {Set<() => void>} */
const listeners = new Set();
let way = "integrated"; //             the column that tints the text; "" for none

const notify = () => listeners.forEach((listener) => listener());

/** What is known about the trace on screen, or null.
 * @param {LaneName} name
 */
function of(name) {
  const lane = store.lanes[name];
  const known = finished[name];
  return lane?.trace && known?.trace === lane.trace ? known.attribution : null;
}

/** Tints a line of tokens: words that speak for the target in the lane's colour, the others dashed.
 * @param {LaneName} name
 * @param {{ spans: any[] }} line
 */
function decidedTint(name, line) {
  /** @param {string} side */
  const bar = (side) => el("span", { class: `pg-tint-sample pg-${side}`, text: "word" });
  const words = el("span");
  const against = el("span", {}, bar("against"), " against it");
  const legend = el(
    "p",
    { class: "pg-legend", hidden: true, data: { testid: `tint-${name}` } },
    words,
    el("span", {}, bar("for"), " for it"),
    against,
  );
  /** @type {HTMLElement[]} */
  let marked = [];

  function draw() {
    for (const node of marked) {
      node.classList.remove("pg-for", "pg-against");
      node.style.removeProperty("--d");
      delete node.dataset.decides;
    }
    marked = [];
    const attribution = way ? of(name) : null;
    legend.hidden = !attribution;
    if (!attribution) return;
    const most =
      Math.max(...attribution.words.map((/** @type {{ by: Record<string, number> }} */ { by }) => Math.abs(by[way]))) ||
      1;
    for (const {
      pieces: [first, last],
      by,
    } of attribution.words) {
      for (let i = first; i <= last; i++) {
        const span = line.spans[i];
        if (!span) continue;
        for (const node of i > first && span.pgGap ? [span.pgGap, span] : [span]) {
          node.classList.add(by[way] < 0 ? "pg-against" : "pg-for");
          node.style.setProperty("--d", (Math.abs(by[way]) / most).toFixed(4));
          marked.push(node);
        }
        span.dataset.decides = by[way];
      }
    }
    const title = WAYS.find(({ key }) => key === way)?.title || "";
    words.replaceChildren(
      `Tinted by ${title.toLowerCase()}, for `,
      el("bdi", { class: "pg-quoted pg-long", text: attribution.target }),
    );
    against.hidden = way === "rollout";
  }

  listeners.add(draw);
  return { draw, legend };
}

export const decided = {
  WAYS,
  of,
  way: () => way,
  /**
   * @param {LaneName} name
   * @param {string} trace
   * @param {any} attribution
   */
  set(name, trace, attribution) {
    finished[name] = { trace, attribution };
    notify();
  },
  choose(/** @type {string} */ next) {
    way = next;
    notify();
  },
  subscribe: (/** @type {() => void} */ listener) => listeners.add(listener),
};
export { decidedTint };
