/* Where each head stands in the map: by layer, or by what it does.
 *
 * headLayouts → {byLayer, byRole}; each gives {width, height, cell, at, find, labels} in CSS px.
 */
import { layerName } from "./attention_names.js";
import { clamp } from "./clamp.js";

const LABEL = 30; //    room for head numbers on the left and layer numbers on top
const TOP = 20;
const LARGEST = 44;
const TALLEST = 300; // and when two maps share the width:
const TALLEST_BESIDE = 216;
const TITLE = 20; //    the line above the heads of a role
const SMALL = 22;
const EDGE = 4; //      room for the frame of a chosen head

/** Whole device pixels: fractions blur the cells' edges.
 * @param {number} pitch
 */
function cells(pitch) {
  const ratio = window.devicePixelRatio || 1;
  const gap = pitch > 12 ? 2 : 1;
  return { gap, cell: Math.max(4, Math.floor(pitch * ratio) / ratio - gap) };
}

/** Layers from left to right, heads from top to bottom.
 * @param {HeadShape} shape
 * @param {number} wide
 * @returns {HeadLayout}
 */
function byLayer({ layers, heads, blocks }, wide) {
  const width = wide - LABEL;
  const { cell, gap } = cells(
    clamp(Math.min(width / layers, (width < 540 ? TALLEST_BESIDE : TALLEST) / heads), 6, LARGEST),
  );
  const pitch = cell + gap;
  const labels = [];
  const every = pitch < 15 ? 5 : 1; // numbers must not run into each other
  for (let layer = 0; layer < layers; layer += every)
    labels.push({
      text: String(layerName({ blocks }, layer)),
      x: LABEL + layer * pitch + cell / 2,
      y: TOP / 2 + 2,
      align: "center",
    });
  for (let head = 0; head < heads; head += pitch < 11 ? 2 : 1)
    labels.push({ text: String(head), x: LABEL - 7, y: TOP + head * pitch + cell / 2, align: "right" });
  return {
    cell,
    labels,
    width: LABEL + layers * pitch,
    height: TOP + heads * pitch,
    at: (layer, head) => ({ x: LABEL + layer * pitch, y: TOP + head * pitch }),
    find(x, y) {
      const [layer, head] = [Math.floor((x - LABEL) / pitch), Math.floor((y - TOP) / pitch)];
      return layer >= 0 && head >= 0 && layer < layers && head < heads ? { layer, head } : null;
    },
  };
}

/** Under the name of each role its heads, the clearest first.
 * @param {HeadShape} shape
 * @param {number} wide
 * @param {{ definitions: { id: string, title: string }[], roles: ({ role: string, measure: number } | null)[][] }} answer
 * @returns {HeadLayout}
 */
function byRole({ layers, heads }, wide, answer) {
  /** @type {{ id: string | null, title: string, members: { layer: number, head: number, measure: number }[] }[]} */
  const groups = [
    ...answer.definitions.map(({ id, title }) => ({ id, title, members: [] })),
    { id: null, title: "No clear role", members: [] },
  ];
  for (let layer = 0; layer < layers; layer++) {
    for (let head = 0; head < heads; head++) {
      const role = answer.roles[layer][head];
      groups
        .find(({ id }) => id === (role ? role.role : null))
        ?.members.push({ layer, head, measure: role ? role.measure : 0 });
    }
  }
  const { cell, gap } = cells(SMALL);
  const pitch = cell + gap;
  const row = Math.max(1, Math.floor((wide - 2 * EDGE) / pitch));
  /** @type {Map<number, { x: number, y: number }>} */
  const places = new Map();
  /** @type {Map<string, { layer: number, head: number }>} */
  const grid = new Map();
  const labels = [];
  let top = 0;
  for (const { title, members } of groups.filter((group) => group.members.length)) {
    labels.push({ text: `${title} · ${members.length}`, x: 0, y: top + TITLE / 2, align: "left" });
    top += TITLE;
    members.sort((one, other) => other.measure - one.measure || one.layer - other.layer || one.head - other.head);
    members.forEach(({ layer, head }, i) => {
      const place = { x: EDGE + (i % row) * pitch, y: top + Math.floor(i / row) * pitch };
      places.set(layer * heads + head, place);
      grid.set(`${place.x}/${place.y}`, { layer, head });
    });
    top += Math.ceil(members.length / row) * pitch + 6;
  }
  const every = [...grid.entries()].map(([key, member]) => ({ place: key.split("/").map(Number), member }));
  return {
    cell,
    labels,
    width: 2 * EDGE + Math.min(row, layers * heads) * pitch,
    height: top,
    at: (layer, head) => places.get(layer * heads + head),
    find: (x, y) =>
      every.find(({ place: [left, above] }) => x >= left && x < left + pitch && y >= above && y < above + pitch)
        ?.member || null,
  };
}

export const headLayouts = { byLayer, byRole };
