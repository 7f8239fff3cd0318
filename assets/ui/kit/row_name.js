/* The name of a row of attention inside a sentence. */
import { quoted } from "./tokens.js";

/** “O → gato”: what is read in and what is written next, where the run writes a text of its own.
 * @param {{ queries: string[], next?: string[] | null }} rows
 * @param {number} i
 */
export function rowName({ queries, next }, i) {
  return next?.[i] ? [quoted(queries[i]), " → ", quoted(next[i])] : [quoted(queries[i])];
}
