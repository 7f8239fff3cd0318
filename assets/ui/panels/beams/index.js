/* The beams view: the finished hypotheses with their scores, and the tree they grew in. */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { badge, closest, el } from "../../kit/dom.js";
import { explains } from "../../kit/terms.js";
import { beamTree } from "../../kit/token_tree.js";
import { token } from "../../kit/tokens.js";
import { decimal, THIN } from "../../lib/format.js";
import { LANES } from "../../lib/lanes.js";
import { store } from "../../state/store.js";
import { drawn as noteDrawn, register } from "../../state/views.js";

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
  const panels = LANES.map((name) => lanePanel(name, emit));
  grid.append(...panels.map((panel) => panel.node));

  pruned.addEventListener("change", (event) => {
    panels.forEach((panel) => panel.prune(pruned.checked));
    noteDrawn("beams", "prune", event.timeStamp);
  });
  function update() {
    const shown = panels.filter((panel) => panel.update());
    hint.hidden = shown.length > 0;
    controls.hidden = !panels.some((panel) => panel.drawn());
  }
  const settle = () => (controls.hidden = !panels.some((panel) => panel.drawn()));
  panels.forEach((panel) => (panel.onDrawn = settle));
  store.subscribe((change) => !change.selection && update());
  new ResizeObserver(() => panels.forEach((panel) => panel.redraw())).observe(root);
  update();
}

/**
 * @param {LaneName} name
 * @param {Heard} emit
 */
function lanePanel(name, emit) {
  const title = el("h3", { translate: "no" });
  const message = el("p", { class: "pg-note", hidden: true, data: { testid: `beams-message-${name}` } });
  const list = el("ol", {
    class: "pg-hypotheses",
    "aria-label": `Finished hypotheses, lane ${name.toUpperCase()}`,
    data: { testid: `hypotheses-${name}` },
  });
  const formula = el("p", { class: "pg-note pg-beams-formula" });
  const tree = beamTree(name, { onPick: pick });
  const body = el("div", { class: "pg-beams-body", hidden: true }, list, formula, tree.node);
  const node = el(
    "article",
    { class: "pg-beams-lane", data: { lane: name }, "aria-label": `Beams, lane ${name.toUpperCase()}` },
    el("header", { class: "pg-lane-head" }, badge(name), title),
    message,
    body,
  );

  /** @type {string | null} */
  let trace = null;
  let drawn = ""; //  the nodes on screen, so that choosing another one builds nothing anew
  let busy = 0;

  /** @param {number} id */
  function pick(id) {
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
    if (button && found) pick(found.hypotheses[Number(button.dataset.rank)].node);
  });

  /** @type {BeamsPanel | null} */
  let found = null; // /panels/beams of the trace

  /** @param {string} next */
  async function open(next) {
    trace = next;
    try {
      const panel = await get(endpoints.panel("beams", next));
      if (trace !== next) return;
      found = panel;
      show(panel);
      say("");
    } catch (error) {
      if (trace !== next) return;
      body.hidden = true;
      drawn = "";
      say(messageOf(error));
    }
    panel.onDrawn();
  }

  /** @param {BeamsPanel} found */
  function show(found) {
    body.hidden = false;
    drawList(found);
    const key = JSON.stringify(found.nodes);
    if (key !== drawn) tree.set(found);
    drawn = key;
    tree.choose(found.chosen);
  }

  /** @param {BeamsPanel} found */
  function drawList(found) {
    const { hypotheses, chosen } = found;
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
    formula.replaceChildren(...scoreWords(found));
  }

  /** @param {string} sentence */
  function say(sentence) {
    message.textContent = sentence || "";
    message.hidden = !sentence;
  }

  const panel = {
    node,
    onDrawn: () => {},
    drawn: () => !body.hidden,
    prune: tree.prune,
    redraw: () => !body.hidden && tree.redraw(),
    update() {
      const lane = store.lanes[name];
      const reason = lane?.panels?.beams;
      node.hidden = !(lane && (lane.trace || lane.running || reason));
      if (!lane || node.hidden) {
        trace = null;
        return false;
      }
      title.textContent = lane.title || "";
      if (lane.running || lane.trace !== trace) settle();
      if (reason) {
        trace = null;
        drawn = "";
        body.hidden = true;
        say(reason);
      } else if (lane.trace && lane.trace !== trace) open(lane.trace);
      else if (body.hidden && lane.running) say("The tree appears here when the search is over.");
      return true;
    },
  };
  return panel;
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
