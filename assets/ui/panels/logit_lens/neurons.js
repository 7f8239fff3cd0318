/* The neurons of one feed-forward part that write most at a token, and the words they push towards.
 *
 * lensNeurons(name) → {node, show(cell), about(words)}: asked for only while it is unfolded, because
 * the first look at a run takes one more pass over its tokens.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { barCells } from "../../kit/bar_cells.js";
import { citation } from "../../kit/citation.js";
import { el, write } from "../../kit/dom.js";
import { quoted, token } from "../../kit/tokens.js";
import { decimal } from "../../lib/format.js";

/** @param {LaneName} name */
function lensNeurons(name) {
  const says = el("p", { class: "pg-note", data: { testid: `neurons-says-${name}` } });
  const table = el("div", {
    class: "pg-experiment-scroll",
    tabindex: "0",
    role: "region",
    "aria-label": `Most active neurons, lane ${name.toUpperCase()}`,
    data: { testid: `neurons-${name}` },
  });
  const about = lensAbout("What this is, and its source");
  const title = el("summary", { data: { testid: `neurons-open-${name}` } });
  const node = el("details", { class: "pg-lens-neurons" }, title, says, table, about.node);
  /** @type {LensPlace | null} */
  let cell = null; //   {trace, layer, position, text}
  let shown = "";

  node.addEventListener("toggle", refresh);

  /** @param {LensPlace} cell */
  const addressOf = ({ trace, layer, position }) => endpoints.neurons(trace, { layer, position });

  async function refresh() {
    if (!node.open || !cell || node.offsetParent === null) return;
    if (cell.layer < 0) return say("The embeddings stand before every feed-forward part: choose a block.");
    const url = addressOf(cell);
    if (url === shown) return;
    shown = url;
    table.classList.add("pg-stale");
    if (!table.firstChild) write(says, "Reading the text once more to see inside its blocks …");
    try {
      const answer = await get(url);
      if (url !== shown) return;
      write(says, "Sorted by the norm of what each writes into the residual stream. Logits before the final norm.");
      table.replaceChildren(rows(answer));
      table.hidden = false;
    } catch (error) {
      if (url === shown) say(messageOf(error));
    } finally {
      if (url === shown) table.classList.remove("pg-stale");
    }
  }

  /** @param {string} sentence */
  function say(sentence) {
    shown = "";
    write(says, sentence);
    table.replaceChildren();
    table.hidden = true;
  }

  /** @param {PushedEntry[]} some */
  const words = (some) =>
    el(
      "ul",
      { class: "pg-lens-pushes" },
      ...some.map((one) =>
        el(
          "li",
          { data: { id: one.id, change: one.change } },
          token(one.text),
          el("span", { class: "pg-number", text: barCells.signed(one.change) }),
        ),
      ),
    );

  /** @param {Neurons} answer */
  function rows({ neurons }) {
    const most = neurons[0]?.write || 1;
    const { cell: barCell, bar } = barCells;
    const head = ["Neuron", "Activation", "Norm written", "Pushes towards", "Pushes away from"].map((text) =>
      el("th", { scope: "col", text }),
    );
    return el(
      "table",
      { class: "pg-experiment-table pg-lens-table" },
      el("thead", {}, el("tr", {}, ...head)),
      el(
        "tbody",
        {},
        ...neurons.map((one) =>
          el(
            "tr",
            { data: { neuron: one.neuron, activation: one.activation, write: one.write } },
            el("th", { scope: "row", class: "pg-number", text: one.neuron }),
            el("td", { class: "pg-number", text: decimal(one.activation) }),
            el("td", {}, barCell(decimal(one.write), bar(0, one.write / most))),
            el("td", {}, words(one.pushes)),
            el("td", {}, words(one.against)),
          ),
        ),
      ),
    );
  }

  return {
    node,
    about: about.show,
    /** The neurons of block `layer` (−1: none) at this place.
     * @param {LensPlace} next
     */
    show(next) {
      if (cell && cell.trace !== next.trace) {
        table.replaceChildren();
        shown = "";
      }
      cell = next;
      title.replaceChildren(
        next.layer < 0 ? "Feed-forward neurons" : `Feed-forward neurons of block ${next.layer} at `,
        next.layer < 0 ? "" : quoted(next.text),
      );
      refresh();
    },
  };
}

/** A definition with its papers, folded away: {node, show({says, caution, formula, papers})}.
 * @param {string} title
 */
function lensAbout(title) {
  const body = el("div", { class: "pg-lens-about-body" });
  const node = el("details", { class: "pg-lens-about", hidden: true }, el("summary", { text: title }), body);
  return {
    node,
    /** @param {{ says: string, formula: string, papers: Citation[], caution?: string }} about */
    show({ says, caution, formula, papers }) {
      node.hidden = false;
      body.replaceChildren(
        el("p", { text: says }),
        el("p", { class: "pg-formula", text: formula }),
        caution ? el("p", { text: caution }) : "",
        el("p", { class: "pg-sources" }, ...papers.flatMap((paper, i) => [i ? el("br") : "", ...citation(paper)])),
      );
    },
  };
}

export { lensAbout, lensNeurons };
