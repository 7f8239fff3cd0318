/* How the numbers of one head are printed. */
import { decimal, small } from "../../../lib/format.js";

/** 123.4, 12.34, 1.234, 0.0012: four digits that count, and no tiny number written as 0.
 * @param {number} value
 */
function figure(value) {
  const size = Math.abs(value);
  if (size >= 0.1) return decimal(value, size >= 100 ? 1 : size >= 10 ? 2 : 3);
  return size >= 0.001 ? decimal(value, 4) : small(value);
}

export { figure };
