/* The frame of a part of the Positions tab: a box per lane that follows its runs.
 *
 * positionLanes(root, {testid, hint, says, make}): `make(name)` gives {body, open(lane), close()} for a
 * lane; `open` is called with each new trace and may answer with the sentence that says why not.
 */

import { messageOf } from "../../data/api.js";
import { badge, el } from "../../kit/dom.js";
import { LANES } from "../../lib/lanes.js";
import { store } from "../../state/store.js";

/**
 * @param {HTMLElement} root
 * @param {{ testid: string, intro: (HTMLElement | string)[], hint: string, says: string, make: (name: LaneName) => PositionPart }} part
 */
function positionLanes(root, { testid, intro, hint, says, make }) {
  const note = el("p", { class: "pg-note", text: hint });
  const grid = el("div", { class: "pg-placing-lanes" });
  const node = el("div", { class: "pg-placing", data: { testid } }, ...intro, note, grid);
  root.replaceChildren(node);
  const lanes = LANES.map((name) => lane(name, says, make(name)));
  grid.append(...lanes.map((each) => each.node));

  /** @param {Partial<Change>} change */
  function update(change) {
    if (change.selection) return;
    const present = lanes.filter((each) => each.follow());
    note.hidden = present.length > 0;
    node.dataset.lanes = String(present.length);
  }
  store.subscribe(update);
  update({});
}

/**
 * @param {LaneName} name
 * @param {string} says
 * @param {PositionPart} part
 */
function lane(name, says, { body, open, close }) {
  const title = el("h3", { translate: "no" });
  const message = el("p", { class: "pg-note", hidden: true });
  const node = el(
    "article",
    { class: "pg-placing-lane", data: { lane: name }, "aria-label": `${says}, lane ${name.toUpperCase()}` },
    el("header", { class: "pg-lane-head" }, badge(name), title),
    message,
    body,
  );
  /** @type {string | null} */
  let trace = null;

  /** @param {string} sentence */
  function say(sentence) {
    message.textContent = sentence || "";
    message.hidden = !sentence;
    body.hidden = Boolean(sentence);
  }

  /** @param {Lane} now */
  async function turn(now) {
    trace = now.trace;
    say("Reading the run …");
    let reason = "";
    try {
      reason = await open(now);
    } catch (error) {
      reason = messageOf(error);
    }
    if (trace === now.trace) say(reason);
  }

  return {
    node,
    /** Follow the store; says whether the lane has anything to show. */
    follow() {
      const now = store.lanes[name];
      node.hidden = !(now && (now.trace || now.running || trace));
      if (!now || node.hidden || !(now.trace || now.running)) {
        if (trace) close();
        trace = null;
        node.hidden = true;
        return false;
      }
      title.textContent = now.title || "";
      node.classList.toggle("pg-stale", Boolean(now.running && trace));
      if (now.trace && now.trace !== trace) {
        close();
        turn(now);
      } else if (!trace) say("This comes when the run has ended.");
      return true;
    },
  };
}

export { positionLanes };
