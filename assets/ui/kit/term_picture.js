/* Small pictures for the words of the field, 120 × 48, drawn in the colour of the text: they show the idea, and
 * no numbers of a run.
 */

const NS = "http://www.w3.org/2000/svg";
/** @typedef {[shape: string, attributes: Record<string, string | number>]} Shape */

/** @type {(x: number, y: number, width: number, height: number, opacity?: number) => Shape} */
const box = (x, y, width, height, opacity = 1) => ["rect", { x, y, width, height, rx: 2, opacity }];
/** @type {(d: string, width?: number, opacity?: number) => Shape} */
const line = (d, width = 1.5, opacity = 1) => ["path", { d, "stroke-width": width, opacity, class: "pg-stroke" }];
/** @type {(heights: number[], from?: number) => Shape[]} */
const bars = (heights, from = 14) => heights.map((height, i) => box(from + i * 16, 44 - height, 11, height));

/** @type {Record<string, Shape[]>} */
const PICTURES = {
  tokens: [box(6, 16, 26, 16), box(36, 16, 14, 16, 0.6), box(54, 16, 34, 16), box(92, 16, 20, 16, 0.6)],
  vector: [0.9, 0.2, 0.6, 0.35, 1, 0.15, 0.7, 0.45].map((opacity, i) => box(12 + i * 12, 17, 10, 14, opacity)),
  positions: [
    line("M4 24C14 4 24 4 34 24S54 44 64 24 84 4 94 24 108 40 116 30"),
    line("M4 30C34 6 84 6 116 34", 1.5, 0.5),
  ],
  layers: [box(30, 36, 60, 8, 0.4), box(30, 25, 60, 8, 0.6), box(30, 14, 60, 8, 0.8), box(30, 3, 60, 8)],
  heads: [0, 1, 2, 3].flatMap((i) => [
    box(8 + i * 28, 12, 20, 24, 0.2),
    line(`M${12 + i * 28} 32L${24 + i * 28} ${16 + i * 4}`),
  ]),
  attention: [
    line("M96 38C80 6 40 6 24 38", 4),
    line("M96 38C86 20 62 20 54 38", 1.5, 0.6),
    box(14, 38, 20, 6),
    box(46, 38, 16, 6, 0.5),
    box(86, 38, 20, 6),
  ],
  match: [
    box(8, 6, 34, 12),
    box(78, 6, 34, 12, 0.4),
    box(78, 28, 34, 12),
    line("M42 12L78 34", 3),
    line("M42 12H78", 1, 0.5),
  ],
  sink: [20, 50, 80, 106].map((x) => line(`M${x} 40C${x - 10} 12 14 12 8 38`, 2, 0.7)).concat([box(2, 38, 14, 6)]),
  softmax: [...bars([10, 24, 16], 6), line("M58 26H70", 2), line("M66 21L72 26L66 31", 2), ...bars([4, 38, 10], 76)],
  bars: bars([38, 22, 12, 7, 4, 2]),
  temperature: [...bars([40, 8, 3], 6), ...bars([24, 18, 14], 70)],
  cut: [
    ...bars([36, 24, 14]),
    line("M64 6V46", 1.5),
    ...bars([7, 4, 2], 70).map(([shape, a]) => /** @type {Shape} */ ([shape, { ...a, opacity: 0.25 }])),
  ],
  tree: [line("M10 24H34L60 8H110"), line("M34 24H110", 3), line("M34 24L60 40H86", 1.5, 0.5)],
};

/** @param {string} name */
export function termPicture(name) {
  const svg = document.createElementNS(NS, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 120 48",
    width: "120",
    height: "48",
    class: "pg-term-picture",
    "aria-hidden": "true",
  }))
    svg.setAttribute(key, value);
  for (const [shape, attributes] of PICTURES[name] || []) {
    const node = document.createElementNS(NS, shape);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    svg.append(node);
  }
  return svg;
}
