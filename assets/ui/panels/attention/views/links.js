/* Who reads from whom: two columns of tokens with a line for every weight worth seeing.
 *
 * The left column reads, the right column is read. tokenLinks(node, lane, {onPin, onFocus}) →
 * {set, redraw, reveal, focus, point, drawing}. It is given one head's weights and knows nothing of models or the store.
 */

import { colour, prepare } from "../../../kit/colour.js";
import { el, write } from "../../../kit/dom.js";
import { token } from "../../../kit/tokens.js";
import { clamp } from "../../../lib/clamp.js";
import { spoken } from "../../../lib/format.js";
import { present } from "../../../lib/present.js";
import { linksDrawing } from "../svg.js";

const FAINTEST = 0.02; // weaker links are not drawn: thousands of invisible strokes
const MOST_LINES = 4000;
const BARELY = 0.004; //   a bar below one pixel
const NUMBERED = 0.005; // weaker weights get no number in the list

/**
 * @param {HTMLElement} node
 * @param {LaneName} lane
 * @param {Pick<ViewListeners, "onPin" | "onFocus">} listeners
 * @returns {AttentionView}
 */
function tokenLinks(node, lane, { onPin, onFocus }) {
  const readers = el("ol", {
    class: "pg-column pg-readers",
    "aria-label": "Tokens that read",
    data: { testid: `readers-${lane}` },
  });
  const read = el("ol", {
    class: "pg-column pg-read",
    "aria-label": "Tokens that are read",
    data: { testid: `weights-${lane}` },
  });
  const canvas = el("canvas", { class: "pg-lines", "aria-hidden": "true" });
  const stage = el("div", { class: "pg-lines-stage" }, canvas);
  const scroller = el("div", { class: "pg-links-scroll" }, readers, stage, read);
  const titles = [el("span"), el("span")];
  node.append(el("div", { class: "pg-links-head", "aria-hidden": "true" }, ...titles), scroller);

  /** @type {ShownPicture} */
  let head; //     the picture: see panels/attention/measure.js
  /** @type {number[][]} */
  let edges = []; //      [query, key, weight], strongest last so that they lie on top
  /** @type {AxisPlace | null} */
  let focus = null; //    {side: "query" | "key", index}: what the pointer or the keyboard is on
  /** @type {AxisPlace | null} */
  let outside = null; //  the same, pointed at in another view
  let rowHeight = 24; //  CSS px
  /** @type {{ allowed?: Allowed | null, rows?: LinkRow[] }} */
  let aside = {}; //      {allowed, rows}: what the rows set aside were worked out from
  /** @type {Record<AxisSide, LinkRow[]>} */
  const rows = { query: [], key: [] };
  /** @type {Record<AxisSide, { texts: string[], next: string[] | null, marked: boolean }>} */
  const columns = {
    query: { texts: [], next: null, marked: false },
    key: { texts: [], next: null, marked: false },
  };
  const tabbable = { query: 0, key: 0 };

  // ------------------------------------------------------------ rows
  /**
   * @param {HTMLElement} list
   * @param {AxisSide} side
   * @param {string[]} texts
   * @param {string[] | null} [next]
   */
  function fillColumn(list, side, texts, next = null) {
    const before = columns[side];
    if (before.next === next && before.texts.length === texts.length && before.texts.every((t, i) => t === texts[i]))
      return;
    const made = texts.map((text, index) => {
      const button = el(
        "button",
        {
          type: "button",
          class: "pg-row",
          tabindex: "-1",
          "aria-label": next?.[index] ? `${spoken(text)}, then ${spoken(next[index])} is written` : spoken(text),
          translate: next?.[index] ? null : "no",
          "aria-pressed": side === "query" ? "false" : null,
          data: { side, index },
        },
        el("span", { class: "pg-row-index", text: String(index), "aria-hidden": "true" }),
        next?.[index] ? el("span", { class: "pg-row-name" }, token(text), " → ", token(next[index])) : token(text),
        el("span", { class: "pg-row-number" }),
      );
      return button;
    });
    list.replaceChildren(...made.map((button) => el("li", {}, button)));
    rows[side] = made;
    columns[side] = { texts, next, marked: false };
    tabbable[side] = 0;
    if (made[0]) made[0].tabIndex = 0;
  }

  /** Bars and numbers of one column; `weightAt` null clears them. Only what changes is touched:
   * with 512 rows every needless write shows as a late frame.
   * @param {AxisSide} side
   * @param {((index: number) => number | null) | null} weightAt
   */
  function mark(side, weightAt) {
    const column = columns[side];
    if (!weightAt && !column.marked) return;
    column.marked = Boolean(weightAt);
    rows[side].forEach((row, index) => {
      const weight = weightAt ? weightAt(index) : null;
      const share = (weight ?? 0) / head.scale;
      const bar = share >= BARELY ? share.toFixed(3) : "";
      if (row.bar !== bar) {
        row.bar = bar;
        if (bar) row.style.setProperty("--w", bar);
        else row.style.removeProperty("--w");
      }
      // A number is printed only from the exact weights; the 8-bit ones are good for lines alone.
      if (weight !== null && head.exact) row.dataset.weight = String(weight);
      else if ("weight" in row.dataset) delete row.dataset.weight;
      const text = head.exact && share >= NUMBERED ? head.format(weight ?? 0) : "";
      if (row.number !== text) present(row.lastElementChild).textContent = row.number = text;
    });
  }

  /** @returns {AxisPlace | null} */
  function current() {
    if (focus || outside) return focus || outside;
    return head.query === null ? null : { side: "query", index: head.query };
  }

  /** @type {Record<string, HTMLElement | null | undefined>} */
  const lit = {}; //  the rows that carry a class or a state now
  /**
   * @param {string} what
   * @param {HTMLElement | null | undefined} row
   * @param {(row: HTMLElement, on: boolean) => void} on
   */
  function light(what, row, on) {
    if (lit[what] === row) return;
    const before = lit[what];
    if (before) on(before, false);
    if (row) on(row, true);
    lit[what] = row;
  }

  function drawRows() {
    const now = current();
    const { hidden, pinned, values } = head;
    const width = head.keys.length;
    light("current", now && rows[now.side][now.index], (row, on) => row.classList.toggle("pg-current", on));
    light("pinned", pinned === null ? null : rows.query[pinned], (row, on) =>
      row.setAttribute("aria-pressed", String(on)),
    );
    light("sink", hidden === null ? null : rows.key[hidden], (row, on) => row.classList.toggle("pg-sink", on));
    const allowed = head.allowed || (() => true);
    mark(
      "key",
      now && now.side === "query"
        ? (key) => (key === hidden || !allowed(now.index, key) ? null : values[now.index * width + key])
        : null,
    );
    mark(
      "query",
      now && now.side === "key" && now.index !== hidden
        ? (query) => (allowed(query, now.index) ? values[query * width + now.index] : null)
        : null,
    );
    setAside();
  }

  /** Tokens that no shown link leads from or to. */
  function setAside() {
    const { allowed, queries, keys } = head;
    if (aside.allowed === allowed && aside.rows === rows.query) return;
    aside = { allowed, rows: rows.query };
    /**
     * @param {number} count
     * @param {(index: number) => boolean} link
     */
    const some = (count, link) => Array.from({ length: count }).some((_, i) => link(i));
    rows.query.forEach((row, query) =>
      row.classList.toggle(
        "pg-aside",
        Boolean(allowed) && !some(keys.length, (key) => !allowed || allowed(query, key)),
      ),
    );
    rows.key.forEach((row, key) =>
      row.classList.toggle(
        "pg-aside",
        Boolean(allowed) && !some(queries.length, (query) => !allowed || allowed(query, key)),
      ),
    );
  }

  // ------------------------------------------------------------ lines
  function collect() {
    const found = [];
    const keys = head.keys.length;
    for (let query = 0, at = 0; query < head.queries.length; query++) {
      for (let key = 0; key < keys; key++, at++) {
        const weight = head.values[at] / head.scale;
        if (weight >= FAINTEST && key !== head.hidden && (!head.allowed || head.allowed(query, key)))
          found.push([query, key, weight]);
      }
    }
    found.sort((x, y) => x[2] - y[2]);
    edges = found.slice(-MOST_LINES);
  }

  function drawLines() {
    const [width, height] = [stage.clientWidth, scroller.clientHeight];
    if (!width || !height) return;
    const context = prepare(canvas, width, height);
    const shift = scroller.scrollTop;
    const now = current();
    context.strokeStyle = colour(node, "--lane");
    context.lineCap = "round";
    /** @param {number} index */
    const y = (index) => index * rowHeight + rowHeight / 2 - shift;
    /**
     * @param {number} query
     * @param {number} key
     * @param {number} weight
     * @param {number} strength
     */
    const curve = (query, key, weight, strength) => {
      const [from, to] = [y(query), y(key)];
      if (Math.max(from, to) < 0 || Math.min(from, to) > height) return;
      context.globalAlpha = strength;
      context.lineWidth = 0.75 + 3.75 * weight;
      context.beginPath();
      context.moveTo(1, from);
      context.bezierCurveTo(width * 0.45, from, width * 0.55, to, width - 1, to);
      context.stroke();
    };
    /**
     * @param {number} query
     * @param {number} key
     */
    const mine = (query, key) => now && (now.side === "query" ? query === now.index : key === now.index);
    // Pointing at a token leaves only its lines; at rest all are drawn and the default query stands out.
    if (!focus && !outside && head.pinned === null) {
      for (const [query, key, weight] of edges) if (!mine(query, key)) curve(query, key, weight, 0.08 + 0.5 * weight);
    }
    for (const [query, key, weight] of edges)
      if (mine(query, key)) curve(query, key, weight, 0.35 + 0.65 * Math.sqrt(weight));
  }

  function draw() {
    if (!head) return;
    drawLines(); // first: it asks for sizes, and after the rows changed that would force a layout
    drawRows();
  }

  // ------------------------------------------------------------ pointing and keys
  /** @param {EventTarget | null} target */
  const rowOf = (target) =>
    /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest?.(".pg-row") ?? null);

  /**
   * @param {AxisPlace | null} next
   * @param {number} since
   */
  function look(next, since) {
    if (!head || JSON.stringify(next) === JSON.stringify(focus)) return;
    focus = next;
    draw();
    onFocus(focus, since);
  }

  /** @param {HTMLElement} row */
  const placeOf = (row) => ({ side: /** @type {AxisSide} */ (row.dataset.side), index: Number(row.dataset.index) });

  scroller.addEventListener("pointerover", (event) => {
    const row = rowOf(event.target);
    look(row ? placeOf(row) : null, event.timeStamp);
  });
  scroller.addEventListener("pointerleave", (event) => look(null, event.timeStamp));
  scroller.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (row && row.matches(":focus-visible")) look(placeOf(row), event.timeStamp);
  });
  scroller.addEventListener("focusout", (event) => {
    if (!scroller.contains(/** @type {Node | null} */ (event.relatedTarget))) look(null, event.timeStamp);
  });
  scroller.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    const { side, index } = placeOf(row);
    if (side === "query") onPin(head.pinned === index ? null : index, event.timeStamp);
  });
  scroller.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    const { side, index } = placeOf(row);
    /**
     * @param {AxisSide} toSide
     * @param {number} toIndex
     */
    const move = (toSide, toIndex) => {
      const target = rows[toSide][clamp(toIndex, 0, rows[toSide].length - 1)];
      if (!target) return;
      rows[toSide][tabbable[toSide]].tabIndex = -1;
      tabbable[toSide] = Number(target.dataset.index);
      target.tabIndex = 0;
      target.focus();
    };
    /** @type {Record<string, [side: AxisSide, index: number]>} */
    const moves = { ArrowDown: [side, index + 1], ArrowUp: [side, index - 1], Home: [side, 0], End: [side, Infinity] };
    if (side === "query") moves.ArrowRight = ["key", index];
    else moves.ArrowLeft = ["query", index];
    if (event.key in moves) move(...moves[event.key]);
    else if (event.key === "Escape") onPin(null, event.timeStamp);
    else return;
    event.preventDefault();
  });

  /** Bring a token into view, without moving the page.
   * @param {number} index
   */
  function reveal(index) {
    const [y, height] = [index * rowHeight, scroller.clientHeight];
    if (y < scroller.scrollTop || y + rowHeight > scroller.scrollTop + height) scroller.scrollTop = y - height / 2;
  }

  let scrolling = 0;
  scroller.addEventListener(
    "scroll",
    () => {
      scrolling ||= requestAnimationFrame(() => {
        scrolling = 0;
        if (head) drawLines();
      });
    },
    { passive: true },
  );

  return {
    /** Show a picture (panels/attention/measure.js) with {query, pinned, format, allowed: which links are
     * shown (null: all), says: what the left and the right column are}.
     * @param {ShownPicture} next
     */
    set(next) {
      const linesChanged =
        !head || head.values !== next.values || head.hidden !== next.hidden || head.allowed !== next.allowed;
      head = next;
      scroller.classList.toggle("pg-named", Boolean(next.next));
      titles.forEach((title, i) => write(title, next.says[i]));
      readers.setAttribute("aria-label", `Tokens, left: ${next.says[0]}`);
      read.setAttribute("aria-label", `Tokens, right: ${next.says[1]}`);
      fillColumn(readers, "query", next.queries, next.next);
      fillColumn(read, "key", next.keys);
      /** @param {AxisPlace | null} at */
      const gone = (at) => at && at.index >= next[at.side === "query" ? "queries" : "keys"].length;
      if (gone(focus)) focus = null;
      if (gone(outside)) outside = null;
      if (linesChanged) {
        rowHeight = parseFloat(colour(node, "--pg-row")) || rowHeight;
        collect();
      }
      draw();
    },
    redraw: draw,
    focus: () => focus || outside,
    /** @param {AxisPlace | null} at */
    point(at) {
      outside = at;
      if (at) reveal(at.index);
      draw();
    },
    /** What a file shows: the same lines, all tokens. */
    drawing: () => head && linksDrawing(head, edges, node, current()),
    reveal,
  };
}

export { tokenLinks };
