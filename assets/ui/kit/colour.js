/* Colours for what CSS cannot paint: canvases and plotly figures read the same variables. */
import { drawing } from "./dom.js";

/** @type {Set<() => void>} */
const listeners = new Set();
const probe = /** @type {CanvasRenderingContext2D} */ (
  document.createElement("canvas").getContext("2d", { willReadFrequently: true })
);

/** @type {WeakMap<Element, Record<string, string>>} */
let known = new WeakMap(); // node → {variable and lane: value}: asking anew makes the browser lay out the page

/** The value of a CSS variable at `node`, e.g. colour(node, "--lane-fill").
 * @param {Element} node
 * @param {string} variable
 */
function colour(node, variable) {
  const held = known.get(node) || {};
  const lane = /** @type {HTMLElement | null} */ (node.closest("[data-lane]"))?.dataset.lane;
  const name = `${variable} ${lane}`; // some change their lane
  if (held[name]) return held[name];
  const value = getComputedStyle(node).getPropertyValue(variable).trim();
  // Nothing is remembered of a node that stands nowhere yet, or before the style sheets are read.
  if (value && node.isConnected) known.set(node, { ...held, [name]: value });
  return value;
}

/** Any CSS colour as [r, g, b], 0 to 255.
 * @param {string} text
 */
function channels(text) {
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = text;
  probe.fillRect(0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/** 256 packed RGBA pixels from `from` to `to`. Weights are drawn by a root, or a weight of 0.1,
 * which is a lot among thirty tokens, would be invisible.
 * @param {string} from
 * @param {string} to
 */
function ramp(from, to) {
  const [a, b] = [channels(from), channels(to)];
  const pixels = new Uint32Array(256);
  const bytes = new Uint8Array(pixels.buffer);
  for (let i = 0; i < 256; i++) {
    const t = (i / 255) ** 0.42;
    for (let c = 0; c < 3; c++) bytes[4 * i + c] = a[c] + (b[c] - a[c]) * t;
    bytes[4 * i + 3] = 255;
  }
  return pixels;
}

/** How light a colour is to the eye, 0 to 1. Source: WCAG 2.2, relative luminance.
 * @param {number[]} rgb
 */
function luminance(rgb) {
  const linear = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

/** {fill, ink}: the colours of a ramp, and for each the ink of two that reads better on it.
 * @param {Uint32Array} pixels
 * @param {string[]} inks
 */
function readable(pixels, inks) {
  const bytes = new Uint8Array(pixels.buffer);
  const lights = inks.map((ink) => luminance(channels(ink)));
  /** @type {(a: number, b: number) => number} */
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const fills = Array.from(pixels, (_, i) => [...bytes.slice(4 * i, 4 * i + 3)]);
  return {
    fill: fills.map((rgb) => `rgb(${rgb})`),
    ink: fills.map((rgb) =>
      contrast(luminance(rgb), lights[0]) >= contrast(luminance(rgb), lights[1]) ? inks[0] : inks[1],
    ),
  };
}

const isDark = () => document.body.classList.contains("dark");

// Gradio's theme is the class "dark" on body.
let dark = isDark();
new MutationObserver(() => {
  if (isDark() === dark) return;
  dark = !dark;
  known = new WeakMap();
  for (const listener of listeners) listener();
}).observe(document.body || document.documentElement, {
  attributes: true,
  attributeFilter: ["class"],
  subtree: !document.body,
});

addEventListener("resize", () => (known = new WeakMap())); // a narrow window has other sizes

/** Size a canvas for the screen's pixels; returns its context, scaled to CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
function prepare(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = drawing(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

export { channels, colour, isDark, prepare, ramp, readable };
/** @param {() => void} listener */
export const onTheme = (listener) => listeners.add(listener);
