/* One sentence about the final word of a place, from its rank in every layer. */

import { quoted, token } from "../../kit/tokens.js";
import { grouped, percent } from "../../lib/format.js";

/** A word of blanks alone has to be drawn to be seen.
 * @param {string} text
 */
const named = (text) => (text.trim() ? quoted(text) : token(text));

/** The first row from which every rank is 1; the number of rows where the last one is not.
 * @param {number[]} ranks
 */
function settles(ranks) {
  let row = ranks.length;
  while (row > 0 && ranks[row - 1] === 1) row -= 1;
  return row;
}

/** Whether it was the first choice in layers before it lost that again.
 * @param {number[]} ranks
 * @param {string[]} rows
 */
function ledBefore(ranks, rows) {
  const [first, last] = [ranks.indexOf(1), ranks.lastIndexOf(1)];
  if (first < 0) return "";
  return first === last
    ? ` It had led before, in ${called(rows[first])}.`
    : ` It had led before, first in ${called(rows[first])} and last in ${called(rows[last])}.`;
}

/** @param {string} row */
const called = (row) => (row === "embeddings" ? "the embeddings" : row);

/** Nodes of the sentence; `rows`: the names of the layers, `part`: what of a block was read.
 * @param {WatchedEntry} given
 * @param {string[]} rows
 * @param {string} part
 */
function lensSays({ text, rank, probability }, rows, part) {
  const row = settles(rank);
  const [last, end] = [rows.length - 1, percent(probability[probability.length - 1])];
  const where =
    part === "attention" ? `the attention of ${rows[row]}` : row <= rows.length - 1 ? called(rows[row]) : "";
  if (row > last)
    return [
      named(text),
      ` wins only in the last feed-forward part: after the attention of ${rows[last]} it is choice ${grouped(rank[last])}, with ${end}.`,
    ];
  if (row === 0)
    return [named(text), ` is the first choice from the very start, ${where}, and stays: ${end} at the end.`];
  const lost = ledBefore(rank.slice(0, row), rows);
  if (row === last)
    return [named(text), ` becomes the first choice only at the last step, in ${where}, with ${end}.${lost}`];
  return [named(text), ` becomes the first choice in ${where} and stays: ${end} at the end.${lost}`];
}

export { lensSays, settles as lensSettles };
