/* The attention view: one row of controls, a switch between views, and per lane a map of all heads,
 * the view of the chosen ones and one sentence that says in words what is seen.
 */

import { onTheme } from "../../kit/colour.js";
import { el, explains } from "../../kit/dom.js";
import { LANES } from "../../lib/lanes.js";
import { store } from "../../state/store.js";
import { register } from "../../state/views.js";
import { attentionAbout } from "./about.js";
import { attentionControls } from "./controls.js";
import { attentionLane } from "./lane.js";
import { sentenceSets } from "./sentence_sets/index.js";
import { attentionViews } from "./views/index.js";

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function start(root, props) {
  root.classList.add("pg-attention");
  root.dataset.testid = "attention";
  const controls = attentionControls();
  const views = attentionViews();
  const about = attentionAbout();
  const grid = el("div", { class: "pg-attention-lanes" });
  const hint = el("p", { class: "pg-note", text: "Run a model to see, head by head, which token reads from which." });
  const sets = sentenceSets();
  const bar = el("div", { class: "pg-attention-bar" }, views.node, controls.node);
  root.replaceChildren(explains(props), bar, hint, grid, about.node, sets.node);
  const panels = LANES.map((name) => attentionLane(name, () => said()));
  grid.append(...panels.map((panel) => panel.node));

  function said() {
    controls.update(panels);
    views.update(panels);
    about.update(panels);
    sets.update(panels);
  }

  /** @param {{ lane: null, selection: boolean, since: number } | Change} change */
  function update(change) {
    const shown = panels.filter((panel) => panel.update(change));
    hint.hidden = shown.length > 0;
    root.dataset.lanes = String(shown.length);
    root.dataset.view = store.selection.view;
    said();
  }
  store.subscribe(update);
  onTheme(() => panels.forEach((panel) => panel.redraw()));
  for (const panel of panels) {
    let width = 0;
    // The other lane's coming and going changes the width as well; a sentence that takes one line
    // more changes the height, and nothing that is drawn.
    new ResizeObserver(() => {
      if (panel.node.clientWidth === width) return;
      width = panel.node.clientWidth;
      panel.redraw();
    }).observe(panel.node);
  }
  update({ lane: null, selection: true, since: performance.now() });
}

register("attention", start);
