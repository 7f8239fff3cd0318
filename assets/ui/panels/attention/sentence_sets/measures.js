/* The measures of heads over a set of sentences: their names, and how their numbers are written.
 *
 * setMeasures(told) → [{id, title, short, says, write, both, asked, mean, sd}] of a result of /heads/sets.
 */
import { percent } from "../../../lib/format.js";

// Measures that are no share of attention; `both` writes a mean and its spread.
/**
 * @param {number} digits
 * @param {string} unit
 */
const number = (digits, unit) => ({
  /** @type {(value: number) => string} */
  write: (value) => `${value.toFixed(digits)} ${unit}`,
  /** @type {(mean: number, sd: number) => string} */
  both: (mean, sd) => `${mean.toFixed(digits)} ± ${sd.toFixed(digits)} ${unit}`,
});
/** @type {Record<string, Pick<SetMeasureWords, "title" | "short" | "says" | "write" | "both">>} */
const OTHERS = {
  reach: { title: "Mean distance read over", short: "Distance", says: "Σ w(q, k) · |q − k|", ...number(1, "tokens") },
  entropy: { title: "Entropy of a row", short: "Entropy", says: "−Σ w(q, k) · ln w(q, k)", ...number(2, "nats") },
};
/** @type {Pick<SetMeasureWords, "write" | "both">} */
const share = { write: percent, both: (mean, sd) => `${percent(mean)} ± ${percent(sd)}` };

/**
 * @param {ToldSet} told
 * @returns {SetMeasureWords[]}
 */
export const setMeasures = (told) =>
  Object.entries(told.measures).map(([id, { asked, mean, spread }]) => {
    const role = told.definitions.find((each) => each.id === id);
    const named = role ? { title: role.title, short: role.title, says: role.formula, ...share } : OTHERS[id];
    return { id, ...named, asked, mean, sd: spread };
  });

/** "41.2 % ± 3.1 %"
 * @param {SetMeasureWords} measure
 * @param {number} layer
 * @param {number} head
 */
export const meanAndSpread = (measure, layer, head) => measure.both(measure.mean[layer][head], measure.sd[layer][head]);
