/* The alignment view: which source word each written word was read from, as a matrix, and below it
 * the question whether that is true.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { onTheme } from "../../kit/colour.js";
import { el } from "../../kit/dom.js";
import { explains } from "../../kit/terms.js";
import { quoted } from "../../kit/tokens.js";
import { clamp } from "../../lib/clamp.js";
import { percent } from "../../lib/format.js";
import { LANES } from "../../lib/lanes.js";
import { aligned } from "../../state/alignment_focus.js";
import { store } from "../../state/store.js";
import { drawn, register } from "../../state/views.js";
import { laneFrame } from "../shared/lane_panel.js";
import { hiding } from "./ablation.js";
import { alignmentMatrix } from "./matrix.js";

const WORDS_NOTE =
  "Words: the weights of a source word's pieces are added up, those of a written word's pieces are averaged.";
const ROWS_NOTE =
  "A row is named after the word written next: it is the attention of the position before, where the word before was read in. The Attention panel names both.";
const EMPTY = "Translate a sentence to see which source word each written word was read from.";

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function start(root, props) {
  root.classList.add("pg-alignment");
  root.dataset.testid = "alignment";
  const controls = controlsRow();
  const grid = el("div", { class: "pg-alignment-lanes" });
  const hint = el("p", { class: "pg-note", text: EMPTY });
  root.replaceChildren(explains(props), controls.node, hint, grid);
  const panels = LANES.map((name) => lanePanel(name, controls));
  grid.append(...panels.map((panel) => panel.node));

  /** @param {Change | { lane: null }} change */
  function update(change) {
    const shown = panels.filter((panel) => panel.update(change));
    hint.hidden = shown.length > 0;
    root.dataset.lanes = String(shown.length);
    controls.show(panels);
  }
  controls.onHead = () => panels.forEach((panel) => panel.chooseHead());
  store.subscribe((change) => !change.selection && update(change));
  aligned.subscribe((change) => panels.forEach((panel) => (change.focus ? panel.mark(change.since) : panel.draw())));
  onTheme(() => panels.forEach((panel) => panel.redraw()));
  new ResizeObserver(() => panels.forEach((panel) => panel.redraw())).observe(root);
  update({ lane: null });
}

// ---------------------------------------------------------------- words or pieces, and which head
function controlsRow() {
  /**
   * @param {string} value
   * @param {string} text
   */
  const choice = (value, text) => {
    const radio = el("input", {
      type: "radio",
      name: "pg-alignment-unit",
      value,
      data: { testid: `alignment-${value}` },
      on: { change: () => aligned.setUnit(value) },
    });
    radio.checked = aligned.state.unit === value;
    return el("label", { class: "pg-switch" }, radio, text);
  };
  const units = el(
    "div",
    { class: "pg-field", role: "radiogroup", "aria-label": "Words or pieces" },
    choice("words", "Words"),
    choice("pieces", "Pieces"),
  );
  const head = el("select", { class: "pg-select", data: { testid: "alignment-head" } });
  const node = el("div", { class: "pg-controls" }, units, el("label", { class: "pg-field" }, "Head", head));
  const row = { node, onHead: () => {}, head: () => head.value, show };
  head.addEventListener("change", () => row.onHead());

  /** @param {AlignmentLane[]} panels */
  function show(panels) {
    const info = panels.map((panel) => panel.info()).filter((each) => each !== null);
    node.hidden = !panels.some((panel) => panel.drawn());
    const key = JSON.stringify(info.map(({ layers, heads, opening }) => [layers, heads, opening.title]));
    if (!info.length || head.dataset.key === key) return;
    head.dataset.key = key;
    const before = head.value;
    const [layers, heads] = [Math.max(...info.map((one) => one.layers)), Math.max(...info.map((one) => one.heads))];
    const titles = [...new Set(info.map((one) => one.opening.title))];
    head.replaceChildren(
      el("option", { value: "", text: titles.length > 1 ? "each model's own choice" : titles[0] }),
      ...Array.from({ length: layers }, (_, layer) =>
        el(
          "optgroup",
          { label: `Layer ${layer}` },
          el("option", { value: `${layer}/mean`, text: `Layer ${layer}, mean of ${heads} heads` }),
          ...Array.from({ length: heads }, (_, one) =>
            el("option", { value: `${layer}/${one}`, text: `Layer ${layer}, head ${one}` }),
          ),
        ),
      ),
    );
    head.value = [...head.options].some((one) => one.value === before) ? before : "";
  }
  return row;
}

// ---------------------------------------------------------------- one lane
/**
 * @param {LaneName} name
 * @param {ReturnType<typeof controlsRow>} controls
 * @returns {AlignmentLane}
 */
function lanePanel(name, controls) {
  const caption = el("p", { class: "pg-caption pg-alignment-caption", data: { testid: `alignment-caption-${name}` } });
  const which = el("p", { class: "pg-note", data: { testid: `alignment-title-${name}` } });
  const matrix = alignmentMatrix(name, {
    onPoint: point,
    /** @param {number} row */
    onPick: (row) => truth.choose(row),
  });
  const truth = hiding(name);
  const body = el("div", { class: "pg-alignment-body" }, which, caption, matrix.node, truth.node);
  const { node, entitle, say } = laneFrame(
    name,
    { kind: "pg-alignment-lane", label: `Alignment, lane ${name.toUpperCase()}`, testid: "alignment-message" },
    body,
  );

  /** @type {string | null} */
  let trace = null; //  whose words and heads are known
  /** @type {AlignmentPanel | null} */
  let info = null; //   /panels/alignment of that trace

  const here = () => store.lanes[name];

  // ------------------------------------------------------------ drawing
  function draw() {
    const alignment = aligned.of(name);
    body.hidden = !alignment;
    if (!alignment) return;
    const lane = here();
    if (!lane) return;
    const pieces = alignment.target.concat(alignment.source).some(({ first, last }) => last > first);
    which.textContent = [
      `${alignment.title}.`,
      alignment.why,
      ROWS_NOTE,
      aligned.state.unit === "words" && pieces ? WORDS_NOTE : "",
    ]
      .filter(Boolean)
      .join(" ");
    matrix.set(alignment, { reserve: lane.running ? alignment.source.length : 0, finished: !lane.running });
    truth.follow(lane, alignment);
    mark(null);
  }

  /**
   * @param {number | null} row
   * @param {number | null} column
   * @param {number} since
   */
  function point(row, column, since) {
    const alignment = aligned.of(name);
    if (!alignment) return "";
    if (row === null && column === null) aligned.focus(null, since);
    else if (row !== null) aligned.focus({ lane: name, side: "target", index: row, across: column }, since);
    else if (column !== null) aligned.focus({ lane: name, side: "source", index: column, across: null }, since);
    return caption.textContent ?? "";
  }

  /** Follow what is pointed at, here or in the output pane.
   * @param {number | null} since
   */
  function mark(since) {
    const alignment = aligned.of(name);
    if (!alignment) return;
    const now = aligned.state.focus;
    const mine = now && now.lane === name && alignment[now.side][now.index] ? now : null;
    const row = mine?.side === "target" ? mine.index : null;
    const column = mine?.side === "target" ? (mine.across ?? null) : (mine?.index ?? null);
    matrix.mark(row, column);
    caption.replaceChildren(...inWords(alignment, mine));
    if (row !== null && column !== null)
      caption.dataset.weight = String(alignment.weights[row * alignment.source.length + column]);
    else delete caption.dataset.weight;
    if (since) drawn("alignment", "hover", since);
  }

  // ------------------------------------------------------------ data
  /** @param {string} next */
  async function open(next) {
    trace = next;
    info = null;
    try {
      const answer = await get(endpoints.panel("alignment", next));
      if (trace !== next) return;
      info = answer;
      /** @param {AlignedToken[]} tokens */
      const wordsOf = (tokens) => tokens.map(({ word }) => word);
      aligned.setWords(next, { source: wordsOf(answer.source), target: wordsOf(answer.target) });
      controls.show([...allPanels]);
      await chooseHead();
      say("");
    } catch (error) {
      if (trace === next) say(messageOf(error));
    }
  }

  /** Show the rows of the head in the box; each lane's own alignment when it is the first choice. */
  async function chooseHead() {
    const wanted = controls.head();
    const mine = trace;
    if (!info || !mine || !wanted) return aligned.setHead(name, null);
    const [layer, head] = wanted.split("/");
    const at = clamp(Number(layer), 0, info.layers - 1);
    const heads = head === "mean" ? [...Array(info.heads).keys()] : [clamp(Number(head), 0, info.heads - 1)];
    try {
      const arrays = await Promise.all(
        heads.map((one) => get(endpoints.headWeights(endpoints.stackAddress(mine, "cross"), at, one))),
      );
      if (mine !== trace || wanted !== controls.head()) return;
      const said = head === "mean" ? `mean of ${heads.length} heads` : `head ${heads[0]}`;
      aligned.setHead(name, { trace: mine, rows: rowsOf(arrays), title: `Layer ${at}, ${said}`, why: "" });
    } catch (error) {
      if (mine === trace) say(messageOf(error));
    }
  }

  /** Query k predicts the k-th new token; the last one predicts nothing that was written.
   * @param {NumberArray[]} arrays
   */
  function rowsOf(arrays) {
    const [, keys] = arrays[0].shape;
    const count = here()?.alignment?.rows.length ?? 0;
    return Array.from({ length: count }, (_, row) =>
      Float32Array.from(
        { length: keys },
        (_, key) => arrays.reduce((sum, { data }) => sum + data[row * keys + key], 0) / arrays.length,
      ),
    );
  }

  // ------------------------------------------------------------ life
  const panel = {
    node,
    draw,
    mark,
    chooseHead,
    info: () => info,
    drawn: () => !body.hidden,
    redraw() {
      if (body.hidden) return;
      matrix.redraw();
      mark(null);
    },
    /** @param {Change | { lane: null }} change */
    update(change) {
      const lane = here();
      const reason = lane?.panels?.alignment;
      const shown = Boolean(lane && (lane.trace || lane.running || reason));
      node.hidden = !shown;
      if (!shown || reason) trace = info = null;
      if (!lane || !shown) return false;
      entitle(lane.title || "");
      if (reason) {
        say(reason);
        body.hidden = true;
        return true;
      }
      if (!change.lane || change.lane === name) draw();
      if (lane.trace && lane.trace !== trace && lane.alignment) open(lane.trace);
      else if (body.hidden) say(lane.running ? "The rows appear here while the translation is written." : EMPTY);
      else say("");
      return true;
    },
  };
  allPanels.add(panel);
  return panel;
}

/** @typedef {{ node: HTMLElement, info: () => AlignmentPanel | null, drawn: () => boolean, draw: () => void,
 *   mark: (since: number | null) => void, chooseHead: () => Promise<void>, redraw: () => void,
 *   update: (change: Change | { lane: null }) => boolean }} AlignmentLane */
/** @type {Set<AlignmentLane>} */
const allPanels = new Set(); // both lanes of the view; their controls are shared

/** “gato” reads 94 % from “cat”, 3 % from “black”.
 * @param {Alignment} alignment
 * @param {Focus | null} focus
 * @returns {(string | Node)[]}
 */
function inWords(alignment, focus) {
  if (!focus) return ["Hover for numbers. Click a row to test it."];
  const unit = alignment[focus.side][focus.index];
  /**
   * @param {number} t
   * @param {number} s
   */
  const weight = (t, s) => alignment.weights[t * alignment.source.length + s];
  if (focus.across !== null && focus.across !== undefined) {
    return [
      quoted(unit.text),
      ` reads ${percent(weight(focus.index, focus.across))} from `,
      quoted(alignment.source[focus.across].text),
      ".",
    ];
  }
  const most = aligned
    .read(alignment, focus.side, focus.index)
    .filter((one, i) => i === 0 || one.weight >= 0.05)
    .slice(0, 3);
  const target = focus.side === "target";
  return [
    quoted(unit.text),
    target ? " looked at " : " was looked at most for ",
    ...most.flatMap(({ unit: other, weight: w }, i) => [
      i ? ", " : "",
      ...(target ? [`${percent(w)} from `, quoted(other.text)] : [quoted(other.text), ` (${percent(w)})`]),
    ]),
    ".",
  ];
}

register("alignment", start);
