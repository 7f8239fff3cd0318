/* The likeliest continuations after a place, grown level by level by the server and drawn as a tree.
 *
 * treeGrowing({where, onPick}) → {node, forget}. `where()` gives {trace, position}; `onPick(ids)` is
 * told the tokens of the path that was chosen.
 */
import * as endpoints from "../../data/endpoints.js";
import { el } from "../../kit/dom.js";
import { experiment as experimentForm } from "../../kit/experiment_form.js";
import { beamTree } from "../../kit/token_tree.js";
import { percent } from "../../lib/format.js";

/** @param {{ where: () => TreePlace | null, onPick: (at: TreePlace, ids: number[]) => void }} options */
function treeGrowing({ where, onPick }) {
  /**
   * @param {string} label
   * @param {string} testid
   * @param {number} value
   * @param {number} min
   * @param {number} max
   * @param {string} says
   */
  const field = (label, testid, value, min, max, says) => {
    const input = el("input", {
      type: "number",
      class: "pg-input pg-grow-number",
      min,
      max,
      step: 1,
      value,
      "aria-label": says,
      data: { testid },
    });
    return { input, node: el("label", { class: "pg-field", title: says }, label, input) };
  };
  const children = field("Children", "grow-children", 3, 1, 10, "How many tokens of each place");
  const depth = field("Depth", "grow-depth", 3, 1, 12, "How many tokens ahead");
  const nodes = field("Budget", "grow-nodes", 60, 1, 400, "How many tokens in all: the likeliest paths come first");
  const experiment = experimentForm("grow", "a", { says: "Levels grown so far", onRun: grow });
  const tree = beamTree("a", {
    onPick: pick,
    what: "Likeliest continuations",
    mark: "grow",
    tidy: true,
    says: {
      kept: "Press to write on from here, as a branch.",
      ended: "The text ends here. Press to keep it as a branch.",
    },
  });
  const says = el("p", { class: "pg-note", hidden: true, data: { testid: "grow-says" } });
  const node = el(
    "section",
    { class: "pg-growing", "aria-label": "Expand automatically", data: { lane: "a" } },
    el("h3", { text: "Expand automatically" }),
    el("p", {
      class: "pg-note",
      text: "The likeliest tokens after the chosen place, and after each of those, with the model's own probabilities.",
    }),
    el("div", { class: "pg-controls" }, children.node, depth.node, nodes.node, ...experiment.controls),
    experiment.status,
    says,
    tree.node,
  );
  /** @type {{ at: TreePlace, nodes: TreeNode[] } | null} */
  let grown = null; // {at, nodes}
  tree.node.hidden = true;

  async function grow() {
    const at = where();
    if (!at) return;
    const query = {
      position: at.position,
      children: children.input.value,
      depth: depth.input.value,
      nodes: nodes.input.value,
    };
    await experiment.run(endpoints.treeRun(at.trace, query), (line) => {
      if (!line.nodes) return false;
      draw(at, line.nodes);
      return true;
    });
  }

  /**
   * @param {TreePlace} at
   * @param {TreeNode[]} tokens
   */
  function draw(at, tokens) {
    grown = { at, nodes: tokens };
    tree.node.hidden = says.hidden = false;
    tree.set({
      nodes: tokens.map((one) => ({
        ...one,
        step: one.depth,
        score: Math.log(one.path),
        state: one.ended ? "ended" : "kept",
      })),
      hypotheses: [],
      length_penalty: 1,
    });
    const deepest = Math.max(...tokens.map((one) => one.depth));
    const ends = tokens.filter((one) => one.depth === deepest);
    const best = Math.max(...ends.map((one) => one.path));
    const covered = ends.reduce((sum, one) => sum + one.path, 0);
    says.textContent = `${tokens.length} tokens, ${deepest} deep. The likeliest path has ${percent(best)}, all ${ends.length} of the last level have ${percent(covered)} together.`;
  }

  /** @param {number} id */
  function pick(id) {
    if (!grown) return;
    /** @type {Map<number | null, TreeNode>} */
    const byId = new Map(grown.nodes.map((one) => [one.id, one]));
    const path = [];
    for (let one = byId.get(Number(id)); one; one = byId.get(one.parent)) path.unshift(one.token);
    tree.choose(Number(id));
    onPick(grown.at, path);
  }

  new ResizeObserver(() => grown && tree.redraw()).observe(node);
  return {
    node,
    /** What was grown belongs to the run and the place it began at. */
    forget() {
      if (experiment.busy()) experiment.leaveOff();
      grown = null;
      tree.node.hidden = says.hidden = true;
    },
  };
}

export { treeGrowing };
