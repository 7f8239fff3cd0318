/* Experiments on places: per lane a form that says what to tell the model about where its words stand,
 * and what came of it. The words themselves stay as they are.
 *
 * The choice is made in panels/positions/experiments/choice.js, results are drawn by panels/positions/experiments/result.js.
 */

import { get } from "../../../data/api.js";
import * as endpoints from "../../../data/endpoints.js";
import { onTheme } from "../../../kit/colour.js";
import { el, write } from "../../../kit/dom.js";
import { experiment as experimentForm } from "../../../kit/experiment_form.js";
import { explains } from "../../../kit/terms.js";
import { store } from "../../../state/store.js";
import { register } from "../../../state/views.js";
import { positionLanes } from "../lanes.js";
import { positionChoice } from "./choice.js";
import { positionResult } from "./result.js";

const COSTS = "Run reads the text again with the changed places.";

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function positionExperiments(root, props) {
  root.classList.add("pg-positions");
  positionLanes(root, {
    testid: "position-experiments",
    intro: [explains(props) || el("p")],
    hint: "Run a model, then tell it that its words stand somewhere else.",
    says: "Experiments on places",
    make: lane,
  });
}

/** @param {LaneName} name */
function lane(name) {
  const experiment = experimentForm("place", name, { says: "Steps done so far", onRun: ask });
  const choice = positionChoice(name, { onChange: changed, onComplete: again });
  const suggest = el("div", { class: "pg-placing-suggest", data: { testid: `place-suggest-${name}` } });
  const result = el("div", { class: "pg-experiment-result", data: { testid: `place-result-${name}` } });
  const body = el(
    "div",
    { class: "pg-placing-body" },
    choice.node,
    el("div", { class: "pg-controls" }, choice.setting, ...experiment.controls),
    experiment.status,
    suggest,
    result,
  );
  /** @type {string | null} */
  let trace = null;
  /** @type {MovableWords | null} */
  let about = null; //         {stack, words, experiments, causal, trained_length} of this trace
  /** @type {({ nodes: (string | HTMLElement)[], frame: () => void | undefined, redraw: () => void | undefined }) | null} */
  let shown = null; //         what `result` is drawn from
  /** @type {Map<string, MovedPositions | PermutedPositions>} */
  const known = new Map(); //  query → what was found, for this trace

  /** @param {Lane} next */
  async function open(next) {
    trace = next.trace;
    if (!trace) return "";
    const answer = await get(endpoints.movableWords(trace));
    if (trace !== next.trace) return "";
    about = answer;
    const allowed = about.experiments.filter((one) => one.allowed);
    if (!allowed.length) return about.experiments[0]?.why || "There are no places to change in this model.";
    choice.open(about);
    changed();
    return "";
  }

  function changed() {
    experiment.leaveOff();
    const outcome = known.get(JSON.stringify(choice.move()));
    show(outcome);
    write(experiment.status, outcome ? "" : COSTS);
  }

  /** The words to swap are both chosen: no need to press Run as well. */
  function again() {
    experiment.leaveOff();
    if (known.has(JSON.stringify(choice.move()))) changed();
    else ask();
  }

  async function ask() {
    const missing = choice.missing();
    if (missing) return write(experiment.status, missing);
    const [query, of] = [JSON.stringify(choice.move()), trace];
    if (!of) return;
    const outcome = await experiment.run(endpoints.positionRun(of, choice.move()), (line) => Boolean(line.kind));
    if (!outcome || of !== trace) return;
    known.set(query, outcome);
    if (query === JSON.stringify(choice.move())) show(outcome);
  }

  /** @param {MovedPositions | PermutedPositions | undefined} outcome */
  function show(outcome) {
    shown = outcome && trace && about ? positionResult(name, { outcome, trace, about }) : null;
    result.replaceChildren(...(shown ? shown.nodes : []));
    shown?.frame();
    offer(!known.size);
  }

  /** Before the first run: one experiment to begin with.
   * @param {boolean} needed
   */
  function offer(needed) {
    suggest.hidden = !needed;
    const first = choice.suggested();
    if (!needed || !first) return;
    const go = () => {
      choice.choose(first.kind);
      ask();
    };
    suggest.replaceChildren(
      el("p", { class: "pg-note", text: "Start here:" }),
      el("button", {
        type: "button",
        class: "pg-button",
        text: first.title,
        data: { testid: `place-begin-${name}` },
        on: { click: go },
      }),
      el("p", { class: "pg-note", text: first.says }),
    );
  }

  store.subscribe((change) => change.selection && shown?.frame());
  onTheme(() => shown?.redraw());

  return {
    body,
    open,
    close() {
      experiment.leaveOff();
      trace = about = shown = null;
      known.clear();
      result.replaceChildren();
    },
  };
}

register("move_words", positionExperiments);
