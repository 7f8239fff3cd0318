/* One head before and after: two squares of weights, who reads (rows) from whom (columns).
 *
 * headPictures() sets lane A beside lane B; headPictures("a") two runs of that one lane. `arrange`
 * takes the tokens in the order in which the second picture is to have them.
 */

import { get } from "../data/api.js";
import { LANES } from "../lib/lanes.js";
import { colour, ramp } from "./colour.js";
import { badge, drawing, el } from "./dom.js";

/** @param {LaneName | null} [only] */
function headPictures(only = null) {
  const boxes = /** @type {Record<LaneName, { canvas: HTMLCanvasElement, says: string, node: HTMLElement }>} */ (
    Object.fromEntries(
      LANES.map((lane) => {
        const when = lane === "a" ? "before" : "after";
        const canvas = el("canvas", {
          class: "pg-head-picture",
          role: "img",
          "aria-label": `Weights ${when}`,
          width: 1,
          height: 1,
        });
        const caption = el("figcaption", {}, only ? "" : badge(lane), el("span", { text: when }));
        return [
          lane,
          {
            canvas,
            says: only ? when : `in lane ${lane.toUpperCase()}`,
            node: el("figure", { class: "pg-head-figure", data: { lane: only || lane } }, caption, canvas),
          },
        ];
      }),
    )
  );
  const node = el("div", { class: "pg-head-pictures" }, boxes.a.node, boxes.b.node);
  /** @type {HeadAddresses | null} */
  let wanted = null; //  {a, b}: addresses
  /** @type {Record<LaneName, NumberArray> | null} */
  let drawn = null; //   {a, b}: arrays
  /** @type {number[] | null} */
  let order = null; //   of the second picture; null: as in the text

  function redraw() {
    if (!drawn) return;
    for (const lane of LANES) {
      const { data, shape } = drawn[lane];
      const [queries, keys] = shape.slice(-2);
      const { canvas, says } = boxes[lane];
      Object.assign(canvas, { width: keys, height: queries });
      canvas.setAttribute("aria-label", `Weights ${says}: ${queries} reading tokens by ${keys} tokens read`);
      const palette = ramp(colour(node, "--pg-sunken"), colour(canvas, "--lane"));
      const context = drawing(canvas);
      const image = context.createImageData(keys, queries);
      const pixels = new Uint32Array(image.data.buffer);
      const at = lane === "b" && order ? order : null;
      for (let i = 0; i < pixels.length; i++) {
        const from = at ? at[Math.floor(i / keys)] * keys + at[i % keys] : i;
        pixels[i] = palette[Math.round(Math.min(1, data[from]) * 255)];
      }
      context.putImageData(image, 0, 0);
    }
  }

  return {
    node,
    redraw,
    /** @param {number[] | null} next */
    arrange(next) {
      order = next;
      redraw();
    },
    /** @param {HeadAddresses} next */
    async show(next) {
      if (JSON.stringify(next) === JSON.stringify(wanted)) return;
      wanted = next;
      try {
        const [a, b] = await Promise.all([get(next.a), get(next.b)]);
        if (wanted !== next) return;
        drawn = { a, b };
        redraw();
      } catch {
        if (wanted === next) drawn = wanted = null; // the numbers beside it stand without the picture
      }
    },
  };
}

export { headPictures };
