/* The cells of one lens: what the server has told, and asking for what is looked at and not yet there.
 *
 * lensCells(onChange) → {open(trace, part), want(view), at(row, column)}. A view is {rows, columns},
 * each {first, last}. One request is under way at a time, so that fast scrolling leaves no queue.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";

const SETTLE_MS = 120; // what is only scrolled past is not computed
const MOST = 2000; //     cells of one request; the server takes 4096

/** @param {(one: string) => void} onChange */
function lensCells(onChange) {
  /** @type {LensOf | null} */
  let lens = null; //   {trace, part}
  /** @type {Map<string, LensCell>} */
  let known = new Map();
  /** @type {LensView | null} */
  let wanted = null;
  /** @type {LensOf | null} */
  let under = null; //  the lens a request is under way for
  let timer = 0;

  /**
   * @param {number} row
   * @param {number} column
   */
  const key = (row, column) => `${row} ${column}`;
  /** @param {{ first: number, last: number }} stretch */
  const range = ({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

  /** The columns of a view that lack a cell, and the rows that lack one there.
   * @param {LensView} view
   */
  function missing({ rows, columns }) {
    const lacking = range(columns).filter((column) => range(rows).some((row) => !known.has(key(row, column))));
    if (!lacking.length) return null;
    const [first, last] = [lacking[0], lacking[lacking.length - 1]];
    const layers = range(rows).filter((row) => lacking.some((column) => !known.has(key(row, column))));
    // From the end, where the prediction is.
    return { first: Math.max(first, last + 1 - Math.floor(MOST / layers.length)), last, layers };
  }

  async function ask() {
    const mine = lens;
    const gap = wanted && mine && under !== mine && missing(wanted);
    if (!mine || !gap) return;
    under = mine;
    const query = { part: mine.part, first: gap.first, last: gap.last, layers: gap.layers.join(",") };
    try {
      const answer = await get(endpoints.lensCells(mine.trace, query));
      if (mine !== lens) return; // another run, or the other part: nobody waits for these any more
      answer.layers.forEach((row, i) =>
        answer.positions.forEach((column, j) => known.set(key(row, column), answer.cells[i][j])),
      );
      onChange("");
    } catch (error) {
      if (mine !== lens) return;
      wanted = null; // asked again at the next look, not at once
      onChange(messageOf(error));
    } finally {
      if (under === mine) under = null;
    }
    ask();
  }

  return {
    /**
     * @param {string | null} trace
     * @param {string} part
     */
    open(trace, part) {
      if (lens && lens.trace === trace && lens.part === part) return;
      lens = trace ? { trace, part } : null;
      known = new Map();
      wanted = null;
    },
    /** @param {LensView} view */
    want(view) {
      wanted = view;
      clearTimeout(timer);
      timer = setTimeout(ask, SETTLE_MS);
    },
    /**
     * @param {number} row
     * @param {number} column
     */
    at: (row, column) => known.get(key(row, column)),
  };
}

export { lensCells };
