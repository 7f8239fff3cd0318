/* Watched words through the layers: their probability, and below it their rank, at one place.
 *
 * lensChart(name, {onRow, onRemove}) → {node, draw, redraw}. draw({rows, row, tokens}) is given what
 * /lens/…/watch told, the names of the rows, and the chosen one.
 */

import { el } from "../../kit/dom.js";
import { kindStyle } from "../../kit/text_marks.js";
import { token } from "../../kit/tokens.js";
import { hideNote, showNote } from "../../kit/tooltip.js";
import { clamp } from "../../lib/clamp.js";
import { grouped, percent, spoken } from "../../lib/format.js";
import { present } from "../../lib/present.js";

const SVG = "http://www.w3.org/2000/svg";
const COLOURS = 6; //  as many as kindStyle has: beyond them lines are dashed
const [LEFT, RIGHT, TOP, HEIGHT, GAP, BOTTOM] = [46, 12, 26, 110, 40, 24];

/**
 * @param {string} tag
 * @param {Record<string, any>} attributes
 * @param {string | null} text
 */
function shape(tag, attributes = {}, text = null) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== null) node.textContent = text;
  return node;
}

/**
 * @param {LaneName} name
 * @param {{ onRow: (row: number) => void, onRemove: (id: number) => void }} options
 */
function lensChart(name, { onRow, onRemove }) {
  const drawing = shape("svg", { class: "pg-lens-chart", role: "img" });
  const list = el("ul", {
    class: "pg-lens-watched",
    "aria-label": `Watched words, lane ${name.toUpperCase()}`,
    data: { testid: `watched-${name}` },
  });
  const node = el("div", { class: "pg-lens-chart-box" }, drawing, list);
  /** @type {{ rows: string[], row: number, tokens: never[] | WatchedEntry[] } | null} */
  let shown = null;

  /**
   * @param {number} share
   * @param {number} panel
   */
  const y = (share, panel) => TOP + panel * (HEIGHT + GAP) + HEIGHT * (1 - share);
  /** @type {(at: number) => number} */
  let x = () => 0;

  function redraw() {
    const width = Math.floor(drawing.getBoundingClientRect().width);
    if (!shown || width < 120) return; // hidden: drawn when it is seen
    const { rows, row, tokens } = shown;
    const steps = Math.max(1, rows.length - 1);
    x = (at) => LEFT + ((width - LEFT - RIGHT) * at) / steps;
    const high = TOP + 2 * HEIGHT + GAP + BOTTOM;
    drawing.setAttribute("viewBox", `0 0 ${width} ${high}`);
    drawing.setAttribute("height", String(high));
    // A rank axis as deep as its worst word, in powers of ten.
    const worst = Math.max(10, ...tokens.flatMap((one) => one.rank));
    const depth = Math.ceil(Math.log10(worst) - 1e-9);
    /** @param {number} rank */
    const height = (rank) => 1 - Math.log10(rank) / depth;
    drawing.replaceChildren(
      ...grid(
        0,
        [0, 0.25, 0.5, 0.75, 1].map((share) => [share, share % 0.5 ? "" : `${share * 100}\u202f%`]),
        width,
      ),
      shape("text", { x: 0, y: y(1, 0) - 12, class: "pg-lens-title" }, "probability"),
      ...grid(
        1,
        Array.from({ length: depth + 1 }, (_, power) => [
          1 - power / depth,
          depth < 4 || power % 2 === 0 ? count(10 ** power) : "",
        ]),
        width,
      ),
      shape("text", { x: 0, y: y(1, 1) - 12, class: "pg-lens-title" }, "rank"),
      shape("line", { x1: x(row), x2: x(row), y1: TOP, y2: y(0, 1), class: "pg-lens-cursor" }),
      ...tokens.flatMap((one, i) =>
        [line(one.probability, (p) => y(p, 0), i, row), line(one.rank, (rank) => y(height(rank), 1), i, row)].flat(),
      ),
      ...ticks(rows, high),
    );
    drawing.setAttribute(
      "aria-label",
      `Probability and rank through the layers: ${tokens.map((one) => `${spoken(one.text)} ends at ${percent(present(one.probability.at(-1)))}, rank ${one.rank.at(-1)}`).join("; ")}`,
    );
  }

  /** @param {number} n */
  const count = (n) => (n >= 10_000 ? `${n / 1000}k` : grouped(n));

  /**
   * @param {number} panel
   * @param {[share: number, text: string][]} marks
   * @param {number} width
   */
  function grid(panel, marks, width) {
    return marks.flatMap(([share, text]) => [
      shape("line", { x1: LEFT, x2: width - RIGHT, y1: y(share, panel), y2: y(share, panel), class: "pg-lens-rule" }),
      shape("text", { x: LEFT - 6, y: y(share, panel) + 4, "text-anchor": "end" }, text),
    ]);
  }

  /**
   * @param {number[]} values
   * @param {(value: number) => number} height
   * @param {number} i
   * @param {number} row
   */
  function line(values, height, i, row) {
    const path = values.map((value, at) => `${at ? "L" : "M"}${x(at).toFixed(1)} ${height(value).toFixed(1)}`).join("");
    const style = `stroke: ${kindStyle(i)}`;
    return [
      shape("path", { d: path, class: i < COLOURS ? "pg-lens-line" : "pg-lens-line pg-dashed", style }),
      shape("circle", { cx: x(row), cy: height(values[row]), r: 3.5, style: `fill: ${kindStyle(i)}` }),
    ];
  }

  /** Round numbers of blocks, and the last one.
   * @param {string[]} rows
   * @param {number} high
   */
  function ticks(rows, high) {
    const every = [1, 2, 5, 10, 20].find((step) => rows.length / step <= 9) || 50;
    /** @param {number} at */
    const number = (at) => at - (rows[0] === "embeddings" ? 1 : 0);
    const last = rows.length - 1;
    return rows
      .map((_, at) => at)
      .filter(
        (at) =>
          number(at) < 0 ||
          at === last ||
          (number(at) % every === 0 && last - at > every / 2 && (number(at) > 0 || every === 1)),
      )
      .map((at) =>
        shape(
          "text",
          { x: x(at), y: high - 6, "text-anchor": at === last ? "end" : "middle" },
          number(at) < 0 ? "emb." : String(number(at)),
        ),
      );
  }

  /** @param {PointerEvent} event */
  const rowAt = (event) => {
    const box = drawing.getBoundingClientRect();
    const end = (shown?.rows.length ?? 1) - 1;
    const steps = Math.max(1, end);
    return clamp(Math.round(((event.clientX - box.left - LEFT) / (box.width - LEFT - RIGHT)) * steps), 0, end);
  };
  drawing.addEventListener("pointermove", (event) => {
    if (!shown) return;
    const at = rowAt(event);
    const box = drawing.getBoundingClientRect();
    showNote(
      { left: box.left + x(at), top: box.top + TOP, width: 0, height: 2 * HEIGHT },
      el("p", { text: shown.rows[at] }),
      el(
        "dl",
        {},
        ...shown.tokens.flatMap((one) => [
          el("dt", {}, token(one.text)),
          el("dd", { text: `${percent(one.probability[at])}, rank ${grouped(one.rank[at])}` }),
        ]),
      ),
    );
  });
  drawing.addEventListener("pointerleave", hideNote);
  drawing.addEventListener("click", (event) => shown && onRow(rowAt(event)));

  function drawList() {
    if (!shown) return;
    const { row, tokens } = shown;
    list.replaceChildren(
      ...tokens.map((one, i) =>
        el(
          "li",
          { data: { id: one.id, probability: one.probability[row], rank: one.rank[row] } },
          el("span", {
            class: i < COLOURS ? "pg-lens-swatch" : "pg-lens-swatch pg-dashed",
            style: `--kind: ${kindStyle(i)}`,
            "aria-hidden": "true",
          }),
          token(one.text),
          el("span", { class: "pg-number", text: `${percent(one.probability[row])}, rank ${grouped(one.rank[row])}` }),
          el("button", {
            type: "button",
            class: "pg-lens-remove",
            "aria-label": `Stop watching ${spoken(one.text)}`,
            text: "×",
            on: { click: () => onRemove(one.id) },
          }),
        ),
      ),
    );
  }

  let seen = 0;
  new ResizeObserver(() => {
    if (node.clientWidth === seen) return;
    seen = node.clientWidth;
    redraw();
  }).observe(node);

  return {
    node,
    redraw,
    /** @param {{ rows: string[], row: number, tokens: never[] | WatchedEntry[] }} next */
    draw(next) {
      const held = list.contains(document.activeElement);
      shown = next;
      drawList();
      if (held) list.querySelector("button")?.focus();
      redraw();
    },
  };
}

export { lensChart };
