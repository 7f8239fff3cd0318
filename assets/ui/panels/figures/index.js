/* A panel made of plotly figures that Python drew. */
import { el } from "../../kit/dom.js";
import { explains } from "../../kit/terms.js";
import { LANES } from "../../lib/lanes.js";
import { register } from "../../state/views.js";
import { figureLane, followLanes } from "../shared/figure_lane.js";

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function start(root, props) {
  const panel = props.panel;
  root.classList.add("pg-figures");
  root.dataset.testid = `figures-${panel}`;
  const hint = el("p", { class: "pg-note", text: "Run a model to fill this panel." });
  const grid = el("div", { class: "pg-figure-lanes" });
  const lanes = LANES.map((name) => figureLane(name, panel));
  grid.append(...lanes.map((lane) => lane.node));
  root.replaceChildren(explains(props), hint, grid);
  followLanes(lanes, hint);
}

register("figures", start);
