/* One lane's text, token by token, while it is written and afterwards.
 *
 * Python sends the whole Lane on every step; only the tokens that are new are added to the page.
 */
import { badge, el, write } from "../../kit/dom.js";
import { count, grouped, mebibytes, THIN } from "../../lib/format.js";
import { gears } from "../../state/gears.js";
import { treeMemory } from "../../state/run_history.js";
import { store } from "../../state/store.js";
import { register } from "../../state/views.js";
import { reply } from "../conversation.js";
import { consent } from "./consent.js";
import { differences, writtenText } from "./diff.js";
import { nextBars } from "./next_bars.js";
import { passage as passageOf } from "./passage.js";

/** @type {Record<string, string>} */
const STOPPED = { length: "stopped at its limit", "end of text": "ended by the model", stop: "stopped by you" };
const EMPTY = {
  a: "Type a sentence and press Run. The model's answer appears here, token by token.",
  b: "Press Run: both lanes get the same text. Model and settings of B may differ, see its gear.",
};

/**
 * @param {HTMLElement} root
 * @param {Props} props
 * @param {Heard} emit
 * @param {Heard} watch
 */
function start(root, props, emit, watch) {
  const name = root.dataset.lane === "b" ? "b" : "a";
  const view = build(root, name, emit);
  const { passage } = view;
  let announced = "";
  let frame = 0;

  // ------------------------------------------------------------ drawing
  function redraw() {
    frame = 0;
    const lane = store.lanes[name];
    const tokens = lane ? lane.tokens || [] : [];
    drawHead(lane);
    passage.draw(lane);
    view.differs.draw();
    view.empty.hidden = tokens.length > 0 || Boolean(lane && (lane.running || lane.error));
    view.legend.hidden = !tokens.some((t) => t.new && t.probability !== null && t.probability !== undefined);
    view.bars.draw();
    drawUndo(lane);
    view.root.classList.toggle("pg-running", Boolean(lane && lane.running));
    announce(lane, tokens);
  }

  /** The text stopped because it was long enough: the model may write on with the same settings. */
  function goOn() {
    const write = () => {
      const lane = store.lanes[name];
      if (!lane?.trace || lane.running) return;
      emit({ lane: name, trace: lane.trace, position: lane.tokens.length - 1, settings: lane.settings });
    };
    const button = {
      type: "button",
      class: "pg-link",
      text: "Go on",
      data: { testid: `go-on-${name}` },
      on: { click: write },
    };
    return el("li", {}, el("button", button));
  }

  /** The way back to the run that this one branched off.
   * @param {Lane | null} lane
   */
  function drawUndo(lane) {
    const parent = treeMemory.get(lane?.trace || "")?.parent;
    view.undo.hidden = !(parent && treeMemory.get(parent)) || Boolean(lane?.running);
  }
  view.undo.addEventListener("click", () => {
    const parent = treeMemory.get(treeMemory.get(store.lanes[name]?.trace || "")?.parent || "");
    if (!parent) return;
    history.pushState({ trace: parent.trace, lane: name }, "", location.href);
    emit({ lane: name, trace: parent.trace, show: true, settings: parent.settings });
  });
  // A branch is a step in the browser's history, as a run is.
  treeMemory.subscribe(() => {
    drawUndo(store.lanes[name]);
    const lane = store.lanes[name];
    const branch = treeMemory.get(lane?.trace || "");
    if (!branch?.parent || treeMemory.current[name] !== branch.trace || history.state?.trace === branch.trace) return;
    if (returning === branch.trace) returning = "";
    else history.pushState({ trace: branch.trace, lane: name }, "", location.href);
  });
  let returning = ""; // the branch that Back or Forward asks for
  addEventListener("popstate", (event) => {
    const branch = event.state?.lane === name && treeMemory.get(event.state.trace);
    if (!branch) return;
    returning = branch.trace;
    emit({ lane: name, trace: branch.trace, show: true, settings: branch.settings });
  });

  /** @param {Lane | null} lane */
  function drawHead(lane) {
    write(view.title, lane ? lane.title || lane.model || "" : name === "a" ? "No run yet" : "Empty");
    view.tag.hidden = !(lane && lane.recorded);
    const status = lane && lane.running ? lane.status || "Running…" : lane ? lane.status || "" : "";
    write(view.status, status);
    drawFacts(lane && !lane.running ? lane.facts : null);
    view.consent.draw(lane?.error ? lane.consent : null);
    view.error.hidden = !(lane && lane.error);
    write(view.error, (lane && lane.error) || "");
    const progress = lane ? lane.progress : null;
    const known = progress !== null && progress !== undefined;
    view.bar.classList.toggle("pg-indeterminate", Boolean(lane && lane.running) && !known);
    view.bar.style.setProperty("--progress", String((lane?.running && progress) || 0));
  }

  /** @param {LaneFacts | null} facts */
  function drawFacts(facts) {
    const key = JSON.stringify(facts);
    if (view.facts.dataset.key === key) return;
    view.facts.dataset.key = key;
    view.facts.replaceChildren();
    if (!facts) return;
    /**
     * @param {string} value
     * @param {string} [unit]
     */
    const add = (value, unit) =>
      value !== null && view.facts.append(el("li", {}, el("b", { text: value }), unit && ` ${unit}`));
    /** @param {number | null} value */
    const has = (value) => value !== null && value !== undefined;
    if (has(facts.read_tokens)) add(grouped(facts.read_tokens), "tokens read");
    if (has(facts.new_tokens)) add(grouped(facts.new_tokens), facts.new_tokens === 1 ? "token" : "tokens");
    if (has(facts.seconds)) add(`${facts.seconds.toFixed(2)}${THIN}s`);
    if (has(facts.tokens_per_second)) add(facts.tokens_per_second.toFixed(1), "tok/s");
    if (has(facts.parameters)) add(count(facts.parameters), "parameters");
    if (has(facts.memory_bytes)) add(mebibytes(facts.memory_bytes));
    if (facts.stopped_by)
      view.facts.append(
        el("li", { text: STOPPED[facts.stopped_by] || `stopped by ${facts.stopped_by}` }),
        facts.stopped_by === "length" ? goOn() : "",
      );
    if (name === "a" && store.lanes.a?.task === "chat")
      view.facts.append(
        el(
          "li",
          {},
          el("button", {
            type: "button",
            class: "pg-link",
            text: "Reply",
            data: { testid: "reply" },
            on: { click: reply },
          }),
        ),
      );
  }

  // Speak at the start and at the end, not at every token.
  /**
   * @param {Lane | null} lane
   * @param {LaneToken[]} tokens
   */
  function announce(lane, tokens) {
    let words = "";
    if (lane && lane.error) words = lane.error;
    else if (lane && lane.running) words = `${lane.title || "The model"} is writing.`;
    else if (lane && tokens.length) {
      words = `${lane.title || "The model"}: ${passage.result.words(lane) || writtenText(lane)}`;
    }
    if (words === announced) return;
    announced = words;
    // What the model wrote is read out as it is; what is said of it is ours.
    view.live.translate = Boolean(lane?.error || lane?.running);
    write(view.live, words);
  }

  // ------------------------------------------------------------ wiring
  store.subscribe((change) => {
    if (change.selection || (change.lane && change.lane !== name)) {
      passage.select();
      if (change.selection) view.bars.draw();
      if (change.lane) view.differs.draw();
    }
    // Python may send many steps within one frame: draw the last one.
    if (change.lane === name && !frame) frame = requestAnimationFrame(redraw);
  });
  watch("value", () => store.setLane(name, props.value));
  store.setLane(name, props.value);
  redraw();
}

/**
 * @param {HTMLElement} root
 * @param {LaneName} name
 * @param {Heard} emit
 */
function build(root, name, emit) {
  root.classList.add("pg-output");
  Object.assign(root.dataset, { lane: name, testid: `output-${name}` });
  const passage = passageOf(name, emit);
  const view = {
    passage,
    differs: differences(name, passage),
    root,
    title: el("h2", { class: "pg-output-title" }),
    tag: el("span", {
      class: "pg-tag",
      title: "Recorded from the real model; press Run for your own",
      text: "recorded run",
      hidden: true,
    }),
    status: el("p", { class: "pg-status", data: { testid: `status-${name}` } }),
    facts: el("ul", { class: "pg-facts", data: { testid: `facts-${name}` } }),
    bar: el("div", { class: "pg-progress", "aria-hidden": "true" }),
    error: el("p", { class: "pg-error", role: "alert", hidden: true, data: { testid: `error-${name}` } }),
    empty: el("p", { class: "pg-empty", text: EMPTY[name] }),
    live: el("div", { class: "pg-unseen", "aria-live": "polite" }),
    legend: legend(),
    undo: el("button", {
      type: "button",
      class: "pg-button pg-small",
      hidden: true,
      title: "Back to the text before this branch",
      text: "↶ Undo",
      data: { testid: `undo-${name}` },
    }),
    gear: gears.button(name),
    bars: nextBars(name, emit),
    consent: consent(name),
  };
  view.passage.box.append(view.empty);
  root.replaceChildren(
    view.bar,
    el(
      "header",
      { class: "pg-output-head" },
      badge(name),
      view.title,
      view.tag,
      el("div", { class: "pg-output-line" }, view.facts, view.status),
      view.undo,
      view.gear,
    ),
    view.error,
    view.consent.node,
    el(
      "div",
      { class: "pg-output-body" },
      el(
        "div",
        { class: "pg-output-text" },
        ...view.passage.head,
        view.passage.box,
        ...view.passage.foot,
        view.legend,
        view.differs.legend,
      ),
      view.bars.node,
    ),
    view.live,
  );
  return view;
}

function legend() {
  return el(
    "p",
    { class: "pg-legend", hidden: true },
    el("span", { text: "Probability of each new token" }),
    el(
      "span",
      { class: "pg-ramp" },
      el("span", { text: "0" }),
      el("span", { class: "pg-ramp-bar" }),
      el("span", { text: `100${THIN}%` }),
    ),
    el(
      "span",
      { class: "pg-legend-second" },
      el("span", { class: "pg-second-mark", text: "word" }),
      " a less likely word was taken",
    ),
  );
}

register("output", start);
