/* The alignment as a picture: written words down, source words across, one shade per weight.
 *
 * alignmentMatrix(name, {onPoint, onPick}) → {node, set, mark, redraw}. Only the part in sight is
 * painted, so a long sentence costs what its window costs; pointing moves a frame and paints nothing.
 */

import { colour, prepare, ramp, readable } from "../../kit/colour.js";
import { closest, drawing, el, sized } from "../../kit/dom.js";
import { token } from "../../kit/tokens.js";
import { clamp } from "../../lib/clamp.js";
import { spoken } from "../../lib/format.js";
import { present } from "../../lib/present.js";
import { aligned } from "../../state/alignment_focus.js";

// px at the usual size of text; a number needs `numbered`.
const CELL = { least: 20, most: 42, numbered: 24 };
const ROW = 26;
const SCROLLBAR = 10; // px, and a little air
const APART = 8; //      px before a mark such as end-of-sentence
const LABEL = { least: 44, most: 150, share: 0.3 }; // of a written word, px and share of the width
const HEAD = { most: 118, line: 22, slant: (50 * Math.PI) / 180 };
const NAMED = 3; //      how many source words the table for screen readers lists

/**
 * @param {LaneName} name
 * @param {{ onPoint: (row: number | null, column: number | null, since: number) => string | void, onPick: (row: number) => void }} options
 */
function alignmentMatrix(name, { onPoint, onPick }) {
  const columns = el("div", { class: "pg-matrix-columns" });
  const rows = el("div", { class: "pg-matrix-rows" });
  const canvas = el("canvas", { class: "pg-matrix-canvas" });
  const frames = {
    row: el("div", { class: "pg-matrix-frame" }),
    column: el("div", { class: "pg-matrix-frame" }),
    cell: el("div", { class: "pg-matrix-frame pg-matrix-cell" }),
  };
  const stage = el("div", { class: "pg-matrix-stage" }, canvas, ...Object.values(frames));
  const grid = el(
    "div",
    { class: "pg-matrix-grid", "aria-hidden": "true" },
    el("div", { class: "pg-matrix-corner" }),
    columns,
    rows,
    stage,
  );
  const scroller = el(
    "div",
    {
      class: "pg-matrix",
      role: "application",
      tabindex: "0",
      "aria-roledescription": "alignment matrix",
      data: { testid: `alignment-matrix-${name}` },
    },
    grid,
  );
  const table = el("table", { class: "pg-unseen" });
  const node = el("div", { class: "pg-matrix-box" }, scroller, table);

  let tall = ROW; //     height of a row, px
  /** @type {Pick<Alignment, "source" | "target" | "weights">} */
  let data; //    {source, target, weights}
  /** @type {Record<Side, MatrixLabel[]>} */
  const labels = { source: [], target: [] };
  /** @type {{ cell: number, label: number, head: number, slanted: boolean, over: number, x: number[], y: number[] } | null} */
  let at = null; //      geometry: {x, y, cell, labels, head, slanted}
  /** @type {{ row: number | null, column: number | null | undefined } | null} */
  let marked = null; //  {row, column}, either may be null
  /** @type {[row: number, column: number]} */
  let cursor = [0, 0]; // where the arrow keys are

  // ------------------------------------------------------------ geometry
  /** Where each unit starts; marks stand a little apart. One number more than there are units.
   * @param {Unit[]} units
   * @param {number} size
   */
  function starts(units, size) {
    /** @type {number[]} */
    const places = [];
    let reached = 0;
    units.forEach((unit, i) => {
      if (i && (unit.special || units[i - 1].special)) reached += APART;
      places.push(reached);
      reached += size;
    });
    return [...places, reached];
  }

  function measure() {
    const wide = node.parentElement ? node.parentElement.clientWidth : 0;
    if (!data || wide < 60) return null; // a hidden tab: drawn when it is shown
    tall = sized(ROW);
    /** @param {MatrixLabel[]} nodes */
    const widest = (nodes) => Math.max(0, ...nodes.map((label) => label.pgWidth));
    const label = Math.ceil(
      clamp(widest(labels.target) + 16, sized(LABEL.least), Math.min(sized(LABEL.most), wide * LABEL.share)),
    );
    const longest = Math.min(widest(labels.source), sized(HEAD.most));
    const apart = starts(data.source, 0).at(-1);
    /** @param {number} more */
    const fitted = (more) =>
      clamp(
        Math.floor((wide - label - present(apart) - more) / data.source.length),
        sized(CELL.least),
        sized(CELL.most),
      );
    // Labels lie level where every one of them fits over its column.
    const slanted = longest + 6 > fitted(0);
    const over = slanted ? Math.ceil(longest * Math.cos(HEAD.slant)) : 0;
    const cell = fitted(over);
    const head = slanted ? Math.ceil(longest * Math.sin(HEAD.slant)) + sized(22) : sized(HEAD.line);
    return { cell, label, head, slanted, over, x: starts(data.source, cell), y: starts(data.target, tall) };
  }

  // ------------------------------------------------------------ labels
  const ruler = drawing(document.createElement("canvas"));

  /**
   * @param {Side} side
   * @param {Unit[]} units
   * @param {HTMLElement} holder
   */
  function makeLabels(side, units, holder) {
    const key = JSON.stringify(units.map(({ text }) => text));
    if (holder.dataset.key === key) return;
    holder.dataset.key = key;
    ruler.font = `${sized(13)}px ${getComputedStyle(node).fontFamily}`;
    labels[side] = units.map((unit, index) => {
      const label = el("span", { class: "pg-matrix-label", data: { side, index }, title: unit.text }, token(unit.text));
      label.classList.toggle("pg-special", unit.special);
      return Object.assign(label, { pgWidth: ruler.measureText(label.textContent ?? "").width + 2 });
    });
    holder.replaceChildren(...labels[side]);
  }

  function place() {
    at = measure();
    if (!at) return;
    const { x, y, label, head, over, slanted, cell } = at;
    grid.style.cssText = `--label: ${label}px; --head: ${head}px; --cell: ${cell}px; --row: ${tall}px; --over: ${over}px; --wide: ${x.at(-1)}px; --tall: ${y.at(-1)}px`;
    grid.classList.toggle("pg-slanted", slanted);
    // As wide as needed, so that what follows may stand beside a small picture.
    node.style.width = `min(100%, ${label + present(x.at(-1)) + over + SCROLLBAR}px)`;
    labels.source.forEach((one, i) => (one.style.left = `${x[i]}px`));
    labels.target.forEach((one, i) => (one.style.top = `${y[i]}px`));
  }

  // ------------------------------------------------------------ painting
  let palette = null; // {fill, ink} for 256 weights, in the theme's colours

  function paint() {
    if (!at || !data) return;
    palette ||= readable(ramp(colour(node, "--pg-map-low"), colour(node, "--pg-map-high")), [
      colour(node, "--pg-ink"),
      colour(node, "--pg-paper"),
    ]);
    const { x, y, cell, label, head } = at;
    const width = Math.min(present(x.at(-1)), scroller.clientWidth - label);
    const height = Math.min(present(y.at(-1)), Math.max(tall, scroller.clientHeight - head));
    const context = prepare(canvas, width, height);
    const [left, top] = [scroller.scrollLeft, scroller.scrollTop];
    /**
     * @param {number[]} places
     * @param {number} from
     * @param {number} span
     * @param {number} size
     */
    const seen = (places, from, span, size) => {
      const first = places.findIndex((start) => start + size > from);
      const after = places.findIndex((start) => start >= from + span);
      return [Math.max(0, first), after < 0 ? places.length - 1 : Math.min(after, places.length - 1)];
    };
    const [c0, c1] = seen(x, left, width, cell);
    const [r0, r1] = seen(y, top, height, tall);
    context.font = `${sized(11)}px ${getComputedStyle(node).fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let row = r0; row < r1; row++) {
      for (let column = c0; column < c1; column++) {
        const weight = data.weights[row * data.source.length + column];
        const shade = clamp(Math.round(weight * 255), 0, 255);
        context.fillStyle = palette.fill[shade];
        context.fillRect(x[column] - left, y[row] - top, cell - 1, tall - 1);
        if (cell < sized(CELL.numbered) || weight < 0.01) continue;
        context.fillStyle = palette.ink[shade];
        context.fillText(String(Math.round(weight * 100)), x[column] - left + (cell - 1) / 2, y[row] - top + tall / 2);
      }
    }
  }

  // ------------------------------------------------------------ marking
  /**
   * @param {number | null} row
   * @param {number | null | undefined} column
   */
  function mark(row, column) {
    const before = marked;
    marked = { row, column };
    /**
     * @param {Side} side
     * @param {number | null | undefined} index
     * @param {boolean} on
     */
    const lit = (side, index, on) => labels[side][index ?? -1]?.classList.toggle("pg-current", on);
    if (before) {
      lit("target", before.row, false);
      lit("source", before.column, false);
    }
    lit("target", row, true);
    lit("source", column, true);
    /**
     * @param {number[]} places
     * @param {number | null | undefined} i
     */
    const has = (places, i) => Boolean(at) && i !== null && i !== undefined && i < places.length - 1;
    /**
     * @param {HTMLElement} frame
     * @param {boolean} on
     * @param {number} left
     * @param {number} top
     * @param {number} width
     * @param {number} height
     */
    const show = (frame, on, left, top, width, height) => {
      frame.hidden = !on;
      if (on)
        frame.style.cssText = `transform: translate(${left - 1}px, ${top - 1}px); width: ${width + 1}px; height: ${height + 1}px`;
    };
    const [inRow, inColumn] = [has(at?.y || [], row), has(at?.x || [], column)];
    const { x, y, cell } = at ?? { x: [0], y: [0], cell: 0 };
    const [left, top] = [x[column ?? 0], y[row ?? 0]];
    show(frames.row, inRow, 0, top, present(x.at(-1)), tall);
    show(frames.column, inColumn && !inRow, left, 0, cell, present(y.at(-1)));
    show(frames.cell, inRow && inColumn, left, top, cell, tall);
  }

  // ------------------------------------------------------------ pointing and keys
  /**
   * @param {number[]} places
   * @param {number} size
   * @param {number} offset
   */
  const indexAt = (places, size, offset) => {
    const index = places.findLastIndex((start, i) => i < places.length - 1 && start <= offset);
    return index >= 0 && offset < places[index] + size ? index : null;
  };

  /** [row, column] below the pointer; a label gives only its own.
   * @param {PointerEvent} event
   */
  function hit(event) {
    const label = closest(event, ".pg-matrix-label");
    if (label)
      return label.dataset.side === "target"
        ? [Number(label.dataset.index), null]
        : [null, Number(label.dataset.index)];
    if (!at || !stage.contains(/** @type {Node} */ (event.target))) return [null, null];
    const box = stage.getBoundingClientRect();
    const [row, column] = [
      indexAt(at.y, tall, event.clientY - box.top),
      indexAt(at.x, at.cell, event.clientX - box.left),
    ];
    return row === null || column === null ? [null, null] : [row, column];
  }

  scroller.addEventListener("pointermove", (event) => {
    const [row, column] = hit(event);
    onPoint(row, column, event.timeStamp);
  });
  scroller.addEventListener("pointerleave", (event) => onPoint(null, null, event.timeStamp));
  scroller.addEventListener("click", (event) => {
    const [row] = hit(event);
    if (row !== null) onPick(row);
  });
  scroller.addEventListener("keydown", (event) => {
    if (!data || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = cursor;
    /** @type {Record<string, [row: number, column: number]>} */
    const moves = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      Home: [row, 0],
      End: [row, Infinity],
    };
    if (event.key in moves) go(...moves[event.key], event.timeStamp);
    else if (event.key === "Enter" || event.key === " ") onPick(row);
    else return;
    event.preventDefault();
  });
  scroller.addEventListener("focus", (event) => scroller.matches(":focus-visible") && go(...cursor, event.timeStamp));
  scroller.addEventListener("blur", (event) => onPoint(null, null, event.timeStamp));

  /**
   * @param {number} row
   * @param {number} column
   * @param {number} since
   */
  function go(row, column, since) {
    if (!at) return;
    cursor = [clamp(row, 0, data.target.length - 1), clamp(column, 0, data.source.length - 1)];
    reveal(...cursor);
    const words = onPoint(...cursor, since);
    if (words) scroller.setAttribute("aria-label", words);
  }

  /** Bring a cell into sight inside the picture; the page does not move.
   * @param {number} row
   * @param {number} column
   */
  function reveal(row, column) {
    if (!at) return;
    /**
     * @param {number} start
     * @param {number} size
     * @param {number} shown
     * @param {number} now
     */
    const into = (start, size, shown, now) =>
      start < now ? start : start + size > now + shown ? start + size - shown : now;
    scroller.scrollTop = into(at.y[row], tall, scroller.clientHeight - at.head, scroller.scrollTop);
    scroller.scrollLeft = into(at.x[column], at.cell, scroller.clientWidth - at.label, scroller.scrollLeft);
  }

  let scrolling = 0;
  scroller.addEventListener(
    "scroll",
    () => {
      scrolling ||= requestAnimationFrame(() => {
        scrolling = 0;
        paint();
      });
    },
    { passive: true },
  );

  // ------------------------------------------------------------ for screen readers
  function fillTable() {
    const { source, target } = data;
    /** @param {number} index */
    const cellsOf = (index) =>
      aligned
        .read(data, "target", index)
        .slice(0, NAMED)
        .map(({ unit, weight }) => `${spoken(unit.text)} ${Math.round(weight * 100)} %`)
        .join(", ");
    table.replaceChildren(
      el("caption", {
        text: `Alignment of ${target.length} written and ${source.length} source units, lane ${name.toUpperCase()}`,
      }),
      el(
        "thead",
        {},
        el("tr", {}, el("th", { scope: "col", text: "Written" }), el("th", { scope: "col", text: "Reads most from" })),
      ),
      el(
        "tbody",
        { translate: "no" },
        ...target.map((unit, index) =>
          el("tr", {}, el("th", { scope: "row", text: spoken(unit.text) }), el("td", { text: cellsOf(index) })),
        ),
      ),
    );
  }

  return {
    node,
    /** Show {source, target, weights}; `reserve`: room for so many rows while they are written.
     * @param {Pick<Alignment, "source" | "target" | "weights">} next
     * @param {{ reserve?: number, finished?: boolean }} [how]
     */
    set(next, { reserve = 0, finished = true } = {}) {
      data = next;
      makeLabels("source", data.source, columns);
      makeLabels("target", data.target, rows);
      scroller.style.setProperty("--reserve", `${reserve * tall}px`);
      scroller.setAttribute(
        "aria-label",
        `Alignment matrix, ${data.target.length} by ${data.source.length}. Arrow keys move, Enter tests a row.`,
      );
      place();
      paint();
      mark(null, null);
      if (finished) fillTable();
    },
    mark,
    redraw() {
      palette = null;
      place();
      paint();
    },
  };
}

export { alignmentMatrix };
