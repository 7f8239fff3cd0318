/* The numbers behind the picture: a table of one row for everyone, and files of all of it.
 *
 * attentionNumbers(lane, {view, about, row}) → {node, set}. Filled only while it is open.
 */

import { messageOf } from "../../data/api.js";
import { el } from "../../kit/dom.js";
import { rowName } from "../../kit/row_name.js";
import { token } from "../../kit/tokens.js";
import { exporting } from "../../lib/export.js";
import { present } from "../../lib/present.js";

const MOST_ROWS = 512;

/**
 * @param {LaneName} lane
 * @param {{ view: () => AttentionView | undefined, about: () => ViewAbout, row: () => number | null }} options
 */
function attentionNumbers(lane, { view, about, row }) {
  const caption = el("caption", { class: "pg-numbers-caption" });
  const head = el("tr");
  const body = el("tbody");
  const table = el(
    "table",
    { class: "pg-experiment-table pg-numbers-table", data: { testid: `numbers-${lane}` } },
    caption,
    el("thead", {}, head),
    body,
  );
  const says = el("span", { class: "pg-note", role: "status", data: { testid: `export-says-${lane}` } });
  /**
   * @param {string} text
   * @param {string} what
   * @param {() => void} act
   */
  const button = (text, what, act) =>
    el("button", {
      type: "button",
      class: "pg-button pg-export",
      text,
      title: what,
      data: { testid: `export-${text.toLowerCase().replace(" ", "-")}-${lane}` },
      on: { click: () => run(act) },
    });
  const files = el(
    "div",
    { class: "pg-exports", role: "group", "aria-label": "Files of what is shown" },
    el("span", { class: "pg-note", text: "Export:" }),
    button("Copy", "The numbers as CSV, to the clipboard", copy),
    button("CSV", "The numbers that are shown, for a spreadsheet", () =>
      exporting.save(new Blob([matrix()], { type: "text/csv" }), name("csv")),
    ),
    button("NPZ", "The numbers and the tokens, for numpy", () => exporting.save(arrays(), name("npz"))),
    button("SVG", "The picture as a drawing", () => exporting.save(exporting.svg(drawing()), name("svg"))),
    button("PNG", "The picture as pixels", async () => exporting.save(await exporting.png(drawing()), name("png"))),
    says,
  );
  const details = el(
    "details",
    { class: "pg-numbers", on: { toggle: () => fill() } },
    el("summary", { text: "Numbers" }),
    el(
      "div",
      { class: "pg-numbers-scroll", tabindex: "0", role: "region", "aria-label": "The numbers of one row" },
      table,
    ),
  );
  const node = el("div", { class: "pg-numbers-box" }, files, details);
  /** @type {ShownPicture | null} */
  let picture = null;

  // ------------------------------------------------------------ files
  /** @param {() => void} act */
  async function run(act) {
    says.textContent = "";
    try {
      if (!picture?.exact) throw new Error("The exact numbers are still on their way: try again in a moment.");
      await act();
    } catch (error) {
      says.textContent = messageOf(error);
    }
  }

  function drawing() {
    const found = view()?.drawing?.();
    if (!found) throw new Error("This view has no drawing of its own: choose Links, Matrix, Rows or Text.");
    return found;
  }

  async function copy() {
    await navigator.clipboard.writeText(matrix());
    says.textContent = "Copied.";
  }

  /** The grid that is shown: rows, columns and numbers. */
  function shown() {
    const own = view()?.numbers?.();
    return own
      ? { rows: own.rows, columns: own.columns, values: own.values }
      : { rows: present(picture).labels, columns: present(picture).keys, values: present(picture).values };
  }

  function matrix() {
    const { rows, columns, values } = shown();
    return exporting.csv([
      ["", ...columns],
      ...rows.map((text, at) => [text, ...Array.from(values).slice(at * columns.length, (at + 1) * columns.length)]),
    ]);
  }

  function arrays() {
    const { rows, columns, values } = shown();
    const { stack, pick, way, lane: state } = about();
    const facts = {
      model: state?.model || "",
      stack: present(stack).name,
      layer: pick.layer,
      heads: pick.heads.join(" "),
      reading: way.reading,
      over: way.over,
      unit: way.unit,
    };
    return exporting.npz({
      values: { shape: [rows.length, columns.length], data: values },
      rows,
      columns,
      about: Object.entries(facts).map(([key, value]) => `${key}: ${value}`),
    });
  }

  /** @param {string} ending */
  function name(ending) {
    const { stack, pick, way } = about();
    return `attention-${present(stack).name}-layer${pick.layer}-head${pick.heads.join("-")}-${way.reading}.${ending}`;
  }

  // ------------------------------------------------------------ table
  function fill() {
    if (!details.open || !picture) return;
    const at = row();
    const { keys, values, query, hidden, allowed, format, exact } = picture;
    const here = at ?? query;
    caption.replaceChildren(
      "What ",
      ...rowName(picture, here),
      ` at place ${here} reads; a row per ${picture.unit} that is read`,
    );
    head.replaceChildren(
      ...["Place", "Read", picture.reading === "value" ? "Length" : "Weight"].map((text) =>
        el("th", { scope: "col", text }),
      ),
    );
    body.replaceChildren(
      ...keys.slice(0, MOST_ROWS).map((text, key) =>
        el(
          "tr",
          {},
          el("td", { text: String(key) }),
          el("th", { scope: "row" }, token(text)),
          el("td", {
            text:
              key === hidden || (allowed && !allowed(here, key))
                ? "left out"
                : exact
                  ? format(values[here * keys.length + key])
                  : "…",
          }),
        ),
      ),
    );
  }

  return {
    node,
    /** @param {ShownPicture} next */
    set(next) {
      picture = next;
      fill();
    },
    /** Another row is pointed at or chosen. */
    row: fill,
  };
}

export { attentionNumbers };
