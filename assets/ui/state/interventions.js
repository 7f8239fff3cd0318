/* What a view asks to be cut. A view of attention proposes it, the panel that measures takes it up; neither knows
 * of the other.
 */
import { tabs } from "./tabs.js";

/** One change inside a run, as the server reads it.
 * @typedef {{ part: string, how: string, stack?: string, layers?: number[], heads?: number[], positions?: number[],
 *   keys?: number[], neurons?: number[], factor?: number, renormalised?: boolean, source?: string }} Intervention
 */

/** @type {Set<(lane: LaneName) => void>} */
const listeners = new Set();
/** @type {Record<LaneName, { trace: string, changes: Intervention[] } | null>} */
const proposed = { a: null, b: null };

export const interventions = {
  /** Open the panel with these changes of a run and measure them.
   * @param {LaneName} lane
   * @param {string} trace
   * @param {Intervention[]} changes
   */
  propose(lane, trace, changes) {
    proposed[lane] = { trace, changes };
    tabs.open("interventions");
    for (const listener of listeners) listener(lane);
  },
  /** What was proposed for a lane and not taken up yet; what was meant for another run is dropped.
   * @param {LaneName} lane
   * @param {string | null} trace
   */
  take(lane, trace) {
    const wanted = proposed[lane];
    proposed[lane] = null;
    return wanted?.trace === trace ? wanted.changes : null;
  },
  subscribe: (/** @type {(lane: LaneName) => void} */ listener) => listeners.add(listener),
};
