/* Layers (the logit lens): what each layer would predict after each token. Per lane a grid of words, the
 * ten likeliest of the chosen cell, watched words through the layers, and the neurons of its block.
 *
 * A column stands for what was predicted there, so it shares the selection of the next-token panel: with
 * a token chosen in the text, the column is the one that predicted it.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { onTheme } from "../../kit/colour.js";
import { el, one, write } from "../../kit/dom.js";
import { explains } from "../../kit/terms.js";
import { quoted, token } from "../../kit/tokens.js";
import { clamp } from "../../lib/clamp.js";
import { decimal, percent } from "../../lib/format.js";
import { LANES } from "../../lib/lanes.js";
import { present } from "../../lib/present.js";
import { store } from "../../state/store.js";
import { register } from "../../state/views.js";
import { inSight, laneFrame, laneLife, whenSeen } from "../shared/lane_panel.js";
import { lensCells } from "./cells.js";
import { lensChart } from "./chart.js";
import { lensGrid } from "./grid.js";
import { lensAbout, lensNeurons } from "./neurons.js";
import { lensSays, lensSettles } from "./sentence.js";

const SETTLE_MS = 120; // a held key must not ask for every cell on the way
const MOST_WATCHED = 10;

const PARTS = [
  ["block", "whole block"],
  ["attention", "attention only"],
];
/** @type {{ key: string, title: string, low: (words: number) => string, high: string }[]} */
const TINTS = [
  {
    key: "probability",
    title: "probability" /** @param {string} words */,
    low: () => "0",
    high: "100\u202f% for the final word",
  },
  { key: "rank", title: "rank", low: () => "last of all", high: "rank 1 for the final word (logarithmic)" },
  {
    key: "entropy",
    title: "entropy",
    low: (words) => `${words ? decimal(Math.log(words), 1) : "most"} nats, all alike`,
    high: "0 nats, certain",
  },
];
// Shared by both lanes, and kept when the tab is mounted anew.
/** @type {Record<LensSwitch | "row", string>} */
const choice = { part: "block", tint: "probability", row: "last" }; // row: "last", "embeddings", or "layer": the page's

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function start(root, props) {
  root.classList.add("pg-layers");
  root.dataset.testid = "layers";
  const hint = el("p", { class: "pg-note", text: "Run a model to see what each of its layers would predict." });
  const about = lensAbout("Definition, caution and sources");
  const legend = el("p", { class: "pg-legend pg-layers-legend", data: { testid: "layers-legend" } });
  const lanes = LANES.map((name) => lensLane(name, { onAbout: about.show, onPick: pick, onOpened: drawLegend }));
  const head = el(
    "div",
    { class: "pg-layers-top" },
    switches("Read the state after the", "part", PARTS),
    switches(
      "Colour by",
      "tint",
      TINTS.map(({ key, title }) => [key, title]),
    ),
    legend,
  );
  const grid = el("div", { class: "pg-layers-lanes" }, ...lanes.map(({ node }) => node));
  root.replaceChildren(explains(props), about.node, head, hint, grid);
  if (new URLSearchParams(location.search).has("sel-layer") && choice.row === "last") choice.row = "layer";

  /**
   * @param {string} title
   * @param {LensSwitch} what
   * @param {string[][]} options
   */
  function switches(title, what, options) {
    return el(
      "fieldset",
      { class: "pg-controls pg-ways" },
      el("legend", { text: title }),
      ...options.map(([value, text]) =>
        el(
          "label",
          { class: "pg-switch" },
          el("input", {
            type: "radio",
            name: `pg-layers-${what}`,
            value,
            checked: choice[what] === value,
            data: { testid: `layers-${what}-${value}` },
            on: { change: () => turn(what, value) },
          }),
          text,
        ),
      ),
    );
  }

  /**
   * @param {LensSwitch} what
   * @param {string} value
   */
  function turn(what, value) {
    choice[what] = value;
    drawLegend();
    for (const lane of lanes) lane[what]();
  }

  function drawLegend() {
    const { low, high } = present(TINTS.find(({ key }) => key === choice.tint));
    const words = Math.max(0, ...lanes.map((lane) => lane.words()));
    head.hidden = !words;
    legend.replaceChildren(
      el(
        "span",
        { class: "pg-ramp" },
        el("span", { text: low(words) }),
        el("span", { class: "pg-ramp-bar" }),
        el("span", { text: high }),
      ),
      el(
        "span",
        {},
        el("span", { class: "pg-layers-bold", text: "bold" }),
        " already the final word; the number beside a word is its probability in %",
      ),
    );
  }

  let picking = false;
  /**
   * @param {LaneName} lane
   * @param {LensChoice} cell
   * @param {number} since
   */
  function pick(lane, { row, layer, position }, since) {
    picking = true;
    choice.row = String(row);
    store.select({ layer, position, positionLane: lane }, { since });
    picking = false;
    for (const one of lanes) one.refresh(); // an embeddings row is not part of the shared selection
  }

  store.subscribe((change) => {
    if (change.selection) {
      const changed = change.changed || [];
      if (changed.includes("layer") && change.byVisitor && !picking) choice.row = "layer";
      if (!picking) for (const lane of lanes) lane.refresh();
      return;
    }
    hint.hidden = lanes.map((lane) => lane.follow()).some(Boolean);
    drawLegend();
  });
  hint.hidden = lanes.map((lane) => lane.follow()).some(Boolean);
  drawLegend();
  onTheme(() => lanes.forEach((lane) => lane.redraw()));
}

// ---------------------------------------------------------------- one lane
/**
 * @param {LaneName} name
 * @param {{ onAbout: (one: About) => void, onPick: (lane: LaneName, cell: LensChoice, since: number) => void,
 *   onOpened: () => void }} options
 */
function lensLane(name, { onAbout, onPick, onOpened }) {
  const says = el("p", { class: "pg-lens-says", data: { testid: `layers-says-${name}` } });
  const trouble = el("p", { class: "pg-error", role: "alert", hidden: true, data: { testid: `layers-error-${name}` } });
  const cells = lensCells((sentence) => {
    problem(sentence);
    grid.fill();
  });
  const grid = lensGrid(name, {
    /**
     * @param {number} row
     * @param {number} column
     * @param {number} since
     */
    onPick: (row, column, since) => pick(row, column, since),
    onLook: cells.want,
    cellAt: cells.at,
  });
  const chart = lensChart(name, {
    onRow: (row) => pick(row, column(), performance.now()),
    onRemove: unwatch,
  });
  const top = el("ol", {
    class: "pg-lens-top",
    "aria-label": `Likeliest words of the chosen cell, lane ${name.toUpperCase()}`,
    data: { testid: `layers-top-${name}` },
  });
  const topTitle = el("h4", { data: { testid: `layers-cell-${name}` } });
  const neurons = lensNeurons(name);
  const full = el("p", { class: "pg-note", role: "status" });
  const body = el(
    "div",
    { class: "pg-lens-body", hidden: true },
    says,
    trouble,
    grid.node,
    el(
      "div",
      { class: "pg-lens-below" },
      el(
        "section",
        {},
        topTitle,
        el("p", { class: "pg-note", text: "Click a word to watch it through the layers." }),
        top,
      ),
      el("section", {}, el("h4", { text: "Watched words" }), chart.node, full),
    ),
    neurons.node,
  );
  const frame = laneFrame(
    name,
    { kind: "pg-layers-lane", label: `Layers, lane ${name.toUpperCase()}`, testid: "layers-message", yields: [body] },
    body,
  );
  const life = laneLife(name, {
    panel: "lens",
    frame,
    waiting: "The layers appear here when the text is complete.",
    load: (trace) => get(endpoints.panel("lens", trace)),
    show: open,
    forget: () => (facts = null),
  });

  /** @type {LensPanel | null} */
  let facts = null;
  /** @type {LaneToken[]} */
  let tokens = [];
  /** @type {number[]} */
  let own = []; //      watched because the visitor said so
  /** @type {number | null} */
  let dropped = null; // the final word that is not watched any more
  let asked = ""; //    the details on their way or shown
  let timer = 0;

  const rows = () => (facts ? namesOf(facts.states, choice.part) : []);

  // ------------------------------------------------------------ what is chosen
  function row() {
    const last = rows().length - 1;
    if (choice.row === "last") return last;
    if (choice.row === "embeddings") return 0;
    return clamp(store.selection.layer + (choice.part === "block" ? 1 : 0), 0, last);
  }

  function column() {
    const at = store.placeIn(name);
    if (!facts) return 0;
    const last = facts.positions - 1;
    const ahead = facts.predicts === "next";
    if (at === null) return ahead ? last : openingColumn(facts);
    return clamp(ahead ? at - 1 : at, 0, last);
  }

  /** Where a masked word is guessed; else the last token that stands for text.
   * @param {LensPanel} facts
   */
  function openingColumn(facts) {
    const result = store.lanes[name]?.result;
    const blank = result?.kind === "filled" ? result.blanks[0]?.position : undefined;
    if (blank !== undefined && blank < facts.positions) return blank;
    const text = tokens.findLastIndex((one) => !one.special);
    return text >= 0 ? text : facts.positions - 1;
  }

  /**
   * @param {number} toRow
   * @param {number} toColumn
   * @param {number} since
   */
  function pick(toRow, toColumn, since) {
    if (!facts) return;
    const layer = choice.part === "block" ? toRow - 1 : toRow;
    const next = facts.predicts === "next" ? toColumn + 1 : toColumn;
    onPick(
      name,
      {
        row: layer < 0 ? "embeddings" : "layer",
        layer: Math.max(0, layer),
        position: next,
      },
      since,
    );
  }

  // ------------------------------------------------------------ the lane's run
  /** @param {LensPanel} answer */
  function open(answer) {
    facts = answer;
    tokens = store.lanes[name]?.tokens ?? [];
    own = own.filter((id) => id < answer.vocabulary);
    dropped = null;
    onAbout(answer.about);
    neurons.about(answer.neurons);
    lay();
    onOpened();
  }

  function lay() {
    if (!facts) return;
    problem("");
    cells.open(life.trace(), choice.part);
    grid.tint(choice.tint);
    grid.set({ rows: rows(), tokens, words: facts.vocabulary, finals: facts.finals });
    asked = "";
    refresh();
  }

  /** @param {string} sentence */
  function problem(sentence) {
    write(trouble, sentence || "");
    trouble.hidden = !sentence;
    grid.node.hidden = Boolean(sentence);
  }

  // ------------------------------------------------------------ the chosen cell
  function refresh() {
    if (!facts || !inSight(frame.node)) return;
    if (facts.positions !== tokens.length) return;
    grid.select(row(), column());
    clearTimeout(timer);
    timer = setTimeout(details, SETTLE_MS);
  }

  /** @param {number} final */
  const watched = (final) =>
    [...(dropped === final ? [] : [final]), ...own.filter((id) => id !== final)].slice(0, MOST_WATCHED);

  async function details() {
    const trace = life.trace();
    if (!facts || !trace || !inSight(frame.node)) return;
    const [at, here] = [row(), column()];
    const final = facts.finals[here];
    const ids = watched(final);
    const key = JSON.stringify([trace, choice.part, at, here, ids]);
    neurons.show({
      trace,
      layer: choice.part === "block" ? at - 1 : at,
      position: here,
      text: tokens[here].text,
    });
    if (key === asked) return;
    asked = key;
    /** @param {Choice} more */
    const query = (more) => ({ part: choice.part, position: here, ...more });
    /** @param {number[]} some */
    const watch = (some) => get(endpoints.lensWatch(trace, query({ tokens: some.join(",") })));
    try {
      const [cell, watchedWords, leader] = await Promise.all([
        get(endpoints.lensCell(trace, query({ layer: at }))),
        ids.length ? watch(ids) : { tokens: [] },
        ids[0] === final ? null : watch([final]),
      ]);
      if (key !== asked || !facts) return; // a run that was refused meanwhile has no facts
      problem("");
      says.replaceChildren(...lensSays((leader || watchedWords).tokens[0], rows(), choice.part));
      says.dataset.row = String(lensSettles((leader || watchedWords).tokens[0].rank));
      drawTop(cell, ids);
      chart.draw({ rows: rows(), row: at, tokens: watchedWords.tokens });
      write(
        full,
        ids.length >= MOST_WATCHED ? `${MOST_WATCHED} words are watched at most: remove one to add another.` : "",
      );
    } catch (error) {
      if (key !== asked) return;
      asked = "";
      problem(messageOf(error));
    }
  }

  /**
   * @param {LensCandidates} cell
   * @param {number[]} ids
   */
  function drawTop({ candidates }, ids) {
    topTitle.replaceChildren(
      `${rows()[row()]}${choice.part === "attention" ? ", its attention" : ""}, ${facts?.predicts === "next" ? "after" : "at"} `,
      quoted(tokens[column()].text),
    );
    const held = top.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.id
      : null;
    top.replaceChildren(
      ...candidates.map((one) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "pg-lens-candidate",
              "aria-pressed": String(ids.includes(one.id)),
              style: `--fill: ${one.probability.toFixed(4)}`,
              data: { id: one.id, probability: one.probability, logit: one.logit },
              on: { click: () => toggle(one.id) },
            },
            token(one.text),
            el("span", { class: "pg-number", text: decimal(one.logit) }),
            el("span", { class: "pg-number", text: percent(one.probability) }),
          ),
        ),
      ),
    );
    if (held !== null) one(top, `[data-id="${held}"]`)?.focus();
  }

  /** @param {number} id */
  function toggle(id) {
    if (!facts) return;
    const final = facts.finals[column()];
    if (watched(final).includes(id)) return unwatch(id);
    if (id === final) dropped = null;
    else if (watched(final).length < MOST_WATCHED) own = [...own, id];
    return details();
  }

  /** @param {number} id */
  function unwatch(id) {
    own = own.filter((one) => one !== id);
    if (id === facts?.finals[column()]) dropped = id;
    details();
  }

  whenSeen(frame.node, refresh);

  return {
    node: frame.node,
    follow: life.follow,
    refresh,
    part: () => facts && lay(),
    tint: () => grid.tint(choice.tint),
    redraw: chart.redraw,
    words: () => facts?.vocabulary || 0,
  };
}

/** "embeddings", "block 0", …; between the halves of a block there are no embeddings.
 * @param {number} states
 * @param {string} part
 */
function namesOf(states, part) {
  const blocks = Array.from({ length: states - 1 }, (_, i) => `block ${i}`);
  return part === "block" ? ["embeddings", ...blocks] : blocks;
}

register("layers", start);
