/* Cut and see: per lane one change inside the run at a time, what it did, the same change elsewhere, and every head
 * in turn. What was tried in this visit stays in a list.
 */
import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { lines } from "../../data/ndjson.js";
import { el, write } from "../../kit/dom.js";
import { experiment as experimentForm } from "../../kit/experiment_form.js";
import { explains } from "../../kit/terms.js";
import { quoted } from "../../kit/tokens.js";
import { percent } from "../../lib/format.js";
import { LANES } from "../../lib/lanes.js";
import { t } from "../../lib/messages.js";
import { interventions } from "../../state/interventions.js";
import { store } from "../../state/store.js";
import { register } from "../../state/views.js";
import { inSight, laneFrame, laneLife, whenSeen } from "../shared/lane_panel.js";
import { ablationMap } from "./ablation_map.js";
import { changeChoice } from "./choice.js";
import { controlNodes, effectNodes, writtenNodes } from "./result.js";
import { changesSay } from "./says.js";

/** @typedef {import("../../state/interventions.js").Intervention} Intervention */
/** @typedef {{ changes: Intervention[], position: number | null, effect: InterventionEffect, anew?: WrittenAnew,
 *   controls?: InterventionControls }} Tried */

const MOST_TRIED = 20;

/**
 * @param {HTMLElement} root
 * @param {Props} props
 * @param {Heard} emit
 */
function start(root, props, emit) {
  root.classList.add("pg-cut");
  root.dataset.testid = "interventions";
  const hint = el("p", { class: "pg-note", text: t("Run a model first, then take something away inside it.") });
  const lanes = LANES.map((name) => lane(name, root, emit));
  root.replaceChildren(
    explains(props) || el("p"),
    hint,
    el("div", { class: "pg-cut-lanes" }, ...lanes.map(({ node }) => node)),
    el("p", {
      class: "pg-note",
      text: t(
        "What this shows holds for this model and this text. It does not show that the part does nothing else, nor that another part could not stand in for it.",
      ),
    }),
  );

  /** @param {Partial<Change>} change */
  function update(change) {
    if (change.selection) {
      for (const each of lanes) each.selected();
      return;
    }
    const shown = lanes.filter((each) => each.follow());
    hint.hidden = shown.length > 0;
    root.dataset.lanes = String(shown.length);
  }
  store.subscribe(update);
  interventions.subscribe((name) => lanes.find((each) => each.name === name)?.proposed());
  whenSeen(root, () => {
    for (const each of lanes) each.refresh();
  });
  update({});
}

/**
 * @param {LaneName} name
 * @param {HTMLElement} root
 * @param {Heard} emit
 */
function lane(name, root, emit) {
  const aim = el("p", { class: "pg-cut-aim", data: { testid: `cut-aim-${name}` } });
  const choice = changeChoice(name, { onChange: () => form.leaveOff() });
  const form = experimentForm("cut", name, { says: t("Steps done so far"), onRun: () => ask(choice.changes()) });
  const result = el("div", { class: "pg-experiment-result", data: { testid: `cut-result-${name}` } });
  const anew = el("div");
  const others = experimentForm("cut-others", name, { says: t("Changes tried so far"), onRun: compare });
  const compared = el("div", { class: "pg-cut-controls" });
  const comparing = el(
    "section",
    { class: "pg-cut-every", hidden: true, "aria-label": t("The same change elsewhere") },
    el("h4", { text: t("Is that much? The same change elsewhere") }),
    el("div", { class: "pg-controls" }, ...others.controls),
    others.status,
    compared,
  );
  const list = el("ol", { class: "pg-cut-tried", data: { testid: `cut-tried-${name}` } });
  const undo = button(t("Undo"), "undo", () => back());
  const clear = button(t("Clear"), "clear", () => {
    tried = [];
    shown = -1;
    draw();
  });
  const history = el(
    "section",
    { class: "pg-cut-every", hidden: true, "aria-label": t("Tried in this visit") },
    el("h4", { text: t("Tried in this visit") }),
    list,
    el("div", { class: "pg-controls" }, undo, clear),
  );
  const map = ablationMap(name, {
    where,
    onHead(stack, { layer, head }) {
      store.select({ layer, heads: [head] });
      ask([{ part: "head", how: "zero", ...(stack === "self" ? {} : { stack }), layers: [layer], heads: [head] }]);
    },
  });
  const body = el(
    "div",
    { class: "pg-cut-body" },
    el(
      "div",
      { class: "pg-cut-side" },
      aim,
      choice.node,
      el("div", { class: "pg-controls" }, ...form.controls),
      form.status,
      result,
      anew,
      comparing,
    ),
    el("div", { class: "pg-cut-side" }, map.node, history),
  );
  const frame = laneFrame(
    name,
    { kind: "pg-cut-lane", label: t("Cut and see, lane {lane}", { lane: name.toUpperCase() }), yields: [body] },
    body,
  );
  /** @type {InterventionsPanel | null} */
  let facts = null;
  /** @type {Tried[]} */
  let tried = []; //  newest last
  let shown = -1; //  which of them is on screen
  let writing = new AbortController();

  const life = laneLife(name, {
    panel: "interventions",
    frame,
    waiting: t("This comes when the run has ended."),
    seen: () => inSight(root),
    load: (trace) => get(endpoints.panel("interventions", trace)),
    show(answer) {
      facts = answer;
      tried = [];
      shown = -1;
      form.leaveOff();
      others.leaveOff();
      map.forget();
      choice.open(answer);
      draw();
      selected();
      const wanted = interventions.take(name, life.trace());
      if (wanted) ask(wanted);
    },
    forget() {
      facts = null;
      form.leaveOff();
      others.leaveOff();
      map.forget();
    },
  });

  /**
   * @param {string} text
   * @param {string} testid
   * @param {() => void} click
   */
  function button(text, testid, click) {
    return el("button", {
      type: "button",
      class: "pg-button",
      text,
      data: { testid: `cut-${testid}-${name}` },
      on: { click },
    });
  }

  /** The run, and the row of the distribution that is asked about; null: the server's own choice. */
  function where() {
    const trace = life.trace();
    if (!trace || !facts) return null;
    if (!facts.predicts) return { trace, position: null };
    const place = store.placeIn(name);
    const tokens = store.lanes[name]?.tokens.length ?? 0;
    const at = place === null ? tokens : place;
    if (facts.predicts === "own") return { trace, position: place };
    return { trace, position: Math.max(0, at - 1) };
  }

  /** What is changed at a token can only be seen in what comes after it, where nothing looks ahead.
   * @param {Intervention[]} changes
   * @param {number | null} position
   */
  function behind(changes, position) {
    if (position === null || facts?.predicts !== "next") return position;
    const own = changes.filter(({ stack }) => stack !== "encoder");
    return Math.max(position, ...own.flatMap(({ positions = [] }) => positions));
  }

  function selected() {
    if (!facts) return;
    choice.follow();
    map.show();
    watch(where());
  }

  /** @param {{ position: number | null } | null} at */
  function watch(at) {
    if (!facts) return;
    const state = store.lanes[name];
    if (!at || !state || at.position === null || facts.predicts !== "next") {
      write(
        aim,
        facts.predicts ? t("Watched: what the model fills in.") : t("Watched: the first answer of the model."),
      );
      return;
    }
    const next = state.tokens[at.position + 1];
    const before = state.tokens[at.position];
    aim.replaceChildren(
      ...(next ? [t("Watched:"), " ", quoted(next.text), " "] : [t("Watched: the likeliest token"), " "]),
      t("which comes after"),
      " ",
      quoted(before?.text ?? ""),
      ". ",
      el("span", { class: "pg-note", text: t("Click another token of the answer to watch that one.") }),
    );
  }

  /** @param {Intervention[]} changes */
  async function ask(changes) {
    const at = where();
    if (!at) return;
    choice.show(changes);
    const position = behind(changes, at.position);
    const kept = tried.findIndex((one) => same(one, changes, position));
    if (kept >= 0) return turn(kept);
    const effect = await form.run(
      endpoints.intervention(at.trace, { changes: JSON.stringify(changes), position }),
      (line) => Boolean(line.chosen),
    );
    if (!effect || at.trace !== life.trace()) return;
    tried = [...tried, { changes, position, effect }].slice(-MOST_TRIED);
    turn(tried.length - 1);
  }

  /** @param {number} index */
  function turn(index) {
    shown = index;
    draw();
    const one = tried[index];
    if (one) watch(one);
    if (one?.effect.writes && !one.anew) writeAnew(one);
  }

  function back() {
    if (shown < 0) return;
    tried = tried.filter((_, i) => i !== shown);
    turn(tried.length - 1);
    if (tried[shown]) choice.show(tried[shown].changes);
  }

  /** What the changed run would write, behind the effect.
   * @param {Tried} one
   */
  async function writeAnew(one) {
    writing.abort();
    const request = (writing = new AbortController());
    try {
      for await (const line of lines(endpoints.writtenAnew(one.effect.trace), request.signal)) {
        if (line.error) throw new Error(line.error);
        if (line.text !== undefined) one.anew = /** @type {WrittenAnew} */ (line);
      }
    } catch (error) {
      // The effect stands without it; what was left off for another change is no fault.
      if (!request.signal.aborted && tried[shown] === one)
        anew.replaceChildren(el("p", { class: "pg-note", text: messageOf(error) }));
      return;
    }
    if (tried[shown] === one) drawAnew(one);
  }

  async function compare() {
    const one = tried[shown];
    const at = where();
    if (!one || !at) return;
    const controls = await others.run(
      endpoints.interventionControls(at.trace, {
        changes: JSON.stringify(one.changes.slice(0, 1)),
        position: one.position,
      }),
      (line) => Boolean(line.others),
    );
    if (!controls) return;
    one.controls = controls;
    if (tried[shown] === one) draw();
  }

  /** @param {Tried} one */
  function drawAnew(one) {
    const trace = one.anew?.trace;
    anew.replaceChildren(
      ...(one.anew ? [writtenNodes(name, one.anew, () => trace && emit({ lane: "b", trace, show: true }))] : []),
    );
  }

  function draw() {
    const one = tried[shown];
    result.replaceChildren(...(one && facts ? effectNodes(name, { effect: one.effect, facts }) : []));
    if (one) drawAnew(one);
    else anew.replaceChildren();
    // A neuron has no others of its kind to compare with, several changes at once neither.
    comparing.hidden = !one || one.changes.length > 1 || one.changes[0].part === "neuron";
    compared.replaceChildren(...(one?.controls && facts ? controlNodes(name, one.controls, facts) : []));
    if (!others.busy())
      write(others.status, one?.controls ? "" : t("Up to 20 other places of the same kind are changed alike."));
    history.hidden = !tried.length;
    list.replaceChildren(
      ...tried.map((each, i) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "pg-tab-link",
              "aria-current": i === shown ? "true" : null,
              on: { click: () => again(i) },
            },
            ...(facts ? changesSay(each.changes, facts) : []),
          ),
          ` · ${percent(each.effect.chosen.before)} → ${percent(each.effect.chosen.after)}`,
        ),
      ),
    );
  }

  /** @param {number} index */
  function again(index) {
    choice.show(tried[index].changes);
    turn(index);
  }

  return {
    name,
    node: frame.node,
    follow: () => life.follow(),
    refresh: () => life.refresh(),
    selected,
    proposed() {
      if (!facts) return; // taken up when the run has been read
      const wanted = interventions.take(name, life.trace());
      if (wanted) ask(wanted);
    },
  };
}

/**
 * @param {Tried} one
 * @param {Intervention[]} changes
 * @param {number | null} position
 */
const same = (one, changes, position) =>
  one.position === position && JSON.stringify(one.changes) === JSON.stringify(changes);

register("interventions", start);
