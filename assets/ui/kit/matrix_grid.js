/* A grid of numbers as colours, with token texts along two sides: drawn only where it is seen, so
 * that 512 × 512 cells scroll as smoothly as 10 × 10.
 *
 * weightGrid(node, {label, onPoint, onPick}) → {set, point, redraw, reveal, sheet, grid}.
 */
import { clamp } from "../lib/clamp.js";
import { spoken } from "../lib/format.js";
import { present } from "../lib/present.js";
import { colour, prepare, ramp, readable } from "./colour.js";
import { drawing, el, pressed, write } from "./dom.js";
import { token } from "./tokens.js";
import { hideNote, showNote } from "./tooltip.js";

const TALLEST = 460; //   CSS px of the whole grid
const NUMBERED = 34; //   cells of this size carry their number
const NAMED = 11; //      and of this size every row its token
const BIGGEST = 56;
const FONT = "12px";

/**
 * @param {HTMLElement} node
 * @param {{ label: string, onPoint?: Heard, onPick?: Heard, testid?: string }} options
 */
function weightGrid(node, { label, onPoint = () => {}, onPick = () => {}, testid = "" }) {
  const canvas = el("canvas", {
    class: "pg-grid-canvas",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "grid of numbers",
    data: { testid },
  });
  const sizer = el("div", { class: "pg-grid-sizer" }, canvas);
  const scroller = el("div", { class: "pg-grid-scroll" }, sizer);
  /**
   * @param {string} text
   * @param {string} words
   * @param {number} by
   */
  const button = (text, words, by) =>
    el("button", {
      type: "button",
      class: "pg-button pg-step",
      text,
      title: words,
      "aria-label": words,
      on: { click: () => zoom(by) },
    });
  const says = el("span", { class: "pg-note pg-grid-says" });
  const bar = el(
    "div",
    { class: "pg-grid-bar" },
    button("−", "Smaller cells", 1 / 1.5),
    button("+", "Larger cells, with their numbers", 1.5),
    button("Fit", "The whole grid", 0),
    says,
  );
  node.append(bar, scroller);

  /** @type {GridState} */
  let grid; //   see `set`
  /** @type {OffscreenCanvas | null} */
  let image = null; //  one pixel per cell
  /** @type {Uint32Array} */
  let palette;
  let larger = 1; //    how much larger than the size that fits
  /** @type {GridPlace | null} */
  let at = null; //     {row, column} under the pointer or the cursor; one is null where another view points
  let gutter = { left: 60, top: 50, right: 1 };

  /**
   * @param {GridPlace | null} place
   * @returns {{ row: number, column: number } | null}
   */
  const whole = (place) =>
    place && place.row !== null && place.column !== null ? { row: place.row, column: place.column } : null;

  // ------------------------------------------------------------ sizes
  const rowsOf = () => grid.rows.length;
  const columnsOf = () => grid.columns.length;
  /** {x, y} of a cell in CSS px: square and all in view, or rows of a fixed height. */
  function fit() {
    const wide = (scroller.clientWidth - gutter.left - gutter.right - 1) / columnsOf();
    if (grid.row) return { x: clamp(wide, 0.25, 30), y: grid.row };
    const side = clamp(Math.min(wide, (TALLEST - gutter.top) / rowsOf()), 0.25, 30);
    return { x: side, y: side };
  }
  function size() {
    const { x, y } = fit();
    return { x: Math.min(x * larger, Math.max(BIGGEST, x)), y: Math.min(y * larger, Math.max(BIGGEST, y)) };
  }

  /**
   *
   */
  function measure() {
    const context = drawing(canvas);
    context.font = `${FONT} ${getComputedStyle(node).fontFamily}`;
    /** @param {string[]} texts */
    const widest = (texts) =>
      texts.reduce((most, text) => Math.max(most, text.length > 18 ? 110 : context.measureText(text).width), 0);
    gutter = {
      left: clamp(widest(grid.rows) + 12, 34, 118),
      top: clamp(widest(grid.columns) * 0.75 + 12, 30, 84),
      right: clamp(widest(grid.columns.slice(-1)) * 0.75 - 4, 1, 60),
    };
  }

  /** @param {number} by */
  function zoom(by) {
    if (!grid) return;
    const before = size();
    const middle = whole(at) || {
      row: (scroller.scrollTop + 150) / before.y,
      column: (scroller.scrollLeft + 150) / before.x,
    };
    larger = by ? clamp(larger * by, 1, BIGGEST / Math.min(fit().x, fit().y)) : 1;
    if (larger < 1.02) larger = 1;
    lay();
    scroller.scrollLeft = middle.column * size().x - scroller.clientWidth / 3;
    scroller.scrollTop = middle.row * size().y - scroller.clientHeight / 3;
    draw();
  }

  function lay() {
    const { x, y } = size();
    Object.assign(sizer.style, {
      width: `${Math.ceil(gutter.left + columnsOf() * x + gutter.right)}px`,
      height: `${Math.ceil(gutter.top + rowsOf() * y + 1)}px`,
    });
  }

  // ------------------------------------------------------------ drawing
  function paint() {
    palette = grid.palette ? grid.palette(node) : ramp(colour(node, "--pg-sunken"), colour(node, "--lane"));
    image = new OffscreenCanvas(columnsOf(), rowsOf());
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (image.getContext("2d"));
    const pixels = context.createImageData(columnsOf(), rowsOf());
    const cells = new Uint32Array(pixels.data.buffer);
    const wide = columnsOf();
    for (let i = 0; i < cells.length; i++) {
      const column = i % wide;
      if (column === grid.hidden || grid.blank((i - column) / wide, column)) continue; // left clear
      cells[i] = palette[grid.tone(grid.values[i], grid.scale)];
    }
    context.putImageData(pixels, 0, 0);
  }

  function draw() {
    if (!grid || !scroller.clientWidth) return;
    const [width, height] = [
      Math.min(scroller.clientWidth, parseFloat(sizer.style.width)),
      Math.min(scroller.clientHeight || TALLEST, parseFloat(sizer.style.height)),
    ];
    const context = prepare(canvas, width, height);
    const s = size();
    const [x0, y0] = [gutter.left - scroller.scrollLeft, gutter.top - scroller.scrollTop];
    const first = {
      row: Math.max(0, Math.floor((gutter.top - y0) / s.y)),
      column: Math.max(0, Math.floor((gutter.left - x0) / s.x)),
    };
    const last = {
      row: Math.min(rowsOf(), Math.ceil((height - y0) / s.y)),
      column: Math.min(columnsOf(), Math.ceil((width - x0) / s.x)),
    };
    context.imageSmoothingEnabled = s.x < 1 || s.y < 1;
    context.save();
    context.beginPath();
    context.rect(gutter.left, gutter.top, width - gutter.left, height - gutter.top);
    context.clip();
    context.drawImage(
      present(image),
      first.column,
      first.row,
      last.column - first.column,
      last.row - first.row,
      x0 + first.column * s.x,
      y0 + first.row * s.y,
      (last.column - first.column) * s.x,
      (last.row - first.row) * s.y,
    );
    if (grid.band > 1) lines(context, x0, y0, s, first, last);
    if (s.x >= NUMBERED && s.y >= NAMED && grid.exact) figures(context, x0, y0, s, first, last);
    cross(context, x0, y0, s, width, height);
    context.restore();
    names(context, x0, y0, s, first, last, width, height);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} x0
   * @param {number} y0
   * @param {Point} s
   * @param {GridCell} first
   * @param {GridCell} last
   */
  function lines(context, x0, y0, s, first, last) {
    context.fillStyle = colour(node, "--pg-line-strong");
    for (let row = Math.ceil(first.row / grid.band) * grid.band; row < last.row; row += grid.band)
      context.fillRect(x0, y0 + row * s.y - 0.5, columnsOf() * s.x, 1);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} x0
   * @param {number} y0
   * @param {Point} s
   * @param {GridCell} first
   * @param {GridCell} last
   */
  function figures(context, x0, y0, s, first, last) {
    const tones = readable(palette, [colour(node, "--pg-ink"), colour(node, "--pg-paper")]);
    context.font = `11px ${getComputedStyle(node).fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let row = first.row; row < last.row; row++) {
      for (let column = first.column; column < last.column; column++) {
        if (column === grid.hidden || grid.blank(row, column)) continue;
        const value = grid.values[row * columnsOf() + column];
        context.fillStyle = tones.ink[grid.tone(value, grid.scale)];
        context.fillText(grid.format(value), x0 + (column + 0.5) * s.x, y0 + (row + 0.5) * s.y);
      }
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} x0
   * @param {number} y0
   * @param {Point} s
   * @param {number} width
   * @param {number} height
   */
  function cross(context, x0, y0, s, width, height) {
    context.lineWidth = 1;
    const here = at || { row: grid.current, column: null };
    context.strokeStyle = colour(node, "--pg-ink");
    if (here.row !== null)
      context.strokeRect(
        gutter.left + 0.5,
        y0 + here.row * s.y - 0.5,
        Math.min(width - gutter.left, columnsOf() * s.x) - 1,
        Math.max(s.y, 2) + 1,
      );
    if (here.column !== null)
      context.strokeRect(x0 + here.column * s.x - 0.5, gutter.top + 0.5, Math.max(s.x, 2) + 1, height - gutter.top - 1);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} x0
   * @param {number} y0
   * @param {Point} s
   * @param {GridCell} first
   * @param {GridCell} last
   * @param {number} width
   * @param {number} height
   */
  function names(context, x0, y0, s, first, last, width, height) {
    context.font = `${FONT} ${getComputedStyle(node).fontFamily}`;
    context.textBaseline = "middle";
    const [ink, muted] = [colour(node, "--pg-ink"), colour(node, "--pg-muted")];
    const here = at || { row: grid.current, column: null };
    const [down, along] = [Math.max(1, Math.ceil(NAMED / s.y)), Math.max(1, Math.ceil(NAMED / s.x))];
    context.textAlign = "right";
    /**
     * @param {number} index
     * @param {number | null} chosen
     * @param {number} pitch
     */
    const near = (index, chosen, pitch) =>
      chosen !== null && index !== chosen && Math.abs(index - chosen) * pitch < NAMED;
    context.save();
    context.beginPath();
    context.rect(0, gutter.top, gutter.left, height - gutter.top);
    context.clip();
    for (let row = first.row; row < last.row; row++) {
      if (row !== here.row && (row % down || near(row, here.row, s.y))) continue;
      context.fillStyle = row === here.row ? ink : muted;
      context.fillText(short(grid.rows[row]), gutter.left - 6, y0 + (row + 0.5) * s.y);
    }
    context.restore();
    context.save();
    context.beginPath();
    context.rect(gutter.left - 8, 0, width - gutter.left + 8, gutter.top);
    context.clip();
    context.textAlign = "left";
    for (let column = first.column; column < last.column; column++) {
      if (column !== here.column && (column % along || near(column, here.column, s.x))) continue;
      context.fillStyle = column === here.column ? ink : muted;
      context.save();
      context.translate(x0 + (column + 0.5) * s.x, gutter.top - 6);
      context.rotate(-Math.PI / 4);
      context.fillText(short(grid.columns[column]), 0, 0);
      context.restore();
    }
    context.restore();
  }

  // ------------------------------------------------------------ pointing and keys
  /** @param {MouseEvent} event */
  function under(event) {
    if (!grid) return null;
    const box = scroller.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    if (x < gutter.left || y < gutter.top) return null;
    const [column, row] = [
      Math.floor((x - gutter.left + scroller.scrollLeft) / size().x),
      Math.floor((y - gutter.top + scroller.scrollTop) / size().y),
    ];
    return row < rowsOf() && column < columnsOf() ? { row, column } : null;
  }

  /** @param {GridCell} place */
  const words = ({ row, column }) => {
    const value = grid.values[row * columnsOf() + column];
    if (column === grid.hidden) return "left out";
    if (grid.blank(row, column)) return "not seen";
    return grid.exact ? grid.format(value) : "reading the exact number…";
  };

  /**
   * @param {GridCell | null} next
   * @param {number} since
   */
  function point(next, since) {
    if (JSON.stringify(next) === JSON.stringify(at)) return;
    at = next;
    draw();
    onPoint(at, since);
    if (!next) return hideNote();
    const box = scroller.getBoundingClientRect();
    const s = size();
    showNote(
      {
        left: box.left + gutter.left - scroller.scrollLeft + next.column * s.x,
        top: box.top + gutter.top - scroller.scrollTop + next.row * s.y,
        width: s.x,
        height: s.y,
      },
      el(
        "p",
        {},
        token(grid.rows[next.row], { spaces: "keep" }),
        " → ",
        token(grid.columns[next.column], { spaces: "keep" }),
      ),
      el("p", { class: "pg-note-number", text: words(next) }),
    );
  }

  canvas.addEventListener("pointermove", (event) => point(under(event), event.timeStamp));
  canvas.addEventListener("pointerleave", (event) => point(null, event.timeStamp));
  canvas.addEventListener("blur", () => point(null, performance.now()));
  canvas.addEventListener("click", (event) => {
    const hit = under(event);
    if (hit) onPick(hit, event.timeStamp);
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.25 : 0.8);
    },
    { passive: false },
  );
  canvas.addEventListener("keydown", (event) => {
    if (!grid || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = whole(at) || { row: grid.current ?? 0, column: 0 };
    const step = pressed(event, { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] });
    if (step) {
      const next = {
        row: clamp(here.row + step[0], 0, rowsOf() - 1),
        column: clamp(here.column + step[1], 0, columnsOf() - 1),
      };
      reveal(next);
      point(next, event.timeStamp);
      canvas.setAttribute(
        "aria-label",
        `${spoken(grid.rows[next.row])} and ${spoken(grid.columns[next.column])}: ${words(next)}`,
      );
    } else if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0") zoom(0);
    else if (event.key === "Enter" || event.key === " ") onPick(here, event.timeStamp);
    else if (event.key === "Escape") point(null, event.timeStamp);
    else return;
    event.preventDefault();
  });

  /** @param {GridPlace} place */
  function reveal({ row, column }) {
    if (!grid) return;
    const s = size();
    /**
     * @param {number} from
     * @param {number} to
     * @param {number} low
     * @param {number} high
     */
    const within = (from, to, low, high) => (from < low ? from : to > high ? low + to - high : low);
    const [width, height] = [scroller.clientWidth - gutter.left, scroller.clientHeight - gutter.top];
    if (column !== null)
      scroller.scrollLeft = within(column * s.x, (column + 1) * s.x, scroller.scrollLeft, scroller.scrollLeft + width);
    if (row !== null)
      scroller.scrollTop = within(row * s.y, (row + 1) * s.y, scroller.scrollTop, scroller.scrollTop + height);
  }

  let scrolling = 0;
  scroller.addEventListener(
    "scroll",
    () => {
      scrolling ||= requestAnimationFrame(() => {
        scrolling = 0;
        draw();
      });
    },
    { passive: true },
  );

  return {
    node,
    /** {rows, columns, values, scale, exact, hidden, current, format, blank, says; band: a line
     * after so many rows; row: their height, where they are not square; palette: (node) → 256
     * colours, and tone: (value, scale) → which of them, where they are not the lane's}
     * @param {GridPicture} next
     */
    set(next) {
      const shape = !grid || grid.rows !== next.rows || grid.columns !== next.columns;
      const again = shape || grid.values !== next.values || grid.hidden !== next.hidden;
      grid = { band: 0, row: 0, hidden: null, blank: () => false, palette: null, tone, ...next };
      if (shape) {
        at = null;
        larger = 1;
        measure();
      }
      write(says, next.says || "");
      canvas.setAttribute(
        "aria-label",
        `${label}: ${rowsOf()} rows, ${columnsOf()} columns. Arrow keys move, + and − change the size, Enter chooses.`,
      );
      if (again) paint();
      lay();
      draw();
    },
    /** Mark {row, column} without a note; one of them may be null.
     * @param {GridPlace | null} next
     */
    point(next) {
      at = next && (next.row ?? 0) < rowsOf() && (next.column ?? 0) < columnsOf() ? next : null;
      draw();
    },
    reveal,
    redraw() {
      if (!grid) return;
      paint();
      lay();
      draw();
    },
    /** The colours of the cells, one pixel each, for a picture to keep. */
    sheet: () => image,
    grid: () => grid,
  };
}

/**
 * @param {number} value
 * @param {number} scale
 */
const tone = (value, scale) => Math.min(255, Math.round((value * 255) / scale));

/** One line of a token, its blanks made visible and its end cut.
 * @param {string} text
 */
function short(text) {
  const plain = text
    .replaceAll("\n", "↵")
    .replaceAll("\t", "⇥")
    .replace(/^ +/, (blanks) => "·".repeat(blanks.length));
  return plain.length > 16 ? `${plain.slice(0, 15)}…` : plain || "∅";
}

export { weightGrid };
export const shortToken = short;
