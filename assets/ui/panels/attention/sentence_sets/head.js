/* One head over a set of sentences: its means beside this text, and where it is least like itself.
 *
 * setHead() → {node, set}. `set({told, measures, lines, layer, head, trace})`: `lines` are the
 * sentences that were sent, `trace` the run to set beside them, or null.
 */

import { get } from "../../../data/api.js";
import * as endpoints from "../../../data/endpoints.js";
import { el } from "../../../kit/dom.js";
import { layerName } from "../../../lib/attention_names.js";
import { present } from "../../../lib/present.js";
import { meanAndSpread } from "./measures.js";

function setHead() {
  const title = el("h4", { data: { testid: "set-head-title" } });
  const role = el("p", { class: "pg-set-says" });
  const rows = el("tbody", { data: { testid: "set-head-measures" } });
  const now = el("p", { class: "pg-note" });
  const odd = el("ol", { class: "pg-set-odd", data: { testid: "set-odd" } });
  const why = el("p", { class: "pg-note" });
  const told = el("p", { class: "pg-note", role: "status", data: { testid: "set-odd-says" } });
  const node = el(
    "div",
    { class: "pg-set-head" },
    title,
    role,
    el(
      "table",
      { class: "pg-set-table pg-set-facts" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ...["Measure", "Mean ± sd", "This text"].map((text, place) =>
            el("th", { scope: "col", class: place ? "pg-number" : null, text }),
          ),
        ),
      ),
      rows,
    ),
    now,
    el("h4", { text: "Least like itself in" }),
    why,
    odd,
    told,
  );
  /** @type {SetHead | null} */
  let shown = null;

  /** What this text gives, or null where it is of another model or cannot be asked.
   * @param {SetHead} head
   */
  async function here({ told: result, trace }) {
    if (!trace) return null;
    try {
      const found = await get(endpoints.headRoles(trace, result.stack));
      return found.why || found.layers !== result.layers || found.heads !== result.heads ? null : found;
    } catch {
      return null;
    }
  }

  /** @param {SetHead} next */
  async function set(next) {
    shown = next;
    const { told: result, layer, head } = next;
    title.textContent = `Layer ${layerName(result, layer)}, head ${head}`;
    const found = result.roles[layer][head];
    const of = found && result.definitions.find(({ id }) => id === found.role);
    role.replaceChildren(
      ...(of
        ? [el("b", { text: of.title }), ` on average: ${of.says}`]
        : [el("b", { text: "No clear role" }), " on average over these sentences."]),
    );
    measured(next, null);
    oddOnes(next);
    const text = await here(next);
    if (shown === next) measured(next, text);
  }

  /**
   * @param {SetHead} head
   * @param {HeadRoles | null} text
   */
  function measured({ measures, told: result, layer, head, trace }, text) {
    rows.replaceChildren(
      ...measures.map((measure) => {
        const value = text?.measures?.[measure.id]?.[layer][head];
        const few = measure.asked < result.sentences;
        return el(
          "tr",
          { data: { measure: measure.id } },
          el(
            "th",
            { scope: "row", title: measure.says },
            measure.title,
            few ? el("span", { class: "pg-set-asked", text: ` in ${measure.asked} of ${result.sentences}` }) : "",
          ),
          el("td", { class: "pg-number", text: meanAndSpread(measure, layer, head) }),
          el("td", { class: "pg-number", text: value === undefined ? "–" : measure.write(value) }),
        );
      }),
    );
    now.textContent = text
      ? "“This text” is what lane A has read."
      : trace
        ? ""
        : "Run this model in lane A to set a text beside the means.";
    now.hidden = !now.textContent;
  }

  /** @param {SetHead} head */
  function oddOnes({ told: result, measures, lines, layer, head }) {
    const found = result.unlike[layer][head];
    why.textContent = found.length
      ? "Furthest from this head's own means, in standard deviations (sd), the root mean square over its measures. Press a sentence to put it into the text box."
      : result.sentences < 3
        ? "This needs at least three sentences."
        : "It did the same in every sentence.";
    odd.replaceChildren(
      ...found.map(({ line, distance, measure: id, value, away }) => {
        const measure = present(measures.find((each) => each.id === id));
        const facts = `${distance.toFixed(1)} sd · most in “${measure.title}”: ${measure.write(value)}, ${Math.abs(away).toFixed(1)} sd ${away < 0 ? "below" : "above"} its mean of ${measure.write(measure.mean[layer][head])}`;
        return el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "pg-set-sentence",
              data: { line },
              on: { click: () => write(lines[line].trim()) },
            },
            el("bdi", { class: "pg-set-text", text: lines[line].trim() }),
            el("span", { class: "pg-note", text: facts }),
          ),
        );
      }),
    );
    told.textContent = "";
  }

  /** As if typed: Gradio hears it, and Ctrl Z takes it back.
   * @param {string} sentence
   */
  function write(sentence) {
    /** @type {HTMLTextAreaElement | null} */
    const area = document.querySelector("#text textarea");
    if (!area) return;
    area.focus();
    area.select();
    document.execCommand("insertText", false, sentence);
    told.textContent = "It stands in the text box now: press Run there to see this head in it.";
  }

  return { node, set };
}

export { setHead };
