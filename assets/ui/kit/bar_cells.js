/* Cells of a table that hold a number and a bar: from the left, or from a zero line inside. */
import { clamp } from "../lib/clamp.js";
import { decimal } from "../lib/format.js";
import { el } from "./dom.js";

/** @param {number} value */
const share = (value) => `${(value * 100).toFixed(2)}%`;

/**
 * @param {string} text
 * @param {Node} drawn
 */
const cell = (text, drawn) =>
  el("div", { class: "pg-experiment-cell" }, el("span", { class: "pg-number", text }), drawn);

/**
 * @param {number} from
 * @param {number} width
 * @param {string} [extra]
 * @param {number | null} [zero]
 */
const bar = (from, width, extra = "", zero = null) =>
  el("span", {
    class: `pg-experiment-bar ${extra}`,
    "aria-hidden": "true",
    style: `--from: ${share(from)}; --width: ${share(width)}${zero === null ? "" : `; --zero: ${share(zero)}`}`,
  });

/** Where zero stands when all of `values` fit: {low, span}.
 * @param {number[]} values
 */
function scaleOf(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return { low, span: high - low || 1 };
}

/** A bar from the zero line; `faint` where it goes the way that has less to say.
 * @param {number} value
 * @param {{ low: number, span: number }} scale
 * @param {boolean} [faint]
 */
function signedBar(value, { low, span }, faint) {
  const from = (Math.min(0, value) - low) / span;
  return bar(from, Math.abs(value) / span, faint ? "pg-signed pg-rise" : "pg-signed", -low / span);
}

/** +0.47, −0.47, 0.00
 * @param {number} value
 * @param {number} [digits]
 */
const signed = (value, digits = 2) => (value >= 0.5 * 10 ** -digits ? "+" : "") + decimal(value, digits);

/** So many digits that the largest of a column has two that count: small ones are not all 0.00.
 * @param {number[]} values
 */
function digitsFor(values) {
  const largest = Math.max(...values.map(Math.abs));
  return largest > 0 ? clamp(Math.ceil(-Math.log10(largest)) + 1, 2, 6) : 2;
}

export const barCells = { digitsFor, cell, bar, scaleOf, signedBar, signed };
