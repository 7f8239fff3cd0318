/* Attention as a matrix: a row per token that reads, a column per token that is read.
 *
 * matrixView(node, lane, {onPin, onFocus, onHead}) → {set, redraw, reveal, focus, point, drawing}. Where
 * several heads are chosen, each of them stands below by itself.
 */

import { colour, ramp } from "../../../kit/colour.js";
import { drawing, el } from "../../../kit/dom.js";
import { weightGrid } from "../../../kit/matrix_grid.js";
import { present } from "../../../lib/present.js";
import { gridDrawing } from "../svg.js";

const MOST_PARTS = 16;

/**
 * @param {HTMLElement} node
 * @param {LaneName} lane
 * @param {{ onPin: ViewListeners["onPin"], onFocus: ViewListeners["onFocus"], onHead: (head: number, since: number) => void }} listeners
 * @returns {AttentionView}
 */
function matrixView(node, lane, { onPin, onFocus, onHead }) {
  const box = el("div", { class: "pg-grid" });
  const parts = el("div", { class: "pg-matrix-parts", role: "group", "aria-label": "Each of the chosen heads" });
  node.append(box, parts);
  /** @type {ShownPicture} */
  let picture;
  /** @type {AxisPlace | null} */
  let focus = null;
  /** @type {AxisPlace | null} */
  let outside = null; // a row or column that is pointed at in another view
  const grid = weightGrid(box, {
    label: "Attention matrix, rows read columns",
    testid: `matrix-${lane}`,
    onPoint(at, since) {
      focus = at && { side: "query", index: at.row, key: at.column };
      onFocus(focus, since);
    },
    onPick: ({ row }, since) => onPin(picture.pinned === row ? null : row, since),
  });

  /** Every chosen head as a small matrix. */
  function drawParts() {
    parts.hidden = !picture.parts.length;
    const palette = ramp(colour(node, "--pg-sunken"), colour(node, "--lane"));
    const [rows, columns] = [picture.queries.length, picture.keys.length];
    parts.replaceChildren(
      ...picture.parts.slice(0, MOST_PARTS).map(({ head, values }) => {
        const canvas = el("canvas", { class: "pg-matrix-part", width: columns, height: rows, "aria-hidden": "true" });
        const context = drawing(canvas);
        const image = context.createImageData(columns, rows);
        const pixels = new Uint32Array(image.data.buffer);
        for (let i = 0; i < pixels.length; i++)
          if (i % columns !== picture.hidden)
            pixels[i] = palette[Math.min(255, Math.round((values[i] * 255) / picture.scale))];
        context.putImageData(image, 0, 0);
        return el(
          "button",
          {
            type: "button",
            class: "pg-button pg-matrix-head",
            title: `Head ${head} alone`,
            data: { head },
            on: { click: (event) => onHead(head, event.timeStamp) },
          },
          canvas,
          `head ${head}`,
        );
      }),
    );
  }

  return {
    /** @param {ShownPicture} next */
    set(next) {
      const again = !picture || picture.parts !== next.parts || picture.hidden !== next.hidden;
      picture = next;
      const { allowed } = next;
      const tokens = next.unit === "token";
      grid.set({
        rows: next.labels,
        columns: next.keys,
        values: next.values,
        scale: next.scale,
        exact: next.exact,
        hidden: next.hidden,
        current: next.query,
        format: next.format,
        blank: (row, column) => (tokens && next.causal && column > row) || Boolean(allowed && !allowed(row, column)),
        says: `${next.queries.length} × ${next.keys.length} ${next.unit === "token" ? "tokens" : `${next.unit}s`}; rows read${next.next ? " (read in → written next)" : ""}, columns are read`,
      });
      if (again) drawParts();
    },
    redraw() {
      if (!picture) return;
      grid.redraw();
      drawParts();
    },
    reveal: (row) => grid.reveal({ row, column: null }),
    focus: () => focus || outside,
    /** @param {AxisPlace | null} at */
    point(at) {
      outside = at;
      if (!focus)
        grid.point(at && { row: at.side === "query" ? at.index : null, column: at.side === "key" ? at.index : null });
    },
    /** What a file shows: the same matrix, whole. */
    drawing: () => gridDrawing(grid.grid(), present(grid.sheet()), node),
  };
}

export { matrixView };
