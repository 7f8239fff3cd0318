/* The beams view: the finished hypotheses with their scores, and the tree they grew in. */

import { get } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { closest, el } from "../../kit/dom.js";
import { explains } from "../../kit/terms.js";
import { beamTree } from "../../kit/token_tree.js";
import { token } from "../../kit/tokens.js";
import { decimal, THIN } from "../../lib/format.js";
import { LANES } from "../../lib/lanes.js";
import { store } from "../../state/store.js";
import { drawn as noteDrawn, register } from "../../state/views.js";
import { laneFrame, laneLife } from "../shared/lane_panel.js";

const EMPTY = "Run with temperature 0 and two beams or more to see every path the search tried.";
const PICK_MS = 6000; // if nothing comes of a pick, the tree must not stay grey

/**
 * @param {HTMLElement} root
 * @param {Props} props
 * @param {Heard} emit
 */
function start(root, props, emit) {
  root.classList.add("pg-beams");
  root.dataset.testid = "beams";
  const pruned = el("input", { type: "checkbox", data: { testid: "show-pruned" } });
  pruned.checked = true;
  const controls = el(
    "div",
    { class: "pg-controls" },
    el("label", { class: "pg-switch" }, pruned, "Show pruned branches"),
  );
  const grid = el("div", { class: "pg-beams-lanes" });
  const hint = el("p", { class: "pg-note", text: EMPTY });
  root.replaceChildren(explains(props), controls, hint, grid);
  const panels = LANES.map((name) => lanePanel(name, emit, settle));
  grid.append(...panels.map((panel) => panel.node));

  pruned.addEventListener("change", (event) => {
    panels.forEach((panel) => panel.prune(pruned.checked));
    noteDrawn("beams", "prune", event.timeStamp);
  });
  function settle() {
    controls.hidden = !panels.some((panel) => panel.drawn());
  }
  function update() {
    const shown = panels.filter((panel) => panel.update());
    hint.hidden = shown.length > 0;
    settle();
  }
  store.subscribe((change) => !change.selection && update());
  new ResizeObserver(() => panels.forEach((panel) => panel.redraw())).observe(root);
  update();
}

/**
 * @param {LaneName} name
 * @param {Heard} emit
 * @param {() => void} onDrawn
 */
function lanePanel(name, emit, onDrawn) {
  const list = el("ol", {
    class: "pg-hypotheses",
    "aria-label": `Finished hypotheses, lane ${name.toUpperCase()}`,
    data: { testid: `hypotheses-${name}` },
  });
  const formula = el("p", { class: "pg-note pg-beams-formula" });
  const tree = beamTree(name, { onPick: pick });
  const body = el("div", { class: "pg-beams-body", hidden: true }, list, formula, tree.node);
  const frame = laneFrame(
    name,
    { kind: "pg-beams-lane", label: `Beams, lane ${name.toUpperCase()}`, testid: "beams-message" },
    body,
  );
  const { node } = frame;
  const life = laneLife(name, {
    panel: "beams",
    frame,
    waiting: "The tree appears here when the search is over.",
    load: (trace) => get(endpoints.panel("beams", trace)),
    show,
    forget() {
      drawn = "";
      body.hidden = true;
      onDrawn();
    },
  });
  let drawn = ""; //  the nodes on screen, so that choosing another one builds nothing anew
  let busy = 0;

  /** @param {number} id */
  function pick(id) {
    const trace = life.trace();
    if (!trace || busy) return;
    node.classList.add("pg-stale");
    busy = setTimeout(settle, PICK_MS);
    emit({ lane: name, trace, node: id });
  }

  function settle() {
    clearTimeout(busy);
    busy = 0;
    node.classList.toggle("pg-stale", Boolean(store.lanes[name]?.running && drawn));
  }

  list.addEventListener("click", (event) => {
    const button = closest(event, "button[data-node]");
    const search = life.answer();
    if (button && search) pick(search.hypotheses[Number(button.dataset.rank)].node);
  });

  /** @param {BeamsPanel} search */
  function show(search) {
    body.hidden = false;
    drawList(search);
    const key = JSON.stringify(search.nodes);
    if (key !== drawn) tree.set(search);
    drawn = key;
    tree.choose(search.chosen);
    onDrawn();
  }

  /** @param {BeamsPanel} search */
  function drawList(search) {
    const { hypotheses, chosen } = search;
    list.replaceChildren(
      ...hypotheses.map((one, rank) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "pg-hypothesis",
              "aria-pressed": String(one.node === chosen),
              data: { rank, node: one.node, testid: `hypothesis-${name}` },
            },
            el("span", { class: "pg-hypothesis-rank", text: `${rank + 1}` }),
            token(one.text, { spaces: "keep" }),
            el("span", { class: "pg-number pg-hypothesis-score", text: decimal(one.score, 3) }),
          ),
        ),
      ),
    );
    formula.replaceChildren(...scoreWords(search));
  }

  return {
    node,
    drawn: () => !body.hidden,
    prune: tree.prune,
    redraw: () => !body.hidden && tree.redraw(),
    update() {
      const lane = store.lanes[name];
      if (lane?.running || lane?.trace !== life.trace()) settle();
      const present = life.follow();
      if (busy) node.classList.add("pg-stale"); // a picked branch is on its way
      return present;
    },
  };
}

/** How a score is made, worked out for the first hypothesis.
 * @param {{ beams: number, hypotheses: FinishedHypothesis[], length_penalty: number }} found
 */
function scoreWords({ beams, hypotheses: [best], length_penalty: penalty }) {
  const kept = `The search kept ${beams} beams.`;
  if (!best) return [`No hypothesis has ended. ${kept}`];
  const power = () => el("sup", { text: String(penalty) });
  return [
    "Score = log-probability / length",
    power(),
    `. The first: ${decimal(best.log_probability)} / ${best.length}`,
    power(),
    ` = ${decimal(best.score, 3)}${penalty === 1 ? `${THIN}nats per token` : ""}. ${kept}`,
  ];
}

register("beams", start);
