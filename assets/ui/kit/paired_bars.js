/* The same thing before and after: a row per name with two bars on one scale, and small columns for a
 * number per layer.
 */
import { barCells } from "./bar_cells.js";
import { closest, el } from "./dom.js";
import { hideNote, showNote } from "./tooltip.js";

/**
 * @template T
 * @param {T | null | undefined} value
 * @returns {value is T}
 */
const isKnown = (value) => value !== null && value !== undefined;

/** A table of rows {name (nodes), before, after, data}; `full` is the value of a whole bar. What is
 * null was not among the possible.
 * @param {PairedRow[]} rows
 * @param {{ testid: string, title: string, caption?: string, first: string, number: (value: number) => string, full: number, names?: string[] }} table
 */
function pairedBars(rows, { testid, title, caption, first, number, full, names = ["before", "after"] }) {
  const { cell, bar } = barCells;
  const key = el(
    "span",
    { class: "pg-paired-key" },
    el("span", { class: "pg-paired-swatch pg-rise", "aria-hidden": "true" }),
    names[0],
    el("span", { class: "pg-paired-swatch", "aria-hidden": "true" }),
    names[1],
  );
  const head = el("tr", {}, el("th", { scope: "col", text: first }), el("th", { scope: "col" }, key));
  /** @param {string} when */
  const unseen = (when) => el("span", { class: "pg-unseen", text: `${when} ` });
  /**
   * @param {string} when
   * @param {number | null | undefined} value
   * @param {string} extra
   */
  const line = (when, value, extra) =>
    el(
      "div",
      { class: "pg-paired-line" },
      unseen(when),
      isKnown(value)
        ? cell(number(value), bar(0, Math.min(1, value / full), extra))
        : cell("not found", bar(0, 0, extra)),
    );
  const table = el(
    "table",
    { class: "pg-experiment-table pg-paired", data: { testid } },
    caption ? el("caption", { text: caption }) : "",
    el("thead", {}, head),
    el(
      "tbody",
      {},
      ...rows.map(({ name, before, after, data }) =>
        el(
          "tr",
          { data: { before: before ?? "", after: after ?? "", ...data } },
          el("th", { scope: "row" }, ...name),
          el("td", {}, line(names[0], before, "pg-rise"), line(names[1], after, "")),
        ),
      ),
    ),
  );
  return el(
    "div",
    { class: "pg-experiment-scroll pg-paired-box", tabindex: "0", role: "region", "aria-label": title },
    table,
  );
}

/** A column per value; `says(i)` is what a column is called, `number(value)` how it is written.
 * @param {number[]} values
 * @param {{ testid: string, title: string, says: (index: number) => string, number: (value: number) => string }} list
 */
function columns(values, { testid, title, says, number }) {
  const full = Math.max(...values) || 1;
  const every = values.length > 14 ? 5 : 1;
  const list = el(
    "ol",
    { class: "pg-columns", "aria-label": title, data: { testid } },
    ...values.map((value, i) =>
      el(
        "li",
        { style: `--h: ${(value / full).toFixed(4)}`, data: { value } },
        el("span", { class: "pg-unseen", text: `${says(i)}: ${number(value)}` }),
        el("span", { class: "pg-column-bar", "aria-hidden": "true" }),
        el("span", { class: "pg-column-name", "aria-hidden": "true", text: i % every ? "" : i }),
      ),
    ),
  );
  list.addEventListener("pointerover", (event) => {
    const one = closest(event, "li");
    if (!one) return hideNote();
    const i = [...list.children].indexOf(one);
    showNote(one.getBoundingClientRect(), el("p", { text: says(i) }), el("p", { text: number(values[i]) }));
  });
  list.addEventListener("pointerleave", hideNote);
  return list;
}

export { columns, pairedBars };
