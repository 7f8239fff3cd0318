/* What decides: per lane a form that asks for the explanation of a label or an answer, and a switch
 * that says which of its columns tints the text above. The result is drawn by panels/attribution/result.js.
 */
import * as endpoints from "../../data/endpoints.js";
import { el, write } from "../../kit/dom.js";
import { experiment as experimentForm } from "../../kit/experiment_form.js";
import { explains as explanation } from "../../kit/terms.js";
import { quoted } from "../../kit/tokens.js";
import { LANES } from "../../lib/lanes.js";
import { decided } from "../../state/attribution.js";
import { store } from "../../state/store.js";
import { register } from "../../state/views.js";
import { laneFrame } from "../shared/lane_panel.js";
import { decidingResult } from "./result.js";

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function start(root, props) {
  root.classList.add("pg-deciding");
  root.dataset.testid = "deciding";
  const hint = el("p", { class: "pg-note", text: "Run the task “Sentiment” or “Answer” to ask which words decided." });
  const tint = tintSwitch();
  const grid = el("div", { class: "pg-deciding-lanes" });
  root.replaceChildren(explanation(props), tint.node, hint, grid);
  const lanes = LANES.map(lanePanel);
  grid.append(...lanes.map(({ node }) => node));

  /** @param {Partial<Change>} change */
  function update(change) {
    if (change.selection) return;
    const present = lanes.filter((lane) => lane.follow());
    hint.hidden = present.length > 0;
    root.dataset.lanes = String(present.length);
    tint.draw();
  }
  store.subscribe(update);
  decided.subscribe(() => tint.draw());
  update({});
}

/** Which column tints the text of both lanes. */
function tintSwitch() {
  const choices = [...decided.WAYS.map(({ key, title, says }) => [key, title, says]), ["", "None", null]];
  const inputs = choices.map(([key, title, says]) => {
    const input = el("input", {
      type: "radio",
      name: "pg-decides-way",
      value: key,
      checked: key === decided.way(),
      data: { testid: `way-${key || "none"}` },
      on: { change: () => decided.choose(key ?? "") },
    });
    return el("label", { class: "pg-switch", title: says }, input, title);
  });
  const node = el(
    "fieldset",
    { class: "pg-controls pg-ways" },
    el("legend", { text: "Tint the text above by" }),
    ...inputs,
  );
  return {
    node,
    draw: () => (node.hidden = !LANES.some((name) => decided.of(name))),
  };
}

// ---------------------------------------------------------------- one lane
/** @param {LaneName} name */
function lanePanel(name) {
  const label = el("select", {
    class: "pg-select",
    "aria-label": `Label to explain, lane ${name.toUpperCase()}`,
    data: { testid: `decides-label-${name}` },
  });
  const labelField = el("label", { class: "pg-field" }, "What speaks for", label);
  const answer = el("span", { class: "pg-field", data: { testid: `decides-answer-${name}` } });
  const experiment = experimentForm("decides", name, { says: "Steps done so far", onRun: ask });
  const result = el("div", { class: "pg-experiment-result", data: { testid: `decides-result-${name}` } });
  const form = el("div", { class: "pg-controls" }, labelField, answer, ...experiment.controls);
  const parts = [form, experiment.status, result];
  const { node, entitle, say } = laneFrame(
    name,
    {
      kind: "pg-deciding-lane",
      label: `What decides, lane ${name.toUpperCase()}`,
      testid: "deciding-message",
      yields: parts,
    },
    ...parts,
  );
  /** @type {string | null} */
  let trace = null;
  /** @type {Map<string, Attributed>} */
  const known = new Map(); // label → what was found, for this trace

  label.addEventListener("change", () => {
    experiment.leaveOff();
    show();
  });

  const target = () => (labelField.hidden ? "" : label.value);

  /** @param {Lane} lane */
  function open(lane) {
    experiment.leaveOff();
    known.clear();
    trace = lane.trace;
    const { result: answered } = lane;
    const scores = answered?.kind === "labels" ? answered.scores : [];
    const spans = answered?.kind === "spans" ? answered.spans : [];
    labelField.hidden = answered?.kind !== "labels";
    answer.hidden = answered?.kind !== "spans";
    label.replaceChildren(
      ...scores.map((score) => el("option", { value: score.label, translate: "no", text: score.label })),
    );
    if (answered?.kind === "spans" && spans[0])
      answer.replaceChildren(
        answered.state === "absent" ? "What speaks for the rejected candidate" : "What speaks for the answer",
        quoted(spans[0].text),
      );
    show();
  }

  function show() {
    const attribution = known.get(target());
    result.replaceChildren(...(attribution ? decidingResult(name, attribution) : []));
    if (attribution && trace) decided.set(name, trace, attribution);
    write(
      experiment.status,
      attribution
        ? ""
        : "Run takes about two seconds: the model reads the text a hundred times, with words taken away.",
    );
  }

  async function ask() {
    const [wanted, of] = [target(), trace];
    if (!of) return;
    const attribution = await experiment.run(endpoints.attributionRun(of, { label: wanted || null }), (line) =>
      Boolean(line.words),
    );
    if (!attribution || of !== trace) return;
    known.set(wanted, attribution);
    if (wanted === target()) show();
  }

  return {
    node,
    /** Follow the store; says whether the lane has anything to show. */
    follow() {
      const lane = store.lanes[name];
      const reason = lane?.panels?.deciding;
      const explains = Boolean(lane?.trace && lane.result && !reason);
      node.hidden = !(lane && (explains || lane.running || reason || trace));
      if (!lane || node.hidden) {
        trace = null;
        return false;
      }
      entitle(lane.title || "");
      node.classList.toggle("pg-stale", Boolean(lane.running && trace));
      if (explains) {
        say("");
        if (lane.trace !== trace) open(lane);
      } else if (lane.running) {
        if (!trace) say("The label or the answer to explain comes when the run has ended.");
      } else {
        experiment.leaveOff();
        trace = null;
        say(reason || "There is no label and no answer to explain here.");
      }
      return true;
    },
  };
}

register("deciding", start);
