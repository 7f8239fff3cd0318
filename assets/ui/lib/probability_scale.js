/* How long a bar is: linear, with a full length that fits, or logarithmic over six powers of ten.
 *
 * probabilityScale(largest, log) → {width(p), words}. Linear scales grow in steps, so that bars do not
 * swim while a slider moves.
 */
import { THIN } from "./format.js";

const STEPS = [0.05, 0.1, 0.25, 0.5, 1];
const DECADES = 6;

/**
 * @param {number} largest
 * @param {boolean} log
 * @returns {{ full: number, width: (p: number) => number, words: string }}
 */
function probabilityScale(largest, log = false) {
  if (log)
    return {
      full: 1,
      width: (p) => (p > 0 ? Math.max(0, 1 + Math.log10(p) / DECADES) : 0),
      words: `each sixth of a bar is a factor of ten · full bar = 100${THIN}%`,
    };
  const full = STEPS.find((one) => one >= largest) || 1;
  return { full, width: (p) => Math.min(1, p / full), words: `full bar = ${Math.round(full * 100)}${THIN}%` };
}

export { probabilityScale };
