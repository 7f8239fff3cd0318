/* One head of lane A less the same head of lane B, cell by cell: blue where A reads more, orange
 * where B does, no colour where both read alike.
 *
 * changesDifference() → {node, show, redraw}.
 */

import { get } from "../../data/api.js";
import { channels, colour } from "../../kit/colour.js";
import { drawing, el } from "../../kit/dom.js";
import { weightGrid } from "../../kit/matrix_grid.js";
import { token } from "../../kit/tokens.js";
import { layerName } from "../../lib/attention_names.js";
import { exporting } from "../../lib/export.js";
import { decimal, spoken } from "../../lib/format.js";

const MOST = 20; // links in the table
const SEEN = 0.0005; // what three decimals can show
const FAINTEST = 0.1; // the full colour is never given to less, or heads that read alike would look different
const REST = "rest";
const CURVE = 0.5; // small differences are the many: drawn by their root, as weights are

/** @param {number} value */
const signed = (value) => (Number(value.toFixed(3)) > 0 ? "+" : "") + decimal(value, 3);

/** 256 packed pixels: B's colour, none in the middle, A's.
 * @param {HTMLElement} node
 */
function palette(node) {
  const [low, zero, high] = ["--pg-b-fill", "--pg-sunken", "--pg-a-fill"].map((name) => channels(colour(node, name)));
  const pixels = new Uint32Array(256);
  const bytes = new Uint8Array(pixels.buffer);
  for (let i = 0; i < 256; i++) {
    const at = (i - 128) / 127;
    const t = Math.min(1, Math.abs(at)) ** CURVE;
    const end = at < 0 ? low : high;
    for (let c = 0; c < 3; c++) bytes[4 * i + c] = zero[c] + (end[c] - zero[c]) * t;
    bytes[4 * i + 3] = 255;
  }
  return pixels;
}

/**
 * @param {number} value
 * @param {number} scale
 */
const tone = (value, scale) => Math.max(0, Math.min(255, 128 + Math.round((value / scale) * 127)));

function changesDifference() {
  const title = el("h3");
  const says = el("p", { class: "pg-note pg-diff-cell", "aria-live": "polite", data: { testid: "diff-cell" } });
  const box = el("div", { class: "pg-grid" });
  const ramp = el("canvas", { class: "pg-diff-ramp", width: 256, height: 1, "aria-hidden": "true" });
  const ends = [el("span"), el("span")];
  const legend = el("p", { class: "pg-legend pg-diff-legend" }, "B reads more", ends[0], ramp, ends[1], "A reads more");
  const table = el("tbody", { data: { testid: "diff-links" } });
  const rest = el("p", { class: "pg-note pg-diff-rest" });
  const file = el("button", {
    type: "button",
    class: "pg-button",
    text: "CSV",
    title: "The whole matrix as numbers, A and B beside it",
    "aria-label": "Download the differences as CSV",
    on: { click: () => save() },
  });
  const node = el(
    "section",
    { class: "pg-diff", "aria-label": "Difference matrix" },
    el("header", { class: "pg-diff-head" }, title, file),
    el("p", {
      class: "pg-note",
      text: "Each row reads, each column is read. Hover a cell, or move with the arrow keys, for its numbers.",
    }),
    el(
      "div",
      { class: "pg-diff-body" },
      el("div", {}, legend, box, says),
      el(
        "div",
        { class: "pg-diff-side" },
        el("h4", { text: "Links that differ most" }),
        el(
          "div",
          { class: "pg-diff-scroll", tabindex: "0", role: "region", "aria-label": "Links that differ most" },
          el(
            "table",
            { class: "pg-diff-table" },
            el(
              "thead",
              {},
              el(
                "tr",
                {},
                ...["reads", "is read", "A", "B", "A − B"].map((text, place) =>
                  el("th", { scope: "col", class: place > 1 ? "pg-number" : null, text }),
                ),
              ),
            ),
            table,
          ),
        ),
        rest,
      ),
    ),
  );
  const grid = weightGrid(box, {
    label: "Attention of lane A less that of lane B, rows read columns",
    testid: "diff-grid",
    onPoint: point,
  });
  let wanted = ""; //  the addresses shown or on their way
  /** @type {Difference} */
  let difference; // {rows, columns, a, b, values, layer, head}

  /** @param {GridCell | null} at */
  function point(at) {
    if (!at || !difference) return void (says.textContent = "");
    const place = at.row * difference.columns.length + at.column;
    /** @param {string} text */
    const name = (text) => `“${spoken(text)}”`;
    says.textContent = `${name(difference.rows[at.row])} reads ${name(difference.columns[at.column])}: A ${difference.a[place].toFixed(3)}, B ${difference.b[place].toFixed(3)}, A − B ${signed(difference.values[place])}`;
  }

  /** @param {ComparedHead} head */
  async function show({ blocks, rows, columns, unit, layer, head, addresses }) {
    const key = JSON.stringify(addresses);
    if (key === wanted) return;
    wanted = key;
    try {
      const [a, b] = await Promise.all([get(addresses.a), get(addresses.b)]);
      if (key !== wanted) return;
      const names = unit === "word" ? [...columns, REST] : columns;
      difference = {
        blocks,
        rows,
        columns: names,
        unit,
        layer,
        head,
        a: a.data,
        b: b.data,
        values: Float32Array.from(a.data, (weight, i) => weight - b.data[i]),
      };
      node.hidden = false;
      draw();
    } catch {
      if (key !== wanted) return;
      wanted = ""; // the map beside it stands without the matrix
      node.hidden = true;
    }
  }

  function draw() {
    const { rows, columns, unit, values, layer, head } = difference;
    title.textContent = `A − B: layer ${layerName(difference, layer)}, head ${head}`;
    const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const scale = Math.max(most, FAINTEST);
    grid.set({
      rows,
      columns,
      values,
      scale,
      exact: true,
      current: null,
      format: signed,
      palette,
      tone,
      says: `${rows.length} × ${columns.length} ${unit}s`,
    });
    [ends[0].textContent, ends[1].textContent] = [signed(-scale), signed(scale)];
    drawLegend();
    says.textContent = most ? "" : "Both lanes read alike in this head: every difference is 0.";
    links();
  }

  function drawLegend() {
    const context = drawing(ramp);
    const image = context.createImageData(256, 1);
    new Uint32Array(image.data.buffer).set(palette(node));
    context.putImageData(image, 0, 0);
  }

  function links() {
    const { rows, columns, a, b, values } = difference;
    const order = Array.from(values.keys())
      .filter((place) => Math.abs(values[place]) >= SEEN)
      .sort((x, y) => Math.abs(values[y]) - Math.abs(values[x]))
      .slice(0, MOST);
    count(order.length);
    table.replaceChildren(
      ...order.map((place) => {
        const [row, column] = [Math.floor(place / columns.length), place % columns.length];
        return el(
          "tr",
          {},
          el("th", { scope: "row" }, token(rows[row])),
          el("td", {}, token(columns[column])),
          ...[a[place].toFixed(3), b[place].toFixed(3), signed(values[place])].map((text) =>
            el("td", { class: "pg-number", text }),
          ),
        );
      }),
    );
  }

  /** @param {number} shown */
  function count(shown) {
    const others = difference.values.length - shown;
    rest.textContent =
      shown === MOST
        ? `The other ${others} links differ less; the CSV has them all.`
        : `The other ${others} links differ by less than 0.001.`;
  }

  function save() {
    const { rows, columns, a, b, values, layer, head } = difference;
    const lines = rows.flatMap((row, r) =>
      columns.map((column, c) => [row, column, ...[a, b, values].map((each) => each[r * columns.length + c])]),
    );
    const text = exporting.csv([["reads", "is read", "A", "B", "A - B"], ...lines]);
    exporting.save(new Blob([text], { type: "text/csv" }), `difference-layer${layer}-head${head}.csv`);
  }

  return {
    node,
    show,
    redraw() {
      if (!difference) return;
      grid.redraw();
      drawLegend();
    },
  };
}

export { changesDifference };
