/* Is the alignment true? Every source word is hidden once, and the written word is predicted anew.
 *
 * hiding(name) → {node, choose, follow}. What was found is drawn by panels/alignment/ablation_result.js.
 */
import * as endpoints from "../../data/endpoints.js";
import { el } from "../../kit/dom.js";
import { experiment as experimentForm } from "../../kit/experiment_form.js";
import { quoted } from "../../kit/tokens.js";
import { percent } from "../../lib/format.js";
import { aligned } from "../../state/alignment_focus.js";
import { store } from "../../state/store.js";
import { hidingResult } from "./ablation_result.js";

/** @param {LaneName} name */
function hiding(name) {
  const word = el("select", {
    class: "pg-select",
    "aria-label": "Written word to test",
    data: { testid: `hide-word-${name}` },
  });
  const ask = el("p", { class: "pg-experiment-ask" });
  const experiment = experimentForm(`hide`, name, { says: "Words hidden so far", onRun: start });
  const { leaveOff, status } = experiment;
  const result = el("div", { class: "pg-experiment-result", data: { testid: `hide-result-${name}` } });
  const node = el(
    "section",
    {
      class: "pg-hiding",
      "aria-label": `Is the alignment true? Lane ${name.toUpperCase()}`,
      data: { testid: `hiding-${name}` },
    },
    el("h4", { text: "Is the alignment true?" }),
    ask,
    el(
      "div",
      { class: "pg-controls" },
      el("label", { class: "pg-field" }, "Written word", word),
      ...experiment.controls,
    ),
    status,
    result,
  );

  /** @type {Lane | null} */
  let lane = null;
  /** @type {Unit[]} */
  let units = []; //      the written units that can be tested
  /** @type {Unit | null} */
  let chosen = null; //   {first, last, text}
  /** @type {string | null} */
  let trace = null;
  /** @type {Map<string, Ablation>} */
  const ablations = new Map(); // "first-last" → what the server found, for this trace

  word.addEventListener("change", () => select(units[word.selectedIndex]));

  // ------------------------------------------------------------ which word
  /**
   * @param {Lane} next
   * @param {Alignment} alignment
   */
  function follow(next, alignment) {
    lane = next;
    node.hidden = !next.trace;
    if (!next.trace) return;
    if (next.trace !== trace) {
      leaveOff();
      ablations.clear();
      trace = next.trace;
      chosen = null;
    }
    units = alignment.target.filter(({ special }) => !special);
    const key = JSON.stringify(units);
    if (word.dataset.key === key) return;
    word.dataset.key = key;
    word.replaceChildren(...units.map(({ text }, i) => el("option", { value: i, translate: "no", text })));
    // Changing from words to pieces keeps the place.
    const { first: place } = chosen ?? { first: -1 };
    select(units.find(({ first, last }) => first <= place && place <= last) || selected() || units[0]);
  }

  /** The unit of the word that is selected in the text; there the start mark stands before it. */
  const selected = () => {
    const at = store.positionIn(name);
    return at === null ? undefined : units.find(({ first, last }) => first <= at - 1 && at - 1 <= last);
  };
  store.subscribe((change) => {
    const unit = change.selection && change.changed?.includes("position") ? selected() : undefined;
    if (unit) select(unit);
  });

  /** @param {Unit | null} unit */
  function select(unit) {
    if (!unit) {
      node.hidden = true; //  nothing but marks was written
      return;
    }
    if (chosen && (chosen.first !== unit.first || chosen.last !== unit.last)) leaveOff();
    chosen = unit;
    word.selectedIndex = units.indexOf(unit);
    ask.replaceChildren(
      "Hide each source word, one at a time, and see what happens to ",
      quoted(unit.text),
      ` (${percent(probability(unit))}).`,
    );
    show();
  }

  /** Of all its pieces, each given the ones before it.
   * @param {Unit} unit
   */
  const probability = ({ first, last }) =>
    (lane?.tokens ?? [])
      .filter((token) => token.new)
      .slice(first, last + 1)
      .reduce((product, token) => product * (token.probability ?? 1), 1);

  // ------------------------------------------------------------ the experiment
  /** @param {Unit} unit */
  const keyOf = ({ first, last }) => `${first}-${last}`;

  function show() {
    const ablation = chosen && ablations.get(keyOf(chosen));
    result.replaceChildren(...(chosen && ablation ? hidingResult(name, chosen, ablation) : []));
    if (!experiment.busy())
      status.textContent = ablation ? "" : "The model reads the sentence once more for every word hidden.";
  }

  async function start() {
    if (!chosen || !trace) return;
    const unit = chosen;
    const { first, last } = unit;
    const ablation = await experiment.run(endpoints.ablationRun(trace, { first, last }), (line) => Boolean(line.words));
    if (!ablation) return;
    ablations.set(keyOf(unit), ablation);
    show();
  }

  return {
    node,
    follow,
    /** A row of the matrix was pressed: `row` counts all written units, marks too.
     * @param {number} row
     */
    choose(row) {
      const alignment = aligned.of(name);
      const unit = alignment && alignment.target[row];
      const mine = unit && units.find(({ first }) => first === unit.first);
      if (mine) select(mine);
    },
  };
}

export { hiding };
