/* How much each head cares about distance: per lane a map of all heads, coloured by the share of its
 * scores that distance alone explains, and the two ends of that scale one click away.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { el } from "../../kit/dom.js";
import { changesMap } from "../../kit/head_grid.js";
import { layerName } from "../../lib/attention_names.js";
import { clamp } from "../../lib/clamp.js";
import { decimal, grouped } from "../../lib/format.js";
import { present } from "../../lib/present.js";
import { store } from "../../state/store.js";
import { openTab } from "../../state/tabs.js";
import { positionLanes } from "./lanes.js";

const PLAIN =
  "A head may read by place (always the word before) or by content (whatever fits the word). " +
  "The share is 1 where its scores are known as soon as one knows how far apart two tokens are, and 0 where distance tells no more than chance. " +
  "It is measured on this text: words whose content changes steadily along the text count as distance, too.";
const FORMULA =
  "score(query, key) = c(query) + f(key − query) + rest\nshare = 1 − (rest² / (N − Q − D)) / (within² / (N − Q))";
const LETTERS =
  "f: one free number per signed distance; c: one per query, which the softmax takes out again. rest² and within²: the squared variation left by f, and around the mean of each query. N pairs, Q queries, D free distances: what every number costs, so that a short text does not score high by chance (adjusted partial R²).";
/** @param {Stack} one */
const OWN = (one) => one.name !== "cross" && one.name !== "memory";

/** @param {HTMLElement} root */
function positionHeads(root) {
  positionLanes(root, {
    testid: "position-heads",
    intro: [
      el("p", { class: "pg-explains", text: PLAIN }),
      el(
        "details",
        { class: "pg-placing-details" },
        el("summary", { text: "As a formula" }),
        el("p", { class: "pg-formula", text: FORMULA }),
        el("p", { class: "pg-note", text: LETTERS }),
      ),
    ],
    hint: "Run a model to see which of its heads read by distance.",
    says: "Heads and distance",
    make: lane,
  });
}

/** @type {("most" | "least")[]} */
const ENDS = ["most", "least"];

/** @param {LaneName} name */
function lane(name) {
  const stack = el("select", {
    class: "pg-select",
    "aria-label": `Attention to measure, lane ${name.toUpperCase()}`,
    data: { testid: `heads-stack-${name}` },
  });
  const stackField = el("label", { class: "pg-field" }, "Attention", stack);
  const says = el("p", { class: "pg-placing-says", data: { testid: `heads-says-${name}` } });
  /**
   * @param {"most" | "least"} which
   * @param {string} title
   */
  const end = (which, title) =>
    el("button", {
      type: "button",
      class: "pg-button",
      "aria-pressed": "false",
      data: { testid: `heads-${which}-${name}`, title },
      on: { click: (event) => shares && pick(shares[which], event.timeStamp) },
    });
  const ends = { most: end("most", "Most positional"), least: end("least", "Most content-driven") };
  const look = el("button", {
    type: "button",
    class: "pg-button",
    text: "Look at it in Attention",
    data: { testid: `heads-look-${name}` },
    on: { click: () => openTab("Attention") },
  });
  const map = changesMap(pick, {
    testid: `heads-map-${name}`,
    says: "Share of distance in every head",
    number: "share of distance",
    legend: "Explained by distance",
  });
  const counted = el("p", { class: "pg-note", data: { testid: `heads-counted-${name}` } });
  const table = el("div", {
    class: "pg-experiment-scroll",
    tabindex: "0",
    role: "region",
    "aria-label": `Share of every head, lane ${name.toUpperCase()}`,
  });
  const body = el(
    "div",
    { class: "pg-placing-body" },
    stackField,
    el("div", { class: "pg-controls" }, ends.most, ends.least),
    el(
      "div",
      { class: "pg-placing-beside" },
      map.node,
      el("div", { class: "pg-placing-words-beside" }, says, look, counted),
    ),
    el("details", { class: "pg-placing-details" }, el("summary", { text: "All numbers as a table" }), table),
  );
  /** @type {string | null} */
  let trace = null;
  /** @type {(DistanceShares & { blocks?: number[] }) | null} */
  let shares = null;
  /** @type {Stack[]} */
  let known = []; // the stacks of this run

  /**
   * @param {{ layer: number, head: number }} place
   * @param {number} since
   */
  function pick({ layer, head }, since) {
    store.select({ stack: shares?.stack ?? null, layer, heads: [head] }, { since });
  }

  /** @param {Lane} next */
  async function open(next) {
    trace = next.trace;
    if (next.panels?.attention) return next.panels.attention;
    const { stacks } = await get(endpoints.panel("attention", present(trace)));
    const mine = stacks.filter(OWN);
    known = mine;
    if (mine.length) options(mine);
    stackField.hidden = mine.length < 2;
    await ask();
    return "";
  }

  /** Each run opens on the stack that was looked at before, where it has one of that name.
   * @param {Stack[]} stacks
   */
  function options(stacks) {
    const before = stack.value;
    stack.replaceChildren(
      ...stacks.map((one) => el("option", { value: one.name, text: one.title, selected: one.name === before })),
    );
  }

  async function ask() {
    const [of, wanted] = [trace, stack.value];
    if (!of) return;
    const answer = await get(endpoints.distanceShares(of, wanted));
    if (of !== trace || wanted !== stack.value) return;
    shares = { ...answer, blocks: known.find(({ name }) => name === answer.stack)?.blocks };
    draw();
  }

  stack.addEventListener("change", () => ask().catch((error) => (says.textContent = messageOf(error))));

  // ------------------------------------------------------------ drawing
  function draw() {
    if (!shares) return;
    body.style.setProperty("--layers", String(shares.layers));
    map.set({ layers: shares.layers, blocks: shares.blocks, heads: shares.heads, distances: shares.share, largest: 1 });
    for (const which of ENDS) {
      const button = ends[which];
      const { layer, head, share } = shares[which];
      button.textContent = `${button.dataset.title}: layer ${layerName(shares, layer)}, head ${head} (${decimal(share)})`;
      Object.assign(button.dataset, { layer, head, share });
    }
    const all = shares.share.flat();
    const mean = all.reduce((sum, share) => sum + share, 0) / all.length;
    counted.textContent = `Mean of all ${all.length} heads: ${decimal(mean)}. ${grouped(shares.pairs)} pairs of tokens. ${shares.left_out}`;
    table.replaceChildren(numbers(shares));
    frame();
  }

  /** @param {DistanceShares & { blocks?: number[] }} shares */
  function numbers(shares) {
    const heads = Array.from({ length: shares.heads }, (_, head) => head);
    return el(
      "table",
      { class: "pg-experiment-table pg-placing-numbers" },
      el("caption", { text: "Share of distance: a row per layer, a column per head." }),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "col", text: "Layer" }),
          ...heads.map((head) => el("th", { scope: "col", text: `head ${head}` })),
        ),
      ),
      el(
        "tbody",
        {},
        ...shares.share.map((row, layer) =>
          el(
            "tr",
            {},
            el("th", { scope: "row", text: layerName(shares, layer) }),
            ...row.map((share) => el("td", { class: "pg-number", text: decimal(share) })),
          ),
        ),
      ),
    );
  }

  /** The head chosen anywhere on the page. */
  function frame() {
    if (!shares) return;
    const layer = clamp(store.selection.layer, 0, shares.layers - 1);
    const head = clamp(store.selection.heads[0], 0, shares.heads - 1);
    map.select({ layer, head });
    for (const which of ENDS)
      ends[which].setAttribute("aria-pressed", String(shares[which].layer === layer && shares[which].head === head));
    says.textContent = `Layer ${layerName(shares, layer)}, head ${head}: ${inWords(shares.share[layer][head])}`;
  }

  /** @param {number} share */
  function inWords(share) {
    if (share >= 0.005)
      return `${Math.round(share * 100)}\u202f% of what this head does here depends on distance alone.`;
    return "distance tells no more about what it reads than chance would.";
  }

  store.subscribe((change) => change.selection && frame());

  return {
    body,
    open,
    close() {
      trace = shares = null;
    },
  };
}

export { positionHeads };
