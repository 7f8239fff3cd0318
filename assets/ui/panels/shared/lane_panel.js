/* One lane of a panel, from its first run to its last: the frame it stands in, and its one life cycle.
 *
 * A lane waits for a run, asks for what the panel shows of it, draws the answer or says why there is none,
 * and forgets it when the lane empties. What comes late, when the lane has another run by then, is dropped.
 */

import { messageOf } from "../../data/api.js";
import { badge, el, write } from "../../kit/dom.js";
import { store } from "../../state/store.js";

/** Where a lane is drawn: its element, the name of its model, and a sentence in the place of what is drawn.
 * @typedef {{ node: HTMLElement, entitle: (title: string) => void, say: (sentence: string) => void }} LaneFrame
 */

/** The article of a lane: its badge, its model's name, a sentence, and `parts`. What `yields` is hidden while
 * the sentence stands.
 * @param {LaneName} name
 * @param {{ kind: string, label?: string, testid?: string, yields?: HTMLElement[] }} options
 * @param {...HTMLElement} parts
 * @returns {LaneFrame}
 */
function laneFrame(name, { kind, label, testid, yields = [] }, ...parts) {
  const title = el("h3", { translate: "no" });
  const message = el("p", { class: "pg-note", hidden: true, data: testid ? { testid: `${testid}-${name}` } : {} });
  const node = el(
    "article",
    { class: kind, data: { lane: name }, "aria-label": label },
    el("header", { class: "pg-lane-head" }, badge(name), title),
    message,
    ...parts,
  );
  return {
    node,
    entitle: (text) => write(title, text),
    say(sentence) {
      write(message, sentence);
      message.hidden = !sentence;
      for (const part of yields) part.hidden = Boolean(sentence);
      node.classList.toggle("pg-only-words", Boolean(sentence) && yields.length > 0);
    },
  };
}

/** Follow a lane of the store.
 *
 * `load(trace)` asks for what is shown of a run, `show(answer)` draws it; `address(trace)` is what `load` asks
 * for where that is more than the run. The picture of the run before stays until the next answer is there;
 * `forget()` is told when nothing is drawn any more: the lane is empty, a sentence stands there instead.
 * Where nobody sees the lane nothing is asked for, until `refresh()` is called.
 * @template Answer
 * @param {LaneName} name
 * @param {{ panel: string | null, frame: LaneFrame, waiting: string, load: (trace: string) => Answer | Promise<Answer>,
 *   show: (answer: Answer, since: number) => unknown, forget?: () => void, address?: (trace: string) => string,
 *   seen?: () => boolean }} options
 */
function laneLife(name, { panel, frame, waiting, load, show, forget, address = (trace) => trace, seen = () => true }) {
  /** @type {string | null} */
  let trace = null; //   the run that is shown, or about to be
  /** @type {{ address: string } | null} */
  let asked = null; //   what was asked for last and is not refused
  /** @type {Answer | null} */
  let answer = null; //  of this very run
  let drawn = false; //  whether this or an earlier answer is on screen

  function drop() {
    drawn = false;
    asked = answer = null;
    forget?.();
  }

  /** @param {number} since */
  async function refresh(since = performance.now()) {
    if (!trace || !seen() || asked?.address === address(trace)) return;
    const request = { address: address(trace) };
    asked = request;
    try {
      const came = await load(trace);
      if (asked !== request) return;
      answer = came;
      drawn = true;
      frame.say("");
      await show(came, since);
    } catch (error) {
      if (asked !== request) return;
      drop();
      frame.say(messageOf(error));
    }
  }

  return {
    refresh,
    trace: () => trace,
    answer: () => answer,
    /** Follow the store; says whether the lane has anything to show.
     * @param {number} [since]
     */
    follow(since) {
      const lane = store.lanes[name];
      const reason = panel && lane?.panels?.[panel];
      frame.node.hidden = !(lane && (lane.trace || lane.running || reason || trace));
      if (!lane || frame.node.hidden) {
        trace = null;
        drop();
        return false;
      }
      frame.entitle(lane.title || "");
      frame.node.classList.toggle("pg-stale", Boolean(lane.running && drawn));
      if (reason) {
        trace = null;
        drop();
        frame.say(reason);
      } else if (lane.trace && lane.trace !== trace) {
        trace = lane.trace;
        asked = answer = null;
        refresh(since);
      } else if (!trace) frame.say(waiting);
      return true;
    },
  };
}

/** Whether a node is on screen: one of a closed tab has no place there.
 * @param {HTMLElement} node
 */
const inSight = (node) => node.offsetParent !== null;

/** Act each time a node comes into sight: its tab was opened.
 * @param {HTMLElement} node
 * @param {() => void} act
 */
function whenSeen(node, act) {
  let before = false;
  new ResizeObserver(() => {
    if (inSight(node) === before) return;
    before = inSight(node);
    if (before) act();
  }).observe(node);
}

export { inSight, laneFrame, laneLife, whenSeen };
