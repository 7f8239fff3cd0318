/* Vectors as strips of coloured cells, one under the other so that component i stands below component i.
 *
 * anatomyVectors(title of the table) → {node, draw([{name, of, values}])}. Blue is below zero, orange
 * above; each strip by its own largest number. The numbers are in a note and in a table.
 */

import { el } from "../../../kit/dom.js";
import { token } from "../../../kit/tokens.js";
import { hideNote, showNote } from "../../../kit/tooltip.js";
import { clamp } from "../../../lib/clamp.js";
import { spoken } from "../../../lib/format.js";
import { figure } from "./figure.js";

/** How strongly a number is coloured, 0 to 1. By the root, or one large component hides the others.
 * @param {number} value
 * @param {number} most
 */
const strength = (value, most) => (most ? Math.sqrt(Math.abs(value) / most) : 0);

/** @param {string} summary */
function anatomyVectors(summary) {
  const grid = el("div", { class: "pg-anatomy-strips" });
  const table = el("table", { class: "pg-anatomy-numbers" });
  const numbers = el(
    "details",
    { class: "pg-anatomy-more" },
    el("summary", { text: summary }),
    el("div", { class: "pg-anatomy-scroll", tabindex: "0", role: "region", "aria-label": summary }, table),
  );
  const legend = el(
    "p",
    { class: "pg-anatomy-legend", "aria-hidden": "true" },
    el("span", { text: "below 0" }),
    el("span", { class: "pg-anatomy-ramp" }),
    el("span", { text: "above 0" }),
    el("span", { text: "coloured by the square root of its share of the strip's largest number" }),
  );
  const node = el("div", { class: "pg-anatomy-vectors" }, grid, legend, numbers);
  const mark = el("span", { class: "pg-anatomy-mark", "aria-hidden": "true", hidden: true });
  /** @type {VectorRow[]} */
  let rows = [];
  /** @type {VectorRow[] | null} */
  let tabled = null; //  the rows the table holds

  numbers.addEventListener("toggle", fill);

  /** @param {VectorRow[]} next */
  function draw(next) {
    rows = next;
    const wide = rows[0].values.length;
    grid.style.setProperty("--n", String(wide));
    grid.style.setProperty("--rows", String(rows.length));
    grid.replaceChildren(...rows.flatMap(strip), el("span", { class: "pg-anatomy-over", "aria-hidden": "true" }, mark));
    mark.hidden = true;
    fill();
  }

  /**
   * @param {VectorRow} row
   * @param {number} i
   */
  function strip({ name, of, values }, i) {
    const row = `--row: ${i + 1}`;
    const most = Math.max(...values.map(Math.abs));
    const line = el(
      "div",
      {
        class: "pg-anatomy-strip",
        role: "img",
        "aria-label": `${name}${of ? ` of ${spoken(of)}` : ""}: ${values.length} numbers, the largest ${figure(most)} in size; all in the table below`,
        data: { vector: name },
        style: row,
        on: { pointermove: look, pointerleave: leave },
      },
      ...values.map((value) =>
        el("span", {
          class: value < 0 ? "pg-anatomy-low" : "pg-anatomy-high",
          style: `--s: ${(100 * strength(value, most)).toFixed(1)}%`,
        }),
      ),
    );
    const label = el(
      "span",
      { class: "pg-anatomy-label", style: row },
      el("i", { text: name }),
      of ? " of " : "",
      of ? token(of) : "",
    );
    return [
      label,
      line,
      el("span", {
        class: "pg-anatomy-most pg-number",
        style: row,
        title: "The largest number of the strip, without its sign",
        text: `max ${figure(most)}`,
      }),
    ];
  }

  // ------------------------------------------------------------ pointing
  /** @param {PointerEvent} event */
  function look(event) {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const around = grid.getBoundingClientRect();
    const count = rows[0].values.length;
    const at = clamp(Math.floor(((event.clientX - box.left) / box.width) * count), 0, count - 1);
    mark.hidden = false;
    mark.style.setProperty("--at", String(at));
    showNote(
      { left: box.left + ((at + 0.5) / count) * box.width, top: around.top, width: 0, height: around.height },
      el("p", { class: "pg-note-word", text: `component ${at + 1} of ${count}` }),
      el(
        "dl",
        {},
        ...rows.flatMap(({ name, values }) => [el("dt", { text: name }), el("dd", { text: figure(values[at]) })]),
      ),
    );
  }

  function leave() {
    mark.hidden = true;
    hideNote();
  }

  // ------------------------------------------------------------ as a table
  function fill() {
    if (!numbers.open || tabled === rows) return;
    tabled = rows;
    const head = ["i", ...rows.map(({ name }) => name)].map((text) => el("th", { scope: "col", text }));
    table.replaceChildren(
      el("thead", {}, el("tr", {}, ...head)),
      el(
        "tbody",
        {},
        ...rows[0].values.map((_, i) =>
          el(
            "tr",
            {},
            el("th", { scope: "row", text: i + 1 }),
            ...rows.map(({ values }) =>
              el("td", { class: "pg-number", text: figure(values[i]), data: { value: values[i] } }),
            ),
          ),
        ),
      ),
    );
  }

  return { node, draw };
}

export { anatomyVectors };
