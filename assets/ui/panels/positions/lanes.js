/* The frame of a part of the Positions tab: a box per lane that follows its runs.
 *
 * positionLanes(root, {testid, hint, says, make}): `make(name)` gives {body, open(lane), close()} for a
 * lane; `open` is called with each new trace and may answer with the sentence that says why not.
 */

import { el } from "../../kit/dom.js";
import { LANES } from "../../lib/lanes.js";
import { present } from "../../lib/present.js";
import { store } from "../../state/store.js";
import { laneFrame, laneLife } from "../shared/lane_panel.js";

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
    const shown = lanes.filter((each) => each.follow());
    note.hidden = shown.length > 0;
    node.dataset.lanes = String(shown.length);
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
  const frame = laneFrame(
    name,
    { kind: "pg-placing-lane", label: `${says}, lane ${name.toUpperCase()}`, yields: [body] },
    body,
  );
  const life = laneLife(name, {
    panel: null,
    frame,
    waiting: "This comes when the run has ended.",
    load() {
      close();
      frame.say("Reading the run …");
      return open(present(store.lanes[name]));
    },
    show: frame.say,
    forget: close,
  });
  return { node: frame.node, follow: life.follow };
}

export { positionLanes };
