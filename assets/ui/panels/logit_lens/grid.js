/* Layers by tokens, a word in every cell. Only the columns in sight are in the page, so that a text of
 * any length costs the same.
 *
 * lensGrid(name, {onPick, onLook, cellAt}) → {node, set, select, tint, fill, show}. It knows nothing
 * of the store; `onLook({rows, columns})` says what is in sight, `cellAt(row, column)` gives a cell.
 */

import { el, sized } from "../../kit/dom.js";
import { token } from "../../kit/tokens.js";
import { hideNote, showNote } from "../../kit/tooltip.js";
import { clamp } from "../../lib/clamp.js";
import { decimal, grouped, percent, spoken } from "../../lib/format.js";
import { present } from "../../lib/present.js";

const HEAD = 92; //   the names of the layers, CSS px
const NARROWEST = 92;
const WIDEST = 150;
const ROW = 24;
const BEYOND = 1; //  columns kept ready on either side

/** How strongly a cell is coloured, 0 to 1: the surer, the stronger. */
/** @type {Record<string, (cell: LensCell, words: number) => number>} */
const TINTS = {
  probability: (cell) => cell.final,
  rank: (cell, words) => 1 - Math.log(cell.rank) / Math.log(words),
  entropy: (cell, words) => 1 - cell.entropy / Math.log(words),
};

/**
 * @param {LaneName} name
 * @param {{ onPick: (row: number, column: number, since: number) => void, onLook: (view: LensView) => void, cellAt: (row: number, column: number) => LensCell | undefined }} options
 */
function lensGrid(name, { onPick, onLook, cellAt }) {
  const corner = el("span", { class: "pg-layers-corner", role: "columnheader", text: "after" });
  const head = el("div", { class: "pg-layers-row pg-layers-head", role: "row", "aria-rowindex": 1 }, corner);
  const sheet = el("div", { class: "pg-layers-sheet", role: "presentation" }, head);
  const node = el(
    "div",
    {
      class: "pg-layers-grid",
      role: "grid",
      "aria-label": `Predictions of every layer, lane ${name.toUpperCase()}; arrow keys move, Enter opens a cell`,
      data: { testid: `layers-grid-${name}` },
    },
    sheet,
  );
  /** @type {LensShape} */
  let shape = { rows: [], tokens: [], words: 2, finals: [] };
  /** @type {{ node: HTMLElement, cells: Map<number, HTMLElement> }[]} */
  let lines = []; //   per row {node, cells: Map(column → node)}
  let heads = new Map();
  let chosen = { row: 0, column: 0 };
  let focus = { row: 0, column: 0 };
  let tint = "probability";
  let width = NARROWEST;
  let frame = 0;

  const [headWidth, rowHeight] = [sized(HEAD), sized(ROW)];

  // ------------------------------------------------------------ what is in sight
  function columnsInSight() {
    const count = shape.tokens.length;
    const from = node.scrollLeft;
    const to = from + node.clientWidth - headWidth;
    return {
      first: clamp(Math.floor(from / width), 0, count - 1),
      last: clamp(Math.ceil(to / width) - 1, 0, count - 1),
    };
  }

  function rowsInSight() {
    const from = node.scrollTop;
    const to = from + node.clientHeight - rowHeight;
    const last = shape.rows.length - 1;
    return { first: clamp(Math.floor(from / rowHeight), 0, last), last: clamp(Math.ceil(to / rowHeight) - 1, 0, last) };
  }

  const hiddenNow = () => node.offsetParent === null || !node.clientWidth;

  function look() {
    frame = 0;
    if (!lines.length || hiddenNow()) return;
    const columns = columnsInSight();
    lay(columns);
    onLook({ rows: rowsInSight(), columns });
  }

  /** These columns, and those of the chosen and the focused cell, stand in the page; no others.
   * @param {{ first: number, last: number }} columns
   */
  function lay({ first, last }) {
    const wanted = new Set([chosen.column, focus.column]);
    for (let column = Math.max(0, first - BEYOND); column <= Math.min(shape.tokens.length - 1, last + BEYOND); column++)
      wanted.add(column);
    for (const cells of [heads, ...lines.map((line) => line.cells)]) {
      for (const [column, cell] of cells) {
        if (wanted.has(column)) continue;
        cell.remove();
        cells.delete(column);
      }
    }
    // In the order of the text, which is the order they are read aloud in.
    const order = [...wanted].sort((x, y) => x - y);
    insert(heads, corner, order, headCell);
    lines.forEach((line, row) =>
      insert(line.cells, line.node.firstChild, order, (/** @type {number} */ column) => bodyCell(row, column)),
    );
  }

  /**
   * @param {Map<number, HTMLElement>} cells
   * @param {ChildNode | null} previous
   * @param {number[]} order
   * @param {(index: number) => HTMLElement} make
   */
  function insert(cells, previous, order, make) {
    for (const column of order) {
      if (!cells.has(column)) {
        cells.set(column, make(column));
        previous?.after(present(cells.get(column)));
      }
      previous = present(cells.get(column));
    }
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  function bodyCell(row, column) {
    const cell = el("div", {
      class: "pg-layers-cell",
      role: "gridcell",
      tabindex: "-1",
      "aria-colindex": column + 2,
      style: `--x: ${column}`,
      data: { row, column },
    });
    write(cell, row, column);
    return cell;
  }

  /** @param {number} column */
  function headCell(column) {
    const one = shape.tokens[column];
    return el(
      "span",
      {
        class: column === chosen.column ? "pg-layers-token pg-layers-chosen" : "pg-layers-token",
        role: "columnheader",
        translate: "no",
        "aria-colindex": column + 2,
        style: `--x: ${column}`,
        title: one.text.trim() || null,
        data: { column },
      },
      token(one.text, { part: one.part }),
      one.text.trim() ? "" : el("span", { class: "pg-unseen", text: spoken(one.text) }),
    );
  }

  // ------------------------------------------------------------ cells
  /**
   * @param {number} row
   * @param {number} column
   */
  const place = (row, column) => `${shape.rows[row]}, after ${spoken(shape.tokens[column].text)}`;

  /**
   * @param {HTMLElement} cell
   * @param {number} row
   * @param {number} column
   */
  function write(cell, row, column) {
    const prediction = cellAt(row, column);
    const isChosen = row === chosen.row && column === chosen.column;
    cell.setAttribute("aria-selected", String(isChosen));
    cell.tabIndex = row === focus.row && column === focus.column ? 0 : -1;
    cell.classList.toggle("pg-waiting", !prediction);
    if (!prediction) {
      cell.setAttribute("aria-label", `${place(row, column)}: not computed yet`);
      return cell.replaceChildren();
    }
    const d = clamp(TINTS[tint](prediction, shape.words), 0, 1);
    cell.style.setProperty("--d", d.toFixed(4));
    if (cell.dataset.id === String(prediction.id) && cell.firstChild) return undefined;
    Object.assign(cell.dataset, {
      id: prediction.id,
      probability: prediction.probability,
      final: prediction.final,
      rank: prediction.rank,
      entropy: prediction.entropy,
    });
    cell.classList.toggle("pg-layers-first", prediction.rank === 1);
    cell.setAttribute(
      "aria-label",
      `${place(row, column)}: ${spoken(prediction.text)}, ${percent(prediction.probability)}`,
    );
    return cell.replaceChildren(
      token(prediction.text, { spaces: prediction.text.trim() ? "keep" : "dot" }),
      el("span", { class: "pg-layers-share", "aria-hidden": "true", text: brief(prediction.probability) }),
    );
  }

  /** 83, 4, <1: hundredths, for there is room for no more.
   * @param {number} p
   */
  const brief = (p) => (p < 0.005 ? "<1" : String(Math.round(p * 100)));

  const rewrite = () => lines.forEach((line, row) => line.cells.forEach((cell, column) => write(cell, row, column)));

  // ------------------------------------------------------------ pointing and keys
  /** @param {EventTarget | null} target */
  function cellOf(target) {
    const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest?.(".pg-layers-cell"));
    return cell ? { cell, row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
  }

  /** @param {(GridCell & { cell: HTMLElement }) | null} hit */
  function note(hit) {
    const prediction = hit && cellAt(hit.row, hit.column);
    if (!prediction) return hideNote();
    /**
     * @param {string} label
     * @param {...(HTMLElement | string)} value
     */
    const row = (label, ...value) => [el("dt", { text: label }), el("dd", {}, ...value)];
    const final = shape.finals[hit.column];
    return showNote(
      hit.cell.getBoundingClientRect(),
      el("p", { class: "pg-note-word" }, token(prediction.text)),
      el(
        "dl",
        {},
        ...row("here", shape.rows[hit.row]),
        ...row("after", token(shape.tokens[hit.column].text)),
        ...row("probability", percent(prediction.probability)),
        ...(final === prediction.id ? [] : row("of the final word", percent(prediction.final))),
        ...row("its rank", grouped(prediction.rank)),
        ...row("entropy", `${decimal(prediction.entropy)} nats`),
      ),
    );
  }

  for (const type of ["pointerover", "focusin"]) node.addEventListener(type, (event) => note(cellOf(event.target)));
  for (const type of ["pointerleave", "focusout"]) node.addEventListener(type, hideNote);
  node.addEventListener("click", (event) => {
    const hit = cellOf(event.target);
    if (!hit) return;
    focusOn(hit);
    onPick(hit.row, hit.column, event.timeStamp);
  });
  node.addEventListener("scroll", () => (frame ||= requestAnimationFrame(look)), { passive: true });

  node.addEventListener("keydown", (event) => {
    const hit = cellOf(event.target);
    if (!hit || event.metaKey || event.altKey) return;
    const [bottom, end] = [shape.rows.length - 1, shape.tokens.length - 1];
    const page = Math.max(1, Math.floor(node.clientHeight / rowHeight) - 2);
    const { row, column } = hit;
    /** @type {Record<string, [row: number, column: number]>} */
    const moves = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? bottom : row, end],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
    };
    if (event.key in moves)
      focusOn({ row: clamp(moves[event.key][0], 0, bottom), column: clamp(moves[event.key][1], 0, end) });
    else if (event.key === "Enter" || event.key === " ") onPick(row, column, event.timeStamp);
    else return;
    event.preventDefault();
  });

  /** @param {GridCell} next */
  function focusOn(next) {
    const before = nodeAt(focus);
    if (before) before.tabIndex = -1;
    focus = { row: next.row, column: next.column };
    show(focus);
    look();
    const cell = nodeAt(focus);
    if (!cell) return;
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
  }

  /** @param {{ row: number, column: number }} focus */
  const nodeAt = ({ row, column }) => lines[row]?.cells.get(column);

  /** Scroll the grid, and never the page, until a cell is in sight.
   * @param {{ row: number, column: number }} focus
   */
  function show({ row, column }) {
    if (hiddenNow()) return;
    const [x, y] = [column * width, row * rowHeight];
    const [wide, high] = [node.clientWidth - headWidth, node.clientHeight - rowHeight];
    if (x < node.scrollLeft) node.scrollLeft = x;
    else if (x + width > node.scrollLeft + wide) node.scrollLeft = x + width - wide;
    if (y < node.scrollTop) node.scrollTop = y;
    else if (y + rowHeight > node.scrollTop + high) node.scrollTop = y + rowHeight - high;
  }

  function measure() {
    const count = shape.tokens.length;
    if (!count || hiddenNow()) return;
    width = clamp(Math.floor((node.clientWidth - headWidth) / count), sized(NARROWEST), sized(WIDEST));
    sheet.style.setProperty("--w", `${width}px`);
    sheet.style.width = `${headWidth + count * width}px`;
    sheet.style.height = `${rowHeight * (shape.rows.length + 1)}px`;
  }

  let seen = 0;
  new ResizeObserver(() => {
    if (hiddenNow() || node.clientWidth === seen) return;
    seen = node.clientWidth; // the tab was opened, or the window made wider
    measure();
    show(chosen);
    look();
  }).observe(node);

  return {
    node,
    /** `rows`: names of layers; `tokens`: of the columns; `words`: how many entries there are.
     * @param {LensShape} next
     */
    set(next) {
      shape = next;
      head.replaceChildren(corner);
      heads = new Map();
      lines = shape.rows.map((text, row) => ({
        node: el(
          "div",
          { class: "pg-layers-row", role: "row", "aria-rowindex": row + 2 },
          el("span", { class: "pg-layers-name", role: "rowheader", text }),
        ),
        cells: new Map(),
      }));
      sheet.replaceChildren(head, ...lines.map((line) => line.node));
      node.setAttribute("aria-rowcount", String(shape.rows.length + 1));
      node.setAttribute("aria-colcount", String(shape.tokens.length + 1));
      chosen = focus = { row: shape.rows.length - 1, column: shape.tokens.length - 1 };
      measure();
    },
    /**
     * @param {number} row
     * @param {number} column
     */
    select(row, column) {
      const moved = row !== chosen.row || column !== chosen.column;
      chosen = { row, column };
      if (!node.contains(document.activeElement)) focus = chosen;
      for (const [at, line] of lines.entries()) line.node.classList.toggle("pg-layers-chosen", at === row);
      if (moved) show(chosen);
      look();
      for (const [at, cell] of heads) cell.classList.toggle("pg-layers-chosen", at === column);
      rewrite();
    },
    /** @param {string} next */
    tint(next) {
      tint = next;
      rewrite();
    },
    fill: rewrite,
    look,
  };
}

export { lensGrid };
