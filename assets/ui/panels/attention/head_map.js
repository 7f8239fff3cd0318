/* Every head of one stack as a small picture: layers from left to right, heads from top to bottom,
 * or under the names of their roles; or each in the colour of one measure.
 *
 * headMap(node, {lane, onPick, onPeek, says, told}) → {set, select, redraw, node}. `says` gives a
 * word for (layer, head), shown beside the pointer; `told` what is known of roles, or null; `stack` is
 * the stack they are of.
 */

import { colour, prepare, ramp } from "../../kit/colour.js";
import { el, pressed } from "../../kit/dom.js";
import { hideNote, showNote } from "../../kit/tooltip.js";
import { layerName } from "../../lib/attention_names.js";
import { clamp } from "../../lib/clamp.js";
import { percent } from "../../lib/format.js";
import { headLayouts } from "../../lib/head_layouts.js";
import { present } from "../../lib/present.js";
import { store } from "../../state/store.js";

// Measures that are no share of attention.
/** @type {[string, string, (value: number) => string][]} */
const OTHERS = [
  ["reach", "Mean distance read over", (value) => `${value.toFixed(1)} tokens`],
  ["entropy", "Entropy of a row", (value) => `${value.toFixed(2)} nats`],
];

/**
 * @param {HTMLElement} node
 * @param {{ lane: string, onPick: Heard, onPeek: Heard, says?: (layer: number, head: number) => string,
 *   told?: () => any, stack?: () => any }} options
 */
function headMap(node, { lane, onPick, onPeek, says = () => "", told = () => null, stack = () => null }) {
  const canvas = el("canvas", {
    class: "pg-map-canvas",
    role: "application",
    tabindex: "0",
    "aria-roledescription": "head map",
    "aria-description": "Ctrl- or Shift-click adds a head of the same layer; they are shown together.",
  });
  /**
   * @param {string} label
   * @param {string} key
   * @param {string} testid
   */
  const choice = (label, key, testid) =>
    el("select", {
      class: "pg-select",
      "aria-label": label,
      data: { testid: `${testid}-${lane}` },
      on: {
        change: (event) =>
          store.select(
            { [key]: /** @type {HTMLSelectElement} */ (event.target).value },
            { byVisitor: false, since: event.timeStamp },
          ),
      },
    });
  const colouring = choice("What colours the heads", "colouring", "colouring");
  const sorting = choice("Order of the heads", "sorting", "sorting");
  const legend = el("span", { class: "pg-note pg-map-legend", data: { testid: `map-legend-${lane}` } });
  const bar = el(
    "div",
    { class: "pg-map-bar" },
    el("label", { class: "pg-field" }, "Heads by", sorting),
    el("label", { class: "pg-field" }, "coloured by", colouring),
    legend,
  );
  node.append(bar, canvas);
  /** @type {NumberArray<Uint8Array> | null} */
  let thumbs = null; //   {shape: [layers, heads, s, s'], data}
  let chosen = { layer: 0, heads: [0] };
  /** @type {{ layer: number, head: number } | null} */
  let hover = null;
  /** @type {{ thumbs?: NumberArray<Uint8Array> | null, low?: string, high?: string, canvas?: OffscreenCanvas }} */
  let sheet = {}; //      {thumbs, low, high, canvas}: what the sheet of thumbnails was made from
  /** @type {HTMLCanvasElement | null} */
  let picture = null; //  the thumbnails alone, so that a frame costs one blit
  /** @type {HeadLayout | null} */
  let layout = null;

  // ------------------------------------------------------------ colours and order
  const shape = () => ({ layers: thumbs?.shape[0] ?? 0, heads: thumbs?.shape[1] ?? 0, blocks: stack()?.blocks });

  /**
   * @param {HTMLSelectElement} select
   * @param {string[][]} pairs
   * @param {string} value
   */
  function options(select, pairs, value) {
    const key = JSON.stringify(pairs);
    if (select.dataset.key !== key) {
      select.dataset.key = key;
      select.replaceChildren(...pairs.map(([id, text]) => el("option", { value: id, text })));
    }
    select.value = pairs.some(([id]) => id === value) ? value : pairs[0][0];
  }

  /** {table, write, most} of the measure that colours the heads, or null for their weights. */
  function measure() {
    const known = told();
    const id = store.selection.colouring;
    const table = known && known.layers === thumbs?.shape[0] ? known.measures[id] : null;
    if (!table) return null;
    const write = OTHERS.find(([name]) => name === id)?.[2] || percent;
    return { table, write, most: Math.max(...table.flat()) || 1 };
  }

  function controls() {
    const known = told();
    bar.style.visibility = known ? "" : "hidden"; // its line stays, so that nothing jumps when it comes
    if (!known) return;
    options(
      sorting,
      [
        ["layer", "layer"],
        ["role", "role"],
      ],
      store.selection.sorting,
    );
    options(
      colouring,
      [
        ["", "their weights"],
        ...[...known.definitions, ...known.extras].map(({ id, title }) => [id, title]),
        ...OTHERS.filter(([id]) => id in known.measures),
      ],
      store.selection.colouring,
    );
    const found = measure();
    legend.textContent = found ? `pale ${found.write(0)} … full ${found.write(found.most)}` : "";
  }

  // ------------------------------------------------------------ drawing
  /** All thumbnails side by side, one pixel per weight. */
  function atlas() {
    if (!thumbs) return null;
    const [low, high] = [colour(node, "--pg-map-low"), colour(node, "--pg-map-high")];
    if (sheet.thumbs === thumbs && sheet.low === low && sheet.high === high && sheet.canvas) return sheet.canvas;
    const [layers, heads, rows, columns] = thumbs.shape;
    const canvas = new OffscreenCanvas(layers * columns, heads * rows);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const image = context.createImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    const palette = ramp(low, high);
    let at = 0;
    for (let layer = 0; layer < layers; layer++) {
      for (let head = 0; head < heads; head++) {
        for (let row = 0; row < rows; row++) {
          let out = (head * rows + row) * canvas.width + layer * columns;
          for (let column = 0; column < columns; column++) pixels[out++] = palette[thumbs.data[at++]];
        }
      }
    }
    context.putImageData(image, 0, 0);
    sheet = { thumbs, low, high, canvas };
    return canvas;
  }

  function paint() {
    const wide = node.clientWidth;
    if (wide < 50 || !thumbs) return; // hidden tab: drawn again when it is shown
    controls();
    const known = told();
    layout =
      store.selection.sorting === "role" && known?.layers === thumbs.shape[0]
        ? headLayouts.byRole(shape(), wide, known)
        : headLayouts.byLayer(shape(), wide);
    const [layers, heads, rows, columns] = thumbs.shape;
    const { cell } = layout;
    picture = el("canvas");
    const context = prepare(picture, layout.width, layout.height);
    const found = measure();
    const all = found ? null : atlas();
    const palette = ramp(colour(node, "--pg-map-low"), colour(node, "--pg-map-high"));
    const shades = new Uint8Array(palette.buffer);
    context.imageSmoothingEnabled = cell * (window.devicePixelRatio || 1) < rows;
    context.imageSmoothingQuality = "high";
    for (let layer = 0; layer < layers; layer++) {
      for (let head = 0; head < heads; head++) {
        const { x, y } = present(layout.at(layer, head));
        if (found) {
          // The ramp is a root, made for weights; squared, equal steps of a measure look equal.
          const tone = 4 * Math.round(255 * clamp(found.table[layer][head] / found.most, 0, 1) ** 2);
          context.fillStyle = `rgb(${shades.slice(tone, tone + 3)})`;
          context.fillRect(x, y, cell, cell);
        } else if (all) context.drawImage(all, layer * columns, head * rows, columns, rows, x, y, cell, cell);
      }
    }
    context.fillStyle = colour(node, "--pg-muted");
    context.font = `11px ${getComputedStyle(node).fontFamily}`;
    context.textBaseline = "middle";
    for (const { text, x, y, align } of layout.labels) {
      context.textAlign = /** @type {CanvasTextAlign} */ (align);
      context.fillText(text, x, y);
    }
    frames();
  }

  /** The picture with the selected heads and the pointed one framed. */
  function frames() {
    if (!picture) return;
    const ratio = window.devicePixelRatio || 1;
    const context = prepare(canvas, picture.width / ratio, picture.height / ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(picture, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    /**
     * @param {number} layer
     * @param {number} head
     * @param {number} width
     * @param {string} ink
     */
    const frame = (layer, head, width, ink) => {
      context.strokeStyle = ink;
      context.lineWidth = width;
      const out = width / 2;
      if (!layout) return;
      const { x, y } = present(layout.at(layer, head));
      context.strokeRect(x - out, y - out, layout.cell + 2 * out, layout.cell + 2 * out);
    };
    if (hover) frame(hover.layer, hover.head, 1.5, colour(node, "--pg-muted"));
    for (const head of chosen.heads) {
      frame(chosen.layer, head, 4, colour(node, "--pg-paper")); // a halo, so that the frame shows on dark cells
      frame(chosen.layer, head, 2, colour(node, "--pg-ink"));
    }
  }

  // ------------------------------------------------------------ pointing and keys
  /** @param {PointerEvent} event */
  function at(event) {
    if (!layout) return null;
    const box = canvas.getBoundingClientRect();
    return layout.find(event.clientX - box.left, event.clientY - box.top);
  }

  /** @param {{ layer: number, head: number } | null} next */
  function point(next) {
    if (JSON.stringify(next) === JSON.stringify(hover)) return;
    hover = next;
    frames();
    if (!hover || !layout) return hideNote();
    const box = canvas.getBoundingClientRect();
    const { x, y } = present(layout.at(hover.layer, hover.head));
    const found = measure();
    const value = found && `${colouring.selectedOptions[0].text} ${found.write(found.table[hover.layer][hover.head])}`;
    showNote(
      { left: box.left + x, top: box.top + y, width: layout.cell, height: layout.cell },
      el("p", {
        text: [`layer ${layerName(stack(), hover.layer)} · head ${hover.head}`, says(hover.layer, hover.head), value]
          .filter(Boolean)
          .join(" · "),
      }),
      hover.layer === chosen.layer
        ? el("p", { class: "pg-note-hint", text: "Ctrl- or Shift-click: together with the selected" })
        : "",
    );
    onPeek(hover.layer);
  }

  canvas.addEventListener("pointermove", (event) => point(at(event)));
  canvas.addEventListener("pointerleave", () => point(null));
  canvas.addEventListener("click", (event) => {
    const hit = at(event);
    if (!hit) return;
    const adding = (event.ctrlKey || event.metaKey || event.shiftKey) && hit.layer === chosen.layer;
    let heads = [hit.head];
    if (adding) {
      const rest = chosen.heads.filter((head) => head !== hit.head);
      heads = rest.length < chosen.heads.length ? rest : [...rest, hit.head];
      if (!heads.length) return;
    }
    onPick({ layer: hit.layer, heads: heads.sort((a, b) => a - b) }, event.timeStamp);
  });
  canvas.addEventListener("keydown", (event) => {
    const step = pressed(event, { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
    if (!step || !thumbs || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = beside(step);
    if (next) onPick({ layer: next.layer, heads: [next.head] }, event.timeStamp);
  });

  /** The head that stands beside the chosen one, in the order that is shown.
   * @param {number[]} step
   */
  function beside([right, down]) {
    const { layers, heads } = shape();
    const [layer, head] = [chosen.layer, chosen.heads[0]];
    if (store.selection.sorting !== "role" || !told())
      return { layer: clamp(layer + right, 0, layers - 1), head: clamp(head + down, 0, heads - 1) };
    const { x, y } = present(layout?.at(layer, head));
    for (let step = 1; step < 12; step++) {
      // past the line of a title
      const found = present(layout).find(
        x + 2 + right * step * present(layout).cell,
        y + 2 + down * step * present(layout).cell,
      );
      if (found && (found.layer !== layer || found.head !== head)) return found;
    }
    return null;
  }

  return {
    node,
    /** @param {NumberArray<Uint8Array>} next */
    set(next) {
      if (thumbs === next) return;
      thumbs = next;
      hover = null;
      paint();
    },
    /** @param {{ layer: number, heads: number[] }} next */
    select(next) {
      chosen = next;
      const many = next.heads.length > 1 ? `heads ${next.heads.join(", ")}` : `head ${next.heads[0]}`;
      canvas.setAttribute(
        "aria-label",
        `Map of all heads. Selected: layer ${layerName(stack(), next.layer)}, ${many}. Arrow keys move.`,
      );
      frames();
    },
    redraw: () => thumbs && paint(),
  };
}

export { headMap };
