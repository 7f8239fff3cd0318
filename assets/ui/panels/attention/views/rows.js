/* One token in every head: a row per head of every layer, a column per token that it reads there.
 *
 * rowsView(node, lane, {onHead, onFocus}) → {show, redraw, focus, point, drawing}. The rows come from the
 * server, one query at a time.
 */

import { get, messageOf } from "../../../data/api.js";
import * as endpoints from "../../../data/endpoints.js";
import { el } from "../../../kit/dom.js";
import { weightGrid } from "../../../kit/matrix_grid.js";
import { rowName } from "../../../kit/row_name.js";
import { layerName } from "../../../lib/attention_names.js";
import { present } from "../../../lib/present.js";
import { gridDrawing } from "../svg.js";

/**
 * @param {HTMLElement} node
 * @param {LaneName} lane
 * @param {{ onHead: (head: { layer: number, head: number | null }, since: number) => void, onDrawn: (since: number) => void }} listeners
 * @returns {AttentionView}
 */
function rowsView(node, lane, { onHead, onDrawn }) {
  const says = el("p", { class: "pg-note pg-rows-says" });
  const box = el("div", { class: "pg-grid" });
  node.append(says, box);
  /** @type {{ layer: number, head: number | null }[]} */
  let heads = []; //  {layer, head} of each row
  /** @type {{ of: string, rows: string[] }} */
  let names = { of: "", rows: [] };
  let wanted = ""; // what is shown or on its way
  let drawn = ""; //  what is shown
  const grid = weightGrid(box, {
    label: "One token in every head",
    testid: `rows-${lane}`,
    onPick: ({ row }, since) => onHead(heads[row], since),
  });

  /** Names of the rows: the same array for the same heads, so that the grid keeps its place.
   * @param {Stack} stack
   * @param {number} layers
   * @param {number} count
   * @param {boolean} flow
   */
  function name(stack, layers, count, flow) {
    const of = `${layers}/${count}/${flow}/${stack.blocks}`;
    if (names.of === of) return;
    heads = [];
    for (let layer = 0; layer < layers; layer++)
      for (let head = 0; head < count; head++) heads.push({ layer, head: flow ? null : head });
    names = {
      of,
      rows: heads.map(({ layer, head }) =>
        head === null ? `layer ${layerName(stack, layer)}` : `${layerName(stack, layer)}·${head}`,
      ),
    };
  }

  return {
    /** The rows of one query: {address, stack, picture, token, pick}; `token` counts tokens.
     * @param {PictureOf & { picture: ShownPicture, since: number }} shown
     */
    async show({ address, stack, picture, token, pick, way, since }) {
      const flow = way.reading === "rollout";
      const url = flow ? endpoints.rolloutRows(address, token) : endpoints.rowWeights(address, token);
      const key = JSON.stringify([url, way]);
      wanted = key;
      try {
        const [rows, lengths] = await Promise.all([
          get(url),
          way.reading === "value" ? get(endpoints.valueNorms(address)) : null,
        ]);
        if (wanted !== key) return;
        const [layers, count, keys] = rows.shape;
        name(stack, layers, count, flow);
        if (drawn !== key || !grid.grid()) {
          const values = lengths ? Float32Array.from(rows.data, (weight, i) => weight * lengths.data[i]) : rows.data;
          const { starts } = picture;
          const put =
            way.unit === "token"
              ? values
              : summed(values, starts.key, keys, way.hide && stack.sink ? stack.sink.index : null);
          grid.set({
            rows: names.rows,
            columns: picture.keys,
            values: put,
            exact: true,
            hidden: picture.hidden,
            scale: way.reading === "value" ? largest(put, picture.keys.length, picture.hidden) : 1,
            current: place(pick, flow),
            band: flow ? 0 : count,
            row: 13,
            format: picture.format,
            blank: stack.causal && way.unit === "token" ? (_, column) => column > token : () => false,
            says: flow ? "a row per layer" : "a row per head: layer · head",
          });
          drawn = key;
          grid.reveal({ row: Math.max(0, place(pick, flow) - 4), column: null });
          says.replaceChildren(
            "What ",
            ...rowName({ queries: stack.query_tokens, next: stack.written_next }, token),
            ` at place ${token} reads in every head. Click a row to choose its head; Links, Matrix and Text choose another token.`,
          );
        } else grid.set({ ...grid.grid(), current: place(pick, flow) });
        onDrawn(since);
      } catch (error) {
        if (wanted === key) says.textContent = messageOf(error);
      }
    },
    redraw: grid.redraw,
    focus: () => null,
    /** @param {AxisPlace | null} at */
    point: (at) => grid.grid() && grid.point(at?.side === "key" ? { row: null, column: at.index } : null),
    reveal() {},
    drawing: () => grid.grid() && gridDrawing(grid.grid(), present(grid.sheet()), node),
    numbers: () => grid.grid(),
  };

  /**
   * @param {HeadPick} pick
   * @param {boolean} flow
   */
  function place({ layer, heads: chosen }, flow) {
    return heads.findIndex((each) => each.layer === layer && (flow || each.head === chosen[0]));
  }
}

/**
 * @param {ArrayLike<number>} values
 * @param {number[]} starts
 * @param {number} keys
 * @param {number | null} skip
 */
function summed(values, starts, keys, skip) {
  const rows = values.length / keys;
  const out = new Float32Array(rows * starts.length);
  for (let row = 0; row < rows; row++) {
    starts.forEach((start, column) => {
      for (let key = start; key < (starts[column + 1] ?? keys); key++)
        if (key !== skip) out[row * starts.length + column] += values[row * keys + key];
    });
  }
  return out;
}

/**
 * @param {Float32Array} values
 * @param {number} wide
 * @param {number | null} hidden
 */
const largest = (values, wide, hidden) =>
  values.reduce((most, value, i) => (i % wide !== hidden && value > most ? value : most), 0) || 1;

export { rowsView };
