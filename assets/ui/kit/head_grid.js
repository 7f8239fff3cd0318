/* Every head as a cell, coloured by one number: layers from left to right, heads from top to bottom,
 * as in the attention panel. changesMap(onPick, {testid, says, number, legend}) → {node, set, select};
 * without names for what the number is, it is how far a head reads differently.
 */
import { layerName } from "../lib/attention_names.js";
import { clamp } from "../lib/clamp.js";
import { el, pressed } from "./dom.js";
import { hideNote, showNote } from "./tooltip.js";

const DISTANCE = {
  testid: "changes-map",
  says: "Distance of every head",
  number: "distance",
  legend: "Share of attention that moved",
};

/**
 * @param {(head: { layer: number, head: number }, since: number) => void} onPick
 * @param {{ testid: string, says: string, number: string, legend: string }} [words]
 */
function changesMap(onPick, { testid, says, number, legend } = DISTANCE) {
  const grid = el("div", {
    class: "pg-changes-grid",
    role: "grid",
    "aria-label": `${says}; arrow keys move`,
    data: { testid },
  });
  const scale = el("p", { class: "pg-legend" });
  const node = el("div", { class: "pg-changes-map" }, grid, scale);
  /** @type {HeadShape} */
  let shape = { layers: 0, heads: 0 };
  /** @type {HTMLButtonElement[][]} */
  let cells = []; //    by head, then layer
  /** @type {HTMLButtonElement | null} */
  let chosen = null;

  /** @param {EventTarget | null} target */
  const at = (target) => {
    const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest?.(".pg-changes-cell"));
    return cell ? { layer: Number(cell.dataset.layer), head: Number(cell.dataset.head), cell } : null;
  };

  grid.addEventListener("click", (event) => {
    const hit = at(event.target);
    if (hit) onPick(hit, event.timeStamp);
  });
  for (const type of ["pointerover", "focusin"]) {
    grid.addEventListener(type, (event) => {
      const hit = at(event.target);
      if (!hit) return hideNote();
      showNote(
        hit.cell.getBoundingClientRect(),
        el("p", { text: `layer ${layerName(shape, hit.layer)} · head ${hit.head}` }),
        el("p", { text: `${number} ${Number(hit.cell.dataset.distance).toFixed(3)}` }),
      );
    });
  }
  for (const type of ["pointerleave", "focusout"]) grid.addEventListener(type, hideNote);
  grid.addEventListener("keydown", (event) => {
    const step = pressed(event, { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
    const hit = at(event.target);
    if (!step || !hit || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const layer = clamp(hit.layer + step[0], 0, shape.layers - 1);
    const head = clamp(hit.head + step[1], 0, shape.heads - 1);
    onPick({ layer, head }, event.timeStamp);
    cells[head][layer].focus();
  });

  return {
    node,
    /** `distances`: per layer, per head, from 0 to 1; `largest`: which has the full colour. */
    /** @param {{ layers: number, heads: number, distances: number[][], largest: number, blocks?: number[] }} table */
    set({ layers, heads, distances, largest, blocks }) {
      shape = { layers, heads, blocks };
      grid.style.setProperty("--layers", String(layers));
      grid.classList.toggle("pg-many", layers > 14);
      cells = Array.from({ length: heads }, (_, head) =>
        Array.from({ length: layers }, (__, layer) => {
          const distance = distances[layer][head];
          return el("button", {
            type: "button",
            class: "pg-changes-cell",
            role: "gridcell",
            tabindex: "-1",
            "aria-label": `layer ${layerName(shape, layer)}, head ${head}: ${distance.toFixed(3)}`,
            style: `--d: ${(distance / largest).toFixed(4)}`,
            data: { layer, head, distance },
          });
        }),
      );
      const numbers = el(
        "div",
        { class: "pg-changes-row", role: "presentation" },
        el("span"),
        ...Array.from({ length: layers }, (_, layer) =>
          el("span", { class: "pg-changes-number", "aria-hidden": "true", text: layerName(shape, layer) }),
        ),
      );
      grid.replaceChildren(
        numbers,
        ...cells.map((row, head) =>
          el(
            "div",
            { class: "pg-changes-row", role: "row" },
            el("span", { class: "pg-changes-number", "aria-hidden": "true", text: head }),
            ...row,
          ),
        ),
      );
      scale.replaceChildren(
        el("span", { text: legend }),
        el(
          "span",
          { class: "pg-ramp" },
          el("span", { text: "0" }),
          el("span", { class: "pg-ramp-bar pg-changes-ramp" }),
          el("span", { text: largest.toFixed(2) }),
        ),
        el("span", { text: "layers → heads ↓" }),
      );
      chosen = null;
    },
    /** @param {{ layer: number, head: number }} place */
    select({ layer, head }) {
      const next = cells[head]?.[layer];
      if (!next || next === chosen) return;
      if (chosen) {
        chosen.tabIndex = -1;
        chosen.removeAttribute("aria-selected");
      }
      chosen = next;
      chosen.tabIndex = 0;
      chosen.setAttribute("aria-selected", "true");
    },
  };
}

export { changesMap };
